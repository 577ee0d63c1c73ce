import { Fault } from '../../../domain/faults.ts';
import { sells } from '../../../office/selling/kept-places.ts';
import { localId } from '../../../office/served-ids/served-ids.ts';
import type { Rx } from '../../../store/transaction.ts';
import { priceOfZone } from './seat-ids.ts';
import type { Show } from './shows.ts';

/** What a seat id of a show leads to. */
export interface FoundSeat {
  readonly offer_id: number;
  readonly price_id: number;
  readonly product_type: string;
  readonly session_id: number | null;
  /** null: no hall, no place */
  readonly place_id: number | null;
  readonly place_kind: string | null;
}

interface LevelOffer {
  readonly id: number;
  readonly price_id: number;
  readonly zone_id: number | null;
  readonly places_only: number;
  readonly level: string | null;
  readonly product_type: string;
  readonly session_id: number | null;
}

interface FoundPlace {
  readonly id: number;
  readonly zone_id: number;
  readonly kind: string;
  /** by which alone it is sold */
  readonly offer_id: number | null;
}

/** Seats of one show, found by their ids; what is on offer there is read once. */
export class SeatFinder {
  readonly #rx: Rx;
  readonly #show: Show;
  #offers: LevelOffer[] | undefined;

  constructor(rx: Rx, show: Show) {
    this.#rx = rx;
    this.#show = show;
  }

  /** By seat id, its price level in front of it or beside it. Throws `not_found`. */
  async find(seat_id: string, level?: string | null): Promise<FoundSeat> {
    this.#offers ??= await offersOf(this.#rx, this.#show);
    const found = (await this.#withoutHall(seat_id)) ?? (await this.#inHall(seat_id, level ?? undefined));
    if (found === undefined) throw new Fault('not_found', { kind: 'seat', id: seat_id });
    return found;
  }

  async #withoutHall(seat_id: string): Promise<FoundSeat | undefined> {
    const price = priceOfZone(seat_id.replace(/-1;1$/, ''));
    if (price === undefined) return undefined;
    const { organizer_id } = this.#show;
    const id = await localId(this.#rx, {
      organizer_id,
      dialect: 'qtickets',
      kind: 'price',
      served_id: price,
    });
    const offer = this.#offers?.find((one) => one.price_id === id && one.zone_id === null);
    return offer === undefined ? undefined : seatOf(offer, this.#show, null);
  }

  async #inHall(seat_id: string, named: string | undefined): Promise<FoundSeat | undefined> {
    const offers = this.#offers ?? [];
    const levels = new Set(offers.flatMap((offer) => offer.level ?? []));
    const fronts = [...levels].filter((level) => seat_id.startsWith(`${level}_`));
    for (const front of [undefined, ...fronts]) {
      const root = front === undefined ? seat_id : seat_id.slice(front.length + 1);
      const place = await this.#place(root);
      if (place === undefined) continue;
      const inZone = offers.filter(
        (offer) => offer.zone_id === place.zone_id && sells(offer, place.offer_id),
      );
      const level = named ?? front;
      const [only, another] = inZone;
      const offer =
        inZone.find((one) => one.level === (level ?? null)) ??
        (level === undefined && another === undefined ? only : undefined);
      if (offer !== undefined) return seatOf(offer, this.#show, place);
    }
    return undefined;
  }

  /** A place by its code; an area also as `ZONE-1;1`. */
  async #place(root: string): Promise<FoundPlace | undefined> {
    const { hall_id, session_id } = this.#show;
    if (hall_id === null) return undefined;
    const codes = root.endsWith('-1;1') ? [root, root.slice(0, -'-1;1'.length)] : [root];
    const rows = await this.#rx.db
      .selectFrom('place')
      .leftJoin('session_place', (join) =>
        join.onRef('session_place.place_id', '=', 'place.id').on('session_place.session_id', '=', session_id),
      )
      .select(['place.id', 'place.zone_id', 'place.kind', 'place.code', 'session_place.offer_id'])
      .where('place.hall_id', '=', hall_id)
      .where('place.code', 'in', codes)
      .execute();
    return rows.find((row) => row.code === root) ?? rows.find((row) => row.kind === 'area');
  }
}

function seatOf(offer: LevelOffer, show: Show, place: { id: number; kind: string } | null): FoundSeat {
  return {
    offer_id: offer.id,
    price_id: offer.price_id,
    product_type: offer.product_type,
    session_id: offer.session_id ?? show.session_id,
    place_id: place?.id ?? null,
    place_kind: place?.kind ?? null,
  };
}

/** What can be bought for the show: its own offers, and those that any date of the event takes. */
async function offersOf(rx: Rx, { event_id, session_id, organizer_id }: Show): Promise<LevelOffer[]> {
  return rx.db
    .selectFrom('offer')
    .innerJoin('price', 'price.id', 'offer.price_id')
    .select(['offer.id', 'offer.price_id', 'offer.zone_id', 'offer.session_id', 'offer.places_only'])
    .select(['price.code as level', 'price.product_type'])
    .where('offer.event_id', '=', event_id)
    .where('offer.organizer_id', '=', organizer_id)
    .where((eb) =>
      session_id === null
        ? eb('offer.session_id', 'is', null)
        : eb.or([eb('offer.session_id', '=', session_id), eb('offer.session_id', 'is', null)]),
    )
    .where('offer.enabled', '=', 1)
    .where('offer.deleted_at', 'is', null)
    .where('price.deleted_at', 'is', null)
    .orderBy('offer.position')
    .orderBy('offer.id')
    .execute();
}
