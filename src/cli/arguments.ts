import { InvalidArgumentError } from 'commander';
import { parseInstant } from '../domain/local-time.ts';

/** Readers of arguments; what they throw, commander says with the option's name. */

export function wholeNumber(text: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return value;
}

export function wholeNumberOrNone(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return Number(text);
}

export function instant(text: string): number {
  try {
    return parseInstant(text, 'UTC');
  } catch {
    throw new InvalidArgumentError(
      'It must be a date or an instant such as 2026-12-31 or 2026-12-31T23:00Z.',
    );
  }
}

export function commaList(text: string): string[] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) throw new InvalidArgumentError('It must name one or more, with commas between.');
  return parts;
}

/** `name=value`, gathered over repeats; a value that is JSON is read as JSON. */
export function namedValue(text: string, before: Record<string, unknown> = {}): Record<string, unknown> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must look like name=value.');
  const value = text.slice(at + 1);
  try {
    return { ...before, [text.slice(0, at)]: JSON.parse(value) as unknown };
  } catch {
    return { ...before, [text.slice(0, at)]: value };
  }
}
