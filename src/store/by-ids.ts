import type { Kysely, Compilable } from 'kysely';
import { statement, type Statement } from './statement.ts';
import type { Tables } from './tables.ts';
import type { Rx } from './transaction.ts';

/** Ids of one run; a shorter rest repeats its last id, so that the statement is compiled once. */
const ids_at_once = 50;
const names = Array.from({ length: ids_at_once }, (_, index) => `id_${index}`);

/** A hot statement over rows that are named by their ids, however many. */
export class ByIds<R> {
  readonly #statement: Statement<Record<string, number>, R>;

  constructor(build: (db: Kysely<Tables>, ids: number[]) => Compilable<R>) {
    this.#statement = statement((db, slot) =>
      build(
        db,
        names.map((name) => slot(name)),
      ),
    );
  }

  async read(rx: Rx, ids: readonly number[]): Promise<R[]> {
    const rows: R[] = [];
    for (let start = 0; start < ids.length; start += ids_at_once) {
      const some = ids.slice(start, start + ids_at_once);
      const last = some.at(-1) ?? 0;
      const values = Object.fromEntries(names.map((name, index) => [name, some[index] ?? last]));
      const found = await rx.run(this.#statement, values);
      // a spread of thousands of rows would not fit on the stack
      for (const row of found) rows.push(row);
    }
    return rows;
  }
}
