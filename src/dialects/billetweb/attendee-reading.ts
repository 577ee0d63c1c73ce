import { Type } from 'typebox';
import { compileCheck } from '../../contract/check.ts';
import { Fault } from '../../domain/faults.ts';
import type {
  ForeignAnswer,
  ForeignOrder,
  ForeignPerson,
  ForeignTicket,
} from '../../domain/foreign-records.ts';
import { repeatedAt } from '../../domain/local-time.ts';
import { amountOf, localTime } from './wire.ts';

const Text = Type.Union([Type.String({ maxLength: 10_000 }), Type.Number(), Type.Null()]);
const optional = Type.Optional(Text);
/** A map; PHP writes an empty one as a list. */
const Custom = Type.Optional(
  Type.Union([
    Type.Record(Type.String(), Type.Union([Text, Type.Boolean(), Type.Array(Text)])),
    Type.Array(Type.Never(), { maxItems: 0 }),
    Type.Null(),
  ]),
);

/** What is read of an attendee, in either shape; further fields are let pass (wire-notes.md, "BilletWeb"). */
const ReadAttendee = Type.Object({
  id: Text,
  barcode: optional,
  ref: optional,
  ticket: Type.String(),
  ticket_id: optional,
  name: optional,
  firstname: optional,
  email: optional,
  used: optional,
  used_date: optional,
  date: optional,
  price: Text,
  event_id: optional,
  event: optional,
  ext_id: optional,
  product_id: optional,
  disabled: optional,
  seating_location: optional,
  reduction_code: optional,
  last_update: optional,
  session: optional,
  order_id: optional,
  order_ext_id: optional,
  order_firstname: optional,
  order_name: optional,
  order_email: optional,
  order_date: optional,
  order_paid: optional,
  order_payment_type: optional,
  order_payment_date: optional,
  order_language: optional,
  custom: Custom,
  custom_order: Custom,
});

const fits = compileCheck(ReadAttendee);
type Fields = Readonly<Record<string, unknown>>;

export interface AttendeeContext {
  readonly zone: string;
  readonly currency: string;
  /** of attendees that do not say theirs */
  readonly event_ref?: string | undefined;
  /** sold in the second of the two hours with the same local times at the end of summer time, which the attendee does not say */
  readonly sold_later?: boolean;
}

/**
 * Reads an attendee as the API lists it, in the document's shape (`id` is the order, `name` the full name) or in the
 * vendor's (`id` is the ticket, `name` the surname beside `firstname`). A disabled ticket that was paid is taken for refunded,
 * without an amount, since BilletWeb does not tell the two apart. Throws `invalid_input`, `invalid_date` or
 * `invalid_amount` with what is wrong.
 */
export function readAttendee(value: unknown, context: AttendeeContext): ForeignTicket {
  if (!fits.fits(value)) {
    const { path, message } = fits.explain(value);
    throw refused(path === '' ? 'the attendee' : path, message);
  }
  const fields = value as Fields;
  const text: Read = (name) => textIn(fields, name);
  const names = namesOf(text);
  const event_ref = text('event_id') || text('event') || names.event || context.event_ref;
  if (event_ref === undefined || event_ref === '') throw missing('event_id');
  const amount = amountIn(text('price'), context.currency);
  const order = orderOf(text, fields, { ...context, ...names });
  const session = text('session');
  return {
    ref: names.ticket,
    event_ref,
    price: { ref: text('ticket_id') || names.price, name: text('ticket') },
    session_ref: session === '' || session === '0' ? undefined : session,
    order,
    amount,
    barcode: text('barcode') || undefined,
    place: text('seating_location') || undefined,
    state: text('disabled') === '1' ? (order.paid && amount > 0 ? 'refunded' : 'cancelled') : 'valid',
    holder: holderOf(text, names.document),
    used: usedOf(text, order.sold_at, context.zone, names.document),
    answers: answersOf(fields['custom']),
    updated_at: timeOf(text('last_update'), 'last_update', context.zone) ?? undefined,
  };
}

/** How an attendee that cannot be read is called: as its ticket would be, else by what it has of names. */
export function nameAttendee(value: unknown): string {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Fields;
  const text: Read = (name) => textIn(fields, name).slice(0, 200);
  try {
    return namesOf(text).ticket;
  } catch {
    return text('id') || text('barcode') || '?';
  }
}

type Read = (name: string) => string;

function textIn(fields: Fields, name: string): string {
  const given = fields[name];
  return typeof given === 'string' ? given.trim() : typeof given === 'number' ? String(given) : '';
}

interface Names {
  /** the document's shape */
  readonly document: boolean;
  readonly order: string;
  readonly ticket: string;
  readonly price: string | undefined;
  readonly event: string | undefined;
}

/**
 * Which of the two shapes it is, and what the ids stand for. What only one of them has decides: a ticket's own id beside `id`
 * (`product_id`, or the middle of `ext_id`), else an order beside it.
 */
