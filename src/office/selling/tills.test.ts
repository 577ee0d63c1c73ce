import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore } from '../../../test/stores.ts';
import type { Tx } from '../../store/transaction.ts';
import { createCounter, createPaymentMode } from '../counter/counter.ts';
import { finder } from '../doctor/check.ts';
import { refundsCheck } from '../doctor/refunds.ts';
import { cancelOrder, removeTickets } from './cancel.ts';
import { recordPayment } from './payments.ts';
import { refundPayment, refundTickets } from './refund.ts';
import { sell } from './request.ts';

/** An event, a till with an open session, and three ways to pay: one of them gives money back. */
async function openTill(tx: Tx) {
  const event = await openEvent(tx, 10);
  const { organizer_id } = event;
  const counter_id = await createCounter(tx, { organizer_id, name: 'Till' });
  const counter_session_id = await tx.id();
  await tx.db
    .insertInto('counter_session')
    .values({ id: counter_session_id, organizer_id, counter_id, opened_at: tx.now })
    .execute();
  const mode = { organizer_id, method: 'cash' };
  const cash = await createPaymentMode(tx, { ...mode, name: 'Espèces', refunds: 1 });
  const meal = await createPaymentMode(tx, { ...mode, name: 'Titre', method: 'meal_voucher' });
  const off = await createPaymentMode(tx, { ...mode, name: 'Chèque', method: 'cheque', enabled: 0 });
  return { ...event, counter_session_id, cash, meal, off };
}

type Opened = Awaited<ReturnType<typeof openTill>>;

const saleOf = ({ organizer_id, offer_id }: Opened, quantity = 2) => ({
  organizer_id,
  channel: 'counter',
  requests: [{ offer_id, quantity }],
  confirm: true,
});

onEachStore('money at the till', (open) => {
  test('is kept under its payment mode and its counter session, whether sold or paid later', async () => {
    const office = open();
    const till = await office.write(openTill);
    const { organizer_id, counter_session_id } = till;
    const payment = { amount: 1000, payment_mode_id: till.cash, counter_session_id };
    const { order_id } = await office.write((tx) => sell(tx, { ...saleOf(till), payment }));
    const key = { organizer_id, order_id };
    await office.write((tx) =>
      recordPayment(tx, { ...key, amount: 1200, payment_mode_id: till.meal, counter_session_id }),
    );
    const rows = await office.read((rx) =>
      rx.db
        .selectFrom('payment')
        .select(['method', 'amount', 'payment_mode_id', 'counter_session_id'])
        .where('order_id', '=', order_id)
        .orderBy('id')
        .execute(),
    );
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [
        { method: 'cash', amount: 1000, payment_mode_id: till.cash, counter_session_id },
        { method: 'meal_voucher', amount: 1200, payment_mode_id: till.meal, counter_session_id },
      ],
    );
  });

  test('is refused in a mode that is off, a session that is closed, and in those of another organizer', async () => {
    const office = open();
    const till = await office.write(openTill);
    const theirs = await office.write(openTill);
    const { organizer_id } = till;
    const { order_id } = await office.write((tx) => sell(tx, saleOf(till)));
    const pay = (more: object) =>
      office.write((tx) => recordPayment(tx, { organizer_id, order_id, amount: 100, ...more }));
    await assert.rejects(pay({ payment_mode_id: till.off }), { code: 'payment_mode_off' });
    await assert.rejects(pay({ payment_mode_id: theirs.cash }), { code: 'not_found' });
    await assert.rejects(pay({ method: 'cash', counter_session_id: theirs.counter_session_id }), {
      code: 'not_found',
    });
    await assert.rejects(pay({}), { code: 'invalid_input' });
    await office.write((tx) =>
      tx.db
        .updateTable('counter_session')
        .set({ closed_at: tx.now })
        .where('id', '=', till.counter_session_id)
        .execute(),
    );
    await assert.rejects(pay({ method: 'cash', counter_session_id: till.counter_session_id }), {
      code: 'counter_session_closed',
    });
    assert.equal((await pay({ payment_mode_id: till.cash })).order.paid, 100);
  });

  test('is paid back only in a mode that gives money back', async () => {
    const office = open();
    const till = await office.write(openTill);
    const { organizer_id, counter_session_id } = till;
    const payment = { amount: 'total', payment_mode_id: till.cash } as const;
    const { order_id, tickets } = await office.write((tx) => sell(tx, { ...saleOf(till), payment }));
    const refund = { organizer_id, order_id, ticket_ids: [tickets[0]?.id ?? 0], deduction: 0 };
    await assert.rejects(
      office.write((tx) => refundTickets(tx, { ...refund, payment_mode_id: till.meal })),
      { code: 'payment_mode_off' },
    );
    const { refund_id } = await office.write((tx) =>
      refundTickets(tx, { ...refund, payment_mode_id: till.cash, counter_session_id }),
    );
    const row = await office.read((rx) =>
      rx.db.selectFrom('refund').selectAll().where('id', '=', refund_id).executeTakeFirstOrThrow(),
    );
    assert.deepEqual(
      [row.kind, row.payment_mode_id, row.counter_session_id],
      ['tickets', till.cash, counter_session_id],
    );
  });
});

