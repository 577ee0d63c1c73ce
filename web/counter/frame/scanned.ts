import { useEffect, useRef } from 'react';
import { Wedge } from './wedge.ts';

/** Tells each code that a scanner types, wherever the focus is; a field that it was typed into gets its own text back. */
export function useScanned(onCode: (code: string) => void): void {
  const told = useRef(onCode);
  useEffect(() => {
    told.current = onCode;
  });
  useEffect(() => {
    const wedge = new Wedge();
    const press = (event: KeyboardEvent): void => {
      // a field for codes takes them whole, however slowly they come
      if (event.target instanceof Element && event.target.matches('[type="search"]')) return;
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      // a locked till sells nothing, whoever scans
      if (document.querySelector('[data-in-front]') !== null) return;
      const code = wedge.press(event.key, event.timeStamp);
      if (code === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.target instanceof HTMLInputElement) takeOut(event.target, code);
      told.current(code);
    };
    // before any button or form hears of the Enter
    addEventListener('keydown', press, { capture: true });
    return () => removeEventListener('keydown', press, { capture: true });
  }, []);
}

function takeOut(field: HTMLInputElement, code: string): void {
  const at = field.value.lastIndexOf(code);
  if (at < 0) return;
  const rest = field.value.slice(0, at) + field.value.slice(at + code.length);
  // React watches the field's own setter: by the element's it sees what was typed
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
  set?.call(field, rest);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
