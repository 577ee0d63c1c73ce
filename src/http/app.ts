import type { IncomingMessage } from 'node:http';
import Fastify, { LogController, type FastifyInstance, type FastifyRequest } from 'fastify';
import { serveApi } from '../api/serve.ts';
import type { Config } from '../config.ts';
import { serveReference } from '../contract/reference.ts';
import { faultOf } from '../contract/route.ts';
import { prepareServer, serverOptions } from '../contract/server.ts';
import { Fault } from '../domain/faults.ts';
import { isLoopback } from '../setting.ts';
import type { AppDeps } from './deps.ts';
import { Door } from './door.ts';
import { refuseConnection, sendProblem } from './failures.ts';
import { serveHub } from './hub/serve-hub.ts';
import { openLog, RequestLog, type Log } from './log.ts';
import { Metrics } from './metrics.ts';
import { icon_path } from './pages/icon.ts';
import { addPages } from './pages/pages.ts';
import { addProbes } from './probes.ts';
import { sendTrouble } from './pages/trouble.ts';
import { TrustedProxies } from './proxies.ts';
import { watchTraffic } from './traffic.ts';

/** Builds the server: every face mounted, nothing listening yet (`startServer` does that, and closes it in order). */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { office, dialects, config } = deps;
  const door = new Door(config.requests_in_flight_max);
  const log = openLog(config.log_level, deps.log);
  const app = newApp(deps, door, log);
  app.decorate('door', door);
  prepareServer(app);
  app.addHook('onClose', () => log.flush());
  const metrics = new Metrics(office, door, deps.hub);
  watchTraffic(app, metrics, log);
  app.setErrorHandler((error, request, reply) => sendProblem(faultOf(error), request, reply, error));
  app.setNotFoundHandler((request, reply) =>
    wantsPage(request)
      ? sendTrouble(request, reply, 'page')
      : sendProblem(new Fault('not_found'), request, reply),
  );
  addProbes(app, { office, config, metrics });
  addPages(app, deps);
  serveApi(app, { office, life: config, hub: deps.hub }, { checking: deps.demo !== undefined });
  for (const dialect of dialects) {
    await dialect.serve(app, office);
    serveReference(app, dialect.contract);
  }
  if (deps.hub !== undefined) serveHub(app, { office, runner: deps.hub, at_home: isLoopback(config.host) });
  await deps.extend?.(app);
  return app;
}

/** A browser that looks for a page, as against a program that calls an address. */
function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  const reads = method === 'GET' || method === 'HEAD';
  return reads && !/^\/api(\/|$)/.test(url) && (headers.accept ?? '').includes('text/html');
}

function newApp({ config, dialects }: AppDeps, door: Door, { logger }: Log): FastifyInstance {
  const proxies = new TrustedProxies(config.trusted_proxies);
  const { rewriteUrl, ...options } = serverOptions({
    dialects: dialects.map(({ name }) => name),
    ownPorts: door.ownPorts,
    exempt: ['/healthz', '/readyz', '/metrics', icon_path],
  });
  return Fastify({
    ...options,
    rewriteUrl: (request: IncomingMessage) => {
      // from here on the host is the one that the client asked for, wherever it is read
      request.headers.host = proxies.hostOf(request);
      return rewriteUrl(request);
    },
    http: httpOptions(config),
    connectionTimeout: config.idle_timeout_ms,
    keepAliveTimeout: config.keep_alive_timeout_ms,
    requestTimeout: config.request_timeout_ms,
    bodyLimit: config.body_limit_bytes,
    trustProxy: config.trusted_proxies.length > 0 ? [...config.trusted_proxies] : false,
    genReqId: (request: IncomingMessage) => door.requestId(request),
    loggerInstance: logger,
    childLoggerFactory: (logger, bindings) => new RequestLog(logger, bindings),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    // the office sheds load itself, in the words of each face
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      sendProblem(faultOf(error), request, reply);
    },
    clientErrorHandler: refuseConnection,
  });
}

/** What Node's own server is made with; the servers of a dialect's own port take the same. */
export function httpOptions(config: Config) {
  return {
    headersTimeout: config.header_timeout_ms,
    requestTimeout: config.request_timeout_ms,
    keepAliveTimeout: config.keep_alive_timeout_ms,
    // how often the two time-outs are looked after
    connectionsCheckingInterval: Math.min(1_000, config.header_timeout_ms),
  };
}
