import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely';
import type { FilterValue } from '../../domain/filter.ts';
import { integerRanges, localIdOf } from '../../domain/served-id.ts';
import { anyServed } from '../served-ids/served-ids.ts';
import type { Rx } from '../../store/transaction.ts';
import type { SqlColumn } from './compile.ts';
import type { Given } from './given.ts';

/** Whose ids, as which dialect shows them. */
export interface ShownBy {
  readonly dialect: string;
  readonly organizer_ids: readonly number[];
}

/** An id that the dialect shows: compared and ordered as it is shown, found as it is kept. */
export function shownId(
  { dialect, organizer_ids }: ShownBy,
  kind: string,
  local: { readonly id: Expression<unknown>; readonly organizer_id: Expression<unknown> },
): SqlColumn {
  const fixed = sql`select cast(served_id.served_id as bigint) from served_id
    where served_id.organizer_id = ${local.organizer_id} and served_id.dialect = ${dialect}
      and served_id.kind = ${kind} and served_id.local_id = ${local.id}`;
  return {
    type: 'number',
    // a missing id is shown as none, not as the first of the range
    sql: sql`coalesce((${fixed}), ${bornHere(local.id)})`,
    kindOf,
    among: (values) => among({ dialect, organizer_ids }, kind, local.id, values),
  };
}

/** The same where nothing has a fixed id: the order of the ids is the order in which things are kept. */
export function bornId(id: Expression<unknown>): SqlColumn {
  return { type: 'number', sql: id, read: localOfShown };
}

function localOfShown(value: unknown): number {
  const number = Number(value);
  if (!/^-?\d{1,16}$/.test(String(value)) || !Number.isSafeInteger(number)) throw new Error('is not an id');
  const { first, second, ids_in_first } = integerRanges;
  // below, between and beyond the ranges there is nothing, and the order stays
  if (number >= second) return Math.max(number - second, ids_in_first);
  return Math.min(number - first, ids_in_first);
}

/** An id that is never fixed, as it is shown. */
export function bornHere(id: Expression<unknown>): RawBuilder<unknown> {
  const { first, second, ids_in_first } = integerRanges;
  return sql`case when ${id} < ${sql.lit(ids_in_first)} then ${id} + ${sql.lit(first)} else ${id} + ${sql.lit(second)} end`;
}

/** Ids that were made here say which thing they are; others have to be looked up. */
function kindOf(value: FilterValue): string {
  return localIdOf(String(value)) === undefined ? 'fixed' : 'born';
}

export const isBorn = ({ kind }: Given): boolean => kind === 'born';
export const boundLocalId = (value: Given): Expression<unknown> =>
  value.bind((served) => localIdOf(String(served)));

function among(
  { dialect, organizer_ids }: ShownBy,
  kind: string,
  id: Expression<unknown>,
  values: readonly Given[],
): Expression<SqlBool> {
  const born = values.filter(isBorn).map(boundLocalId);
  const others = values.filter((value) => !isBorn(value)).map((value) => value.bind(String));
  const fixed = sql`select served_id.local_id from served_id
    where served_id.organizer_id in (${sql.join(organizer_ids)}) and served_id.dialect = ${dialect}
      and served_id.kind = ${kind} and served_id.served_id in (${sql.join(others)})`;
  // one value is an equality, by which an index is entered at one point
  const alone = others.length === 1 && organizer_ids.length === 1;
  const found = alone ? sql<SqlBool>`${id} = (${fixed})` : sql<SqlBool>`${id} in (${fixed})`;
  if (born.length === 0) return found;
  const [one, another] = born;
  const here =
    another === undefined ? sql<SqlBool>`${id} = ${one}` : sql<SqlBool>`${id} in (${sql.join(born)})`;
  return others.length === 0 ? here : sql<SqlBool>`(${here} or ${found})`;
}

/** Whether anything of the kind has an id that came from elsewhere. */
export async function hasFixedIds(
  rx: Rx,
  { dialect, organizer_ids }: ShownBy,
  kind: string,
): Promise<boolean> {
  for (const organizer_id of organizer_ids) {
    if ((await rx.first(anyServed, { organizer_id, dialect, kind })) !== undefined) return true;
  }
  return false;
}
