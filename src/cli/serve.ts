import { readConfig } from '../config.ts';
import { demoStamp } from '../demo/open-demo.ts';
import { hashKey } from '../domain/secrets.ts';
import { demoCredentials } from '../demo/credentials.ts';
import type { Rx } from '../store/transaction.ts';
import { openStore } from '../store/open-store.ts';
import { systemSurroundings } from '../store/surroundings.ts';
import { loadDialects } from './dialects.ts';
import { openSealer } from './open-office.ts';
import { CommandError, exitCodes } from './exit.ts';
import type { Output } from './output.ts';
import { openWallets } from './open-wallets.ts';
import { runServer } from './run-server.ts';

export interface ServeOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: Readonly<Record<string, string | undefined>>;
}

/** Serves for good: brings the tables up to date, and refuses the demo's data. */
export async function runServe(options: ServeOptions, output: Output): Promise<void> {
  const config = readConfig({ mode: 'serve', ...options });
  const surroundings = systemSurroundings();
  const wallets = openWallets(config, surroundings.now());
  const store = await openStore({ ...config, surroundings });
  try {
    await store.read(refuseDemo);
  } catch (error) {
    await store.close();
    throw error;
  }
  await runServer({
    config,
    store,
    surroundings,
    sealer: openSealer(config),
    wallets,
    dialects: await loadDialects([]),
    onReady: (addresses) => {
      const lines = addresses.map(({ url, dialect }) =>
        dialect === undefined ? `Guichet is open at ${url}` : `  ${dialect} at the root of ${url}`,
      );
      output.tell(lines.join('\n'), { event: 'ready', url: addresses[0]?.url, addresses });
    },
  });
}

/** Everybody knows the demo's passwords and keys. */
async function refuseDemo(rx: Rx): Promise<void> {
  if ((await demoStamp(rx)) !== undefined) {
    throw new CommandError(
      'This database belongs to the demo, whose passwords everybody knows: give the office one of its own.',
      exitCodes.usage,
    );
  }
  const hashes = demoCredentials.map(({ key }) => hashKey(undefined, key));
  const known = await rx.db
    .selectFrom('credential')
    .select('id')
    .where('key_hash', 'in', hashes)
    .where('revoked_at', 'is', null)
    .execute();
  if (known.length > 0) {
    const ids = known.map(({ id }) => id).join(', ');
    throw new CommandError(
      `Everybody knows these keys, which are the demo's: revoke them (guichet keys revoke ${ids}).`,
      exitCodes.usage,
    );
  }
}
