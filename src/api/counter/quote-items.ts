import type { Static } from 'typebox';
import { Fault } from '../../domain/faults.ts';
import type { TillOrder } from '../../office/counter/list-till-orders.ts';
import type { QuoteItem } from '../../office/counter/quote-items.ts';
import type { TillItem } from '../../office/counter/sell-articles.ts';
import { showOf, tillOffers, type TillOffer, type TillShow } from '../../office/counter/till-offers.ts';
import type { Rx } from '../../store/transaction.ts';
import type { quoteEndpoints } from './quote-endpoints.ts';
import { offerItem, showItem } from './till-handlers.ts';

type Shown = Static<(typeof quoteEndpoints.find_quote_items.answers)[200]>['items'][number];

interface Opened {
  readonly organizer_id: number;
  readonly now: number;
  readonly quote: TillOrder;
  readonly items: readonly QuoteItem[];
}

/** Reads what a till shows of a session or an event, once each. */
class Shop {
  readonly #rx: Rx;
  readonly #of: Opened;
  readonly #read = new Map<string, Promise<{ readonly show: TillShow; readonly offers: TillOffer[] }>>();

  constructor(rx: Rx, of: Opened) {
    this.#rx = rx;
    this.#of = of;
  }

  at(where: { readonly session_id: number } | { readonly event_id: number }) {
    const key = JSON.stringify(where);
    const known = this.#read.get(key) ?? this.#look(where);
    this.#read.set(key, known);
    return known;
  }

  async #look(where: { readonly session_id: number } | { readonly event_id: number }) {
    const { organizer_id, now } = this.#of;
    return {
      show: await showOf(this.#rx, organizer_id, where),
      offers: await tillOffers(this.#rx, { organizer_id, now, ...where }),
    };
  }
}

/** The items of a quote as the page of a till keeps them. Throws `not_found` for a price that is not sold any more. */
export async function shownItems(rx: Rx, of: Opened): Promise<Shown[]> {
  const shop = new Shop(rx, of);
  const labels = await seatLabels(rx, of.items);
  const lines = new Map(of.quote.lines.map((line) => [line.id, line]));
  const shown: Shown[] = [];
  for (const { order_line_id, item } of of.items) {
    const { quantity } = item;
    const counted = { order_line_id, quantity };
    const line = lines.get(order_line_id);
    const seatsOf = (ids: readonly number[] = []) => ids.flatMap((id) => labels.get(id) ?? []);
    if (item.kind === 'article') {
      const inside = (item.variation_ids ?? []).flatMap(
        (id) => of.quote.lines.flatMap((one) => one.variations).find((one) => one.variation_id === id) ?? [],
      );
      const variations = inside.map(({ variation_id, title, amount }) => ({
        ...{ id: variation_id, name: title, surcharge: amount },
      }));
      const surcharges = variations.reduce((sum, { surcharge }) => sum + surcharge, 0);
      const unit_amount = (item.unit_amount ?? 0) + surcharges;
      const { article_id, title = line?.title ?? '' } = item;
      shown.push({ kind: 'article', ...counted, title, unit_amount, article_id, variations });
    } else if (item.kind === 'ticket' || item.kind === 'pack') {
      const { show, offer } = await soldAt(shop, rx, item);
      const what = { ...counted, offer: offerItem(offer), show: showItem(show) };
      if (item.kind === 'ticket') shown.push({ kind: 'ticket', ...what, seats: seatsOf(item.place_ids) });
      else {
        const parts = (item.parts ?? []).map((part) => ({
          ...{ offer_id: part.offer_id, quantity: part.quantity, seats: seatsOf(part.place_ids) },
        }));
        shown.push({ kind: 'pack', ...what, parts });
      }
    } else {
      const { title, unit_amount } = item;
      const department_id = item.kind === 'department' ? item.department_id : null;
      shown.push({ kind: 'free', ...counted, title, unit_amount, department_id });
    }
  }
  return shown;
}

async function soldAt(
  shop: Shop,
  rx: Rx,
  item: Extract<TillItem, { kind: 'ticket' | 'pack' }>,
): Promise<{ readonly show: TillShow; readonly offer: TillOffer }> {
  const { offer_id } = item;
  const gone = new Fault('not_found', { kind: 'offer', id: offer_id });
  const row = await rx.db
    .selectFrom('offer')
    .select(['event_id', 'session_id'])
    .where('id', '=', offer_id)
    .executeTakeFirst();
  if (row === undefined) throw gone;
  const session_id = row.session_id ?? (await sessionOf(rx, item, row.event_id));
  const { show, offers } = await shop.at(session_id === null ? { event_id: row.event_id } : { session_id });
  const offer = offers.find(({ id }) => id === offer_id);
  if (offer === undefined) throw gone;
  return { show, offer };
}

/** A pack stands beside the session of its event that its parts are for. */
async function sessionOf(
  rx: Rx,
  item: Extract<TillItem, { kind: 'ticket' | 'pack' }>,
  event_id: number,
): Promise<number | null> {
  if (item.kind === 'ticket') return item.session_id ?? null;
  const ids = (item.parts ?? []).flatMap(({ session_id }) => session_id ?? []);
  if (ids.length === 0) return null;
  const found = await rx.db
    .selectFrom('session')
    .select('id')
    .where('id', 'in', ids)
    .where('event_id', '=', event_id)
    .orderBy('starts_at')
    .executeTakeFirst();
  return found?.id ?? null;
}

async function seatLabels(rx: Rx, items: readonly QuoteItem[]) {
  const ids = items.flatMap(({ item }) =>
    item.kind === 'ticket'
      ? (item.place_ids ?? [])
      : item.kind === 'pack'
        ? (item.parts ?? []).flatMap(({ place_ids = [] }) => place_ids)
        : [],
  );
  const places =
    ids.length === 0
      ? []
      : await rx.db
          .selectFrom('place')
          .select(['id as place_id', 'row_label', 'seat_label'])
          .where('id', 'in', ids)
          .where('kind', '=', 'seat')
          .execute();
  return new Map(places.map((place) => [place.place_id, { ...place }]));
}

/** The code that the tickets of a quote have. */
export async function codeOfItems(rx: Rx, items: readonly QuoteItem[]): Promise<string | null> {
  const [id] = items.flatMap(({ item }) => (item.kind === 'ticket' ? (item.promo_code_ids ?? []) : []));
  if (id === undefined) return null;
  const code = await rx.db.selectFrom('promo_code').select('label').where('id', '=', id).executeTakeFirst();
  return code?.label ?? null;
}
