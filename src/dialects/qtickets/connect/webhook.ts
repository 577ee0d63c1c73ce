import { createHmac } from 'node:crypto';
import { Type } from 'typebox';
import { TransportFault, undiciTransport, type Transport } from '../../../contract/transport.ts';
import type { Connector, Delivery, DeliveryOutcome, OpenConnection, OrderFacts } from '../../../hub/port.ts';
import { heeding } from '../../heeding.ts';
import { isSoldBefore, not_told, SoldFrom } from '../../../hub/sold-from.ts';

/** Tries in all, and the seconds between them: n³ (wire-notes.md, "Qtickets": outgoing webhook). */
const tries_max = 10;
const answer_bytes_max = 65_536;

const Secrets = Type.Object({
  secret: Type.String({ title: 'Secret', description: 'X-Signature is made with it', minLength: 1 }),
});

/** What an order looks like to a receiver: the JSON text of the bare order; undefined once it is gone. */
export type OrderText = (order_id: number) => Promise<string | undefined>;

/**
 * A receiver of Qtickets' webhooks: hears of every change of an order, as the vendor's own receivers do. `base_url` is the
 * whole address. It only pushes.
 */
export function connectQticketsWebhook({
  orderText,
  transport = undiciTransport(),
}: {
  readonly orderText: OrderText;
  readonly transport?: Transport;
}): Connector {
  return {
    dialect: 'qtickets-webhook',
    title: 'Qtickets webhook',
    default_base_url: 'https://example.org/qtickets-webhook',
    settings: Type.Object({ sold_from: SoldFrom }),
    secrets: Secrets,
    abilities: {
      pulls: [],
      pushes: ['order'],
      cannot: [
        {
          what: 'pull',
          en: 'A receiver of webhooks has nothing to read',
          fr: 'Un destinataire de webhooks ne se relève pas',
        },
        {
          what: 'push_scan',
          en: 'Webhooks tell of orders alone',
          fr: 'Les webhooks ne parlent que de commandes',
        },
      ],
    },
    pace: { gap_ms: 0, calls_per_minute: 600, timeout_ms: 10_000 },
    open: (connection) => ({
      probe: () => Promise.resolve('A receiver of webhooks is not asked before there is something to tell'),
      push: async (deliveries) => {
        const outcomes: DeliveryOutcome[] = [];
        for (const delivery of deliveries)
          outcomes.push(await tell(connection, delivery, { orderText, transport }));
        return outcomes;
      },
    }),
  };
}

interface Means {
  readonly orderText: OrderText;
  readonly transport: Transport;
}

async function tell(connection: OpenConnection, delivery: Delivery, means: Means): Promise<DeliveryOutcome> {
  if (delivery.topic !== 'order') return { refused: 'a webhook tells of orders alone' };
  const { order } = delivery;
  if (isSoldBefore(order, connection)) return not_told;
  const body = await means.orderText(order.order.id);
  if (body === undefined) return { done: true, note: 'the order is gone' };
  await connection.turn();
  const reason = await send(connection, means.transport, { body, event_type: eventType(order) });
  if (reason === undefined) return { done: true };
  const tries = delivery.attempts + 1;
  const why = { code: 'unavailable', params: {} } as const;
  if (tries >= tries_max) return { refused: `${reason}, ${tries} times`, why };
  return { retry: reason, after_ms: tries ** 3 * 1_000, why };
}

/** undefined: taken, which only status 200 says. */
async function send(
  connection: OpenConnection,
  transport: Transport,
  { body, event_type }: { readonly body: string; readonly event_type: string },
): Promise<string | undefined> {
  const { base_url: url, secrets, timeout_ms } = connection;
  const signature = createHmac('sha1', secrets['secret'] ?? '')
    .update(body)
    .digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-signature': signature,
    'x-event-type': event_type,
    'x-model-name': 'Order',
  };
  try {
    const { status } = await heeding(
      transport,
      connection,
    )({
      method: 'POST',
      url,
      headers,
      body,
      timeout_ms,
      limit_bytes: answer_bytes_max,
    });
    return status === 200 ? undefined : `the receiver answers ${status}`;
  } catch (error) {
    if (error instanceof TransportFault) return `the receiver was not reached: ${error.kind}`;
    throw error;
  }
}

/** What the order has become; the vendor's own list of types is not documented. */
function eventType(order: OrderFacts): string {
  if (order.cancelled) return 'deleted';
  if (order.refunded > 0) return 'refunded';
  if (order.paid >= order.total && order.confirmed) return 'payed';
  return order.created_at === order.updated_at ? 'created' : 'updated';
}
