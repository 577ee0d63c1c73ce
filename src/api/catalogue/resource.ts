import { Type, type TObject, type TOptional, type TProperties, type TSchema } from 'typebox';
import type { OwnedKind } from '../../office/catalogue/rows.ts';
import { changing, type Changing } from '../as-seen.ts';
import { apiEndpoint } from '../endpoint.ts';
import { ById, Id, ListQuery, listOf, WriteHeaders } from '../shapes.ts';
import type { Field, Fields } from './fields.ts';

/** A kind of thing of the catalogue: what is shown of it, what is given to make it, and what can be changed. */
export interface Resource<
  One extends string = string,
  Many extends string = string,
  F extends Fields = Fields,
  Must extends keyof F = keyof F,
  Fixed extends keyof F = keyof F,
  Kept extends keyof F = keyof F,
> {
  /** its table */
  readonly kind: OwnedKind;
  readonly one: One;
  readonly many: Many;
  readonly path: string;
  readonly words: string;
  readonly fields: F;
  /** needed to make one */
  readonly must: readonly Must[];
  /** given when it is made, and never changed */
  readonly fixed: readonly Fixed[];
  /** nobody sets it by hand */
  readonly kept: readonly Kept[];
}

/** Declares one. */
export function resource<
  const One extends string,
  const Many extends string,
  const F extends Fields,
  const Must extends keyof F = never,
  const Fixed extends keyof F = never,
  const Kept extends keyof F = never,
>(spec: Resource<One, Many, F, Must, Fixed, Kept>): Resource<One, Many, F, Must, Fixed, Kept> {
  return spec;
}

export type ItemOf<F extends Fields> = TObject<{ id: typeof Id } & { [K in keyof F]: F[K]['schema'] }>;
type NewOf<F extends Fields, Must extends keyof F, Kept extends keyof F> = TObject<
  { [K in Must]: F[K]['schema'] } & { [K in Exclude<keyof F, Must | Kept>]: TOptional<F[K]['schema']> }
>;
type ChangeOf<F extends Fields, Fixed extends keyof F, Kept extends keyof F> = Changing<{
  [K in Exclude<keyof F, Fixed | Kept>]: TOptional<F[K]['schema']>;
}>;

export function itemOf<F extends Fields>(fields: F): ItemOf<F> {
  return Type.Object({ id: Id, ...schemasOf(fields) }) as unknown as ItemOf<F>;
}

function schemasOf(fields: Fields): Record<string, TSchema> {
  return Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema]));
}

/** The schemas of the named fields as they are stated, each optional unless it is needed. */
function stated(fields: Fields, names: readonly string[], must: ReadonlySet<string>): TProperties {
  return Object.fromEntries(
    names.map((name) => {
      const { schema: shown, stated } = fields[name] as Field;
      const schema = stated ?? shown;
      return [name, must.has(name) ? schema : Type.Optional(schema)];
    }),
  );
}

/** The schemas of the named fields as they are shown, each optional. */
function seen(fields: Fields, names: readonly string[]): TProperties {
  return Object.fromEntries(names.map((name) => [name, Type.Optional((fields[name] as Field).schema)]));
}

/** The group whose things they are, and whose permissions they need. */
type Owner = 'catalogue' | 'counter';

function listEndpoint<I extends TSchema>(owner: Owner, path: string, words: string, fields: Fields, item: I) {
  const columns = ['id', ...Object.keys(fields).filter((name) => fields[name]?.column !== undefined)];
  return apiEndpoint({
    ...{ method: 'GET', path, tags: [owner], summary: words },
    needs: `${owner}.read`,
    description: `Filtered and ordered by ${columns.join(', ')}.`,
    query: ListQuery,
    answers: { 200: listOf(item) },
  });
}

function findEndpoint<I extends TSchema>(owner: Owner, path: string, words: string, item: I) {
  return apiEndpoint({
    ...{ method: 'GET', path: `${path}/{id}`, tags: [owner], summary: `One of: ${words}` },
    needs: `${owner}.read`,
    params: ById,
    answers: { 200: item },
  });
}

function createEndpoint<I extends TSchema, B extends TSchema>(
  owner: Owner,
  path: string,
  words: string,
  item: I,
  body: B,
) {
  return apiEndpoint({
    ...{ method: 'POST', path, tags: [owner], summary: `Makes one of: ${words}` },
    needs: `${owner}.write`,
    headers: WriteHeaders,
    body,
    answers: { 200: item },
  });
}

function changeEndpoint<I extends TSchema, B extends TSchema>(
  owner: Owner,
  path: string,
  words: string,
  item: I,
  body: B,
) {
  return apiEndpoint({
    ...{
      method: 'PATCH',
      path: `${path}/{id}`,
      tags: [owner],
      summary: `Changes what is given of one of: ${words}`,
    },
    needs: `${owner}.write`,
    params: ById,
    headers: WriteHeaders,
    body,
    answers: { 200: item },
  });
}

const Deleted = Type.Object({ deleted: Type.Literal(true) });

/** An end: the thing is gone for everybody who sells, and what was sold of it stays. */
export function deleteEndpoint(path: string, words: string, owner: Owner = 'catalogue') {
  return apiEndpoint({
    ...{
      method: 'DELETE',
      path: `${path}/{id}`,
      tags: [owner],
      summary: `Ends one of: ${words}`,
    },
    needs: `${owner}.write`,
    description: 'What was sold of it stays as it is.',
    params: ById,
    headers: WriteHeaders,
    answers: { 200: Deleted },
  });
}

type EndpointsOf<
  One extends string,
  Many extends string,
  F extends Fields,
  Must extends keyof F,
  Fixed extends keyof F,
  Kept extends keyof F,
> = { [K in `list_${Many}`]: ReturnType<typeof listEndpoint<ItemOf<F>>> } & {
  [K in `find_${One}`]: ReturnType<typeof findEndpoint<ItemOf<F>>>;
} & { [K in `create_${One}`]: ReturnType<typeof createEndpoint<ItemOf<F>, NewOf<F, Must, Kept>>> } & {
  [K in `change_${One}`]: ReturnType<typeof changeEndpoint<ItemOf<F>, ChangeOf<F, Fixed, Kept>>>;
};

/** Its list, one of it, and how it is made and changed. */
export function endpointsOf<
  One extends string,
  Many extends string,
  F extends Fields,
  Must extends keyof F,
  Fixed extends keyof F,
  Kept extends keyof F,
>(
  of: Resource<One, Many, F, Must, Fixed, Kept>,
  owner: Owner = 'catalogue',
): EndpointsOf<One, Many, F, Must, Fixed, Kept> {
  const { one, many, path, words, fields } = of;
  const item = itemOf(fields);
  const kept = new Set<string>(of.kept.map(String));
  const fixed = new Set<string>(of.fixed.map(String));
  const must = new Set<string>(of.must.map(String));
  const names = Object.keys(fields).filter((name) => !kept.has(name));
  const changed = names.filter((name) => !fixed.has(name));
  return {
    [`list_${many}`]: listEndpoint(owner, path, words, fields, item),
    [`find_${one}`]: findEndpoint(owner, path, words, item),
    [`create_${one}`]: createEndpoint(
      ...([owner, path, words, item] as const),
      Type.Object(stated(fields, names, must), { additionalProperties: false }),
    ),
    [`change_${one}`]: changeEndpoint(
      ...([owner, path, words, item] as const),
      changing(stated(fields, changed, new Set()), seen(fields, changed)),
    ),
  } as unknown as EndpointsOf<One, Many, F, Must, Fixed, Kept>;
}
