/** The texts that were filled in. */
export function filledIn<T extends Readonly<Record<string, string>>>(texts: T): Partial<T> {
  const filled = Object.entries(texts).flatMap(([name, text]) =>
    text.trim() === '' ? [] : [[name, text.trim()]],
  );
  return Object.fromEntries(filled) as Partial<T>;
}
