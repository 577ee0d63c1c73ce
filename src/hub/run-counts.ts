import type { RunReason } from '../domain/hub-reasons.ts';
import { nothingTaken, type TakenIn } from '../office/imports/source.ts';

/** What a run came to. */
export interface RunCounts {
  /** tickets that were not here before */
  new: number;
  /** records that were here and have changed at the source */
  changed: number;
  unchanged: number;
  /** tickets gone at the source, found by a full pull */
  gone: number;
  quarantined: number;
  /** the same in detail */
  readonly taken: TakenIn;
}

export const nothingPulled = (): RunCounts => ({
  new: 0,
  changed: 0,
  unchanged: 0,
  gone: 0,
  quarantined: 0,
  taken: nothingTaken(),
});

export interface RunResult {
  /** `closed`: its system may not be called now */
  readonly outcome: 'ok' | 'failed' | 'closed';
  readonly counts: RunCounts;
  /** seen in all */
  readonly records?: number;
  /** what went wrong; empty when nothing did */
  readonly message: string;
  /** the same by its code, where it has one */
  readonly why?: RunReason | undefined;
}

/** The figures that add up over connections. */
export const countNames = ['new', 'changed', 'unchanged', 'gone', 'quarantined'] as const;
