import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { TSchema } from 'typebox';
import { compileCheck } from '../check.ts';
import { conversionOf } from '../codec.ts';
import type { CodecContext } from '../codec.ts';
import { compileDecode, compileEncode } from '../convert.ts';
import { compileFromForm } from '../form-schema.ts';
import { parseForm, writeForm } from '../form.ts';
import { definitionsOf, resolve, shapeOf, withDefinitions } from '../schema.ts';
import type { Definitions, Shape } from '../schema.ts';

/** Where a value travels: text places cannot carry everything that JSON can. */
export type Way = 'json' | 'form' | 'multipart' | 'path' | 'header';

interface Making {
  readonly way: Way;
  readonly context: CodecContext;
  readonly definitions: Definitions;
  /** Recursion stops getting deeper here. */
  readonly depth: number;
}

const max_depth = 3;
const most_rejected = 5_000;

/** Decoded values of a schema, as far as the way can carry them. */
export function arbitraryOf(schema: TSchema, way: Way, context: CodecContext): Arbitrary<unknown> {
  return make(schema, { way, context, definitions: new Map(), depth: 0 });
}

function make(schema: TSchema, around: Making): Arbitrary<unknown> {
  const making = { ...around, definitions: definitionsOf(schema, around.definitions) };
  const own = conversionOf(schema);
  const made = own?.arbitrary === undefined ? makeShape(schema, making) : own.arbitrary(fc);
  if (own === undefined || own.arbitrary !== undefined) return carried(made, schema, making);
  const decoded = made.map((inner): { value: unknown } | undefined => {
    try {
      return { value: own.decode(inner, making.context) };
    } catch {
      return undefined;
    }
  });
  return carried(
    decoded.filter((one) => one !== undefined).map((one) => one.value),
    schema,
    making,
  );
}

/** A filter that gives up with a name instead of searching for ever. */
function sieve(
  made: Arbitrary<unknown>,
  schema: TSchema,
  keep: (value: unknown) => boolean,
): Arbitrary<unknown> {
  let rejected = 0;
  return made.filter((value) => {
    if (keep(value)) {
      rejected = 0;
      return true;
    }
    if ((rejected += 1) > most_rejected) {
      throw new Error(`No value fits ${JSON.stringify(schema)}: give its codec an arbitrary`);
    }
    return false;
  });
}

/** Leaves out what breaks a keyword that is not generated from, and what text is bound to read differently. */
function carried(made: Arbitrary<unknown>, schema: TSchema, making: Making): Arbitrary<unknown> {
  const kind = shapeOf(schema).kind;
  if (kind === 'ref') return made;
  const whole = withDefinitions(schema, making.definitions);
  const check = compileCheck(whole);
  const encode = compileEncode(whole);
  const wireOf = (value: unknown) => (encode === undefined ? value : encode(value, making.context));
  const fits = sieve(made, schema, (value) => check.fits(wireOf(value)));
  if (making.way === 'json' || kind !== 'union') return fits;
  const read = compileFromForm(whole);
  const decode = compileDecode(whole);
  return sieve(fits, schema, (value) => {
    const node = parseForm(writeForm({ v: wireOf(value) })).children?.get('v');
    if (node === undefined) return false;
    const wire = read(node);
    if (!check.fits(wire)) return false;
    return isDeepStrictEqual(decode === undefined ? wire : decode(wire, making.context), value);
  });
}

function makeShape(schema: TSchema, making: Making): Arbitrary<unknown> {
  const below = (inner: TSchema) => make(inner, making);
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'string':
      return makeString(schema, making.way);
    case 'integer':
      return makeNumber(schema, true);
    case 'number':
      return makeNumber(schema, false);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'choice':
      return fc.constantFrom(...shape.values);
    case 'array':
      return makeArray(schema, shape.items, making);
    case 'tuple':
      return fc.tuple(...shape.items.map(below));
    case 'object':
      return makeObject(shape, making);
    case 'union':
      return makeUnion(shape.branches, making);
    case 'intersect':
      return fc.tuple(...shape.branches.map(below)).map((parts) => Object.assign({}, ...parts) as unknown);
    case 'ref':
      return makeRef(shape.name, making);
    default:
      return making.way === 'json' ? fc.jsonValue({ maxDepth: 2 }).map(asJson) : makeString({}, making.way);
  }
}

