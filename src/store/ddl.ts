import { sqlTypes, type Column, type Index, type Table } from './column.ts';
import { tables } from './tables.ts';

export type Engine = 'sqlite' | 'postgres';

const quoted = (name: string): string => `"${name}"`;
const list = (names: readonly string[]): string => names.map(quoted).join(', ');

function columnSql(engine: Engine, name: string, column: Column<unknown>): string {
  const { type, nullable, fallback, references, bytewise } = column.spec;
  const value = typeof fallback === 'string' ? `'${fallback.replaceAll("'", "''")}'` : fallback;
  return [
    quoted(name),
    sqlTypes[type][engine],
    bytewise === true && engine === 'postgres' ? 'collate "C"' : '',
    nullable ? '' : 'not null',
    fallback === undefined ? '' : `default ${value}`,
    references === undefined ? '' : `references ${quoted(references)} (${quoted('id')})`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function indexSql(table: string, index: Index<string>): string {
  if (!('on' in index))
    return `create index ${quoted(`${table}_${index.join('_')}`)} on ${quoted(table)} (${list(index)})`;
  const { on, where } = index;
  const column = quoted(where.column);
  const [suffix, condition] =
    'is' in where
      ? [where.is === 'null' ? 'open' : 'set', `${column} is ${where.is}`]
      : [where.equals, `${column} = '${where.equals.replaceAll("'", "''")}'`];
  const create = index.unique === true ? 'create unique index' : 'create index';
  const named = quoted(`${table}_${on.join('_')}_${suffix}`);
  return `${create} ${named} on ${quoted(table)} (${list(on)}) where ${condition}`;
}

/**
 * The statements that create one table. SQLite's tables are STRICT; those without an `id` of their own are kept
 * in key order (WITHOUT ROWID), which saves the second tree.
 */
export function createTable(engine: Engine, name: string, declared: Table): string[] {
  const { columns, options } = declared;
  const key = options.key ?? ['id'];
  const born = Object.entries(columns).filter(([, column]) => column.spec.since === 0);
  const parts = [
    ...born.map(([column, spec]) => columnSql(engine, column, spec)),
    `primary key (${list(key)})`,
    ...(options.unique ?? []).map((columns) => `unique (${list(columns)})`),
  ];
  const ending =
    engine === 'sqlite' ? (options.key === undefined ? ' strict' : ' strict, without rowid') : '';
  const indexes = (options.index ?? []).map((index) => indexSql(name, index));
  return [`create table ${quoted(name)} (${parts.join(', ')})${ending}`, ...indexes];
}

/** The baseline: every table that no migration adds. */
export function createBaseline(engine: Engine): string[] {
  return Object.entries(tables as Record<string, Table>)
    .filter(([, declared]) => (declared.options.since ?? 0) === 0)
    .flatMap(([name, declared]) => createTable(engine, name, declared));
}
