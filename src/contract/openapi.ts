import type { TObject, TSchema } from 'typebox';
import { addressesOf, errorsOf } from './contract.ts';
import type { Contract } from './contract.ts';
import { byStatus } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { mediaOf } from './media.ts';
import { shareComponents } from './openapi-components.ts';
import { definitionsOf, shapeOf } from './schema.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The OpenAPI 3.1 document of a contract: wire types, deterministic, no time stamps. */
export function openapi(contract: Contract): Json {
  const components: Record<string, Json> = {};
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, one] of Object.entries(contract.endpoints)) {
    for (const [at, { method, path }] of addressesOf(one).entries()) {
      const id = at === 0 ? name : `${name}_${at + 1}`;
      (paths[path] ??= {})[method.toLowerCase()] = operation(contract, id, one, path, components);
    }
  }
  const document = prune({
    openapi: '3.1.0',
    info: { title: contract.title, version: contract.version, description: contract.description },
    // Relative to the document, so that it is right by prefix, by host and by port.
    servers: [{ url: '.' }],
    paths,
    components: { schemas: components, securitySchemes: asJson(contract.schemes ?? {}) },
    security: contract.security?.map(requirement),
  });
  return shareComponents(document);
}

/** As it is kept in `docs/openapi/`: two spaces, a line break at the end. */
export function openapiText(contract: Contract): string {
  return `${JSON.stringify(openapi(contract), null, 2)}\n`;
}

type Loose = { readonly [key: string]: Json | Loose | undefined | readonly (Json | Loose)[] };

function requirement(schemes: readonly string[]): Json {
  return Object.fromEntries(schemes.map((scheme) => [scheme, []]));
}

function operation(
  contract: Contract,
  id: string,
  one: Endpoint,
  path: string,
  components: Record<string, Json>,
): Json {
  const schema = (node: TSchema) => schemaJson(node, components);
  const inQuery = sendsInput(one) === 'query' ? one.input : undefined;
  const named = new Set([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  const parameters = [
    ...parametersOf('path', one.params, schema).filter(({ name }) => named.has(name)),
    ...parametersOf('query', one.query ?? inQuery, schema),
    ...parametersOf('header', one.headers, schema),
  ];
  return prune({
    operationId: id,
    summary: one.summary,
    description: one.description,
    tags: one.tags,
    security: one.open === true ? [] : undefined,
    parameters: parameters.length === 0 ? undefined : parameters.map((parameter) => prune(parameter)),
    requestBody: bodyOf(one, schema),
    responses: responsesOf(contract, one, schema),
  });
}

function sendsInput(one: Endpoint): string | undefined {
  if (one.input === undefined) return undefined;
  return one.sends ?? (one.method === 'GET' || one.method === 'DELETE' ? 'query' : 'form');
}

interface Parameter {
  readonly [key: string]: Json | undefined;
  readonly name: string;
}

type Write = (node: TSchema) => Json;

/** Lists are named `k[]` and maps written `k[key]`, as the decoder reads them. */
function parametersOf(place: string, schema: TObject | undefined, write: Write): Parameter[] {
  if (schema === undefined) return [];
  const shape = shapeOf(schema);
  if (shape.kind !== 'object') return [];
  return shape.properties.map(({ name, schema: inner, required }) => {
    const { kind } = shapeOf(inner);
    const list = place === 'query' && (kind === 'array' || kind === 'tuple');
    const map = place === 'query' && kind === 'object';
    return {
      name: list ? `${name}[]` : name,
      in: place,
      required: required || undefined,
      description:
        'description' in inner && typeof inner.description === 'string' ? inner.description : undefined,
      style: list ? 'form' : map ? 'deepObject' : undefined,
      explode: list || map ? true : undefined,
      schema: write(inner),
    };
  });
}

const media_types: Record<string, string> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
};

function bodyOf(one: Endpoint, write: Write): Json | undefined {
  const way = one.input === undefined ? (one.sends ?? 'json') : sendsInput(one);
  const schema = one.input === undefined ? one.body : one.input;
  const type = media_types[way ?? ''];
  if (schema === undefined || type === undefined) return undefined;
  return prune({
    required: '~optional' in schema ? undefined : true,
    content: { [type]: { schema: write(schema) } },
  });
}

function responsesOf(contract: Contract, one: Endpoint, write: Write): Json {
  const responses: Record<number, { type: string; description: string; schemas: Json[] }> = {};
  for (const [status, schema] of byStatus(one.answers)) {
    const type = mediaOf(schema) ?? one.content_type ?? 'application/json';
    responses[status] = { type, description: 'Success', schemas: [write(schema)] };
  }
  for (const [status, schema] of byStatus(errorsOf(contract, one))) {
    const known = responses[status];
    if (known === undefined)
      responses[status] = { type: 'application/json', description: 'Failure', schemas: [write(schema)] };
    else known.schemas.push(write(schema));
    if (known !== undefined) known.description = 'Success, or a failure told with this status';
  }
  return Object.fromEntries(
    Object.entries(responses).map(([status, { type, description, schemas }]) => {
      const [only] = schemas;
      const schema: Json = schemas.length === 1 && only !== undefined ? only : { anyOf: schemas };
      return [status, { description, content: { [type.split(';')[0] as string]: { schema } } }];
    }),
  );
}

/** JSON Schema without TypeBox's marks; named definitions move to the components. */
function schemaJson(schema: TSchema, components: Record<string, Json>): Json {
  for (const [name, inner] of definitionsOf(schema, new Map())) {
    if (name in components) continue;
    components[name] = {};
    components[name] = schemaJson(inner, components);
  }
  return rewrite(asJson(schema), components);
}

function rewrite(node: Json, components: Record<string, Json>): Json {
  if (isList(node)) return node.map((inner) => rewrite(inner, components));
  if (typeof node !== 'object' || node === null) return node;
  const out: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(node)) {
    if (key === '$defs') {
      for (const [name, definition] of Object.entries(inner ?? {})) {
        if (name in components) continue;
        components[name] = {};
        components[name] = rewrite(definition as Json, components);
      }
    } else if (key === '$id' || key === 'x-media') continue;
    else if (key === 'patternProperties' && isMap(inner)) {
      out['additionalProperties'] = rewrite(Object.values(inner)[0] ?? {}, components);
    } else if (key === '$ref' && typeof inner === 'string') out[key] = `#/components/schemas/${inner}`;
    else out[key] = rewrite(inner, components);
  }
  return out;
}

/** Any key will do: tools know that as `additionalProperties`. */
function isMap(patterns: Json | undefined): patterns is { readonly [key: string]: Json } {
  if (typeof patterns !== 'object' || patterns === null) return false;
  const [pattern, ...others] = Object.keys(patterns);
  return others.length === 0 && (pattern === '^.*$' || pattern === '^(.*)$');
}

function isList(node: Json): node is readonly Json[] {
  return Array.isArray(node);
}

/** Drops what is not enumerable (TypeBox's marks) and what JSON does not have. */
function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

function prune(value: Loose): Json {
  return asJson(value);
}
