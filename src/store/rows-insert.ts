import type { Compilable, Kysely } from 'kysely';
import { Statement } from './statement.ts';
import type { Tables } from './tables.ts';
import type { Rx } from './transaction.ts';

/** Rows of one statement: more go out in several. */
const rows_per_statement = 50;

/** The values of all rows, one after the other, by their place. */
type Flat = Readonly<Record<string, unknown>>;

/** Inserts rows of one shape together, as a hot statement that is compiled once for each number of rows. */
export class RowsInsert<V extends object> {
  readonly #build: (db: Kysely<Tables>, rows: V[]) => Compilable;
  readonly #ofMany = new Map<number, Statement<Flat, never>>();

  /** `build` is given rows of slots in the shape of the first rows inserted. */
  constructor(build: (db: Kysely<Tables>, rows: V[]) => Compilable) {
    this.#build = build;
  }

  /** How many rows were put: fewer than given where the statement passes over conflicts. */
  async put(tx: Rx, rows: readonly V[]): Promise<number> {
    let put = 0;
    for (let from = 0; from < rows.length; from += rows_per_statement) {
      const part = rows.slice(from, from + rows_per_statement);
      const [first] = part;
      if (first === undefined) break;
      const columns = Object.keys(first) as (keyof V)[];
      const values: unknown[] = [];
      for (const row of part) for (const column of columns) values.push(row[column]);
      // an array is a record of its places
      put += await tx.change(this.#statement(columns, part.length), values as unknown as Flat);
    }
    return put;
  }

  #statement(columns: readonly (keyof V)[], many: number): Statement<Flat, never> {
    let known = this.#ofMany.get(many);
    if (known === undefined) {
      known = new Statement((db, slot) => {
        const rows = Array.from({ length: many }, (_, row) =>
          Object.fromEntries(
            columns.map((column, index) => [column, slot(String(row * columns.length + index))]),
          ),
        );
        return this.#build(db, rows as V[]);
      });
      this.#ofMany.set(many, known);
    }
    return known;
  }
}
