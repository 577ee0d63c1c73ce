const in_link = /#join=([^&]*)/;

/** The code that joins a device: as it was typed, or out of the link that carries it. A broken link has none that is good. */
export function joinCodeIn(text: string): string {
  const code = in_link.exec(text)?.[1];
  if (code === undefined) return text.trim();
  try {
    return decodeURIComponent(code).trim();
  } catch {
    return code.trim();
  }
}
