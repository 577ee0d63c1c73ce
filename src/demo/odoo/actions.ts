import { rowOf, type Env } from './env.ts';
import { userError, validationError } from './odoo-error.ts';
import { createRecord, writeRecords } from './records.ts';
import { registrationsOf } from './registrations.ts';

/** The buttons of sale orders, as they behave with `event_sale` (reference/wire-notes.md, "Odoo"). */

export function confirmOrders(env: Env, ids: readonly number[]): true {
  const rows = ids.map((id) => rowOf(env, 'sale.order', id));
  const wrong = rows.filter(({ state }) => state !== 'draft' && state !== 'sent');
  if (wrong.length > 0) {
    throw userError(
      env.version === 18
        ? 'Some orders are not in a state requiring confirmation.'
        : `The following orders are not in a state requiring confirmation: ${wrong.map(({ name }) => String(name)).join(', ')}`,
    );
  }
  for (const { id } of rows) {
    for (const line of env.db.found('sale.order.line', 'order_id', id) ?? [])
      refuseWithoutEvent(env, line.id);
    writeRecords(env, 'sale.order', [id], { state: 'sale' });
    for (const line of env.db.found('sale.order.line', 'order_id', id) ?? []) registerLine(env, id, line.id);
  }
  return true;
}

function refuseWithoutEvent(env: Env, line_id: number): void {
  const line = rowOf(env, 'sale.order.line', line_id);
  const product = rowOf(env, 'product.product', Number(line.product_id));
  if (product.service_tracking !== 'event' || line.event_id !== false) return;
  throw validationError(
    `The sale order line with the product ${String(product.name)} needs an event and a ticket.`,
  );
}

/** As many registrations as the line sells and has none for yet, with barcodes by chance. */
function registerLine(env: Env, order_id: number, line_id: number): void {
  const line = rowOf(env, 'sale.order.line', line_id);
  if (line.event_id === false) return;
  const linked = registrationsOf(env, order_id).filter(
    ({ sale_order_line_id, active }) => sale_order_line_id === line_id && active === true,
  );
  const order = rowOf(env, 'sale.order', order_id);
  const partner = rowOf(env, 'res.partner', Number(order.partner_id));
  for (let count = linked.length; count < Number(line.product_uom_qty); count += 1) {
    createRecord(env, 'event.registration', {
      name: partner.name,
      email: partner.email,
      partner_id: partner.id,
      event_id: line.event_id,
      sale_order_line_id: line_id,
    });
  }
}

/** 18 asks first, with a window that only a person can answer, unless it is told not to. */
export function cancelOrders(env: Env, ids: readonly number[]): unknown {
  const confirmed = ids.some((id) => rowOf(env, 'sale.order', id).state === 'sale');
  if (env.version === 18 && confirmed && env.context.disable_cancel_warning !== true) {
    return {
      type: 'ir.actions.act_window',
      name: 'Cancel Sales Order',
      res_model: 'sale.order.cancel',
      view_mode: 'form',
      target: 'new',
      context: { default_order_id: ids[0] },
    };
  }
  writeRecords(env, 'sale.order', ids, { state: 'cancel' });
  return true;
}

export function draftOrders(env: Env, ids: readonly number[]): true {
  const open = ids.filter((id) => ['cancel', 'sent'].includes(String(rowOf(env, 'sale.order', id).state)));
  writeRecords(env, 'sale.order', open, { state: 'draft' });
  return true;
}

/** The buttons of registrations end with nothing: Python's None. */
export function setRegistrations(env: Env, ids: readonly number[], state: string): undefined {
  writeRecords(env, 'event.registration', ids, { state });
}
