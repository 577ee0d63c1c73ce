import { useEffect, useRef } from 'react';

/** By the key's name in the browser: "F9", "Escape", "+". */
export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

/** a dialog; and what stands in the place of the pages: the lock, a sale without the office */
const in_front = '[role="dialog"], [data-in-front]';
const fields = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]';

/** Whether what is typed goes into a field, or is a dialog's business. */
export function typesElsewhere(event: KeyboardEvent): boolean {
  if (document.querySelector(in_front) !== null) return true;
  return event.target instanceof Element && event.target.matches(fields);
}

type Press = (event: KeyboardEvent) => void;

/** what was shown last hears first: Escape leaves the payment, and not the order below it */
const pressed: Press[] = [];

/**
 * Whether something stood in front when the key went down. A dialog that Escape closes is gone before the key is heard here, and
 * the page below would take it for its own.
 */
let covered = false;

function look(): void {
  covered = document.querySelector(in_front) !== null;
}

function hear(event: KeyboardEvent): void {
  for (const press of pressed.toReversed()) if (!event.defaultPrevented) press(event);
}

function listen(press: Press): () => void {
  if (pressed.length === 0) {
    addEventListener('keydown', look, { capture: true });
    addEventListener('keydown', hear);
  }
  pressed.push(press);
  return () => {
    pressed.splice(pressed.indexOf(press), 1);
    if (pressed.length > 0) return;
    removeEventListener('keydown', look, { capture: true });
    removeEventListener('keydown', hear);
  };
}

/**
 * Keys that do something wherever the focus is, as long as what declares them is shown. One that writes a character does
 * nothing where something is typed; while a dialog is open all of them are the dialog's.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const act = Object.hasOwn(current.current, event.key) ? current.current[event.key] : undefined;
      if (act === undefined || covered) return;
      if (event.key.length === 1 && typesElsewhere(event)) return;
      event.preventDefault();
      act();
    };
    return listen(press);
  }, []);
}
