import assert from 'node:assert/strict';
import { isFault } from '../../src/domain/faults.ts';
import { blockTicket } from '../../src/office/admission/block.ts';
import { resolveConflict } from '../../src/office/admission/conflicts.ts';
import { recordReportedScan } from '../../src/office/admission/reported.ts';
import { scanBatch, type BatchedScan } from '../../src/office/admission/batch.ts';
import { scanCode, type ScanResult } from '../../src/office/admission/scan.ts';
import { undoEntries } from '../../src/office/admission/undo.ts';
import {
  releaseAllotment,
  releaseDueAllotments,
  updateAllotment,
  updatePool,
} from '../../src/office/catalogue/pool.ts';
import { sealLedger } from '../../src/office/ledger/seal.ts';
import { expireHolds } from '../../src/office/selling/expire.ts';
import type { Move } from './selling-moves.ts';
import { hour_ms, minute_ms, type World } from './world.ts';

interface Coded {
  readonly id: number;
  readonly code: string;
}

async function someTicket(world: World): Promise<Coded | null> {
  const rows = await world.office.read((rx) =>
    rx.db
      .selectFrom('barcode')
      .innerJoin('ticket', 'ticket.id', 'barcode.ticket_id')
      .select(['ticket.id', 'barcode.code'])
      .where('barcode.organizer_id', '=', world.organizer_id)
      .orderBy('ticket.id', 'desc')
      .limit(25)
      .execute(),
  );
  return rows.length === 0 ? null : world.chance.one(rows);
}

/** The ladder lets in who may enter, as it stands now: asked of the rows themselves. */
async function assertMayEnter(world: World, result: ScanResult): Promise<void> {
  if (result.outcome !== 'admitted' || result.forced || result.repeated) return;
  const row = await world.office.read((rx) =>
    rx.db
      .selectFrom('ticket')
      .innerJoin('order', 'order.id', 'ticket.order_id')
      .innerJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
      .select([
        'ticket.state',
        'ticket.blocked_at',
        'order.status',
        'entitlement.used',
        'entitlement.allowed',
      ])
      .where('ticket.id', '=', result.ticket_id)
      .where('entitlement.id', '=', result.entitlement_id)
      .executeTakeFirstOrThrow(),
  );
  assert.equal(row.state, 'valid', 'who was let in has a valid ticket');
  assert.equal(row.blocked_at, null, 'who was let in has a ticket that is not blocked');
  assert.ok(row.status >= 15, 'who was let in has paid');
}

function direction(world: World): 'in' | 'out' {
  return world.chance.happens(0.25) ? 'out' : 'in';
}

const scan: Move = async (world) => {
  const { chance, office, organizer_id, event_id } = world;
  const ticket = await someTicket(world);
  if (ticket === null) return false;
  const code = chance.happens(0.05) ? '4711' : ticket.code;
  const session_id = chance.happens(0.3) ? chance.one(world.session_ids) : undefined;
  const force = chance.happens(0.1) ? { reason: 'the reader is broken' } : undefined;
  const device = `gate-${chance.between(1, 2)}`;
  const asked = { organizer_id, event_id, session_id, code, device, force, source: 'gate' };
  const way = direction(world);
  const result = await office.write((tx) => scanCode(tx, { ...asked, direction: way }));
  world.attempts += 1;
  // whoever is inside may leave, whatever became of the ticket
  if (way === 'in') await assertMayEnter(world, result);
  return true;
};

/** Devices without a network let people in and keep what they saw. */
const scanOffline: Move = async (world) => {
  const { chance, office } = world;
  const ticket = await someTicket(world);
  if (ticket === null) return false;
  world.nonces += 1;
  world.offline.push({
    code: ticket.code,
    direction: direction(world),
    nonce: `n${world.nonces}`,
    scanned_at: office.surroundings.now() + chance.between(-60_000, 60_000),
    let_in_offline: chance.happens(0.8),
  });
  return true;
};

async function send(world: World, scans: readonly BatchedScan[]): Promise<ScanResult[]> {
  const { organizer_id, event_id, office } = world;
  const batch = { organizer_id, event_id, device: 'offline', source: 'gate', scans };
  return office.write((tx) => scanBatch(tx, batch));
}

const arrive: Move = async (world) => {
  if (world.offline.length === 0) return false;
  const scans = world.offline.splice(0);
  await send(world, scans);
  world.attempts += scans.length;
  world.arrived.push(...scans);
  return true;
};

