import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeJournal, canonicalLine, hashLine } from '../src/domain/journal.ts';
import { servedIdOf } from '../src/domain/served-id.ts';
import { createApplication } from '../src/office/access/applications.ts';
import { issueCredential } from '../src/office/access/credentials.ts';
import { createOrganizer } from '../src/office/catalogue/organizer.ts';
import { counterJournals } from '../src/office/counter/archive.ts';
import { createArticle, createDepartment } from '../src/office/counter/article.ts';
import { createCounter, createPaymentMode } from '../src/office/counter/counter.ts';
import { ringUp } from '../src/office/counter/ring-up.ts';
import { storedLines } from '../src/office/counter/stored-lines.ts';
import { tillReport } from '../src/office/counter/till-report.ts';
import { verifyJournal } from '../src/office/counter/verify-journal.ts';
import { openStore, sqliteFileName } from '../src/store/open-store.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { systemActor, type Store } from '../src/store/transaction.ts';
import { startServer } from './child.ts';
import type { Figure } from './figure.ts';
import { load, type LoadRequest } from './load.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3);
const day_sales = Number(process.env['BENCH_SALES'] ?? 20_000);
const journal_lines = Number(process.env['BENCH_JOURNAL'] ?? 1_000_000);

const open = (data_folder: string): Promise<Store> =>
  openStore({ data_folder, surroundings: systemSurroundings() });

interface Till {
  readonly organizer_id: number;
  readonly counter_id: number;
  readonly article_ids: readonly number[];
  readonly payment_mode_id: number;
}

async function openTill(store: Store): Promise<Till> {
  return store.write(systemActor, async (tx) => {
    const house = { slug: 'bench', name: 'Bench', zone: 'Europe/Paris', currency: 'EUR' };
    const organizer_id = await createOrganizer(tx, house);
    const article_ids: number[] = [];
    for (const [index, vat_bp] of [550, 1000, 2000, 1000, 550].entries()) {
      const department_id = await createDepartment(tx, { organizer_id, name: `Rayon ${index}`, vat_bp });
      const article = { organizer_id, department_id, name: `Article ${index}`, amount: 250 + index };
      article_ids.push(await createArticle(tx, article));
    }
    const payment_mode_id = await createPaymentMode(tx, { organizer_id, name: 'Carte', method: 'card' });
    const counter_id = await createCounter(tx, { organizer_id, name: 'Caisse' });
    const application_id = await createApplication(tx, { name: 'bench', organizer_ids: [organizer_id] });
    const key = { public_name: '1001', key: 'bench-caisse' };
    await issueCredential(tx, { application_id, dialect: 'caisse', ...key });
    return { organizer_id, counter_id, article_ids, payment_mode_id };
  });
}

/** Runs in a folder of its own, which is gone afterwards. */
async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A sale of five lines over HTTP, journal included, against the commit floor; the Z of a day against bare SQL. */
export async function counter(): Promise<Figure[]> {
  return inFolder(async (folder) => [await saleFigure(folder), await reportFigure(join(folder, 'day'))]);
}

async function saleFigure(folder: string): Promise<Figure> {
  const place = join(folder, 'office');
  const store = await open(place);
  const till = await openTill(store);
  await store.close();
  const form = new URLSearchParams({ idboutique: '1001', key: 'bench-caisse' });
  form.append('payment', servedIdOf('integer', till.payment_mode_id));
  for (const id of till.article_ids) form.append('itemsList[]', `${servedIdOf('integer', id)}_2`);
  const sale: LoadRequest = {
    method: 'POST',
    path: '/caisse/workers/webapp.php',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  };
  const row: LoadRequest = { method: 'POST', path: '/row', body: '{}' };
  const floor = await startServer('floor', join(folder, 'floor'));
  const office = await startServer('office', place);
  const rates: { figure: number[]; floor: number[] } = { figure: [], floor: [] };
  try {
    // by requests and not by seconds: on a busy machine two seconds would leave the code cold
    await load(floor.url, row, { requests: 5000 });
    await load(office.url, sale, { requests: 5000 });
    for (let round = 0; round < rounds; round += 1) {
      rates.floor.push((await load(floor.url, row, seconds)).rate);
      rates.figure.push((await load(office.url, sale, seconds, (body) => body.includes('"orderID"'))).rate);
    }
  } finally {
    await floor.stop();
    await office.stop();
  }
  return {
    name: 'sale of five lines at the till, journal included',
    unit: '/s',
    floor_name: 'commit floor',
    ...rates,
    goal: { at_least: 0.15 },
    note: 'durable, 64 connections',
  };
}

const milliseconds = async (run: () => unknown): Promise<number> => {
  const start = performance.now();
  await run();
  return performance.now() - start;
};

