import type { Compilable, Kysely } from 'kysely';
import { statement, type Statement } from './statement.ts';
import type { Tables } from './tables.ts';
import type { Rx } from './transaction.ts';

/** Keys of one run; a shorter rest repeats its last key, so that the statement is compiled once. */
const keys_at_once = 50;
const names = Array.from({ length: keys_at_once }, (_, index) => `key_${index}`);

type Common = Readonly<Record<string, string | number>>;
type SlotOf<C> = <K extends keyof C & string>(name: K) => C[K];

/** A hot statement over rows that are named by many keys, beside what they have in common. */
export class ByKeys<C extends Common, K extends string | number, R> {
  readonly #statement: Statement<Record<string, string | number>, R>;

  constructor(build: (db: Kysely<Tables>, keys: K[], slot: SlotOf<C>) => Compilable<R>) {
    this.#statement = statement((db, slot) =>
      build(
        db,
        names.map((name) => slot(name) as K),
        slot as unknown as SlotOf<C>,
      ),
    );
  }

  read(rx: Rx, common: C, keys: readonly K[]): Promise<R[]> {
    return this.#inRuns(common, keys, (values) => rx.run(this.#statement, values));
  }

  /** Each row an array, in the order of the selected columns: for long lists of few columns. */
  lists(rx: Rx, common: C, keys: readonly K[]): Promise<unknown[][]> {
    return this.#inRuns(common, keys, (values) => rx.listsOf(this.#statement, values));
  }

  async #inRuns<T>(
    common: C,
    keys: readonly K[],
    run: (values: Record<string, string | number>) => Promise<T[]>,
  ): Promise<T[]> {
    const rows: T[] = [];
    for (let start = 0; start < keys.length; start += keys_at_once) {
      const last = keys[Math.min(start + keys_at_once, keys.length) - 1] as K;
      const values: Record<string, string | number> = { ...common };
      for (let index = 0; index < keys_at_once; index += 1) {
        values[names[index] as string] = keys[start + index] ?? last;
      }
      const found = await run(values);
      // a spread of thousands of rows would not fit on the stack
      for (const row of found) rows.push(row);
    }
    return rows;
  }
}

/** The same by ids alone. */
export class ByIds<R> {
  readonly #keys: ByKeys<Common, number, R>;

  constructor(build: (db: Kysely<Tables>, ids: number[]) => Compilable<R>) {
    this.#keys = new ByKeys((db, ids: number[]) => build(db, ids));
  }

  read(rx: Rx, ids: readonly number[]): Promise<R[]> {
    return this.#keys.read(rx, {}, ids);
  }

  lists(rx: Rx, ids: readonly number[]): Promise<unknown[][]> {
    return this.#keys.lists(rx, {}, ids);
  }
}
