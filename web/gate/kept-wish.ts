import { useState } from 'react';

/** A switch of this device: whoever takes it next, or loads the page again, finds it as it was. */
export function useKeptWish(name: 'filming' | 'leaving'): readonly [boolean, (on: boolean) => void] {
  const key = `guichet.gate.${name}`;
  const [on, setOn] = useState(() => localStorage.getItem(key) === 'yes');
  const keep = (wanted: boolean): void => {
    localStorage.setItem(key, wanted ? 'yes' : 'no');
    setOn(wanted);
  };
  return [on, keep];
}
