import type { FastifyRequest } from 'fastify';
import { createCallLimiter, createWrongKeyLimiter } from '../../office/access/call-limits.ts';
import { parseOrderKey } from '../../office/documents/order-link.ts';
import { orderBySecret, type OrderView } from '../../office/documents/order-view.ts';
import type { Office } from '../../office/office.ts';

/** Nobody mistypes a link thirty times a minute. */
const wrong_links_per_minute = 30;
const changes_per_minute = 10;

/** The orders behind links, and how often they are asked for and changed. */
export interface OrderLinks {
  /** undefined for a link that opens nothing. Throws `rate_limited` after too many of those from one network. */
  find(request: FastifyRequest<{ Params: { readonly key: string } }>): Promise<OrderView | undefined>;
  /** Counts one change that the buyer asks for. Throws `rate_limited`. */
  countChange(order: OrderView): void;
}

export function createOrderLinks(office: Office): OrderLinks {
  const { surroundings, settings, store } = office;
  const wrong = createWrongKeyLimiter({ wrong_keys_per_minute: wrong_links_per_minute });
  const changes = createCallLimiter({ calls_per_minute_default: changes_per_minute });
  return {
    async find(request) {
      const caller = { dialect: 'order page', address: request.ip };
      if (settings.credential_limits) wrong.check(caller, surroundings.now());
      const key = parseOrderKey(request.params.key);
      const order = key === undefined ? undefined : await store.read((rx) => orderBySecret(rx, key));
      if (order === undefined) wrong.wrong(caller, surroundings.now());
      return order;
    },
    countChange: ({ id }) => changes({ credential_id: id, calls_per_minute: null }, surroundings.now()),
  };
}
