import { sql, type Expression, type SqlBool } from 'kysely';
import type { Condition, FilterValue } from '../../domain/filter.ts';
import { Fault } from '../../domain/faults.ts';
import type { Rx } from '../../store/transaction.ts';
import { columnOf, ordered, whereOf, type SqlColumn, type SqlColumns } from './compile.ts';
import { plain } from './columns.ts';
import type { ListSource } from './list-page.ts';

/** A table whose rows are listed; `living`: without those that have a `deleted_at`. */
export function tableList(
  name: string,
  columns: SqlColumns,
  options: { readonly living?: true } = {},
): ListSource {
  const belongs =
    options.living === true ? sql<SqlBool>`${sql.ref(`${name}.deleted_at`)} is null` : undefined;
  return {
    name,
    from: sql.table(name),
    id: sql.ref(`${name}.id`),
    organizer_id: sql.ref(`${name}.organizer_id`),
    columns: { id: plain('number', `${name}.id`), ...columns },
    belongs,
  };
}

export interface AfterWish {
  readonly organizer_ids: readonly number[];
  readonly conditions: readonly Condition[];
  /** the column, with `-` before it when the greatest comes first; by id unless given, and by id among equals */
  readonly order?: string | undefined;
  /** what the page before gave as `next` */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Where the next page begins: what of the last row was ordered by, and its id. */
type Position = readonly [order: string, value: FilterValue | null, id: number];

/**
 * The ids of a page, in order, and the cursor of the next one (null: this was the last). A page takes as long wherever it
 * stands in the list, and what is added meanwhile neither repeats a row nor hides one. Throws `unknown_filter` for a column
 * to order by that is not declared, `invalid_input` for a cursor that this list and this order did not give.
 */
export async function listAfter(
  rx: Rx,
  source: ListSource,
  wish: AfterWish,
): Promise<{ ids: number[]; next: string | null }> {
  const { limit, order = 'id' } = wish;
  const descending = order.startsWith('-');
  const name = descending ? order.slice(1) : order;
  const column = columnOf(source.columns, { column: name });
  if (column.type === 'numbers' || column.type === 'texts') throw new Fault('unknown_filter', { order });
  const by = ordered(rx.engine, column);
  const position = wish.cursor === undefined ? undefined : readPosition(wish.cursor, order, column);
  const parts = [
    reachOf(source, wish.organizer_ids),
    source.belongs,
    whereOf(rx.engine, source.columns, wish.conditions),
    position === undefined
      ? undefined
      : beyond(by, source.id, position, { descending, alone: name === 'id' }),
  ].filter((part) => part !== undefined);
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const nulls = sql.raw(descending ? 'nulls last' : 'nulls first');
  const sorting =
    name === 'id'
      ? sql`${source.id} ${direction}`
      : sql`${by} ${direction} ${nulls}, ${source.id} ${direction}`;
  const { rows } = await sql<{ id: number; value: FilterValue | null }>`
    select ${source.id} as id, ${by} as value from ${source.from} where ${sql.join(parts, sql` and `)}
    order by ${sorting} limit ${limit + 1}`.execute(rx.db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const ends = rows.length <= limit || last === undefined;
  return {
    ids: page.map((row) => row.id),
    next: ends ? null : writePosition([order, last.value, last.id]),
  };
}

function reachOf(source: ListSource, organizer_ids: readonly number[]): Expression<SqlBool> {
  const [one, another] = organizer_ids;
  return another === undefined
    ? sql<SqlBool>`${source.organizer_id} = ${one ?? 0}`
    : sql<SqlBool>`${source.organizer_id} in (${sql.join(organizer_ids)})`;
}

/** The rows after a position. What is missing comes first in an ascending list and last in a descending one. */
function beyond(
  by: Expression<unknown>,
  id: Expression<unknown>,
  [, value, last]: Position,
  { descending, alone }: { readonly descending: boolean; readonly alone: boolean },
): Expression<SqlBool> {
  const further = sql.raw(descending ? '<' : '>');
  const later = sql<SqlBool>`${id} ${further} ${last}`;
  if (alone) return later;
  if (value === null) {
    const among = sql<SqlBool>`(${by} is null and ${later})`;
    return descending ? among : sql<SqlBool>`(${by} is not null or ${among})`;
  }
  const onward = sql<SqlBool>`(${by} ${further} ${value} or (${by} = ${value} and ${later}))`;
  return descending ? sql<SqlBool>`(${onward} or ${by} is null)` : onward;
}

function writePosition(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function readPosition(cursor: string, order: string, { type }: SqlColumn): Position {
  const refused = new Fault('invalid_input', {
    in: 'query',
    path: 'cursor',
    message: 'is not one that this list gave in this order',
  });
  let found: unknown;
  try {
    found = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw refused;
  }
  if (!Array.isArray(found) || found.length !== 3 || found[0] !== order) throw refused;
  const [, value, id] = found as unknown[];
  const fits = value === null || typeof value === (type === 'text' ? 'string' : 'number');
  if (!Number.isSafeInteger(id) || !fits) throw refused;
  return [order, value as FilterValue | null, id as number];
}
