/**
 * Ids are handed out in blocks: a counter in memory, and in the database the number below which everything may
 * have been given away. A crash wastes the rest of a block and repeats nothing.
 */
export const idBlockSize = 1000;

/**
 * For the writer of SQLite, who is alone while a batch lasts, and not between two of them: a command of `guichet` works on the
 * database of an office that is open. So the mark is read and moved inside the batch that needed it, and holds once that is
 * committed.
 */
export class BatchedIds {
  #next = 0;
  /** below it, ids are this process's own */
  #end = 0;
  #moved = false;
  readonly #readMark: () => number;

  constructor(readMark: () => number) {
    this.#readMark = readMark;
  }

  take(): number {
    if (this.#next >= this.#end) this.#reserve();
    const id = this.#next;
    this.#next += 1;
    return id;
  }

  #reserve(): void {
    // what a batch that was undone has given away is not given again
    if (!this.#moved) this.#next = Math.max(this.#next, this.#readMark());
    this.#end = this.#next + idBlockSize;
    this.#moved = true;
  }

  /** The mark to write with this batch, or nothing when the old one still holds. */
  markToWrite(): number | undefined {
    return this.#moved ? this.#end : undefined;
  }

  committed(): void {
    this.#moved = false;
  }

  rolledBack(): void {
    // others may have the rest of the block now
    if (this.#moved) this.#end = this.#next;
    this.#moved = false;
  }
}

/** For many writers: each process fetches blocks of its own. */
export class FetchedIds {
  #next = 0;
  #end = 0;
  #pending: Promise<void> | undefined;
  readonly #fetch: (size: number) => Promise<number>;

  /** `fetch(size)` reserves that many ids for good and gives the first. */
  constructor(fetch: (size: number) => Promise<number>) {
    this.#fetch = fetch;
  }

  take(): number | Promise<number> {
    return this.#next < this.#end ? this.#next++ : this.#takeLater();
  }

  async #takeLater(): Promise<number> {
    while (this.#next >= this.#end) {
      this.#pending ??= this.#refill();
      await this.#pending;
    }
    return this.#next++;
  }

  async #refill(): Promise<void> {
    try {
      this.#next = await this.#fetch(idBlockSize);
      this.#end = this.#next + idBlockSize;
    } finally {
      this.#pending = undefined;
    }
  }
}
