import { Fault } from '../../../domain/faults.ts';
import { localIdOf } from '../../../domain/served-id.ts';
import { statement } from '../../../store/statement.ts';
import type { Rx, Store } from '../../../store/transaction.ts';
import type { Caller } from './caller.ts';

export interface EventIds {
  readonly event_id: number;
  readonly organizer_id: number;
}

const events_max = 1000;

/**
 * Of each store, which event a served id leads to, by organizer and served id. It never changes once it is there: ids
 * are not given twice, an event keeps its organizer, and a fixed id is not moved.
 */
const remembered = new WeakMap<Store, Map<string, EventIds>>();

const bornHere = statement<{ event_id: number }, EventIds>((db, slot) =>
  db.selectFrom('event').select(['id as event_id', 'organizer_id']).where('id', '=', slot('event_id')),
);

const fixed = statement<{ organizer_id: number; served_id: string }, EventIds>((db, slot) =>
  db
    .selectFrom('served_id')
    .innerJoin('event', 'event.id', 'served_id.local_id')
    .select(['event.id as event_id', 'event.organizer_id'])
    .where('served_id.organizer_id', '=', slot('organizer_id'))
    .where('served_id.dialect', '=', 'billetweb')
    .where('served_id.kind', '=', 'event')
    .where('served_id.served_id', '=', slot('served_id')),
);

/**
 * The ids of an event that the caller reaches, deleted ones too: at once when they are remembered, otherwise one hot
 * statement. Throws `not_found` for another organizer's event as for none, which is not remembered.
 */
export function reachedEventIds(
  store: Store,
  caller: Pick<Caller, 'organizer_ids'>,
  served: number | string,
): EventIds | Promise<EventIds> {
  let known = remembered.get(store);
  if (known === undefined) remembered.set(store, (known = new Map<string, EventIds>()));
  // of two organizers with the same fixed id the first one's event is meant, so a later one's says nothing by itself
  return known.get(`${caller.organizer_ids[0]} ${served}`) ?? find(store, known, caller, String(served));
}

async function find(
  store: Store,
  known: Map<string, EventIds>,
  { organizer_ids }: Pick<Caller, 'organizer_ids'>,
  served_id: string,
): Promise<EventIds> {
  // outside a command, so that nothing is remembered that is then not committed
  const found = await store.read((rx) => reached(rx, organizer_ids, served_id));
  if (found === undefined) throw new Fault('not_found', { kind: 'event', id: served_id });
  const { event_id, organizer_id } = found;
  const ids = { event_id, organizer_id };
  known.set(`${organizer_id} ${served_id}`, ids);
  if (known.size > events_max) {
    for (const oldest of known.keys()) {
      known.delete(oldest);
      break;
    }
  }
  return ids;
}

async function reached(
  rx: Rx,
  organizer_ids: readonly number[],
  served_id: string,
): Promise<EventIds | undefined> {
  const event_id = localIdOf(served_id);
  if (event_id !== undefined) {
    const found = await rx.first(bornHere, { event_id });
    return found !== undefined && organizer_ids.includes(found.organizer_id) ? found : undefined;
  }
  for (const organizer_id of organizer_ids) {
    const found = await rx.first(fixed, { organizer_id, served_id });
    if (found?.organizer_id === organizer_id) return found;
  }
  return undefined;
}
