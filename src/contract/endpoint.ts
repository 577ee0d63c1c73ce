import type { Static, StaticDecode, TObject, TSchema } from 'typebox';
import type { RowStream } from './stream.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Schemas by HTTP status. */
export interface ByStatus {
  readonly [status: number]: TSchema;
}

/** One endpoint, from which route, client, OpenAPI and fuzz test are made. */
export interface Endpoint {
  readonly method: Method;
  /** Path parameters in braces: `/api/event/{id}/check`. */
  readonly path: string;
  /** Further addresses served alike: `/participants`, or with a method `GET /login`. */
  readonly also?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly params?: TObject;
  /** Undeclared query names are let pass, unless the contract has a `closed_query`; a declared one whose text does not convert is refused. */
  readonly query?: TObject;
  /** Lower-case names. */
  readonly headers?: TObject;
  readonly body?: TSchema;
  /** Fields that may come by query, form or JSON body, the body winning: for vendors that mix them. */
  readonly input?: TObject;
  /** How the client sends `body` (default JSON) or `input` (default query on GET and DELETE, else form). */
  readonly sends?: 'json' | 'form' | 'multipart' | 'query';
  readonly body_limit_bytes?: number;
  readonly answers: ByStatus;
  /** Declared failures, statuses below 300 included; added to those of the contract. */
  readonly errors?: ByStatus;
  /**
   * Fields, at any depth, whose texts may hold U+0000, since the use case makes them harmless (a code that was scanned). Any
   * other text with it is refused: PostgreSQL cannot keep one.
   */
  readonly odd_texts?: readonly string[];
  /** Of a successful JSON answer, where a vendor sends something odd such as `text/html`. */
  readonly content_type?: string;
  /** Served without `authenticate`; its handler gets `auth: undefined`. */
  readonly open?: boolean;
}

/** The statuses and schemas of a map. */
export function byStatus(map: ByStatus): [status: number, schema: TSchema][] {
  return Object.keys(map).map((status) => [Number(status), map[Number(status)] as TSchema]);
}

/** Declares an endpoint; throws when path and `params` disagree. */
export function endpoint<const E extends Endpoint>(spec: E): E {
  const named = new Set(pathNames(spec.path));
  const declared = Object.keys(spec.params?.properties ?? {});
  const wrong = declared.filter((name) => !named.has(name));
  if (wrong.length > 0 || declared.length !== named.size) {
    throw new Error(`${spec.path}: the path and the declared params differ`);
  }
  if (spec.input !== undefined && (spec.body !== undefined || spec.query !== undefined)) {
    throw new Error(`${spec.path}: input stands for query and body, declare it alone`);
  }
  return spec;
}

export function pathNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
}

type Parts = 'params' | 'query' | 'headers' | 'body' | 'input';
type Declared<E> = { [P in Parts & keyof E]: E[P] extends TSchema ? P : never }[Parts & keyof E];
type Absent<S> = S extends { '~optional': unknown } ? undefined : never;
type Simplify<T> = { [K in keyof T]: T[K] } & {};

/** The decoded parts of a request that the endpoint declares. */
export type Decoded<E> = {
  [P in Declared<E>]: E[P] extends TSchema ? StaticDecode<E[P]> | Absent<E[P]> : never;
};

type MayOmit<E> = {
  [P in Declared<E>]: E[P] extends TSchema
    ? E[P] extends { '~optional': unknown }
      ? P
      : P extends 'body'
        ? never
        : {} extends StaticDecode<E[P]>
          ? P
          : never
    : never;
}[Declared<E>];

/** What the client takes: as decoded, parts left out where nothing in them is required. */
export type CallInput<E> = Simplify<
  { [P in Exclude<Declared<E>, MayOmit<E>>]: E[P] extends TSchema ? Loose<StaticDecode<E[P]>> : never } & {
    [P in MayOmit<E>]?: E[P] extends TSchema ? Loose<StaticDecode<E[P]>> : never;
  }
>;

/** Optional properties may be present and undefined. */
export type Loose<T> = T extends readonly (infer U)[]
  ? readonly Loose<U>[]
  : T extends Plain
    ? { [K in keyof T]: undefined extends T[K] ? Loose<T[K]> | undefined : Loose<T[K]> }
    : T;

type Plain = { readonly [key: string]: unknown };

/** A decoded answer as a handler may give it: any list as rows that stream. */
export type Outgoing<T> = T extends readonly (infer U)[]
  ? readonly Outgoing<U>[] | RowStream<Outgoing<U>>
  : T extends Plain
    ? { readonly [K in keyof T]: Outgoing<T[K]> | (undefined extends T[K] ? undefined : never) }
    : T;

type BodyOf<E extends Endpoint, S extends keyof E['answers']> = E['answers'][S] extends TSchema
  ? StaticDecode<E['answers'][S]>
  : never;

/** The decoded bodies of all successful answers. */
export type AnswerOf<E extends Endpoint> = { [S in keyof E['answers']]: BodyOf<E, S> }[keyof E['answers']];

/** What a handler may return: the body for the first declared status, or an explicit answer. */
export type Given<E extends Endpoint> =
  | Outgoing<AnswerOf<E>>
  | { [S in keyof E['answers']]: Answer<S, Outgoing<BodyOf<E, S>>> }[keyof E['answers']]
  | Refusal;

/** The declared error bodies, undecoded. */
export type ErrorOf<T> = T extends { errors: infer M }
  ? { [S in keyof M]: M[S] extends TSchema ? { status: S; body: Static<M[S]> } : never }[keyof M]
  : never;

export type HeaderValues = Readonly<Record<string, string>>;

/** A successful answer with its status and headers spelt out. */
export class Answer<Status, Body> {
  readonly status: Status;
  readonly body: Body;
  readonly headers: HeaderValues;
  constructor(status: Status, body: Body, headers: HeaderValues) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export function answer<const Status extends number, Body>(
  status: Status,
  body: Body,
  headers: HeaderValues = {},
): Answer<Status, Body> {
  return new Answer(status, body, headers);
}

/** A failure in the vendor's own words, sent as it stands (status 200 too); return it or throw it. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: HeaderValues;
  constructor(status: number, body: unknown, headers: HeaderValues = {}) {
    super(`Refused with status ${status}`);
    this.name = 'Refusal';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}
