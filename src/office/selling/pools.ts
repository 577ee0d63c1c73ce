import { Fault } from '../../domain/faults.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
import { statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import { raiseAlarm } from '../ledger/alarms.ts';

/** Units that one line wants of one pool. */
export interface Draw {
  readonly order_line_id: number;
  readonly pool_id: number;
  readonly units: number;
  readonly allotment_id: number | null;
  /** the pool is the uses of this code: what lacks then is no ticket */
  readonly promo_code_id?: number | undefined;
}

/** Whether a sale may be refused: one made elsewhere is a fact, and only raises an alarm. */
export type Refusal = 'refuse' | 'alarm';

/**
 * The guard against overselling: the condition and the change are one statement, so that it holds under any
 * concurrency. Nobody else's allotment is touched: `reserved` counts as taken.
 */
const takeUnits = statement<{ id: number; units: number; now: number }, never>((db, slot) =>
  db
    .updateTable('pool')
    .set((eb) => ({ taken: eb('taken', '+', slot('units')), updated_at: slot('now') }))
    .where('id', '=', slot('id'))
    .where((eb) =>
      eb.or([
        eb('capacity', 'is', null),
        eb(eb('taken', '+', eb.ref('reserved')), '<=', eb('capacity', '-', slot('units'))),
      ]),
    ),
);

const takeAllotted = statement<{ id: number; units: number; allotted: number; now: number }, never>(
  (db, slot) =>
    db
      .updateTable('pool')
      .set((eb) => ({
        taken: eb('taken', '+', slot('units')),
        reserved: eb('reserved', '-', slot('allotted')),
        updated_at: slot('now'),
      }))
      .where('id', '=', slot('id'))
      .where((eb) =>
        eb.or([
          eb('capacity', 'is', null),
          eb(
            eb('taken', '+', eb.ref('reserved')),
            '<=',
            eb(eb('capacity', '-', slot('units')), '+', slot('allotted')),
          ),
        ]),
      ),
);

const forceUnits = statement<
  { id: number; units: number; allotted: number; now: number },
  { capacity: number | null; taken: number; organizer_id: number }
>((db, slot) =>
  db
    .updateTable('pool')
    .set((eb) => ({
      taken: eb('taken', '+', slot('units')),
      reserved: eb('reserved', '-', slot('allotted')),
      updated_at: slot('now'),
    }))
    .where('id', '=', slot('id'))
    .returning(['capacity', 'taken', 'organizer_id']),
);

const lockAllotment = statement<{ id: number }, { capacity: number; taken: number }>((db, slot, lock) =>
  lock(db.selectFrom('allotment').select(['capacity', 'taken']).where('id', '=', slot('id'))),
);

const changeAllotment = statement<{ id: number; units: number }, never>((db, slot) =>
  db
    .updateTable('allotment')
    .set((eb) => ({ taken: eb('taken', '+', slot('units')) }))
    .where('id', '=', slot('id')),
);

const insertDraw = statement<DrawValues, never>((db, slot) =>
  db
    .insertInto('pool_draw')
    .values({
      order_line_id: slot('order_line_id'),
      pool_id: slot('pool_id'),
      units: slot('units'),
      allotment_id: slot('allotment_id'),
      allotment_units: slot('allotment_units'),
    })
    // a restored line draws again what it had given back
    .onConflict((conflict) =>
      conflict.columns(['order_line_id', 'pool_id']).doUpdateSet((eb) => ({
        units: eb('pool_draw.units', '+', eb.ref('excluded.units')),
        allotment_id: eb.ref('excluded.allotment_id'),
        allotment_units: eb('pool_draw.allotment_units', '+', eb.ref('excluded.allotment_units')),
      })),
    ),
);

/**
 * Takes what the lines want, all of it or, by `sold_out`, nothing. Pools are taken in the order of their ids. `sweep` is
 * asked once a pool lacks units: what has expired meanwhile is free again, though nobody has given it back yet.
 */
export async function takePools(
  tx: Tx,
  draws: readonly Draw[],
  refusal: Refusal = 'refuse',
  sweep: Sweep = nothingExpired,
): Promise<void> {
  for (const draw of draws.toSorted((a, b) => a.pool_id - b.pool_id || a.order_line_id - b.order_line_id)) {
    let allotted = await takeAllotment(tx, draw, draw.units);
    if (refusal === 'alarm') await takeForced(tx, draw, allotted);
    else if (!(await take(tx, draw, allotted))) {
      const swept = await sweep();
      // what comes free of the channel's own allotment is the channel's first
      if (swept) allotted += await takeAllotment(tx, draw, draw.units - allotted);
      if (!swept || !(await take(tx, draw, allotted))) throw lacking(draw);
    }
    await tx.run(insertDraw, { ...draw, allotment_units: allotted });
  }
}

/**
 * Takes what was sold elsewhere, many lines at once: one change for each pool, and the alarm where it passes a capacity.
 * The lines are new ones.
 */
export async function takePoolsTogether(tx: Tx, draws: readonly Draw[]): Promise<void> {
  const groups = Map.groupBy(draws, ({ pool_id, allotment_id }) => `${pool_id} ${allotment_id ?? ''}`);
  const rows: DrawValues[] = [];
  for (const [, group] of [...groups].toSorted(
    ([, a], [, b]) => (a[0]?.pool_id ?? 0) - (b[0]?.pool_id ?? 0),
  )) {
    const [first] = group;
    if (first === undefined) continue;
    const units = group.reduce((sum, draw) => sum + draw.units, 0);
    const allotted = await takeAllotment(tx, first, units);
    await takeForced(tx, { ...first, units }, allotted);
    let left = allotted;
    for (const { order_line_id, pool_id, units: own, allotment_id } of group) {
      const allotment_units = Math.min(left, own);
      left -= allotment_units;
      rows.push({ order_line_id, pool_id, units: own, allotment_id, allotment_units });
    }
  }
  await insertDraws.put(tx, rows);
}

type DrawValues = Omit<Draw, 'promo_code_id'> & { readonly allotment_units: number };

const insertDraws = new RowsInsert<DrawValues>((db, rows) => db.insertInto('pool_draw').values(rows));

function lacking({ pool_id, promo_code_id, units }: Draw): Fault {
  return promo_code_id === undefined
    ? new Fault('sold_out', { pool_id, units })
    : new Fault('promo_code_used_up', { promo_code_id, units });
}

/** Gives back what expired holds kept; whether there was anything. */
export type Sweep = () => Promise<boolean>;

export const nothingExpired: Sweep = () => Promise.resolve(false);

async function take(tx: Tx, { pool_id, units }: Draw, allotted: number): Promise<boolean> {
  const taken =
    allotted === 0
      ? await tx.change(takeUnits, { id: pool_id, units, now: tx.now })
      : await tx.change(takeAllotted, { id: pool_id, units, allotted, now: tx.now });
  return taken === 1;
}

async function takeForced(tx: Tx, { pool_id, units }: Draw, allotted: number): Promise<void> {
  const pool = await tx.first(forceUnits, { id: pool_id, units, allotted, now: tx.now });
  if (pool === undefined || pool.capacity === null || pool.taken <= pool.capacity) return;
  await raiseAlarm(tx, {
    organizer_id: pool.organizer_id,
    code: 'overbooked',
    subject_kind: 'pool',
    subject_id: pool_id,
    details: { capacity: pool.capacity, taken: pool.taken },
  });
}

async function takeAllotment(tx: Tx, { allotment_id: id }: Draw, units: number): Promise<number> {
  if (id === null || units === 0) return 0;
  const allotment = await tx.first(lockAllotment, { id });
  const allotted = Math.max(0, Math.min(units, (allotment?.capacity ?? 0) - (allotment?.taken ?? 0)));
  if (allotted > 0) await tx.run(changeAllotment, { id, units: allotted });
  return allotted;
}

interface LineDraw {
  readonly pool_id: number;
  readonly units: number;
  readonly allotment_id: number | null;
  readonly allotment_units: number;
}

const selectDraws = statement<{ order_line_id: number }, LineDraw>((db, slot, lock) =>
  lock(
    db
      .selectFrom('pool_draw')
      .select(['pool_id', 'units', 'allotment_id', 'allotment_units'])
      .where('order_line_id', '=', slot('order_line_id'))
      .where('units', '>', 0)
      .orderBy('pool_id'),
  ),
);

const lowerDraw = statement<
  { order_line_id: number; pool_id: number; units: number; allotted: number },
  never
>((db, slot) =>
  db
    .updateTable('pool_draw')
    .set((eb) => ({
      units: eb('units', '-', slot('units')),
      allotment_units: eb('allotment_units', '-', slot('allotted')),
    }))
    .where('order_line_id', '=', slot('order_line_id'))
    .where('pool_id', '=', slot('pool_id')),
);

/** Until it is released, all that is unsold of it is kept in the pool, even when it is due: the release gives just that back. */
const allotmentOpen = statement<{ id: number }, { id: number }>((db, slot) =>
  db.selectFrom('allotment').select('id').where('id', '=', slot('id')).where('released_at', 'is', null),
);

/** Units to give back of lines, e.g. one for each of their tickets that goes. */
export interface GiveBack {
  readonly order_line_id: number;
  readonly units: number;
}

/** Gives units back to every pool the lines drew from; the channel's allotment gets its own back first. */
export async function releasePools(tx: Tx, lines: readonly GiveBack[]): Promise<void> {
  const draws: (LineDraw & { order_line_id: number; give: number })[] = [];
  for (const { order_line_id, units } of lines) {
    for (const draw of await tx.run(selectDraws, { order_line_id })) {
      draws.push({ ...draw, order_line_id, give: Math.min(units, draw.units) });
    }
  }
  for (const draw of draws.toSorted((a, b) => a.pool_id - b.pool_id)) await releaseDraw(tx, draw);
}

const forgetDraw = statement<{ order_line_id: number; pool_id: number }, never>((db, slot) =>
  db
    .deleteFrom('pool_draw')
    .where('order_line_id', '=', slot('order_line_id'))
    .where('pool_id', '=', slot('pool_id')),
);

/** Gives back, for good, all that a line drew from one of its pools: the uses of a code that another takes the place of. */
export async function releaseDrawn(
  tx: Tx,
  back: { readonly order_line_id: number; readonly pool_id: number },
): Promise<void> {
  const { order_line_id, pool_id } = back;
  const draws = await tx.run(selectDraws, { order_line_id });
  const draw = draws.find((one) => one.pool_id === pool_id);
  if (draw !== undefined) await releaseDraw(tx, { ...draw, order_line_id, give: draw.units });
  // a line that is taken up again draws what stands here
  await tx.run(forgetDraw, { order_line_id, pool_id });
}

async function releaseDraw(tx: Tx, draw: LineDraw & { order_line_id: number; give: number }): Promise<void> {
  const { order_line_id, pool_id, give, allotment_id } = draw;
  const allotted = Math.min(give, draw.allotment_units);
  await tx.run(lowerDraw, { order_line_id, pool_id, units: give, allotted });
  let reserved = 0;
  if (allotment_id !== null && allotted > 0) {
    await tx.run(changeAllotment, { id: allotment_id, units: -allotted });
    // what an allotment that was released gets back is everybody's
    if ((await tx.first(allotmentOpen, { id: allotment_id })) !== undefined) reserved = allotted;
  }
  await tx.run(forceUnits, { id: pool_id, units: -give, allotted: -reserved, now: tx.now });
}

/** Forgets the pools that a line has given everything back to: what it draws from now on are others. */
export async function forgetDraws(tx: Tx, order_line_id: number): Promise<void> {
  await tx.db
    .deleteFrom('pool_draw')
    .where('order_line_id', '=', order_line_id)
    .where('units', '=', 0)
    .execute();
}