const arriveAgain: Move = async (world) => {
  if (world.arrived.length === 0) return false;
  const again = world.arrived.slice(-world.chance.between(1, 5));
  const results = await send(world, again);
  assert.ok(
    results.every((result) => result.repeated),
    'what was sent before changes nothing',
  );
  return true;
};

const reported: Move = async (world) => {
  const { chance, office, organizer_id, connection_id } = world;
  const ticket = await someTicket(world);
  if (ticket === null) return false;
  const scanned_at = office.surroundings.now() - chance.between(0, hour_ms);
  const tells = chance.one(['state', 'entry'] as const);
  const report = { organizer_id, connection_id, source: 'weezevent', code: ticket.code, scanned_at, tells };
  const result = await office.write((tx) =>
    recordReportedScan(tx, { ...report, direction: direction(world) }),
  );
  if (!result.repeated) world.attempts += 1;
  return true;
};

const undo: Move = async (world) => {
  const ticket = await someTicket(world);
  if (ticket === null) return false;
  const entries = world.chance.happens(0.5) ? 1 : undefined;
  const { organizer_id } = world;
  await world.office.write((tx) => undoEntries(tx, { organizer_id, ticket_id: ticket.id, entries }));
  return true;
};

/** Staff stops a ticket that was lost, or lets it be good again. */
const block: Move = async (world) => {
  const ticket = await someTicket(world);
  if (ticket === null) return false;
  const { organizer_id, chance, office } = world;
  const blocked = chance.happens(0.4);
  try {
    return await office.write((tx) => blockTicket(tx, { organizer_id, ticket_id: ticket.id, blocked }));
  } catch (error) {
    if (!isFault(error, 'not_found')) throw error;
    return false;
  }
};

const resolve: Move = async ({ office, organizer_id, chance }) => {
  const open = await office.read((rx) =>
    rx.db
      .selectFrom('scan')
      .select('id')
      .where('organizer_id', '=', organizer_id)
      .where('outcome', '=', 'conflict')
      .where('resolved_at', 'is', null)
      .orderBy('id')
      .execute(),
  );
  if (open.length === 0) return false;
  const scan_id = chance.one(open).id;
  await office.write((tx) => resolveConflict(tx, { organizer_id, scan_id, resolution: 'accepted' }));
  return true;
};

const wait: Move = ({ office, chance }) => {
  office.surroundings.advance(chance.one([1, 4, 20, 90]) * minute_ms + chance.between(0, 999));
  return Promise.resolve(true);
};

const tend: Move = async ({ office, chance }) => {
  const limit = chance.between(1, 50);
  if (chance.happens(0.6)) await office.write((tx) => expireHolds(tx, { orders_max: limit }));
  if (chance.happens(0.6)) await office.write((tx) => releaseDueAllotments(tx, { limit }));
  if (chance.happens(0.6)) await office.write((tx) => sealLedger(tx, { limit }));
  return true;
};

const resize: Move = async ({ office, chance, organizer_id, pool_ids, allotment_ids }) => {
  if (chance.happens(0.5)) {
    const capacity = chance.between(10, 60);
    await office.write((tx) => updatePool(tx, { organizer_id, pool_id: chance.one(pool_ids), capacity }));
  } else if (chance.happens(0.8)) {
    const allotment_id = chance.one(allotment_ids);
    const capacity = chance.between(0, 7);
    await office.write((tx) => updateAllotment(tx, { organizer_id, allotment_id, capacity }));
  } else {
    const allotment_id = chance.one(allotment_ids);
    await office.write((tx) => releaseAllotment(tx, { organizer_id, allotment_id }));
  }
  return true;
};

export const gateMoves: Readonly<Record<string, readonly [number, Move]>> = {
  scan: [12, scan],
  scanOffline: [6, scanOffline],
  arrive: [3, arrive],
  arriveAgain: [3, arriveAgain],
  reported: [3, reported],
  undo: [3, undo],
  block: [2, block],
  resolve: [4, resolve],
  wait: [8, wait],
  tend: [4, tend],
  resize: [3, resize],
};

/** What the office's own timers do, all of it; and what was told to others has arrived there. */
export async function settle(world: World): Promise<void> {
  const { office } = world;
  await arrive(world);
  const limit = 1000;
  while ((await office.write((tx) => expireHolds(tx, { orders_max: limit }))) === limit);
  while ((await office.write((tx) => releaseDueAllotments(tx, { limit }))) === limit);
  await office.write((tx) =>
    tx.db.updateTable('outbox').set({ delivered_at: tx.now }).where('delivered_at', 'is', null).execute(),
  );
  while ((await office.write((tx) => sealLedger(tx))) > 0);
}
