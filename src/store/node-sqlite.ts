import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { Kysely, SqliteAdapter, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Tables } from './tables.ts';
import type { Outcome } from './transaction.ts';

const statements_kept = 1000;

interface Prepared {
  readonly statement: StatementSync;
  /** gives rows */
  readonly reads: boolean;
  /** is no plain query */
  readonly writes: boolean;
}

/** Prepared statements by their SQL; the oldest goes when there are too many. */
export class PreparedStatements {
  readonly #database: DatabaseSync;
  readonly #onWrite: (sql: string) => void;
  readonly #kept = new Map<string, Prepared>();

  /** `onWrite` hears of each statement that may write, before it runs. */
  constructor(database: DatabaseSync, onWrite: (sql: string) => void = () => undefined) {
    this.#database = database;
    this.#onWrite = onWrite;
  }

  get(sql: string, form: 'objects' | 'arrays' = 'objects'): Prepared {
    const key = form === 'objects' ? sql : `arrays ${sql}`;
    let kept = this.#kept.get(key);
    if (kept === undefined) {
      const statement = this.#database.prepare(sql);
      if (form === 'arrays') statement.setReturnArrays(true);
      kept = { statement, reads: statement.columns().length > 0, writes: !/^\s*select\b/i.test(sql) };
      if (this.#kept.size >= statements_kept) {
        for (const oldest of this.#kept.keys()) {
          this.#kept.delete(oldest);
          break;
        }
      }
      this.#kept.set(key, kept);
    }
    if (kept.writes) this.#onWrite(sql);
    return kept;
  }

  lists(sql: string, parameters: readonly unknown[]): unknown[][] {
    const { statement } = this.get(sql, 'arrays');
    // `all` is typed for rows as objects alone
    return statement.all(...(parameters as SQLInputValue[])) as unknown as unknown[][];
  }

  execute(sql: string, parameters: unknown[]): Outcome {
    const { statement, reads } = this.get(sql);
    // Kysely and the hot statements only ever bind numbers, texts and null
    const values = parameters as SQLInputValue[];
    if (reads) return { rows: statement.all(...values), changed: 0 };
    return { rows: nothing, changed: Number(statement.run(...values).changes) };
  }
}

const nothing: unknown[] = [];

/** SQLite rolls back table changes like any other, which Kysely's own adapter does not count on. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class NodeSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** Kysely over one connection of `node:sqlite`, which differs from better-sqlite3 only in how values are passed. */
export function kyselyOver(database: DatabaseSync, prepared: PreparedStatements): Kysely<Tables> {
  const prepare = (sql: string): SqliteStatement => {
    const { statement, reads } = prepared.get(sql);
    return {
      reader: reads,
      all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
      run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
      // a statement of its own: another query of the same text must not reset a stream half way
      iterate: (parameters) => database.prepare(sql).iterate(...(parameters as SQLInputValue[])),
    };
  };
  return new Kysely<Tables>({
    dialect: new NodeSqliteDialect({ database: { prepare, close: () => undefined } }),
  });
}
