import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely';
import type { Condition, FilterColumn, FilterValue } from '../../domain/filter.ts';
import { Fault } from '../../domain/faults.ts';
import type { Engine } from '../../store/ddl.ts';

/** A column that can be filtered and ordered by, and where it stands in the query. */
export interface SqlColumn extends FilterColumn {
  /** of a list: JSON text of it, or null */
  readonly sql: Expression<unknown>;
  /** whether it is among the values, where an index answers that better than the column itself would */
  readonly among?: ((values: readonly FilterValue[]) => Expression<SqlBool>) | undefined;
}

export type SqlColumns = Readonly<Record<string, SqlColumn>>;

/** Conditions as one expression; undefined when there are none. Columns and operators have been checked. */
export function whereOf(
  engine: Engine,
  columns: SqlColumns,
  conditions: readonly Condition[],
): Expression<SqlBool> | undefined {
  const parts = conditions.map((condition) => expressionOf(engine, columnOf(columns, condition), condition));
  return parts.length === 0 ? undefined : sql<SqlBool>`(${sql.join(parts, sql` and `)})`;
}

export function columnOf(columns: SqlColumns, { column: name }: { readonly column: string }): SqlColumn {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column === undefined) throw new Fault('unknown_filter', { column: name });
  return column;
}

function expressionOf(
  engine: Engine,
  column: SqlColumn,
  { operator, values, step }: Condition,
): Expression<SqlBool> {
  const isList = column.type === 'numbers' || column.type === 'texts';
  const cell = column.sql;
  switch (operator) {
    case 'null':
      return isList ? not(anyOf(engine, column)) : sql<SqlBool>`${cell} is null`;
    case 'not null':
      return isList ? anyOf(engine, column) : sql<SqlBool>`${cell} is not null`;
    case '=':
    case 'in':
      return among(column, values, step);
    case '!=':
    case 'not in':
      return not(among(column, values, step));
    case 'in array':
      return values.length === 0 ? never : anyOf(engine, column, values);
    case 'not in array':
      return values.length === 0 ? always : not(anyOf(engine, column, values));
    default:
      return comparison(operator, ordered(engine, column), values[0] ?? 0, step);
  }
}

/** Operators come from a list of our own, never from the client's text. */
function comparison(
  operator: '<' | '>' | '<=' | '>=',
  cell: Expression<unknown>,
  value: FilterValue,
  step: number | undefined,
): Expression<SqlBool> {
  const plain = step === undefined || typeof value !== 'number';
  if (plain) return sql<SqlBool>`${cell} ${sql.raw(operator)} ${valueOf(value)}`;
  // beyond the whole step, or up to its end
  const next = valueOf(value + step);
  if (operator === '>') return sql<SqlBool>`${cell} >= ${next}`;
  if (operator === '<=') return sql<SqlBool>`${cell} < ${next}`;
  return sql<SqlBool>`${cell} ${sql.raw(operator)} ${valueOf(value)}`;
}

const never = sql<SqlBool>`1 = 0`;
const always = sql<SqlBool>`1 = 1`;

/** What is unknown because something is missing counts as not so. */
function not(expression: Expression<SqlBool>): Expression<SqlBool> {
  return sql<SqlBool>`(${expression}) is not true`;
}

function among(
  column: SqlColumn,
  values: readonly FilterValue[],
  step: number | undefined,
): Expression<SqlBool> {
  const [one, another] = values;
  if (one === undefined) return never;
  if (step !== undefined) {
    const steps = values.map(
      (value) =>
        sql<SqlBool>`(${column.sql} >= ${valueOf(value)} and ${column.sql} < ${valueOf(Number(value) + step)})`,
    );
    return sql<SqlBool>`(${sql.join(steps, sql` or `)})`;
  }
  if (column.among !== undefined) return column.among(values);
  if (another === undefined) return sql<SqlBool>`${column.sql} = ${valueOf(one)}`;
  return sql<SqlBool>`${column.sql} in (${sql.join(values.map(valueOf))})`;
}

/** Whether the list holds any of the values; without values, whether it holds anything. */
function anyOf(engine: Engine, column: SqlColumn, values?: readonly FilterValue[]): Expression<SqlBool> {
  if (engine === 'sqlite') {
    const wanted = values === undefined ? sql`` : sql` where entry.value in (${sql.join(values)})`;
    return sql<SqlBool>`exists (select 1 from json_each(${column.sql}) as entry${wanted})`;
  }
  const texts = values?.map(String);
  const wanted = texts === undefined ? sql`` : sql` where entry.value in (${sql.join(texts)})`;
  return sql<SqlBool>`exists (select 1 from jsonb_array_elements_text(cast(${column.sql} as jsonb)) as entry(value)${wanted})`;
}

/** Texts are compared by their bytes; PostgreSQL would go by the database's language. */
export function ordered(engine: Engine, column: SqlColumn): Expression<unknown> {
  if (engine === 'sqlite' || column.type !== 'text') return column.sql;
  return sql`${column.sql} collate "C"`;
}

/** PostgreSQL takes a parameter beside a whole number for one, and refuses a fraction there. */
function valueOf(value: FilterValue): RawBuilder<unknown> {
  if (typeof value !== 'number') return sql`${value}`;
  if (Number.isSafeInteger(value)) return sql`cast(${value} as bigint)`;
  return sql`cast(${value} as double precision)`;
}
