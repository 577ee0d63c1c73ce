import { idOf } from '../wire.ts';
import type { CallOdoo } from './call.ts';
import { findRecords } from './records.ts';

/**
 * Odoo sets scanned registrations back when their order is confirmed or gets a line (reference/wire-notes.md, "Odoo"). Which
 * of them were scanned is therefore written into the order's source document (`origin`) before it is touched, and taken out
 * once they are scanned again: a crash in between forgets nothing, whoever goes on.
 */
const mark = / ?\[guichet: scanned ([\d, ]+)\]/;

/** The registrations that the mark in a source document names. */
export function doneMarks(origin: string): ReadonlySet<number> {
  const ids = mark.exec(origin)?.[1]?.split(',').map(Number) ?? [];
  return new Set(ids.filter((id) => Number.isSafeInteger(id) && id > 0));
}

export function withMarks(origin: string, ids: Iterable<number>): string {
  return `${withoutMarks(origin)} [guichet: scanned ${[...ids].join(', ')}]`.trimStart();
}

export function withoutMarks(origin: string): string {
  return origin.replace(mark, '');
}

/** The registrations of orders that are scanned at this moment, by the order. */
export async function scannedNow(
  call: CallOdoo,
  order_ids: readonly number[],
): Promise<Map<number | undefined, number[]>> {
  const domain = [
    ['sale_order_id', 'in', order_ids],
    ['state', '=', 'done'],
  ];
  const found = await findRecords(call, 'event.registration', { domain });
  const byOrder = Map.groupBy(found, ({ sale_order_id }) => idOf(sale_order_id));
  return new Map([...byOrder].map(([order_id, all]) => [order_id, all.map(({ id }) => id)]));
}
