import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEvent } from '../../src/office/catalogue/event.ts';
import { createOffer } from '../../src/office/catalogue/offer.ts';
import { createPool } from '../../src/office/catalogue/pool.ts';
import { createPrice } from '../../src/office/catalogue/price.ts';
import { createArticle, createDepartment, createVariation } from '../../src/office/counter/article.ts';
import { createPaymentMode } from '../../src/office/counter/counter.ts';
import { counterJournals } from '../../src/office/counter/archive.ts';
import { ringUp } from '../../src/office/counter/ring-up.ts';
import { verifyJournal } from '../../src/office/counter/verify-journal.ts';
import { scanCode } from '../../src/office/admission/scan.ts';
import { refundTickets } from '../../src/office/selling/refund.ts';
import { onEachStore, type TestStore } from '../stores.ts';
import { leftOf, newOrganizer, orderOf, ticketsOf } from '../fixtures/model-case.ts';

/** A bar that sells coffee, with milk or large, things keyed in by hand, and tickets of the park as an article. */
async function bar({ write }: TestStore) {
  return write(async (tx) => {
    const organizer_id = await newOrganizer(tx);
    const event_id = await createEvent(tx, { organizer_id, name: 'Park', status: 'published' });
    const price_id = await createPrice(tx, {
      organizer_id,
      event_id,
      name: 'Entry',
      amount: 1200,
      vat_bp: 550,
    });
    const pool_id = await createPool(tx, { organizer_id, event_id, kind: 'quota', capacity: 1 });
    const offer_id = await createOffer(tx, { organizer_id, event_id, price_id, pool_ids: [pool_id] });
    const drinks = await createDepartment(tx, { organizer_id, name: 'Boissons', vat_bp: 1000 });
    const coffee = await createArticle(tx, {
      organizer_id,
      department_id: drinks,
      name: 'Café',
      plu: '12',
      amount: 250,
    });
    const variation = { organizer_id, article_id: coffee };
    const large = await createVariation(tx, { ...variation, name: 'Grand', surcharge: 100 });
    const milk = await createVariation(tx, { ...variation, name: 'Lait', surcharge: 30 });
    const entry = await createArticle(tx, {
      organizer_id,
      name: 'Entrée',
      amount: 1200,
      vat_bp: 550,
      offer_id,
    });
    const cash = await createPaymentMode(tx, { organizer_id, name: 'Espèces', method: 'cash' });
    return { organizer_id, event_id, offer_id, drinks, coffee, large, milk, entry, cash };
  });
}

type Bar = Awaited<ReturnType<typeof bar>>;

/** Two coffees with two variations, a free line in a department, and the article that is a ticket, paid in cash. */
function sale({ write }: TestStore, made: Bar) {
  const { organizer_id, drinks, coffee, large, milk, entry, cash } = made;
  return write((tx) =>
    ringUp(tx, {
      organizer_id,
      channel: 'caisse',
      items: [
        { kind: 'article', article_id: coffee, quantity: 2, variation_ids: [large, milk] },
        { kind: 'department', department_id: drinks, title: 'Verre_cassé', quantity: 1, unit_amount: 450 },
        { kind: 'article', article_id: entry, quantity: 1 },
      ],
      stage: 'validated',
      payments: [{ payment_mode_id: cash, amount: 'rest' }],
    }),
  );
}

