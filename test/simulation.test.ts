import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFault } from '../src/domain/faults.ts';
import { examine } from '../src/office/doctor/examine.ts';
import { counterMoves } from './simulation/counter-moves.ts';
import { gateMoves, settle } from './simulation/gate-moves.ts';
import { assertInvariants, assertWithinCapacity, readBooks } from './simulation/invariants.ts';
import { sellingMoves } from './simulation/selling-moves.ts';
import { shopMoves } from './simulation/shop-moves.ts';
import { openWorld, type World } from './simulation/world.ts';
import { onEachStore, type TestStore } from './stores.ts';

/**
 * The whole office, used at random over simulated days. GUICHET_SIMULATION_SEED runs one seed again;
 * GUICHET_SIMULATION_ROUNDS says how many seeds from there, GUICHET_SIMULATION_STEPS how many moves of each.
 */
const only = process.env['GUICHET_SIMULATION_SEED'];
const first_seed = only === undefined ? 1 : Number(only);
const rounds_asked = process.env['GUICHET_SIMULATION_ROUNDS'];
const steps = Number(process.env['GUICHET_SIMULATION_STEPS'] ?? 400);
const between_checks = 100;

const moves = { ...sellingMoves, ...shopMoves, ...gateMoves, ...counterMoves };
const names = Object.entries(moves).flatMap(([name, [often]]) => Array.from({ length: often }, () => name));

/** Moves that may change nothing that the ledger tells of. */
const quiet = new Set([
  'wait',
  'tend',
  'scan',
  'scanOffline',
  'arrive',
  'arriveAgain',
  'reported',
  'undo',
  'resize',
  'rush',
  'putCode',
  'lead',
]);
/** Made of several commands: one may be refused when another has gone through. */
const several = new Set(['crowd', 'rush', 'tend', 'erase', 'openAndFill', 'putIntoPack']);

type Tally = Map<string, { done: number; refused: Map<string, number> }>;

async function step(world: World, name: string, tally: Tally): Promise<string> {
  const counts = tally.get(name) ?? { done: 0, refused: new Map<string, number>() };
  tally.set(name, counts);
  const before = await readBooks(world);
  try {
    const done = (await moves[name]?.[1](world)) === true;
    const after = await readBooks(world);
    if (name !== 'foreign') assertWithinCapacity(before, after);
    if (!done) return `${name}: nothing to do`;
    counts.done += 1;
    if (!quiet.has(name)) assert.ok(after.ledger_rows > before.ledger_rows, `${name} left no trace`);
    return name;
  } catch (error) {
    if (!isFault(error) || error.code === 'internal' || error.code === 'busy') throw error;
    counts.refused.set(error.code, (counts.refused.get(error.code) ?? 0) + 1);
    if (several.has(name)) assertWithinCapacity(before, await readBooks(world));
    else assert.deepEqual(await readBooks(world), before, `${name} was refused, and changed something`);
    return `${name}: ${error.code} ${JSON.stringify(error.details)}`;
  }
}

async function assertHealthy(world: World): Promise<void> {
  await settle(world);
  await assertInvariants(world);
  const { office } = world;
  const findings = await office.read((rx) => examine(rx, { now: office.surroundings.now() }));
  assert.deepEqual(
    findings.map(({ code, subject_ids, details }) => ({ code, subject_ids, details })),
    [],
  );
}

async function simulate(office: TestStore, seed: number, tally: Tally): Promise<void> {
  const said: string[] = [];
  try {
    const world = await openWorld(office, seed);
    const deck: string[] = [];
    for (let at = 1; at <= steps; at += 1) {
      // dealt like cards: no kind of move is left out for long
      if (deck.length === 0) deck.push(...world.chance.shuffled(names));
      const name = deck.pop() ?? 'wait';
      said.push(`${at} ${name} …`);
      said[said.length - 1] = `${at} ${await step(world, name, tally)}`;
      if (at % between_checks === 0) await assertHealthy(world);
    }
    await assertHealthy(world);
  } catch (error) {
    console.error(`simulation: seed ${seed} failed (GUICHET_SIMULATION_SEED=${seed}). It did last:`);
    console.error(said.slice(-25).join('\n'));
    throw error;
  }
}

onEachStore('the office, used at random', (open) => {
  test(`keeps all that always holds (${steps} moves a seed, from seed ${first_seed})`, async (t) => {
    // PostgreSQL takes several times as long, and goes the same way
    const once = only !== undefined || open().store.engine === 'postgres';
    const rounds = Number(rounds_asked ?? (once ? 1 : 3));
    const tally: Tally = new Map();
    for (let round = 0; round < rounds; round += 1) await simulate(open(), first_seed + round, tally);
    for (const [name, { done, refused }] of [...tally].toSorted(([a], [b]) => a.localeCompare(b))) {
      const why = [...refused].map(([code, many]) => `${code} ${many}`).join(', ');
      t.diagnostic(`${name}: ${done} done${why === '' ? '' : `; refused: ${why}`}`);
    }
    const idle = names.filter((name) => (tally.get(name)?.done ?? 0) === 0);
    if (rounds >= 2 && only === undefined)
      assert.deepEqual([...new Set(idle)], [], 'every move was made at least once');
  });
});
