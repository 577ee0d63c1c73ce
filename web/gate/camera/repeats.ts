/** a ticket that is taken away and shown again so much later is shown on purpose */
export const repeat_within_ms = 4_000;

/**
 * Keeps a code that stays before the camera from being scanned again and again: as long as it is seen, and some seconds after
 * that, it is the same showing.
 */
export class Repeats {
  #code: string | undefined;
  #seen_at = 0;

  /** Whether this is a showing of its own. `now`: ms */
  isNew(code: string, now: number): boolean {
    const same = code === this.#code && now - this.#seen_at < repeat_within_ms;
    this.#code = code;
    this.#seen_at = now;
    return !same;
  }

  /** Nobody looked while a verdict was shown; the ticket may have stayed where it was. */
  resume(now: number): void {
    this.#seen_at = now;
  }
}
