import { overbookedBy } from '../../domain/inventory.ts';
import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { clearAlarm, raiseAlarm } from '../ledger/alarms.ts';
import { recordChange } from '../ledger/record.ts';
import { assertFields } from './fields.ts';
import { changeRow, insertRow, nextUpdate, ownRow, ownRowOrNone, type Creation } from './rows.ts';

/** The pools that a whole session draws from. */
export async function sessionPools(rx: Rx, session_id: number): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('pool')
    .select('id')
    .where('session_id', '=', session_id)
    .where('kind', '=', 'session')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** A capacity, or none (`capacity: null`); what it belongs to is for people to see, and offers are linked to it. */
export async function createPool(tx: Tx, input: Creation<'pool', 'capacity'>): Promise<number> {
  const { organizer_id } = input;
  await ownRowOrNone(tx, 'event', organizer_id, input.event_id);
  const session = await ownRowOrNone(tx, 'session', organizer_id, input.session_id);
  await ownRowOrNone(tx, 'zone', organizer_id, input.zone_id);
  const place = await ownRowOrNone(tx, 'place', organizer_id, input.place_id);
  const event_id = input.event_id ?? session?.event_id ?? null;
  if (session !== null && session.event_id !== event_id) {
    throw new Fault('invalid_input', { kind: 'pool', field: 'session_id', reason: 'of another event' });
  }
  if (place !== null && place.kind !== 'area') {
    throw new Fault('invalid_input', { kind: 'pool', field: 'place_id', reason: 'a seat needs no pool' });
  }
  return insertRow(tx, 'pool', { ...input, event_id });
}

/**
 * A capacity below what is taken and kept for channels is refused with `capacity_below_sold`, unless `overbook` says
 * so, which raises the *overbooked* alarm. A capacity with room for all again clears it.
 */
export async function updatePool(
  tx: Tx,
  input: {
    organizer_id: number;
    pool_id: number;
    name?: string;
    capacity?: number | null;
    overbook?: boolean;
  },
): Promise<Row<'pool'>> {
  const { organizer_id, pool_id, name, overbook = false } = input;
  const pool = await ownRow(tx, 'pool', organizer_id, pool_id);
  const renamed = name === undefined ? pool : await changeRow(tx, 'pool', pool, { name });
  if (input.capacity === undefined || input.capacity === pool.capacity) return renamed;
  return setCapacity(tx, renamed, input.capacity, overbook);
}

async function setCapacity(
  tx: Tx,
  pool: Row<'pool'>,
  capacity: number | null,
  overbook: boolean,
): Promise<Row<'pool'>> {
  assertFields('pool', { capacity });
  let query = tx.db
    .updateTable('pool')
    .set({ capacity, updated_at: nextUpdate(tx, pool) })
    .where('id', '=', pool.id);
  // the condition stands in the statement: a sale may be under way in another process
  if (capacity !== null && !overbook) {
    query = query.where((eb) => eb(eb('taken', '+', eb.ref('reserved')), '<=', capacity));
  }
  const after = await query.returningAll().executeTakeFirst();
  if (after === undefined) {
    const { id: pool_id, taken, reserved } = pool;
    throw new Fault('capacity_below_sold', { pool_id, capacity, taken, reserved });
  }
  await recordChange(tx, {
    organizer_id: pool.organizer_id,
    action: 'pool.capacity_changed',
    subject_kind: 'pool',
    subject_id: pool.id,
    before: { capacity: pool.capacity },
    after: { capacity, taken: after.taken, reserved: after.reserved },
  });
  await watchOverbooking(tx, after);
  return { ...after };
}

async function watchOverbooking(tx: Tx, pool: Row<'pool'>): Promise<void> {
  const alarm = { organizer_id: pool.organizer_id, code: 'overbooked', subject_id: pool.id } as const;
  const { capacity, taken, reserved } = pool;
  const beyond = overbookedBy({ ...pool, taken: taken + reserved });
  if (beyond === 0) await clearAlarm(tx, alarm);
  else
    await raiseAlarm(tx, { ...alarm, subject_kind: 'pool', details: { capacity, taken, reserved, beyond } });
}

