import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { AnswerError } from '../../contract/receive.ts';
import { refundTickets } from '../../office/selling/refund.ts';
import { sell } from '../../office/selling/request.ts';

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof AnswerError) return (error.told.body as { code: string }).code;
    throw error;
  }
  return 'done';
}

async function openHouse(office: TestStore) {
  const { organizer_id, offer_id, event_id } = await office.write((tx) => openEvent(tx, 100));
  const opened = await openApi(office);
  const { client } = await opened.openMember({ organizer_id, role: 'accountant' });
  const sold = (channel: string, quantity: number) =>
    office.write((tx) =>
      sell(tx, {
        ...{ organizer_id, channel, confirm: true },
        requests: [{ offer_id, quantity }],
        payment: { amount: 'total', method: 'card' },
      }),
    );
  return {
    ...{ organizer_id, event_id, client, sold },
    member: opened.openMember,
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

onEachStore('the reports of /api', (open) => {
  test('say what was sold by platform, what was given back, and what was paid for it', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client, organizer_id } = house;
    await house.sold('web', 3);
    const order = await house.sold('billetweb', 1);
    const ticket_ids = order.tickets.map(({ id }) => id);
    await office.write((tx) =>
      refundTickets(tx, { organizer_id, order_id: order.order_id, ticket_ids, deduction: 100 }),
    );
    const params = { report: 'sales' as const };
    const report = await client.read_report({ params, query: { by: 'platform' } });
    assert.deepEqual(report.rows, [
      { platform: 'web', currency: 'EUR', tickets: 3, sold: 3300, given_back: 0, amount: 3300 },
      { platform: 'billetweb', currency: 'EUR', tickets: 0, sold: 1100, given_back: 1000, amount: 100 },
    ]);
    assert.deepEqual(report.balance, [
      { currency: 'EUR', orders: 2, amount: 3400, payments: 4400, refunds: 1000, due: 0 },
    ]);
    const vat = await client.read_report({ params: { report: 'vat' } });
    assert.deepEqual(vat.rows, [{ vat_bp: 1000, currency: 'EUR', gross: 3400, vat: 309, net: 3091 }]);
    const csv = await client.read_report_csv({ params, query: { by: 'event' } });
    assert.equal(
      csv,
      '\uFEFFevent,currency,tickets,sold,given_back,amount\nBilletterie,EUR,3,44.00,10.00,34.00\n',
    );
  });

  test('refuse a span that is none, and what a report is not by; other roles and organizers see nothing of it', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    await house.sold('web', 1);
    const read = (query: { from?: string; until?: string; by?: 'day' }, report: 'sales' | 'vat' = 'sales') =>
      codeOf(client.read_report({ params: { report }, query }));
    assert.equal(await read({ from: '2026-06-01', until: '2026-05-01' }), 'invalid_input');
    assert.equal(await read({ from: '2020-01-01' }), 'invalid_input');
    assert.equal(await read({ from: '2026-02-31' }), 'invalid_date');
    assert.equal(await read({ by: 'day' }, 'vat'), 'unknown_filter');
    const params = { report: 'sales' as const };
    const { client: counter } = await house.member({ organizer_id: house.organizer_id, role: 'counter' });
    assert.equal(await codeOf(counter.read_report({ params })), 'forbidden');
    const other = await open().write((tx) => openEvent(tx, 1));
    const { client: stranger } = await house.member({ organizer_id: other.organizer_id, role: 'manager' });
    assert.deepEqual((await stranger.read_report({ params })).rows, []);
    const foreign = { event_id: house.event_id };
    assert.deepEqual((await stranger.read_report({ params, query: foreign })).rows, []);
  });
});
