import type { DatabaseSync } from 'node:sqlite';
import type { KeptValues } from './kept-values.ts';
import type { Outcome } from './transaction.ts';

const results_kept = 2_000;

/**
 * What lasting statements gave, for the one writer of SQLite: the catalogue is read by every sale and seldom changes. All is
 * forgotten by whatever may make one of it untrue: a write of ours that so much as names a table that was read, a command
 * that is taken back, and a commit of any other connection, which SQLite counts.
 */
export class Remembered {
  readonly #version: () => unknown;
  readonly #results = new Map<string, readonly unknown[]>();
  readonly #tables = new Set<string>();
  #ofWrites = new Map<string, boolean>();
  readonly #kept: KeptValues | undefined;
  #seen: unknown;
  #whole = false;
  #rolledBack = false;

  /** `kept` is told of the same events. */
  constructor(database: DatabaseSync, kept?: KeptValues) {
    this.#kept = kept;
    const version = database.prepare('pragma data_version');
    this.#version = () => version.get()?.['data_version'];
  }

  /** What the statement of this name gave before, else what it gives now. */
  outcome(name: string, sql: string, parameters: readonly unknown[], run: () => Outcome): Outcome {
    const key = keyOf(name, parameters);
    let rows = this.#results.get(key);
    if (rows === undefined) {
      this.#readFrom(sql);
      if (this.#results.size >= results_kept) this.forget();
      // many get the same rows: who would change one is told
      rows = run().rows.map((row) => Object.freeze(row));
      this.#results.set(key, rows);
    }
    return { rows: [...rows], changed: 0 };
  }

  /** Before anything else in a transaction. */
  begin(): void {
    const version = this.#version();
    const alone = version === this.#seen;
    if (!this.#whole || !alone) this.forget();
    this.#kept?.begin(alone && (this.#whole || this.#rolledBack));
    this.#seen = version;
    this.#whole = false;
    this.#rolledBack = false;
  }

  committed(): void {
    this.#whole = true;
  }

  /** Nothing of the transaction was kept; without a word, nobody knows what was. */
  rolledBack(): void {
    this.#rolledBack = true;
    this.#kept?.rolledBack();
  }

  /** Before each statement that may write. */
  writes(sql: string): void {
    let touches = this.#ofWrites.get(sql);
    if (touches === undefined) {
      const words = sql.toLowerCase().match(/\w+/g) ?? [];
      touches = words.some((word) => this.#tables.has(word));
      if (this.#ofWrites.size >= results_kept) this.#ofWrites.clear();
      this.#ofWrites.set(sql, touches);
    }
    if (touches) this.forget();
    this.#kept?.writes(sql);
  }

  forget(): void {
    this.#results.clear();
  }

  #readFrom(sql: string): void {
    for (const [, table] of sql.matchAll(/\b(?:from|join) "(\w+)"/g)) {
      if (table === undefined || this.#tables.has(table)) continue;
      this.#tables.add(table);
      this.#ofWrites = new Map();
    }
  }
}

/** No two lists of values have the same: texts are in quotes. */
function keyOf(name: string, parameters: readonly unknown[]): string {
  let key = name;
  for (const value of parameters)
    key += typeof value === 'number' ? ` ${value}` : ` ${JSON.stringify(value)}`;
  return key;
}
