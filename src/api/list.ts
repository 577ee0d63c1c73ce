import { readConditions, type Condition } from '../domain/filter.ts';
import { parseInstant } from '../domain/local-time.ts';
import { plain } from '../office/filters/columns.ts';
import type { SqlColumn } from '../office/filters/compile.ts';
import { listAfter } from '../office/filters/list-after.ts';
import type { ListSource } from '../office/filters/list-page.ts';
import type { Rx } from '../store/transaction.ts';
import type { Caller } from './caller.ts';
import { listLimit, type ListQuery } from './shapes.ts';

/** A column of instants: compared with ISO 8601 text, kept in ms. */
export function instantColumn(reference: string): SqlColumn {
  return { ...plain('number', reference), read: readInstant };
}

function readInstant(value: unknown): number {
  if (typeof value === 'string') {
    try {
      return parseInstant(value);
    } catch {
      // said below
    }
  }
  throw new Error('is not an instant such as 2026-11-28T18:50:00Z');
}

export interface Listing<Row extends { readonly id: number }, Item> {
  readonly source: ListSource;
  /** the column that names the event of a row, where a caller may be limited to some events */
  readonly event_column: string | undefined;
  /** the rows of ids, in whatever order */
  readonly rows: (rx: Rx, ids: readonly number[]) => Promise<readonly Row[]>;
  readonly item: (row: Row) => Item;
}

/** A page of a list of the caller's organizer, limited to the caller's events. */
export async function listPageOf<Row extends { readonly id: number }, Item>(
  rx: Rx,
  caller: Caller,
  query: ListQuery,
  listing: Listing<Row, Item>,
): Promise<{ items: Item[]; next_cursor: string | null }> {
  const { source, event_column, rows, item } = listing;
  const asked = readConditions(source.columns, query.where ?? []);
  const { ids, next } = await listAfter(rx, source, {
    organizer_ids: [caller.organizer_id],
    conditions: [...asked, ...limitedTo(caller, event_column)],
    order: query.order,
    cursor: query.cursor,
    limit: listLimit(query),
  });
  const found = ids.length === 0 ? [] : await rows(rx, ids);
  const byId = new Map(found.map((row) => [row.id, row]));
  const items = ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [item(row)];
  });
  return { items, next_cursor: next };
}

function limitedTo(caller: Caller, event_column: string | undefined): Condition[] {
  const { event_ids } = caller;
  if (event_ids === undefined) return [];
  // what belongs to no event is the whole organizer's
  if (event_column === undefined) {
    caller.requireEverywhere();
    return [];
  }
  return [{ column: event_column, operator: 'in', values: event_ids }];
}
