import { setTimeout as sleep } from 'node:timers/promises';
import { PeerTrouble, type Pace } from './port.ts';

const minute_ms = 60_000;

/** How a turn waits; tests count in place of waiting. */
export interface Waiting {
  /** ms that only go up */
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const realWaiting: Waiting = {
  now: () => performance.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal });
  },
};

/** The next call is further off than somebody waits for it. Nobody was called: it is no trouble of the other system. */
export class TooSoon extends PeerTrouble {
  constructor(message: string, after_ms: number) {
    super('limited', message, { after_ms });
    this.name = 'TooSoon';
  }
}

type Gaps = Pick<Pace, 'gap_ms' | 'calls_per_minute'>;

/** Lets the calls to one system through one after the other: with the gap between their starts, and so many a minute. */
export class CallPace {
  readonly #waiting: Waiting;
  #starts: number[] = [];
  #line: Promise<void> = Promise.resolve();

  constructor(waiting: Waiting = realWaiting) {
    this.#waiting = waiting;
  }

  /**
   * Resolves when the next call may start; rejects when the signal ends the work, and with `TooSoon` where that is further off
   * than somebody waits. Callers wait in line.
   */
  turn(pace: Gaps, signal: AbortSignal, patience_ms = Infinity): Promise<void> {
    const mine = this.#line.then(() => this.#pass(pace, signal, patience_ms));
    // who comes next waits for this one, however it ends
    this.#line = mine.catch(() => undefined);
    return mine;
  }

  async #pass({ gap_ms, calls_per_minute }: Gaps, signal: AbortSignal, patience_ms: number) {
    signal.throwIfAborted();
    const now = this.#waiting.now();
    this.#starts = this.#starts.filter((start) => start > now - minute_ms);
    const last = this.#starts.at(-1);
    const full = this.#starts.at(-calls_per_minute);
    const from = Math.max(
      now,
      last === undefined ? now : last + gap_ms,
      full === undefined ? now : full + minute_ms,
    );
    if (from - now > patience_ms) {
      const seconds = Math.ceil((from - now) / 1_000);
      throw new TooSoon(`The pace of this connection leaves no call free for ${seconds} s`, from - now);
    }
    if (from > now) await this.#waiting.sleep(from - now, signal);
    this.#starts.push(Math.max(from, this.#waiting.now()));
  }
}
