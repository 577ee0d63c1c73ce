import type { ForeignEvent, ForeignPrice, ForeignSession } from '../../../domain/foreign-records.ts';
import { Fault } from '../../../domain/faults.ts';
import { parseInstant } from '../../../domain/local-time.ts';
import { amountFromNumber, parseAmount } from '../../../domain/money.ts';
import type { CalledCategory, CalledDate, CalledEvent, CalledTicket } from './called.ts';

export interface Reading {
  readonly zone: string;
  readonly currency: string;
}

/** Text of whatever came: ids are numbers here and text there. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).trim()
    : '';

/** Undefined for what never happened: "", null, zeros. Throws `invalid_date`. */
export function timeOf(value: unknown, zone: string): number | undefined {
  const text = textOf(value);
  return text === '' || text.startsWith('0000-00-00') ? undefined : parseInstant(text, zone);
}

/** 5 and 6 are our own words for a draft and for what was cancelled; the vendor lists those without a word of it. */
const off_sale = new Set(['5', '6']);

export function eventOf(event: CalledEvent, { zone, currency }: Reading): ForeignEvent {
  return {
    ref: textOf(event.id),
    name: event.name,
    starts_at: timeOf(event.date?.start, zone),
    ends_at: timeOf(event.date?.end, zone),
    currency,
    published: !off_sale.has(textOf(event.sales_status?.id_status)),
  };
}

export function sessionOf(date: CalledDate, { zone }: Reading): ForeignSession {
  const starts_at = timeOf(date.date, zone);
  if (starts_at === undefined)
    throw new Fault('invalid_input', { field: 'date', message: 'is missing, or no date', missing: true });
  return { ref: textOf(date.id), event_ref: textOf(date.id_event), name: '', starts_at };
}

export interface FoundTicket {
  readonly ticket: CalledTicket;
  /** names of the categories above it, outermost first */
  readonly groups: readonly string[];
}

/** All tickets of an event, those in categories of any depth too. */
export function ticketsBelow(
  of: Pick<CalledCategory, 'tickets' | 'categories'>,
  groups: readonly string[] = [],
): FoundTicket[] {
  const own = (of.tickets ?? []).map((ticket) => ({ ticket, groups }));
  return [...own, ...(of.categories ?? []).flatMap((below) => ticketsBelow(below, [...groups, below.name]))];
}

export function amountOf(price: CalledTicket['price'], currency: string): number {
  if (typeof price === 'number') return amountFromNumber(price, currency);
  const text = textOf(price);
  return text === '' ? 0 : parseAmount(text, currency);
}

/** `session_refs`: the dates that sell it; undefined where the event has no list of dates. Quota 0 is without limit. */
export function priceOf(
  { ticket, groups }: FoundTicket,
  event_ref: string,
  reading: Reading & { readonly session_refs: readonly string[] | undefined },
): ForeignPrice {
  const quota = Number(textOf(ticket.quota));
  const told = textOf(ticket.quota) !== '' && Number.isSafeInteger(quota) && quota >= 0;
  return {
    ref: textOf(ticket.id),
    event_ref,
    name: ticket.name,
    amount: amountOf(ticket.price, reading.currency),
    groups: groups.length === 0 ? undefined : groups,
    session_refs: reading.session_refs,
    capacity: told ? (quota === 0 ? null : quota) : undefined,
  };
}
