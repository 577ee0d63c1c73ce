import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/**
 * Moves what the log of SQLite has gathered into the database, in a thread of its own: what a gate writes is spread all
 * over the file, and moving it took a fifth of the writer's time. A small office never needs the thread and never starts
 * it. Should it fail, the writer does its work itself, once the log is `autocheckpoint_pages` long.
 */
export class Checkpointer {
  readonly #file: string;
  readonly #log: string;
  #worker: Worker | undefined;
  #commits = 0;
  #moving = false;
  #failed = false;

  constructor(file: string) {
    this.#file = file;
    this.#log = `${file}-wal`;
  }

  /** After each commit of the writer. Never throws: what was committed is committed. */
  committed(): void {
    this.#commits += 1;
    if (this.#commits % commits_between !== 0 || this.#moving || this.#failed) return;
    try {
      if ((statSync(this.#log, { throwIfNoEntry: false })?.size ?? 0) < log_bytes_min) return;
      this.#thread().postMessage('move');
      this.#moving = true;
    } catch {
      this.#failed = true;
    }
  }

  #thread(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { [task]: this.#file } });
    worker.unref();
    worker.on('message', () => {
      this.#moving = false;
    });
    worker.on('error', () => {
      this.#failed = true;
    });
    this.#worker = worker;
    return worker;
  }

  /** Waits for what is being moved. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined || this.#failed) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.ref();
    worker.postMessage('end');
    await ended;
  }
}

/** The writer's own limit: far enough that the thread comes first. */
export const autocheckpoint_pages = 20_000;
const commits_between = 48;
const log_bytes_min = 8_000_000;
const task = 'guichet_checkpoints_of';

function run(file: string): void {
  const database = new DatabaseSync(file, { timeout: 1000 });
  // a checkpoint writes into the database without waiting for readers or the writer
  database.exec('pragma synchronous = full');
  const move = database.prepare('pragma wal_checkpoint(passive)');
  parentPort?.on('message', (message: unknown) => {
    if (message === 'move') {
      move.all();
      parentPort?.postMessage('moved');
      return;
    }
    database.close();
    parentPort?.close();
  });
}

if (!isMainThread) {
  const file: unknown = (workerData as Record<string, unknown> | null)?.[task];
  if (typeof file === 'string') run(file);
}
