import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely';
import type { Condition } from '../../domain/filter.ts';
import type { Rx } from '../../store/transaction.ts';
import { columnOf, ordered, whereOf, type SqlColumns } from './compile.ts';
import type { KeptTotals } from './kept-totals.ts';

/** What a list is drawn from. Of a row only its id is read; a page's rows are then read by their ids. */
export interface ListSource {
  readonly name: string;
  /** tables, with what the columns stand in */
  readonly from: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly organizer_id: RawBuilder<unknown>;
  readonly columns: SqlColumns;
  /** what belongs to the list at all */
  readonly belongs?: Expression<SqlBool> | undefined;
}

export interface ListWish {
  readonly organizer_ids: readonly number[];
  readonly conditions: readonly Condition[];
  /** by id, ascending, in the end */
  readonly order: readonly { readonly column: string; readonly direction: 'asc' | 'desc' }[];
  readonly offset: number;
  readonly limit: number;
}

export interface ListPage {
  readonly ids: number[];
  readonly total: number;
}

/** A page of a list, and how many rows all pages have. Throws `unknown_filter` for a column to order by that is not declared. */
export async function listPage(
  rx: Rx,
  source: ListSource,
  wish: ListWish,
  totals: KeptTotals,
): Promise<ListPage> {
  const where = conditionsOf(rx, source, wish);
  const order = [
    ...wish.order.map(({ column, direction }) => {
      const by = ordered(rx.engine, columnOf(source.columns, { column }));
      // an ascending list starts with what is missing on both engines
      return direction === 'asc' ? sql`${by} asc nulls first` : sql`${by} desc nulls last`;
    }),
    sql`${source.id} asc`,
  ];
  const page = sql<{ id: number }>`select ${source.id} as id from ${source.from} where ${where}
    order by ${sql.join(order)} limit ${wish.limit} offset ${wish.offset}`;
  const { rows } = await page.execute(rx.db);
  const ids = rows.map((row) => row.id);
  // a page that is not full ends the list
  const ends = ids.length < wish.limit && (ids.length > 0 || wish.offset === 0);
  if (ends) return { ids, total: wish.offset + ids.length };
  return { ids, total: await totals.total(keyOf(source, wish), () => countRows(rx, source, where)) };
}

function conditionsOf(rx: Rx, source: ListSource, wish: ListWish): Expression<SqlBool> {
  const [one, another] = wish.organizer_ids;
  const reach =
    another === undefined
      ? sql<SqlBool>`${source.organizer_id} = ${one ?? 0}`
      : sql<SqlBool>`${source.organizer_id} in (${sql.join(wish.organizer_ids)})`;
  const asked = whereOf(rx.engine, source.columns, wish.conditions);
  const all = [reach, source.belongs, asked].filter((part) => part !== undefined);
  return sql<SqlBool>`${sql.join(all, sql` and `)}`;
}

async function countRows(rx: Rx, source: ListSource, where: Expression<SqlBool>): Promise<number> {
  const { rows } = await sql<{
    total: number;
  }>`select count(*) as total from ${source.from} where ${where}`.execute(rx.db);
  return rows[0]?.total ?? 0;
}

function keyOf(source: ListSource, { organizer_ids, conditions }: ListWish): string {
  return JSON.stringify([source.name, organizer_ids, conditions]);
}
