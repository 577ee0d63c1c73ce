import { Fault } from '../../../domain/faults.ts';
import { localId } from '../../../office/served-ids/served-ids.ts';
import { statement } from '../../../store/statement.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { EventFacts } from './event-facts.ts';

interface FoundOffer {
  readonly id: number;
  readonly session_id: number | null;
  readonly position: number;
  readonly amount: number;
}

/** Sorted here: SQLite sets up a sorter for each run of a statement, which takes longer than the whole sale's look-ups. */
const inOrder = (a: FoundOffer, b: FoundOffer): number => a.position - b.position || a.id - b.id;

const offersOfPrice = statement<{ event_id: number; price_id: number }, FoundOffer>((db, slot) =>
  db
    .selectFrom('offer')
    .innerJoin('price', 'price.id', 'offer.price_id')
    .select((eb) => [
      'offer.id',
      'offer.session_id',
      'offer.position',
      eb.fn.coalesce('offer.amount', 'price.amount').as('amount'),
    ])
    .where('offer.price_id', '=', slot('price_id'))
    .where('offer.event_id', '=', slot('event_id'))
    .where('offer.enabled', '=', 1)
    .where('offer.deleted_at', 'is', null)
    .where('price.deleted_at', 'is', null)
    .limit(1_000),
);

/** What a ticket type and a date of BilletWeb come to: an offer, and the date where the offer is good for any. */
export interface ChosenOffer {
  readonly offer_id: number;
  readonly session_id: number | undefined;
  /** minor units, of one */
  readonly amount: number;
}

/** Throws `not_found` for an unknown type or date, `sale_closed` for one that is not offered, `invalid_input` without the date. */
export async function offerFor(
  rx: Rx,
  event: EventFacts,
  ticket: string,
  session: string | undefined,
): Promise<ChosenOffer> {
  const { organizer_id, event_id } = event;
  const local = (kind: string, served_id: string) =>
    localId(rx, { organizer_id, dialect: 'billetweb', kind, served_id });
  const price_id = await local('price', ticket);
  const found = price_id === undefined ? [] : await rx.run(offersOfPrice, { event_id, price_id });
  const offers = found.length > 1 ? found.toSorted(inOrder) : found;
  if (offers.length === 0) throw new Fault('not_found', { kind: 'ticket', id: ticket });
  // "0" is how BilletWeb says: no date
  if (session === undefined || session === '0') {
    const open =
      offers.find((offer) => offer.session_id === null) ?? (offers.length === 1 ? offers[0] : undefined);
    if (open === undefined)
      throw new Fault('invalid_input', { field: 'session', reason: 'ce billet demande une date' });
    return { offer_id: open.id, session_id: undefined, amount: open.amount };
  }
  const session_id = await local('session', session);
  if (session_id === undefined) throw new Fault('not_found', { kind: 'session', id: session });
  const own = offers.find((offer) => offer.session_id === session_id);
  if (own !== undefined) return { offer_id: own.id, session_id: undefined, amount: own.amount };
  const any = offers.find((offer) => offer.session_id === null);
  if (any === undefined) throw new Fault('sale_closed', { session });
  return { offer_id: any.id, session_id, amount: any.amount };
}
