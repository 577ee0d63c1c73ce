import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { safeAmount, timesQuantity } from '../../domain/money.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
import type { Tx } from '../../store/transaction.ts';
import type { OrderRow } from './orders.ts';
import type { Draw } from './pools.ts';
import { grantAddOnCodes } from './rows.ts';
import type { ExtraLine, SoldTicket } from './sale.ts';

/** What one unit costs with its variations. */
function unitAmount(extra: ExtraLine): number {
  return (extra.variations ?? []).reduce(
    (sum, variation) => safeAmount(sum + variation.amount),
    safeAmount(extra.unit_amount),
  );
}

/** What the lines cost together. Throws `invalid_input` for a quantity that is not a whole number from 1. */
export function extrasTotal(extras: readonly ExtraLine[]): number {
  return extras.reduce((sum, extra) => {
    const { quantity } = extra;
    if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > limits.request_quantity_max) {
      throw new Fault('invalid_input', { field: 'quantity', limit: limits.request_quantity_max });
    }
    return safeAmount(sum + timesQuantity(unitAmount(extra), quantity));
  }, 0);
}

interface ExtraValues {
  id: number;
  organizer_id: number;
  order_id: number;
  kind: string;
  title: string;
  quantity: number;
  listed_amount: number;
  charged_amount: number;
  vat_bp: number;
  department_id: number | null;
  article_id: number | null;
  add_on_id: number | null;
  ticket_id: number | null;
  created_at: number;
}

const insertExtras = new RowsInsert<ExtraValues>((db, rows) => db.insertInto('order_line').values(rows));

interface VariationValues {
  order_line_id: number;
  position: number;
  variation_id: number;
  title: string;
  amount: number;
}

const insertVariations = new RowsInsert<VariationValues>((db, rows) =>
  db.insertInto('order_line_variation').values(rows),
);

/**
 * Writes the lines that are no tickets; what they draw from pools joins the draws of the sale. Add-ons have a code once the
 * order is confirmed.
 */
export async function writeExtras(
  tx: Tx,
  order: OrderRow,
  extras: readonly ExtraLine[],
  sold: readonly SoldTicket[],
  draws: Draw[],
): Promise<number[]> {
  const lines: ExtraValues[] = [];
  const variations: VariationValues[] = [];
  for (const extra of extras) {
    const taken = tx.id();
    const id = typeof taken === 'number' ? taken : await taken;
    lines.push({
      id,
      organizer_id: order.organizer_id,
      order_id: order.id,
      kind: extra.kind,
      title: extra.title,
      quantity: extra.quantity,
      listed_amount: extra.listed_amount ?? extra.unit_amount,
      charged_amount: unitAmount(extra),
      vat_bp: extra.vat_bp,
      department_id: extra.department_id ?? null,
      article_id: extra.article_id ?? null,
      add_on_id: extra.add_on_id ?? null,
      ticket_id: extra.ticket_id ?? sold.find((ticket) => ticket.request === extra.with_request)?.id ?? null,
      created_at: tx.now,
    });
    for (const [position, { variation_id, title, amount }] of (extra.variations ?? []).entries())
      variations.push({ order_line_id: id, position, variation_id, title, amount });
    if (extra.pool_id !== undefined)
      draws.push({ order_line_id: id, pool_id: extra.pool_id, units: extra.quantity, allotment_id: null });
  }
  await insertExtras.put(tx, lines);
  await insertVariations.put(tx, variations);
  if (order.confirmed_at !== null) {
    await grantAddOnCodes(
      tx,
      lines.filter(({ kind }) => kind === 'add_on'),
    );
  }
  return lines.map(({ id }) => id);
}
