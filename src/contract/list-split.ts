const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const open_list = 0x5b;
const close_list = 0x5d;
const open_object = 0x7b;
const close_object = 0x7d;

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const opening = Buffer.from('[');
const closing = Buffer.from(']');

/** Cuts a JSON list that comes in parts into shorter lists of whole items, without reading them. */
export class ListSplit {
  /** before the list, between its brackets, behind it, or in something that is no list */
  state: 'before' | 'inside' | 'after' | 'other' = 'before';
  #depth = 0;
  #inText = false;
  #escaped = false;
  /** of an item that is not whole yet */
  #rest: Buffer[] = [];
  #rest_bytes = 0;
  readonly #item_bytes_max: number;

  constructor(item_bytes_max: number) {
    this.#item_bytes_max = item_bytes_max;
  }

  /** The items that are whole with this part, as a list; undefined for none. Throws RangeError for one that is too long. */
  push(part: Buffer): Buffer | undefined {
    const start = this.state === 'before' ? this.#begin(part) : 0;
    if (this.state !== 'inside') return undefined;
    const end = this.#lastEnd(part, start);
    if (end === -1) {
      this.#keep(part.subarray(start));
      return undefined;
    }
    const list = Buffer.concat([opening, ...this.#rest, part.subarray(start, end), closing]);
    this.#rest = [];
    this.#rest_bytes = 0;
    this.#keep(part.subarray(end + 1));
    return list;
  }

  /** Past the opening bracket; a byte order mark and white space may stand before it. */
  #begin(part: Buffer): number {
    for (let at = 0; at < part.length; at += 1) {
      const byte = part[at] ?? 0;
      if (isSpace(byte) || byte === 0xef || byte === 0xbb || byte === 0xbf) continue;
      this.state = byte === open_list ? 'inside' : 'other';
      return at + 1;
    }
    return part.length;
  }

  /** Where the last whole item ends: at the list's own bracket, or at the last comma between items; -1 for none. */
  #lastEnd(part: Buffer, start: number): number {
    let end = -1;
    for (let at = start; at < part.length; at += 1) {
      const byte = part[at] ?? 0;
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === backslash) this.#escaped = true;
        else if (byte === quote) this.#inText = false;
      } else if (byte === quote) this.#inText = true;
      else if (byte === open_object || byte === open_list) this.#depth += 1;
      else if (byte === close_object || (byte === close_list && this.#depth > 0)) this.#depth -= 1;
      else if (byte === close_list) {
        this.state = 'after';
        return at;
      } else if (byte === comma && this.#depth === 0) end = at;
    }
    return end;
  }

  #keep(part: Buffer): void {
    if (this.state !== 'inside') return;
    this.#rest.push(part);
    this.#rest_bytes += part.length;
    if (this.#rest_bytes > this.#item_bytes_max) throw new RangeError('an item of the list is too long');
  }
}