onEachStore('money that no ticket stands for', (open) => {
  test('is paid back up to what was paid too much, and the status follows', async () => {
    const office = open();
    const till = await office.write(openTill);
    const { organizer_id } = till;
    const payment = { amount: 'total', method: 'card' } as const;
    const { order_id, tickets } = await office.write((tx) => sell(tx, { ...saleOf(till), payment }));
    const key = { organizer_id, order_id };
    const back = (amount: number) => office.write((tx) => refundPayment(tx, { ...key, amount }));
    await assert.rejects(back(1), { code: 'refund_exceeds_paid', details: { asked: 1, left: 0 } });
    await office.write((tx) => removeTickets(tx, { ...key, ticket_ids: [tickets[0]?.id ?? 0] }));
    await assert.rejects(back(1101), { code: 'refund_exceeds_paid' });
    assert.equal((await back(100)).order.status, 18);
    assert.equal((await back(1000)).order.status, 15);
    await assert.rejects(back(1), { code: 'refund_exceeds_paid' });
    await office.write((tx) => cancelOrder(tx, key));
    const { order } = await back(1100);
    assert.deepEqual([order.status, order.paid - order.refunded], [-10, 0]);
    const context = {
      now: office.surroundings.now(),
      found: finder(refundsCheck),
      progress: () => undefined,
    };
    assert.deepEqual(await office.read((rx) => refundsCheck.run(rx, context)), []);
  });

  test('is all that a cancelled order still holds, whatever lines it had beside its tickets', async () => {
    const office = open();
    const till = await office.write(openTill);
    const { organizer_id } = till;
    const extras = [{ kind: 'free', title: 'Crêpe', quantity: 2, unit_amount: 400, vat_bp: 1000 }] as const;
    const payment = { amount: 'total', method: 'card' } as const;
    const sale = { ...saleOf(till), extras, payment };
    const { order_id, tickets, total } = await office.write((tx) => sell(tx, sale));
    assert.equal(total, 3000);
    const key = { organizer_id, order_id };
    await office.write((tx) => cancelOrder(tx, key));
    const ticket_ids = tickets.map((ticket) => ticket.id);
    const refunded = await office.write((tx) => refundTickets(tx, { ...key, ticket_ids, deduction: 200 }));
    assert.deepEqual([refunded.amount, refunded.order.total], [2000, 200]);
    const { order } = await office.write((tx) => refundPayment(tx, { ...key, amount: 800 }));
    assert.deepEqual([order.status, order.paid - order.refunded], [-10, 200]);
  });
});
