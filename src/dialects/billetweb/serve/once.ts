import { hash } from 'node:crypto';
import { withIdempotency } from '../../../office/access/idempotency.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { AddedOrder, NewOrder } from '../shapes.ts';
import type { Caller } from './caller.ts';
import type { EventFacts } from './event-facts.ts';

interface Adding {
  readonly caller: Caller;
  readonly event: EventFacts;
  readonly order: NewOrder;
}

/**
 * Sells an order once for each `request_id` of a credential that is set to it (`{"request_id": "once"}`): sent again within a
 * day, it gives the order of the first time. For all others `request_id` is what BilletWeb says of it, a word that comes back
 * in the answer: many clients number the orders of each call anew, and two buyers would share one ticket.
 */
export async function onceEach(
  tx: Tx,
  { caller, event, order }: Adding,
  sell: () => Promise<AddedOrder>,
): Promise<AddedOrder> {
  const { request_id = '' } = order;
  if (request_id === '' || caller.settings['request_id'] !== 'once') return sell();
  const { application_id, credential_id } = caller;
  const key = hash('sha256', JSON.stringify([credential_id, event.event_id, request_id]), 'base64url');
  const request_digest = hash('sha256', JSON.stringify(order), 'base64url');
  const { answer } = await withIdempotency(
    tx,
    { caller_id: application_id, key: `billetweb add_order ${key}`, request_digest },
    async () => ({ status: 200, answer: JSON.stringify(await sell()) }),
  );
  return JSON.parse(answer) as AddedOrder;
}
