import type { Tx } from './transaction.ts';

/** Where rows go that are written together, at the end of the transaction that they belong to. */
export interface Gathering<R> {
  /** `tx` is the office's own: the rows say themselves whose they are. Gathers nothing more. */
  put(tx: Tx, rows: readonly R[]): Promise<unknown>;
}

/**
 * What the commands of one transaction have gathered. Rows that nothing reads or refuses before the commit cost a
 * fraction when all commands of a batch write theirs in one statement.
 */
export class Gathered {
  #rows: { readonly into: Gathering<unknown>; readonly row: unknown }[] = [];
  #mark = 0;

  readonly gather = <R>(into: Gathering<R>, row: R): void => {
    this.#rows.push({ into, row });
  };

  /** What comes after this can be undone alone. */
  mark(): void {
    this.#mark = this.#rows.length;
  }

  undo(): void {
    this.#rows.length = this.#mark;
  }

  clear(): void {
    this.#rows = [];
    this.#mark = 0;
  }

  /** Writes what was gathered: of each kind the rows in the order in which they came. */
  async put(tx: Tx): Promise<void> {
    const kinds = new Map<Gathering<unknown>, unknown[]>();
    for (const { into, row } of this.#rows) {
      const rows = kinds.get(into);
      if (rows === undefined) kinds.set(into, [row]);
      else rows.push(row);
    }
    this.clear();
    for (const [into, rows] of kinds) await into.put(tx, rows);
  }
}
