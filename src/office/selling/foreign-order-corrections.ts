import { codeOfStatus } from '../../domain/order-life.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import type { ForeignAnswer } from './foreign.ts';
import { changeOrder, lockOrder, type OrderRow } from './orders.ts';
import { putPayment } from './put-payment.ts';

/** What the platform that sold an order says of all of it. */
export interface OrderCorrection {
  readonly paid: boolean;
  readonly paid_at: number | undefined;
  readonly method: string | undefined;
  readonly foreign_ref: string;
  readonly language: string | undefined;
  readonly sold_at: number;
  readonly answers: readonly ForeignAnswer[] | undefined;
}

/** Brings the order to it: paid or not, how, its number and language, its answers. Whether anything differed. */
export async function correctForeignOrder(
  tx: Tx,
  key: { readonly organizer_id: number; readonly order_id: number },
  is: OrderCorrection,
): Promise<boolean> {
  const order = await lockOrder(tx, key);
  const row = await tx.db
    .selectFrom('order')
    .select(['foreign_ref', 'language', 'created_at', 'confirmed_at'])
    .where('id', '=', order.id)
    .executeTakeFirstOrThrow();
  const { foreign_ref, sold_at: created_at } = is;
  const language = is.language ?? row.language;
  const differs =
    row.foreign_ref !== foreign_ref || row.language !== language || row.created_at !== created_at;
  if (differs) {
    await tx.db
      .updateTable('order')
      .set({ foreign_ref, language, created_at, updated_at: tx.now })
      .where('id', '=', order.id)
      .execute();
  }
  const money = await correctPaid(tx, order, is);
  const answers = await correctAnswers(tx, { ...key, ticket_id: null }, is.answers);
  if (!differs && !money && !answers) return false;
  await recordChange(tx, {
    organizer_id: key.organizer_id,
    action: 'order.corrected',
    subject_kind: 'order',
    subject_id: order.id,
    before: { paid: order.paid, foreign_ref: row.foreign_ref, created_at: row.created_at },
    after: { paid: is.paid, foreign_ref, created_at, answers },
  });
  return true;
}

/** Paid since, or not paid after all; how and when, where that is told. */
async function correctPaid(tx: Tx, order: OrderRow, is: OrderCorrection): Promise<boolean> {
  const net = order.paid - order.refunded;
  const { organizer_id, id: order_id, currency } = order;
  if (is.paid && net < order.total) {
    const { paid_at = tx.now, method = 'external' } = is;
    await putPayment(tx, { organizer_id, order_id, currency, amount: order.total - net, method, paid_at });
    const status = order.status === codeOfStatus('cancelled') ? 'cancelled' : undefined;
    await changeOrder(tx, order, { paid: order.paid + order.total - net }, status);
    return true;
  }
  if (!is.paid && net > 0 && order.refunded === 0) {
    await tx.db
      .updateTable('payment')
      .set({ deleted_at: tx.now })
      .where('order_id', '=', order_id)
      .where('deleted_at', 'is', null)
      .execute();
    const status = order.status === codeOfStatus('cancelled') ? 'cancelled' : undefined;
    await changeOrder(tx, order, { paid: 0 }, status);
    return true;
  }
  const told = {
    ...(is.method === undefined ? {} : { method: is.method }),
    ...(is.paid_at === undefined ? {} : { paid_at: is.paid_at }),
  };
  if (!is.paid || Object.keys(told).length === 0) return false;
  const wrong = await tx.db
    .selectFrom('payment')
    .select('id')
    .where('order_id', '=', order_id)
    .where('deleted_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('method', '!=', is.method ?? eb.ref('method')),
        eb('paid_at', '!=', is.paid_at ?? eb.ref('paid_at')),
      ]),
    )
    .execute();
  for (const { id } of wrong) await tx.db.updateTable('payment').set(told).where('id', '=', id).execute();
  return wrong.length > 0;
}

/** The answers of a ticket, or of the order where no ticket is named, replaced by what was told. */
export async function correctAnswers(
  tx: Tx,
  of: { readonly organizer_id: number; readonly order_id: number; readonly ticket_id: number | null },
  answers: readonly ForeignAnswer[] | undefined,
): Promise<boolean> {
  if (answers === undefined) return false;
  const { organizer_id, order_id, ticket_id } = of;
  let query = tx.db.selectFrom('answer').select(['id', 'label', 'value']).where('order_id', '=', order_id);
  query =
    ticket_id === null ? query.where('ticket_id', 'is', null) : query.where('ticket_id', '=', ticket_id);
  const standing = await query.orderBy('id').execute();
  const same =
    standing.length === answers.length &&
    standing.every((row, index) => row.label === answers[index]?.label && row.value === answers[index].value);
  if (same) return false;
  for (const { id } of standing) await tx.db.deleteFrom('answer').where('id', '=', id).execute();
  for (const { label, value } of answers) {
    await tx.db
      .insertInto('answer')
      .values({ id: await tx.id(), organizer_id, order_id, ticket_id, label, value })
      .execute();
  }
  return true;
}
