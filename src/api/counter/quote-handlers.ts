import { changeTillDetails } from '../../office/counter/change-quote.ts';
import { quoteItems } from '../../office/counter/quote-items.ts';
import { mergeQuotes, splitQuote } from '../../office/counter/share-quotes.ts';
import { deliveryMethods } from '../../domain/till.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { onceAtTill } from './operator.ts';
import type { quoteEndpoints } from './quote-endpoints.ts';
import { codeOfItems, shownItems } from './quote-items.ts';
import { rungUpItem, tillOrderItem, tillOrderOf } from './sale-items.ts';
import { tillOf } from './session-handlers.ts';

/** What becomes of quotes before they are paid: opened again, moved, put together, shared out. */
export function quoteHandlers(face: ApiFace): GroupHandlers<typeof quoteEndpoints> {
  const { store, settings, surroundings } = face.office;
  return {
    find_quote_items: ({ auth, params }) =>
      store.read(async (rx) => {
        const key = { organizer_id: tillOf(auth), order_id: params.id };
        const { quote, items } = await quoteItems(rx, key);
        return {
          order: tillOrderItem(quote),
          promo_code: await codeOfItems(rx, items),
          items: await shownItems(rx, { ...key, now: surroundings.now(), quote, items }),
        };
      }),
    change_till_order: (handed) => {
      const { auth, params, body } = handed;
      const key = { organizer_id: tillOf(auth), order_id: params.id };
      const { delivery, ...details } = body;
      const delivery_method = delivery === undefined ? undefined : deliveryMethods.indexOf(delivery);
      return onceAtTill(face, handed, { order_id: params.id }, async (tx) => {
        await changeTillDetails(tx, { ...key, ...details, delivery_method });
        return tillOrderOf(tx, key.organizer_id, key.order_id);
      });
    },
    merge_quotes: (handed) => {
      const { auth, params, body } = handed;
      const key = { organizer_id: tillOf(auth), order_id: params.id };
      return onceAtTill(face, handed, { order_id: params.id }, async (tx) => {
        await mergeQuotes(tx, { ...key, order_ids: body.order_ids });
        return tillOrderOf(tx, key.organizer_id, key.order_id);
      });
    },
    split_quote: (handed) => {
      const { auth, params, body } = handed;
      const { counter_id, lines } = body;
      const key = { organizer_id: tillOf(auth), order_id: params.id };
      return onceAtTill(face, handed, { counter_id }, async (tx) => {
        const taken = await splitQuote(tx, { ...key, counter_id, lines });
        return {
          order: await tillOrderOf(tx, key.organizer_id, key.order_id),
          taken: rungUpItem(taken, settings.public_base_url),
        };
      });
    },
  };
}
