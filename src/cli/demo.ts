import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { SandboxClock } from '../demo/clock.ts';
import { demoCredentials } from '../demo/credentials.ts';
import { openDemoOdoo } from '../demo/odoo/open.ts';
import { odooLogin } from '../demo/odoo/park.ts';
import { serveOdoo } from '../demo/odoo/serve.ts';
import { openDemo } from '../demo/open-demo.ts';
import { serveSandbox } from '../demo/sandbox.ts';
import type { DemoNotice } from '../http/pages/home.ts';
import type { HubParts } from '../hub/parts.ts';
import { connectVenue } from './demo-connections.ts';
import { triesAt } from './demo-tries.ts';
import { loadDialects } from './dialects.ts';
import type { Output } from './output.ts';
import { openWallets } from './open-wallets.ts';
import { runServer } from './run-server.ts';

export interface DemoOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly dialects: readonly string[];
  /** starts from the first day's data */
  readonly reset: boolean;
}

/** Serves the demo: on a loopback address, from a folder of its own inside the data folder. */
export async function runDemo(options: DemoOptions, output: Output): Promise<void> {
  // a line for each request would bury what the demo says of itself
  const config = readConfig({
    mode: 'demo',
    env: { GUICHET_LOG_LEVEL: 'warn', ...options.env },
    flags: options.flags,
  });
  const dialects = await loadDialects(options.dialects);
  const clock = new SandboxClock();
  const wallets = openWallets(config, clock.now());
  const data_folder = join(config.data_folder, 'demo');
  const demo = await openDemo({
    data_folder,
    database_url: config.database_url,
    secret_key: config.secret_key,
    surroundings: clock,
  });
  if (options.reset) await demo.reset();
  const served = new Set(dialects.map(({ name }) => name));
  let base_url = '';
  let hub: HubParts | undefined;
  const odoo = openDemoOdoo({
    data_folder,
    surroundings: clock,
    of: await demo.making(),
    base_url: () => base_url,
  });
  const reset = async (): Promise<void> => {
    await demo.reset();
    odoo.reset(await demo.making());
    if (hub !== undefined) await connectVenue(hub, { base_url, served });
  };
  await runServer({
    config,
    store: demo.store,
    surroundings: clock,
    sealer: demo.sealer,
    wallets,
    sandbox: true,
    dialects,
    extras: ({ settings }) => ({
      demo: noticeOf(served, settings),
      extend: (app) => {
        serveSandbox(app, { clock, reset, dialects: [...served, 'odoo'] });
        serveOdoo(app, odoo.odoo);
      },
    }),
    onHub: async (parts, url) => {
      hub = parts;
      base_url = url;
      await connectVenue(parts, { base_url, served });
    },
    onReady: (addresses) => {
      const [{ url } = { url: '' }] = addresses;
      const lines = [
        `The demo of Guichet is open at ${url}`,
        ...addresses.slice(1).map((one) => `  ${one.dialect ?? ''} at the root of ${one.url}`),
        'Everything to try is on that page. Ctrl-C ends it.',
      ];
      output.tell(lines.join('\n'), { event: 'ready', url, addresses });
    },
  });
  odoo.close();
}

/** What the root page says: credentials of the dialects that are served, and calls to try. */
function noticeOf(served: ReadonlySet<string>, settings: { readonly public_base_url: string }): DemoNotice {
  return {
    credentials: [
      ...demoCredentials.filter(({ dialect }) => served.has(dialect)),
      { title: 'Odoo (/odoo)', fields: { ...odooLogin } },
    ],
    get tries() {
      return triesAt(settings.public_base_url, served);
    },
  };
}