/** As JSON keeps it: no -0, and no `__proto__`, which no reader of ours lets in. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    key === '__proto__' ? undefined : inner,
  );
}

type Keywords = Readonly<Record<string, unknown>>;

function numberOr<T>(keywords: Keywords, name: string, other: T): number | T {
  const value = keywords[name];
  return typeof value === 'number' ? value : other;
}

const formats: Record<string, () => Arbitrary<string>> = {
  email: () => fc.emailAddress(),
  uuid: () => fc.uuid(),
  uri: () => fc.webUrl(),
  'date-time': () => instant().map((date) => date.toISOString()),
  date: () => instant().map((date) => date.toISOString().slice(0, 10)),
};

function instant(): Arbitrary<Date> {
  return fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
}

function makeString(schema: TSchema, way: Way): Arbitrary<string> {
  const keywords: Keywords = { ...schema };
  const format = typeof keywords.format === 'string' ? formats[keywords.format] : undefined;
  let made: Arbitrary<string>;
  if (typeof keywords.pattern === 'string') made = fc.stringMatching(new RegExp(keywords.pattern));
  else if (format !== undefined) made = format();
  else {
    const maxLength = numberOr(keywords, 'maxLength', 24);
    made = fc.string({
      unit: way === 'header' ? 'grapheme-ascii' : 'grapheme',
      maxLength: Math.min(maxLength, 200),
    });
    made = fc.oneof({ weight: 8, arbitrary: made }, { weight: 1, arbitrary: fc.constantFrom(...awkward) });
  }
  // refused wherever it comes from
  made = made.filter((text) => !text.includes('\0'));
  if (way === 'path') return made.filter((text) => text !== '' && text !== '.' && text !== '..');
  if (way === 'header') return made.filter((text) => /^[!-~]([ -~]*[!-~])?$/.test(text));
  return made;
}

const awkward = [
  'toString',
  '__proto__',
  'a&b=c',
  '100%',
  'é+ü',
  ' ',
  'null',
  '{"a":1}',
  '[1',
  '0',
  '\r\n',
  '"\\',
];

function makeNumber(schema: TSchema, integer: boolean): Arbitrary<number> {
  const keywords: Keywords = { ...schema };
  const least = numberOr(keywords, 'minimum', numberOr(keywords, 'exclusiveMinimum', undefined));
  const most = numberOr(keywords, 'maximum', numberOr(keywords, 'exclusiveMaximum', undefined));
  const step = numberOr(keywords, 'multipleOf', undefined);
  const min = least ?? Math.min(Number.MIN_SAFE_INTEGER, most ?? 0);
  const max = most ?? Math.max(Number.MAX_SAFE_INTEGER, least ?? 0);
  const made = integer
    ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
    : fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
  return made
    .map((value) => (step === undefined ? value : Math.round(value / step) * step))
    .map((value) => value + 0);
}

function makeArray(schema: TSchema, items: TSchema, making: Making): Arbitrary<unknown[]> {
  const keywords: Keywords = { ...schema };
  const minLength = numberOr(keywords, 'minItems', 0);
  if (making.depth >= max_depth && minLength === 0) return fc.constant([]);
  const maxLength = Math.max(minLength, Math.min(numberOr(keywords, 'maxItems', 25), 25));
  const item = tracing(make(items, making), items, making);
  if (keywords.uniqueItems === true) {
    return fc.uniqueArray(item, { minLength, maxLength, comparator: isDeepStrictEqual });
  }
  return fc.array(item, { minLength, maxLength, size: 'small' });
}

function makeObject(shape: Extract<Shape, { kind: 'object' }>, making: Making): Arbitrary<unknown> {
  const deep = making.depth >= max_depth;
  const model: Record<string, Arbitrary<unknown>> = {};
  for (const { name, schema, required } of shape.properties) {
    if (required) model[name] = make(schema, making);
    else if (!deep) model[name] = tracing(make(schema, making), schema, making);
  }
  const requiredKeys = shape.properties.filter(({ required }) => required).map(({ name }) => name);
  const declared = fc.record(model, { requiredKeys, noNullPrototype: true });
  const [rest] = shape.rest;
  if (rest === undefined || deep) return declared;
  const value = tracing(make(rest.schema, making), rest.schema, making);
  const taken = new Set(shape.properties.map(({ name }) => name));
  const keys = makeKey(rest.pattern, taken, making.way);
  const others = fc.dictionary(keys, value, { noNullPrototype: true, maxKeys: 5 });
  return fc.tuple(declared, others).map(([one, other]) => ({ ...other, ...one }));
}

function makeKey(pattern: RegExp | undefined, taken: ReadonlySet<string>, way: Way): Arbitrary<string> {
  const made =
    pattern === undefined
      ? fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('toString', '0', '21', '\r\n', '\u2028'))
      : fc.stringMatching(pattern);
  // a form drops what has `__proto__` anywhere in its key
  const bad = way === 'multipart' ? /[[\]"%\r\n\0]|^$|__proto__/ : /[[\]\0]|^$|__proto__/;
  return made.filter((key) => {
    if (key === '__proto__' || taken.has(key) || (pattern !== undefined && !pattern.test(key))) return false;
    return way === 'json' || !bad.test(key);
  });
}

function makeUnion(branches: readonly TSchema[], making: Making): Arbitrary<unknown> {
  // Deep down only branches that end: the first made without recursion.
  const ending =
    making.depth >= max_depth ? branches.filter((branch) => shapeOf(branch).kind !== 'ref') : branches;
  return fc.oneof(...(ending.length > 0 ? ending : branches).map((branch) => make(branch, making)));
}

function makeRef(name: string, making: Making): Arbitrary<unknown> {
  const target = resolve(name, making.definitions);
  const deeper = { ...making, depth: making.depth + 1 };
  if (deeper.depth > max_depth + 4)
    throw new Error(`"${name}" never ends: no optional part, list or union to stop at`);
  return make(target, deeper);
}

/** In a form an empty list or object leaves no trace, so it cannot stand as an item or an optional field. */
function tracing(made: Arbitrary<unknown>, schema: TSchema, making: Making): Arbitrary<unknown> {
  if (making.way === 'json') return made;
  const encode = compileEncode(withDefinitions(schema, making.definitions));
  return sieve(made, schema, (value) =>
    leavesTrace(encode === undefined ? value : encode(value, making.context)),
  );
}

function leavesTrace(wire: unknown): boolean {
  if (wire === undefined) return false;
  if (typeof wire !== 'object' || wire === null) return true;
  return Object.values(wire).some(leavesTrace);
}