/** Keeps `units` more of the pool for a channel (fewer, when negative); throws `sold_out` when that much is not left. */
async function reserve(tx: Tx, pool_id: number, units: number): Promise<void> {
  if (units === 0) return;
  let query = tx.db
    .updateTable('pool')
    .set((eb) => ({ reserved: eb('reserved', '+', units), updated_at: tx.now }))
    .where('id', '=', pool_id);
  if (units > 0) {
    query = query.where((eb) =>
      eb.or([
        eb('capacity', 'is', null),
        eb(eb('taken', '+', eb.ref('reserved')), '<=', eb('capacity', '-', units)),
      ]),
    );
  }
  const kept = await query.returning('id').executeTakeFirst();
  if (kept === undefined) throw new Fault('sold_out', { pool_id, units });
}

/** Keeps a part of a pool for one channel. Throws `sold_out` when the pool has not that much left, `already_exists`. */
export async function createAllotment(tx: Tx, input: Creation<'allotment'>): Promise<number> {
  const { organizer_id, pool_id, channel, capacity } = input;
  await ownRow(tx, 'pool', organizer_id, pool_id);
  const same = await tx.db
    .selectFrom('allotment')
    .select('id')
    .where('pool_id', '=', pool_id)
    .where('channel', '=', channel)
    .executeTakeFirst();
  if (same !== undefined) throw new Fault('already_exists', { kind: 'allotment', pool_id, channel });
  assertFields('allotment', { capacity });
  await reserve(tx, pool_id, capacity);
  return insertRow(tx, 'allotment', input);
}

/**
 * The allotment as nobody else can change it until the end of the command: a change to itself is a lock on both
 * engines. Sales lock an allotment before its pool, and so does everything here.
 */
async function lockedAllotment(
  tx: Tx,
  organizer_id: number,
  allotment_id: number,
): Promise<Row<'allotment'>> {
  const row = await tx.db
    .updateTable('allotment')
    .set((eb) => ({ taken: eb.ref('taken') }))
    .where('id', '=', allotment_id)
    .where('organizer_id', '=', organizer_id)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', { kind: 'allotment', id: allotment_id });
  return { ...row };
}

/** What a living allotment keeps free in its pool. */
function keptBy(allotment: Pick<Row<'allotment'>, 'capacity' | 'taken' | 'released_at'>): number {
  return allotment.released_at === null ? Math.max(0, allotment.capacity - allotment.taken) : 0;
}

/** Throws `capacity_below_sold` below what the channel has sold, `sold_out` beyond what the pool has left. */
export async function updateAllotment(
  tx: Tx,
  input: { organizer_id: number; allotment_id: number; capacity?: number; releases_at?: number | null },
): Promise<Row<'allotment'>> {
  const { organizer_id, allotment_id, ...patch } = input;
  const before = await lockedAllotment(tx, organizer_id, allotment_id);
  if (before.released_at !== null) throw new Fault('in_use', { kind: 'allotment', reason: 'released' });
  const capacity = patch.capacity ?? before.capacity;
  assertFields('allotment', { capacity });
  if (capacity < before.taken) {
    throw new Fault('capacity_below_sold', { allotment_id, capacity, taken: before.taken });
  }
  await reserve(tx, before.pool_id, keptBy({ ...before, capacity }) - keptBy(before));
  return changeRow(tx, 'allotment', before, patch);
}

/** What is unsold of it goes back to everybody; a second time changes nothing. */
export async function releaseAllotment(
  tx: Tx,
  input: { organizer_id: number; allotment_id: number },
): Promise<void> {
  const allotment = await lockedAllotment(tx, input.organizer_id, input.allotment_id);
  if (allotment.released_at !== null) return;
  await reserve(tx, allotment.pool_id, -keptBy(allotment));
  await changeRow(tx, 'allotment', allotment, { released_at: tx.now }, 'allotment.released');
}

/** Releases allotments whose time has come, of all organizers; returns how many. For the office's own timer. */
export async function releaseDueAllotments(tx: Tx, input: { limit: number }): Promise<number> {
  const due = await tx.db
    .selectFrom('allotment')
    .select(['id', 'organizer_id'])
    .where('releases_at', '<=', tx.now)
    .where('released_at', 'is', null)
    .orderBy('id')
    .limit(input.limit)
    .execute();
  for (const { id, organizer_id } of due) await releaseAllotment(tx, { organizer_id, allotment_id: id });
  return due.length;
}

/** The allotments of a pool, in the order of their channels' names. */
export async function listAllotments(
  rx: Rx,
  input: { organizer_id: number; pool_id: number },
): Promise<Row<'allotment'>[]> {
  return rx.db
    .selectFrom('allotment')
    .selectAll()
    .where('organizer_id', '=', input.organizer_id)
    .where('pool_id', '=', input.pool_id)
    .orderBy('channel')
    .limit(200)
    .execute();
}
