import { systemSurroundings } from '../store/surroundings.ts';
import type { Surroundings } from '../store/transaction.ts';

/** How the sandbox's clock runs: `instant` when the real clock said `since`, `speed` ms for each real one from there. */
interface Course {
  readonly instant: number;
  readonly since: number;
  readonly speed: number;
}

/** What is to change of the clock; what is left out stays as it is. */
export interface Steering {
  /** ms since 1970 that it shows from now on */
  readonly set?: number | undefined;
  readonly advance_ms?: number | undefined;
  readonly speed?: number | undefined;
}

/**
 * The clock of the sandbox: it can be set, moved, stopped and made to run. Holds, sale windows and doors go by it; the
 * office's own timers do not, so that what is over by this clock is swept within half a real second.
 */
export class SandboxClock implements Surroundings {
  readonly #real: () => number;
  readonly #system = systemSurroundings();
  #course: Course | undefined;

  constructor(real: () => number = Date.now) {
    this.#real = real;
  }

  now(): number {
    return this.#at(this.#real());
  }

  random(bytes: number): Uint8Array {
    return this.#system.random(bytes);
  }

  /** whether it is the real time that it shows */
  get isReal(): boolean {
    return this.#course === undefined;
  }

  /** ms that it moves for each real one: 1 as usual, 0 while it stands still */
  get speed(): number {
    return this.#course?.speed ?? 1;
  }

  /**
   * Sets it, moves it on and gives it a speed, in this order and at one moment: were the real clock read for each, a clock
   * that is set and stopped could stand a moment later than it was set.
   */
  steer({ set, advance_ms = 0, speed = this.speed }: Steering): void {
    const since = this.#real();
    this.#course = { instant: (set ?? this.#at(since)) + advance_ms, since, speed };
  }

  backToReal(): void {
    this.#course = undefined;
  }

  #at(real: number): number {
    const course = this.#course;
    if (course === undefined) return real;
    return course.instant + Math.floor((real - course.since) * course.speed);
  }
}
