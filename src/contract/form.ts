import { unescape } from 'node:querystring';
import { Fault } from '../domain/faults.ts';

/**
 * A form as PHP reads it: `a=1`, `a[]=1`, `a[b][]=1`, `a[0][b]=1`, brackets raw or percent-encoded. The tree keeps
 * every text; what it means (a list, a record with numeric keys, a number) is for the schema to say: `form-schema.ts`.
 */
export class FormNode {
  /** All texts given under exactly this key, in order. PHP keeps the last. */
  texts: string[] = [];
  file: File | undefined;
  /** Undefined until there is one: most nodes are leaves. */
  children: Map<string, FormNode> | undefined;
  /** The index that the next `[]` takes. */
  private next = 0;

  constructor(text?: string) {
    if (text !== undefined) this.texts.push(text);
  }

  get text(): string | undefined {
    return this.texts.at(-1);
  }

  /** The child under `key`, made when missing; an empty key appends, as `[]` does in PHP. */
  child(key: string): FormNode {
    const name = key === '' ? String(this.next) : key;
    if (/^(0|[1-9]\d{0,8})$/.test(name)) this.next = Math.max(this.next, Number(name) + 1);
    this.children ??= new Map();
    let node = this.children.get(name);
    if (node === undefined) {
      node = new FormNode();
      this.children.set(name, node);
    }
    return node;
  }
}

export const form_limits = { pairs: 20_000, depth: 16, key_chars: 1_000 } as const;

/** Reads `a=1&b[]=2` (a query without its `?`, or an urlencoded body). Never throws on odd escapes. */
export function parseForm(text: string, where: 'query' | 'body' = 'query'): FormNode {
  const root = new FormNode();
  if (text === '') return root;
  let pairs = 0;
  for (let start = 0; start <= text.length;) {
    const stop = text.indexOf('&', start);
    const end = stop === -1 ? text.length : stop;
    if (end > start) {
      if ((pairs += 1) > form_limits.pairs) throw tooMuch(where, `more than ${form_limits.pairs} fields`);
      const equals = text.indexOf('=', start);
      const split = equals === -1 || equals > end ? end : equals;
      place(root, plain(text.slice(start, split)), where).texts.push(plain(text.slice(split + 1, end)));
    }
    start = end + 1;
  }
  return root;
}

/** Reads a multipart body. Malformed ones are refused as invalid input. */
export async function parseMultipart(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormNode> {
  const root = new FormNode();
  let data: FormData;
  try {
    data = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new Fault('invalid_input', {
      in: 'body',
      path: '',
      message: 'is not readable as multipart/form-data',
    });
  }
  let pairs = 0;
  for (const [key, value] of data) {
    if ((pairs += 1) > form_limits.pairs) throw tooMuch('body', `more than ${form_limits.pairs} fields`);
    const node = place(root, key, 'body');
    if (typeof value === 'string') node.texts.push(value);
    else node.file = value;
  }
  return root;
}

function place(root: FormNode, key: string, where: string): FormNode {
  // Dropped here once, so that no object built from a form can be given another prototype.
  if (key.includes('__proto__')) return new FormNode();
  if (key.length > form_limits.key_chars) throw tooMuch(where, 'a key that is too long');
  const open = key.indexOf('[');
  if (open <= 0) return root.child(key === '' ? ' ' : key);
  let node = root.child(key.slice(0, open));
  let depth = 1;
  for (let at = open; key[at] === '[';) {
    const close = key.indexOf(']', at);
    if (close === -1) break;
    if ((depth += 1) > form_limits.depth)
      throw tooMuch(where, `more than ${form_limits.depth} brackets in a key`);
    node = node.child(key.slice(at + 1, close));
    at = close + 1;
  }
  return node;
}

function tooMuch(where: string, what: string): Fault {
  return new Fault('invalid_input', { in: where, path: '', message: `has ${what}` });
}

function plain(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? unescape(spaced) : spaced;
}

/**
 * The pairs of a wire value, the inverse of the decoder: scalars of a list as `k[]`, lists with objects as `k[0][…]`,
 * null as an empty text, booleans as 1 and 0. Absent values and empty lists leave no trace.
 */
export function formPairs(value: Readonly<Record<string, unknown>>): [key: string, text: string][] {
  const pairs: [string, string][] = [];
  for (const [key, inner] of Object.entries(value)) addPairs(pairs, key, inner);
  return pairs;
}

function addPairs(pairs: [string, string][], key: string, value: unknown): void {
  if (value === undefined) return;
  if (Array.isArray(value)) {
    const flat = value.every((item) => typeof item !== 'object' || item === null);
    for (const [at, item] of value.entries()) addPairs(pairs, flat ? `${key}[]` : `${key}[${at}]`, item);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      if (name === '' || /[[\]]/.test(name)) throw new Error(`A form cannot carry the key "${name}"`);
      addPairs(pairs, `${key}[${name}]`, inner);
    }
  } else {
    pairs.push([key, scalarText(value)]);
  }
}

/** How a scalar of the wire is written in a query, form or path. */
export function scalarText(value: unknown): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  // Half a surrogate pair has no UTF-8 form.
  if (typeof value === 'string') return value.toWellFormed();
  return JSON.stringify(value);
}

/** `a=1&b[]=2`, percent-encoded. */
export function writeForm(value: Readonly<Record<string, unknown>>): string {
  return formPairs(value)
    .map(([key, text]) => `${encodeURIComponent(key.toWellFormed())}=${encodeURIComponent(text)}`)
    .join('&');
}
