import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { request } from 'undici';
import { sqliteFileName } from '../src/store/open-store.ts';
import { startServer, type Served } from './child.ts';
import type { Figure } from './figure.ts';
import { load, type LoadRequest } from './load.ts';
import { openUtickOffice, signedFields, type UtickOffice, type UtickStock } from './utick-office.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3);
const warm_up_seconds = 2;
/** requests of a round for two numbered seats each: two fifths of the hall */
const seat_requests = 4_000;
const buyers = 500;
const last_seats = 100;
const stock_reads = 30;
/** an office that is open is warm: with two, slow machines still compiled while they were measured, and the floor did not */
const stock_warm_up_rounds = 20;

const row: LoadRequest = { method: 'POST', path: '/row', body: '{}' };
const products_path = '/utick/v1/shop/products/';

function requestBody({ stockid, categoryid, priceid }: UtickStock, quantity: number): string {
  return JSON.stringify({ ...signedFields(), requests: [{ quantity, stockid, categoryid, priceid }] });
}

const took = (quantity: number) => (body: string) => body.split('"mainproductid"').length === quantity + 1;

interface Rates {
  readonly row: number[];
  readonly request: number[];
  readonly confirm: number[];
  readonly seats: number[];
}

/** Two of a hot stock without end, then the confirmation of these orders, then two numbered seats; the floor in each round. */
async function measure(floor: Served, office: Served, sold: UtickOffice): Promise<Rates> {
  const rates: Rates = { row: [], request: [], confirm: [], seats: [] };
  await load(floor.url, row, 1);
  await requestRound(office, sold, warm_up_seconds);
  for (let round = 0; round < rounds; round += 1) {
    rates.row.push((await load(floor.url, row, seconds)).rate);
    const { rate, orders } = await requestRound(office, sold, seconds);
    rates.request.push(rate);
    rates.confirm.push(await confirmRound(office, sold, orders));
    rates.seats.push(await seatRound(office, sold.halls[round % sold.halls.length]));
  }
  return rates;
}

async function requestRound(office: Served, sold: UtickOffice, time: number) {
  const orders: string[] = [];
  const good = took(2);
  const asked: LoadRequest = { method: 'POST', path: products_path, body: requestBody(sold.hot, 2) };
  const { rate } = await load(office.url, asked, time, (body) => {
    const found = /"orderid":"([0-9a-f-]{36})"/.exec(body)?.[1];
    if (found !== undefined) orders.push(found);
    return good(body);
  });
  return { rate, orders };
}

async function confirmRound(office: Served, sold: UtickOffice, orders: readonly string[]): Promise<number> {
  let next = 0;
  const confirm: LoadRequest = {
    method: 'PATCH',
    path: () => `/utick/v1/shop/orders/${orders[next++ % orders.length]}/`,
    body: JSON.stringify({ ...signedFields(), statusid: '1', contactid: sold.contactid }),
  };
  const isConfirmed = (body: string): boolean => body.includes('"status":{"id":1,');
  return (await load(office.url, confirm, { requests: orders.length }, isConfirmed)).rate;
}

async function seatRound(office: Served, hall: UtickStock | undefined): Promise<number> {
  if (hall === undefined) throw new Error('there is a hall for each round');
  const asked: LoadRequest = { method: 'POST', path: products_path, body: requestBody(hall, 2) };
  return (await load(office.url, asked, { requests: seat_requests }, took(2))).rate;
}

/** As many buyers at once as there are, for one seat each of the few that are left. */
async function lastSeats(office: Served, { last }: UtickOffice): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: buyers }, async () => {
      const answer = await request(office.url + products_path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: requestBody(last, 1),
      });
      return {
        status: answer.statusCode,
        body: (await answer.body.json()) as { success: boolean; response: unknown[] },
      };
    }),
  );
  const wrong = answers.find(
    ({ status, body }) => status !== 200 || !body.success || body.response.length > 1,
  );
  if (wrong !== undefined) throw new Error(`a buyer was answered ${JSON.stringify(wrong)}`);
  return answers.filter(({ body }) => body.response.length === 1).length;
}

