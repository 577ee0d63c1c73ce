import assert from 'node:assert/strict';
import { test } from 'node:test';
import { item, linesOf, openShop, rung, verdictOf } from '../../../test/fixtures/bar-shop.ts';
import { testSealer } from '../../../test/fixtures/sealer.ts';
import { onEachStore } from '../../../test/stores.ts';
import { examine } from '../doctor/examine.ts';
import { cancelOrder, removeTickets, restoreOrder } from '../selling/cancel.ts';
import { changeTicket } from '../selling/change-ticket.ts';
import { ticketsOfOrder } from '../selling/orders.ts';
import { openSessionOf } from './list-counters.ts';
import { periodReports } from './period-report.ts';
import { validateQuote } from './ring-up.ts';
import { closeCounterSession } from './session.ts';

const sealer = testSealer;

onEachStore('the journal of a till, when a sale changes afterwards', (open) => {
  test('a sale that is given up stays in the journal, and a line takes it back, by rate and department', async () => {
    const office = open();
    const shop = await office.write(openShop);
    const { organizer_id, counter_id, bar, tea, entry } = shop;
    const { order_id } = await rung(office, shop, { items: [item(tea, 2), item(entry)] });
    await rung(office, shop, { items: [item(tea)] });
    const key = { organizer_id, order_id };
    await office.write((tx) => cancelOrder(tx, key));
    const wish = { organizer_id, period: '2026-05-15' };
    const reportOf = async () => (await office.read((rx) => periodReports(rx, wish)))[0]!.report;
    const given_up = await reportOf();
    assert.deepEqual([given_up.sales.amount, given_up.returns.amount, given_up.net], [2000, -1700, 300]);
    assert.deepEqual(given_up.vat, [{ vat_bp: 1000, gross: 300, vat: 27, net: 273 }]);
    assert.deepEqual(
      given_up.departments.map(({ department_id, quantity, gross }) => [department_id, quantity, gross]),
      [
        [null, 0, 0],
        [bar, 1, 300],
      ],
    );
    await office.write((tx) => restoreOrder(tx, key));
    const again = await reportOf();
    assert.deepEqual([again.net, again.sold_total, again.returned_total], [2000, 3700, 1700]);
    assert.deepEqual(
      again.departments.map(({ department_id, quantity, gross }) => [department_id, quantity, gross]),
      [
        [null, 1, 1100],
        [bar, 3, 900],
      ],
    );
    // once the session is counted, the line stands in the journal and in no session
    const counter_session_id = await office.read((rx) => openSessionOf(rx, { organizer_id, counter_id }));
    const closing = { organizer_id, counter_session_id, closing_amount: 0, sealer };
    await office.write((tx) => closeCounterSession(tx, closing));
    await office.write((tx) => cancelOrder(tx, key));
    assert.deepEqual((await linesOf(office, counter_id)).at(-1), [7, 'return', -1700]);
    assert.equal((await reportOf()).net, 300);
    assert.deepEqual((await verdictOf(office, organizer_id)).damages, []);
    // a quote that is given up was never sold
    const quote = await rung(office, shop, { stage: 'quote', items: [item(tea)] });
    await office.write((tx) => cancelOrder(tx, { organizer_id, order_id: quote.order_id }));
    assert.equal((await linesOf(office, counter_id)).length, 7);
  });

  test('a sale that costs something else afterwards has a line for the difference, by rate and department', async () => {
    const office = open();
    const shop = await office.write(openShop);
    const { organizer_id, counter_id, tea, entry } = shop;
    const { order_id } = await rung(office, shop, { items: [item(tea, 2), item(entry, 2)] });
    const key = { organizer_id, order_id };
    const [first, second] = (await office.write((tx) => ticketsOfOrder(tx, order_id))).map(({ id }) => id);
    const wish = { organizer_id, period: '2026-05-15' };
    const reportOf = async () => {
      const { report } = (await office.read((rx) => periodReports(rx, wish)))[0]!;
      const gross = report.vat.reduce((sum, part) => sum + part.gross, 0);
      const entries = report.departments.find(({ department_id }) => department_id === null);
      assert.equal(gross, report.net);
      return [report.net, report.sold_total, report.returned_total, entries?.quantity];
    };
    const priced = (ticket_id: number, charged_amount: number) =>
      office.write((tx) => changeTicket(tx, { ...key, ticket_id, charged_amount }));
    assert.deepEqual(await reportOf(), [2800, 2800, 0, 2]);
    await priced(first!, 900);
    assert.deepEqual(await reportOf(), [2600, 2800, 200, 2]);
    await priced(first!, 1500);
    assert.deepEqual(await reportOf(), [3200, 3400, 200, 2]);
    // who comes in is no matter of money
    await office.write((tx) => changeTicket(tx, { ...key, ticket_id: first!, holder: { last_name: 'Roy' } }));
    await office.write((tx) => removeTickets(tx, { ...key, ticket_ids: [second!] }));
    assert.deepEqual(await reportOf(), [2100, 3400, 1300, 1]);
    // given up and taken up again, it costs what it cost last
    await office.write((tx) => cancelOrder(tx, key));
    assert.deepEqual(await reportOf(), [0, 3400, 3400, 0]);
    await office.write((tx) => restoreOrder(tx, key));
    assert.deepEqual(await reportOf(), [2100, 5500, 3400, 1]);
    assert.deepEqual(
      (await linesOf(office, counter_id)).map(([, kind, amount]) => [kind, amount]).slice(-5),
      [
        ['return', -200],
        ['sale', 600],
        ['return', -1100],
        ['return', -2100],
        ['sale', 2100],
      ],
    );
    assert.deepEqual((await verdictOf(office, organizer_id)).damages, []);
    assert.deepEqual(await office.read((rx) => examine(rx, { now: office.surroundings.now() })), []);
  });

  test('a quote is rung up at the price that its tickets were given', async () => {
    const office = open();
    const shop = await office.write(openShop);
    const { organizer_id, entry } = shop;
    const quote = await rung(office, shop, { stage: 'quote', items: [item(entry, 2)] });
    const key = { organizer_id, order_id: quote.order_id };
    const [ticket] = await office.write((tx) => ticketsOfOrder(tx, quote.order_id));
    await office.write((tx) => changeTicket(tx, { ...key, ticket_id: ticket!.id, charged_amount: 500 }));
    assert.equal((await linesOf(office, shop.counter_id)).length, 0);
    await office.write((tx) => validateQuote(tx, { ...key, counter_id: shop.counter_id }));
    const { report } = (
      await office.read((rx) => periodReports(rx, { organizer_id, period: '2026-05-15' }))
    )[0]!;
    assert.deepEqual([report.net, report.vat.map(({ gross }) => gross)], [1600, [1600]]);
  });
});
