import { useSyncExternalStore } from 'react';

/** Whether this screen is locked, which loading the page does not lift. */
const kept_as = 'guichet-till-locked';
const listeners = new Set<() => void>();
let locked = sessionStorage.getItem(kept_as) !== null;

export function setLocked(lock: boolean): void {
  locked = lock;
  if (lock) sessionStorage.setItem(kept_as, 'locked');
  else sessionStorage.removeItem(kept_as);
  for (const told of listeners) told();
}

function listen(told: () => void): () => void {
  listeners.add(told);
  return () => listeners.delete(told);
}

export function useLocked(): boolean {
  return useSyncExternalStore(listen, () => locked);
}
