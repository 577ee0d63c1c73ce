import type { RowValues } from '../../domain/sheet-fields.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { createEvent, updateEvent } from '../catalogue/event.ts';
import { limitOffers } from '../catalogue/limit-offers.ts';
import { sessionPools, updatePool } from '../catalogue/pool.ts';
import { putOnSale } from '../catalogue/put-on-sale.ts';
import { ownRow } from '../catalogue/rows.ts';
import { createSession, updateSession } from '../catalogue/session.ts';
import { eventNamed, hallNamed } from './named.ts';
import { differs, number, onlyOne, text, wrong, type RowOutcome, type TakeRow } from './row-values.ts';

/**
 * An event known by its name, with a session known by its start (and by its name, where it has one): made, or brought to what
 * the row says. A new session sells what its event sells. A row without a start is an event alone.
 */
export const takeEvent: TakeRow = async (tx, owner, values) => {
  const { organizer_id } = owner;
  const starts_at = startOf(values);
  const known = await eventNamed(tx, organizer_id, text(values, 'event'));
  const event = known ?? (await makeEvent(tx, organizer_id, values));
  const outcomes: RowOutcome[] = [known === undefined ? 'made' : await publish(tx, known, values)];
  if (starts_at !== undefined) {
    outcomes.push(await takeSession(tx, event, values, starts_at));
    await widen(tx, event, starts_at, number(values, 'ends_at') ?? starts_at);
  }
  return (['made', 'changed'] as const).find((one) => outcomes.includes(one)) ?? 'unchanged';
};

const of_session = ['session', 'ends_at', 'doors_open_at', 'hall', 'capacity'];

function startOf(values: RowValues): number | undefined {
  const starts_at = number(values, 'starts_at');
  if (starts_at === undefined) {
    if (of_session.some((name) => values[name] !== undefined)) throw wrong('starts_at', 'missing');
    return undefined;
  }
  if ((number(values, 'ends_at') ?? Infinity) <= starts_at) throw wrong('ends_at', 'ends_before');
  if ((number(values, 'doors_open_at') ?? -Infinity) > starts_at) throw wrong('doors_open_at', 'after_start');
  return starts_at;
}

async function makeEvent(tx: Tx, organizer_id: number, values: RowValues): Promise<Row<'event'>> {
  const starts_at = number(values, 'starts_at') ?? null;
  const id = await createEvent(tx, {
    ...{ organizer_id, name: text(values, 'event') },
    status: values['published'] === true ? 'published' : 'draft',
    ...{ starts_at, ends_at: number(values, 'ends_at') ?? starts_at },
  });
  return ownRow(tx, 'event', organizer_id, id);
}

/** Where the row says whether it is on sale. One that was cancelled is not: it stays as it is. */
async function publish(tx: Tx, event: Row<'event'>, values: RowValues): Promise<RowOutcome> {
  const { published } = values;
  if (published === undefined || published === (event.status === 'published')) return 'unchanged';
  const { organizer_id, id: event_id } = event;
  await updateEvent(tx, { organizer_id, event_id, status: published === true ? 'published' : 'draft' });
  return 'changed';
}

async function takeSession(
  tx: Tx,
  event: Row<'event'>,
  values: RowValues,
  starts_at: number,
): Promise<RowOutcome> {
  const { organizer_id, id: event_id } = event;
  const hall_id = await hallOf(tx, organizer_id, text(values, 'hall'));
  const times = { ends_at: number(values, 'ends_at'), doors_open_at: number(values, 'doors_open_at') };
  const capacity = number(values, 'capacity');
  const known = await sessionOf(tx, event_id, starts_at, text(values, 'session'));
  if (known === undefined) {
    const session = { organizer_id, event_id, name: text(values, 'session'), starts_at, hall_id };
    const session_id = await createSession(tx, { ...session, ...times });
    const prices = await pricesOf(tx, event_id);
    await putOnSale(tx, { organizer_id, session_id, prices, capacity: capacity ?? null });
    return 'made';
  }
  const after = await updateSession(tx, { organizer_id, session_id: known.id, hall_id, ...times });
  const resized = capacity !== undefined && (await resize(tx, known, capacity));
  return resized || differs(known, after) ? 'changed' : 'unchanged';
}

async function hallOf(rx: Rx, organizer_id: number, name: string): Promise<number | undefined> {
  if (name === '') return undefined;
  const hall = await hallNamed(rx, organizer_id, name);
  if (hall === undefined) throw wrong('hall', 'unknown');
  return hall.id;
}

async function sessionOf(
  rx: Rx,
  event_id: number,
  starts_at: number,
  name: string,
): Promise<Row<'session'> | undefined> {
  let query = rx.db
    .selectFrom('session')
    .selectAll()
    .where('event_id', '=', event_id)
    .where('starts_at', '=', starts_at)
    .where('deleted_at', 'is', null)
    .limit(2);
  if (name !== '') query = query.where('name', '=', name);
  return onlyOne('starts_at', await query.execute());
}

/** What a session of the event sells: packs are sold for themselves. */
async function pricesOf(rx: Rx, event_id: number): Promise<{ price_id: number }[]> {
  const rows = await rx.db
    .selectFrom('price')
    .select('id')
    .where('event_id', '=', event_id)
    .where('product_type', '!=', 'pack')
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => ({ price_id: id }));
}

/** True where the capacity is another than before. Throws where there are several to choose from. */
async function resize(tx: Tx, session: Row<'session'>, capacity: number): Promise<boolean> {
  const { organizer_id, event_id, id: session_id } = session;
  const pool_id = onlyOne('capacity', await sessionPools(tx, session_id));
  if (pool_id === undefined) {
    await limitOffers(tx, { organizer_id, event_id, of: { session_id }, capacity, beyond: 'refuse' });
    return true;
  }
  const before = await ownRow(tx, 'pool', organizer_id, pool_id);
  await updatePool(tx, { organizer_id, pool_id, capacity });
  return before.capacity !== capacity;
}

/** An event that says when it is lasts as long as its sessions. */
async function widen(tx: Tx, event: Row<'event'>, starts_at: number, ends_at: number): Promise<void> {
  const { organizer_id, id: event_id } = event;
  const now = await ownRow(tx, 'event', organizer_id, event_id);
  if (now.starts_at === null) return;
  await updateEvent(tx, {
    ...{ organizer_id, event_id, starts_at: Math.min(now.starts_at, starts_at) },
    ends_at: Math.max(now.ends_at ?? now.starts_at, ends_at),
  });
}
