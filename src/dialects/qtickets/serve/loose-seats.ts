import { meets, type Condition, type FilterCell } from '../../../domain/filter.ts';
import { isMainProduct } from '../../../domain/pricing.ts';
import { listOffers, type OfferView } from '../../../office/catalogue/list-offers.ts';
import { servedIds } from '../../../office/served-ids/served-ids.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { SeatField } from '../inputs.ts';
import { money } from '../wire.ts';
import { seatIdsOf } from './seat-ids.ts';
import type { Show } from './shows.ts';

/** Qtickets has no word for "as many as one likes". */
const without_limit = 1_000_000;

export interface LooseSeat {
  readonly keys: {
    readonly id: string;
    readonly zone_id: string;
    readonly zone_name: string;
    readonly short_id: string;
  };
  readonly fields: Readonly<Record<SeatField, unknown>>;
}

/** What of a show is sold without a hall, one place for many per price: few, so that they are filtered plainly. */
export async function looseSeats(
  rx: Rx,
  show: Show,
  { conditions, now }: { readonly conditions: readonly Condition[]; readonly now: number },
): Promise<LooseSeat[]> {
  const { organizer_id, event_id, session_id } = show;
  const page = await listOffers(rx, {
    organizer_ids: [organizer_id],
    // of an event without dates all, else those of the show and what is good for any: its event may have thousands
    ...(session_id === null ? { event_id } : { session_id }),
    zone_id: null,
    channel: 'qtickets',
    now,
    limit: 1000,
  });
  const offers = page.rows.filter(
    (offer) => offer.hidden === 0 && (offer.session_id === null || offer.session_id === session_id),
  );
  const local_ids = offers.map((offer) => offer.price_id);
  const prices = await servedIds(rx, { organizer_id, dialect: 'qtickets', kind: 'price', local_ids });
  const counts = await soldUnits(rx, show);
  const parts = await partsOf(rx, offers);
  return offers.flatMap((offer) => {
    const price = prices.get(offer.price_id) ?? '';
    const seat = looseSeat(offer, price, {
      currency: show.currency,
      counts: counts.get(offer.price_id) ?? { taken: 0, paid: 0, held: 0 },
      related: parts.get(offer.price_id) ?? [],
    });
    const cellOf = (column: string): FilterCell => cell(seat, column, offer.amount);
    return meets(conditions, cellOf) ? [seat] : [];
  });
}

/** As the columns of a hall's seats have it: flags as 0 and 1, amounts in minor units. */
function cell({ fields }: LooseSeat, column: string, amount: number): FilterCell {
  if (column === 'price') return amount;
  const value = fields[(column === 'root_zone_id' ? 'zone_root_id' : column) as SeatField];
  return typeof value === 'boolean' ? Number(value) : (value as FilterCell);
}

interface Counts {
  readonly taken: number;
  readonly paid: number;
  readonly held: number;
}

function looseSeat(
  offer: OfferView,
  price: string,
  more: { readonly currency: string; readonly counts: Counts; readonly related: readonly string[] },
): LooseSeat {
  const ids = seatIdsOf({ zone_code: null, place_code: null, place_kind: null, level: null, price });
  const { taken, paid, held } = more.counts;
  const free = offer.left ?? without_limit;
  const on = offer.enabled === 1;
  const keys = { id: ids.id, zone_id: ids.zone_id, zone_name: offer.name, short_id: ids.short_id };
  return {
    keys,
    fields: {
      id: ids.id,
      root_id: ids.root_id,
      name: offer.name,
      zone_id: ids.zone_id,
      zone_root_id: ids.zone_root_id,
      short_seat_id: ids.short_id,
      admission: true,
      row: '',
      place: '',
      max_quantity: offer.left === null ? without_limit : free + taken,
      free_quantity: free,
      ordered_quantity: taken,
      available: on && free > 0,
      disabled: !on,
      ordered: taken > 0,
      payed_quantity: paid,
      in_basket_quantity: held,
      price: money(offer.amount, more.currency),
      currency_id: more.currency,
      related_seats: more.related,
      multiprice_name: null,
      multiprice_code: null,
      'spread.partner_id': null,
      'spread.users': [],
      'spread.client_groups': [],
      'spread.client_emails': [],
      'spread.agents': false,
      color_theme_id: null,
      coords: [],
    },
  };
}

/** Living tickets of the show by price. */
async function soldUnits(rx: Rx, { event_id, session_id }: Show): Promise<Map<number, Counts>> {
  const rows = await rx.db
    .selectFrom('ticket')
    .innerJoin('order', 'order.id', 'ticket.order_id')
    .select(['ticket.price_id', 'ticket.state'])
    .select((eb) => [eb.fn.countAll<number>().as('units'), eb.fn.count<number>('order.paid_at').as('paid')])
    .where('ticket.event_id', '=', event_id)
    .where('ticket.session_id', session_id === null ? 'is' : '=', session_id)
    .where('ticket.zone_id', 'is', null)
    .where('ticket.state', 'in', ['held', 'valid'])
    .groupBy(['ticket.price_id', 'ticket.state'])
    .execute();
  const counts = new Map<number, Counts>();
  for (const { price_id, state, units, paid } of rows) {
    const known = counts.get(price_id ?? 0) ?? { taken: 0, paid: 0, held: 0 };
    counts.set(price_id ?? 0, {
      taken: known.taken + units,
      paid: known.paid + (state === 'valid' ? paid : 0),
      held: known.held + (state === 'held' ? units : 0),
    });
  }
  return counts;
}

/** The zones of the shows that an abonement opens, as seat ids. */
async function partsOf(rx: Rx, offers: readonly OfferView[]): Promise<Map<number, string[]>> {
  const packs = offers.filter((offer) => isMainProduct(offer.product_type)).map((offer) => offer.price_id);
  if (packs.length === 0) return new Map();
  const rows = await rx.db
    .selectFrom('pack_part')
    .innerJoin('offer', 'offer.id', 'pack_part.offer_id')
    .innerJoin('zone', 'zone.id', 'offer.zone_id')
    .select(['pack_part.pack_price_id', 'zone.code'])
    .where('pack_part.pack_price_id', 'in', packs)
    .orderBy('pack_part.position')
    .orderBy('pack_part.id')
    .execute();
  const parts = new Map<number, string[]>();
  for (const { pack_price_id, code } of rows) {
    parts.set(pack_price_id, [...(parts.get(pack_price_id) ?? []), `${code}-1;1`]);
  }
  return parts;
}
