import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../domain/faults.ts';
import { utc } from './codec.ts';
import type { CodecContext } from './codec.ts';
import { addressesOf } from './contract.ts';
import type { Contract } from './contract.ts';
import { Refusal } from './endpoint.ts';
import type { Decoded, Endpoint, Given, HeaderValues } from './endpoint.ts';
import { parseMultipart } from './form.ts';
import { Incoming, Multipart } from './incoming.ts';
import { compileQueryNames, compileRead } from './read.ts';
import { compileWrite, sendRaw } from './write.ts';

type Awaitable<T> = T | Promise<T>;

/** What a handler is given: the decoded parts its endpoint declares, and the rest of the request. */
export type Handed<E extends Endpoint, Auth> = Decoded<E> & {
  readonly auth: E extends { open: true } ? undefined : Auth;
  readonly request: FastifyRequest;
  readonly incoming: Incoming;
};

export type Handler<E extends Endpoint, Auth> = (handed: Handed<E, Auth>) => Awaitable<Given<E>>;

export type Handlers<C extends Contract, Auth> = {
  readonly [Name in keyof C['endpoints']]: Handler<C['endpoints'][Name], Auth>;
};

/** A failure in the vendor's envelope, sent as it stands. */
export interface FaultAnswer {
  readonly status: number;
  readonly headers?: HeaderValues;
  readonly body: unknown;
}

export interface MountOptions<Auth> {
  /** `/` + the contract's name unless said otherwise. */
  readonly prefix?: string;
  /** Runs before validation; throws `unauthenticated`, `forbidden` or `rate_limited`. */
  readonly authenticate: (incoming: Incoming) => Awaitable<Auth>;
  /** The vendor's words for a fault: of the office, of validation, of an unknown path, of a bug (`internal`). */
  readonly fault: (fault: Fault, request: FastifyRequest) => FaultAnswer;
  /** What the codecs need to know; UTC unless given. `auth` is undefined on open endpoints. */
  readonly context?: (auth: Auth | undefined, incoming: Incoming) => CodecContext;
  /** Of endpoints that set none; that of the server unless said otherwise. */
  readonly body_limit_bytes?: number;
  /** Checks answers against the contract before they leave: for tests and the demo. */
  readonly checking?: boolean;
}

/** Serves a contract below its prefix, faults and unknown paths included. The app needs `prepareServer`. */
export function mount<C extends Contract, Auth>(
  app: FastifyInstance,
  contract: C,
  handlers: Handlers<C, Auth>,
  options: MountOptions<Auth>,
): void {
  const plugin = (scope: FastifyInstance, _: unknown, done: () => void) => {
    acceptAnyBody(scope);
    scope.setErrorHandler((error: FastifyError, request, reply) => sendFault(error, request, reply, options));
    scope.setNotFoundHandler({}, (request, reply) =>
      sendFault(missing(contract, scope.prefix, request), request, reply, options),
    );
    for (const name of Object.keys(contract.endpoints)) {
      addRoutes(scope, contract, name, handlers[name] as Handler<Endpoint, Auth>, options);
    }
    done();
  };
  app.register(plugin, { prefix: options.prefix ?? `/${contract.name}` });
}

function addRoutes<Auth>(
  scope: FastifyInstance,
  contract: Contract,
  name: string,
  handler: Handler<Endpoint, Auth>,
  options: MountOptions<Auth>,
): void {
  const one = contract.endpoints[name] as Endpoint;
  const handle = compileRoute(contract, name, one, handler, options);
  const limit = one.body_limit_bytes ?? options.body_limit_bytes;
  const own = limit === undefined ? {} : { bodyLimit: limit };
  for (const { method, path } of addressesOf(one)) {
    const url = path.replaceAll(/\{(\w+)\}/g, ':$1');
    scope.route({ method, url, handler: handle, ...own, exposeHeadRoute: false });
  }
}

function compileRoute<Auth>(
  { closed_query }: Contract,
  name: string,
  one: Endpoint,
  handler: Handler<Endpoint, Auth>,
  options: MountOptions<Auth>,
) {
  const read = compileRead(one);
  const checkNames = closed_query === undefined ? undefined : compileQueryNames(one, closed_query.besides);
  const write = compileWrite(one, options.checking ?? false);
  const { authenticate, context: contextOf } = options;
  const open = one.open === true;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const incoming = new Incoming(request, name);
    let auth: Auth | undefined;
    if (!open) {
      const known = authenticate(incoming);
      auth = known instanceof Promise ? await known : known;
    }
    checkNames?.(incoming);
    const context = contextOf === undefined ? utc : contextOf(auth, incoming);
    const handed = { ...read(incoming, context), auth, request, incoming };
    const given = await handler(handed as Handed<Endpoint, Auth>);
    return write(reply, given, context);
  };
}

/** Whatever the content type says: bytes in, sorted into JSON or form by `Incoming`. */
function acceptAnyBody(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  // by their names too: those are found at once, while a type that only `*` takes is parsed anew for each request
  for (const type of ['*', 'application/json', 'application/x-www-form-urlencoded'])
    scope.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  scope.addContentTypeParser(/^multipart\/form-data/, { parseAs: 'buffer' }, readMultipart);
}

async function readMultipart(request: FastifyRequest, body: Buffer): Promise<Multipart> {
  const type = request.headers['content-type'] ?? '';
  return new Multipart(body, await parseMultipart(Uint8Array.from(body), type));
}

function sendFault<Auth>(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  options: MountOptions<Auth>,
): FastifyReply {
  if (error instanceof Refusal) return sendRaw(reply, error.status, error.body, error.headers);
  const fault = faultOf(error);
  if (fault.code === 'internal') request.log.error({ err: error }, 'a request failed unexpectedly');
  // What a failed success answer has set is not the fault's.
  for (const name of Object.keys(reply.getHeaders()))
    if (name.startsWith('content-')) reply.removeHeader(name);
  const { status, body, headers } = options.fault(fault, request);
  return sendRaw(reply, status, body, headers);
}

/** The registry's fault for anything thrown. Messages of unexpected errors stay inside. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (typeof error !== 'object' || error === null) return new Fault('internal');
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Fault('too_large', { in: 'body' });
  // who sends has broken off, or was too slow: nobody hears the answer
  if (code === 'ECONNRESET' && (error as Error).message === 'aborted')
    return new Fault('invalid_input', { in: 'body', path: '', message: 'breaks off' });
  const fromFastify = typeof code === 'string' && code.startsWith('FST_ERR_');
  if (fromFastify && typeof statusCode === 'number' && statusCode < 500) {
    return new Fault('invalid_input', { in: 'body', path: '', message: 'cannot be read' });
  }
  return new Fault('internal');
}

/** Tells a wrong method from an unknown path. */
function missing(contract: Contract, prefix: string, request: FastifyRequest): Fault {
  const path = (request.url.split('?')[0] ?? '').slice(prefix.length);
  const allow = new Set<string>();
  for (const one of Object.values(contract.endpoints)) {
    for (const address of addressesOf(one))
      if (pathPattern(address.path).test(path)) allow.add(address.method);
  }
  if (allow.size === 0) return new Fault('not_found', { path });
  return new Fault('method_not_allowed', { method: request.method, allow: [...allow].toSorted() });
}

function pathPattern(path: string): RegExp {
  const parts = path.split(/\{\w+\}/).map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}
