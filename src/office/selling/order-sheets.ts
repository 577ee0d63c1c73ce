import { ByIds } from '../../store/by-ids.ts';
import type { Rx } from '../../store/transaction.ts';
import {
  orderRows,
  ticketRows,
  type SheetCustomer,
  type SheetOrder,
  type SheetTicket,
} from './sheet-rows.ts';

export type { SheetCustomer, SheetTicket } from './sheet-rows.ts';

/** Orders with all that hangs on them, for faces that show whole orders. A handful of statements for a page of them. */
export interface OrderSheet {
  readonly order: SheetOrder;
  readonly customer: SheetCustomer | null;
  /** in the order of their ids, ended ones too */
  readonly tickets: readonly SheetTicket[];
  /** in the order of their ids */
  readonly refunds: readonly SheetRefund[];
}

export interface SheetRefund {
  readonly id: number;
  readonly order_id: number;
  readonly amount: number;
  readonly deduction: number;
  readonly refunded_at: number;
  readonly tickets: readonly { readonly id: number; readonly amount: number; readonly deduction: number }[];
}

const refunds = new ByIds((db, ids) =>
  db
    .selectFrom('refund')
    .select(['id', 'order_id', 'amount', 'deduction', 'refunded_at'])
    .where('order_id', 'in', ids)
    .orderBy('id'),
);

const refundParts = new ByIds((db, ids) =>
  db
    .selectFrom('refund_ticket')
    .select(['refund_id', 'ticket_id as id', 'amount', 'deduction'])
    .where('refund_id', 'in', ids)
    .orderBy('ticket_id'),
);

/** The orders of these ids, in their order; those that do not exist are left out. */
export async function orderSheets(rx: Rx, order_ids: readonly number[]): Promise<OrderSheet[]> {
  const byId = new Map((await orderRows(rx, order_ids)).map((found) => [found.order.id, found]));
  const ofOrder = grouped(await ticketRows(rx, [...byId.keys()]));
  const refunded = [...ofOrder].flatMap(([id, sold]) => (sold.some(isRefunded) ? [id] : []));
  const refundsOf = grouped(await sheetRefunds(rx, refunded));
  return order_ids.flatMap((id) => {
    const found = byId.get(id);
    if (found === undefined) return [];
    return [
      {
        order: found.order,
        customer: found.customer,
        tickets: ofOrder.get(id) ?? [],
        refunds: refundsOf.get(id) ?? [],
      },
    ];
  });
}

/** A refund of nothing, all of it kept, is one too. */
function isRefunded(ticket: SheetTicket): boolean {
  return ticket.refunded_at !== null;
}

async function sheetRefunds(rx: Rx, order_ids: readonly number[]): Promise<SheetRefund[]> {
  const rows = await refunds.read(rx, order_ids);
  const parts = new Map<number, { id: number; amount: number; deduction: number }[]>();
  const found = await refundParts.read(
    rx,
    rows.map((row) => row.id),
  );
  for (const { refund_id, ...part } of found) {
    const known = parts.get(refund_id);
    if (known === undefined) parts.set(refund_id, [part]);
    else known.push(part);
  }
  return rows.map((row) => ({ ...row, tickets: parts.get(row.id) ?? [] }));
}

function grouped<T extends { readonly order_id: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.order_id);
    if (group === undefined) groups.set(row.order_id, [row]);
    else group.push(row);
  }
  return groups;
}
