import type {
  ForeignOrder,
  ForeignPerson,
  ForeignRecord,
  ForeignTicket,
} from '../../../domain/foreign-records.ts';
import { orderStatuses } from '../../../domain/order-life.ts';
import type { PulledPage, RefusedRecord } from '../../../hub/port.ts';
import type { Ask } from '../connect.ts';
import type { Order, Product, Ticket } from '../shapes.ts';
import { productTypeIds } from '../wire.ts';
import type { Placing, SourceCatalogue } from './catalogue.ts';
import { productsOf } from './order-products.ts';

/** The products of one order as tickets; what is only held, or was given up, is no sale: such an order has no tickets. */
export async function readOrder(ask: Ask, catalogue: SourceCatalogue, order: Order): Promise<PulledPage> {
  const { confirmed, paid } = orderStatuses;
  const orderid = order.id;
  const none = { records: [], refused: [], orders: [{ ref: orderid, ticket_refs: [] }] };
  if (order.status.id < confirmed.code) return none;
  const { products, whole } = await productsOf(ask, orderid);
  const placings = new Map<string, Placing | undefined>();
  for (const { stockid } of products)
    if (!placings.has(stockid)) placings.set(stockid, await catalogue.placing(stockid));
  const untold = [...placings.values()].includes(undefined);
  const bare = products.some((product) => product.ticket === null && !isPack(product));
  const sets = untold || bare ? await setsOf(ask, orderid) : [];
  const told: ForeignOrder = {
    ref: order.id,
    label: order.label,
    sold_at: order.created,
    paid: order.status.id >= paid.code,
    buyer: await catalogue.buyer(order.contactid),
    language: order.language,
  };
  const records: ForeignRecord[] = [];
  const refused: RefusedRecord[] = [];
  for (const product of mainsFirst(products)) {
    const { stockid } = product;
    const placing = placings.get(stockid) ?? catalogue.placedAt(sessionsOf(sets, stockid));
    if (placing === undefined) {
      const reason = 'neither its stock nor its timeslot is told, so nobody knows what it is for';
      const why = { code: 'no_session_told', params: {} } as const;
      refused.push({ kind: 'ticket', ref: product.id, reason, why, payload: product });
      continue;
    }
    records.push(...catalogue.newRecords(product, placing));
    records.push({ kind: 'ticket', ...ticketOf(product, { placing, told, products, sets, catalogue }) });
  }
  if (!whole) return { records, refused };
  return { records, refused, orders: [{ ref: orderid, ticket_refs: products.map(({ id }) => id) }] };
}

/** A pack comes before what is in it. */
function mainsFirst(products: readonly Product[]): Product[] {
  const isMain = (product: Product): number => (product.mainproductid === null ? 0 : 1);
  return products.toSorted((a, b) => isMain(a) - isMain(b));
}

/** A ticket set by the two ids that its own is made of. */
interface TicketSet {
  readonly stockid: string;
  readonly session_ref: string | undefined;
  /** used up from its start */
  readonly tickets: Ticket[];
}

/** The ticket sets of the order: what products that come without their tickets lack, and the timeslots of stocks that are not told. */
async function setsOf(ask: Ask, orderid: string): Promise<TicketSet[]> {
  const sets = await ask((api) => api.ticketSets({ input: { orderid } }));
  return sets.map(({ stockid: id, tickets }) => {
    const [stockid = id, session_ref] = id.split('-TS-');
    return { stockid, session_ref, tickets: [...tickets] };
  });
}

function sessionsOf(sets: readonly TicketSet[], of_stock: string): string[] {
  const refs = sets.flatMap(({ stockid, session_ref }) =>
    stockid === of_stock && session_ref !== undefined ? [session_ref] : [],
  );
  return [...new Set(refs)];
}

const isPack = ({ typeid }: Product): boolean =>
  typeid === productTypeIds.pack || typeid === productTypeIds.subscription;

interface Around {
  readonly placing: Placing;
  readonly told: ForeignOrder;
  readonly products: readonly Product[];
  readonly sets: readonly TicketSet[];
  readonly catalogue: SourceCatalogue;
}

function ticketOf(product: Product, { placing, told, products, sets, catalogue }: Around): ForeignTicket {
  // products of one stock that have no ticket of their own are alike
  const ofStock = sets.find(({ stockid, tickets }) => stockid === product.stockid && tickets.length > 0);
  const ticket = product.ticket ?? ofStock?.tickets.shift();
  const { price, usage, mainproductid } = product;
  const listed = price.promo?.initalprice ?? price.value.amount;
  const { session_ref } = placing;
  const position = ticket?.positionlabel ?? '';
  return {
    ref: product.id,
    event_ref: placing.event_ref,
    price: { ref: price.id, name: price.label },
    session_ref: catalogue.knowsSession(session_ref) ? session_ref : undefined,
    order: told,
    amount: ownAmount(product, products),
    listed_amount: isPack(product) ? undefined : listed,
    barcode: ticket?.qrcode === '' ? undefined : ticket?.qrcode,
    place: position === '' ? undefined : position,
    state: 'valid',
    holder: holderOf(ticket),
    used: usedOf(usage, told),
    main_ref: mainproductid ?? undefined,
  };
}

/** Money sits on the leaves: a pack that shows the sum of what is in it costs nothing beside that. */
function ownAmount(product: Product, products: readonly Product[]): number {
  const inside = products.filter(({ mainproductid }) => mainproductid === product.id);
  const sum = inside.reduce((total, { price }) => total + price.value.amount, 0);
  return Math.max(0, product.price.value.amount - sum);
}

/** −1 is not used (utick-api.txt, "Product"); every other status is, at the date that comes with it. */
function usedOf(usage: Product['usage'], order: ForeignOrder): ForeignTicket['used'] {
  if (usage.statusid < 0) return null;
  return { at: usage.date ?? order.sold_at, inside: usage.statusid !== 2 };
}

/** `LECOMTE Marianne`: the words in capitals are the surname. */
function holderOf(ticket: Ticket | undefined): ForeignPerson {
  const first = ticket?.spectatorfirstname ?? '';
  const last = ticket?.spectatorlastname ?? '';
  const email = ticket?.spectatoremail ?? '';
  if (first !== '' || last !== '' || ticket === undefined)
    return { first_name: first, last_name: last, email };
  const words = ticket.spectatorlabel.split(' ').filter((word) => word !== '');
  const split = words.findIndex((word) => word !== word.toUpperCase());
  const at = split === -1 ? words.length : split;
  return { first_name: words.slice(at).join(' '), last_name: words.slice(0, at).join(' '), email };
}
