import { safeAmount } from '../../domain/money.ts';
import { codeOfStatus } from '../../domain/order-life.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { takeForeignPlaces, type ForeignExtra } from './foreign.ts';
import { foreignOffers } from './foreign-offers.ts';
import { putBarcodes } from './foreign-rows.ts';
import { poolsOfOffer } from './offers.ts';
import { changeOrder, isLive, lockOrder, orderTotal, type OrderRow } from './orders.ts';
import { releasePlace } from './places.ts';
import { forgetDraws, releasePools, takePools } from './pools.ts';
import { putPayment } from './put-payment.ts';

/** What the platform that sold a ticket says it was, now that it says something else. */
export interface TicketCorrection {
  readonly offer_id: number;
  readonly session_id: number | undefined;
  readonly place_id: number | undefined;
  readonly listed_amount: number;
  readonly charged_amount: number;
  readonly promo_code_id: number | undefined;
  readonly sold_at: number;
  readonly barcode: { readonly code: string; readonly issuer: string } | undefined;
  readonly add_ons: readonly ForeignExtra[] | undefined;
}

interface Correcting {
  readonly order: OrderRow;
  readonly ticket: Row<'ticket'>;
  readonly is: TicketCorrection;
}

/**
 * Brings a ticket sold elsewhere to what its platform says: price, date, seat, amounts, code, add-ons. Capacity is moved with
 * it and never refuses; of an order that is paid, a changed amount is a changed payment. Whether anything differed.
 */
export async function correctForeignTicket(
  tx: Tx,
  key: { readonly organizer_id: number; readonly order_id: number },
  ticket: Row<'ticket'>,
  is: TicketCorrection,
): Promise<boolean> {
  const correcting = { order: await lockOrder(tx, key), ticket, is };
  const offers = await foreignOffers(tx, key.organizer_id, [is.offer_id]);
  const offer = offers.get(is.offer_id);
  if (offer === undefined) return false;
  const session_id = is.session_id ?? offer.session_id;
  const columns = {
    event_id: offer.event_id,
    offer_id: offer.id,
    price_id: offer.price_id,
    zone_id: offer.zone_id,
    session_id,
    place_id: is.place_id ?? null,
    listed_amount: safeAmount(is.listed_amount),
    charged_amount: safeAmount(is.charged_amount),
    promo_code_id: is.promo_code_id ?? null,
    created_at: is.sold_at,
  };
  const changed = Object.fromEntries(
    Object.entries(columns).filter(([name, value]) => ticket[name as keyof typeof columns] !== value),
  );
  const recoded = await correctBarcode(tx, correcting);
  const extras = await correctAddOns(tx, correcting);
  if (Object.keys(changed).length > 0) {
    await tx.db
      .updateTable('ticket')
      .set({ ...changed, updated_at: tx.now })
      .where('id', '=', ticket.id)
      .execute();
    const { offer_id, price_id, listed_amount, charged_amount, promo_code_id } = columns;
    const line = { offer_id, price_id, listed_amount, charged_amount, promo_code_id, title: offer.title };
    await tx.db.updateTable('order_line').set(line).where('id', '=', ticket.order_line_id).execute();
    await moveCapacity(tx, correcting, { ...columns, place_id: is.place_id });
  } else if (recoded || extras) {
    await tx.db.updateTable('ticket').set({ updated_at: tx.now }).where('id', '=', ticket.id).execute();
  }
  await correctMoney(tx, key);
  if (Object.keys(changed).length === 0 && !recoded && !extras) return false;
  await recordChange(tx, {
    organizer_id: key.organizer_id,
    action: 'ticket.corrected',
    subject_kind: 'ticket',
    subject_id: ticket.id,
    before: Object.fromEntries(
      Object.keys(changed).map((name) => [name, ticket[name as keyof typeof columns]]),
    ),
    after: { ...changed, ...(recoded ? { barcode: true } : {}), ...(extras ? { add_ons: true } : {}) },
  });
  return true;
}

/** Units and seat go with the ticket to where it is now good for. */
async function moveCapacity(
  tx: Tx,
  { order, ticket }: Correcting,
  to: {
    readonly offer_id: number;
    readonly session_id: number | null;
    readonly place_id: number | undefined;
  },
): Promise<void> {
  if (!isLive(ticket)) return;
  const { id: ticket_id, organizer_id, order_line_id } = ticket;
  const { offer_id, session_id, place_id } = to;
  if (offer_id !== ticket.offer_id) {
    await releasePools(tx, [{ order_line_id, units: 1 }]);
    await forgetDraws(tx, order_line_id);
    const pools = await poolsOfOffer(tx, offer_id, order.channel, tx.now);
    await takePools(
      tx,
      pools.map((pool) => ({ order_line_id, units: 1, ...pool })),
      'alarm',
    );
  }
  if (session_id !== ticket.session_id) {
    await tx.db
      .updateTable('entitlement')
      .set({ session_id, updated_at: tx.now })
      .where('ticket_id', '=', ticket_id)
      .execute();
  }
  if (session_id === ticket.session_id && (place_id ?? null) === ticket.place_id) return;
  await releasePlace(tx, ticket_id);
  if (place_id === undefined || session_id === null) return;
  await takeForeignPlaces(tx, [{ chosen: false, session_id, place_id, organizer_id, ticket_id }]);
}

