import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from './child.ts';
import type { Figure } from './figure.ts';
import { filledCode, fillTickets, openOffice, query, type BenchOffice } from './fill.ts';
import { load } from './load.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3);
const many = Number(process.env['BENCH_TICKETS'] ?? 1_000_000);
/** checks that one round may need, generously */
const checks_per_round = 20_000 * seconds;

interface Rates {
  readonly constant: number[];
  readonly row: number[];
  readonly check: number[];
  readonly sale: number[];
}

/** Rounds of floor and office in turn, so that a machine that slows down slows both. */
async function measure(
  data_folder: string,
  floor_folder: string,
  office: BenchOffice,
  first_code: number,
): Promise<Rates> {
  const floor = await startServer('floor', floor_folder);
  const server = await startServer('office', data_folder);
  const rates: Rates = { constant: [], row: [], check: [], sale: [] };
  let code = first_code;
  const sale = JSON.stringify({ data: [saleOf(office)] });
  const check = {
    method: 'POST',
    path: `/billetweb/api/event/${office.served_event}/check?${query}`,
    body: () => JSON.stringify({ code: filledCode(code++) }),
  } as const;
  const addOrder = {
    method: 'POST',
    path: `/billetweb/api/event/${office.served_event}/add_order?${query}`,
    body: sale,
  } as const;
  try {
    await load(server.url, addOrder, 1);
    await load(server.url, check, 1);
    await load(floor.url, { method: 'POST', path: '/row', body: '{}' }, 1);
    for (let round = 0; round < rounds; round += 1) {
      const row = { method: 'POST', path: '/row', body: '{}' } as const;
      rates.constant.push((await load(floor.url, { method: 'GET', path: '/constant' }, seconds)).rate);
      rates.row.push((await load(floor.url, row, seconds)).rate);
      rates.check.push((await load(server.url, check, seconds, (body) => body.includes('"success"'))).rate);
      rates.sale.push((await load(server.url, addOrder, seconds, (body) => !body.includes('"error"'))).rate);
    }
  } finally {
    await server.stop();
    await floor.stop();
  }
  return rates;
}

function saleOf(office: BenchOffice) {
  const product = {
    ticket: office.served_price,
    firstname: 'Jean',
    name: 'Dupont',
    email: 'jean@example.org',
  };
  return {
    request_id: 'bench',
    firstname: 'Jean',
    name: 'Dupont',
    email: 'jean@example.org',
    payment_type: 'card',
    products: [product, product],
  };
}

/** `check` and a sale of two tickets against the commit floor, and again with a million tickets stored. */
export async function onSale(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  try {
    const [empty, full, floor] = ['empty', 'full', 'floor'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const bare = await openOffice(empty);
    fillTickets(empty, bare, checks_per_round * rounds);
    const none = await measure(empty, floor, bare, 0);
    const grown = await openOffice(full);
    fillTickets(full, grown, many + checks_per_round * rounds);
    const million = await measure(full, floor, grown, 0);
    return figuresOf(none, million);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(none: Rates, million: Rates): Figure[] {
  const unit = '/s';
  const stored = `${many.toLocaleString('en-US')} tickets stored`;
  const floors = { unit, floor_name: 'commit floor' };
  return [
    {
      name: 'HTTP and commit floor',
      unit,
      floor_name: 'HTTP floor',
      figure: none.row,
      floor: none.constant,
      goal: { at_least: 0 },
      note: 'orientation only',
    },
    {
      name: 'check',
      ...floors,
      figure: none.check,
      floor: none.row,
      goal: { at_least: 0.35 },
      note: 'durable, 64 connections',
    },
    {
      name: 'sale of two tickets (add_order)',
      ...floors,
      figure: none.sale,
      floor: none.row,
      goal: { at_least: 0.2 },
      note: 'durable, 64 connections',
    },
    {
      name: `check, ${stored}`,
      unit: 'of the commit floor',
      floor_name: 'with none',
      figure: million.check.map((rate, round) => rate / (million.row[round] ?? Number.NaN)),
      floor: none.check.map((rate, round) => rate / (none.row[round] ?? Number.NaN)),
      goal: { at_least: 0.9 },
    },
    {
      name: `sale of two tickets, ${stored}`,
      unit: 'of the commit floor',
      floor_name: 'with none',
      figure: million.sale.map((rate, round) => rate / (million.row[round] ?? Number.NaN)),
      floor: none.sale.map((rate, round) => rate / (none.row[round] ?? Number.NaN)),
      goal: { at_least: 0.9 },
    },
  ];
}
