import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { request } from 'undici';
import { undiciTransport } from '../src/contract/transport.ts';
import { connectWeezevent } from '../src/dialects/weezevent/connect.ts';
import { hashPassword } from '../src/domain/secrets.ts';
import { createApplication } from '../src/office/access/applications.ts';
import { issueCredential } from '../src/office/access/credentials.ts';
import { createOrganizer } from '../src/office/catalogue/organizer.ts';
import { takeRecords } from '../src/office/imports/take-in.ts';
import { openStore, sqliteFileName } from '../src/store/open-store.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { systemActor } from '../src/store/transaction.ts';
import { memoryOf, startOffice, startServer } from './child.ts';
import type { Figure } from './figure.ts';
import { fillTickets, openOffice, type BenchOffice } from './fill.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const warm_ups = 2;
const page_rows = 1_000;
const few = 10_000;
const walked = Number(process.env['BENCH_WALKED'] ?? 200_000);
const many = Number(process.env['BENCH_TICKETS'] ?? 1_000_000);
const pulled = Number(process.env['BENCH_PULLED'] ?? 100_000);
const changed = 100;

const login = { username: 'bench@example.org', password: 'bench-weezevent', api_key: 'bench-weezevent-key' };

/** An office with a login of Weezevent and so many participants of one event. */
async function openFilled(folder: string, tickets: number): Promise<BenchOffice> {
  const office = await openOffice(folder);
  const store = await openStore({ data_folder: folder, surroundings: systemSurroundings() });
  await store.write(systemActor, async (tx) => {
    const { organizer_id } = office;
    const application_id = await createApplication(tx, { name: 'weezevent', organizer_ids: [organizer_id] });
    const { username: public_name, password, api_key: key } = login;
    const settings = { password_hash: hashPassword(password, tx.random(16)) };
    await issueCredential(tx, { application_id, dialect: 'weezevent', public_name, key, settings });
  });
  await store.close();
  fillTickets(folder, office, tickets);
  return office;
}

async function tokenOf(url: string): Promise<string> {
  const answer = await request(`${url}/weezevent/auth/access_token?${new URLSearchParams(login).toString()}`);
  return ((await answer.body.json()) as { accessToken: string }).accessToken;
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await work();
  return { ms: performance.now() - started, value };
}

interface Served {
  readonly url: string;
  readonly folder: string;
  readonly office: BenchOffice;
  readonly pid: number;
  /** the text of `/participants` with these parameters */
  list(parameters: string): Promise<string>;
}

