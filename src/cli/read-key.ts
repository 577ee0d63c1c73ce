import { readFileSync } from 'node:fs';

const stdin = 0;

/** A key from a file or from standard input: on the command line everybody on the machine could read it. */
export function readKey(from: string): string {
  return readFileSync(from === '-' ? stdin : from, 'utf8').trim();
}
