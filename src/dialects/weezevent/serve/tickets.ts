import { amountToNumber } from '../../../domain/money.ts';
import type { OfferView } from '../../../office/catalogue/list-offers.ts';
import { priceTree, type PriceGroupNode } from '../../../office/catalogue/list-prices.ts';
import { requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import type { Row } from '../../../store/tables.ts';
import type { CategoryRow, TicketRow } from '../shapes.ts';
import { numberOf, utcText } from '../wire.ts';
import type { Caller } from './caller.ts';
import { offersOf } from './catalogue-lists.ts';
import { countByPrice } from './participant-counts.ts';
import { reachedOrganizers, reachedThings, shownIds, type Reached } from './reach.ts';

export interface EventTicketsRow {
  readonly id: number;
  readonly name: string;
  readonly tickets: TicketRow[];
  readonly categories: CategoryRow[];
}

/** The prices of events, in their categories to any depth. */
export async function listTickets(
  office: Office,
  caller: Caller,
  wish: { readonly id_event: readonly string[] },
): Promise<{ events: EventTicketsRow[] }> {
  requireScope(caller, 'events.read');
  const found = await office.store.read(async (rx) => {
    const organizers = await reachedOrganizers(rx, caller);
    return reachedThings(rx, organizers, 'event', wish.id_event);
  });
  const events: EventTicketsRow[] = [];
  for (const event of found) events.push(await ticketsOf(office, event));
  return { events };
}

async function ticketsOf(office: Office, { organizer, id: event_id }: Reached): Promise<EventTicketsRow> {
  const { store, surroundings } = office;
  const organizer_id = organizer.id;
  const participants = await countByPrice(store, { organizer_id, event_id });
  return store.read(async (rx) => {
    const { name } = await rx.db
      .selectFrom('event')
      .select('name')
      .where('id', '=', event_id)
      .executeTakeFirstOrThrow();
    const tree = await priceTree(rx, { organizer_id, event_id });
    const offers = Map.groupBy(
      await offersOf(rx, { organizer_id, event_id, now: surroundings.now() }),
      (offer) => offer.price_id,
    );
    const prices = [...tree.prices, ...tree.groups.flatMap(pricesBelow)].map(({ id }) => id);
    const priceIds = await shownIds(rx, organizer_id, 'price', prices);
    const groupIds = await shownIds(rx, organizer_id, 'price_group', tree.groups.flatMap(idsBelow));
    const ids = await shownIds(rx, organizer_id, 'event', [event_id]);
    const ticket = (price: Row<'price'>): TicketRow => ({
      id: priceIds.get(price.id) ?? '',
      name: price.name,
      price: amountToNumber(price.amount, price.currency),
      participants: participants.get(price.id) ?? 0,
      quota: quotaOf(offers.get(price.id) ?? []),
      ...windowOf(offers.get(price.id) ?? []),
    });
    const category = (node: PriceGroupNode): CategoryRow => ({
      id: groupIds.get(node.id) ?? '',
      name: node.name,
      tickets: node.prices.map(ticket),
      categories: node.groups.map(category),
    });
    return {
      id: numberOf(ids.get(event_id) ?? ''),
      name,
      tickets: tree.prices.map(ticket),
      categories: tree.groups.map(category),
    };
  });
}

const pricesBelow = (node: PriceGroupNode): Row<'price'>[] => [
  ...node.prices,
  ...node.groups.flatMap(pricesBelow),
];

const idsBelow = (node: PriceGroupNode): number[] => [node.id, ...node.groups.flatMap(idsBelow)];

/** What its offers may sell together: a quota that they share counts once. 0 is without limit. */
function quotaOf(offers: readonly OfferView[]): number {
  const capacities = new Map<string, number>();
  for (const { limit } of offers) {
    if (limit === null || limit.capacity === null) return 0;
    capacities.set(limit.key, limit.capacity);
  }
  return capacities.values().reduce((sum, capacity) => sum + capacity, 0);
}

/** From the first offer that opens to the last that closes; null: open on that side. */
function windowOf(offers: readonly OfferView[]): Pick<TicketRow, 'start_sale' | 'end_sale'> {
  const opens = offers.map((offer) => offer.opens_at);
  const closes = offers.map((offer) => offer.closes_at);
  const all = (times: (number | null)[]): number[] | undefined =>
    times.length === 0 || times.includes(null) ? undefined : times.filter((time) => time !== null);
  const [first, last] = [all(opens), all(closes)];
  return {
    start_sale: utcText(first === undefined ? null : Math.min(...first)),
    end_sale: utcText(last === undefined ? null : Math.max(...last)),
  };
}
