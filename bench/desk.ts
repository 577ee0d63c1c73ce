import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { request } from 'undici';
import { createApplication } from '../src/office/access/applications.ts';
import { issueCredential } from '../src/office/access/credentials.ts';
import { createOffer } from '../src/office/catalogue/offer.ts';
import { createPool } from '../src/office/catalogue/pool.ts';
import { createSession } from '../src/office/catalogue/session.ts';
import { openStore, sqliteFileName } from '../src/store/open-store.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { systemActor } from '../src/store/transaction.ts';
import { startServer, type Served } from './child.ts';
import type { Figure } from './figure.ts';
import { filledCode, fillTickets, markSummed, openOffice, type BenchOffice } from './fill.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const many = Number(process.env['BENCH_TICKETS'] ?? 1_000_000);
const few = 10_000;
/** of each question in a round; their median counts */
const asked = 15;
const hour_ms = 3_600_000;
const sales_hours = 90 * 24;
const sessions = 8;

/** A desk over so many tickets, as it stands once its chores have caught up. */
interface Desk {
  readonly server: Served;
  readonly key: string;
  /** a label that both desks have one like */
  readonly label: string;
}

/** Sessions to come, and a key for the API. */
async function openDesk(data_folder: string, office: BenchOffice): Promise<string> {
  const store = await openStore({ data_folder, surroundings: systemSurroundings() });
  const { organizer_id, event_id, price_id } = office;
  const key = await store.write(systemActor, async (tx) => {
    for (let index = 1; index <= sessions; index += 1) {
      const starts_at = tx.now + index * 24 * hour_ms;
      const session_id = await createSession(tx, { organizer_id, event_id, starts_at });
      const pool_id = await createPool(tx, { organizer_id, event_id, kind: 'quota', capacity: 500 });
      await createOffer(tx, { organizer_id, event_id, price_id, session_id, pool_ids: [pool_id] });
    }
    const application_id = await createApplication(tx, { name: 'desk', organizer_ids: [organizer_id] });
    return (await issueCredential(tx, { application_id, dialect: 'api' })).key;
  });
  await store.close();
  return key;
}

/**
 * What the chores would have written for the filled tickets: terms to search by, sums of ninety days and of today's arrivals; and a
 * scan of each ticket. Gives the label of the hundredth order.
 */
function catchUp(data_folder: string, office: BenchOffice): string {
  const { organizer_id, event_id } = office;
  const db = new DatabaseSync(join(data_folder, sqliteFileName));
  const now = Date.now();
  const hour = now - (now % hour_ms);
  db.exec('pragma synchronous = off; begin');
  const ticket = `select organizer_id, lower(holder_last_name) as last, holder_email as email, id from ticket`;
  for (const term of [`'jean ' || last`, `last || ' jean'`, `substr(last, 8) || ' jean dupont'`, 'email'])
    db.exec(`insert into search_term (organizer_id, term, kind, local_id)
      select organizer_id, ${term}, 'ticket', id from (${ticket}) order by 1, 2`);
  db.exec(`insert into search_term (organizer_id, term, kind, local_id)
    select organizer_id, lower(label), 'order', id from "order" order by 1, 2`);
  db.exec(`insert into scan (id, organizer_id, ticket_id, event_id, code, direction, outcome, source, scanned_at, received_at)
    select -id, organizer_id, id, event_id, 'x', 'in', 'admitted', 'gate', ${now - hour_ms}, ${now - hour_ms} from ticket`);
  const sales =
    db.prepare(`insert into sales_hour (organizer_id, hour_at, event_id, channel, currency, orders, tickets, amount)
    values (?, ?, ?, ?, 'EUR', 5, 9, 9900)`);
  const arrivals =
    db.prepare(`insert into arrival_hour (organizer_id, hour_at, event_id, session_id, entries, exits, refused)
    values (?, ?, ?, 0, 40, 2, 1)`);
  for (let back = 0; back < sales_hours; back += 1)
    for (const channel of ['billetweb', 'web', 'counter'])
      sales.run(organizer_id, hour - back * hour_ms, event_id, channel);
  for (let back = 0; back < 24; back += 1) arrivals.run(organizer_id, hour - back * hour_ms, event_id);
  markSummed(db, office);
  const { label } = db.prepare('select label from "order" order by id limit 1 offset 100').get() as {
    label: string;
  };
  db.exec('commit; analyze; pragma wal_checkpoint(truncate)');
  db.close();
  return label;
}

async function filledDesk(folder: string, tickets: number): Promise<Desk> {
  const office = await openOffice(folder);
  fillTickets(folder, office, tickets);
  const key = await openDesk(folder, office);
  const label = catchUp(folder, office);
  return { server: await startServer('office', folder), key, label };
}

/** The median time of a question, in ms; every answer has to hold something. */
async function ask({ server, key }: Desk, path: string, holds: RegExp): Promise<number> {
  const times: number[] = [];
  for (let once = 0; once < asked; once += 1) {
    const started = performance.now();
    const { statusCode, body } = await request(`${server.url}/api${path}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const text = await body.text();
    times.push(performance.now() - started);
    if (statusCode !== 200 || !holds.test(text))
      throw new Error(`${path}: ${statusCode} ${text.slice(0, 200)}`);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(asked / 2)] ?? Number.NaN;
}

const questions: readonly {
  readonly name: string;
  readonly path: (desk: Desk) => string;
  readonly holds: RegExp;
}[] = [
  { name: 'home', path: () => '/home?days=90', holds: /"sales":\{"today":\[\{/ },
  { name: 'search: beginning of a name', path: () => '/search?q=dupont%20123', holds: /"kind":"ticket"/ },
  { name: 'search: two words that many have', path: () => '/search?q=jean%20777', holds: /"items":\[/ },
  { name: 'search: an address', path: () => '/search?q=jean4321%40example.org', holds: /jean4321@/ },
  { name: 'search: an order', path: ({ label }) => `/search?q=${label}`, holds: /"kind":"order"/ },
  { name: 'search: a barcode', path: () => `/search?q=${filledCode(77)}`, holds: /"barcode"/ },
];

/** Home and search over a million tickets against ten thousand, in turn. */
export async function desk(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  const desks: Desk[] = [];
  try {
    const small = await filledDesk(join(folder, 'few'), few);
    desks.push(small);
    const large = await filledDesk(join(folder, 'many'), many);
    desks.push(large);
    const figures = questions.map(({ name }): Figure & { figure: number[]; floor: number[] } => ({
      name: `${name}, ${many.toLocaleString('en-US')} tickets`,
      unit: 'ms',
      floor_name: `over ${few.toLocaleString('en-US')}`,
      figure: [],
      floor: [],
      goal: { at_most: 2 },
    }));
    for (let round = -1; round < rounds; round += 1)
      for (const [index, { path, holds }] of questions.entries()) {
        const floor = await ask(small, path(small), holds);
        const figure = await ask(large, path(large), holds);
        if (round < 0) continue;
        figures[index]?.floor.push(floor);
        figures[index]?.figure.push(figure);
      }
    return figures;
  } finally {
    for (const { server } of desks) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
