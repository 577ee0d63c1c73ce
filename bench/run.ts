/**
 * Runs the benchmarks and writes their table to `bench/results.md`: `npm run bench`, or `npm run bench -- lists` for some.
 * BENCH_ROUNDS, BENCH_SECONDS and BENCH_TICKETS make it shorter; the goals are stated for the defaults.
 */
import { writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { counter, journal } from './counter.ts';
import { isReached, rowOf, tableHead, type Figure } from './figure.ts';
import { desk } from './desk.ts';
import { gate } from './gate.ts';
import { attendees, million } from './lists.ts';
import { odooCalls } from './odoo.ts';
import { onSale } from './on-sale.ts';
import { exportMemory, startAndRest } from './process.ts';
import { sync } from './sync.ts';
import { qtickets } from './qtickets.ts';
import { utickShop } from './utick.ts';
import { weezeventMillion, weezeventPages, weezeventPull } from './weezevent.ts';

const benches: Record<string, () => Promise<Figure[]>> = {
  'on-sale': onSale,
  counter,
  journal,
  utick: utickShop,
  lists: attendees,
  million,
  process: startAndRest,
  export: exportMemory,
  qtickets,
  odoo: odooCalls,
  weezevent: weezeventPages,
  'weezevent-million': weezeventMillion,
  'weezevent-pull': weezeventPull,
  sync,
  gate,
  desk,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(
    `no such benchmark: ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}\n`,
  );
  process.exit(2);
}

process.stdout.write(`${tableHead}\n`);
const figures: Figure[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const figure of await bench()) {
    figures.push(figure);
    process.stdout.write(`${rowOf(figure)}\n`);
  }
}

if (asked.length === 0) {
  const machine = `Node ${process.versions.node}, ${platform()} ${arch()}, ${cpus().length} cores, SQLite.`;
  const lines = ['# Benchmarks', '', machine, '', tableHead, ...figures.map(rowOf), ''];
  writeFileSync(new URL('results.md', import.meta.url), lines.join('\n'));
}
process.exitCode = figures.every(isReached) ? 0 : 1;
