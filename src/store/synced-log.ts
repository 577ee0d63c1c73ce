import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const sync = promisify(fdatasync);

/**
 * Brings the log of SQLite to the disk beside the program: SQLite would do it within the commit, and nobody would be heard
 * meanwhile. Whoever may hear of a commit waits for `reached`. A disk that fails once is not believed again: what it has
 * taken is unknown, and later writes would succeed without that (as PostgreSQL does, which then stops).
 */
export class SyncedLog {
  readonly #log: string;
  #fd: number | undefined;
  #written = 0;
  #synced = 0;
  #running: Promise<void> | undefined;
  #failure: Error | undefined;
  readonly #sync: (fd: number) => Promise<void>;

  /** `syncFile` is set by tests. */
  constructor(file: string, syncFile: (fd: number) => Promise<void> = sync) {
    this.#log = `${file}-wal`;
    this.#sync = syncFile;
  }

  /** After each commit, which SQLite has handed to the system but not to the disk. */
  written(): void {
    this.#written += 1;
  }

  /** Throws once the disk has failed. */
  assertSound(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when all that is written by now is on the disk; rejects when nobody can say whether it is. */
  async reached(): Promise<void> {
    const wanted = this.#written;
    while (this.#synced < wanted) {
      this.assertSound();
      // one at a time: who comes while one runs cannot know whether it saw theirs
      await (this.#running ??= this.#run());
    }
    this.assertSound();
  }

  async #run(): Promise<void> {
    const written = this.#written;
    try {
      this.#fd ??= openSync(this.#log, 'r+');
      await this.#sync(this.#fd);
      this.#synced = written;
    } catch (error) {
      this.#failure = new Error('the disk did not confirm a write', { cause: error });
    } finally {
      this.#running = undefined;
    }
  }

  async close(): Promise<void> {
    await this.#running;
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}