/** The code at the gate: the one that was is good no more. */
async function correctBarcode(tx: Tx, { ticket, is }: Correcting): Promise<boolean> {
  const { barcode } = is;
  if (barcode === undefined) return false;
  const { id: ticket_id, organizer_id } = ticket;
  const { code, issuer } = barcode;
  const standing = await tx.db
    .selectFrom('barcode')
    .select('code')
    .where('ticket_id', '=', ticket_id)
    .where('issuer', '=', issuer)
    .execute();
  if (standing.some((row) => row.code === code) && standing.length === 1) return false;
  await tx.db.deleteFrom('barcode').where('ticket_id', '=', ticket_id).where('issuer', '=', issuer).execute();
  await putBarcodes(tx, [{ organizer_id, code, issuer, ticket_id, order_line_id: null }]);
  return true;
}

/** The add-ons of the ticket as they are now: lines that are gone are cancelled, new ones are added. */
async function correctAddOns(tx: Tx, { order, ticket, is }: Correcting): Promise<boolean> {
  if (is.add_ons === undefined) return false;
  const standing = await tx.db
    .selectFrom('order_line')
    .select(['id', 'add_on_id', 'charged_amount', 'quantity'])
    .where('order_id', '=', order.id)
    .where('ticket_id', '=', ticket.id)
    .where('kind', '=', 'add_on')
    .where('cancelled_at', 'is', null)
    .execute();
  const kept = new Set<number>();
  const missing = is.add_ons.filter(({ add_on_id, amount, quantity }) => {
    const line = standing.find(
      (one) =>
        !kept.has(one.id) &&
        one.add_on_id === add_on_id &&
        one.charged_amount === amount &&
        one.quantity === quantity,
    );
    if (line !== undefined) kept.add(line.id);
    return line === undefined;
  });
  const gone = standing.filter(({ id }) => !kept.has(id));
  for (const { id } of gone) {
    await tx.db.updateTable('order_line').set({ cancelled_at: tx.now }).where('id', '=', id).execute();
    await tx.db.deleteFrom('barcode').where('order_line_id', '=', id).execute();
  }
  if (missing.length > 0) await freeCodes(tx, ticket.id);
  for (const extra of missing) await addExtra(tx, order, ticket, extra);
  return gone.length > 0 || missing.length > 0;
}

/** What ended with the ticket and is told again comes with the code that it had. */
async function freeCodes(tx: Tx, ticket_id: number): Promise<void> {
  await tx.db
    .deleteFrom('barcode')
    .where('order_line_id', 'in', (ended) =>
      ended
        .selectFrom('order_line')
        .select('order_line.id')
        .where('order_line.ticket_id', '=', ticket_id)
        .where('order_line.cancelled_at', 'is not', null),
    )
    .execute();
}

async function addExtra(
  tx: Tx,
  order: OrderRow,
  { id: ticket_id, organizer_id }: Row<'ticket'>,
  { add_on_id, title, amount, quantity, vat_bp, barcode }: ForeignExtra,
): Promise<void> {
  const id = await tx.id();
  await tx.db
    .insertInto('order_line')
    .values({
      id,
      organizer_id,
      order_id: order.id,
      kind: 'add_on',
      title,
      quantity,
      listed_amount: amount,
      charged_amount: amount,
      vat_bp,
      add_on_id,
      ticket_id,
      created_at: tx.now,
    })
    .execute();
  if (barcode === undefined) return;
  const code = { organizer_id, code: barcode, issuer: order.channel };
  await putBarcodes(tx, [{ ...code, ticket_id: null, order_line_id: id }]);
}

/** What the order costs now; where all of it was paid, all of it is: the platform took the other amount. */
async function correctMoney(
  tx: Tx,
  key: { readonly organizer_id: number; readonly order_id: number },
): Promise<void> {
  const order = await lockOrder(tx, key);
  const total = await orderTotal(tx, order.id);
  if (total === order.total || order.status === codeOfStatus('cancelled')) return;
  const settled = order.paid - order.refunded === order.total;
  const delta = total - order.total;
  const paid = settled ? order.paid + delta : order.paid;
  if (settled && delta > 0) await payMore(tx, order, delta);
  if (settled && delta < 0) await lowerPayments(tx, order.id, -delta);
  await changeOrder(tx, order, { total, paid });
}

async function payMore(tx: Tx, order: OrderRow, amount: number): Promise<void> {
  const last = await tx.db
    .selectFrom('payment')
    .select(['method', 'paid_at'])
    .where('order_id', '=', order.id)
    .where('deleted_at', 'is', null)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  const { organizer_id, id: order_id, currency } = order;
  const { method = 'external', paid_at } = last ?? {};
  await putPayment(tx, { organizer_id, order_id, currency, amount, method, paid_at });
}

/** The latest payments first; one that comes to nothing is deleted. */
async function lowerPayments(tx: Tx, order_id: number, amount: number): Promise<void> {
  const payments = await tx.db
    .selectFrom('payment')
    .select(['id', 'amount'])
    .where('order_id', '=', order_id)
    .where('deleted_at', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  let left = amount;
  for (const payment of payments) {
    const less = Math.min(left, payment.amount);
    left -= less;
    const rest = payment.amount - less;
    const set = rest === 0 ? { deleted_at: tx.now } : { amount: rest };
    await tx.db.updateTable('payment').set(set).where('id', '=', payment.id).execute();
    if (left === 0) return;
  }
}
