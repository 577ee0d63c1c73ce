import { sql, type Expression, type SqlBool } from 'kysely';
import type { FilterType } from '../../domain/filter.ts';
import type { Engine } from '../../store/ddl.ts';
import type { SqlColumn } from './compile.ts';
import type { Given } from './given.ts';

/** A column as it stands: `order.total`. */
export function plain(type: FilterType, reference: string): SqlColumn {
  return { type, sql: sql.ref(reference) };
}

/** A text for which '' means that there is none. */
export function filled(reference: string): SqlColumn {
  return { type: 'text', sql: sql`nullif(${sql.ref(reference)}, '')` };
}

/** The first of two columns that has a value. */
export function either(first: SqlColumn, second: SqlColumn): SqlColumn {
  return { type: first.type, sql: sql`coalesce(${first.sql}, ${second.sql})` };
}

/** 1 where the column has a value: whether something happened, of when it happened. */
export function present(reference: string): SqlColumn {
  const cell = sql.ref(reference);
  return {
    type: 'flag',
    sql: sql`case when ${cell} is null then 0 else 1 end`,
    kindOf: String,
    among: (flags) => flagAmong(flags, sql<SqlBool>`${cell} is not null`, sql<SqlBool>`${cell} is null`),
  };
}

/** 1 where the condition holds, 0 where it does not. */
export function whether(condition: Expression<SqlBool>): SqlColumn {
  return { type: 'flag', sql: sql`case when ${condition} then 1 else 0 end` };
}

function flagAmong(
  flags: readonly Given[],
  on: Expression<SqlBool>,
  off: Expression<SqlBool>,
): Expression<SqlBool> {
  const isAsked = (flag: string): boolean => flags.some(({ kind }) => kind === flag);
  if (isAsked('1')) return isAsked('0') ? sql<SqlBool>`1 = 1` : on;
  return off;
}

/** A field of a JSON column, missing where a field on the way is; `type` is what stands there. */
export function inJson(
  engine: Engine,
  type: 'number' | 'text' | 'flag',
  reference: string,
  path: readonly string[],
): SqlColumn {
  const cell = sql.ref(reference);
  if (engine === 'sqlite') {
    // on SQLite, true is 1 by itself
    const found = sql`json_extract(${cell}, ${`$.${path.join('.')}`})`;
    return { type, sql: type === 'flag' ? sql`coalesce(${found}, 0)` : found };
  }
  const found = sql`(cast(${cell} as jsonb) #>> ${sql.val(`{${path.join(',')}}`)}::text[])`;
  if (type === 'flag') return { type, sql: sql`case when ${found} = 'true' then 1 else 0 end` };
  return { type, sql: type === 'number' ? sql`cast(${found} as bigint)` : found };
}
