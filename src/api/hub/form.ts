import type { Static, TObject, TSchema } from 'typebox';
import type { Field } from './shapes.ts';

type FieldItem = Static<typeof Field>;

/** What of a schema a form goes by. */
interface Described {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly { readonly const?: unknown }[];
  readonly items?: TSchema & Described;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
}

/** A connector's settings or secrets as a form asks for them. Throws for a field that no form could ask for. */
export function formOf(schema: TObject): FieldItem[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties).map(([name, field]) => fieldOf(name, field, required.has(name)));
}

function fieldOf(name: string, schema: TSchema, required: boolean): FieldItem {
  const { title = name, description = '', default: fallback, ...rest } = schema as Described;
  const { minimum, maximum, pattern } = rest;
  return {
    name,
    title,
    description,
    // what has a default need not be given
    required: required && fallback === undefined,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(pattern === undefined ? {} : { pattern }),
    ...typeOf(name, schema),
  };
}

type Typed = Pick<FieldItem, 'type' | 'choices' | 'items' | 'fields'>;

function typeOf(name: string, schema: Described): Typed {
  const choices = schema.enum ?? schema.anyOf?.map((one) => one.const);
  if (choices !== undefined) return { type: 'choice', choices: choices.map(String) };
  if (schema.type === 'string') return { type: 'text' };
  if (schema.type === 'integer') return { type: 'integer' };
  if (schema.type === 'boolean') return { type: 'flag' };
  if (schema.type === 'object') return { type: 'names' };
  const { items } = schema;
  if (items?.type === 'string') return { type: 'list', items: 'text' };
  if (items?.type === 'integer') return { type: 'list', items: 'integer' };
  if (items?.type === 'object') return { type: 'pairs', fields: formOf(items as TObject & Described) };
  throw new Error(`no form asks for a field such as ${name}`);
}
