import { Fault } from '../../../domain/faults.ts';
import { actorOf } from '../../../office/access/principal.ts';
import { openSessionOf } from '../../../office/counter/list-counters.ts';
import type { Office } from '../../../office/office.ts';
import { changePayment } from '../../../office/selling/change-payment.ts';
import { findPayment, listPayments, type PaymentView } from '../../../office/selling/list-payments.ts';
import { lockOrder } from '../../../office/selling/orders.ts';
import { deletePayment, recordPayment } from '../../../office/selling/payments.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { Payment } from '../shapes.ts';
import type { Caller } from './caller.ts';
import { pageOf, type Paging } from './envelope.ts';
import { local, localOrNone, Shown } from './ids.ts';

export interface PaymentFields {
  readonly paymentmethodid?: string | undefined;
  readonly counterid?: string | undefined;
  readonly externalid?: string | undefined;
  readonly notes?: string | undefined;
  readonly paymentdate?: number | undefined;
  readonly value?: { readonly amount: number; readonly currency?: string | undefined } | undefined;
}

async function paymentsOf(rx: Rx, caller: Caller, rows: readonly PaymentView[]): Promise<Payment[]> {
  const shown = new Shown(rx, caller.organizer.id);
  await shown.load(
    'payment',
    rows.map(({ id }) => id),
  );
  await shown.load(
    'order',
    rows.map(({ order_id }) => order_id),
  );
  await shown.load(
    'payment_mode',
    rows.map(({ payment_mode_id }) => payment_mode_id),
  );
  await shown.load(
    'counter',
    rows.map(({ counter_id }) => counter_id),
  );
  return rows.map((row) => ({
    id: shown.of('payment', row.id),
    orderid: shown.of('order', row.order_id),
    paymentmethodid: shown.orNull('payment_mode', row.payment_mode_id),
    counterid: shown.orNull('counter', row.counter_id),
    externalid: row.reference ?? '',
    notes: row.notes,
    value: { amount: row.amount, currency: row.currency },
    paymentdate: row.paid_at,
  }));
}

export function list(
  office: Office,
  caller: Caller,
  filter: Paging & { readonly orderid?: string | undefined },
): Promise<Payment[]> {
  return office.store.read(async (rx) => {
    const organizer_id = caller.organizer.id;
    const order_id = await localOrNone(rx, organizer_id, 'order', filter.orderid);
    return paymentsOf(rx, caller, await listPayments(rx, { organizer_id, order_id, ...pageOf(filter) }));
  });
}

export function read(office: Office, caller: Caller, id: string): Promise<Payment> {
  return office.store.read(async (rx) => paymentById(rx, caller, await paymentId(rx, caller, id)));
}

const paymentId = (rx: Rx, caller: Caller, id: string) => local(rx, caller.organizer.id, 'payment', id);

async function paymentById(rx: Rx, caller: Caller, payment_id: number): Promise<Payment> {
  const row = await findPayment(rx, { organizer_id: caller.organizer.id, payment_id });
  const [payment] = await paymentsOf(rx, caller, [row]);
  if (payment === undefined) throw new Fault('internal');
  return payment;
}

/** Takes a payment: without a way to pay it is an external one; at a counter it goes into its open session. */
export async function pay(
  office: Office,
  caller: Caller,
  fields: PaymentFields & { readonly orderid: string },
): Promise<Payment> {
  const organizer_id = caller.organizer.id;
  return office.store.write(actorOf(caller), async (tx) => {
    const order_id = await local(tx, organizer_id, 'order', fields.orderid);
    const key = { organizer_id, order_id, application_id: caller.application_id };
    const counter_id = await localOrNone(tx, organizer_id, 'counter', fields.counterid);
    await assertCurrency(tx, key, fields);
    const { payment_id } = await recordPayment(tx, {
      ...key,
      amount: fields.value?.amount ?? 0,
      method: 'external',
      payment_mode_id: await localOrNone(tx, organizer_id, 'payment_mode', fields.paymentmethodid),
      counter_session_id:
        counter_id === undefined ? undefined : await openSessionOf(tx, { organizer_id, counter_id }),
      paid_at: fields.paymentdate,
      reference: fields.externalid,
      notes: fields.notes,
    });
    return paymentById(tx, caller, payment_id);
  });
}

async function assertCurrency(
  tx: Tx,
  key: Parameters<typeof lockOrder>[1],
  { value }: PaymentFields,
): Promise<void> {
  const { currency } = await lockOrder(tx, key);
  if (value?.currency !== undefined && value.currency !== currency)
    throw new Fault('invalid_input', { field: 'value.currency' });
}

export async function change(
  office: Office,
  caller: Caller,
  id: string,
  fields: PaymentFields & { readonly orderid?: string | undefined },
): Promise<Payment> {
  const organizer_id = caller.organizer.id;
  return office.store.write(actorOf(caller), async (tx) => {
    const { payment_id, key, counter_id } = await ownPayment(tx, caller, id);
    const counter = await localOrNone(tx, organizer_id, 'counter', fields.counterid);
    const order_id = await localOrNone(tx, organizer_id, 'order', fields.orderid);
    if (order_id !== undefined && order_id !== key.order_id) throw new Fault('in_use', { field: 'orderid' });
    // where it was taken is a fact of the till
    if (counter !== undefined && counter !== counter_id) throw new Fault('in_use', { field: 'counterid' });
    await assertCurrency(tx, key, fields);
    await changePayment(tx, {
      ...key,
      payment_id,
      amount: fields.value?.amount,
      payment_mode_id: await localOrNone(tx, organizer_id, 'payment_mode', fields.paymentmethodid),
      paid_at: fields.paymentdate,
      reference: fields.externalid,
      notes: fields.notes,
    });
    return paymentById(tx, caller, payment_id);
  });
}

async function ownPayment(tx: Tx, caller: Caller, id: string) {
  const organizer_id = caller.organizer.id;
  const payment_id = await paymentId(tx, caller, id);
  const { order_id, counter_id } = await findPayment(tx, { organizer_id, payment_id });
  return { payment_id, counter_id, key: { organizer_id, order_id, application_id: caller.application_id } };
}

/** Gives the payment as it was. One that is not of the order named with it stays. */
export async function takeBack(
  office: Office,
  caller: Caller,
  id: string,
  orderid: string | undefined,
): Promise<Payment> {
  return office.store.write(actorOf(caller), async (tx) => {
    const { payment_id, key } = await ownPayment(tx, caller, id);
    const order_id = await localOrNone(tx, key.organizer_id, 'order', orderid);
    if (order_id !== undefined && order_id !== key.order_id)
      throw new Fault('not_found', { kind: 'payment' });
    const payment = await paymentById(tx, caller, payment_id);
    await deletePayment(tx, { ...key, payment_id });
    return payment;
  });
}
