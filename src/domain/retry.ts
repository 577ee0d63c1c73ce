/** When a delivery is tried again, when it is given up, and how long a system that fails is left alone. */

/** after which each further try comes, the last for all after it */
export const retry_after_ms: readonly number[] = [
  5_000, 15_000, 45_000, 120_000, 300_000, 900_000, 1_800_000, 3_600_000,
];
const tries_max = 12;
/** a system may be down over a long weekend */
const outage_ms_max = 4 * 24 * 3_600_000;

/** `attempts` were made; `chance` from 0 to 1 spreads those that failed together over a fifth of the time. */
export function waitBeforeRetry(
  attempts: number,
  chance: number,
  schedule: readonly number[] = retry_after_ms,
): number {
  const base = schedule[Math.min(attempts, schedule.length) - 1] ?? schedule[0] ?? 0;
  return Math.round(base * (0.9 + 0.2 * chance));
}

/**
 * Whether to stop trying: what the other side answers again and again will not get better; one that cannot be reached may,
 * so that is waited for longer.
 */
export function isHopeless(of: {
  readonly attempts: number;
  readonly waited_ms: number;
  readonly reached: boolean;
}): boolean {
  return of.attempts >= tries_max && (of.reached || of.waited_ms >= outage_ms_max);
}

/** How long a system is left alone that takes no more calls and does not say for how long. */
export const unsaid_wait_ms = 60_000;
/** The longest that a system's wish not to be called is heeded: after that it is asked again, whatever it said. */
const asked_wait_ms_max = 24 * 3_600_000;
/** a wait that is asked for is never shorter */
const asked_wait_ms_min = 1_000;
/** The longest that a pull waits in the midst of its work, so that it need not begin anew. */
export const wait_within_pull_ms_max = 120_000;

/** How long a system is left alone that asks for it. */
export function heededWait(asked_ms: number): number {
  return Math.round(Math.min(Math.max(asked_ms, asked_wait_ms_min), asked_wait_ms_max));
}

const failures_before_pause = 3;
const pause_ms_first = 10_000;
const pause_ms_max = 900_000;

/** How long nobody is called after so many failures in a row; 0: at once again. */
export function breakerPause(failures: number, chance: number): number {
  if (failures < failures_before_pause) return 0;
  const doubled = pause_ms_first * 2 ** Math.min(failures - failures_before_pause, 20);
  return Math.round(Math.min(doubled, pause_ms_max) * (0.9 + 0.2 * chance));
}
