import type { TObject, TSchema } from 'typebox';
import { Fault } from '../domain/faults.ts';
import { compileCheck } from './check.ts';
import { CodecError } from './codec.ts';
import type { CodecContext } from './codec.ts';
import { compileDecode } from './convert.ts';
import type { Convert } from './convert.ts';
import { compileFromForm } from './form-schema.ts';
import type { FromForm } from './form-schema.ts';
import { FormNode } from './form.ts';
import type { Endpoint } from './endpoint.ts';
import { isObject } from './incoming.ts';
import type { Incoming } from './incoming.ts';
import { oddTextIn } from './odd-text.ts';

export type Part = 'params' | 'query' | 'headers' | 'body' | 'input';
/** Wire value → checked and decoded, or `invalid_input` with place, path and message. */
type Accept = (wire: unknown, context: CodecContext) => unknown;
export type ReadParts = (incoming: Incoming, context: CodecContext) => Partial<Record<Part, unknown>>;

function compileAccept(schema: TSchema, part: Part, let_pass: ReadonlySet<string>): Accept {
  const check = compileCheck(schema);
  const decode = compileDecode(schema);
  return (wire, context) => {
    if (!check.fits(wire)) throw new Fault('invalid_input', { in: part, ...check.explain(wire) });
    const value = decode === undefined ? wire : decoded(decode, part, wire, context);
    const path = oddTextIn(value, let_pass);
    if (path !== undefined) throw new Fault('invalid_input', { in: part, path, message: 'holds U+0000' });
    return value;
  };
}

function decoded(decode: Convert, part: Part, wire: unknown, context: CodecContext): unknown {
  try {
    return decode(wire, context);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new Fault('invalid_input', { in: part, path: error.path, message: error.message });
  }
}

/** Refuses the first query name that is not known; see `closed_query`. */
export function compileQueryNames(one: Endpoint, besides: readonly string[]): (incoming: Incoming) => void {
  const known = new Set(Object.keys(one.query?.properties ?? {}));
  if (one.method === 'GET') for (const name of besides) known.add(name);
  return ({ query }) => {
    for (const name of query.children?.keys() ?? []) {
      if (known.has(name) || name.startsWith('_')) continue;
      const message = 'is not a parameter of this endpoint';
      throw new Fault('invalid_input', { in: 'query', path: name.slice(0, 60), message });
    }
  };
}

/** Compiles the reading of every part that the endpoint declares. */
export function compileRead(one: Endpoint): ReadParts {
  const steps: { part: Part; wire: (incoming: Incoming) => unknown; accept: Accept }[] = [];
  const let_pass = new Set(one.odd_texts);
  const add = (
    part: Part,
    schema: TSchema | undefined,
    wire: (schema: TSchema) => (incoming: Incoming) => unknown,
  ) => {
    if (schema !== undefined)
      steps.push({ part, wire: wire(schema), accept: compileAccept(schema, part, let_pass) });
  };
  add('params', one.params, (schema) => {
    const read = compileTexts(schema);
    return (incoming) => read(incoming.request.params as Record<string, string>);
  });
  add('query', one.query, (schema) => {
    const read = compileFromForm(schema);
    return (incoming) => read(incoming.query);
  });
  add('headers', one.headers, (schema) => {
    const read = compileTexts(schema);
    return (incoming) => read(incoming.request.headers);
  });
  add('body', one.body, compileBody);
  if (one.input !== undefined) {
    const accept = compileAccept(one.input, 'input', let_pass);
    steps.push({ part: 'input', wire: compileMerged(one.input), accept });
  }
  return (incoming, context) => {
    const parts: Partial<Record<Part, unknown>> = {};
    for (const { part, wire, accept } of steps) {
      const value = wire(incoming);
      // Only an optional body is ever undefined; a required one is an absent form or null JSON, which the check refuses.
      parts[part] = value === undefined ? undefined : accept(value, context);
    }
    return parts;
  };
}

type Texts = Readonly<Record<string, string | string[] | undefined>>;

/** For flat texts that are decoded already: path parameters and headers. */
function compileTexts(schema: TSchema): (texts: Texts) => unknown {
  const properties: [string, FromForm][] = Object.entries((schema as TObject).properties).map(
    ([name, inner]) => [name, compileFromForm(inner)],
  );
  return (texts) => {
    const out: Record<string, unknown> = {};
    for (const [name, read] of properties) {
      const text = texts[name];
      if (text !== undefined)
        out[name] = read(new FormNode(typeof text === 'string' ? text : text.join(', ')));
    }
    return out;
  };
}

function compileBody(schema: TSchema): (incoming: Incoming) => unknown {
  const read = compileFromForm(schema);
  const optional = '~optional' in schema;
  const empty = new FormNode();
  return ({ body }) => {
    if (body.kind === 'json') return body.value;
    if (body.kind === 'form') return read(body.form);
    return optional ? undefined : (read(empty) ?? null);
  };
}

/** Field by field: the JSON body's value as it stands, else the form's, else the query's text converted. */
function compileMerged(schema: TObject): (incoming: Incoming) => unknown {
  const properties = Object.keys(schema.properties);
  const read = compileFromForm(schema);
  return ({ body, query }) => {
    const merged = new FormNode();
    merged.children = new Map(query.children);
    if (body.kind === 'form')
      for (const [key, node] of body.form.children ?? []) merged.children.set(key, node);
    const wire = read(merged);
    if (body.kind !== 'json') return wire;
    if (!isObject(body.value)) return body.value;
    const out: Record<string, unknown> = isObject(wire) ? { ...wire } : {};
    for (const name of properties) if (Object.hasOwn(body.value, name)) out[name] = body.value[name];
    return out;
  };
}