/** Nothing was sold twice, and no pool gave more than it has. */
function assertNotOversold(folder: string): void {
  const db = new DatabaseSync(join(folder, sqliteFileName), { readOnly: true });
  const count = (sql: string): number => (db.prepare(sql).get() as { many: number }).many;
  const over = count('select count(*) as many from pool where taken + reserved > capacity');
  const seated = count(
    `select count(*) as many from ticket where place_id is not null and state in ('held', 'valid')`,
  );
  const places = count('select count(*) as many from place_sale');
  db.close();
  if (over > 0 || seated !== places)
    throw new Error(`oversold: ${over} pools, ${seated} tickets on ${places} seats`);
}

/** What a stock shows, read by one bare prepared statement. */
const rowsOfStock = `
  select o.id, o.session_id, o.zone_id, o.amount as own_amount, o.enabled, o.position, o.sale_starts_at, o.sale_ends_at,
    p.id as price_id, p.name, p.description, p.amount, p.currency, p.product_type, p.minimum, p.maximum,
    p.quantity_step, p.hidden, e.id as event_id, e.status as event_status, s.starts_at, s.ends_at, s.notes,
    s.sale_starts_at as opens_at, s.sale_ends_at as closes_at, s.status as session_status, q.id as pool_id,
    q.capacity, q.taken, q.reserved
  from offer o
    join price p on p.id = o.price_id
    join event e on e.id = o.event_id
    join session s on s.id = o.session_id
    join offer_pool l on l.offer_id = o.id
    join pool q on q.id = l.pool_id
  where o.session_id = ? order by o.position`;

async function longStock(office: Served, folder: string, { long }: UtickOffice) {
  const db = new DatabaseSync(join(folder, sqliteFileName), { readOnly: true });
  const rows = db.prepare(rowsOfStock);
  const path = `${office.url}/utick/v1/shop/products/stocks/${long.stockid}/`;
  const [figure, floor]: [number[], number[]] = [[], []];
  for (let round = -stock_warm_up_rounds; round < rounds; round += 1) {
    let [asked, read, written] = [0, 0, 0];
    for (let time = 0; time < stock_reads; time += 1) {
      const started = performance.now();
      const answer = await request(`${path}?${new URLSearchParams(signedFields()).toString()}`);
      const text = await answer.body.text();
      asked += performance.now() - started;
      const body = JSON.parse(text) as { response: { categories: { prices: object[] }[] } };
      if (body.response.categories[0]?.prices.length !== 200) throw new Error('the stock is not whole');
      const reading = performance.now();
      rows.all(long.session_id);
      read += performance.now() - reading;
      const writing = performance.now();
      JSON.stringify(body);
      written += performance.now() - writing;
    }
    if (round < 0) continue;
    figure.push(asked / stock_reads);
    floor.push((read + written) / stock_reads);
  }
  db.close();
  return { figure, floor };
}

/** A buyer's requests through uTick against the commit floor, the last seats of a sale, and a stock with many prices. */
export async function utickShop(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  const servers: Served[] = [];
  try {
    const floor = await startServer('floor', join(folder, 'floor'));
    servers.push(floor);
    const data = join(folder, 'office');
    const sold = await openUtickOffice(data, { halls: rounds, last_seats });
    const office = await startServer('office', data);
    servers.push(office);
    const stock = await longStock(office, data, sold);
    const taken = await lastSeats(office, sold);
    const rates = await measure(floor, office, sold);
    assertNotOversold(data);
    return figuresOf(rates, stock, taken);
  } finally {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(rates: Rates, stock: { figure: number[]; floor: number[] }, taken: number): Figure[] {
  const floors = { unit: '/s', floor_name: 'commit floor', floor: rates.row };
  const note = 'durable, signed, 64 connections';
  return [
    { name: 'uTick: request of two seats', ...floors, figure: rates.request, goal: { at_least: 0.15 }, note },
    { name: 'uTick: confirm', ...floors, figure: rates.confirm, goal: { at_least: 0.25 }, note },
    {
      name: 'uTick: request of two numbered seats, a hall of 20 000',
      ...floors,
      figure: rates.seats,
      goal: { at_least: 0.15 },
      note,
    },
    {
      name: `uTick: ${buyers} buyers for the last ${last_seats} seats`,
      unit: 'sold',
      floor_name: 'left',
      figure: [taken],
      floor: [last_seats],
      goal: { at_least: 1 },
      note: 'all at once; every refusal well formed, none sold beyond',
    },
    {
      name: 'uTick: a stock with 200 prices',
      unit: 'ms',
      floor_name: 'row + JSON floor',
      ...stock,
      goal: { at_most: 3 },
      note: 'whole answer over HTTP',
    },
  ];
}
