import { sql, type Expression, type SqlBool } from 'kysely';
import type { Condition, FilterColumn, FilterValue } from '../../domain/filter.ts';
import { Fault } from '../../domain/faults.ts';
import type { Engine } from '../../store/ddl.ts';
import { asItIs, typeOfValue, type Given, type GiveValue } from './given.ts';

/** A column that can be filtered and ordered by, and where it stands in the query. */
export interface SqlColumn extends FilterColumn {
  /** of a list: JSON text of it, or null */
  readonly sql: Expression<unknown>;
  /** whether it is among the values, where an index answers that better than the column itself would */
  readonly among?: ((values: readonly Given[]) => Expression<SqlBool>) | undefined;
  /** what `among` goes by of a value */
  readonly kindOf?: ((value: FilterValue) => string) | undefined;
}

export type SqlColumns = Readonly<Record<string, SqlColumn>>;

/**
 * Conditions as one expression; undefined when there are none. Columns and operators have been checked. With `leftBlank` the
 * expression serves all conditions of the same shape.
 */
export function whereOf(
  engine: Engine,
  columns: SqlColumns,
  conditions: readonly Condition[],
  give: GiveValue = asItIs,
): Expression<SqlBool> | undefined {
  const parts = conditions.map((condition, at) => {
    const column = columnOf(columns, condition);
    const values = condition.values.map((value, index) => give(value, kindIn(column, value), at, index));
    return expressionOf(engine, column, condition, values);
  });
  return parts.length === 0 ? undefined : sql<SqlBool>`(${sql.join(parts, sql` and `)})`;
}

/** What conditions have in common that one statement serves. */
export function shapeOf(columns: SqlColumns, conditions: readonly Condition[]): readonly unknown[] {
  return conditions.map((condition) => {
    const column = columnOf(columns, condition);
    const kinds = condition.values.map((value) => `${typeOfValue(value)} ${kindIn(column, value)}`);
    return [condition.column, condition.operator, kinds];
  });
}

function kindIn({ kindOf }: SqlColumn, value: FilterValue): string {
  return kindOf === undefined ? '' : kindOf(value);
}

export function columnOf(columns: SqlColumns, { column: name }: { readonly column: string }): SqlColumn {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column === undefined) throw new Fault('unknown_filter', { column: name });
  return column;
}

function expressionOf(
  engine: Engine,
  column: SqlColumn,
  { operator, step }: Condition,
  values: readonly Given[],
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
      return comparison(operator, ordered(engine, column), values[0], step);
  }
}

/** Operators come from a list of our own, never from the client's text. */
function comparison(
  operator: '<' | '>' | '<=' | '>=',
  cell: Expression<unknown>,
  value: Given | undefined,
  step: number | undefined,
): Expression<SqlBool> {
  if (value === undefined) return never;
  // beyond the whole step, or up to its end
  if (step !== undefined && operator === '>') return sql<SqlBool>`${cell} >= ${valueOf(value, step)}`;
  if (step !== undefined && operator === '<=') return sql<SqlBool>`${cell} < ${valueOf(value, step)}`;
  return sql<SqlBool>`${cell} ${sql.raw(operator)} ${valueOf(value)}`;
}

const never = sql<SqlBool>`1 = 0`;
const always = sql<SqlBool>`1 = 1`;

/** What is unknown because something is missing counts as not so. */
function not(expression: Expression<SqlBool>): Expression<SqlBool> {
  return sql<SqlBool>`(${expression}) is not true`;
}

function among(column: SqlColumn, values: readonly Given[], step: number | undefined): Expression<SqlBool> {
  const [one, another] = values;
  if (one === undefined) return never;
  if (step !== undefined) {
    const steps = values.map(
      (value) =>
        sql<SqlBool>`(${column.sql} >= ${valueOf(value)} and ${column.sql} < ${valueOf(value, step)})`,
    );
    return sql<SqlBool>`(${sql.join(steps, sql` or `)})`;
  }
  if (column.among !== undefined) return column.among(values);
  if (another === undefined) return sql<SqlBool>`${column.sql} = ${valueOf(one)}`;
  return sql<SqlBool>`${column.sql} in (${sql.join(values.map((value) => valueOf(value)))})`;
}

/** Whether the list holds any of the values; without values, whether it holds anything. */
function anyOf(engine: Engine, column: SqlColumn, values?: readonly Given[]): Expression<SqlBool> {
  const among = (make?: (value: FilterValue) => unknown) =>
    values === undefined
      ? sql``
      : sql` where entry.value in (${sql.join(values.map((value) => value.bind(make)))})`;
  if (engine === 'sqlite') {
    return sql<SqlBool>`exists (select 1 from json_each(${column.sql}) as entry${among()})`;
  }
  return sql<SqlBool>`exists (select 1 from jsonb_array_elements_text(cast(${column.sql} as jsonb)) as entry(value)${among(String)})`;
}

/** Texts are compared by their bytes; PostgreSQL would go by the database's language. */
export function ordered(engine: Engine, column: SqlColumn): Expression<unknown> {
  if (engine === 'sqlite' || column.type !== 'text') return column.sql;
  return sql`${column.sql} collate "C"`;
}

/** PostgreSQL takes a parameter beside a whole number for one, and refuses a fraction there. */
function valueOf(value: Given, step?: number): Expression<unknown> {
  const bound = value.bind(step === undefined ? undefined : (begin) => Number(begin) + step);
  if (value.type === 'whole') return sql`cast(${bound} as bigint)`;
  return value.type === 'fraction' ? sql`cast(${bound} as double precision)` : bound;
}
