import type { Rx } from '../../store/transaction.ts';

/** counted up to here: whoever has more looks at a list, not at a figure */
const counted_max = 1_000;

/** Where something is mended. */
export interface Place {
  readonly kind: 'event' | 'order';
  readonly id: number;
}

export interface OpenCount {
  readonly count: number;
  /** of the latest of them; undefined where it leads nowhere */
  readonly place: Place | undefined;
}

export interface OpenCounts {
  readonly overbooked: OpenCount;
  readonly over_admitted: OpenCount;
  readonly gate_conflicts: OpenCount;
}

/** What a person of the organizer has to look at, each counted up to a thousand. */
export async function openCounts(rx: Rx, organizer_id: number): Promise<OpenCounts> {
  const conflicts = await rx.db
    .selectFrom('scan')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('outcome', '=', 'conflict')
    .where('resolved_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(counted_max)
    .execute();
  return {
    overbooked: await openAlarms(rx, organizer_id, 'overbooked'),
    over_admitted: await openAlarms(rx, organizer_id, 'over_admitted'),
    gate_conflicts: { count: conflicts.length, place: undefined },
  };
}

async function openAlarms(
  rx: Rx,
  organizer_id: number,
  code: 'overbooked' | 'over_admitted',
): Promise<OpenCount> {
  const rows = await rx.db
    .selectFrom('alarm')
    .select(['subject_kind', 'subject_id'])
    .where('organizer_id', '=', organizer_id)
    .where('code', '=', code)
    .where('cleared_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(counted_max)
    .execute();
  const [latest] = rows;
  return { count: rows.length, place: latest === undefined ? undefined : await placeOf(rx, latest) };
}

async function placeOf(
  rx: Rx,
  { subject_kind, subject_id }: { readonly subject_kind: string; readonly subject_id: number },
): Promise<Place | undefined> {
  if (subject_kind === 'ticket') {
    const ticket = await rx.db
      .selectFrom('ticket')
      .select('order_id')
      .where('id', '=', subject_id)
      .executeTakeFirst();
    return ticket === undefined ? undefined : { kind: 'order', id: ticket.order_id };
  }
  if (subject_kind === 'place') {
    const sold = await rx.db
      .selectFrom('ticket')
      .select('order_id')
      .where('place_id', '=', subject_id)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return sold === undefined ? undefined : { kind: 'order', id: sold.order_id };
  }
  return subject_kind === 'pool' ? eventOfPool(rx, subject_id) : undefined;
}

/** A capacity may belong to no event by itself: then that of an offer which draws from it. */
async function eventOfPool(rx: Rx, pool_id: number): Promise<Place | undefined> {
  const pool = await rx.db.selectFrom('pool').select('event_id').where('id', '=', pool_id).executeTakeFirst();
  const offer =
    pool?.event_id === null
      ? await rx.db
          .selectFrom('offer_pool')
          .innerJoin('offer', 'offer.id', 'offer_pool.offer_id')
          .select('offer.event_id')
          .where('offer_pool.pool_id', '=', pool_id)
          .limit(1)
          .executeTakeFirst()
      : undefined;
  const id = pool?.event_id ?? offer?.event_id ?? null;
  return id === null ? undefined : { kind: 'event', id };
}
