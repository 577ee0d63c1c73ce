import { useSyncExternalStore } from 'react';

/** The session that was just closed at this screen: its Z stays until somebody has seen it, through loading the page too. */
export interface Closed {
  readonly session_id: number;
  /** the name of the till */
  readonly till: string;
}

const kept_as = 'guichet-till-closed';
const listeners = new Set<() => void>();
let text = sessionStorage.getItem(kept_as);
let closed = text === null ? undefined : (JSON.parse(text) as Closed);

export function keepClosed(session: Closed | undefined): void {
  closed = session;
  text = session === undefined ? null : JSON.stringify(session);
  if (text === null) sessionStorage.removeItem(kept_as);
  else sessionStorage.setItem(kept_as, text);
  for (const told of listeners) told();
}

function listen(told: () => void): () => void {
  listeners.add(told);
  return () => listeners.delete(told);
}

export function useClosed(): Closed | undefined {
  return useSyncExternalStore(listen, () => closed);
}
