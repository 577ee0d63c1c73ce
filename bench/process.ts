import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { memoryOf, startOffice } from './child.ts';
import type { Figure } from './figure.ts';
import { fillTickets, openOffice } from './fill.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const stored = 100_000;
/** until what was only needed to start is let go */
const rest_ms = 5_000;
const exported = Number(process.env['BENCH_TICKETS'] ?? 1_000_000);

/** From the start of the process until it listens, with 100 000 tickets against none, in turn; and memory at rest. */
export async function startAndRest(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  const [none, full] = [join(folder, 'none'), join(folder, 'full')];
  const figure: number[] = [];
  const floor: number[] = [];
  const rest: number[] = [];
  try {
    await openOffice(none);
    fillTickets(full, await openOffice(full), stored);
    for (let round = -1; round < rounds; round += 1) {
      const empty = await startOffice(none);
      await sleep(rest_ms);
      const { now_mb } = memoryOf(empty.process.pid ?? 0);
      await empty.stop();
      const server = await startOffice(full);
      await server.stop();
      if (round < 0) continue;
      rest.push(now_mb);
      figure.push(server.ready_ms);
      floor.push(empty.ready_ms);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return [
    {
      name: `start to ready, ${stored.toLocaleString('en-US')} tickets stored`,
      unit: 'ms',
      floor_name: 'with none',
      figure,
      floor,
      goal: { at_most: 1.5 },
    },
    {
      name: 'memory at rest',
      unit: 'MB',
      floor_name: 'allowed',
      figure: rest,
      floor: rest.map(() => 150),
      goal: { at_most: 1 },
    },
  ];
}

/** `guichet export` of a million tickets into a file: the most memory it ever had. */
export async function exportMemory(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  try {
    fillTickets(folder, await openOffice(folder), exported);
    const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      [cli, 'export', 'tickets', '--organizer', 'bench', '--output', join(folder, 'tickets.csv')],
      { env: { ...process.env, GUICHET_DATA: folder }, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    let most_mb = 0;
    const watch = setInterval(() => {
      try {
        most_mb = Math.max(most_mb, memoryOf(child.pid ?? 0).most_mb);
      } catch {
        // it has ended between two looks
      }
    }, 20);
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    clearInterval(watch);
    if (code !== 0) throw new Error(`the export ended with ${code}`);
    return [
      {
        name: `export of ${exported.toLocaleString('en-US')} tickets: memory`,
        unit: 'MB',
        floor_name: 'allowed',
        figure: [most_mb],
        floor: [400],
        goal: { at_most: 1 },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
