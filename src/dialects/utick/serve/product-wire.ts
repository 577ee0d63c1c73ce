import { isMainProduct } from '../../../domain/pricing.ts';
import { servedIdOf } from '../../../domain/served-id.ts';
import { shownAmounts } from '../../../office/selling/shown-amounts.ts';
import type { SoldProduct } from '../../../office/selling/sold-products.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { Product, Ticket } from '../shapes.ts';
import {
  mapOrList,
  no_limit,
  priceLabel,
  productTypeIds,
  productTypeOf,
  stockIdOf,
  ticketSetId,
} from '../wire.ts';
import type { Asking } from './envelope.ts';
import { categoryOf, type CategoryFacts } from './categories.ts';
import { Shown } from './ids.ts';

/** One ticket of the office becomes a product with its ticket. */
export interface Wired {
  readonly product: Product;
  readonly ticket: Ticket | null;
  readonly ticket_set_id: string;
}

/** What a product shows before it has a ticket. */
export type ProductFacts = Pick<
  SoldProduct,
  | 'id'
  | 'order_id'
  | 'event_id'
  | 'session_id'
  | 'price_id'
  | 'main_ticket_id'
  | 'listed_amount'
  | 'charged_amount'
  | 'currency'
  | 'title'
  | 'price_description'
  | 'product_type'
  | 'zone_id'
  | 'zone_name'
  | 'zone_description'
  | 'price_group_id'
  | 'price_group_name'
  | 'event_name'
>;

/** The type of every ticket in the document's examples; it has no list of others. */
const ticket_type = 1;

export async function wireProducts(rx: Rx, asking: Asking, rows: readonly SoldProduct[]): Promise<Wired[]> {
  if (rows.length === 0) return [];
  const shown = await shownOf(rx, asking, rows);
  const packs = rows.filter((row) => isMainProduct(row.product_type ?? '')).map(({ id }) => id);
  const amounts = await shownAmounts(rx, packs);
  return rows.map((row) => {
    const own = amounts.get(row.id);
    const listed = own?.listed ?? row.listed_amount;
    const charged = own?.charged ?? row.charged_amount;
    return wire(row, { listed, charged }, shown, asking);
  });
}

/** Products that are held, and have neither ticket, use, code nor pack. */
export async function wireHeld(rx: Rx, asking: Asking, held: readonly ProductFacts[]): Promise<Product[]> {
  const shown = await shownOf(rx, asking, held);
  return held.map((row) => {
    const amounts = { listed: row.listed_amount, charged: row.charged_amount };
    return productOf(row, amounts, shown, { promo: {}, usage: unused, ticket: null });
  });
}

async function shownOf(rx: Rx, asking: Asking, rows: readonly ProductFacts[]): Promise<Shown> {
  const shown = new Shown(rx, asking.organizer.id);
  await shown.load('order', new Set(rows.map(({ order_id }) => order_id)));
  await shown.load(
    'ticket',
    rows.flatMap(({ id, main_ticket_id }) => [id, main_ticket_id]),
  );
  await shown.load(
    'price',
    rows.map(({ price_id }) => price_id),
  );
  await shown.load(
    'session',
    rows.map(({ session_id }) => session_id),
  );
  for (const kind of ['zone', 'price_group', 'event'] as const)
    await shown.load(
      kind,
      rows.map(categoryOf).flatMap((one) => (one.kind === kind ? [one.id] : [])),
    );
  return shown;
}

interface Amounts {
  readonly listed: number;
  readonly charged: number;
}

function wire(row: SoldProduct, amounts: Amounts, shown: Shown, asking: Asking): Wired {
  const ticket = row.state === 'valid' && row.barcode !== null ? ticketOf(row, amounts, asking) : null;
  const { session_id } = row;
  return {
    ticket_set_id: ticketSetId(stockOf(row), session_id === null ? null : shown.of('session', session_id)),
    ticket,
    product: productOf(row, amounts, shown, { promo: promoOf(row, amounts), usage: usageOf(row), ticket }),
  };
}

function stockOf(row: ProductFacts): string {
  const product_type = productTypeOf(row.product_type ?? 'seat');
  const at = isMainProduct(product_type) ? row.price_id : row.session_id;
  return stockIdOf({ local_id: at ?? row.event_id, product_type });
}

