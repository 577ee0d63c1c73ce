import { useState } from 'react';

type Wish = 'filming' | 'leaving' | 'silent' | 'still';

const keyOf = (name: Wish): string => `guichet.gate.${name}`;

export const isWished = (name: Wish): boolean => localStorage.getItem(keyOf(name)) === 'yes';

/** A switch of this device, off at first: whoever takes it next, or loads the page again, finds it as it was. */
export function useKeptWish(name: Wish): readonly [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => isWished(name));
  const keep = (wanted: boolean): void => {
    localStorage.setItem(keyOf(name), wanted ? 'yes' : 'no');
    setOn(wanted);
  };
  return [on, keep];
}
