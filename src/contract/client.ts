import type { TSchema } from 'typebox';
import { utc } from './codec.ts';
import type { CodecContext } from './codec.ts';
import type { Contract } from './contract.ts';
import { compileEncode } from './convert.ts';
import type { Convert } from './convert.ts';
import type { AnswerOf, CallInput, Endpoint, ErrorOf } from './endpoint.ts';
import { formPairs, scalarText, writeForm } from './form.ts';
import { compileReceive } from './receive.ts';
import type { Transport } from './transport.ts';

/** What an AnswerError of this contract's endpoint may hold. */
export type Told<C extends Contract, Name extends keyof C['endpoints']> =
  ErrorOf<C> | ErrorOf<C['endpoints'][Name]>;

/** Sent with every call, as wire values; what the call itself says wins. */
export interface Defaults {
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields of a JSON or form body: for vendors that take credentials there. */
  readonly body?: Readonly<Record<string, unknown>>;
}

export interface ClientOptions {
  readonly transport: Transport;
  /** With the mount's prefix, without a slash at the end. */
  readonly baseUrl: string;
  /** A function is asked before every call: for signatures with a time stamp. */
  readonly defaults?: Defaults | (() => Defaults | Promise<Defaults>);
  readonly context?: CodecContext;
  /** 30 s unless set. */
  readonly timeout_ms?: number;
  /** 64 MiB unless set. */
  readonly answer_limit_bytes?: number;
}

type Method<E extends Endpoint> =
  {} extends CallInput<E>
    ? (input?: CallInput<E>) => Promise<AnswerOf<E>>
    : (input: CallInput<E>) => Promise<AnswerOf<E>>;

export type Client<C extends Contract> = {
  readonly [Name in keyof C['endpoints']]: Method<C['endpoints'][Name]>;
};

type Parts = Partial<Record<'params' | 'query' | 'headers' | 'body' | 'input', unknown>>;
type Call = (input?: Parts) => Promise<unknown>;

/** One method per endpoint. They throw AnswerError for declared failures and TransportFault for all others. */
export function createClient<C extends Contract>(contract: C, options: ClientOptions): Client<C> {
  const client: Record<string, Call> = {};
  for (const [name, one] of Object.entries(contract.endpoints))
    client[name] = compileCall(contract, name, one, options);
  return client as Client<C>;
}

interface Compiled {
  readonly send: ReturnType<typeof compileSend>;
  readonly read: ReturnType<typeof compileReceive>;
}

function compileCall(contract: Contract, name: string, one: Endpoint, options: ClientOptions): Call {
  // compiled when it is first called: of two hundred endpoints a client mostly uses a few
  let compiled: Compiled | undefined;
  const context = options.context ?? utc;
  return async (input = {}) => {
    const { send, read } = (compiled ??= {
      send: compileSend(one),
      read: compileReceive(name, contract, one),
    });
    const { defaults } = options;
    const sent = send(input, typeof defaults === 'function' ? await defaults() : (defaults ?? {}), context);
    const answer = await options.transport({
      method: one.method,
      url: options.baseUrl + sent.target,
      headers: sent.headers,
      body: sent.body,
      timeout_ms: options.timeout_ms ?? 30_000,
      limit_bytes: options.answer_limit_bytes ?? 67_108_864,
    });
    return read(answer, context);
  };
}

type Fields = Readonly<Record<string, unknown>>;

interface Sent {
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

export function compileSend(
  one: Endpoint,
): (input: Parts, defaults: Defaults, context: CodecContext) => Sent {
  const encode = {
    params: encoder(one.params),
    query: encoder(one.query),
    headers: encoder(one.headers),
    body: encoder(one.body),
    input: encoder(one.input),
  };
  const bodyless = one.method === 'GET' || one.method === 'DELETE';
  const way = one.sends ?? (one.input === undefined ? 'json' : bodyless ? 'query' : 'form');
  return (input, defaults, context) => {
    const params = encode.params(input.params, context) as Fields | undefined;
    const path = one.path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(scalarText(params?.[key])),
    );
    const fields = encode.input(input.input, context) as Fields | undefined;
    const inQuery = way === 'query' ? fields : undefined;
    const query = writeForm({
      ...defaults.query,
      ...(encode.query(input.query, context) as Fields | undefined),
      ...inQuery,
    });
    const headers: Record<string, string> = { accept: 'application/json', ...defaults.headers };
    const given = encode.headers(input.headers, context) as Fields | undefined;
    for (const [key, value] of Object.entries(given ?? {}))
      if (value !== undefined) headers[key] = scalarText(value);
    const own = way === 'query' ? undefined : (encode.body(input.body, context) ?? fields);
    const body = writeBody(way, own, defaults.body, headers);
    return { target: query === '' ? path : `${path}?${query}`, headers, body };
  };
}

function encoder(schema: TSchema | undefined): Convert {
  const encode = schema === undefined ? undefined : compileEncode(schema);
  if (encode === undefined) return (value) => value;
  return (value, context) => (value === undefined ? undefined : encode(value, context));
}

function writeBody(
  way: string,
  own: unknown,
  defaults: Fields | undefined,
  headers: Record<string, string>,
): string | undefined {
  const mixable = own === undefined || (typeof own === 'object' && own !== null && !Array.isArray(own));
  const whole = defaults !== undefined && mixable ? { ...defaults, ...own } : own;
  if (whole === undefined) return undefined;
  if (way === 'json' || way === 'query') {
    headers['content-type'] = 'application/json';
    return JSON.stringify(whole);
  }
  if (way === 'form') {
    headers['content-type'] = 'application/x-www-form-urlencoded';
    return writeForm(whole as Fields);
  }
  const boundary = `guichet-${crypto.randomUUID()}`;
  headers['content-type'] = `multipart/form-data; boundary=${boundary}`;
  const parts = formPairs(whole as Fields).map(
    ([key, text]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(key)}"\r\n\r\n${text}\r\n`,
  );
  return `${parts.join('')}--${boundary}--\r\n`;
}

function quoted(key: string): string {
  return key.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
