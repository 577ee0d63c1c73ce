import type { Attempt, Setup } from './held.ts';

/** What the page shows of the device. */
export interface GateView {
  /** `wiped`: the office took the device out, and nothing is left on it */
  readonly phase: 'opening' | 'to_join' | 'wiped' | 'joined';
  readonly setup: Setup | undefined;
  /** who holds the device; undefined: nobody has said */
  readonly operator: string | undefined;
  /** who held it before, the latest first */
  readonly operators: readonly string[];
  /** the office answered the last time it was asked */
  readonly online: boolean;
  readonly tickets: number;
  readonly inside: number;
  /** ms by this device; undefined: the first download is not done */
  readonly fresh_at: number | undefined;
  readonly waiting: number;
  readonly rejected: readonly Attempt[];
  readonly differing: readonly Attempt[];
}

export const emptyView: GateView = {
  phase: 'opening',
  setup: undefined,
  operator: undefined,
  operators: [],
  online: false,
  tickets: 0,
  inside: 0,
  fresh_at: undefined,
  waiting: 0,
  rejected: [],
  differing: [],
};
