import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * One read transaction for all that is read in a turn of the event loop. Each costs two locks on a file and a look at
 * the log, more than a question by its key; the requests that arrived together need it once. What a turn reads is what
 * was committed when it first read: `end` goes before a commit of our own, and others' commits are seen by the next turn,
 * which is where whoever was told of them can ask at the earliest.
 */
export class ReadTurn {
  readonly #reader: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #ending: NodeJS.Immediate | undefined;

  constructor(reader: DatabaseSync) {
    this.#reader = reader;
    this.#begin = reader.prepare('begin');
    this.#commit = reader.prepare('commit');
  }

  /** Before each read. */
  begin(): void {
    if (this.#ending !== undefined) return;
    this.#begin.run();
    this.#ending = setImmediate(() => this.end());
  }

  end(): void {
    if (this.#ending === undefined) return;
    clearImmediate(this.#ending);
    this.#ending = undefined;
    // SQLite ends a transaction by itself on a failure such as a disk that cannot be read
    if (this.#reader.isTransaction) this.#commit.run();
  }
}
