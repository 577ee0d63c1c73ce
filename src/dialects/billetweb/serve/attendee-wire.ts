import { isPaid, statusOfCode } from '../../../domain/order-life.ts';
import { flatText } from '../../../domain/local-texts.ts';
import { servedIdOf } from '../../../domain/served-id.ts';
import { orderLink } from '../../../office/documents/order-link.ts';
import type { Attendee, Custom } from '../shapes.ts';
import { amountTextsOf, extIdOf, flagText, localTimesOf, no_date_time, refOf } from '../wire.ts';
import type { AttendeeRow } from './attendee-columns.ts';
import type { Caller } from './caller.ts';
import { customOf, wordsOf } from './custom-answers.ts';
import type { EventFacts } from './event-facts.ts';
import type { EventLookups } from './event-lookups.ts';

/** Ids and answers that belong to the rows of one page; undefined where there are none. */
export interface PageExtras {
  readonly ticketIds: ReadonlyMap<number, string> | undefined;
  readonly orderIds: ReadonlyMap<number, string> | undefined;
  /** label → value by ticket, and by order for the answers of a whole order */
  readonly ofTickets: ReadonlyMap<number, Record<string, string>> | undefined;
  readonly ofOrders: ReadonlyMap<number, Record<string, string>> | undefined;
}

export interface WritingOf {
  readonly event: EventFacts;
  readonly lookups: EventLookups;
  readonly shape: Caller['shape'];
  readonly public_base_url: string;
  /** `/api/attendees` names the event in every row */
  readonly names_event: boolean;
}

const nothing: Record<string, string> = {};
const no_price = { name: '', category: '', served_id: '0' };

/** Makes the writer of an event's rows: everything that rows share is worked out once. */
export function attendeeWriter(of: WritingOf): (row: AttendeeRow, extras: PageExtras) => Attendee {
  const { event, lookups, public_base_url, names_event } = of;
  const vendor = of.shape === 'vendor';
  const time = localTimesOf(event.zone);
  const amount = amountTextsOf(event.currency);
  const over = lookups.over_session_ids;
  const named = {
    event: event.served_id,
    event_name: event.name,
    event_start: time(startOf(event, lookups)),
  };
  return (row, extras) => {
    const price = (row.price_id === null ? undefined : lookups.prices.get(row.price_id)) ?? no_price;
    const session = row.session_id === null ? undefined : lookups.sessions.get(row.session_id);
    const product_id = extras.ticketIds?.get(row.id) ?? servedIdOf('integer', row.id);
    const order_id = extras.orderIds?.get(row.order_id) ?? servedIdOf('integer', row.order_id);
    const ref = row.order_ref?.startsWith('BW-') === true ? row.order_ref : refOf(row.order_id);
    const own = row.holder_first_name !== '' || row.holder_last_name !== '';
    const firstname = own ? row.holder_first_name : (row.first_name ?? '');
    const surname = own ? row.holder_last_name : (row.last_name ?? '');
    const email = row.email ?? '';
    const link = { id: row.order_id, secret: row.secret };
    const management = flatText(public_base_url, orderLink('', link));
    const created = time(row.ordered_at);
    const written: Attendee = {
      id: vendor ? product_id : order_id,
      barcode: row.code ?? '',
      ref,
      ticket: price.name,
      ticket_id: vendor ? price.served_id : Number(price.served_id),
      name: vendor ? surname : fullName(firstname, surname),
      email: row.holder_email === '' ? email : row.holder_email,
      used: usedOf(row, vendor, over),
      date: time(row.created_at),
      price: amount(row.charged_amount),
      event_id: event.served_id,
      product_id,
      ext_id: extIdOfRow(row, price.served_id, product_id, event.served_id),
      used_date: row.first_used_at === null ? no_date_time : time(row.first_used_at),
      firstname,
      category: price.category,
      seating_location: row.place_code ?? '',
      last_update: time(row.updated_at),
      reduction_code: row.promo_label ?? '',
      disabled: row.state === 'valid' ? '0' : '1',
      product_management: management,
      product_download: flatText(management, '/tickets/', row.id, '.pdf'),
      order_id,
      order_ext_id: ref,
      order_firstname: row.first_name ?? '',
      order_name: row.last_name ?? '',
      order_email: email,
      order_date: created,
      order_paid: flagText(isPaid(statusOfCode(row.status))),
      order_payment_type: row.payment_method ?? '',
      order_payment_date: time(row.paid_at),
      order_origin: row.channel,
      order_price: amount(row.total),
      session: session?.served_id ?? '0',
      session_start: time(session?.starts_at ?? null),
      order_accreditation: '',
      order_management: management,
      order_language: row.language ?? event.language,
      custom: answersOf(row.holder_metadata, extras.ofTickets?.get(row.id)),
      custom_order: answersOf(row.order_metadata, extras.ofOrders?.get(row.order_id)),
    };
    return names_event ? Object.assign(written, named) : written;
  };
}

/** As in the list of events: of the first date, where it has some. */
function startOf(event: EventFacts, { sessions }: EventLookups): number | null {
  const starts = [...sessions.values()].map(({ starts_at }) => starts_at);
  return starts.length === 0 ? event.starts_at : Math.min(...starts);
}

function fullName(first: string, last: string): string {
  if (first === '') return last;
  return last === '' ? first : flatText(first, ' ', last);
}

/** The document knows "0" and "1" alone; the vendor also "2" went out and "3" expired. */
function usedOf(row: AttendeeRow, vendor: boolean, over: ReadonlySet<number>): string {
  if (row.first_used_at !== null) return vendor && row.inside === 0 ? '2' : '1';
  return vendor && row.session_id !== null && over.has(row.session_id) ? '3' : '0';
}

/** That of the vendor for what came from there, ours for what was sold here. */
function extIdOfRow(row: AttendeeRow, price: string, ticket: string, event: string): string {
  const { foreign_ref } = row;
  if (foreign_ref !== null && /^T\d+-\d+-E\d+$/.test(foreign_ref)) return foreign_ref;
  return extIdOf({ price, ticket, event });
}

/** What `add_order` was given as `custom`, and what was answered to the office's own questions. */
function answersOf(metadata: string, answered: Record<string, string> | undefined): Record<string, string> {
  if (metadata === '{}') return answered ?? nothing;
  const { custom } = JSON.parse(metadata) as { custom?: Custom | null };
  if (typeof custom !== 'object' || custom === null) return answered ?? nothing;
  const given = Object.entries(customOf(custom)).map(([label, value]) => [label, wordsOf(value)] as const);
  return { ...Object.fromEntries(given), ...answered };
}
