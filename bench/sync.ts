import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setEnabled } from '../src/hub/connections.ts';
import { sqliteFileName } from '../src/store/open-store.ts';
import { systemActor } from '../src/store/transaction.ts';
import { startOffice, startServer } from './child.ts';
import type { Figure } from './figure.ts';
import { credential, filledCode, fillTickets, openOffice, query, type BenchOffice } from './fill.ts';
import { load } from './load.ts';
import { openVenue, timedPull, writeBare, type Venue, type VenueConnection } from './venue.ts';

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
        const venue = await openVenue(join(folder, `venue-${round}`), billetwebOf(server.url, origin));
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

const billetwebOf = (url: string, origin: BenchOffice): VenueConnection => ({
  dialect: 'billetweb',
  base_url: `${url}/billetweb`,
  settings: { events: [origin.served_event] },
  secrets: credential,
});

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
        const venue = await openVenue(join(folder, `venue-${round}`), billetwebOf(server.url, origin));
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
