import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';
import type { SoundStretch } from '../../domain/journal-run.ts';
import { openListReader, type Whereabouts } from '../../store/list-reader.ts';
import { soundStretch, type JournalQueries, type Stretch } from './journal-stretch.ts';

interface Task {
  readonly whereabouts: Whereabouts;
  readonly queries: JournalQueries;
}

/**
 * Looks at stretches of a journal side by side, in threads that read over connections of their own: where one stretch begins
 * stands in the database, so none waits for the one before. This file is also what the threads run, and imports no more than
 * they need.
 */
export class JournalThreads {
  readonly #threads: readonly Worker[];
  readonly #idle: Worker[];
  readonly #waiting: { stretch: Stretch; resolve: (found: SoundStretch | undefined) => void }[] = [];
  #failed = 0;

  constructor(task: Task, threads: number) {
    this.#threads = Array.from({ length: threads }, () => {
      const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { [task_name]: task } });
      // who waits for it hears of it as well; one that nobody waits for is not missed
      return worker.on('error', () => undefined);
    });
    this.#idle = [...this.#threads];
  }

  /** The stretch when it is sound. Undefined where it is not, and where its thread failed: then it has to be looked at here. */
  look(stretch: Stretch): Promise<SoundStretch | undefined> {
    const { promise, resolve } = Promise.withResolvers<SoundStretch | undefined>();
    this.#waiting.push({ stretch, resolve });
    this.#deal();
    return promise;
  }

  #deal(): void {
    if (this.#failed === this.#threads.length)
      for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
    while (this.#idle.length > 0 && this.#waiting.length > 0) {
      const [thread, next] = [this.#idle.pop(), this.#waiting.shift()];
      if (thread !== undefined && next !== undefined) void this.#ask(thread, next.stretch).then(next.resolve);
    }
  }

  async #ask(thread: Worker, stretch: Stretch): Promise<SoundStretch | undefined> {
    try {
      const told = once(thread, 'message') as Promise<[SoundStretch | undefined]>;
      thread.postMessage(stretch);
      const [found] = await told;
      this.#idle.push(thread);
      return found;
    } catch {
      this.#failed += 1;
      return undefined;
    } finally {
      this.#deal();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }
}

const task_name = 'guichet_journal';

async function run({ whereabouts, queries }: Task, port: MessagePort): Promise<void> {
  const { lists } = await openListReader(whereabouts);
  port.on('message', (stretch: Stretch) => {
    void soundStretch(lists, queries, stretch).then((found) => port.postMessage(found));
  });
}

if (!isMainThread && parentPort !== null) {
  const task = (workerData as Record<string, Task | undefined> | null)?.[task_name];
  if (task !== undefined) await run(task, parentPort);
}
