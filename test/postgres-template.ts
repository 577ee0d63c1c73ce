import { createHash, randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { openStore } from '../src/store/open-store.ts';

/**
 * A database with the office's tables, from which test files copy theirs: copying takes a tenth of what making two hundred
 * tables and indexes does. Named after the sources that make the tables, so that a server which outlives a change holds
 * one for each.
 */

const store_folder = fileURLToPath(new URL('../src/store/', import.meta.url));
/** names the wait of those who would make it at once; any number that nothing else locks */
const making = 7_041_776;

/** Gives its name; makes it when nobody has. */
export async function templateDatabase(server: string): Promise<string> {
  const name = `guichet_tables_${digestOfTables()}`;
  const client = new Client({ connectionString: server });
  client.on('error', () => {});
  await client.connect();
  try {
    if (await exists(client, name)) return name;
    await client.query('select pg_advisory_lock($1)', [making]);
    if (!(await exists(client, name))) await make(client, server, name);
    return name;
  } finally {
    // the lock goes with the connection
    await client.end();
  }
}

function digestOfTables(): string {
  const digest = createHash('sha256');
  for (const file of globSync('**/*.ts', { cwd: store_folder }).toSorted())
    digest.update(readFileSync(join(store_folder, file)));
  return digest.digest('hex').slice(0, 16);
}

async function exists(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
  return (rowCount ?? 0) > 0;
}

/** Under another name until it is whole: who dies meanwhile leaves no half-made one behind. */
async function make(client: Client, server: string, name: string): Promise<void> {
  const draft = `${name}_${randomBytes(4).toString('hex')}`;
  await client.query(`create database ${draft}`);
  const url = new URL(server);
  url.pathname = `/${draft}`;
  const surroundings = { now: Date.now, random: (bytes: number) => randomBytes(bytes) };
  const store = await openStore({ database_url: url.href, data_folder: '', surroundings });
  await store.close();
  // nobody may be connected to what is copied
  await client.query(`alter database ${draft} with allow_connections false`);
  await client.query(`alter database ${draft} rename to ${name}`);
}
