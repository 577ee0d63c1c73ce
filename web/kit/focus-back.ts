import { useLayoutEffect } from 'react';

/** An item of a menu is gone from the page by the time its dialog comes. */
let last: EventTarget | null = null;
document.addEventListener('focusin', ({ target }) => (last = target));

/**
 * Gives the focus back to what opened a dialog once that is closed. What it was opened from may be gone by then: an item of a menu
 * stands for the button of its menu.
 */
export function useFocusBack(opened = true): void {
  useLayoutEffect(() => {
    if (!opened) return undefined;
    const active = document.activeElement;
    const opener = openerOf(active === null || active === document.body ? last : active);
    return () => {
      // once it is out of the page, and the focus with it
      queueMicrotask(() => {
        const now = document.activeElement;
        const nowhere = now === null || now === document.body || now.closest('[role=dialog]') !== null;
        if (nowhere && opener?.isConnected === true) opener.focus({ preventScroll: true });
      });
    };
  }, [opened]);
}

function openerOf(active: EventTarget | null): HTMLElement | null {
  if (!(active instanceof HTMLElement)) return null;
  const button = active.closest('[role=menu]')?.getAttribute('aria-labelledby') ?? null;
  return button === null ? active : document.getElementById(button);
}