function namesOf(text: Read): Names {
  const [, price, ticket, event] = /^T(\d+)-(\d+)-E(\d+)$/.exec(text('ext_id')) ?? [];
  const id = text('id');
  const own_id = text('product_id') || ticket;
  const order_id = text('order_id');
  const document =
    own_id !== undefined ? own_id !== id : order_id === '' ? text('order_ext_id') === '' : order_id === id;
  const order = document ? id : order_id || text('order_ext_id');
  const barcode = text('barcode');
  const named = document ? (own_id ?? barcode) : id;
  if (order === '') throw missing('order_id');
  if (named === '') throw missing('barcode', 'is missing, and nothing else names the ticket');
  return { document, order, ticket: named, price, event };
}

function orderOf(text: Read, fields: Fields, context: AttendeeContext & Names): ForeignOrder {
  const { zone, order: ref } = context;
  const label = [text('ref'), text('order_ext_id')].find((one) => one !== '' && one !== ref);
  const holder = holderOf(text, context.document);
  return {
    ref,
    label,
    sold_at: soldAt(text('order_date') || text('date'), context),
    paid: text('order_paid') !== '0',
    paid_at: timeOf(text('order_payment_date'), 'order_payment_date', zone) ?? undefined,
    method: text('order_payment_type').toLowerCase().slice(0, 40) || undefined,
    buyer: buyerOf(text, holder),
    language: text('order_language').slice(0, 10) || undefined,
    promo_code: text('reduction_code') || undefined,
    answers: answersOf(fields['custom_order']),
  };
}

/** The document's `name` is the full name; `firstname` beside it tells where the surname begins. */
function holderOf(text: Read, document: boolean): ForeignPerson {
  const name = text('name');
  const first = text('firstname');
  const email = text('email');
  if (!document) return { first_name: first, last_name: name, email };
  if (first !== '' && (name === first || name.startsWith(`${first} `))) {
    return { first_name: first, last_name: name.slice(first.length + 1), email };
  }
  const space = name.indexOf(' ');
  if (space === -1) return { first_name: '', last_name: name, email };
  return { first_name: name.slice(0, space), last_name: name.slice(space + 1), email };
}

function buyerOf(text: Read, holder: ForeignPerson): ForeignPerson {
  const [first_name, last_name, email] = [text('order_firstname'), text('order_name'), text('order_email')];
  return first_name === '' && last_name === '' && email === '' ? holder : { first_name, last_name, email };
}

type Word = string | number | boolean | null;
type Answer = Word | readonly Word[];

const wordsOf = (word: Word): string => String(word ?? '');

function answersOf(custom: unknown): ForeignAnswer[] | undefined {
  if (custom === undefined || custom === null) return undefined;
  return Object.entries(custom as Record<string, Answer>).map(([label, value]) => ({
    label: label.slice(0, 500),
    value: typeof value === 'object' && value !== null ? value.map(wordsOf).join(', ') : wordsOf(value),
  }));
}

/**
 * "1" scanned and "2" went out are used; "3" expired is not. Where no time is told, as in the document, it is that of the
 * sale: the earliest it can be, and the same on each pull.
 */
function usedOf(text: Read, sold_at: number, zone: string, document: boolean): ForeignTicket['used'] {
  const used = text('used');
  if (used !== '1' && used !== '2') return null;
  const told = timeOf(text('used_date'), 'used_date', zone) ?? sold_at;
  // nobody enters before the sale: then it was the second of two hours with the same local times
  const at = told < sold_at ? (repeatedAt(told, zone) ?? told) : told;
  if (used === '2') return { at, inside: false };
  return document ? { at } : { at, inside: true };
}

function soldAt(written: string, { zone, sold_later }: AttendeeContext): number {
  const sold_at = timeOf(written, 'date', zone);
  if (sold_at === null) throw missing('date');
  return sold_later === true ? (repeatedAt(sold_at, zone) ?? sold_at) : sold_at;
}

function timeOf(written: string, field: string, zone: string): number | null {
  if (written === '') return null;
  try {
    return localTime(written, zone);
  } catch {
    const date = written.slice(0, 40);
    const message = `"${date}" is no date such as 2026-05-15 10:30:00`;
    throw new Fault('invalid_date', { path: field, date, message });
  }
}

function amountIn(written: string, currency: string): number {
  let amount: number;
  try {
    amount = amountOf(written, currency);
  } catch {
    throw badAmount(written, 'is no amount such as 11.00');
  }
  if (amount < 0) throw badAmount(written, 'is below zero');
  return amount;
}

function badAmount(written: string, words: string): Fault {
  const amount = written.slice(0, 40);
  return new Fault('invalid_amount', { path: 'price', amount, message: `"${amount}" ${words}` });
}

function missing(field: string, message = 'is missing'): Fault {
  return new Fault('invalid_input', { path: field, message, missing: true });
}

function refused(field: string, message: string): Fault {
  return new Fault('invalid_input', { path: field, message });
}
