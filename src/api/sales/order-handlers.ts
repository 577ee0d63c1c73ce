import { tillPackParts } from '../../office/counter/till-packs.ts';
import { isMainProduct } from '../../domain/pricing.ts';
import { Fault } from '../../domain/faults.ts';
import { saleOffers } from '../../office/catalogue/sale-offers.ts';
import { linkSurroundings, linksOf } from '../../office/documents/give-links.ts';
import { orderListings } from '../../office/selling/order-listing.ts';
import { requireOrder } from '../../office/selling/order-reach.ts';
import { orderStory } from '../../office/selling/order-story.ts';
import { orderWhole } from '../../office/selling/order-whole.ts';
import type { ApiFace } from '../face.ts';
import { namesOf } from '../gate/names.ts';
import type { GroupHandlers } from '../group.ts';
import { listPageOf } from '../list.ts';
import { lineItem, orderItem, saleOfferItem, wholeItem } from './items.ts';
import { lineList, orderList, reachOf } from './listings.ts';
import type { orderEndpoints } from './order-endpoints.ts';
import { storyItem } from './story-item.ts';

type Names = 'list_orders' | 'find_order' | 'order_story' | 'list_order_lines' | 'list_sale_offers';

export function orderReading({ office }: ApiFace): Pick<GroupHandlers<typeof orderEndpoints>, Names> {
  const { store, settings, surroundings } = office;
  return {
    list_orders: ({ auth, query }) =>
      store.read((rx) => listPageOf(rx, auth, query, { ...orderList(auth, query), item: orderItem })),
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
        const scans = entries.flatMap((entry) => (entry.kind === 'scan' ? [entry.scan] : []));
        const names = await namesOf(rx, auth.organizer_id, scans);
        return { items: entries.map((entry) => storyItem(entry, names)), complete };
      }),
    list_sale_offers: ({ auth, params }) => {
      auth.requireEvent(params.id);
      return store.read(async (rx) => {
        const of = { organizer_id: auth.organizer_id, event_id: params.id, channel: 'api' };
        const now = surroundings.now();
        const { offers, complete } = await saleOffers(rx, { ...of, now });
        const packs = offers.flatMap((offer) => (isMainProduct(offer.product_type) ? [offer.price_id] : []));
        const parts = await tillPackParts(rx, { ...of, now }, packs);
        return {
          items: offers.map((offer) => saleOfferItem(offer, parts.get(offer.price_id) ?? [])),
          complete,
        };
      });
    },
    list_order_lines: ({ auth, query }) =>
      store.read((rx) => listPageOf(rx, auth, query, { ...lineList(auth, query), item: lineItem })),
  };
}
