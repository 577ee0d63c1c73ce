import { Fault } from '../../domain/faults.ts';
import { lastingStatement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';

interface FoundOffer {
  readonly id: number;
  readonly session_id: number | null;
  readonly zone_id: number | null;
  readonly position: number;
  readonly amount: number;
}

/** Sorted here: SQLite sets up a sorter for each run of a statement, which takes longer than the whole sale's look-ups. */
const inOrder = (a: FoundOffer, b: FoundOffer): number => a.position - b.position || a.id - b.id;

const offersOfPrice = lastingStatement<{ event_id: number; price_id: number }, FoundOffer>((db, slot) =>
  db
    .selectFrom('offer')
    .innerJoin('price', 'price.id', 'offer.price_id')
    .select((eb) => [
      'offer.id',
      'offer.session_id',
      'offer.zone_id',
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

/** What a price and a session come to: an offer, and the session where the offer is good for any. */
export interface ChosenOffer {
  readonly offer_id: number;
  readonly session_id: number | undefined;
  /** minor units, of one */
  readonly amount: number;
}

export interface WantedOffer {
  readonly event_id: number;
  readonly price_id: number;
  readonly session_id?: number | undefined;
  /** of a seat that the buyer names */
  readonly zone_id?: number | undefined;
}

/**
 * The offer of a price that a client of a vendor means, who names a price and perhaps a session: that of the session, else
 * one that is good for any. `session_needed`: none was named, and each offer is for one. Throws `not_found` for a price that
 * is not offered, `sale_closed` for one that is not offered for the session.
 */
export async function chooseOffer(rx: Rx, wanted: WantedOffer): Promise<ChosenOffer | 'session_needed'> {
  const { event_id, price_id, session_id, zone_id } = wanted;
  const all = await rx.run(offersOfPrice, { event_id, price_id });
  const found = zone_id === undefined ? all : all.filter((offer) => (offer.zone_id ?? zone_id) === zone_id);
  const offers = found.length > 1 ? found.toSorted(inOrder) : found;
  if (offers.length === 0) throw new Fault('not_found', { kind: 'price', id: price_id });
  const any = offers.find((offer) => offer.session_id === null);
  if (session_id === undefined) {
    const open = any ?? (offers.length === 1 ? offers[0] : undefined);
    if (open === undefined) return 'session_needed';
    return { offer_id: open.id, session_id: undefined, amount: open.amount };
  }
  const own = offers.find((offer) => offer.session_id === session_id);
  if (own !== undefined) return { offer_id: own.id, session_id: undefined, amount: own.amount };
  if (any === undefined) throw new Fault('sale_closed', { session_id });
  return { offer_id: any.id, session_id, amount: any.amount };
}
