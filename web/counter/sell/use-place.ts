import { useState } from 'react';
import { useTill } from '../frame/till.ts';
import type { Show } from './basket.ts';

export type Kind = 'tickets' | 'articles';

/** Where a clerk sells. */
export interface Place {
  readonly kind: Kind;
  /** whose prices are looked at; none: all shows */
  readonly show?: Show | undefined;
  /** of the articles; null: those of none; undefined: all */
  readonly department_id?: number | null | undefined;
}

const kept_as = 'guichet-till-place';

/**
 * Whoever sells beer sells beer next: the place outlives a sale, a look at another page and loading the page again. Tickets
 * or articles is kept by the browser for good, the show and the department as long as the till is open.
 */
export function usePlace(): readonly [place: Place, move: (to: Partial<Place>) => void] {
  const { session } = useTill();
  const [place, setPlace] = useState(() => keptPlace(session.id));
  const move = (to: Partial<Place>): void => {
    const next = { ...place, ...to };
    localStorage.setItem(kept_as, JSON.stringify({ ...next, till_session_id: session.id }));
    setPlace(next);
  };
  return [place, move];
}

function keptPlace(session_id: number): Place {
  const text = localStorage.getItem(kept_as);
  if (text === null) return { kind: 'tickets' };
  const { till_session_id, ...place } = JSON.parse(text) as Place & { readonly till_session_id: number };
  return till_session_id === session_id ? place : { kind: place.kind };
}
