/** Looking things up by name, as people type: the pages of a till and the office find the same. */

/** Without case and accents: "the" finds "Thé". */
const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Whether each word that was typed begins a word of the name. */
export function isNamed(name: string, text: string): boolean {
  const words = plain(name).split(/[^\p{L}\p{N}]+/u);
  return plain(text)
    .split(/\s+/)
    .every((typed) => words.some((word) => word.startsWith(typed)));
}
