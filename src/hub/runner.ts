import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionKey } from './connections.ts';
import { deliverBatch } from './outbox/deliver.ts';
import { nothingSettled, type Settled } from './outbox/settle.ts';
import type { HubParts } from './parts.ts';
import { Peers } from './peers.ts';
import { pullRun, type PullWishes } from './pull.ts';
import { repairConnection, type Repaired, type RepairOptions } from './repair.ts';
import type { RunResult } from './run-counts.ts';
import { endBrokenOff } from './runs.ts';
import { withLease, type Work } from './work.ts';

/** What deliveries came to until nothing was due any more, or the system could not be called. */
export interface Delivered extends Settled {
  readonly closed?: string;
}

const wait_step_ms = 250;

/**
 * Runs pulls and deliveries, of each connection one at a time: in this process by what it knows, between processes by
 * leases. Connections do not wait for one another.
 */
export class Runner {
  readonly parts: HubParts;
  readonly peers: Peers;
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #holder: string;

  /** `holder` is this process, and nobody else. */
  constructor(parts: HubParts, holder: string) {
    this.parts = parts;
    this.peers = new Peers(parts);
    this.#holder = holder;
  }

  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  isRunning(what: 'pull' | 'push', connection_id: number): boolean {
    return this.#running.has(`${what}:${connection_id}`);
  }

  /** A pull; undefined when another process is at one. One that runs in this process is waited for, and then it is run. */
  pull(key: ConnectionKey, wishes: PullWishes = {}): Promise<RunResult | undefined> {
    return this.#alone('pull', key, (work) => pullRun(work, key, wishes));
  }

  /** Ends the runs that a process left open which is no more; nothing where somebody is at one. */
  async endBrokenOff(key: ConnectionKey, started_before: number): Promise<void> {
    const { connection_id } = key;
    await this.#alone('pull', key, (work) =>
      work.write((tx) => endBrokenOff(tx, connection_id, { started_before })),
    );
  }

  /** Delivers until nothing is due; undefined when another process is at it. */
  deliver(key: ConnectionKey): Promise<Delivered | undefined> {
    return this.#alone('push', key, async (work) => {
      const sum = nothingSettled();
      // while nobody has to be called, as many are looked at as one command may hold
      let widely = false;
      for (;;) {
        const { more, closed, called, ...counts } = await deliverBatch(work, key, widely);
        widely = !called;
        for (const name of Object.keys(sum) as (keyof Settled)[]) sum[name] += counts[name];
        if (closed !== undefined) return { ...sum, closed };
        if (!more || work.signal.aborted) return sum;
      }
    });
  }

  /** Mends what an earlier integration left there; nothing is delivered meanwhile. Undefined when another process is at it. */
  repair(key: ConnectionKey, options: RepairOptions): Promise<Repaired | undefined> {
    return this.#alone('push', key, (work) => repairConnection(work, key, options));
  }

  /** The same, waiting for another process to finish; undefined when it has not within the time. */
  async patiently<T>(run: () => Promise<T | undefined>, wait_ms: number): Promise<T | undefined> {
    for (let waited = 0; ; waited += wait_step_ms) {
      const result = await run();
      if (result !== undefined || waited >= wait_ms) return result;
      await sleep(wait_step_ms, undefined, { signal: this.signal });
    }
  }

  /** Ends what runs between two calls, and waits for it. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the office closes'));
    await Promise.allSettled(this.#running.values());
  }

  async #alone<T>(
    what: 'pull' | 'push',
    { connection_id }: ConnectionKey,
    run: (work: Work) => Promise<T>,
  ): Promise<T | undefined> {
    const name = `${what}:${connection_id}`;
    for (let before = this.#running.get(name); before !== undefined; before = this.#running.get(name))
      await before.catch(() => undefined);
    const { parts, peers, signal } = this;
    const running = withLease({ parts, peers, connection_id, what, holder: this.#holder, signal }, run);
    this.#running.set(name, running);
    try {
      return await running;
    } finally {
      this.#running.delete(name);
    }
  }
}
