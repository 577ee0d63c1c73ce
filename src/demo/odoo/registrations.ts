import type { Row } from './database.ts';
import { rowOf, setFields, type Env } from './env.ts';

/**
 * How sale orders and event registrations hang together in Odoo's `event_sale`, as it was seen on 18.0 and 19.0
 * (reference/wire-notes.md, "Odoo").
 */

/** What happened to an order, that its registrations follow. */
export type Cause = 'line' | 'link' | 'confirmation' | 'cancellation';

export function registrationsOf(env: Env, order_id: number): Row[] {
  return env.db.found('event.registration', 'sale_order_id', order_id) ?? [];
}

/** A registration before it is kept: its barcode, what its order line says, its state, when it was attended. */
export function completeRegistration(
  env: Env,
  row: Row,
  given: ReadonlySet<string>,
  before: Row | undefined,
): Row {
  let next: Row = row;
  if (before === undefined && row.barcode === false) next = { ...next, barcode: env.random() };
  const line_id = row.sale_order_line_id;
  if (given.has('sale_order_line_id') && typeof line_id === 'number') {
    const line = rowOf(env, 'sale.order.line', line_id);
    next = {
      ...next,
      // of a product that is no event this is false: the registration loses its event
      event_id: line.event_id ?? false,
      event_ticket_id: line.event_ticket_id ?? false,
      sale_order_id: line.order_id ?? false,
    };
  }
  if (before === undefined && !given.has('state')) next = { ...next, state: initialState(env, next) };
  if (next.date_closed === false && next.state === 'done') next = { ...next, date_closed: env.now };
  return next;
}

function initialState(env: Env, { sale_order_id }: Row): string {
  if (typeof sale_order_id !== 'number') return 'draft';
  const order = rowOf(env, 'sale.order', sale_order_id);
  if (order.state === 'cancel') return 'cancel';
  return order.state === 'sale' || order.amount_total === 0 ? 'open' : 'draft';
}

export function registrationStored(env: Env, row: Row, before: Row | undefined): void {
  if (row.state !== before?.state) stateWasSet(env, row);
  if (before !== undefined && row.sale_order_id !== before.sale_order_id && row.sale_order_id !== false)
    followOrder(env, Number(row.sale_order_id), 'link');
}

function stateWasSet(env: Env, row: Row): void {
  env.touched.add(row.id);
  if (row.state === 'open' && env.context.install_mode !== true) env.mails.push({ registration_id: row.id });
}

/** Sets the registrations of an order to what the order now is, scanned ones too: that is the fault to know of. */
export function followOrder(env: Env, order_id: number, cause: Cause): void {
  const order = rowOf(env, 'sale.order', order_id);
  for (const registration of registrationsOf(env, order_id)) {
    const state = stateAfter(env, order, registration, cause);
    if (state === registration.state) continue;
    setFields(env, 'event.registration', registration.id, { state });
    stateWasSet(env, rowOf(env, 'event.registration', registration.id));
  }
}

function stateAfter(env: Env, order: Row, { state }: Row, cause: Cause): string {
  if (order.state === 'cancel') return 'cancel';
  if (state === 'cancel') return cause === 'cancellation' ? 'draft' : 'cancel';
  const free = order.amount_total === 0;
  if (order.state === 'sale') {
    const unscans = cause === 'confirmation' || env.unscans_confirmed;
    return state === 'done' && !unscans ? 'done' : 'open';
  }
  if (free) return state === 'draft' ? 'open' : String(state);
  return 'draft';
}
