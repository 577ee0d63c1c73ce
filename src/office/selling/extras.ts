import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { safeAmount, timesQuantity } from '../../domain/money.ts';
import { statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import type { OrderRow } from './orders.ts';
import type { Draw } from './pools.ts';
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

const insertExtra = statement<ExtraValues, never>((db, slot) =>
  db.insertInto('order_line').values({
    id: slot('id'),
    organizer_id: slot('organizer_id'),
    order_id: slot('order_id'),
    kind: slot('kind'),
    title: slot('title'),
    quantity: slot('quantity'),
    listed_amount: slot('listed_amount'),
    charged_amount: slot('charged_amount'),
    vat_bp: slot('vat_bp'),
    department_id: slot('department_id'),
    article_id: slot('article_id'),
    add_on_id: slot('add_on_id'),
    ticket_id: slot('ticket_id'),
    created_at: slot('created_at'),
  }),
);

const insertVariation = statement<
  { order_line_id: number; position: number; variation_id: number; title: string; amount: number },
  never
>((db, slot) =>
  db.insertInto('order_line_variation').values({
    order_line_id: slot('order_line_id'),
    position: slot('position'),
    variation_id: slot('variation_id'),
    title: slot('title'),
    amount: slot('amount'),
  }),
);

/** Writes the lines that are no tickets; what they draw from pools joins the draws of the sale. */
export async function writeExtras(
  tx: Tx,
  order: OrderRow,
  extras: readonly ExtraLine[],
  sold: readonly SoldTicket[],
  draws: Draw[],
): Promise<number[]> {
  const ids: number[] = [];
  for (const extra of extras) {
    const id = await tx.id();
    await tx.run(insertExtra, {
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
    for (const [position, variation] of (extra.variations ?? []).entries()) {
      await tx.run(insertVariation, { order_line_id: id, position, ...variation });
    }
    if (extra.pool_id !== undefined) {
      draws.push({ order_line_id: id, pool_id: extra.pool_id, units: extra.quantity, allotment_id: null });
    }
    ids.push(id);
  }
  return ids;
}
