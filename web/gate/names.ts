/** a name is looked up by the first letters of its words */
export const name_letters_min = 2;

/** The words of a name as they are compared: without accents, in small letters. */
export function wordsOfName(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** Whether each of the words begins a word of the name. */
export function beginsName(name: string, words: readonly string[]): boolean {
  const held = wordsOfName(name);
  return words.every((word) => held.some((one) => one.startsWith(word)));
}

interface Named {
  readonly id: number;
  readonly holder: string;
}

/** Lines of names, as they are searched and kept: ` 12 noe garnier ` of ticket 12, each after a line's end. */
export function nameLines(tickets: readonly Named[]): string {
  return tickets
    .map(({ id, holder }) => ({ id, words: wordsOfName(holder) }))
    .filter(({ words }) => words.length > 0)
    .map(({ id, words }) => `\n${id} ${words.join(' ')} `)
    .join('');
}

/**
 * The names of all tickets in memory, as plain text: half a million take 11 MB, and a browser looks through them within
 * milliseconds. What changed is added at the end: a line may be out of date, so whoever finds one looks at the ticket itself.
 */
export class NameBook {
  #parts: { readonly event_id: number; readonly lines: string }[] = [];

  add(event_id: number, lines: string): void {
    if (lines !== '') this.#parts.push({ event_id, lines });
  }

  forgetEvent(event_id: number): void {
    this.#parts = this.#parts.filter((part) => part.event_id !== event_id);
  }

  /** Tickets of which each word begins a word of the name; those that have the words whole come first. Each once. */
  *find(words: readonly string[]): Generator<number> {
    const seen = new Set<number>();
    for (const tail of [' ', '']) {
      const wanted = words.map((word) => ` ${word}${tail}`);
      for (const { lines } of this.#parts)
        for (const id of idsIn(lines, wanted)) {
          if (seen.has(id)) continue;
          seen.add(id);
          yield id;
        }
    }
  }
}

/** Goes from line to line by whichever of the words comes last: a rare one leaps over all that do not have it. */
function* idsIn(lines: string, wanted: readonly string[]): Generator<number> {
  if (wanted.length === 0) return;
  for (let from = 0; ;) {
    const places = wanted.map((word) => lines.indexOf(word, from));
    if (places.includes(-1)) return;
    const last = Math.max(...places);
    const start = lines.lastIndexOf('\n', last);
    // in one line or before it
    if (places.every((place) => place > start)) {
      yield Number.parseInt(lines.slice(start + 1, last), 10);
      from = endOfLine(lines, last);
    } else from = start;
  }
}

function endOfLine(lines: string, at: number): number {
  const end = lines.indexOf('\n', at);
  return end === -1 ? lines.length : end;
}
