/** `ref={focusWhenShown}`: a field that comes in answer to a click takes the focus, so that one can go on typing. */
export function focusWhenShown(field: HTMLElement | SVGElement | null): void {
  field?.focus();
}
