import type { Compilable, Kysely } from 'kysely';
import { Statement } from './statement.ts';
import type { Tables } from './tables.ts';
import type { Rx } from './transaction.ts';

type Key = string | number;
type Values = Record<string, Key>;
type SlotFor<F> = <K extends keyof F & string>(name: K) => F[K];

/** Keys of one statement: a rest repeats its last key, so that a statement is compiled for these sizes alone. */
const sizes = [1, 10, 100] as const;

/** Reads the rows of many keys, as hot statements that are compiled once for each of a few numbers of keys. */
export class RowsByKey<F extends object, K extends Key, R> {
  readonly #build: (db: Kysely<Tables>, slot: SlotFor<F>, keys: K[]) => Compilable<R>;
  readonly #ofSize = new Map<number, Statement<Values, R>>();

  /** `build` is given slots for what all keys share, and a list of slots for the keys. */
  constructor(build: (db: Kysely<Tables>, slot: SlotFor<F>, keys: K[]) => Compilable<R>) {
    this.#build = build;
  }

  /** The rows in no order; a key that is given twice is looked for once. */
  async read(rx: Rx, shared: F, keys: Iterable<K>): Promise<R[]> {
    const wanted = [...new Set(keys)];
    const rows: R[] = [];
    const largest = sizes[sizes.length - 1] ?? 1;
    for (let from = 0; from < wanted.length; from += largest) {
      const part = wanted.slice(from, from + largest);
      const size = sizes.find((one) => one >= part.length) ?? largest;
      const values: Values = { ...(shared as unknown as Values) };
      const last = part.at(-1) as K;
      for (let index = 0; index < size; index += 1) values[`key_${index}`] = part[index] ?? last;
      for (const row of await rx.run(this.#statement(size), values)) rows.push(row);
    }
    return rows;
  }

  #statement(size: number): Statement<Values, R> {
    let known = this.#ofSize.get(size);
    if (known === undefined) {
      known = new Statement<Values, R>((db, slot) => {
        const keys = Array.from({ length: size }, (_, index) => slot(`key_${index}`) as K);
        return this.#build(db, slot as unknown as SlotFor<F>, keys);
      });
      this.#ofSize.set(size, known);
    }
    return known;
  }
}
