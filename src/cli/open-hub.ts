import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { publicBaseUrl, type Config } from '../config.ts';
import { Runner } from '../hub/runner.ts';
import { connectionById, type Connection } from '../hub/connections.ts';
import type { Rx, Store } from '../store/transaction.ts';
import type { Office } from '../office/office.ts';
import { systemSurroundings } from '../store/surroundings.ts';
import { loadConnectors } from './connectors.ts';
import { CommandError, exitCodes } from './exit.ts';
import { readWallets } from './open-wallets.ts';
import { openSealer, withStore, type OpenedStore, type ToolOptions } from './open-office.ts';

/** The hub of this process, over an office that is open. */
export async function openRunner(office: Office): Promise<Runner> {
  const connectors = await loadConnectors(office);
  const holder = `${hostname()}/${process.pid}/${randomUUID()}`;
  return new Runner({ office, connectors }, holder);
}

/** The office of a command, which serves nobody. */
export function toolOffice(store: Store, config: Config): Office {
  const surroundings = systemSurroundings();
  const settings = {
    public_base_url: publicBaseUrl(config),
    credential_limits: false,
    // a command does its work whatever the wallets' files are; the office says when it opens what is wrong with them
    wallets: readWallets(config, surroundings.now()).wallets,
  };
  return { store, surroundings, sealer: openSealer(config), settings };
}

export interface OpenedHub extends OpenedStore {
  readonly runner: Runner;
}

/** Runs a command on the hub of a database; the office may be serving from it meanwhile. */
export async function withHub<T>(options: ToolOptions, run: (opened: OpenedHub) => Promise<T>): Promise<T> {
  return withStore(options, async (opened) => {
    const { store, config } = opened;
    const runner = await openRunner(toolOffice(store, config));
    try {
      return await run({ ...opened, runner });
    } finally {
      await runner.stop();
    }
  });
}

/** The connection of a number, whoever's it is: who runs commands has the database. */
export async function connectionOfNumber(rx: Rx, connection_id: number): Promise<Connection> {
  const row = await rx.db
    .selectFrom('connection')
    .select('organizer_id')
    .where('id', '=', connection_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) {
    throw new CommandError(
      `There is no connection ${connection_id}: guichet connections list names them.`,
      exitCodes.usage,
    );
  }
  return connectionById(rx, { organizer_id: row.organizer_id, connection_id });
}
