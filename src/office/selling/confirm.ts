import { Fault } from '../../domain/faults.ts';
import { expiresAt } from '../../domain/inventory.ts';
import { lastingStatement, statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import {
  assertOrderMove,
  changeOrder,
  isLive,
  lockOrder,
  ticketsOfOrder,
  type OrderKey,
  type OrderRow,
  type TicketRow,
} from './orders.ts';
import { assertPacksComplete } from './pack-parts.ts';
import { entriesOf, grantAddOnCodes, grantEntries, type Admitted } from './rows.ts';

const validate = statement<{ order_id: number; now: number }, never>((db, slot) =>
  db
    .updateTable('ticket')
    .set({ state: 'valid', updated_at: slot('now') })
    .where('order_id', '=', slot('order_id'))
    .where('state', '=', 'held'),
);

const selectEntries = lastingStatement<{ id: number }, { entries: number | null; product_type: string }>(
  (db, slot) => db.selectFrom('price').select(['entries', 'product_type']).where('id', '=', slot('id')),
);

/** What is sold beside tickets and has a code of its own. */
const selectAddOns = statement<{ order_id: number }, { id: number; organizer_id: number }>((db, slot) =>
  db
    .selectFrom('order_line')
    .select(['id', 'organizer_id'])
    .where('order_id', '=', slot('order_id'))
    .where('kind', '=', 'add_on')
    .where('cancelled_at', 'is', null),
);

const selectLine = statement<{ order_id: number }, { id: number }>((db, slot) =>
  db
    .selectFrom('order_line')
    .select('id')
    .where('order_id', '=', slot('order_id'))
    .where('cancelled_at', 'is', null)
    .limit(1),
);

/** What is known of the buyer, and what the caller's rules ask for. */
export interface Confirmation {
  readonly customer_id?: number | undefined;
  readonly customer_required?: boolean | undefined;
  /** a pack that lacks a part is refused */
  readonly packs_complete?: boolean | undefined;
}

/**
 * Binds the buyer: the hold ends, tickets become valid and get their barcodes. Throws `customer_required` and
 * `pack_incomplete` when the caller's rules ask for it, `order_expired`, `illegal_move`.
 */
export async function confirmOrder(tx: Tx, input: OrderKey & Confirmation): Promise<OrderRow> {
  return confirmLocked(tx, await lockOrder(tx, input), input);
}

/** The same of an order that is locked already. */
export async function confirmLocked(tx: Tx, order: OrderRow, input: Confirmation): Promise<OrderRow> {
  assertOrderMove(tx, order, 'confirm');
  const customer_id = input.customer_id ?? order.customer_id;
  if (input.customer_required === true && customer_id === null)
    throw new Fault('customer_required', { id: order.id });
  const live = (await ticketsOfOrder(tx, order.id)).filter(isLive);
  if (live.length === 0 && (await tx.first(selectLine, { order_id: order.id })) === undefined)
    throw new Fault('illegal_move', { reason: 'the order is empty' });
  if (input.packs_complete === true) await assertPacksComplete(tx, live);
  await makeValid(tx, order.id, live);
  await grantAddOnCodes(tx, await tx.run(selectAddOns, { order_id: order.id }));
  const confirmed = await changeOrder(tx, order, { customer_id, confirmed_at: tx.now, expires_at: null });
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.confirmed',
    subject_kind: 'order',
    subject_id: order.id,
    before: { status: order.status },
    after: { status: confirmed.status, customer_id, tickets: live.map((ticket) => ticket.id) },
  });
  await announce(tx, {
    organizer_id: order.organizer_id,
    topic: 'order',
    subject_kind: 'order',
    subject_id: order.id,
  });
  return confirmed;
}

/** Held tickets become valid: barcode and entitlement exist from here on. */
async function makeValid(tx: Tx, order_id: number, tickets: readonly TicketRow[]): Promise<void> {
  const admitted: Admitted[] = [];
  for (const { id, organizer_id, session_id, price_id, state } of tickets) {
    if (state !== 'held') continue;
    const price = price_id === null ? undefined : await tx.first(selectEntries, { id: price_id });
    admitted.push({ id, organizer_id, session_id, allowed: price === undefined ? 1 : entriesOf(price) });
  }
  if (admitted.length === 0) return;
  await tx.change(validate, { order_id, now: tx.now });
  await grantEntries(tx, admitted);
}

/** Moves or lifts the end of a hold. */
export async function extendHold(
  tx: Tx,
  input: OrderKey & { hold_minutes?: number | 'endless' | undefined },
): Promise<OrderRow> {
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, order, 'extend');
  if (order.confirmed_at !== null)
    throw new Fault('illegal_move', { reason: 'a confirmed order has no hold' });
  const expires_at = expiresAt(tx.now, input.hold_minutes);
  const extended = await changeOrder(tx, order, { expires_at });
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.hold_extended',
    subject_kind: 'order',
    subject_id: order.id,
    before: { expires_at: order.expires_at },
    after: { expires_at },
  });
  return extended;
}
