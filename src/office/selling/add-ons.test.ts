import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createAddOn } from '../catalogue/add-on.ts';
import { createPool } from '../catalogue/pool.ts';
import { isAddOnCode } from '../admission/facts.ts';
import { examine } from '../doctor/examine.ts';
import { cancelOrder, removeTickets, restoreOrder } from './cancel.ts';
import { confirmOrder } from './confirm.ts';
import { refundPayment, refundTickets } from './refund.ts';
import { sell } from './request.ts';
import type { Sale } from './sale.ts';

/** An event whose tickets cost 11.00, with a parking space (5.00, ten of them) to be sold beside. */
async function withParking(office: TestStore) {
  return office.write(async (tx) => {
    const event = await openEvent(tx, 50);
    const { organizer_id, event_id } = event;
    const pool = { organizer_id, event_id, kind: 'quota', capacity: 10 };
    const parking_pool_id = await createPool(tx, pool);
    const parking = { organizer_id, event_id, name: 'Parking', amount: 500, pool_id: parking_pool_id };
    return { ...event, parking_pool_id, add_on_id: await createAddOn(tx, parking) };
  });
}

type Event = Awaited<ReturnType<typeof withParking>>;

/** Two tickets, each in a request of its own with two parking spaces. */
function saleOf(event: Event, more: Partial<Sale> = {}): Sale {
  const { organizer_id, offer_id, add_on_id, parking_pool_id } = event;
  const extra = (with_request: number) =>
    ({
      kind: 'add_on',
      title: 'Parking',
      quantity: 2,
      unit_amount: 500,
      vat_bp: 0,
      add_on_id,
      pool_id: parking_pool_id,
      with_request,
    }) as const;
  return {
    organizer_id,
    channel: 'web',
    requests: [
      { offer_id, quantity: 1 },
      { offer_id, quantity: 1 },
    ],
    extras: [extra(0), extra(1)],
    ...more,
  };
}

const paid = { confirm: true, payment: { amount: 'total', method: 'card' } } as const;

onEachStore('What is sold with a ticket', (open) => {
  const taken = async (event: Event) =>
    open().read(async (rx) => {
      const { parking_pool_id: id } = event;
      const pool = await rx.db
        .selectFrom('pool')
        .select('taken')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return pool.taken;
    });
  const codes = async (order_id: number) =>
    open().read((rx) =>
      rx.db
        .selectFrom('barcode')
        .innerJoin('order_line', 'order_line.id', 'barcode.order_line_id')
        .select('barcode.code')
        .where('order_line.order_id', '=', order_id)
        .execute(),
    );
  const healthy = async () => {
    const now = open().surroundings.now();
    assert.deepEqual(await open().read((rx) => examine(rx, { now })), []);
  };

  test('has a code of its own once the order is confirmed, which admits nobody', async () => {
    const office = open();
    const event = await withParking(office);
    const { organizer_id } = event;
    const { order_id } = await office.write((tx) => sell(tx, saleOf(event)));
    assert.equal((await codes(order_id)).length, 0);
    await office.write((tx) => confirmOrder(tx, { organizer_id, order_id }));
    const found = await codes(order_id);
    assert.equal(found.length, 2);
    const code = found[0]!.code;
    assert.equal(await office.read((rx) => isAddOnCode(rx, { organizer_id, code })), true);
    const sold = await office.write((tx) => sell(tx, saleOf(event, paid)));
    assert.equal((await codes(sold.order_id)).length, 2);
  });

  test('ends with a ticket that is removed, and leaves what was paid to be paid back', async () => {
    const office = open();
    const event = await withParking(office);
    const { organizer_id } = event;
    const { order_id, tickets, total } = await office.write((tx) => sell(tx, saleOf(event, paid)));
    assert.deepEqual([total, await taken(event)], [4200, 4]);
    const ticket_ids = [tickets[0]!.id];
    const { order } = await office.write((tx) => removeTickets(tx, { organizer_id, order_id, ticket_ids }));
    assert.deepEqual([order.total, order.paid, await taken(event)], [2100, 4200, 2]);
    const back = await office.write((tx) => refundPayment(tx, { organizer_id, order_id, amount: 2100 }));
    assert.equal(back.order.refunded, 2100);
    await healthy();
  });

  test('is paid back with the ticket that it was sold with, and nothing is left over', async () => {
    const office = open();
    const event = await withParking(office);
    const { organizer_id } = event;
    const { order_id, tickets } = await office.write((tx) => sell(tx, saleOf(event, paid)));
    const [first, second] = tickets.map(({ id }) => id);
    const refund = await office.write((tx) =>
      refundTickets(tx, { organizer_id, order_id, ticket_ids: [second!], deduction: 100 }),
    );
    // 11.00 and two spaces of 5.00, less what is kept
    assert.deepEqual(refund.parts, [{ id: second, amount: 2000, deduction: 100 }]);
    // the other ticket with its parking, and what was kept of this one
    assert.deepEqual([refund.order.total, refund.order.refunded, await taken(event)], [2200, 2000, 2]);
    await assert.rejects(
      office.write((tx) => refundPayment(tx, { organizer_id, order_id, amount: 1 })),
      { code: 'refund_exceeds_paid' },
    );
    const whole = { organizer_id, order_id, ticket_ids: [first!] };
    await assert.rejects(
      office.write((tx) => refundTickets(tx, { ...whole, amount: 2101 })),
      { code: 'refund_exceeds_paid' },
    );
    const rest = await office.write((tx) => refundTickets(tx, { ...whole, deduction: 0 }));
    assert.deepEqual([rest.amount, rest.order.total, rest.order.refunded], [2100, 100, 4100]);
    await healthy();
  });

  test('is paid back with the tickets of an order that was cancelled', async () => {
    const office = open();
    const event = await withParking(office);
    const { organizer_id } = event;
    const { order_id, tickets } = await office.write((tx) => sell(tx, saleOf(event, paid)));
    await office.write((tx) => cancelOrder(tx, { organizer_id, order_id }));
    const ticket_ids = tickets.map(({ id }) => id);
    const refund = await office.write((tx) =>
      refundTickets(tx, { organizer_id, order_id, ticket_ids, amount: 4100 }),
    );
    assert.deepEqual([refund.deduction, refund.order.total, refund.order.refunded], [100, 100, 4100]);
    assert.equal(
      refund.parts.reduce((sum, part) => sum + part.amount, 0),
      4100,
    );
    assert.equal(await taken(event), 0);
    await healthy();
  });

  test('comes back with an order that is restored, but not with a ticket that was removed before', async () => {
    const office = open();
    const event = await withParking(office);
    const { organizer_id } = event;
    const { order_id, tickets } = await office.write((tx) => sell(tx, saleOf(event, { confirm: true })));
    const ticket_ids = [tickets[0]!.id];
    await office.write((tx) => removeTickets(tx, { organizer_id, order_id, ticket_ids }));
    await office.write((tx) => cancelOrder(tx, { organizer_id, order_id }));
    assert.equal(await taken(event), 0);
    const restored = await office.write((tx) => restoreOrder(tx, { organizer_id, order_id }));
    assert.deepEqual([restored.total, await taken(event)], [2100, 2]);
    await healthy();
  });
});
