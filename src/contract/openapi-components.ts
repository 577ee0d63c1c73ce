import type { Json } from './openapi.ts';

type Node = Record<string, Json>;

interface Document extends Node {
  paths: Record<string, Record<string, Node>>;
  components: { schemas: Node; responses?: Node };
}

/** Keys that say nothing of what stands under them. */
const envelopes = new Set(['response', 'data', 'items', 'result']);
/** shorter ones are easier to read where they stand */
const schema_chars_min = 300;

/**
 * Moves what an OpenAPI document says more than once into its components: failures as responses, objects as schemas, each
 * named after the place where it comes first. A document that repeats an order at each endpoint is one that nobody reads.
 */
export function shareComponents(document: Json): Json {
  const shared = structuredClone(document) as Document;
  shareResponses(shared);
  shareSchemas(shared);
  return shared;
}

function operationsOf({ paths }: Document): Node[] {
  return Object.values(paths).flatMap((path) => Object.values(path));
}

function shareResponses(document: Document): void {
  const operations = operationsOf(document);
  const told = new Map<string, number>();
  for (const { responses } of operations) {
    for (const response of failuresOf(responses as Node)) count(told, JSON.stringify(response[1]));
  }
  const names = new Names();
  const kept: Node = {};
  for (const { responses } of operations) {
    for (const [status, response] of failuresOf(responses as Node)) {
      const text = JSON.stringify(response);
      if ((told.get(text) ?? 0) < 2) continue;
      const name = names.of(text, `Failure${status}`);
      kept[name] ??= response;
      (responses as Node)[status] = { $ref: `#/components/responses/${name}` };
    }
  }
  if (Object.keys(kept).length > 0) document.components.responses = kept;
}

function failuresOf(responses: Node): [string, Json][] {
  return Object.entries(responses).filter(
    ([, response]) => isNode(response) && response['description'] === 'Failure',
  );
}

function shareSchemas(document: Document): void {
  const { schemas, responses = {} } = document.components;
  const told = new Map<string, number>();
  // what stands inside a schema that came before is no second mention
  const look = (node: Json): void => {
    if (isObjectSchema(node) && count(told, JSON.stringify(node)) > 1) return;
    for (const inner of childrenOf(node)) look(inner);
  };
  const roots = [document.paths, responses, schemas];
  for (const root of roots) look(root);

  const names = new Names(Object.keys(schemas));
  const move = (node: Json, hint: string): Json => {
    if (Array.isArray(node)) return node.map((inner: Json) => move(inner, hint));
    if (!isNode(node)) return node;
    const text = JSON.stringify(node);
    const repeated = isObjectSchema(node) && text.length >= schema_chars_min && (told.get(text) ?? 0) > 1;
    if (!repeated) return moved(node, hint);
    const name = names.of(text, pascal(hint));
    if (schemas[name] === undefined) {
      schemas[name] = {};
      schemas[name] = moved(node, hint);
    }
    return { $ref: `#/components/schemas/${name}` };
  };
  const moved = (node: Node, hint: string): Node => {
    const own = typeof node['operationId'] === 'string' ? node['operationId'] : hint;
    return Object.fromEntries(
      Object.entries(node).map(([key, inner]) => [
        key,
        key === 'properties' && isNode(inner)
          ? Object.fromEntries(
              Object.entries(inner).map(([name, schema]) => [
                name,
                move(schema, envelopes.has(name) ? own : name),
              ]),
            )
          : move(inner, own),
      ]),
    );
  };
  for (const name of Object.keys(schemas)) schemas[name] = moved(schemas[name] as Node, name);
  document.paths = moved(document.paths, 'Thing') as Document['paths'];
  if (document.components.responses !== undefined)
    document.components.responses = moved(responses, 'Failure');
}

function count(told: Map<string, number>, text: string): number {
  const times = (told.get(text) ?? 0) + 1;
  told.set(text, times);
  return times;
}

function isNode(node: Json | undefined): node is Node {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function isObjectSchema(node: Json): boolean {
  return isNode(node) && node['type'] === 'object' && isNode(node['properties']);
}

function childrenOf(node: Json): Json[] {
  return typeof node === 'object' && node !== null ? Object.values(node) : [];
}

function pascal(hint: string): string {
  return hint.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_all, first: string) => first.toUpperCase());
}

/** One name for each text; a name that is taken goes on with a number. */
class Names {
  readonly #byText = new Map<string, string>();
  readonly #taken: Set<string>;

  constructor(taken: readonly string[] = []) {
    this.#taken = new Set(taken);
  }

  of(text: string, wish: string): string {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    let name = wish;
    for (let next = 2; this.#taken.has(name); next += 1) name = `${wish}${next}`;
    this.#taken.add(name);
    this.#byText.set(text, name);
    return name;
  }
}
