import { setTimeout as sleep } from 'node:timers/promises';
import { destination } from 'pino';
import { publicBaseUrl, type Config } from '../config.ts';
import type { ServedDialect } from '../dialects/served-dialect.ts';
import type { AppDeps } from '../http/deps.ts';
import { startServer, type ServedAddress } from '../http/server.ts';
import type { HubParts } from '../hub/parts.ts';
import { startLoop } from '../hub/loop.ts';
import type { SecretSealer } from '../office/access/sealing.ts';
import type { Office } from '../office/office.ts';
import type { Wallets } from '../office/wallets/wallets.ts';
import type { Store, Surroundings } from '../store/transaction.ts';
import { startBackground } from './background.ts';
import { openRunner } from './open-hub.ts';
import { settleMemory } from './settle-memory.ts';

export interface ServerToRun {
  readonly config: Config;
  readonly store: Store;
  readonly surroundings: Surroundings;
  readonly sealer: SecretSealer;
  /** nothing that happens here is real */
  readonly sandbox?: boolean;
  readonly wallets?: Wallets;
  readonly dialects: readonly ServedDialect[];
  /** what else is served, once the office stands */
  readonly extras?: (office: Office) => Pick<AppDeps, 'demo' | 'extend'>;
  /** told where it listens, once it does */
  readonly onReady: (addresses: readonly ServedAddress[]) => void;
  /** told of the hub before it starts, and where it will find this office */
  readonly onHub?: (parts: HubParts, base_url: string) => Promise<void>;
}

const stderr = 2;
/** how soon a sale or a scan leaves for another system */
const hub_every_ms = 1_000;

/**
 * Serves until a signal ends it: then takes no more work, finishes what runs, stops the background and closes the
 * store. A second signal ends it at once. The log goes to standard error.
 */
export async function runServer(server: ServerToRun): Promise<void> {
  const { config, store, surroundings, sealer, dialects } = server;
  // with PORT=0 the port is known once it listens, and so is the base of the links
  const settings = {
    public_base_url: publicBaseUrl(config),
    credential_limits: config.credential_limits,
    printer_networks: config.printer_networks,
    sandbox: server.sandbox,
    wallets: server.wallets,
  };
  const office: Office = { store, surroundings, sealer, settings };
  const runner = await openRunner(office);
  const running = await startServer({
    office,
    hub: runner,
    dialects,
    config,
    // lines that come together are written together; closing writes the last of them
    log: destination({ dest: stderr, sync: false }),
    ...server.extras?.(office),
  }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const port = running.addresses[0]?.port;
  settings.public_base_url = publicBaseUrl(config, port);
  const onError = (err: unknown, chore: string): void =>
    running.app.log.error({ err, chore }, 'the office failed at work of its own and will try again');
  const background = startBackground(office, onError);
  await server.onHub?.(runner.parts, publicBaseUrl({ ...config, public_url: undefined }, port));
  const hub = startLoop(runner, { every_ms: hub_every_ms, onError });
  const ended = untilSignal();
  settleMemory(() => running.app.door.inside > 0 || store.waiting() > 0);
  server.onReady(running.addresses);
  await ended;
  // a call to a system that does not answer ends with its time-out, which may be long
  await Promise.race([hub.stop(), sleep(config.shutdown_timeout_ms, undefined, { ref: false })]);
  await background.stop();
  await running.close();
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}
