import { notifications } from '@mantine/notifications';
import { spokenLanguage } from '../words/language.ts';
import { words } from './words.ts';

/** Says in passing that something was done. */
export function sayDone(message: string): void {
  show(message, 'green.9');
}

/** Says in passing what went wrong, where nothing on the page was to be changed by it. */
export function sayFailed(message: string): void {
  show(message, 'red.9');
}

function show(message: string, color: string): void {
  const { close } = words[spokenLanguage()];
  notifications.show({ message, color, closeButtonProps: { 'aria-label': close } });
}
