import { useSyncExternalStore } from 'react';
import { away, type AwayView } from './away.ts';

export interface AwayState extends AwayView {
  readonly waiting: number;
  readonly rejected: number;
}

export function useAway(): AwayState {
  const view = useSyncExternalStore(away.subscribe, away.view);
  const count = (state: string): number => view.sales.filter((sale) => sale.state === state).length;
  return { ...view, waiting: count('waiting'), rejected: count('rejected') };
}
