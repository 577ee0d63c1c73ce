import { Type } from 'typebox';
import { compileCheck } from '../../contract/check.ts';
import { Fault } from '../../domain/faults.ts';
import type { ForeignRecord } from '../../office/imports/records.ts';
import { amountOf, localTime } from './wire.ts';

const Text = Type.Union([Type.String({ maxLength: 10_000 }), Type.Number(), Type.Null()]);
const optional = Type.Optional(Text);

/** What is read of an attendee, in either shape; further fields are let pass (wire-notes.md, "BilletWeb"). */
const AttendeeInFile = Type.Object({
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
  event_name: optional,
  ext_id: optional,
  product_id: optional,
  disabled: optional,
  order_id: optional,
  order_ext_id: optional,
  order_firstname: optional,
  order_name: optional,
  order_email: optional,
  order_date: optional,
  order_paid: optional,
});

const fits = compileCheck(AttendeeInFile);
type Fields = Readonly<Record<string, unknown>>;

export interface AttendeeContext {
  readonly zone: string;
  readonly currency: string;
  /** of attendees that do not say theirs */
  readonly event_id?: string | undefined;
  readonly event_name?: string | undefined;
}

/**
 * Reads an attendee as the API lists it, in the document's shape (`id` is the order, `name` the full name) or in the
 * vendor's (`id` is the ticket, `name` the surname beside `firstname`). Throws `invalid_input` with what is wrong.
 */
export function readAttendee(value: unknown, row: number, context: AttendeeContext): ForeignRecord {
  if (!fits.fits(value)) {
    const { path, message } = fits.explain(value);
    throw refused(path === '' ? 'the attendee' : path, message);
  }
  const fields = value as Fields;
  const text = (name: string): string => {
    const given = fields[name];
    return typeof given === 'string' || typeof given === 'number' ? String(given).trim() : '';
  };
  const own_ext_id = /^T(\d+)-(\d+)-E(\d+)$/.exec(text('ext_id'));
  // in the document `id` is the order, so a list that also has `order_id` says the same twice
  const order_id = text('order_id');
  const document = order_id === '' ? text('order_ext_id') === '' : order_id === text('id');
  const order_ref = document ? text('id') : order_id || text('order_ext_id');
  const barcode = text('barcode');
  const ticket_ref = document ? text('product_id') || barcode : text('id');
  if (order_ref === '') throw refused('order_id', 'is missing');
  if (ticket_ref === '') throw refused('barcode', 'is missing, and nothing else names the ticket');
  const event_ref = text('event_id') || text('event') || own_ext_id?.[3] || context.event_id;
  if (event_ref === undefined) throw refused('event_id', 'is missing: name the event with --event');
  const holder = personOf(text, document);
  const date = text('order_date') || text('date');
  return {
    row,
    order_ref,
    ticket_ref,
    event: {
      ref: event_ref,
      name: text('event_name') || context.event_name || `BilletWeb ${event_ref}`,
    },
    price: { ref: text('ticket_id') || own_ext_id?.[1], name: text('ticket') },
    sold_at: soldAt(date, context.zone),
    amount: amountIn(text('price'), context.currency),
    paid: text('order_paid') !== '0',
    barcode: barcode === '' ? undefined : barcode,
    holder,
    buyer: buyerOf(text, holder),
    used_at: usedAt(text, date, context.zone),
    ended: text('disabled') === '1',
  };
}

type Read = (name: string) => string;

/** The document's `name` is the full name; `firstname` beside it tells where the surname begins. */
function personOf(text: Read, document: boolean) {
  const name = text('name');
  const first = text('firstname');
  const email = text('email');
  if (!document) return { first_name: first, last_name: name, email };
  if (first !== '' && name.startsWith(`${first} `)) {
    return { first_name: first, last_name: name.slice(first.length + 1), email };
  }
  const space = name.indexOf(' ');
  if (space === -1) return { first_name: '', last_name: name, email };
  return { first_name: name.slice(0, space), last_name: name.slice(space + 1), email };
}

function buyerOf(text: Read, holder: ForeignRecord['holder']): ForeignRecord['buyer'] {
  const [first_name, last_name, email] = [text('order_firstname'), text('order_name'), text('order_email')];
  return first_name === '' && last_name === '' && email === '' ? holder : { first_name, last_name, email };
}

/** "1" scanned and "2" went out are used; "3" expired is not. */
function usedAt(text: Read, sold: string, zone: string): number | null {
  const used = text('used');
  if (used !== '1' && used !== '2') return null;
  return timeOf(text('used_date'), 'used_date', zone) ?? timeOf(sold, 'date', zone);
}

function soldAt(written: string, zone: string): number {
  const sold_at = timeOf(written, 'date', zone);
  if (sold_at === null) throw refused('date', 'is missing');
  return sold_at;
}

function timeOf(written: string, field: string, zone: string): number | null {
  if (written === '') return null;
  try {
    return localTime(written, zone);
  } catch {
    throw refused(field, `"${written.slice(0, 40)}" is no date such as 2026-05-15 10:30:00`);
  }
}

function amountIn(written: string, currency: string): number {
  try {
    return amountOf(written, currency);
  } catch {
    throw refused('price', `"${written.slice(0, 40)}" is no amount such as 11.00`);
  }
}

function refused(field: string, message: string): Fault {
  return new Fault('invalid_input', { in: 'file', path: field, message });
}