onEachStore('a sale at the till', (open) => {
  test('of an article with two variations, a free line and a ticket is one order, exact to the cent', async () => {
    const office = open();
    const made = await bar(office);
    const sold = await sale(office, made);
    assert.deepEqual([sold.total, sold.paid, sold.status], [2 * 380 + 450 + 1200, 2410, 'paid']);
    const { lines, variations, payments } = await office.read(async (rx) => ({
      lines: await rx.db
        .selectFrom('order_line')
        .selectAll()
        .where('order_id', '=', sold.order_id)
        .orderBy('id')
        .execute(),
      variations: await rx.db
        .selectFrom('order_line_variation')
        .selectAll()
        .where('order_line_id', 'in', sold.extra_line_ids)
        .orderBy('position')
        .execute(),
      payments: await rx.db
        .selectFrom('payment')
        .selectAll()
        .where('order_id', '=', sold.order_id)
        .orderBy('id')
        .execute(),
    }));
    assert.deepEqual(
      lines.map((line) => [line.kind, line.title, line.quantity, line.charged_amount, line.vat_bp]),
      [
        ['ticket', 'Entry', 1, 1200, 550],
        ['article', 'Café', 2, 380, 1000],
        ['free', 'Verre_cassé', 1, 450, 1000],
      ],
    );
    assert.deepEqual(
      variations.map(({ variation_id, title, amount }) => [variation_id, title, amount]),
      [
        [made.large, 'Grand', 100],
        [made.milk, 'Lait', 30],
      ],
    );
    assert.deepEqual(
      sold.item_line_ids,
      [1, 2, 0].map((index) => lines[index]?.id),
    );
    assert.deepEqual(
      payments.map(({ method, amount }) => [method, amount]),
      [['cash', 2410]],
    );
  });

  test('is an opening, a sale and a payment in the journal of the till, each line with its VAT', async () => {
    const office = open();
    const made = await bar(office);
    const { organizer_id, coffee, drinks, entry } = made;
    const sold = await sale(office, made);
    const rows = await office.read((rx) =>
      rx.db
        .selectFrom('journal_line')
        .select(['kind', 'amount', 'order_id', 'sold_total', 'content'])
        .where('organizer_id', '=', organizer_id)
        .orderBy('number')
        .execute(),
    );
    assert.deepEqual(
      rows.map(({ kind, amount, order_id, sold_total }) => [kind, amount, order_id, sold_total]),
      [
        ['opening', 0, null, 0],
        ['sale', 2410, sold.order_id, 2410],
        ['payment', 2410, sold.order_id, 2410],
      ],
    );
    const { lines, vat } = JSON.parse(rows[1]!.content) as { lines: unknown; vat: unknown };
    assert.deepEqual(lines, [
      ['Entry', 1, 1200, 550, null, entry],
      ['Café', 2, 380, 1000, drinks, coffee],
      ['Verre_cassé', 1, 450, 1000, drinks, null],
    ]);
    assert.deepEqual(vat, [
      [550, 1200],
      [1000, 1210],
    ]);
    const [journal] = await office.read((rx) => counterJournals(rx, organizer_id));
    assert.deepEqual((await verifyJournal(office.store, journal!)).damages, []);
  });

  test('sells a ticket that the gate lets in, out of the same pool as everybody', async () => {
    const office = open();
    const made = await bar(office);
    const { organizer_id, event_id } = made;
    const sold = await sale(office, made);
    const code = sold.tickets[0]!.barcode!;
    const scan = await office.write((tx) =>
      scanCode(tx, { organizer_id, event_id, code, direction: 'in', source: 'gate' }),
    );
    assert.equal(scan.outcome, 'admitted');
    assert.equal((await leftOf(office, organizer_id)).get(made.offer_id), 0);
    await assert.rejects(sale(office, made), { code: 'sold_out' });
  });

  test('keeps the till lines when the ticket is refunded', async () => {
    const office = open();
    const made = await bar(office);
    const { organizer_id } = made;
    const { order_id, tickets } = await sale(office, made);
    const ticket_ids = [tickets[0]!.id];
    await office.write((tx) => refundTickets(tx, { organizer_id, order_id, ticket_ids, amount: 1200 }));
    const order = await orderOf(office, order_id);
    assert.deepEqual([order.total, order.paid - order.refunded, order.status], [1210, 1210, 15]);
    assert.equal((await ticketsOf(office, order_id)).get(ticket_ids[0]!)?.state, 'refunded');
  });
});
