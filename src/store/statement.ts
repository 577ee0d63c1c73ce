import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Stands for a value while a hot statement is compiled. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export type SlotOf<P> = <K extends keyof P & string>(name: K) => P[K];
type Build<P, R> = (db: Kysely<Tables>, slot: SlotOf<P>, lock: Lock) => Compilable<R>;

/**
 * Locks the rows that a query finds until the transaction ends; `skip` passes over those that somebody else has locked,
 * `share` lets others read them as well and only keeps them from being changed; `keep` lets others change them too, and only
 * keeps them from being locked as a whole; `turn` is for one at a time, beside those who `keep` them.
 * PostgreSQL runs transactions side by side; SQLite has one writer, which needs no lock and knows no such words.
 */
export type Lock = <Q extends Lockable<Q>>(query: Q, how?: 'skip' | 'share' | 'keep' | 'turn') => Q;

interface Lockable<Q> {
  forUpdate(): Q;
  forShare(): Q;
  forKeyShare(): Q;
  forNoKeyUpdate(): Q;
  skipLocked(): Q;
}

export function lockOn(engine: string): Lock {
  return (query, how) => {
    if (engine !== 'postgres') return query;
    if (how === 'share') return query.forShare();
    if (how === 'keep') return query.forKeyShare();
    if (how === 'turn') return query.forNoKeyUpdate();
    return how === 'skip' ? query.forUpdate().skipLocked() : query.forUpdate();
  };
}

/**
 * A hot statement: written with Kysely, compiled once per engine, run many times with new values. Building the
 * query anew each time costs more than running it (docs/decisions, "hot statements").
 */
export class Statement<P, R> {
  readonly name: string;
  /** reads what seldom changes: SQLite's writer may remember what it gave */
  readonly lasting: boolean;
  readonly #build: Build<P, R>;
  readonly #compiled = new Map<string, Compiled>();

  constructor(build: Build<P, R>, lasting = false) {
    this.#build = build;
    this.lasting = lasting;
    this.name = `guichet_${(Statement.#count += 1)}`;
  }

  static #count = 0;

  /** SQL of an engine and the values in the order of its parameters. */
  bind(engine: string, db: Kysely<Tables>, values: P): { sql: string; parameters: unknown[] } {
    let compiled = this.#compiled.get(engine);
    if (compiled === undefined) {
      // a Slot stands in for the value: Kysely only carries it to the list of parameters
      const query: CompiledQuery<R> = this.#build(
        db,
        (name) => new Slot(name) as never,
        lockOn(engine),
      ).compile();
      compiled =
        engine === 'sqlite'
          ? withConstants(query.sql, query.parameters)
          : { sql: query.sql, slots: query.parameters };
      this.#compiled.set(engine, compiled);
    }
    const { slots } = compiled;
    const parameters = new Array<unknown>(slots.length);
    for (let index = 0; index < slots.length; index += 1) {
      const slot = slots[index];
      parameters[index] = slot instanceof Slot ? values[slot.name as keyof P] : slot;
    }
    return { sql: compiled.sql, parameters };
  }
}

interface Compiled {
  readonly sql: string;
  readonly slots: readonly unknown[];
}

/**
 * Writes numbers that are the same for every run into the text. SQLite works a bound LIMIT into its plan, and makes the
 * plan anew for each run: several times what running it takes.
 */
function withConstants(sql: string, slots: readonly unknown[]): Compiled {
  const texts = sql.split('?');
  if (texts.length !== slots.length + 1) return { sql, slots };
  let written = texts[0] ?? '';
  const left: unknown[] = [];
  for (const [index, slot] of slots.entries()) {
    const constant = Number.isSafeInteger(slot);
    written += `${constant ? String(slot) : '?'}${texts[index + 1] ?? ''}`;
    if (!constant) left.push(slot);
  }
  return { sql: written, slots: left };
}

/** Declares a hot statement; `slot('name')` takes the place of each value. */
export function statement<P, R>(build: Build<P, R>): Statement<P, R> {
  return new Statement(build);
}

/**
 * A hot statement that only reads, and tables that seldom change: a command on SQLite may be given what an earlier one read,
 * as long as nobody has written to them since. Its rows are not to be changed, and no value should be new each time, as the
 * clock is.
 */
export function lastingStatement<P, R>(build: Build<P, R>): Statement<P, R> {
  return new Statement(build, true);
}
