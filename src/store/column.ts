/**
 * Tables are declared once, as data: the declaration gives the row types of Kysely, the SQL of both engines
 * and the list of places where a person's data stands. A column added after the first release carries
 * `since(n)` and is created by migration n; what is declared without it belongs to the baseline.
 */
import type { Generated } from 'kysely';

/** SQL type by engine. SQLite's tables are STRICT, so that a wrong type is refused there as it is on PostgreSQL. */
export const sqlTypes = {
  int: { sqlite: 'integer', postgres: 'bigint' },
  real: { sqlite: 'real', postgres: 'double precision' },
  text: { sqlite: 'text', postgres: 'text' },
} as const;

export type SqlType = keyof typeof sqlTypes;

export interface ColumnSpec {
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly fallback?: string | number;
  readonly references?: string;
  /** texts are compared by their bytes on PostgreSQL too, so that an index finds what begins with a text */
  readonly bytewise?: true;
  /** the column may hold data of a person: erasing a person goes through these */
  readonly personal: boolean;
  readonly since: number;
}

export class Column<T> {
  /** only for inference: `T` as Kysely's row types want it */
  declare readonly row: T;
  readonly spec: ColumnSpec;

  constructor(spec: ColumnSpec) {
    this.spec = spec;
  }

  get nullable(): Column<T | null> {
    return new Column({ ...this.spec, nullable: true });
  }

  get bytewise(): Column<T> {
    return new Column({ ...this.spec, bytewise: true });
  }

  get personal(): Column<T> {
    return new Column({ ...this.spec, personal: true });
  }

  default(fallback: string | number): Column<Generated<T>> {
    return new Column({ ...this.spec, fallback });
  }

  ref(table: string): Column<T> {
    return new Column({ ...this.spec, references: table });
  }

  since(migration: number): Column<T> {
    return new Column({ ...this.spec, since: migration });
  }
}

const plain = { nullable: false, personal: false, since: 0 };

/** A whole number: ids, instants in ms, minor units, counts, basis points. */
export const int = (): Column<number> => new Column<number>({ type: 'int', ...plain });
export const real = (): Column<number> => new Column<number>({ type: 'real', ...plain });
export const text = (): Column<string> => new Column<string>({ type: 'text', ...plain });
/** An instant: whole milliseconds since 1970 UTC. */
export const at = int;
/** 0 or 1. */
export const flag = (): Column<Generated<number>> => int().default(0);
/** JSON, kept as text on both engines. */
export const json = text;

/** A number that starts at 0. */
export const count = flag;

export type Columns = Readonly<Record<string, Column<unknown>>>;

export interface TableOptions<Name extends string = string> {
  /** the primary key; `['id']` unless said otherwise */
  readonly key?: readonly Name[];
  readonly unique?: readonly (readonly Name[])[];
  readonly index?: readonly Index<Name>[];
  readonly since?: number;
}

/** Columns of an index; with `where`, only the rows that have a value in that column, lack one, or have this one. */
export type Index<Name extends string> =
  | readonly Name[]
  | {
      readonly on: readonly Name[];
      /** among the rows of the index, no two have the same values */
      readonly unique?: true;
      readonly where:
        | { readonly column: Name; readonly is: 'null' | 'not null' }
        | { readonly column: Name; readonly equals: string };
    };

export interface Table<C extends Columns = Columns> {
  readonly columns: C;
  readonly options: TableOptions;
}

export function table<C extends Columns>(columns: C, options: TableOptions<keyof C & string> = {}): Table<C> {
  return { columns, options };
}

export type RowOf<T> =
  T extends Table<infer C> ? { [K in keyof C]: C[K] extends Column<infer V> ? V : never } : never;
