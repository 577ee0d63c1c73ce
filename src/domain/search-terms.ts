/** What people are found by: texts without case, accents and punctuation, compared from their beginning. */

const term_chars_max = 120;
const words_max = 8;

const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  þ: 'th',
};

/** "Jean-Noël  LEŒUF" → "jean noel leoeuf". */
export function foldText(text: string): string {
  const folded = text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøłđþ]/g, (letter) => letters[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return shortened(folded).trim();
}

/** Never in the middle of a sign. */
function shortened(text: string): string {
  return text.length <= term_chars_max ? text : Array.from(text).slice(0, term_chars_max).join('');
}

/** An address keeps its signs: it is found from its beginning. */
export function foldEmail(email: string): string {
  return shortened(email.trim().toLowerCase());
}

/** A name with each of its words in front: whichever somebody begins with, and in either order of two. */
export function nameTerms(name: string): string[] {
  const words = foldText(name)
    .split(' ')
    .filter((word) => word !== '');
  const turned = words
    .slice(0, words_max)
    .map((_, index) => [...words.slice(index), ...words.slice(0, index)].join(' '));
  return [...new Set(turned)];
}

export interface PersonTexts {
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
}

export function personTerms({ first_name, last_name, email }: PersonTexts): string[] {
  const address = foldEmail(email);
  return [...new Set([...nameTerms(`${first_name} ${last_name}`), ...(address === '' ? [] : [address])])];
}

/** The end of the texts that begin with this one, by their bytes. */
export function endOfPrefix(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}
