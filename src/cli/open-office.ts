import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, type Config } from '../config.ts';
import { createSecretSealer, loadSealingKey, type SecretSealer } from '../office/access/sealing.ts';
import { openStore, sqliteFileName } from '../store/open-store.ts';
import type { Store } from '../store/transaction.ts';
import { CommandError, exitCodes } from './exit.ts';
import { systemSurroundings } from '../store/surroundings.ts';

export interface ToolOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: Readonly<Record<string, string | undefined>>;
  /** the demo's database in the place of the office's */
  readonly demo: boolean;
}

export interface OpenedStore {
  readonly store: Store;
  readonly config: Config;
  /** where the database is, for a person */
  readonly place: string;
}

/** Seals and opens the secrets that this office keeps. */
export function openSealer({ secret_key, data_folder }: Config): SecretSealer {
  return createSecretSealer(loadSealingKey({ from_environment: secret_key, data_folder }));
}

/** The folder that the command is about. */
export function toolConfig(options: ToolOptions): Config {
  const config = readConfig({ mode: 'tool', env: options.env, flags: options.flags });
  return options.demo ? { ...config, data_folder: join(config.data_folder, 'demo') } : config;
}

/**
 * Runs a command on the store and closes it, whatever comes of it; the office may be serving from it meanwhile. A
 * database that is not there is made, and an older one brought up to date, only where the command says so (`create`).
 */
export async function withStore<T>(
  options: ToolOptions & { readonly create?: boolean },
  run: (opened: OpenedStore) => Promise<T>,
): Promise<T> {
  const config = toolConfig(options);
  const file = join(config.data_folder, sqliteFileName);
  if (config.database_url === undefined && options.create !== true && !existsSync(file)) {
    throw new CommandError(
      `There is no database in ${config.data_folder}: name its folder with --data, or take --demo for the demo's.`,
      exitCodes.usage,
    );
  }
  const store = await openStore({
    ...config,
    surroundings: systemSurroundings(),
    migrate: options.create === true,
  });
  try {
    if (options.create !== true) await checkTables(store);
    return await run({ store, config, place: config.database_url === undefined ? file : 'PostgreSQL' });
  } finally {
    await store.close();
  }
}

/** A file that is no office's, or a database that nobody has served yet. What is merely older, the command or the doctor says. */
async function checkTables(store: Store): Promise<void> {
  const tables = await store.read((rx) => rx.db.introspection.getTables());
  if (tables.some(({ name }) => name === 'organizer')) return;
  throw new CommandError(
    'The database holds no office yet: guichet organizers add, or guichet serve, makes one.',
    exitCodes.usage,
  );
}
