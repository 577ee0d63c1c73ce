import { Fault } from '../../../domain/faults.ts';
import { chooseOffer, type ChosenOffer } from '../../../office/selling/choose-offer.ts';
import { localId } from '../../../office/served-ids/served-ids.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { EventFacts } from './event-facts.ts';

/** Throws `not_found` for an unknown type or date, `sale_closed` for one that is not offered, `invalid_input` without the date. */
export async function offerFor(
  rx: Rx,
  event: EventFacts,
  ticket: string,
  session: string | undefined,
  zone_id?: number,
): Promise<ChosenOffer> {
  const { organizer_id, event_id } = event;
  const local = (kind: string, served_id: string) =>
    localId(rx, { organizer_id, dialect: 'billetweb', kind, served_id });
  const price_id = await local('price', ticket);
  if (price_id === undefined) throw new Fault('not_found', { kind: 'ticket', id: ticket });
  // "0" is how BilletWeb says: no date
  const named = session === undefined || session === '0' ? undefined : session;
  const session_id = named === undefined ? undefined : await local('session', named);
  if (named !== undefined && session_id === undefined)
    throw new Fault('not_found', { kind: 'session', id: named });
  const offer = await chooseOffer(rx, { event_id, price_id, session_id, zone_id });
  if (offer === 'session_needed')
    throw new Fault('invalid_input', { field: 'session', reason: 'ce billet demande une date' });
  return offer;
}

export interface NamedSeat {
  readonly place_id: number;
  readonly zone_id: number;
}

/** The seat of this name in the hall of the date. Throws `not_found`, and `invalid_input` without the date. */
export async function seatFor(
  rx: Rx,
  { organizer_id, event_id }: EventFacts,
  session: string | undefined,
  name: string,
): Promise<NamedSeat> {
  if (session === undefined || session === '0')
    throw new Fault('invalid_input', { field: 'session', reason: 'une place demande une date' });
  const session_id = await localId(rx, {
    organizer_id,
    dialect: 'billetweb',
    kind: 'session',
    served_id: session,
  });
  const place = await rx.db
    .selectFrom('session')
    .innerJoin('place', 'place.hall_id', 'session.hall_id')
    .select(['place.id as place_id', 'place.zone_id'])
    .where('session.id', '=', session_id ?? 0)
    .where('session.event_id', '=', event_id)
    .where('place.code', '=', name)
    .executeTakeFirst();
  if (place === undefined) throw new Fault('not_found', { kind: 'place', id: name.slice(0, 40) });
  return place;
}
