import { formatAmount, parseAmount } from '../../../domain/money.ts';
import { isFault } from '../../../domain/faults.ts';
import {
  PeerTrouble,
  type DeliveryOutcome,
  type LineFacts,
  type OrderDelivery,
  type OrderFacts,
} from '../../../hub/port.ts';
import { formatItem, type Item } from '../items.ts';
import { linesWithout } from './order-lines.ts';
import type { ListedOrder, Register } from './register.ts';
import type { CaisseSettings } from './settings.ts';
import { stillToPay, waysPaid, type Standing, type WayPaid } from './ways-paid.ts';

/** Ours in a private comment: of the order itself, and of what was given back of it. */
const tagOf = (order: OrderFacts): string => `guichet:${order.order.id}`;

/**
 * Brings the shop to what the order is: the sale is there once, paid when it is paid, and what was given back stands as a sale by
 * the refund mode. What is there is found by our number before anything is sent.
 */
export async function deliverOrder(
  register: Register,
  settings: CaisseSettings,
  delivery: OrderDelivery,
): Promise<DeliveryOutcome> {
  const { order, attempts } = delivery;
  if (!isWanted(order, settings)) return { done: true, note: 'not chosen for this shop' };
  if (!order.confirmed && order.order.ref === undefined) return { done: true, note: 'not confirmed yet' };
  const tag = tagOf(order);
  const found = await lookUp(register, delivery, tag);
  if (found === undefined)
    return {
      refused: 'whether the shop has this sale cannot be told: look there for its private comment',
      why: { code: 'maybe_there', params: {} },
    };
  const sales = found.filter(({ privateComment }) => privateComment === tag);
  if (sales.length > 1)
    return {
      refused: `the shop has this order ${sales.length} times: a person has to look`,
      why: { code: 'there_again', params: { times: sales.length } },
    };
  try {
    return await bringTo(register, settings, { order, tag, sale: sales[0], found, attempts });
  } catch (error) {
    // the shop said no: it will say so again
    if (error instanceof PeerTrouble && error.kind === 'refused')
      return { refused: error.message, why: error.why };
    throw error;
  }
}

/**
 * What the shop has of this order; undefined where it may have it and does not say. A first try that the shop cannot be asked
 * about is sent all the same: nothing was sent before.
 */
async function lookUp(
  register: Register,
  { order, attempts }: OrderDelivery,
  tag: string,
): Promise<ListedOrder[] | undefined> {
  try {
    const found = await register.find(order.created_at, tag);
    return found.filter(
      ({ privateComment }) => privateComment === tag || privateComment.startsWith(`${tag}:`),
    );
  } catch (error) {
    const mute = error instanceof PeerTrouble && (error.kind === 'nonsense' || error.kind === 'refused');
    if (!mute) throw error;
    return attempts === 0 && order.order.ref === undefined ? [] : undefined;
  }
}

interface Bringing {
  readonly order: OrderFacts;
  readonly tag: string;
  readonly sale: ListedOrder | undefined;
  readonly found: readonly ListedOrder[];
  /** tries before this one */
  readonly attempts: number;
}

async function bringTo(
  register: Register,
  settings: CaisseSettings,
  { order, tag, sale, found, attempts }: Bringing,
): Promise<DeliveryOutcome> {
  const ways = waysPaid(order, settings);
  const payment = ways === undefined ? undefined : paymentOf(order, settings, ways);
  if (ways === undefined || payment === undefined)
    return {
      refused: 'no payment mode of the shop is set for how this was paid',
      why: { code: 'no_payment_mode', params: {} },
    };
  let orderID = sale?.orderID ?? (order.order.ref === undefined ? undefined : Number(order.order.ref));
  if (orderID === undefined) {
    if (order.cancelled && order.refunded === 0) return { done: true, note: 'given up before it was sent' };
    const items = itemsOf(order, settings);
    const itemsList = items.map((item) => formatItem(item, order.currency));
    if (itemsList.length === 0) return { done: true, note: 'nothing was sold' };
    orderID = await register.record({ ...common(order, settings), payment, itemsList, privateComment: tag });
    const due = items.reduce((sum, item) => sum + amountOfItem(item), 0);
    if (ways.length > 1) await payEach(register, order, orderID, stillToPay(ways, { due, paid: 0 }));
  } else {
    const standing = standingOf(sale, order.currency);
    if (standing === undefined && ways.length > 1 && sale !== undefined && attempts > 0)
      return {
        refused: 'how much of this is paid in the shop cannot be told: look there',
        why: { code: 'paid_unknown', params: {} },
      };
    if (standing !== undefined && standing.paid < standing.due) {
      if (ways.length > 1) await payEach(register, order, orderID, stillToPay(ways, standing));
      else if (payment !== -1) await register.pay(orderID, payment);
    }
  }
  const links = [{ kind: 'order', local_id: order.order.id, foreign_id: String(orderID) }] as const;
  const back = order.refunded - givenBack(found, tag, order.currency);
  if (back <= 0) return { done: true, links };
  if (settings.refund_mode === '')
    return { refused: 'no refund mode of the shop is set', why: { code: 'no_refund_mode', params: {} } };
  await register.record({
    ...common(order, settings),
    payment: Number(settings.refund_mode),
    itemsList: [formatItem(freeItem(settings, `Remboursement ${order.label}`, back), order.currency)],
    privateComment: `${tag}:refund:${order.refunded}`,
  });
  return { done: true, links };
}

