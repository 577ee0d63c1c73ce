/**
 * Lists and objects inside one another in one JSON text. Nobody writes more. JSON.parse reads any number of them, but what
 * calls itself for each level, JSON.stringify among it, ends beyond some thousands: a value that was kept with as many
 * could never be told again, nor any list that holds it.
 */
export const json_levels_max = 64;

/** A text that is JSON, and nested deeper than `json_levels_max`. */
export class TooDeep extends Error {
  constructor() {
    super(`has more than ${json_levels_max} levels`);
    this.name = 'TooDeep';
  }
}

/**
 * JSON.parse without `__proto__` keys: as own properties they would change an object that is built from them. Throws
 * SyntaxError, or TooDeep.
 */
export function parseJson(text: string): unknown {
  const value = JSON.parse(text) as unknown;
  if (isDeeper(value, json_levels_max)) throw new TooDeep();
  if (!text.includes('__proto__') && !text.includes('\\u005')) return value;
  return JSON.parse(text, (key: string, inner: unknown) =>
    key === '__proto__' ? undefined : inner,
  ) as unknown;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const inside = Array.isArray(value) ? value : Object.values(value);
  return inside.some((one) => isDeeper(one, levels - 1));
}
