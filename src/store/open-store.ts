import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from './sqlite.ts';
import type { Store, Surroundings } from './transaction.ts';

export interface StoreOptions {
  /** PostgreSQL, when given */
  readonly database_url?: string | undefined;
  /** else SQLite, in this folder */
  readonly data_folder: string;
  readonly surroundings: Surroundings;
  /** false: the tables are left as they are */
  readonly migrate?: boolean;
  /** how long SQLite takes commands into one commit; tests that count commits take their time */
  readonly batch_ms?: number;
}

export const sqliteFileName = 'guichet.sqlite';

/** Opens the store and brings its tables up to date, unless told not to. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { database_url, data_folder, surroundings, batch_ms } = options;
  let store: Store;
  if (database_url === undefined) {
    mkdirSync(data_folder, { recursive: true, mode: 0o700 });
    const file = join(data_folder, sqliteFileName);
    ownersAlone(file);
    try {
      store = openSqlite({ file, surroundings, ...(batch_ms === undefined ? {} : { batch_ms }) });
    } catch (error) {
      // SQLite does not say which file
      throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  } else {
    // its client is loaded where it is used: an office on SQLite does without
    const { openPostgres } = await import('./postgres.ts');
    store = openPostgres({ url: database_url, surroundings });
  }
  if (options.migrate !== false) await store.migrate();
  return store;
}

/** Makes the file where it is not there: it holds people's data, and the folder may have been made by somebody else. */
function ownersAlone(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
}
