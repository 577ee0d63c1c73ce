/**
 * Where a text with U+0000 stands in a decoded value, dotted; undefined: nowhere. PostgreSQL keeps no such text, and what one
 * store takes the other has to take: it is refused where it comes in, before anything is done. `let_pass` names fields, at any
 * depth, whose texts the office makes harmless itself.
 */
export function oddTextIn(value: unknown, let_pass: ReadonlySet<string>): string | undefined {
  if (typeof value === 'string') return value.includes('\0') ? '' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value) && !isPlain(value)) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (let_pass.has(name)) continue;
    // a name from outside is a text too, and not repeated
    if (name.includes('\0')) return '';
    const path = oddTextIn(inner, let_pass);
    if (path !== undefined) return path === '' ? name : `${name}.${path}`;
  }
  return undefined;
}

/** Bytes, files and instants are no texts. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
