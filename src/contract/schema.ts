import type { TSchema } from 'typebox';

/**
 * A schema node read by its JSON Schema keywords. Codec, form decoder, fuzzer and OpenAPI writer all walk schemas
 * through this one view, so that they cannot disagree on what a node is.
 */
export type Shape =
  | { readonly kind: 'object'; readonly properties: readonly Property[]; readonly rest: readonly Rest[] }
  | { readonly kind: 'array'; readonly items: TSchema }
  | { readonly kind: 'tuple'; readonly items: readonly TSchema[] }
  | { readonly kind: 'union'; readonly branches: readonly TSchema[] }
  | { readonly kind: 'intersect'; readonly branches: readonly TSchema[] }
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'choice'; readonly values: readonly unknown[] }
  | { readonly kind: 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'any' };

export interface Property {
  readonly name: string;
  readonly schema: TSchema;
  readonly required: boolean;
}

/** The values under all keys that match `pattern` (every key when absent). */
export interface Rest {
  readonly pattern: RegExp | undefined;
  readonly schema: TSchema;
}

/** The named definitions that a `Type.Ref` may point to; grows on the way down into a `Type.Cyclic`. */
export type Definitions = ReadonlyMap<string, TSchema>;

/**
 * What `Type.Record(Type.String(), …)` writes for "every key". Taken as a pattern it misses the keys that hold a line
 * break (LF, CR, U+2028, U+2029), which the dot does not match: their values would be neither converted nor checked.
 */
const string_key = '^.*$';
const every_key = '^[^]*$';

const simple = new Set(['string', 'number', 'integer', 'boolean', 'null']);

export function shapeOf(schema: TSchema): Shape {
  const node: Record<string, unknown> = { ...schema };
  if (typeof node.$ref === 'string') return { kind: 'ref', name: node.$ref };
  if ('const' in node) return { kind: 'choice', values: [node.const] };
  if (Array.isArray(node.enum)) return { kind: 'choice', values: node.enum };
  if (isSchemas(node.anyOf)) return { kind: 'union', branches: node.anyOf };
  if (isSchemas(node.oneOf)) return { kind: 'union', branches: node.oneOf };
  if (isSchemas(node.allOf)) return { kind: 'intersect', branches: node.allOf };
  if (node.type === 'array') {
    if (isSchemas(node.items)) return { kind: 'tuple', items: node.items };
    return { kind: 'array', items: isSchema(node.items) ? node.items : {} };
  }
  if (node.type === 'object') return objectShape(node);
  if (typeof node.type === 'string' && simple.has(node.type)) return { kind: node.type as 'string' };
  return { kind: 'any' };
}

function objectShape(node: Record<string, unknown>): Shape {
  const required = new Set(Array.isArray(node.required) ? node.required : []);
  const properties: Property[] = [];
  for (const [name, schema] of Object.entries(node.properties ?? {})) {
    if (isSchema(schema)) properties.push({ name, schema, required: required.has(name) });
  }
  const rest: Rest[] = [];
  for (const [pattern, schema] of Object.entries(node.patternProperties ?? {})) {
    if (isSchema(schema))
      rest.push({ pattern: pattern === string_key ? undefined : new RegExp(pattern), schema });
  }
  if (node.additionalProperties === true) rest.push({ pattern: undefined, schema: {} });
  if (isSchema(node.additionalProperties))
    rest.push({ pattern: undefined, schema: node.additionalProperties });
  return { kind: 'object', properties, rest };
}

/** `known` with the `$defs` of this node added. */
export function definitionsOf(schema: TSchema, known: Definitions): Definitions {
  if (!('$defs' in schema) || typeof schema.$defs !== 'object' || schema.$defs === null) return known;
  const all = new Map(known);
  for (const [name, inner] of Object.entries(schema.$defs)) if (isSchema(inner)) all.set(name, inner);
  return all;
}

/** The schema that a reference names. Throws when the contract is wrong. */
export function resolve(name: string, definitions: Definitions): TSchema {
  const found = definitions.get(name.replace(/^#\/\$defs\//, ''));
  if (found === undefined)
    throw new Error(`The schema refers to "${name}", which no Type.Cyclic around it defines`);
  return found;
}

/** A part of a recursive schema made checkable on its own. */
export function withDefinitions(schema: TSchema, definitions: Definitions): TSchema {
  if (definitions.size === 0) return schema;
  return { $defs: { ...Object.fromEntries(definitions), part_: schema }, $ref: '#/$defs/part_' };
}

const named_parts = new Set(['properties', 'patternProperties', '$defs']);
const parts = new Set(['anyOf', 'oneOf', 'allOf', 'items', 'additionalItems', 'additionalProperties', 'not']);

/** The schema with maps that really mean every key, as `shapeOf` reads them. Copies only what changes. */
export function withEveryKey(schema: TSchema): TSchema {
  const changed: Record<string, unknown> = {};
  for (const [keyword, part] of Object.entries<unknown>({ ...schema })) {
    let other: unknown = part;
    if (parts.has(keyword)) other = eachPart(part);
    else if (named_parts.has(keyword) && isSchema(part)) {
      const entries = Object.entries(part).map(([name, inner]): [string, unknown] => [
        keyword === 'patternProperties' && name === string_key ? every_key : name,
        eachPart(inner),
      ]);
      const same = entries.every(([name, inner]) => Object.is(Reflect.get(part, name), inner));
      if (!same) other = Object.fromEntries(entries);
    }
    if (other !== part) changed[keyword] = other;
  }
  if (Object.keys(changed).length === 0) return schema;
  // With the marks that are not enumerable: codecs and refinements.
  const copy = Object.defineProperties<TSchema>({}, Object.getOwnPropertyDescriptors(schema));
  for (const [keyword, value] of Object.entries(changed)) {
    Object.defineProperty(copy, keyword, { value, enumerable: true });
  }
  return copy;
}

function eachPart(part: unknown): unknown {
  if (isSchemas(part)) {
    const all = part.map(withEveryKey);
    return all.every((one, at) => one === part[at]) ? part : all;
  }
  return isSchema(part) ? withEveryKey(part) : part;
}

function isSchema(value: unknown): value is TSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSchemas(value: unknown): value is TSchema[] {
  return Array.isArray(value) && value.every(isSchema);
}
