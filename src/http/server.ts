import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { ConfigError, hostInUrl, type Config } from '../config.ts';
import { isLoopback } from '../setting.ts';
import { buildApp, httpOptions } from './app.ts';
import type { AppDeps } from './deps.ts';
import { refuseConnection } from './failures.ts';

export interface ServedAddress {
  readonly url: string;
  readonly port: number;
  /** the dialect at its root; undefined for the address of everything */
  readonly dialect?: string;
}

export interface RunningServer {
  readonly app: FastifyInstance;
  /** the address of everything comes first */
  readonly addresses: readonly ServedAddress[];
  /** Takes no more work, finishes what runs (up to `shutdown_timeout_ms`), then closes the store. Once, however often called. */
  close(): Promise<void>;
}

/** Builds the app and listens, on the dialects' own ports too. Throws `ConfigError` for what cannot be served. */
export async function startServer(deps: AppDeps): Promise<RunningServer> {
  const { config, dialects, demo } = deps;
  if (demo !== undefined && !isLoopback(config.host)) {
    throw new ConfigError([
      'HOST must be a loopback address such as 127.0.0.1: the demo has passwords that everybody knows.',
    ]);
  }
  const names = new Set(dialects.map(({ name }) => name));
  const unknown = [...config.dialect_ports.keys()].filter((name) => !names.has(name));
  if (unknown.length > 0) {
    throw new ConfigError([
      `GUICHET_DIALECT_PORTS must name dialects that are served (${[...names].join(', ')}), not ${unknown.join(', ')}.`,
    ]);
  }
  const app = await buildApp(deps);
  const servers: Server[] = [app.server];
  const addresses: ServedAddress[] = [];
  try {
    app.server.maxConnections = config.connections_max;
    await app.listen({ port: config.port, host: config.host });
    addresses.push(addressOf(app.server, config));
    for (const [dialect, port] of config.dialect_ports) {
      const server = ownServer(app, config);
      servers.push(server);
      await listen(server, port, config.host);
      const address = { ...addressOf(server, config), dialect };
      app.door.ownPorts.set(address.port, dialect);
      addresses.push(address);
    }
  } catch (error) {
    await shut(app, servers, 0);
    throw error;
  }
  let closed: Promise<void> | undefined;
  return {
    app,
    addresses,
    close: () =>
      (closed ??= shut(app, servers, config.shutdown_timeout_ms).then(() => deps.office.store.close())),
  };
}

/** A server of its own port that hands everything to the same routes. */
function ownServer(app: FastifyInstance, config: Config): Server {
  const server = createServer(httpOptions(config), (request, response) => app.routing(request, response));
  server.setTimeout(config.idle_timeout_ms);
  server.maxConnections = config.connections_max;
  server.on('clientError', refuseConnection);
  return server;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function addressOf(server: Server, config: Config): ServedAddress {
  const { port } = server.address() as AddressInfo;
  return { url: `http://${hostInUrl(config.host)}:${port}`, port };
}

const look_again_ms = 20;

async function shut(app: FastifyInstance, servers: readonly Server[], timeout_ms: number): Promise<void> {
  const { door } = app;
  door.closing = true;
  for (const server of servers) if (server.listening) server.close();
  const until = Date.now() + timeout_ms;
  while (door.inside > 0 && Date.now() < until) {
    await sleep(look_again_ms);
    // a connection whose answer has left waits for a next request that it will not get
    for (const server of servers) server.closeIdleConnections();
  }
  if (door.inside > 0)
    app.log.warn({ requests: door.inside }, 'the office closes on requests that did not end in time');
  for (const server of servers) server.closeAllConnections();
  await app.close();
}
