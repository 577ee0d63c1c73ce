import type { Compilable, Kysely } from 'kysely';
import type { Engine } from './ddl.ts';
import type { Gathering } from './gathered.ts';
import type { Kept } from './kept-values.ts';
import type { Whereabouts } from './list-reader.ts';
import type { Statement } from './statement.ts';
import type { Tables } from './tables.ts';

/**
 * Who acts: a person, a credential of an application, a connection, a device, the buyer of an order (by the id of the
 * customer, where one is known), or the office itself.
 */
export interface Actor {
  readonly kind: 'user' | 'credential' | 'connection' | 'device' | 'buyer' | 'system';
  readonly id: number | null;
}

export const systemActor: Actor = { kind: 'system', id: null };

/** Reads what is committed; inside a write, also what the write did so far. */
export interface Rx {
  /** free queries; `run` and `first` are for the hot ones */
  readonly db: Kysely<Tables>;
  readonly engine: Engine;
  run<P, R>(statement: Statement<P, R>, values: P): Promise<R[]>;
  first<P, R>(statement: Statement<P, R>, values: P): Promise<R | undefined>;
  /** Runs a statement that gives no rows; how many it changed. Cheaper than `returning` on SQLite. */
  change<P>(statement: Statement<P, never>, values: P): Promise<number>;
  /**
   * For long lists: each row an array in the order of the selected columns. Of SQLite, rows as objects take half as long
   * again to read, and a look at each of their fields as long as all of it.
   */
  lists(query: Compilable): Promise<unknown[][]>;
  /** The same of a hot statement. */
  listsOf<P, R>(statement: Statement<P, R>, values: P): Promise<unknown[][]>;
}

/** One command's transaction. All of it is kept, or nothing. Await nothing but this inside it. */
export interface Tx extends Rx {
  /** the instant of the command, in ms, by the engine's clock */
  readonly now: number;
  readonly actor: Actor;
  /** a new id, unique over all kinds in this database */
  id(): number | Promise<number>;
  random(bytes: number): Uint8Array;
  /**
   * Has a row written at the end of the transaction, together with those of other commands that share it. For rows that
   * nothing reads before the commit.
   */
  gather<R>(into: Gathering<R>, row: R): void;
  /** whether no other transaction writes until this one ends (SQLite) */
  readonly sole_writer: boolean;
  /** what earlier commands worked out; nothing on PostgreSQL, where others write meanwhile */
  readonly kept?: Kept;
}

/** What the engine takes from outside, so that tests and the sandbox can set it. */
export interface Surroundings {
  now(): number;
  random(bytes: number): Uint8Array;
}

export interface Store {
  readonly engine: Engine;
  /** for threads that read over connections of their own */
  readonly whereabouts: Whereabouts;
  /** Runs a command; once it resolves, what it did has reached the disk. */
  write<T>(actor: Actor, command: (tx: Tx) => Promise<T>): Promise<T>;
  read<T>(query: (rx: Rx) => Promise<T>): Promise<T>;
  /** Brings the tables up to date. */
  migrate(): Promise<string[]>;
  /** Copies the whole database into a file, while it is in use; PostgreSQL has tools of its own for it. */
  backup(file: string): Promise<void>;
  /** The commands waiting for their turn. */
  waiting(): number;
  /** The commands that were ever handed in here: who asks twice sees whether others are at work. */
  handedIn(): number;
  close(): Promise<void>;
}

/** What a bound statement gave: its rows, or how many it changed. */
export interface Outcome {
  readonly rows: unknown[];
  readonly changed: number;
}

/** How an engine runs a bound statement; an engine in this process answers at once. */
export type Execute = (
  sql: string,
  parameters: unknown[],
  statement: { readonly name: string; readonly lasting: boolean },
) => Outcome | Promise<Outcome>;

/** The same with rows as arrays. */
export type ExecuteLists = (
  sql: string,
  parameters: readonly unknown[],
) => unknown[][] | Promise<unknown[][]>;

export function rxOver(engine: Engine, db: Kysely<Tables>, execute: Execute, executeLists: ExecuteLists): Rx {
  // a statement takes microseconds, and each promise more on the way costs one: an answer at hand takes none
  function run<P, R, T>(statement: Statement<P, R>, values: P, take: (outcome: Outcome) => T): Promise<T> {
    return new Promise((resolve) => {
      const { sql, parameters } = statement.bind(engine, db, values);
      const outcome = execute(sql, parameters, statement);
      resolve(outcome instanceof Promise ? outcome.then(take) : take(outcome));
    });
  }
  return {
    db,
    engine,
    // the rows of a statement have the type that it was built with
    run: (statement, values) => run(statement, values, (outcome) => outcome.rows as never),
    first: (statement, values) => run(statement, values, (outcome) => outcome.rows[0] as never),
    change: (statement, values) => run(statement, values, (outcome) => outcome.changed),
    lists: async (query) => {
      const { sql, parameters } = query.compile();
      return executeLists(sql, parameters);
    },
    listsOf: async (statement, values) => {
      const { sql, parameters } = statement.bind(engine, db, values);
      return executeLists(sql, parameters);
    },
  };
}