async function withServed<T>(tickets: number, work: (served: Served) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  try {
    const office = await openFilled(folder, tickets);
    const server = await startServer('office', folder);
    try {
      const token = await tokenOf(server.url);
      const key = `api_key=${login.api_key}&access_token=${token}`;
      const list = async (parameters: string): Promise<string> => {
        const address = `${server.url}/weezevent/participants?${key}&id_event=${office.served_event}&${parameters}`;
        const answer = await request(address);
        if (answer.statusCode !== 200) throw new Error(`participants: ${answer.statusCode}`);
        return answer.body.text();
      };
      return await work({ url: server.url, folder, office, pid: server.process.pid ?? 0, list });
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a page shows, read by one bare prepared statement. */
const rowsOfPage = `
  select t.id, t.order_id, t.price_id, t.session_id, t.state, t.charged_amount, t.holder_first_name, t.holder_last_name,
    t.holder_email, t.holder_metadata, t.comment, t.foreign_ref, t.created_at, t.updated_at, t.deleted_at, t.blocked_at,
    n.used, n.last_used_at, n.updated_at as used_at, o.status, o.channel, o.confirmed_at, o.paid, o.customer_id,
    c.first_name, c.last_name, c.email, b.code, b.issuer
  from ticket t
    join "order" o on o.id = t.order_id
    left join customer c on c.id = o.customer_id
    left join entitlement n on n.ticket_id = t.id
    left join barcode b on b.ticket_id = t.id
  where t.event_id = ? and t.state in ('valid', 'refunded') order by t.id limit ${page_rows}`;

/** A page of 1 000, and a walk over all pages against one list of everything. */
export async function weezeventPages(): Promise<Figure[]> {
  const page = await withServed(few, async ({ folder, office, list }) => {
    const db = new DatabaseSync(join(folder, sqliteFileName), { readOnly: true });
    const rows = db.prepare(rowsOfPage);
    const figure: number[] = [];
    const floor: number[] = [];
    for (let round = -warm_ups * 5; round < rounds * 5; round += 1) {
      const asked = await timed(() => list(`max=${page_rows}&page=2`));
      const answer = JSON.parse(asked.value) as { participants: unknown[] };
      if (answer.participants.length !== page_rows) throw new Error('the page is not whole');
      const read = await timed(() => rows.all(office.event_id));
      const written = await timed(() => JSON.stringify(answer));
      if (round < 0) continue;
      figure.push(asked.ms);
      floor.push(read.ms + written.ms);
    }
    db.close();
    return { figure, floor };
  });
  const walk = await withServed(walked, async ({ list }) => {
    const figure: number[] = [];
    const floor: number[] = [];
    for (let round = -1; round < rounds; round += 1) {
      const pages = await timed(async () => {
        for (let number = 1; ; number += 1) {
          const { participants } = JSON.parse(await list(`max=${page_rows}&page=${number}`)) as {
            participants: unknown[];
          };
          if (participants.length < page_rows) break;
        }
      });
      const whole = await timed(async () => JSON.parse(await list('')) as unknown);
      if (round < 0) continue;
      figure.push(pages.ms);
      floor.push(whole.ms);
    }
    return { figure, floor };
  });
  return [
    {
      name: 'Weezevent: a page of 1,000 participants',
      unit: 'ms',
      floor_name: 'row + JSON floor',
      ...page,
      goal: { at_most: 3 },
      note: 'whole answer over HTTP',
    },
    {
      name: `Weezevent: all pages of ${walked.toLocaleString('en-US')} participants`,
      unit: 'ms',
      floor_name: 'one streamed list',
      ...walk,
      goal: { at_most: 1.5 },
    },
  ];
}

/** The whole list of a million, and a window of 100 changes among a million and among 10 000. */
export async function weezeventMillion(): Promise<Figure[]> {
  const memory = await withMillion();
  const among = (tickets: number) => withServed(tickets, windowTimes);
  const figure = await among(many);
  const floor = await among(few);
  const stored = many.toLocaleString('en-US');
  return [
    {
      name: `Weezevent: ${stored} participants streamed: memory over idle`,
      unit: 'MB',
      floor_name: 'allowed',
      figure: [memory],
      floor: [200],
      goal: { at_most: 1 },
    },
    {
      name: `Weezevent: ${changed} changes among ${stored} participants`,
      unit: 'ms',
      floor_name: 'among 10,000',
      figure,
      floor,
      goal: { at_most: 1.5 },
    },
  ];
}

async function withMillion(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  try {
    const office = await openFilled(folder, many);
    const server = await startOffice(folder);
    try {
      const token = await tokenOf(server.url);
      const pid = server.process.pid ?? 0;
      const idle = memoryOf(pid).now_mb;
      const key = `api_key=${login.api_key}&access_token=${token}&id_event=${office.served_event}`;
      const answer = await request(`${server.url}/weezevent/participants?${key}`);
      let bytes = 0;
      for await (const chunk of answer.body) bytes += (chunk as Buffer).length;
      if (bytes < many * 100) throw new Error(`the list ended early, after ${bytes} bytes`);
      return memoryOf(pid).most_mb - idle;
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Changes of tickets at one instant later than all sales; then the window since then, asked again and again. */
async function windowTimes({ folder, office, list }: Served): Promise<number[]> {
  const db = new DatabaseSync(join(folder, sqliteFileName));
  const at = Date.now() + 86_400_000 * 30;
  db.prepare(
    `update ticket set updated_at = ? where id in (
      select id from ticket where event_id = ? order by id limit ${changed})`,
  ).run(at, office.event_id);
  db.close();
  const since = encodeURIComponent(new Date(at - 1000).toISOString());
  const times: number[] = [];
  for (let round = -20; round < rounds * 20; round += 1) {
    const asked = await timed(() => list(`last_update=${since}`));
    const { participants } = JSON.parse(asked.value) as { participants: unknown[] };
    if (participants.length !== changed) throw new Error(`${participants.length} changes were found`);
    if (round >= 0) times.push(asked.ms);
  }
  return times;
}

/** Participants pulled over HTTP into the ledger, against writing the same rows with bare statements in one transaction. */
export async function weezeventPull(): Promise<Figure[]> {
  const { figure, floor } = await withServed(pulled, async ({ url }) => {
    const rates = { figure: [] as number[], floor: [] as number[] };
    for (let round = 0; round < Math.min(rounds, 3); round += 1) {
      const target = mkdtempSync(join(tmpdir(), 'guichet-bench-pull-'));
      try {
        const { ms } = await timed(() => pullInto(target, url));
        rates.figure.push((pulled / ms) * 1000);
        rates.floor.push((pulled / copyTime(target)) * 1000);
      } finally {
        rmSync(target, { recursive: true, force: true });
      }
    }
    return rates;
  });
  return [
    {
      name: `Weezevent: pull of ${pulled.toLocaleString('en-US')} participants`,
      unit: '/s',
      floor_name: 'row floor',
      figure,
      floor,
      goal: { at_least: 0.2 },
      note: 'over HTTP, with links, ledger and outbox',
    },
  ];
}

async function pullInto(folder: string, url: string): Promise<void> {
  const store = await openStore({ data_folder: folder, surroundings: systemSurroundings() });
  try {
    const source = await store.write(systemActor, async (tx) => {
      const house = { slug: 'venue', name: 'Venue', zone: 'Europe/Paris', currency: 'EUR' };
      const organizer_id = await createOrganizer(tx, house);
      const connection_id = await tx.id();
      const at = { created_at: tx.now, updated_at: tx.now };
      const connection = { id: connection_id, organizer_id, dialect: 'weezevent', name: 'Weezevent' };
      await tx.db
        .insertInto('connection')
        .values({ ...connection, base_url: url, ...at })
        .execute();
      return { organizer_id, connection_id, dialect: 'weezevent', channel: 'weezevent' };
    });
    const peer = connectWeezevent({ transport: undiciTransport() }).open({
      connection_id: source.connection_id,
      base_url: `${url}/weezevent`,
      settings: { events: [], include_unpaid: false, page_rows, zone: 'Europe/Paris', currency: 'EUR' },
      secrets: login,
      zone: 'Europe/Paris',
      now: Date.now,
      turn: () => Promise.resolve(),
      timeout_ms: 60_000,
    });
    let tickets = 0;
    const wish = { cursor: undefined, full: true, overlap_ms: 0 };
    for await (const page of peer.pull?.(wish) ?? []) {
      const { taken } = await takeRecords(
        (command) => store.write(systemActor, command),
        source,
        page.records,
      );
      tickets += taken.tickets;
    }
    if (tickets !== pulled) throw new Error(`${tickets} tickets were pulled`);
  } finally {
    await store.close();
  }
}

/** The rows of every table, written into an empty copy of it by one statement each, in one durable transaction; ms. */
function copyTime(folder: string): number {
  const from = new DatabaseSync(join(folder, sqliteFileName), { readOnly: true });
  const to = new DatabaseSync(join(folder, 'floor.sqlite'));
  to.exec('pragma journal_mode = wal; pragma synchronous = full');
  const schema = from.prepare('select type, name, sql from sqlite_schema where sql is not null').all() as {
    type: string;
    name: string;
    sql: string;
  }[];
  for (const { name, sql } of schema) if (!name.startsWith('sqlite_')) to.exec(sql);
  const tables = schema.filter(({ type, name }) => type === 'table' && !name.startsWith('sqlite_'));
  const rows = tables.map(({ name }) => {
    const read = from.prepare(`select * from "${name}"`);
    read.setReturnArrays(true);
    return { name, values: read.all() as unknown as (string | number | null)[][] };
  });
  from.close();
  const started = performance.now();
  to.exec('begin');
  for (const { name, values } of rows) {
    const [first] = values;
    if (first === undefined) continue;
    const insert = to.prepare(`insert into "${name}" values (${first.map(() => '?').join(', ')})`);
    for (const row of values) insert.run(...row);
  }
  to.exec('commit');
  const ms = performance.now() - started;
  to.close();
  return ms;
}
