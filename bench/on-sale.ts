import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type Served } from './child.ts';
import type { Figure } from './figure.ts';
import { filledCode, fillTickets, openOffice, query, type BenchOffice } from './fill.ts';
import { load, type LoadRequest } from './load.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3);
const many = Number(process.env['BENCH_TICKETS'] ?? 1_000_000);
/** checks that a second may need, generously */
const checks_per_second_max = 12_000;
const warm_up_seconds = 2;

interface Rates {
  readonly constant: number[];
  readonly row: number[];
  readonly none: { readonly check: number[]; readonly sale: number[] };
  readonly full: { readonly check: number[]; readonly sale: number[] };
}

/** One office under load: its server, and what is asked of it. */
interface Loaded {
  readonly server: Served;
  readonly check: LoadRequest;
  readonly sale: LoadRequest;
}

/** An office with so many tickets sold; those that are checked come in no order, as they do at a gate. */
async function openLoaded(folder: string, tickets: number): Promise<Loaded> {
  const office = await openOffice(folder);
  fillTickets(folder, office, tickets);
  const server = await startServer('office', folder);
  let checked = 0;
  const nextCode = (): string => {
    checked += 1;
    return filledCode((checked * stride) % tickets);
  };
  const path = `/billetweb/api/event/${office.served_event}`;
  return {
    server,
    check: {
      method: 'POST',
      path: `${path}/check?${query}`,
      body: () => JSON.stringify({ code: nextCode() }),
    },
    sale: {
      method: 'POST',
      path: `${path}/add_order?${query}`,
      body: JSON.stringify({ data: [saleOf(office)] }),
    },
  };
}

/** Prime, so that every ticket comes once. */
const stride = 618_041;

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

const row: LoadRequest = { method: 'POST', path: '/row', body: '{}' };
const isAdmitted = (body: string): boolean => body.includes('"success"');
const isSold = (body: string): boolean => !body.includes('"error"');

/** Everything in turn in each round, so that a machine that slows down slows all. */
async function measure(floor: Served, none: Loaded, full: Loaded): Promise<Rates> {
  const rates: Rates = {
    constant: [],
    row: [],
    none: { check: [], sale: [] },
    full: { check: [], sale: [] },
  };
  await load(floor.url, row, 1);
  for (const { server, check, sale } of [none, full]) {
    await load(server.url, sale, warm_up_seconds);
    await load(server.url, check, warm_up_seconds);
  }
  for (let round = 0; round < rounds; round += 1) {
    const constant: LoadRequest = { method: 'GET', path: '/constant' };
    rates.constant.push((await load(floor.url, constant, seconds)).rate);
    rates.row.push((await load(floor.url, row, seconds)).rate);
    for (const [name, { server, check, sale }] of [
      ['none', none],
      ['full', full],
    ] as const) {
      rates[name].check.push((await load(server.url, check, seconds, isAdmitted)).rate);
      rates[name].sale.push((await load(server.url, sale, seconds, isSold)).rate);
    }
  }
  return rates;
}

/** `check` and a sale of two tickets against the commit floor, and with a million tickets stored against none. */
export async function onSale(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  const servers: Served[] = [];
  try {
    const floor = await startServer('floor', join(folder, 'floor'));
    servers.push(floor);
    // "none" is as many as are checked in the course of the run
    const few = checks_per_second_max * (seconds * rounds + warm_up_seconds);
    const none = await openLoaded(join(folder, 'none'), few);
    servers.push(none.server);
    const full = await openLoaded(join(folder, 'full'), many + few);
    servers.push(full.server);
    return figuresOf(await measure(floor, none, full));
  } finally {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(rates: Rates): Figure[] {
  const unit = '/s';
  const stored = `${many.toLocaleString('en-US')} tickets stored`;
  const floors = { unit, floor_name: 'commit floor', floor: rates.row, note: 'durable, 64 connections' };
  const nones = { unit, floor_name: 'with none', goal: { at_least: 0.9 } };
  return [
    {
      name: 'commit floor',
      unit,
      floor_name: 'HTTP floor',
      figure: rates.row,
      floor: rates.constant,
      goal: { at_least: 0 },
      note: 'orientation only',
    },
    { name: 'check', ...floors, figure: rates.none.check, goal: { at_least: 0.35 } },
    { name: 'sale of two tickets', ...floors, figure: rates.none.sale, goal: { at_least: 0.2 } },
    { name: `check, ${stored}`, ...nones, figure: rates.full.check, floor: rates.none.check },
    { name: `sale of two tickets, ${stored}`, ...nones, figure: rates.full.sale, floor: rates.none.sale },
  ];
}
