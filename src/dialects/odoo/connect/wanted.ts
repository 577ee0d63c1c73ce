import type { LineFacts, OrderFacts, PartAside, TicketFacts } from '../../../hub/port.ts';
import { normaliseEmail } from '../../../domain/person.ts';
import { unitPrice } from '../wire.ts';
import type { OdooCatalogue, OdooProduct } from './catalogue.ts';
import { because, type Unnamed } from './reasons.ts';
import type { Mapping, OdooSettings } from './settings.ts';

/** An order as Odoo is to have it; what it cannot take as it stands is set aside with a reason. */
export interface WantedOrder {
  readonly facts: OrderFacts;
  /** what is written as the customer's reference */
  readonly ref: string;
  /** the references by which an order that is there already is known, the written one first */
  readonly refs: readonly string[];
  readonly partner: WantedPartner;
  readonly tickets: readonly WantedTicket[];
  /** tickets that cannot be named in Odoo: only what it holds of them already can be brought to what they are */
  readonly unnamed: readonly UnnamedTicket[];
  /** what is sold beside tickets */
  readonly extras: readonly WantedExtra[];
  readonly aside: readonly PartAside[];
}

export interface WantedPartner {
  /** normalised; undefined: the contact for all who gave none */
  readonly email: string | undefined;
  readonly name: string;
  readonly phone: string;
  readonly street: string;
  readonly zip: string;
  readonly city: string;
  /** two capitals, or empty */
  readonly country: string;
}

export interface WantedTicket {
  readonly ticket_id: number;
  readonly barcode: string;
  readonly name: string;
  readonly email: string;
  readonly product: OdooProduct;
  readonly event_id: number;
  readonly event_ticket_id: number | undefined;
  readonly price: number;
  /** whether it is good: neither given back nor cancelled */
  readonly live: boolean;
  readonly used: boolean;
}

export type UnnamedTicket = Omit<WantedTicket, 'product' | 'event_id' | 'event_ticket_id'>;

export interface WantedExtra {
  readonly line_id: number;
  /** what makes it another than the order's others */
  readonly key: string;
  readonly title: string;
  readonly product: OdooProduct;
  readonly price: number;
  readonly quantity: number;
}

export interface WantingParts {
  readonly settings: OdooSettings;
  readonly mapping: Mapping;
  readonly catalogue: OdooCatalogue;
}

export function wantedOrder(facts: OrderFacts, parts: WantingParts): WantedOrder {
  const aside: PartAside[] = [];
  const ref = facts.foreign_ref ?? facts.label;
  const refs = [...new Set([ref, facts.origin_ref].filter((one) => one !== undefined && one !== ''))];
  const tickets: WantedTicket[] = [];
  const unnamed: UnnamedTicket[] = [];
  for (const ticket of facts.tickets) {
    const { barcode } = ticket;
    const own = barcode === undefined ? undefined : unnamedTicket({ ...ticket, barcode }, facts, parts);
    const named = namesOf(ticket, facts, parts);
    if (own !== undefined && !('reason' in named)) tickets.push({ ...own, ...named });
    else {
      if (own !== undefined) unnamed.push(own);
      const reason = 'reason' in named ? named : because({ code: 'no_barcode', params: {} });
      // what is over and cannot be named there needs nobody
      if (isLive(ticket)) aside.push({ kind: 'ticket', local_id: ticket.ticket.id, ...reason });
    }
  }
  const extras = wantedExtras(facts, parts, aside);
  return {
    facts,
    ref,
    refs: refs as string[],
    partner: wantedPartner(facts, parts.settings),
    tickets,
    unnamed,
    extras,
    aside,
  };
}

const isLive = ({ state }: TicketFacts): boolean => state === 'valid';

const lineOf = ({ line_id }: TicketFacts, { lines }: OrderFacts) =>
  lines.find(({ line }) => line.id === line_id);

function namesOf(
  ticket: TicketFacts,
  facts: OrderFacts,
  { mapping, catalogue }: WantingParts,
): Pick<WantedTicket, 'product' | 'event_id' | 'event_ticket_id'> | Unnamed {
  const { barcode, price_name, event_name, event_origin_ref } = ticket;
  if (barcode === undefined) return because({ code: 'no_barcode', params: {} });
  const event_id = mapping.eventOf({ origin_ref: event_origin_ref, name: event_name });
  const lacksEvent = { setting: 'events', named: event_origin_ref ?? event_name };
  const event = event_origin_ref === undefined ? event_name : `${event_name} (${event_origin_ref})`;
  if (event_id === undefined) return because({ code: 'event_not_mapped', params: { event } }, lacksEvent);
  if (!catalogue.hasEvent(event_id))
    return because({ code: 'event_not_there', params: { event, id: event_id } }, lacksEvent);
  const product = productOf(price_name, lineOf(ticket, facts), { mapping, catalogue });
  if ('reason' in product) return product;
  return { product, event_id, event_ticket_id: catalogue.eventTicketOf(event_id, product.id) };
}

