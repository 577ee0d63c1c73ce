import { useSyncExternalStore } from 'react';

/** Whether news of the office come by themselves; where they do not, pages ask for them. */
let live = false;
const listeners = new Set<() => void>();

export function setLive(is: boolean): void {
  if (is === live) return;
  live = is;
  for (const told of listeners) told();
}

function listen(told: () => void): () => void {
  listeners.add(told);
  return () => listeners.delete(told);
}

export function useIsLive(): boolean {
  return useSyncExternalStore(listen, () => live);
}
