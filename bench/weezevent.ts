import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { request } from 'undici';
import { hashPassword } from '../src/domain/secrets.ts';
import { createApplication } from '../src/office/access/applications.ts';
import { issueCredential } from '../src/office/access/credentials.ts';
import { openStore, sqliteFileName } from '../src/store/open-store.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { systemActor } from '../src/store/transaction.ts';
import { memoryOf, startServer } from './child.ts';
import type { Figure } from './figure.ts';
import { fillTickets, markSummed, openOffice, type BenchOffice } from './fill.ts';
import { openVenue, timedPull, writeBare } from './venue.ts';

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
  const db = new DatabaseSync(join(folder, sqliteFileName));
  markSummed(db, office);
  db.close();
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
  /** of `/participants` with these parameters */
  address(parameters: string): string;
  /** the text that it answers */
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
      const address = (parameters: string) =>
        `${server.url}/weezevent/participants?${key}&id_event=${office.served_event}&${parameters}`;
      const list = async (parameters: string): Promise<string> => {
        const answer = await request(address(parameters));
        if (answer.statusCode !== 200) throw new Error(`participants: ${answer.statusCode}`);
        return answer.body.text();
      };
      return await work({ url: server.url, folder, office, pid: server.process.pid ?? 0, address, list });
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
  const memory: number[] = [];
  const figure: number[] = [];
  const floor: number[] = [];
  await withServed(many, async (large) => {
    const idle = memoryOf(large.pid).now_mb;
    for (let round = 0; round < rounds; round += 1) {
      await streamAll(large);
      memory.push(memoryOf(large.pid).most_mb - idle);
    }
    await withServed(few, async (small) => {
      const among = [changeSome(large), changeSome(small)] as const;
      for (let round = -1; round < rounds; round += 1) {
        const [large_ms, small_ms] = await windowTimes(among);
        if (round < 0) continue;
        figure.push(large_ms);
        floor.push(small_ms);
      }
    });
  });
  const stored = many.toLocaleString('en-US');
  return [
    {
      name: `Weezevent: ${stored} participants streamed: memory over idle`,
      unit: 'MB',
      floor_name: 'allowed',
      figure: memory,
      floor: memory.map(() => 200),
      goal: { at_most: 1 },
      note: 'the most so far, list after list',
    },
    {
      name: `Weezevent: ${changed} changes among ${stored} participants`,
      unit: 'ms',
      floor_name: 'among 10,000',
      figure,
      floor,
      goal: { at_most: 1.5 },
      note: `${windows_each} windows a round, asked in turn`,
    },
  ];
}

/** Takes the whole list as it comes and keeps nothing of it. */
async function streamAll({ address }: Served): Promise<void> {
  const answer = await request(address(''));
  let bytes = 0;
  for await (const chunk of answer.body) bytes += (chunk as Buffer).length;
  if (bytes < many * 100) throw new Error(`the list ended early, after ${bytes} bytes`);
}

const windows_each = 20;
const lock_timeout_ms = 60_000;

/** Changes tickets at one instant later than all sales; gives the question for what changed since then. */
function changeSome({ folder, office, list }: Served): () => Promise<string> {
  // the office is open, and may write in between
  const db = new DatabaseSync(join(folder, sqliteFileName), { timeout: lock_timeout_ms });
  const at = Date.now() + 86_400_000 * 30;
  db.prepare(
    `update ticket set updated_at = ? where id in (
      select id from ticket where event_id = ? order by id limit ${changed})`,
  ).run(at, office.event_id);
  db.close();
  const since = encodeURIComponent(new Date(at - 1000).toISOString());
  return () => list(`last_update=${since}`);
}

/** The same windows asked of both in turn; ms of all of each. */
async function windowTimes(among: readonly [() => Promise<string>, () => Promise<string>]) {
  const times: [number, number] = [0, 0];
  for (let turn = 0; turn < windows_each; turn += 1) {
    for (const [index, ask] of among.entries()) {
      const asked = await timed(ask);
      const { participants } = JSON.parse(asked.value) as { participants: unknown[] };
      if (participants.length !== changed) throw new Error(`${participants.length} changes were found`);
      times[index === 0 ? 0 : 1] += asked.ms;
    }
  }
  return times;
}

/** Participants pulled over HTTP into the ledger, against writing the same rows with bare statements in one transaction. */
export async function weezeventPull(): Promise<Figure[]> {
  const { figure, floor } = await withServed(pulled, async ({ url }) => {
    const rates = { figure: [] as number[], floor: [] as number[] };
    const connection = {
      dialect: 'weezevent',
      base_url: `${url}/weezevent`,
      settings: { page_rows },
      secrets: login,
    };
    for (let round = 0; round < rounds; round += 1) {
      const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-pull-'));
      try {
        const venue = await openVenue(join(folder, 'venue'), connection);
        try {
          rates.figure.push((pulled / (await timedPull(venue, pulled))) * 1000);
          rates.floor.push((pulled / writeBare(venue.folder, join(folder, 'bare'))) * 1000);
        } finally {
          await venue.close();
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
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
      note: 'origin and venue are two processes, over HTTP, with links, ledger and outbox',
    },
  ];
}
