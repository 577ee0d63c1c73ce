import type { TSchema } from 'typebox';
import { compileCheck } from './check.ts';
import { FormNode } from './form.ts';
import { parseJson } from './json.ts';
import { definitionsOf, resolve, shapeOf, withDefinitions } from './schema.ts';
import type { Definitions, Shape } from './schema.ts';

/** Form text → wire value as the schema wants it. Text that does not convert is left for the check to refuse. */
export type FromForm = (node: FormNode) => unknown;

/** Compiles the reading of one schema; the result still has to be checked. */
export function compileFromForm(schema: TSchema): FromForm {
  return compile(schema, new Map(), new Map());
}

type Refs = Map<TSchema, FromForm>;
type ObjectShape = Extract<Shape, { kind: 'object' }>;

function compile(schema: TSchema, around: Definitions, refs: Refs): FromForm {
  const definitions = definitionsOf(schema, around);
  const below = (inner: TSchema) => compile(inner, definitions, refs);
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'string':
      return (node) => node.text ?? raw(node);
    case 'number':
    case 'integer':
      return scalar(numberOf);
    case 'boolean':
      return scalar((text) => booleans.get(text) ?? text);
    case 'null':
      return scalar((text) => (text === '' ? null : text));
    case 'choice':
      return choice(shape.values);
    case 'array':
      return orJson(list(below(shape.items)));
    case 'tuple':
      return orJson(tuple(shape.items.map(below)));
    case 'object':
      return orJson(record(shape, below, definitions));
    case 'union':
      return union(shape.branches, below, definitions);
    case 'intersect':
      return intersect(shape.branches.map(below));
    case 'ref':
      return reference(resolve(shape.name, definitions), below, refs);
    default:
      return raw;
  }
}

function scalar(convert: (text: string) => unknown): FromForm {
  return (node) => (node.text === undefined ? raw(node) : convert(node.text));
}

const number_text = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

function numberOf(text: string): unknown {
  return number_text.test(text) ? Number(text) : text;
}

const booleans = new Map<string, boolean>([
  ['1', true],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['0', false],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);

function choice(values: readonly unknown[]): FromForm {
  return scalar((text) => {
    for (const value of values) {
      if (value === text || (typeof value === 'number' && numberOf(text) === value)) return value;
      if (value === null ? text === '' : typeof value === 'boolean' && booleans.get(text) === value)
        return value;
    }
    return text;
  });
}

/** A list or map may also stand as JSON text under its plain key: `where=[{"column":"id"}]`. */
function orJson(read: FromForm): FromForm {
  return (node) => {
    const text = node.text;
    if (text === undefined || node.children !== undefined || !/^[[{]/.test(text)) return read(node);
    try {
      return parseJson(text);
    } catch {
      return read(node);
    }
  };
}

/** `k[]=…`, `k[3]=…` in the order of the indices, and `k=…` once or repeated. */
function list(item: FromForm): FromForm {
  return (node) => {
    const children = node.children;
    if (children === undefined) return node.texts.map((text) => item(new FormNode(text)));
    const entries = [...children];
    if (!entries.every(([key]) => /^\d+$/.test(key))) return raw(node);
    entries.sort(([one], [other]) => Number(one) - Number(other));
    return entries.map(([, child]) => item(child));
  };
}

function tuple(items: readonly FromForm[]): FromForm {
  const read = list((node) => node);
  return (node) => {
    const parts = read(node);
    if (!Array.isArray(parts)) return parts;
    return parts.map((part: FormNode, at) => (items[at] ?? raw)(part));
  };
}

const nothing = new FormNode();

function record(
  shape: ObjectShape,
  below: (schema: TSchema) => FromForm,
  definitions: Definitions,
): FromForm {
  const properties = shape.properties.map(({ name, schema, required }) => ({
    name,
    read: below(schema),
    // A form cannot say "an empty list": where one is required and nothing came, that is what was meant.
    absent: required && isContainer(schema, definitions),
  }));
  const names = new Set(properties.map(({ name }) => name));
  const rest = shape.rest.map(({ pattern, schema }) => ({ pattern, read: below(schema) }));
  return (node) => {
    if (node.texts.length > 0 && node.children === undefined) return node.text;
    const out: [string, unknown][] = [];
    for (const { name, read, absent } of properties) {
      const child = node.children?.get(name);
      if (child !== undefined) out.push([name, read(child)]);
      else if (absent) out.push([name, read(nothing)]);
    }
    if (rest.length > 0 && node.children !== undefined) {
      for (const [key, child] of node.children) {
        if (names.has(key)) continue;
        const rule = rest.find(({ pattern }) => pattern === undefined || pattern.test(key));
        out.push([key, (rule?.read ?? raw)(child)]);
      }
    }
    return Object.fromEntries(out);
  };
}

function isContainer(schema: TSchema, around: Definitions): boolean {
  const definitions = definitionsOf(schema, around);
  const shape = shapeOf(schema);
  if (shape.kind === 'ref') return isContainer(resolve(shape.name, definitions), definitions);
  if (shape.kind === 'intersect') return shape.branches.every((branch) => isContainer(branch, definitions));
  return shape.kind === 'array' || shape.kind === 'object';
}

/** Empty text is null where null is allowed; else the first branch that the converted value fits. */
function union(
  branches: readonly TSchema[],
  below: (schema: TSchema) => FromForm,
  definitions: Definitions,
): FromForm {
  const nullable = branches.some((branch) => shapeOf(branch).kind === 'null');
  const options = branches.map((branch) => ({
    read: below(branch),
    check: compileCheck(withDefinitions(branch, definitions)),
  }));
  return (node) => {
    if (nullable && node.text === '' && node.children === undefined) return null;
    for (const { read, check } of options) {
      const value = read(node);
      if (check.fits(value)) return value;
    }
    return options[0]?.read(node);
  };
}

function intersect(reads: readonly FromForm[]): FromForm {
  return (node) => {
    const values = reads.map((read) => read(node));
    const objects = values.filter((value) => typeof value === 'object' && value !== null);
    return objects.length === values.length ? Object.assign({}, ...objects) : values[0];
  };
}

function reference(target: TSchema, below: (schema: TSchema) => FromForm, refs: Refs): FromForm {
  const known = refs.get(target);
  if (known !== undefined) return known;
  let real: FromForm | undefined;
  const lazy: FromForm = (node) => (real === undefined ? raw(node) : real(node));
  refs.set(target, lazy);
  real = below(target);
  return lazy;
}

/** Without a schema to say otherwise: a list when the keys count from 0, else a map. */
export function raw(node: FormNode): unknown {
  if (node.children === undefined) return node.file ?? node.text;
  const keys = [...node.children.keys()];
  const entries = [...node.children].map(([key, child]): [string, unknown] => [key, raw(child)]);
  return keys.every((key, at) => key === String(at))
    ? entries.map(([, value]) => value)
    : Object.fromEntries(entries);
}
