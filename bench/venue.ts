import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openRunner, toolOffice } from '../src/cli/open-hub.ts';
import { readConfig } from '../src/config.ts';
import { addConnection } from '../src/hub/connections.ts';
import type { Runner } from '../src/hub/runner.ts';
import { createBaseline } from '../src/store/ddl.ts';
import { openStore, sqliteFileName } from '../src/store/open-store.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { tables } from '../src/store/tables.ts';
import { systemActor, type Store } from '../src/store/transaction.ts';
import { openOffice } from './fill.ts';

/** What a venue pulls from, and how it logs in there. */
export interface VenueConnection {
  readonly dialect: string;
  readonly base_url: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface Venue {
  readonly folder: string;
  readonly store: Store;
  readonly runner: Runner;
  readonly organizer_id: number;
  readonly connection_id: number;
  close(): Promise<void>;
}

/** An office that pulls from another one, by its hub as it is. */
export async function openVenue(folder: string, connection: VenueConnection): Promise<Venue> {
  mkdirSync(folder, { recursive: true });
  const { organizer_id } = await openOffice(folder);
  const surroundings = systemSurroundings();
  const store = await openStore({ data_folder: folder, surroundings });
  const config = readConfig({ mode: 'serve', env: { GUICHET_DATA: folder } });
  const runner = await openRunner(toolOffice(store, config));
  const connection_id = await store.write(systemActor, (tx) =>
    addConnection(tx, runner.parts, {
      ...connection,
      organizer_id,
      ...{ gap_ms: 0, calls_per_minute: 6_000, timeout_ms: 600_000 },
    }),
  );
  const close = async (): Promise<void> => {
    await runner.stop();
    await store.close();
  };
  return { folder, store, runner, organizer_id, connection_id, close };
}

/** ms of a pull that brings so many new tickets */
export async function timedPull(
  { runner, organizer_id, connection_id }: Venue,
  expected: number,
): Promise<number> {
  const started = performance.now();
  const result = await runner.pull({ organizer_id, connection_id });
  const took = performance.now() - started;
  if (result?.outcome !== 'ok' || result.counts.new !== expected)
    throw new Error(`the pull brought ${result?.counts.new}, not ${expected}: ${result?.message}`);
  return took;
}

/** Writes every row of the venue into an empty database, by one bare statement a table in one durable transaction; ms. */
export function writeBare(from: string, to: string): number {
  mkdirSync(to, { recursive: true });
  const source = new DatabaseSync(join(from, sqliteFileName), { readOnly: true });
  const target = new DatabaseSync(join(to, sqliteFileName));
  target.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = off');
  for (const sql of createBaseline('sqlite')) target.exec(sql);
  target.exec('delete from id_block');
  const rows = Object.keys(tables).map((table) => {
    const read = source.prepare(`select * from "${table}"`);
    read.setReturnArrays(true);
    const all = read.all() as unknown as (string | number | null)[][];
    const marks = (all[0] ?? []).map(() => '?').join(', ');
    return {
      all,
      put: all.length === 0 ? undefined : target.prepare(`insert into "${table}" values (${marks})`),
    };
  });
  const started = performance.now();
  target.exec('begin');
  for (const { all, put } of rows) for (const row of all) put?.run(...row);
  target.exec('commit');
  const took = performance.now() - started;
  source.close();
  target.close();
  return took;
}
