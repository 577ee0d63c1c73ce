import { systemSurroundings } from '../store/surroundings.ts';
import type { Surroundings } from '../store/transaction.ts';

/** How the sandbox's clock runs: `instant` when the real clock said `since`, `speed` ms for each real one from there. */
interface Course {
  readonly instant: number;
  readonly since: number;
  readonly speed: number;
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
    const course = this.#course;
    if (course === undefined) return this.#real();
    return course.instant + Math.floor((this.#real() - course.since) * course.speed);
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

  set(instant: number): void {
    this.#course = { instant, since: this.#real(), speed: this.speed };
  }

  advance(ms: number): void {
    this.set(this.now() + ms);
  }

  runAt(speed: number): void {
    this.#course = { instant: this.now(), since: this.#real(), speed };
  }

  backToReal(): void {
    this.#course = undefined;
  }
}
