/** The gate's page in Chromium, its own store and its own decisions; and how soon one gate knows of another's scan. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { request } from 'undici';
import { buildWebIfOlder } from '../scripts/build-web.ts';
import { chromium_path } from '../scripts/system-packages.ts';
import { makeDeviceCode } from '../src/office/access/device-tokens.ts';
import { createControlPoint } from '../src/office/admission/control-points.ts';
import { openStore, sqliteFileName } from '../src/store/open-store.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { systemActor } from '../src/store/transaction.ts';
import { startOffice, type Served } from './child.ts';
import type { Figure } from './figure.ts';
import { filledCode, fillTickets, openOffice } from './fill.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const many = Number(process.env['BENCH_TICKETS'] ?? 500_000);
const few = Math.max(2_000, many / 100);
const scans_per_round = 200;
const known_per_round = 20;
const day_ms = 86_400_000;
const patience_ms = 30 * 60_000;

/** An office with so many tickets sold, a door, and two devices that may join. */
class House {
  readonly #folder: string;
  readonly #phones: BrowserContext[] = [];
  #codes: string[] = [];
  #served: Served | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get url(): string {
    return this.#served?.url ?? '';
  }

  async open(tickets: number): Promise<void> {
    const office = await openOffice(this.#folder);
    fillTickets(this.#folder, office, tickets);
    const db = new DatabaseSync(join(this.#folder, sqliteFileName));
    // sold yesterday: they are no news to a device that has fetched them
    db.prepare('update ticket set updated_at = ?').run(Date.now() - day_ms);
    db.prepare('update "order" set updated_at = ?').run(Date.now() - day_ms);
    db.close();
    const store = await openStore({ data_folder: this.#folder, surroundings: systemSurroundings() });
    const { organizer_id, event_id } = office;
    this.#codes = await store.write(systemActor, async (tx) => {
      const control_point_id = await createControlPoint(tx, { organizer_id, event_id, name: 'Porte' });
      const device = { organizer_id, name: 'Phone', role: 'gate', control_point_id } as const;
      return [(await makeDeviceCode(tx, device)).code, (await makeDeviceCode(tx, device)).code];
    });
    await store.close();
    this.#served = await startOffice(this.#folder);
  }

  /** A phone with all tickets on it, in a profile on disk as on a phone. */
  async phone(tickets: number): Promise<Page> {
    const context = await chromium.launchPersistentContext(join(this.#folder, 'phone'), {
      executablePath: chromium_path,
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      locale: 'fr-FR',
      viewport: { width: 360, height: 740 },
    });
    this.#phones.push(context);
    context.setDefaultTimeout(patience_ms);
    const page = await context.newPage();
    await page.goto(`${this.url}/gate#join=${this.#codes.pop() ?? ''}`);
    await page.getByRole('button', { name: 'Relier cet appareil' }).click();
    await page.getByRole('textbox', { name: 'Votre nom' }).fill('Léa');
    await page.getByRole('button', { name: 'Commencer' }).click();
    const number = new Intl.NumberFormat('fr').format(tickets);
    await page.getByText(`${number} billets, `).waitFor();
    await page.getByText('En ligne', { exact: true }).waitFor();
    return page;
  }

  /** Another gate, which scans over HTTP. */
  async otherGate(): Promise<(code: string) => Promise<void>> {
    const { token } = (await post(`${this.url}/api/devices/join`, {}, { code: this.#codes.pop() ?? '' })) as {
      token: string;
    };
    return async (code) => {
      const scan = { code, nonce: `other gate ${code}` };
      const told = await post(`${this.url}/api/gate/scans`, { authorization: `Bearer ${token}` }, scan);
      if ((told as { outcome: string }).outcome !== 'admitted') throw new Error(JSON.stringify(told));
    };
  }

  async close(): Promise<void> {
    for (const phone of this.#phones) await phone.close();
    await this.#served?.stop();
  }
}

async function post(url: string, headers: Record<string, string>, sent: unknown): Promise<unknown> {
  const { body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), ...headers },
    body: JSON.stringify(sent),
  });
  return body.json();
}

/** Types each code as a scanner does and waits for the verdict on the screen: ms of each. Runs in the page. */
const scanAll = `async (codes) => {
  const input = document.querySelector('form input');
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const shown = (wanted) => new Promise((done) => {
    const look = () => (document.querySelector('[role=alertdialog]') !== null) === wanted && (seen.disconnect(), done());
    const seen = new MutationObserver(look);
    seen.observe(document.body, { childList: true, subtree: true });
    look();
  });
  const took = [];
  for (const code of codes) {
    write.call(input, code);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(done));
    const started = performance.now();
    input.form.requestSubmit();
    await shown(true);
    took.push(performance.now() - started);
    if (document.querySelector('.verdict-good') === null) throw new Error(document.body.innerText);
    document.querySelector('[role=alertdialog] button').click();
    await shown(false);
  }
  return took;
}`;

/** Types each name and waits until its ticket is offered: ms of each. Runs in the page. */
const searchAll = `async (names) => {
  const label = [...document.querySelectorAll('label')].find((one) => one.textContent === 'Chercher par nom');
  const input = document.getElementById(label.htmlFor);
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const type = (text) => (write.call(input, text), input.dispatchEvent(new Event('input', { bubbles: true })));
  const offered = (name) => [...document.querySelectorAll('main button')].some((one) => one.textContent === name);
  const shown = (name, wanted) => new Promise((done) => {
    const look = () => offered(name) === wanted && (seen.disconnect(), done());
    const seen = new MutationObserver(look);
    seen.observe(document.body, { childList: true, subtree: true });
    look();
  });
  input.focus();
  const took = [];
  for (const name of names) {
    const started = performance.now();
    type(name);
    await shown(name, true);
    took.push(performance.now() - started);
    type('');
    await shown(name, false);
  }
  return took;
}`;

const p99Of = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN;

const codesFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => filledCode(first + index));

async function inHouses<T>(run: (small: House, large: House) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  const [small, large] = [new House(join(folder, 'few')), new House(join(folder, 'many'))];
  try {
    return await run(small, large);
  } finally {
    await small.close();
    await large.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Decisions without a network with many tickets on the device against few, and a scan that another gate is told of. */
export async function gate(): Promise<Figure[]> {
  await buildWebIfOlder();
  return inHouses(async (small, large) => {
    await small.open(few);
    const phone = await small.phone(few);
    const known = await knownFigure(small, phone);
    await large.open(many);
    const phone_of_many = await large.phone(many);
    const decided = await decisionFigures(phone, phone_of_many);
    return [known, ...decided, await searchFigure(phone_of_many)];
  });
}

async function knownFigure(house: House, page: Page): Promise<Figure> {
  const scan = await house.otherGate();
  const figure: number[] = [];
  let inside = 0;
  for (let round = 0; round < rounds; round += 1) {
    const took: number[] = [];
    for (const code of codesFrom(few - (round + 1) * known_per_round, known_per_round)) {
      const started = performance.now();
      await scan(code);
      inside += 1;
      await page.getByText(`${inside} à l’intérieur`, { exact: true }).waitFor();
      took.push(performance.now() - started);
    }
    figure.push(Math.max(...took));
  }
  return {
    name: 'scan at one gate, shown at another',
    unit: 'ms',
    floor_name: 'allowed',
    figure,
    floor: figure.map(() => 1_000),
    goal: { at_most: 1 },
    note: `the slowest of ${known_per_round} in each round, over HTTP, on the screen`,
  };
}

/** What `fillTickets` calls the holder of a ticket. */
const holderOf = (index: number): string => `Jean Dupont ${index}`;

async function searchFigure(page: Page): Promise<Figure> {
  const search = (names: readonly string[]): Promise<number[]> =>
    page.evaluate<number[]>(`(${searchAll})(${JSON.stringify(names)})`);
  // the first opens the names
  const [opening = Number.NaN] = await search([holderOf(many - 1)]);
  const figure: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    figure.push(
      p99Of(await search(Array.from({ length: 20 }, (_, index) => holderOf(many - 1 - round * 20 - index)))),
    );
  return {
    name: `search by name offline, ${many.toLocaleString('en-US')} tickets of as many Jean Duponts: p99`,
    ...{ unit: 'ms', figure, floor: figure.map(() => 200), floor_name: 'allowed', goal: { at_most: 1 } },
    note: `20 searches in a round, from the last letter to the ticket on the screen; the first took ${Math.round(opening)} ms`,
  };
}

async function decisionFigures(small: Page, large: Page): Promise<Figure[]> {
  const [figure, floor]: [number[], number[]] = [[], []];
  for (const page of [small, large]) {
    await page.context().setOffline(true);
    await page.getByText('Hors ligne').waitFor();
  }
  const decide = async (page: Page, first: number): Promise<number> =>
    p99Of(
      await page.evaluate<number[]>(`(${scanAll})(${JSON.stringify(codesFrom(first, scans_per_round))})`),
    );
  for (let round = -1; round < rounds; round += 1) {
    const first = (round + 1) * scans_per_round;
    const [with_few, with_many] = [await decide(small, first), await decide(large, first)];
    // the first round compiles
    if (round < 0) continue;
    floor.push(with_few);
    figure.push(with_many);
  }
  const of = (tickets: number): string => tickets.toLocaleString('en-US');
  const name = `decision offline, ${of(many)} tickets on the device: p99`;
  return [
    {
      ...{ name, unit: 'ms', figure, floor, floor_name: `with ${of(few)}`, goal: { at_most: 1.5 } },
      note: `${scans_per_round} scans in a round, from the code to the verdict on the screen, queue written`,
    },
    {
      ...{
        name,
        unit: 'ms',
        figure,
        floor: figure.map(() => 50),
        floor_name: 'allowed',
        goal: { at_most: 1 },
      },
      note: 'for orientation',
    },
  ];
}
