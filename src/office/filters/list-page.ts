import { sql, type CompiledQuery, type Expression, type RawBuilder, type SqlBool } from 'kysely';
import type { Rx } from '../../store/transaction.ts';
import { columnOf, ordered, shapeOf, whereOf, type SqlColumns } from './compile.ts';
import { Blank, filledIn, leftBlank, type AskedPage } from './given.ts';
import { KeptByKey } from './kept-by-key.ts';
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

export interface ListWish extends AskedPage {
  readonly organizer_ids: readonly number[];
  /** by id, ascending, in the end */
  readonly order: readonly { readonly column: string; readonly direction: 'asc' | 'desc' }[];
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
  const { page, total } = statementsOf(rx, source, wish);
  const ids = (await rx.lists(filledIn(page, wish))).map(([id]) => id as number);
  // a page that is not full ends the list
  const ends = ids.length < wish.limit && (ids.length > 0 || wish.offset === 0);
  if (ends) return { ids, total: wish.offset + ids.length };
  const count = async (): Promise<number> => {
    const [row] = await rx.lists(filledIn(total, wish));
    return row?.[0] as number;
  };
  return { ids, total: await totals.total(keyOf(source, wish), count) };
}

interface ListStatements {
  readonly page: CompiledQuery;
  readonly total: CompiledQuery;
}

const shapes_max = 200;
/** a long list of values is a shape that seldom comes again */
const kept_values_max = 20;
const statements = new WeakMap<ListSource, KeptByKey<ListStatements>>();

/** Building a statement takes longer than running it, so that it is kept for whatever asks the same of other values. */
function statementsOf(rx: Rx, source: ListSource, wish: ListWish): ListStatements {
  const { conditions, order, limit, organizer_ids } = wish;
  if (conditions.some(({ values }) => values.length > kept_values_max)) return compiled(rx, source, wish);
  let kept = statements.get(source);
  if (kept === undefined) statements.set(source, (kept = new KeptByKey(shapes_max)));
  const shape = [rx.engine, shapeOf(source.columns, conditions), order, limit, organizer_ids];
  return kept.get(JSON.stringify(shape), () => compiled(rx, source, wish));
}

function compiled(rx: Rx, source: ListSource, wish: ListWish): ListStatements {
  const where = conditionsOf(rx, source, wish);
  const order = [
    ...wish.order.map(({ column, direction }) => {
      const by = ordered(rx.engine, columnOf(source.columns, { column }));
      // an ascending list starts with what is missing on both engines
      return direction === 'asc' ? sql`${by} asc nulls first` : sql`${by} desc nulls last`;
    }),
    sql`${source.id} asc`,
  ];
  const offset = new Blank((asked) => asked.offset);
  // a bound LIMIT would have SQLite plan anew for each page
  const page = sql`select ${source.id} as id from ${source.from} where ${where}
    order by ${sql.join(order)} limit ${sql.lit(wish.limit)} offset ${offset}`;
  const total = sql`select count(*) as total from ${source.from} where ${where}`;
  return { page: page.compile(rx.db), total: total.compile(rx.db) };
}

function conditionsOf(rx: Rx, source: ListSource, wish: ListWish): Expression<SqlBool> {
  const [one, another] = wish.organizer_ids;
  const reach =
    another === undefined
      ? sql<SqlBool>`${source.organizer_id} = ${one ?? 0}`
      : sql<SqlBool>`${source.organizer_id} in (${sql.join(wish.organizer_ids)})`;
  const asked = whereOf(rx.engine, source.columns, wish.conditions, leftBlank);
  const all = [reach, source.belongs, asked].filter((part) => part !== undefined);
  return sql<SqlBool>`${sql.join(all, sql` and `)}`;
}

function keyOf(source: ListSource, { organizer_ids, conditions }: ListWish): string {
  return JSON.stringify([source.name, organizer_ids, conditions]);
}
