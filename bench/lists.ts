import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { request } from 'undici';
import { sqliteFileName } from '../src/store/open-store.ts';
import { memoryOf, startOffice, startServer } from './child.ts';
import type { Figure } from './figure.ts';
import { fillTickets, openOffice, query, type BenchOffice } from './fill.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const warm_ups = 2;
const listed = 10_000;
const exported = Number(process.env['BENCH_TICKETS'] ?? 1_000_000);

/** What the list shows, read by one bare prepared statement. */
const rowsOfList = `
  select t.id, t.order_id, t.event_id, t.session_id, t.price_id, t.state, t.charged_amount, t.holder_first_name,
    t.holder_last_name, t.holder_email, t.foreign_ref, n.first_used_at, n.inside, t.created_at, t.updated_at, b.code,
    o.label, o.foreign_ref as order_ref, o.created_at as ordered_at, o.status, o.paid_at, o.total, o.secret, o.channel,
    o.language, c.first_name, c.last_name, c.email, p.name as price_name, e.name as event_name, s.starts_at
  from ticket t
    join "order" o on o.id = t.order_id
    join price p on p.id = t.price_id
    join event e on e.id = t.event_id
    left join session s on s.id = t.session_id
    left join customer c on c.id = o.customer_id
    left join barcode b on b.ticket_id = t.id
    left join entitlement n on n.ticket_id = t.id
  where t.event_id = ? order by t.id`;

async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await work();
  return { ms: performance.now() - started, value };
}

/** The list over real HTTP against reading the rows and writing the same answer as JSON. */
export async function attendees(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  try {
    const office = await openOffice(folder);
    fillTickets(folder, office, listed);
    const server = await startServer('office', folder);
    const db = new DatabaseSync(join(folder, sqliteFileName), { readOnly: true });
    const rows = db.prepare(rowsOfList);
    const figure: number[] = [];
    const floor: number[] = [];
    try {
      for (let round = -warm_ups; round < rounds; round += 1) {
        const list = await timed(() => fetchList(server.url, office));
        const answer: unknown = JSON.parse(list.value);
        if (!Array.isArray(answer) || answer.length !== listed) throw new Error('the list is not whole');
        const read = await timed(() => rows.all(office.event_id));
        const written = await timed(() => JSON.stringify(answer));
        if (round < 0) continue;
        figure.push(list.ms);
        floor.push(read.ms + written.ms);
      }
    } finally {
      db.close();
      await server.stop();
    }
    return [
      {
        name: `attendees, ${listed.toLocaleString('en-US')} rows`,
        unit: 'ms',
        floor_name: 'row + JSON floor',
        figure,
        floor,
        goal: { at_most: 3 },
        note: 'whole answer over HTTP',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fetchList(url: string, office: BenchOffice): Promise<string> {
  const answer = await request(`${url}/billetweb/api/event/${office.served_event}/attendees?${query}`);
  return answer.body.text();
}

/** A million attendees streamed: the most memory the process ever had. */
export async function million(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  try {
    const office = await openOffice(folder);
    fillTickets(folder, office, exported);
    const server = await startOffice(folder);
    try {
      const answer = await request(
        `${server.url}/billetweb/api/event/${office.served_event}/attendees?${query}`,
      );
      let bytes = 0;
      for await (const chunk of answer.body) bytes += (chunk as Buffer).length;
      if (bytes < exported * 100) throw new Error(`the list ended early, after ${bytes} bytes`);
      const { most_mb } = memoryOf(server.process.pid ?? 0);
      return [
        {
          name: `${exported.toLocaleString('en-US')} attendees streamed: memory`,
          unit: 'MB',
          floor_name: 'allowed',
          figure: [most_mb],
          floor: [400],
          goal: { at_most: 1 },
          note: `${Math.round(bytes / 1e6)} MB sent`,
        },
      ];
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