/** Of what was paid in several ways, each way's part: the shop's balance of the day is by mode. */
async function payEach(
  register: Register,
  { currency }: OrderFacts,
  orderID: number,
  ways: readonly WayPaid[],
): Promise<void> {
  for (const { mode, amount } of ways) await register.pay(orderID, mode, formatAmount(amount, currency));
}

/** A counter, a channel or a whole event, as the connection chooses. */
function isWanted(order: OrderFacts, { channels, counters, events }: CaisseSettings): boolean {
  if (order.tickets.some(({ event }) => events.includes(event.id))) return true;
  if (events.length > 0 && channels.length === 0 && counters.length === 0) return false;
  const counter = order.counter_id;
  const at_counter = counters.length === 0 || (counter !== undefined && counters.includes(counter));
  return at_counter && (channels.length === 0 || channels.includes(order.channel));
}

/** What a sale is recorded with: -1 for what is not paid, or paid in several ways, which are told one by one. */
function paymentOf(
  order: OrderFacts,
  { refund_mode }: CaisseSettings,
  ways: readonly WayPaid[],
): number | undefined {
  if (order.total < 0) return refund_mode === '' ? undefined : Number(refund_mode);
  const [way, another] = ways;
  return way === undefined || another !== undefined ? -1 : way.mode;
}

/** Taken out of the order without money; what was refunded was sold, and is given back by a sale of its own. */
const taken_out = new Set(['cancelled', 'deleted'] as const);

/** Lines as articles of the shop where they are mapped, in a department else; a return's amounts without their sign. */
function itemsOf(order: OrderFacts, settings: CaisseSettings): Item[] {
  return linesWithout(order, taken_out)
    .filter((line) => line.kind !== 'pack' && line.quantity > 0)
    .map((line) => itemOf(line, settings));
}

function itemOf(line: LineFacts, settings: CaisseSettings): Item {
  const { quantity } = line;
  const price = Math.abs(line.charged_amount);
  const article =
    (line.price === undefined ? undefined : settings.prices[String(line.price.id)]) ??
    (line.article === undefined ? undefined : settings.articles[String(line.article.id)]);
  const title = line.title.replaceAll(/\s+/g, ' ').trim() || 'Article';
  // an underscore would end the title
  if (article !== undefined)
    return { kind: 'article', article, quantity, title: title.replaceAll('_', '-'), price, variations: [] };
  return freeItem(settings, quantity === 1 ? title : `${quantity} x ${title}`, quantity * price);
}

function freeItem({ department }: CaisseSettings, title: string, price: number): Item {
  return department === ''
    ? { kind: 'free', price, title }
    : { kind: 'department', department, price, title };
}

function common(order: OrderFacts, settings: CaisseSettings) {
  const { cashbox, user } = settings;
  const { customer } = order;
  return {
    publicComment: order.label,
    idcaisse: cashbox === '' ? undefined : Number(cashbox),
    idUser: user === '' ? undefined : Number(user),
    client:
      customer === undefined
        ? undefined
        : {
            nom: customer.last_name,
            prenom: customer.first_name,
            email: customer.email,
            telephone: customer.phone,
            adresseligne1: customer.address.split('\n')[0] ?? '',
            codepostal: customer.zip_code,
            ville: customer.city,
            pays: customer.country,
          },
  };
}

/** What the sale costs in the shop and what of it is paid; a shop that does not say it is left alone. */
function standingOf(sale: ListedOrder | undefined, currency: string): Standing | undefined {
  const [due, paid] = [amountOf(sale?.price, currency), amountOf(sale?.paid, currency)];
  return due === undefined || paid === undefined ? undefined : { due, paid };
}

const amountOfItem = (item: Item): number =>
  item.kind === 'article' ? item.quantity * (item.price ?? 0) : item.price;

/** What the shop has given back already: the latest of our tags names the sum. */
function givenBack(found: readonly ListedOrder[], tag: string, currency: string): number {
  const start = `${tag}:refund:`;
  return found
    .filter(({ privateComment }) => privateComment.startsWith(start))
    .reduce((sum, { price }) => sum + Math.abs(amountOf(price, currency) ?? 0), 0);
}

function amountOf(text: string | undefined, currency: string): number | undefined {
  if (text === undefined) return undefined;
  try {
    return parseAmount(text, currency);
  } catch (error) {
    if (isFault(error)) return undefined;
    throw error;
  }
}
