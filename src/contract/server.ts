import { maxHeaderSize, type IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

export interface RewriteOptions {
  /** Names that a Host's first label or a port may stand for. */
  readonly dialects: readonly string[];
  /** Port → dialect that is served at its root. */
  readonly ownPorts?: ReadonlyMap<number, string>;
  /** Paths that stay the server's own on every host and port. */
  readonly exempt?: readonly string[];
}

const default_exempt = ['/healthz', '/readyz', '/metrics'];

/**
 * What Fastify has to be made with: `Fastify({ …serverOptions(…) })`. One rewrite before routing puts stray slashes
 * right without a redirect, and leads a dialect's own host or port to its prefix.
 */
export function serverOptions(options: RewriteOptions) {
  // no shorter than an address can be: what is no id is told by its endpoint, in the words of its face
  return { rewriteUrl: rewriteFor(options), routerOptions: { maxParamLength: maxHeaderSize } };
}

export function rewriteFor(options: RewriteOptions): (request: IncomingMessage) => string {
  const dialects = new Set(options.dialects);
  const exempt = new Set(options.exempt ?? default_exempt);
  return (request) => {
    const url = request.url ?? '/';
    const at = url.indexOf('?');
    const path = cleanPath(at === -1 ? url : url.slice(0, at));
    const query = at === -1 ? '' : url.slice(at);
    const dialect = dialectOf(request, dialects, options.ownPorts);
    if (
      dialect === undefined ||
      exempt.has(path) ||
      path === `/${dialect}` ||
      path.startsWith(`/${dialect}/`)
    ) {
      return path + query;
    }
    return path === '/' ? `/${dialect}${query}` : `/${dialect}${path}${query}`;
  };
}

/** One slash each, none at the end, and no escape that would fail to decode. */
function cleanPath(path: string): string {
  let clean = path;
  if (clean.includes('//')) clean = clean.replaceAll(/\/{2,}/g, '/');
  if (clean.length > 1 && clean.endsWith('/')) clean = clean.slice(0, -1);
  if (!clean.includes('%')) return clean;
  try {
    decodeURIComponent(clean);
    return clean;
  } catch {
    return clean.replaceAll('%', '%25');
  }
}

function dialectOf(
  request: IncomingMessage,
  dialects: ReadonlySet<string>,
  ownPorts: ReadonlyMap<number, string> | undefined,
): string | undefined {
  const port = request.socket.localPort;
  if (ownPorts !== undefined && port !== undefined && ownPorts.has(port)) return ownPorts.get(port);
  const host = request.headers.host;
  if (host === undefined) return undefined;
  const dot = host.indexOf('.');
  if (dot === -1) return undefined;
  const label = host.slice(0, dot).toLowerCase();
  return dialects.has(label) ? label : undefined;
}

const media_type = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;.*)?$/;

/**
 * Once at the root, before any route: bodies on GET and DELETE, JSON that is announced and does not come, and content
 * types that are none.
 */
export function prepareServer(app: FastifyInstance): void {
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  app.addHttpMethod('DELETE', { hasBody: true, overrideExisting: true });
  app.addHook('onRequest', (request, _reply, done) => {
    const type = request.raw.headers['content-type'];
    if (type !== undefined && type !== 'application/json' && !media_type.test(type)) {
      request.raw.headers['content-type'] = 'application/octet-stream';
    }
    done();
  });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, String(body), done);
  });
}