interface Standing {
  readonly promo: Pick<Product['price'], 'promo'>;
  readonly usage: Product['usage'];
  readonly ticket: Ticket | null;
}

function productOf(
  row: ProductFacts,
  { charged: amount }: Amounts,
  shown: Shown,
  { promo, usage, ticket }: Standing,
): Product {
  const facts = categoryFacts(row);
  return {
    id: shown.of('ticket', row.id),
    label: row.title,
    orderid: shown.of('order', row.order_id),
    stockid: stockOf(row),
    quantity: 1,
    typeid: productTypeIds[productTypeOf(row.product_type ?? 'seat')],
    mainproductid: shown.orNull('ticket', row.main_ticket_id),
    category: { id: shown.of(facts.kind, facts.id), label: facts.name, description: facts.description },
    price: {
      id: shown.orNull('price', row.price_id) ?? '',
      label: row.title,
      description: row.price_description ?? '',
      value: { amount, currency: row.currency },
      ...promo,
    },
    usage,
    ticket: ticket === null ? null : { ...ticket, typeid: ticket_type, price: amount },
  };
}

function categoryFacts(row: ProductFacts): CategoryFacts {
  const { kind, id } = categoryOf(row);
  if (kind === 'zone')
    return { kind, id, name: row.zone_name ?? '', description: row.zone_description ?? '' };
  if (kind === 'price_group') return { kind, id, name: row.price_group_name ?? '', description: '' };
  return { kind, id, name: row.event_name, description: '' };
}

function promoOf(row: SoldProduct, { listed, charged }: Amounts): Pick<Product['price'], 'promo'> {
  if (row.promo_label === null || charged >= listed) return {};
  return {
    promo: { description: row.promo_description ?? '', message: row.promo_label, initalprice: listed },
  };
}

const unused: Product['usage'] = { statusid: -1, by: '', date: null };

/**
 * −1 not used, as the document shows; 1 used and inside or simply used, 2 gone out again. The document has no list of these.
 */
function usageOf(row: SoldProduct): Product['usage'] {
  if (row.entries_used === 0) return unused;
  const left = row.inside ? 1 : 2;
  const statusid = row.entries_allowed === 1 ? 1 : left;
  return { statusid, by: row.used_by, date: row.last_used_at };
}

function ticketOf(row: SoldProduct, { charged }: Amounts, { organizer, language: asked }: Asking): Ticket {
  const language = row.language ?? organizer.language;
  const [first, last] = [row.holder_first_name, row.holder_last_name];
  const named = first !== '' || last !== '';
  return {
    id: servedIdOf('integer', row.id),
    spectatorlabel: named
      ? fullLabel(first, last)
      : fullLabel(row.buyer_first_name ?? '', row.buyer_last_name ?? ''),
    spectatorfirstname: first,
    spectatorlastname: last,
    spectatoremail: row.holder_email,
    positionlabel: positionOf(row),
    categorylabel: `${categoryFacts(row).name} - ${row.title}`,
    entrycount: row.entries_allowed ?? no_limit,
    pricelabel: priceLabel(charged, row.currency, asked),
    orderreference: row.order_label,
    qrcode: row.barcode ?? '',
    attractionlabel: row.event_name,
    eventstarttime: row.starts_at,
    eventendtime: row.ends_at,
    presentinglabel: row.presenting_label,
    notes: [row.session_notes ?? '', row.event_notes].filter((text) => text !== '').join('\n'),
    venuelabel: [row.venue_name, row.hall_name].filter((name) => name !== null && name !== '').join(' - '),
    venueaddressL1: row.address_1 ?? '',
    venueaddressL2: `${row.zip_code ?? ''} ${row.city ?? ''}`.trim(),
    language,
    metadata: mapOrList(JSON.parse(row.holder_metadata) as Record<string, unknown>),
  };
}

/** `LECOMTE Marianne` (utick-api.txt, "Product"). */
function fullLabel(first: string, last: string): string {
  return `${last.toUpperCase()} ${first}`.trim();
}

/** `D 16` (utick-api.txt, "Product"); empty without a numbered seat. */
function positionOf({ place_kind, row_label, seat_label }: SoldProduct): string {
  return place_kind === 'seat' ? `${row_label ?? ''} ${seat_label ?? ''}`.trim() : '';
}
