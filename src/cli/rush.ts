import type { Store } from '../store/transaction.ts';

/** far above what chores hand in themselves when they catch up */
const rush_commands_per_s = 400;
const look_ms = 250;

/**
 * Whether so much is sold or scanned that what can wait should. The queue of the writer does not tell: whoever waits for an
 * answer has handed in nothing more, so that it is empty again and again in the thick of a rush.
 */
export class Rush {
  readonly #store: Pick<Store, 'handedIn'>;
  readonly #clock: () => number;
  #looked_at: number;
  #handed_in: number;
  #on = false;

  /** `clock` gives ms that never go back. */
  constructor(store: Pick<Store, 'handedIn'>, clock = () => performance.now()) {
    this.#store = store;
    this.#clock = clock;
    this.#looked_at = clock();
    this.#handed_in = store.handedIn();
  }

  isOn(): boolean {
    const passed_ms = this.#clock() - this.#looked_at;
    if (passed_ms < look_ms) return this.#on;
    const handed_in = this.#store.handedIn();
    this.#on = ((handed_in - this.#handed_in) * 1000) / passed_ms >= rush_commands_per_s;
    this.#handed_in = handed_in;
    this.#looked_at += passed_ms;
    return this.#on;
  }
}
