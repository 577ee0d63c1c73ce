import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openEvent, type OpenEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { isFault } from '../../domain/faults.ts';
import { createAllotment } from '../catalogue/pool.ts';
import { cancelOrder, removeTickets, restoreOrder } from './cancel.ts';
import { changeTicket } from './change-ticket.ts';
import { confirmOrder } from './confirm.ts';
import { expireHolds } from './expire.ts';
import { recordForeignSale } from './foreign.ts';
import { deletePayment, deliverOrder, recordPayment } from './payments.ts';
import { refundTickets } from './refund.ts';
import { sell } from './request.ts';
import type { Sale } from './sale.ts';

const minute_ms = 60_000;

async function poolOf({ read }: TestStore, id: number) {
  const pool = await read((rx) =>
    rx.db.selectFrom('pool').select(['taken', 'reserved']).where('id', '=', id).executeTakeFirstOrThrow(),
  );
  return { ...pool };
}

function saleOf(event: OpenEvent, quantity: number, more: Partial<Sale> = {}): Sale {
  return {
    organizer_id: event.organizer_id,
    channel: 'web',
    requests: [{ offer_id: event.offer_id, quantity }],
    ...more,
  };
}

onEachStore('selling', (open) => {
  test('holds tickets without barcodes, confirms them with barcodes, and settles when paid', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, 10));
    const held = await office.write((tx) => sell(tx, saleOf(event, 2)));
    assert.equal(held.status, 'creating');
    assert.equal(held.total, 2200);
    assert.equal(held.expires_at, office.surroundings.now() + 20 * minute_ms);
    assert.deepEqual(
      held.tickets.map((ticket) => ticket.barcode),
      [null, null],
    );
    const key = { organizer_id: event.organizer_id, order_id: held.order_id };
    const confirmed = await office.write((tx) => confirmOrder(tx, key));
    assert.equal(confirmed.status, 1);
    const codes = await office.read((rx) =>
      rx.db
        .selectFrom('barcode')
        .innerJoin('ticket', 'ticket.id', 'barcode.ticket_id')
        .select(['code', 'state'])
        .where('order_id', '=', held.order_id)
        .execute(),
    );
    assert.equal(new Set(codes.map((row) => row.code)).size, 2);
    assert.ok(codes.every((row) => /^[1-9][0-9]{9}$/.test(row.code) && row.state === 'valid'));
    const part = await office.write((tx) => recordPayment(tx, { ...key, amount: 1000, method: 'cash' }));
    assert.equal(part.status, 'partially_paid');
    const full = await office.write((tx) => recordPayment(tx, { ...key, amount: 1200, method: 'card' }));
    assert.equal(full.status, 'paid');
    const delivered = await office.write((tx) => deliverOrder(tx, key));
    assert.equal(delivered.status, 30);
    const over = await office.write((tx) => recordPayment(tx, { ...key, amount: 1, method: 'cash' }));
    assert.equal(over.status, 'overpaid');
    const back = await office.write((tx) => deletePayment(tx, { ...key, payment_id: over.payment_id }));
    assert.equal(back.status, 'completed');
  });

  test('sells, confirms and pays in one step', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, null));
    const payment = { amount: 'total', method: 'card' } as const;
    const sold = await office.write((tx) => sell(tx, saleOf(event, 3, { confirm: true, payment })));
    assert.equal(sold.status, 'paid');
    assert.equal(sold.paid, 3300);
    assert.equal(new Set(sold.tickets.map((ticket) => ticket.barcode)).size, 3);
    assert.equal((await poolOf(office, event.pool_id)).taken, 3);
  });

  test('takes all requests of a step or none of them', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, 3));
    const requests = [2, 2].map((quantity) => ({ offer_id: event.offer_id, quantity }));
    await assert.rejects(
      office.write((tx) => sell(tx, saleOf(event, 1, { requests }))),
      { code: 'sold_out' },
    );
    assert.equal((await poolOf(office, event.pool_id)).taken, 0);
    const orders = await office.read((rx) =>
      rx.db.selectFrom('order').select('id').where('organizer_id', '=', event.organizer_id).execute(),
    );
    assert.equal(orders.length, 0);
  });

  test('never sells more than the capacity to buyers who come at once', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, 25));
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, () => office.write((tx) => sell(tx, saleOf(event, 1, { confirm: true })))),
    );
    assert.equal(results.filter((result) => result.status === 'fulfilled').length, 25);
    const refused = results.filter((result) => result.status === 'rejected');
    assert.ok(refused.every((result) => isFault(result.reason, 'sold_out')));
    assert.equal((await poolOf(office, event.pool_id)).taken, 25);
  });

  test('oversells at once when the guard is taken off: read first and write later is not enough', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, 5));
    let inside = 0;
    let arrive: () => void = () => undefined;
    const bothRead = new Promise<void>((resolve) => (arrive = resolve));
    const withoutGuard = async (): Promise<boolean> => {
      const { taken } = await poolOf(office, event.pool_id);
      inside += 1;
      if (inside === 2) arrive();
      await bothRead;
      if (taken + 3 > 5) return false;
      await office.write((tx) =>
        tx.db
          .updateTable('pool')
          .set((eb) => ({ taken: eb('taken', '+', 3) }))
          .where('id', '=', event.pool_id)
          .execute(),
      );
      return true;
    };
    assert.deepEqual(await Promise.all([withoutGuard(), withoutGuard()]), [true, true]);
    assert.equal((await poolOf(office, event.pool_id)).taken, 6, 'six of five are sold');
  });

  test('gives back to the second what a hold kept, and confirms nothing that is over', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, 2));
    const held = await office.write((tx) => sell(tx, saleOf(event, 2, { hold_minutes: 5 })));
    const key = { organizer_id: event.organizer_id, order_id: held.order_id };
    office.surroundings.advance(5 * minute_ms - 1);
    await assert.rejects(
      office.write((tx) => sell(tx, saleOf(event, 1))),
      { code: 'sold_out' },
    );
    office.surroundings.advance(1);
    await assert.rejects(
      office.write((tx) => confirmOrder(tx, key)),
      { code: 'order_expired' },
    );
    const sold = await office.write((tx) => sell(tx, saleOf(event, 2, { hold_minutes: 'endless' })));
    assert.equal(sold.expires_at, null);
    assert.equal((await poolOf(office, event.pool_id)).taken, 2);
    assert.equal(await office.write((tx) => expireHolds(tx, { orders_max: 10 })), 0);
    await assert.rejects(
      office.write((tx) => restoreOrder(tx, key)),
      { code: 'sold_out' },
    );
    await office.write((tx) => cancelOrder(tx, { ...key, order_id: sold.order_id }));
    const restored = await office.write((tx) => restoreOrder(tx, key));
    assert.equal(restored.status, 0);
    assert.equal(restored.total, 2200);
  });

  test('cancels and restores with the same tickets, and refuses a second cancellation', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, 4));
    const payment = { amount: 'total', method: 'card' } as const;
    const sold = await office.write((tx) => sell(tx, saleOf(event, 4, { confirm: true, payment })));
    const key = { organizer_id: event.organizer_id, order_id: sold.order_id };
    await office.write((tx) => cancelOrder(tx, { ...key, reason: 'storm' }));
    assert.equal((await poolOf(office, event.pool_id)).taken, 0);
    await assert.rejects(
      office.write((tx) => cancelOrder(tx, key)),
      { code: 'illegal_move' },
    );
    const restored = await office.write((tx) => restoreOrder(tx, key));
    assert.equal(restored.status, 15);
    assert.equal((await poolOf(office, event.pool_id)).taken, 4);
  });

  test('refunds by amount and by deduction to the cent, and never more than was paid', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, 5, { amount: 1003 }));
    const payment = { amount: 'total', method: 'card' } as const;
    const sold = await office.write((tx) => sell(tx, saleOf(event, 5, { confirm: true, payment })));
    const key = { organizer_id: event.organizer_id, order_id: sold.order_id };
    const ids = sold.tickets.map((ticket) => ticket.id);
    const some = await office.write((tx) =>
      refundTickets(tx, { ...key, ticket_ids: ids.slice(0, 3), amount: 1000 }),
    );
    assert.equal(
      some.parts.reduce((sum, part) => sum + part.amount, 0),
      1000,
    );
    assert.equal(some.deduction, 3 * 1003 - 1000);
    assert.equal(some.order.status, 15);
    await assert.rejects(
      office.write((tx) => refundTickets(tx, { ...key, ticket_ids: ids.slice(0, 1), amount: 1 })),
      { code: 'already_refunded' },
    );
    await assert.rejects(
      office.write((tx) => refundTickets(tx, { ...key, ticket_ids: ids.slice(3), amount: 2007 })),
      { code: 'refund_exceeds_paid' },
    );
    const rest = await office.write((tx) =>
      refundTickets(tx, { ...key, ticket_ids: ids.slice(3), deduction: 7 }),
    );
    assert.equal(rest.amount, 2006 - 7);
    assert.equal((await poolOf(office, event.pool_id)).taken, 0);
    await assert.rejects(
      office.write((tx) => restoreOrder(tx, key)),
      { code: 'illegal_move' },
    );
  });

  test('keeps to minimum, maximum, windows and hidden prices, except for staff', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, null, { minimum: 2, maximum: 4, hidden: 1 }));
    const refused = (quantity: number, code: string): Promise<void> =>
      assert.rejects(
        office.write((tx) => sell(tx, saleOf(event, quantity))),
        { code },
      );
    await refused(2, 'price_not_visible');
    await office.write((tx) =>
      tx.db.updateTable('price').set({ hidden: 0 }).where('id', '=', event.price_id).execute(),
    );
    await refused(1, 'below_minimum');
    await refused(5, 'above_maximum');
    await refused(0, 'invalid_input');
    await refused(10_000_000, 'above_maximum');
    const held = await office.write((tx) => sell(tx, saleOf(event, 3)));
    await assert.rejects(
      office.write((tx) => sell(tx, saleOf(event, 2, { order_id: held.order_id }))),
      {
        code: 'above_maximum',
      },
    );
    const staff = { reason: 'guest of the house' };
    const requests = [{ offer_id: event.offer_id, quantity: 7, unit_amount: 0 }];
    const gift = await office.write((tx) => sell(tx, saleOf(event, 7, { staff, requests, confirm: true })));
    assert.equal(gift.total, 0);
    assert.equal(gift.status, 'paid');
  });

  test('removes single tickets, and keeps the money that was paid for them to be refunded', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, 3));
    const payment = { amount: 'total', method: 'card' } as const;
    const sold = await office.write((tx) => sell(tx, saleOf(event, 3, { confirm: true, payment })));
    const key = { organizer_id: event.organizer_id, order_id: sold.order_id };
    const { order } = await office.write((tx) =>
      removeTickets(tx, { ...key, ticket_ids: [sold.tickets[0]!.id] }),
    );
    assert.equal(order.total, 2200);
    assert.equal(order.status, 18);
    assert.equal((await poolOf(office, event.pool_id)).taken, 2);
  });

  test('keeps an allotment for its channel, and gives what the channel returns back to it', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, 10));
    const { organizer_id, pool_id } = event;
    await office.write((tx) =>
      createAllotment(tx, { organizer_id, pool_id, channel: 'billetweb', capacity: 4 }),
    );
    await assert.rejects(
      office.write((tx) => sell(tx, saleOf(event, 7))),
      { code: 'sold_out' },
    );
    await office.write((tx) => sell(tx, saleOf(event, 6)));
    await assert.rejects(
      office.write((tx) => sell(tx, saleOf(event, 1))),
      { code: 'sold_out' },
    );
    const sold = await office.write((tx) => sell(tx, saleOf(event, 4, { channel: 'billetweb' })));
    assert.deepEqual(await poolOf(office, pool_id), { taken: 10, reserved: 0 });
    await office.write((tx) => cancelOrder(tx, { organizer_id, order_id: sold.order_id }));
    assert.deepEqual(await poolOf(office, pool_id), { taken: 6, reserved: 4 });
    await assert.rejects(
      office.write((tx) => sell(tx, saleOf(event, 1))),
      { code: 'sold_out' },
    );
  });

  test('takes in what was sold elsewhere beyond the capacity, and raises the alarm', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, 1));
    const { organizer_id, offer_id } = event;
    const connection_id = await office.write(async (tx) => {
      const id = await tx.id();
      const dates = { created_at: tx.now, updated_at: tx.now };
      await tx.db
        .insertInto('connection')
        .values({
          id,
          organizer_id,
          dialect: 'billetweb',
          name: 'BilletWeb',
          base_url: 'http://127.0.0.1',
          ...dates,
        })
        .execute();
      return id;
    });
    const sold_at = office.surroundings.now() - 1000;
    const ticket = { offer_id, charged_amount: 1100, sold_at };
    const tickets = ['6743097169', '6743097170'].map((code) => ({
      ...ticket,
      barcode: { code, issuer: 'billetweb' },
    }));
    const taken = await office.write((tx) =>
      recordForeignSale(tx, {
        organizer_id,
        connection_id,
        channel: 'billetweb',
        foreign_ref: 'BW-1',
        sold_at,
        paid: true,
        tickets,
      }),
    );
    assert.equal(taken.ticket_ids.length, 2);
    const alarms = await office.read((rx) =>
      rx.db
        .selectFrom('alarm')
        .select(['code', 'subject_id'])
        .where('organizer_id', '=', organizer_id)
        .execute(),
    );
    assert.deepEqual(
      alarms.map((alarm) => ({ ...alarm })),
      [{ code: 'overbooked', subject_id: event.pool_id }],
    );
    await assert.rejects(
      office.write((tx) => sell(tx, saleOf(event, 1))),
      { code: 'sold_out' },
    );
  });

  test('changes the price of a ticket only while the order is unpaid', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, null));
    const held = await office.write((tx) => sell(tx, saleOf(event, 1, { confirm: true })));
    const key = { organizer_id: event.organizer_id, order_id: held.order_id };
    const ticket_id = held.tickets[0]!.id;
    await office.write((tx) => changeTicket(tx, { ...key, ticket_id, charged_amount: 500 }));
    const paid = await office.write((tx) => recordPayment(tx, { ...key, amount: 500, method: 'cash' }));
    assert.equal(paid.status, 'paid');
    await assert.rejects(
      office.write((tx) => changeTicket(tx, { ...key, ticket_id, charged_amount: 100 })),
      { code: 'illegal_move' },
    );
    await office.write((tx) => changeTicket(tx, { ...key, ticket_id, holder: { last_name: 'Petit' } }));
  });

  test('whatever is done in whatever order, a pool holds exactly what its live tickets take', async () => {
    const office = open();
    const move = fc.oneof(
      fc.record({
        kind: fc.constant('sell' as const),
        quantity: fc.integer({ min: 1, max: 6 }),
        confirm: fc.boolean(),
      }),
      fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(20) }),
      fc.record({ kind: fc.constant('restore' as const), which: fc.nat(20) }),
      fc.record({ kind: fc.constant('remove' as const), which: fc.nat(20) }),
      fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 15 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 12 }), async (moves) => {
        const event = await office.write((tx) => openEvent(tx, 12));
        const { organizer_id } = event;
        const orders: { id: number; tickets: number[] }[] = [];
        const attempt = async (work: Promise<unknown>): Promise<void> => {
          await work.catch((error: unknown) => {
            if (!isFault(error)) throw error;
          });
        };
        for (const step of moves) {
          const order = 'which' in step ? orders[step.which % Math.max(1, orders.length)] : undefined;
          const key = { organizer_id, order_id: order?.id ?? 0 };
          if (step.kind === 'sell') {
            const { quantity, confirm } = step;
            await attempt(
              office
                .write((tx) => sell(tx, saleOf(event, quantity, { confirm })))
                .then((sold) =>
                  orders.push({ id: sold.order_id, tickets: sold.tickets.map(({ id }) => id) }),
                ),
            );
          } else if (step.kind === 'wait') office.surroundings.advance(step.minutes * minute_ms);
          else if (step.kind === 'cancel') await attempt(office.write((tx) => cancelOrder(tx, key)));
          else if (step.kind === 'restore') await attempt(office.write((tx) => restoreOrder(tx, key)));
          else {
            const ticket_ids = order?.tickets.slice(0, 1) ?? [];
            await attempt(office.write((tx) => removeTickets(tx, { ...key, ticket_ids })));
          }
        }
        const live = await office.read((rx) =>
          rx.db
            .selectFrom('ticket')
            .select('id')
            .where('event_id', '=', event.event_id)
            .where('state', 'in', ['held', 'valid'])
            .execute(),
        );
        const { taken } = await poolOf(office, event.pool_id);
        assert.equal(taken, live.length);
        assert.ok(taken <= 12);
      }),
      { numRuns: 25 },
    );
  });
});
