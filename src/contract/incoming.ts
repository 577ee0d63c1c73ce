import type { FastifyRequest } from 'fastify';
import { Fault } from '../domain/faults.ts';
import { FormNode, parseForm } from './form.ts';
import { parseJson, TooDeep } from './json.ts';

/** A body as it came: JSON if it says or looks so, else a form. */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'form'; readonly form: FormNode };

/** A multipart body, read when it arrived; `bytes` are kept for signatures. */
export class Multipart {
  readonly bytes: Buffer;
  readonly form: FormNode;
  constructor(bytes: Buffer, form: FormNode) {
    this.bytes = bytes;
    this.form = form;
  }
}

const none: Body = { kind: 'none' };

/** A request before validation: what `authenticate` looks at. Query and body are read on first use, once. */
export class Incoming {
  readonly request: FastifyRequest;
  /** The endpoint's name in its contract. */
  readonly endpoint: string;
  private readQuery: FormNode | undefined;
  private readBody: Body | undefined;

  constructor(request: FastifyRequest, endpoint: string) {
    this.request = request;
    this.endpoint = endpoint;
  }

  /** The body's bytes as they came; empty when there was none. */
  get bytes(): Buffer {
    const body = this.request.body;
    if (body instanceof Multipart) return body.bytes;
    return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  }

  get query(): FormNode {
    return (this.readQuery ??= queryOf(this.request.raw.url ?? ''));
  }

  /** Throws `invalid_input` when a body that calls itself JSON is not. */
  get body(): Body {
    return (this.readBody ??= bodyOf(this.request));
  }

  /** The text of a top-level field, from the body first, then the query: for credentials. */
  text(name: string): string | undefined {
    const body = this.body;
    if (body.kind === 'form') {
      const text = body.form.children?.get(name)?.text;
      if (text !== undefined) return text;
    }
    if (body.kind === 'json' && isObject(body.value) && Object.hasOwn(body.value, name)) {
      const value = body.value[name];
      if (typeof value === 'string' || typeof value === 'number') return String(value);
    }
    return this.query.children?.get(name)?.text;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function queryOf(url: string): FormNode {
  const at = url.indexOf('?');
  return at === -1 ? new FormNode() : parseForm(url.slice(at + 1), 'query');
}

function bodyOf(request: FastifyRequest): Body {
  const body = request.body;
  if (body instanceof Multipart) return { kind: 'form', form: body.form };
  if (!Buffer.isBuffer(body) || body.length === 0) return none;
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  const says = saysJson(request.headers['content-type']);
  if (!says && !/^\s*[[{]/.test(text)) return { kind: 'form', form: parseForm(unfolded(text), 'body') };
  try {
    return { kind: 'json', value: parseJson(text) };
  } catch (error) {
    if (/^\s*$/.test(text)) return none;
    const message = error instanceof TooDeep ? error.message : 'is not valid JSON';
    throw new Fault('invalid_input', { in: 'body', path: '', message });
  }
}

/** A form that was written with a field on each line, as documents print it: a line break is never part of one. */
function unfolded(text: string): string {
  return text.trim().replaceAll(/\r?\n(?=&)/g, '');
}

function saysJson(contentType: string | undefined): boolean {
  if (contentType === undefined) return false;
  return contentType === 'application/json' || /^[^;]*\bjson\b/i.test(contentType);
}