function unnamedTicket(
  ticket: TicketFacts & { readonly barcode: string },
  facts: OrderFacts,
  { settings }: WantingParts,
): UnnamedTicket {
  const { barcode, holder } = ticket;
  const { currency, customer } = facts;
  const name = [holder.first_name, holder.last_name].filter((part) => part !== '').join(' ');
  const buyer = customer === undefined ? '' : nameOf(customer);
  return {
    ticket_id: ticket.ticket.id,
    barcode,
    name: name === '' ? buyer : name,
    email: holder.email === '' ? (customer?.email ?? '') : holder.email,
    price: unitPrice(ticket.charged_amount, {
      currency,
      vat_bp: lineOf(ticket, facts)?.vat_bp ?? 0,
      tax_included: settings.tax_included,
    }),
    live: isLive(ticket) && !facts.cancelled,
    used: ticket.used_at !== null,
  };
}

/** By the name that the settings map, or by the code of the price where Odoo has a product with it. */
function productOf(
  name: string,
  line: LineFacts | undefined,
  { mapping, catalogue }: Pick<WantingParts, 'mapping' | 'catalogue'>,
): OdooProduct | Unnamed {
  const lacks = { setting: 'products', named: name };
  const barcode = mapping.productOf(name);
  if (barcode !== undefined) {
    const product = catalogue.productOf(barcode);
    if (product !== undefined) return product;
    return because({ code: 'product_not_there', params: { name, barcode } }, lacks);
  }
  const code = line?.price_code;
  const byCode = code === undefined ? undefined : catalogue.productOf(code);
  return byCode ?? because({ code: 'product_not_mapped', params: { name } }, lacks);
}

function wantedExtras(facts: OrderFacts, parts: WantingParts, aside: PartAside[]): WantedExtra[] {
  if (parts.settings.other_lines === 'leave_out') return [];
  const withTickets = new Set(facts.tickets.map(({ line_id }) => line_id));
  const seen = new Map<string, number>();
  return facts.lines.flatMap((line) => {
    if (withTickets.has(line.line.id) || line.kind === 'ticket') return [];
    const quantity = line.cancelled || facts.cancelled ? 0 : line.quantity;
    const product = productBesideTickets(line, parts);
    if ('reason' in product) {
      // what cost nothing, such as the line of a pack above its parts, is missed by nobody
      if (quantity > 0 && line.charged_amount !== 0)
        aside.push({ kind: 'order_line', local_id: line.line.id, ...product });
      return [];
    }
    const count = (seen.get(product.barcode) ?? 0) + 1;
    seen.set(product.barcode, count);
    const { currency } = facts;
    const price = unitPrice(line.charged_amount, {
      currency,
      vat_bp: line.vat_bp,
      tax_included: parts.settings.tax_included,
    });
    const key = `${product.barcode} ${count}`;
    return [{ line_id: line.line.id, key, title: line.title, product, price, quantity }];
  });
}

/** Odoo confirms no line of an event's product without its event. */
function productBesideTickets(line: LineFacts, parts: WantingParts): OdooProduct | Unnamed {
  const product = productOf(line.title, line, parts);
  if ('reason' in product || !product.is_event) return product;
  const { barcode } = product;
  const lacks = { setting: 'products', named: line.title };
  return because({ code: 'product_needs_ticket', params: { name: line.title, barcode } }, lacks);
}

const nameOf = ({ first_name, last_name }: { first_name: string; last_name: string }): string =>
  [first_name, last_name].filter((part) => part !== '').join(' ');

function wantedPartner({ customer }: OrderFacts, settings: OdooSettings): WantedPartner {
  const nobody = {
    name: settings.buyer_without_email,
    phone: '',
    street: '',
    zip: '',
    city: '',
    country: '',
  };
  const email = customer === undefined ? undefined : plainEmail(customer.email);
  if (customer === undefined || email === undefined) return { email: undefined, ...nobody };
  const { company, phone, address, zip_code, city, country } = customer;
  const name = [nameOf(customer), company, email].find((one) => one !== '') ?? email;
  return {
    email,
    name,
    phone,
    street: address.replaceAll('\n', ', '),
    zip: zip_code,
    city,
    country: /^[A-Z]{2}$/.test(country) ? country : '',
  };
}

/** As Odoo normalises addresses; undefined for what is none. */
function plainEmail(email: string): string | undefined {
  try {
    return normaliseEmail(email);
  } catch {
    return undefined;
  }
}
