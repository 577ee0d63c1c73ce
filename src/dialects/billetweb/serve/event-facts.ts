import { Fault } from '../../../domain/faults.ts';
import { localIdOf } from '../../../domain/served-id.ts';
import { lastingStatement, statement } from '../../../store/statement.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { Caller } from './caller.ts';

/** An event that the caller reaches, and what of its organizer every answer needs. */
export interface EventFacts {
  readonly event_id: number;
  readonly organizer_id: number;
  readonly name: string;
  readonly currency: string;
  readonly zone: string;
  readonly language: string;
  readonly starts_at: number | null;
  /** the event's id as this dialect shows it */
  readonly served_id: string;
}

type FoundEvent = Omit<EventFacts, 'served_id'>;

const columns = [
  'event.id as event_id',
  'event.organizer_id',
  'event.name',
  'event.currency',
  'event.starts_at',
  'organizer.zone',
  'organizer.language',
] as const;

const bornHere = lastingStatement<{ event_id: number }, FoundEvent>((db, slot) =>
  db
    .selectFrom('event')
    .innerJoin('organizer', 'organizer.id', 'event.organizer_id')
    .select(columns)
    .where('event.id', '=', slot('event_id'))
    .where('event.deleted_at', 'is', null),
);

const fixed = statement<{ organizer_id: number; served_id: string }, FoundEvent>((db, slot) =>
  db
    .selectFrom('served_id')
    .innerJoin('event', 'event.id', 'served_id.local_id')
    .innerJoin('organizer', 'organizer.id', 'event.organizer_id')
    .select(columns)
    .where('served_id.organizer_id', '=', slot('organizer_id'))
    .where('served_id.dialect', '=', 'billetweb')
    .where('served_id.kind', '=', 'event')
    .where('served_id.served_id', '=', slot('served_id'))
    .where('event.deleted_at', 'is', null),
);

/** One hot statement. Throws `not_found` for another organizer's event as for none, so that nobody learns of it. */
export async function reachedEvent(rx: Rx, caller: Caller, served: number | string): Promise<EventFacts> {
  const served_id = String(served);
  const event_id = localIdOf(served_id);
  const { organizer_ids } = caller;
  if (event_id !== undefined) {
    const found = await rx.first(bornHere, { event_id });
    if (found !== undefined && organizer_ids.includes(found.organizer_id)) return factsOf(found, served_id);
  } else {
    for (const organizer_id of organizer_ids) {
      const found = await rx.first(fixed, { organizer_id, served_id });
      if (found !== undefined && found.organizer_id === organizer_id) return factsOf(found, served_id);
    }
  }
  throw new Fault('not_found', { kind: 'event', id: served_id });
}

/** Field by field: to spread a row of the store takes as long as to read it. */
function factsOf(found: FoundEvent, served_id: string): EventFacts {
  const { event_id, organizer_id, name, currency, zone, language, starts_at } = found;
  return { event_id, organizer_id, name, currency, zone, language, starts_at, served_id };
}
