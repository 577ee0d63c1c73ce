/** Bounded, and without the characters that PostgreSQL does not keep. */
export function keptText(text: string, chars: number): string {
  return text.slice(0, chars).replace(/\p{Cc}/gu, ' ');
}
