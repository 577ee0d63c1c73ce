import { Fault } from '../../../domain/faults.ts';
import { limitOffers } from '../../../office/catalogue/limit-offers.ts';
import { updatePool, sessionPools } from '../../../office/catalogue/pool.ts';
import { putOnSale } from '../../../office/catalogue/put-on-sale.ts';
import { createSession, updateSession } from '../../../office/catalogue/session.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { ChangedRow, DateChange } from '../shapes.ts';
import { localTime } from '../wire.ts';
import type { Caller } from './caller.ts';
import { capacityOf, inOneStep, ownId, switchOffers, type Batch } from './catalogue-changes.ts';
import type { EventFacts } from './event-facts.ts';

/** All dates of the request, or none: one write command. */
export function updateDates(
  office: Office,
  caller: Caller,
  event_id: number,
  body: Batch<DateChange>,
): Promise<ChangedRow[]> {
  return inOneStep(office, caller, event_id, body, 'session', (tx, event, change) =>
    change.id === undefined || change.id === '0'
      ? makeDate(tx, event, change)
      : changeDate(tx, event, change.id, change),
  );
}

function datesOf(change: DateChange, zone: string) {
  const { start, end } = change;
  return {
    starts_at: start === undefined ? undefined : localTime(start, zone),
    ends_at: end === undefined ? undefined : localTime(end, zone),
  };
}

/** A new date sells every type of the event. */
async function makeDate(tx: Tx, event: EventFacts, change: DateChange): Promise<number> {
  const { organizer_id, event_id, zone } = event;
  const { starts_at, ends_at } = datesOf(change, zone);
  if (typeof starts_at !== 'number')
    throw new Fault('invalid_input', { field: 'start', reason: 'date requise' });
  const session_id = await createSession(tx, {
    organizer_id,
    event_id,
    name: change.name ?? '',
    starts_at,
    ends_at,
  });
  const capacity = capacityOf(change.quota);
  const prices = (await livingPrices(tx, event_id)).map((price_id) => ({ price_id }));
  await putOnSale(tx, { organizer_id, session_id, prices, ...(capacity === undefined ? {} : { capacity }) });
  if (change.disabled === true) await switchOffers(tx, event, { session_id }, false);
  return session_id;
}

async function changeDate(tx: Tx, event: EventFacts, served: string, change: DateChange): Promise<number> {
  const { organizer_id, event_id, zone } = event;
  const session_id = await ownId(tx, event, 'session', served);
  const { starts_at, ends_at } = datesOf(change, zone);
  if (starts_at === null) throw new Fault('invalid_input', { field: 'start', reason: 'date requise' });
  const { event_id: of } = await updateSession(tx, {
    organizer_id,
    session_id,
    ends_at,
    name: change.name ?? undefined,
    starts_at,
  });
  if (of !== event_id) throw new Fault('not_found', { kind: 'session', id: served });
  const capacity = capacityOf(change.quota);
  if (capacity !== undefined) await limitSession(tx, event, session_id, capacity);
  if (change.disabled !== undefined) await switchDate(tx, event, session_id, !change.disabled);
  return session_id;
}

/** Throws `invalid_input` for a date that is only sold together with others: none of them would go off sale alone. */
async function switchDate(tx: Tx, event: EventFacts, session_id: number, on: boolean): Promise<void> {
  const switched = await switchOffers(tx, event, { session_id }, on);
  if (switched === 0 && !on)
    throw new Fault('invalid_input', {
      field: 'disabled',
      reason: "rien n'est en vente pour cette seule date",
    });
}

async function limitSession(
  tx: Tx,
  event: EventFacts,
  session_id: number,
  capacity: number | null,
): Promise<void> {
  const { organizer_id } = event;
  const [pool_id] = await sessionPools(tx, session_id);
  if (pool_id !== undefined) {
    await updatePool(tx, { organizer_id, pool_id, capacity });
    return;
  }
  if (capacity === null) return;
  const { event_id } = event;
  await limitOffers(tx, { organizer_id, event_id, of: { session_id }, capacity, beyond: 'refuse' });
}

async function livingPrices(rx: Rx, event_id: number): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('price')
    .select('id')
    .where('event_id', '=', event_id)
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}