async function reportFigure(folder: string): Promise<Figure> {
  const store = await open(folder);
  const till = await openTill(store);
  const { organizer_id, counter_id, article_ids, payment_mode_id } = till;
  const sale = {
    organizer_id,
    counter_id,
    channel: 'counter',
    stage: 'validated',
    items: article_ids.map((article_id) => ({ kind: 'article' as const, article_id, quantity: 1 })),
    payments: [{ payment_mode_id, amount: 'rest' }],
  } as const;
  for (let sold = 0; sold < day_sales; sold += 200) {
    const some = Array.from({ length: Math.min(200, day_sales - sold) });
    await Promise.all(some.map(() => store.write(systemActor, (tx) => ringUp(tx, sale))));
  }
  const last_number = 1 + 2 * day_sales;
  const db = new DatabaseSync(join(folder, sqliteFileName));
  const goods = db.prepare(`
    select l.vat_bp, l.department_id, sum(l.quantity), sum(l.quantity * l.charged_amount)
    from journal_line j join order_line l on l.order_id = j.order_id
    where j.counter_id = ? and j.number between 1 and ? and j.kind = 'sale' group by 1, 2`);
  const money = db.prepare(`
    select payment_mode_id, count(*), sum(amount) from journal_line
    where counter_id = ? and number between 1 and ? and kind = 'payment' group by 1`);
  const [figure, floor]: [number[], number[]] = [[], []];
  const range = { organizer_id, counter_id, first_number: 1, last_number };
  const report = () => store.read((rx) => tillReport(rx, range));
  const { sales } = await report();
  if (sales.count !== day_sales) throw new Error(`${sales.count} sales in the report`);
  for (let round = 0; round < rounds; round += 1) {
    floor.push(
      await milliseconds(() => [goods.all(counter_id, last_number), money.all(counter_id, last_number)]),
    );
    figure.push(await milliseconds(report));
  }
  db.close();
  await store.close();
  return {
    name: `Z report of ${day_sales.toLocaleString('en-US')} sales`,
    unit: 'ms',
    floor_name: 'bare SQL',
    figure,
    floor,
    goal: { at_most: 3 },
    note: 'five lines each; the floor sums lines by rate and department, and payments by mode',
  };
}

/** The stored journal of a counter, verified, against SHA-256 over the same texts one by one. */
export async function journal(): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const store = await open(folder);
    const { organizer_id, counter_id } = await openTill(store);
    fillJournal(join(folder, sqliteFileName), { organizer_id, counter_id });
    const [journal] = await store.read((rx) => counterJournals(rx));
    if (journal === undefined) throw new Error('no journal was filled');
    const [figure, floor]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      floor.push(journal_lines / (await hashingSeconds(store, counter_id)));
      const took_ms = await milliseconds(async () => {
        const { damages, lines } = await verifyJournal(store, journal);
        if (damages.length > 0 || lines !== journal_lines)
          throw new Error('the filled journal does not verify');
      });
      figure.push((journal_lines * 1000) / took_ms);
    }
    await store.close();
    return [
      {
        name: `verifying a journal of ${journal_lines.toLocaleString('en-US')} lines`,
        unit: 'lines/s',
        floor_name: 'SHA-256',
        figure,
        floor,
        goal: { at_least: 0.3 },
        note: 'the floor hashes the same texts, which are read already',
      },
    ];
  });
}

/** Of the hashing alone: what reads the texts is not counted. */
async function hashingSeconds(store: Store, counter_id: number): Promise<number> {
  let spent_ms = 0;
  for (let after = 0; after < journal_lines;) {
    const page = await store.read((rx) => storedLines(rx, counter_id, after));
    spent_ms += await milliseconds(() => {
      for (const [text] of page) hash('sha256', text, 'hex');
    });
    after += page.length;
  }
  return spent_ms / 1000;
}

/** Sales of five lines and their payments, straight by SQL. */
function fillJournal(
  file: string,
  { organizer_id, counter_id }: { organizer_id: number; counter_id: number },
): void {
  const db = new DatabaseSync(file);
  db.exec('pragma synchronous = off; begin');
  const insert = db.prepare(`insert into journal_line (counter_id, number, organizer_id, recorded_at, kind,
    counter_session_id, order_id, amount, sold_total, returned_total, content, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)`);
  const lines = Array.from({ length: 5 }, (_, index) => [
    `Article ${index}`,
    1,
    250 + index,
    1000,
    5,
    12 + index,
  ]);
  const recorded_at = Date.now();
  let previous = beforeJournal;
  let sold_total = 0;
  for (let number = 1; number <= journal_lines; number += 1) {
    const is_sale = number % 2 === 1;
    const amount = 1260;
    if (is_sale) sold_total += amount;
    const line = {
      counter_id,
      number,
      recorded_at,
      kind: is_sale ? 'sale' : 'payment',
      counter_session_id: 7,
      order_id: 1_000_000 + Math.ceil(number / 2),
      refund_id: null,
      payment_mode_id: null,
      method: null,
      amount,
      sold_total,
      returned_total: 0,
      content: is_sale
        ? JSON.stringify({ order: `ORD${number}`, channel: 'counter', lines, vat: [[1000, amount]] })
        : '{}',
    };
    previous = hashLine(previous, canonicalLine(line));
    const { kind, counter_session_id, order_id, content } = line;
    insert.run(
      counter_id,
      number,
      organizer_id,
      recorded_at,
      kind,
      counter_session_id,
      order_id,
      amount,
      sold_total,
      content,
      previous,
    );
  }
  db.prepare(
    `insert into journal_head (counter_id, organizer_id, number, recorded_at, sold_total, returned_total, hash)
     values (?, ?, ?, ?, ?, 0, ?)`,
  ).run(counter_id, organizer_id, journal_lines, recorded_at, sold_total, previous);
  db.exec('commit; pragma wal_checkpoint(truncate)');
  db.close();
}
