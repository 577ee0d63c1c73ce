import { Fault } from '../../domain/faults.ts';
import { saleOffers } from '../../office/catalogue/sale-offers.ts';
import { linkSurroundings, linksOf } from '../../office/documents/give-links.ts';
import { plain } from '../../office/filters/columns.ts';
import { orderListings, ordersListing } from '../../office/selling/order-listing.ts';
import { linesByIds, linesListing } from '../../office/selling/line-listing.ts';
import { requireOrder, type Reach } from '../../office/selling/order-reach.ts';
import { orderStory } from '../../office/selling/order-story.ts';
import { orderWhole } from '../../office/selling/order-whole.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import type { ListQuery } from '../shapes.ts';
import { lineItem, orderItem, saleOfferItem, wholeItem } from './items.ts';
import type { orderEndpoints } from './order-endpoints.ts';
import { storyItem } from './story-item.ts';

/** What the caller may touch. */
export function reachOf({ organizer_id, event_ids }: Caller): Reach {
  return { organizer_id, event_ids };
}

/** Long tables are ordered by what an index holds. Throws `unknown_filter`. */
export function requireOrdering({ order }: ListQuery, columns: readonly string[]): void {
  if (order !== undefined && !columns.includes(order.replace(/^-/, '')))
    throw new Fault('unknown_filter', { order, known: columns });
}

const orderTimes = {
  created_at: instantColumn('order.created_at'),
  updated_at: instantColumn('order.updated_at'),
  confirmed_at: instantColumn('order.confirmed_at'),
  paid_at: instantColumn('order.paid_at'),
  expires_at: instantColumn('order.expires_at'),
  cancelled_at: instantColumn('order.cancelled_at'),
};

const lineTimes = {
  created_at: instantColumn('order_line.created_at'),
  cancelled_at: instantColumn('order_line.cancelled_at'),
  event_id: plain('number', 'order.event_id'),
};

type Names = 'list_orders' | 'find_order' | 'order_story' | 'list_order_lines' | 'list_sale_offers';

export function orderReading({ office }: ApiFace): Pick<GroupHandlers<typeof orderEndpoints>, Names> {
  const { store, settings, surroundings } = office;
  return {
    list_orders: ({ auth, query }) => {
      requireOrdering(query, ['id', 'updated_at']);
      return store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: ordersListing(reachOf(auth), orderTimes),
          event_column: 'event_id',
          rows: orderListings,
          item: orderItem,
        }),
      );
    },
    find_order: ({ auth, params }) =>
      store.read(async (rx) => {
        const now = surroundings.now();
        const { organizer_id } = auth;
        await requireOrder(rx, reachOf(auth), params.id);
        const whole = await orderWhole(rx, { organizer_id, order_id: params.id });
        const [listing] = await orderListings(rx, [params.id]);
        if (listing === undefined) throw new Fault('not_found', { kind: 'order', id: params.id });
        const links = await linksOf(rx, linkSurroundings(settings, now), whole.order);
        return wholeItem(listing, whole, links, now);
      }),
    order_story: ({ auth, params }) =>
      store.read(async (rx) => {
        await requireOrder(rx, reachOf(auth), params.id);
        const { entries, complete } = await orderStory(rx, params.id);
        return { items: entries.map(storyItem), complete };
      }),
    list_sale_offers: ({ auth, params }) => {
      auth.requireEvent(params.id);
      return store.read(async (rx) => {
        const of = { organizer_id: auth.organizer_id, event_id: params.id, channel: 'api' };
        const { offers, complete } = await saleOffers(rx, { ...of, now: surroundings.now() });
        return { items: offers.map(saleOfferItem), complete };
      });
    },
    list_order_lines: ({ auth, query }) => {
      requireOrdering(query, ['id']);
      return store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: linesListing(reachOf(auth), lineTimes),
          event_column: 'event_id',
          rows: linesByIds,
          item: lineItem,
        }),
      );
    },
  };
}
