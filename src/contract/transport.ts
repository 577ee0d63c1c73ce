import type { FastifyInstance, InjectOptions } from 'fastify';
import type { Dispatcher } from 'undici';

export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly timeout_ms: number;
  readonly limit_bytes: number;
}

export interface IncomingAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Carries one request. Throws TransportFault and nothing else. */
export type Transport = (request: OutgoingRequest) => Promise<IncomingAnswer>;

/** An answer whose body comes as it is sent. */
export interface StreamedAnswer extends Omit<IncomingAnswer, 'body'> {
  readonly body: AsyncIterable<Buffer>;
}

/** The same for long answers; `timeout_ms` is what each part of it may take. Throws TransportFault and nothing else. */
export type StreamTransport = (request: OutgoingRequest) => Promise<StreamedAnswer>;

/** A transport for long answers out of a plain one: the answer in one part. */
export function streamOver(transport: Transport): StreamTransport {
  return async (request) => {
    const { body, ...answer } = await transport(request);
    return { ...answer, body: inOnePart(body) };
  };
}

async function* inOnePart(body: Buffer): AsyncGenerator<Buffer> {
  yield body;
}

/**
 * - `connect`: nothing was sent (refused, unknown host): safe to try again
 * - `reset`: the connection broke before an answer: it may have been carried out
 * - `timeout`: no whole answer in time: it may have been carried out
 * - `truncated`: the answer broke off
 * - `too_large`: the answer is longer than we take
 * - `html`: a page instead of data, such as an overloaded proxy's
 * - `malformed`: not JSON
 * - `status`: a status for which the contract declares nothing
 * - `shape`: JSON that the contract does not describe
 */
export type TransportKind =
  'connect' | 'reset' | 'timeout' | 'truncated' | 'too_large' | 'html' | 'malformed' | 'status' | 'shape';

/** No usable answer. Holds neither URL nor headers, since credentials stand there. */
export class TransportFault extends Error {
  readonly kind: TransportKind;
  readonly status: number | undefined;

  constructor(kind: TransportKind, message: string, extra: { status?: number; cause?: unknown } = {}) {
    super(message, { cause: extra.cause });
    this.name = 'TransportFault';
    this.kind = kind;
    this.status = extra.status;
  }
}

/**
 * The real one: sends bodies on GET, follows no redirects. Its library is loaded with the first request: an office that
 * asks nobody anything does without.
 */
export function undiciTransport(dispatcher?: Dispatcher): Transport {
  return async ({ method, url, headers, body, timeout_ms, limit_bytes }) => {
    const signal = AbortSignal.timeout(timeout_ms);
    let status: number | undefined;
    try {
      const { request } = await import('undici');
      const response = await request(url, {
        method,
        headers,
        signal,
        ...(body === undefined ? {} : { body }),
        ...(dispatcher === undefined ? {} : { dispatcher }),
      });
      status = response.statusCode;
      return { status, headers: response.headers, body: await collect(response.body, limit_bytes) };
    } catch (error) {
      if (error instanceof TransportFault) throw error;
      throw faultOf(error, status, signal.aborted, timeout_ms);
    }
  };
}

/** The same, handing on the body part by part as it is taken. */
export function undiciStream(dispatcher?: Dispatcher): StreamTransport {
  return async ({ method, url, headers, body, timeout_ms }) => {
    const ending = new AbortController();
    let timer = setTimeout(() => ending.abort(), timeout_ms);
    let status: number | undefined;
    try {
      const { request } = await import('undici');
      const response = await request(url, {
        method,
        headers,
        signal: ending.signal,
        ...(body === undefined ? {} : { body }),
        ...(dispatcher === undefined ? {} : { dispatcher }),
      });
      status = response.statusCode;
      return { status, headers: response.headers, body: parts(response.body, status) };
    } catch (error) {
      throw faultOf(error, status, ending.signal.aborted, timeout_ms);
    } finally {
      clearTimeout(timer);
    }

    async function* parts(from: AsyncIterable<Buffer>, answered: number): AsyncGenerator<Buffer> {
      // only the other side is timed: whoever reads may take as long as it likes
      const wait = (): void => {
        timer = setTimeout(() => ending.abort(), timeout_ms);
      };
      try {
        wait();
        for await (const part of from) {
          clearTimeout(timer);
          yield part;
          wait();
        }
      } catch (error) {
        throw faultOf(error, answered, ending.signal.aborted, timeout_ms);
      } finally {
        clearTimeout(timer);
      }
    }
  };
}

async function collect(body: AsyncIterable<Buffer>, limit_bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit_bytes)
      throw new TransportFault('too_large', `The answer is longer than ${limit_bytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

const never_sent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

const too_late = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

function faultOf(
  error: unknown,
  status: number | undefined,
  aborted: boolean,
  timeout_ms: number,
): TransportFault {
  const extra = { cause: error, ...(status === undefined ? {} : { status }) };
  const code = codeOf(error);
  if (aborted || too_late.has(code))
    return new TransportFault('timeout', `No answer within ${timeout_ms} ms`, extra);
  if (status !== undefined) return new TransportFault('truncated', 'The answer broke off', extra);
  if (never_sent.has(code)) return new TransportFault('connect', `No connection (${code})`, extra);
  return new TransportFault('reset', `The connection broke (${code})`, extra);
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (typeof error !== 'object' || error === null) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}

/** For tests: straight into a Fastify app, no socket. */
export function injectTransport(app: FastifyInstance): Transport {
  return async ({ method, url, headers, body }) => {
    const { pathname, search, host } = new URL(url);
    const options: InjectOptions = {
      method,
      url: pathname + search,
      headers: { host, ...headers },
    };
    if (body !== undefined) options.payload = body;
    try {
      const { statusCode, headers: answered, rawPayload } = await app.inject(options);
      return { status: statusCode, headers: flat(answered), body: rawPayload };
    } catch (error) {
      throw new TransportFault('truncated', 'The answer broke off', { cause: error });
    }
  };
}

function flat(headers: Record<string, unknown>): Record<string, string | string[] | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );
}
