/**
 * Ids are handed out in blocks: a counter in memory, and in the database the number below which everything may
 * have been given away. A crash wastes the rest of a block and repeats nothing.
 */
export const idBlockSize = 1000;

/** For the one writer of SQLite: the mark is moved inside the batch that needed it, and holds once that is committed. */
export class BatchedIds {
  #next: number;
  #marked: number;

  constructor(marked: number) {
    this.#next = marked;
    this.#marked = marked;
  }

  take(): number {
    const id = this.#next;
    this.#next += 1;
    return id;
  }

  /** The mark to write with this batch, or nothing when the old one still holds. */
  markToWrite(): number | undefined {
    return this.#next > this.#marked ? this.#next + idBlockSize : undefined;
  }

  committed(mark: number): void {
    this.#marked = mark;
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
