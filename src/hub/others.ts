import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../store/transaction.ts';

/** how long somebody who was at work is expected to go on */
const quiet_after_ms = 2_000;
const rest_ms_max = 100;

/** Whether anybody else sells or scans in this process: they go first, and long work is done in small steps meanwhile. */
export class Others {
  readonly #store: Pick<Store, 'handedIn'>;
  #handed_in: number;
  #seen_at = -Infinity;

  constructor(store: Pick<Store, 'handedIn'>) {
    this.#store = store;
    this.#handed_in = store.handedIn();
  }

  get areAtWork(): boolean {
    return performance.now() - this.#seen_at < quiet_after_ms;
  }

  /** After a command of ours: leaves as much time to others as it has taken, where there are any. */
  async giveWay(took_ms: number): Promise<void> {
    const handed_in = this.#store.handedIn();
    if (handed_in > this.#handed_in + 1) this.#seen_at = performance.now();
    this.#handed_in = handed_in;
    if (this.areAtWork) await sleep(Math.min(took_ms, rest_ms_max));
  }
}
