import { Fault } from '../../../domain/faults.ts';
import type {
  ForeignEvent,
  ForeignKind,
  ForeignPrice,
  ForeignRecord,
  ForeignSession,
} from '../../../domain/foreign-records.ts';
import { dayBounds } from '../../../domain/local-time.ts';
import type { RefusedRecord } from '../../../hub/port.ts';
import { unread } from '../../unread.ts';
import { amountOf, localTime } from '../wire.ts';
import type { CalledDate, CalledEvent, CalledType } from './called.ts';

export interface Reading {
  readonly zone: string;
  readonly currency: string;
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).trim()
    : '';

/** "0" is no limit, as everywhere at BilletWeb. */
function capacityOf(quota: unknown): number | null | undefined {
  const written = text(quota);
  if (!/^\d{1,9}$/.test(written)) return undefined;
  return Number(written) === 0 ? null : Number(written);
}

function flagOf(value: unknown): boolean | undefined {
  const written = text(value);
  return written === '' ? undefined : written === '1' || written === 'true';
}

/** The vendor's `start` and `end`, else the document's days: the last of them is part of it. */
export function eventOf(event: CalledEvent, { zone, currency }: Reading): ForeignEvent {
  const status = text(event.status);
  const online = flagOf(event.online);
  const place = text(event.place);
  return {
    ref: text(event.id),
    name: event.name,
    description: text(event.description) || undefined,
    starts_at: timeOf(event.start, zone) ?? dayOf(event.date_start, zone)?.from,
    ends_at: timeOf(event.end, zone) ?? lastMoment(dayOf(event.date_end, zone)),
    currency,
    venue: place === '' ? undefined : { name: place },
    published: status === '' ? online : status === 'active',
  };
}

export function priceOf(type: CalledType, event_ref: string, { currency }: Reading): ForeignPrice {
  const rate = Number(text(type.tax_rate));
  const category = text(type.category);
  return {
    ref: text(type.id),
    event_ref,
    name: type.name,
    amount: amountIn(text(type.price) || '0', currency),
    vat_bp: text(type.tax_rate) === '' || !(rate >= 0 && rate <= 100) ? undefined : Math.round(rate * 100),
    groups: type.category === undefined ? undefined : category === '' ? [] : [category],
    closed: flagOf(type.disabled),
    capacity: capacityOf(type.quota),
  };
}

export function sessionOf(date: CalledDate, event_ref: string, { zone }: Reading): ForeignSession {
  const starts_at = timeOf(date.start, zone);
  if (starts_at === undefined)
    throw new Fault('invalid_input', { field: 'start', message: 'is missing, or no date', missing: true });
  return {
    ref: text(date.id),
    event_ref,
    name: text(date.name),
    starts_at,
    ends_at: timeOf(date.end, zone),
    closed: flagOf(date.disabled),
    capacity: capacityOf(date.quota),
  };
}

/** What of a list can be read, as records, and what cannot. */
export function recordsOf<K extends ForeignKind, T extends { readonly id: unknown }>(
  kind: K,
  list: readonly T[],
  read: (item: T) => Omit<Extract<ForeignRecord, { kind: K }>, 'kind'>,
): { records: ForeignRecord[]; refused: RefusedRecord[] } {
  const records: ForeignRecord[] = [];
  const refused: RefusedRecord[] = [];
  for (const item of list) {
    try {
      records.push({ kind, ...read(item) } as unknown as ForeignRecord);
    } catch (error) {
      refused.push({ kind, ref: text(item.id) || '?', ...unreadFault(error), payload: item });
    }
  }
  return { records, refused };
}

/** Why a record cannot be read. What is no fault is a mistake of ours, and goes on. */
export function unreadFault(error: unknown): ReturnType<typeof unread> {
  if (!(error instanceof Fault)) throw error;
  return unread(error);
}

function amountIn(written: string, currency: string): number {
  const amount = amountOf(written, currency);
  if (amount < 0)
    throw new Fault('invalid_amount', { field: 'price', amount: written, message: 'is below zero' });
  return amount;
}

/** undefined for an instant that is not told, or is no date. */
function timeOf(value: unknown, zone: string): number | undefined {
  const written = text(value);
  if (written === '') return undefined;
  try {
    return localTime(written, zone) ?? undefined;
  } catch {
    return undefined;
  }
}

function dayOf(value: unknown, zone: string): { from: number; until: number } | undefined {
  const written = text(value).slice(0, 10);
  if (!/^\d{4}-\d\d-\d\d$/.test(written) || written.startsWith('0000')) return undefined;
  try {
    return dayBounds(written, zone);
  } catch {
    return undefined;
  }
}

function lastMoment(day: { readonly until: number } | undefined): number | undefined {
  return day === undefined ? undefined : day.until - 1_000;
}
