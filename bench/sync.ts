import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openRunner, toolOffice } from '../src/cli/open-hub.ts';
import { readConfig } from '../src/config.ts';
import { addConnection, setEnabled } from '../src/hub/connections.ts';
import type { Runner } from '../src/hub/runner.ts';
import { createBaseline } from '../src/store/ddl.ts';
import { openStore, sqliteFileName } from '../src/store/open-store.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { tables } from '../src/store/tables.ts';
import { systemActor, type Store } from '../src/store/transaction.ts';
import { startOffice, startServer } from './child.ts';
import type { Figure } from './figure.ts';
import { credential, filledCode, fillTickets, openOffice, query, type BenchOffice } from './fill.ts';
import { load } from './load.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 5);
const pulled = Number(process.env['BENCH_PULLED'] ?? 20_000);
const pulled_meanwhile = Number(process.env['BENCH_PULLED_MEANWHILE'] ?? 200_000);
const hours_2_ms = 7_200_000;

/** The origin's sales into the ledger over real HTTP, and what a gate feels of it. */
export async function sync(): Promise<Figure[]> {
  return [...(await pulls()), await checksMeanwhile()];
}

async function pulls(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  const first: number[] = [];
  const floor: number[] = [];
  const again: number[] = [];
  try {
    const origin = await fillOrigin(join(folder, 'origin'), pulled);
    const server = await startServer('office', join(folder, 'origin'));
    try {
      for (let round = 0; round < rounds; round += 1) {
        const venue = await openVenue(join(folder, `venue-${round}`), server.url, origin);
        try {
          const tookFirst = await timedPull(venue, pulled);
          again.push(await timedPull(venue, 0));
          first.push(pulled / tookFirst);
          floor.push(pulled / writeBare(venue.folder, join(folder, `bare-${round}`)));
        } finally {
          await venue.close();
        }
      }
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const name = `${pulled.toLocaleString('en-US')} attendees`;
  return [
    {
      name: `pull of ${name} into the ledger`,
      unit: 'tickets/ms',
      floor_name: 'row floor (the same rows)',
      figure: first,
      floor,
      goal: { at_least: 0.2 },
      note: 'origin and venue are two processes, BilletWeb over HTTP',
    },
    {
      name: `second pull of ${name} without news`,
      unit: 'ms',
      floor_name: 'first pull',
      figure: again,
      floor: first.map((rate) => pulled / rate),
      goal: { at_most: 0.05 },
    },
  ];
}

/** An origin that sold so many tickets, two hours ago. */
async function fillOrigin(folder: string, many: number): Promise<BenchOffice> {
  mkdirSync(folder, { recursive: true });
  const office = await openOffice(folder);
  fillTickets(folder, office, many);
  const db = new DatabaseSync(join(folder, sqliteFileName));
  for (const table of ['order', 'ticket', 'entitlement'])
    db.exec(`update "${table}" set updated_at = updated_at - ${hours_2_ms}`);
  db.close();
  return office;
}

interface Venue {
  readonly folder: string;
  readonly store: Store;
  readonly runner: Runner;
  readonly organizer_id: number;
  readonly connection_id: number;
  close(): Promise<void>;
}

async function openVenue(folder: string, url: string, origin: BenchOffice): Promise<Venue> {
  mkdirSync(folder, { recursive: true });
  const { organizer_id } = await openOffice(folder);
  const surroundings = systemSurroundings();
  const store = await openStore({ data_folder: folder, surroundings });
  const config = readConfig({ mode: 'serve', env: { GUICHET_DATA: folder } });
  const runner = await openRunner(toolOffice(store, config));
  const connection_id = await store.write(systemActor, (tx) =>
    addConnection(tx, runner.parts, {
      ...{ organizer_id, dialect: 'billetweb', base_url: `${url}/billetweb` },
      ...{ settings: { events: [origin.served_event] }, secrets: credential },
      ...{ gap_ms: 0, calls_per_minute: 6_000, timeout_ms: 600_000 },
    }),
  );
  const close = async (): Promise<void> => {
    await runner.stop();
    await store.close();
  };
  return { folder, store, runner, organizer_id, connection_id, close };
}

async function timedPull({ runner, organizer_id, connection_id }: Venue, expected: number): Promise<number> {
  const started = performance.now();
  const result = await runner.pull({ organizer_id, connection_id });
  const took = performance.now() - started;
  if (result?.outcome !== 'ok' || result.counts.new !== expected)
    throw new Error(`the pull brought ${result?.counts.new}, not ${expected}: ${result?.message}`);
  return took;
}

/** Writes every row of the venue into an empty database, by one bare statement a table in one durable transaction; ms. */
function writeBare(from: string, to: string): number {
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

/** How long a gate waits for its answer while the hub pulls, against an office that has nothing else to do. */
async function checksMeanwhile(): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  process.env['GUICHET_CREDENTIAL_LIMITS'] = 'off';
  const quiet: number[] = [];
  const busy: number[] = [];
  try {
    const origin = await fillOrigin(join(folder, 'origin'), pulled_meanwhile);
    const server = await startServer('office', join(folder, 'origin'));
    try {
      for (let round = 0; round < rounds; round += 1) {
        const venue = await openVenue(join(folder, `venue-${round}`), server.url, origin);
        const own = await ownSales(venue);
        const { organizer_id, connection_id } = venue;
        const setTo = (enabled: boolean): Promise<void> =>
          venue.store.write(systemActor, (tx) => setEnabled(tx, { organizer_id, connection_id, enabled }));
        await setTo(false);
        const office = await startOffice(venue.folder);
        try {
          let next = 0;
          const check = {
            method: 'POST' as const,
            path: `/billetweb/api/event/${own.served_event}/check?${query}`,
            body: () => JSON.stringify({ code: filledCode(own.first + (next += 1)) }),
          };
          await load(office.url, check, 1);
          quiet.push((await load(office.url, check, seconds)).p99_ms);
          await setTo(true);
          await untilPulling(venue);
          busy.push((await load(office.url, check, seconds)).p99_ms);
        } finally {
          await office.stop();
          await venue.close();
        }
      }
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    name: `check while ${pulled_meanwhile.toLocaleString('en-US')} tickets are pulled: p99`,
    unit: 'ms',
    floor_name: 'without the pull',
    figure: busy,
    floor: quiet,
    goal: { at_most: 2 },
    note: '64 connections, one office process',
  };
}

const own_tickets = 200_000;

/** Tickets of the venue itself, to be checked. */
async function ownSales({ folder, store, organizer_id }: Venue) {
  const row = await store.read((rx) =>
    rx.db
      .selectFrom('offer')
      .select(['id', 'event_id', 'price_id'])
      .where('organizer_id', '=', organizer_id)
      .executeTakeFirstOrThrow(),
  );
  const { servedIdOf } = await import('../src/domain/served-id.ts');
  const office = {
    ...{ organizer_id, event_id: row.event_id, offer_id: row.id, price_id: row.price_id },
    served_event: servedIdOf('integer', row.event_id),
    served_price: servedIdOf('integer', row.price_id),
  };
  return { first: fillTickets(folder, office, own_tickets), served_event: office.served_event };
}

/** Waits until the first tickets have come, and the pull still runs. */
async function untilPulling({ store, connection_id }: Venue): Promise<void> {
  for (let waited = 0; waited < 300; waited += 1) {
    const link = await store.read((rx) =>
      rx.db
        .selectFrom('link')
        .select('local_id')
        .where('connection_id', '=', connection_id)
        .where('kind', '=', 'ticket')
        .limit(1)
        .executeTakeFirst(),
    );
    if (link !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the pull did not begin');
}
