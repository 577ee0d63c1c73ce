import { CommandError, exitCodes } from './exit.ts';
import { readKey } from './read-key.ts';

/** A JSON object from a file, or from standard input for `-`. */
export function readJson(from: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readKey(from));
  } catch (error) {
    // the text may hold secrets, and so may the error that quotes it
    const why = (error as NodeJS.ErrnoException).code ?? 'it is not JSON';
    throw new CommandError(`${from} cannot be read: ${why}.`, exitCodes.usage);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CommandError(`${from} must hold one JSON object.`, exitCodes.usage);
  return value as Record<string, unknown>;
}
