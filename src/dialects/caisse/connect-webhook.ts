import { Type } from 'typebox';
import type { Static } from 'typebox';
import { TransportFault, undiciTransport, type Transport } from '../../contract/transport.ts';
import { formatAmount, vatWithin } from '../../domain/money.ts';
import { servedIdOf } from '../../domain/served-id.ts';
import {
  PeerTrouble,
  type Connector,
  type DeliveryOutcome,
  type LineFacts,
  type OpenConnection,
  type OrderFacts,
  type Peer,
} from '../../hub/port.ts';
import { isSoldBefore, not_told, SoldFrom } from '../../hub/sold-from.ts';
import { heeding } from '../heeding.ts';
import { linesWithout } from './connect/order-lines.ts';

/**
 * The webhook of caisse.enregistreuse.fr, as Guichet sends it: a JSON body to an address when an order is validated and when it is
 * terminated (wire-notes.md, "Webhook"). Any answer of 2xx is taken; everything else is tried again.
 */
const Settings = Type.Object({
  channels: Type.Array(Type.String({ maxLength: 100 }), {
    title: 'Channels',
    description: 'orders made here are told; empty: all',
    default: [],
  }),
  sold_from: SoldFrom,
});

const Secrets = Type.Object({
  header: Type.String({
    title: 'Authorization',
    description: 'sent as the header of that name, so that the receiver knows who calls',
    maxLength: 500,
    default: '',
  }),
});

export function connectCaisseWebhook({
  transport = undiciTransport(),
}: { readonly transport?: Transport } = {}): Connector {
  return {
    dialect: 'caisse-webhook',
    title: 'Webhook (caisse.enregistreuse.fr)',
    default_base_url: 'https://example.org/webhook',
    settings: Settings,
    secrets: Secrets,
    abilities: {
      pulls: [],
      pushes: ['order'],
      cannot: [
        { what: 'pull', en: 'A webhook is told and tells nothing', fr: 'Un webhook reçoit et ne dit rien' },
      ],
    },
    pace: { gap_ms: 0, calls_per_minute: 600, timeout_ms: 10_000 },
    open: (connection) => openPeer(connection, transport),
  };
}

function openPeer(connection: OpenConnection, transport: Transport): Peer {
  const { channels } = connection.settings as Static<typeof Settings>;
  const send = (body: object) => post(connection, transport, body);
  return {
    probe: async () => {
      await send({ type: 'test' });
      return 'The address answers';
    },
    push: async (deliveries) => {
      const outcomes: DeliveryOutcome[] = [];
      for (const delivery of deliveries) {
        if (delivery.topic !== 'order') outcomes.push({ refused: 'orders alone are told' });
        else if (channels.length > 0 && !channels.includes(delivery.order.channel))
          outcomes.push({ done: true, note: 'not chosen' });
        else if (isSoldBefore(delivery.order, connection)) outcomes.push(not_told);
        else outcomes.push(await tell(send, delivery.order));
      }
      return outcomes;
    },
  };
}

/** What of an order was told already stands in its link: `validated:ID`, then `terminated:ID`. */
async function tell(send: (body: object) => Promise<void>, order: OrderFacts): Promise<DeliveryOutcome> {
  if (!order.confirmed) return { done: true, note: 'not validated' };
  const told = order.order.ref?.split(':')[0];
  const terminated = order.total < 0 || order.paid - order.refunded >= order.total;
  const linked = (state: 'validated' | 'terminated') => [
    { kind: 'order', local_id: order.order.id, foreign_id: `${state}:${order.order.id}` } as const,
  ];
  if (told === undefined) await send(bodyOf('validated', order));
  if (terminated && told !== 'terminated') {
    try {
      await send(bodyOf('terminated', order));
    } catch (error) {
      // the first of the two was taken: only the second is tried again
      if (told !== undefined || !(error instanceof PeerTrouble)) throw error;
      return { retry: error.message, why: error.why, links: linked('validated') };
    }
  }
  return { done: true, links: linked(terminated || told === 'terminated' ? 'terminated' : 'validated') };
}

const ended = new Set(['cancelled', 'refunded', 'deleted'] as const);

/** By rate, what the price holds: what still stands, and what was kept of tickets that were refunded. */
function ratesOf(order: OrderFacts, lines: readonly LineFacts[]): Map<number, number> {
  const rates = new Map<number, number>();
  const add = (vat_bp: number, gross: number): unknown =>
    gross !== 0 && rates.set(vat_bp, (rates.get(vat_bp) ?? 0) + gross);
  for (const { vat_bp, quantity, charged_amount } of lines) add(vat_bp, quantity * charged_amount);
  const rateOf = new Map(order.lines.map(({ line, vat_bp }) => [line.id, vat_bp]));
  for (const { state, line_id, charged_amount, refunded_amount } of order.tickets)
    if (state === 'refunded') add(rateOf.get(line_id) ?? 0, charged_amount - refunded_amount);
  return rates;
}

const idOf = (local: number | undefined): number | null =>
  local === undefined ? null : Number(servedIdOf('integer', local));

function bodyOf(type: 'validated' | 'terminated', order: OrderFacts): object {
  const amount = (value: number) => formatAmount(value, order.currency);
  const lines = linesWithout(order, ended);
  const vats = [...ratesOf(order, lines)].map(([vat_bp, gross]) => ({
    vat_bp,
    gross,
    vat: vatWithin(gross, vat_bp),
  }));
  const { customer } = order;
  return {
    type,
    orderID: idOf(order.order.id),
    orderInternalID: order.label,
    price: amount(order.total),
    clientID: idOf(customer?.customer.id),
    client:
      customer === undefined
        ? null
        : {
            nom: customer.last_name,
            prenom: customer.first_name,
            email: customer.email,
            telephone: customer.phone,
          },
    cashBoxID: idOf(order.counter_id),
    deliveryMethod: order.delivery_method ?? null,
    items: lines.map(({ line, title, quantity, charged_amount, vat_bp, article }) => ({
      id: idOf(line.id),
      articleID: idOf(article?.id),
      title,
      quantity,
      price: amount(charged_amount),
      VAT: vat_bp / 100,
    })),
    VATs: vats.map(({ vat_bp, gross, vat }) => ({
      rate: vat_bp / 100,
      base: amount(gross - vat),
      amount: amount(vat),
    })),
    VAT: amount(vats.reduce((sum, { vat }) => sum + vat, 0)),
    isRefund: order.total < 0,
  };
}

const answer_limit_bytes = 65_536;

async function post(connection: OpenConnection, transport: Transport, body: object): Promise<void> {
  const { base_url, secrets, timeout_ms, turn } = connection;
  const header = secrets['header'] ?? '';
  await turn();
  let status: number;
  try {
    ({ status } = await heeding(
      transport,
      connection,
    )({
      method: 'POST',
      url: base_url,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(header === '' ? {} : { authorization: header }),
      },
      body: JSON.stringify(body),
      timeout_ms,
      limit_bytes: answer_limit_bytes,
    }));
  } catch (error) {
    if (error instanceof TransportFault)
      throw new PeerTrouble('unavailable', error.message, { cause: error });
    throw error;
  }
  if (status >= 200 && status < 300) return;
  if (status === 401 || status === 403) throw new PeerTrouble('credentials', `The address answers ${status}`);
  throw new PeerTrouble(status === 429 ? 'limited' : 'unavailable', `The address answers ${status}`);
}
