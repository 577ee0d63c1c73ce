/**
 * Qtickets' values on the wire: amounts are JSON numbers of the currency's main unit, instants ISO texts with the
 * organizer's offset and without fractions, flags booleans or 0 and 1, maps without entries `[]` (wire-notes.md, "Qtickets").
 */
import { Type } from 'typebox';
import { Fault, isFault } from '../../domain/faults.ts';
import { formatOffset, parseInstant } from '../../domain/local-time.ts';
import { amountFromNumber, amountToNumber, exponentOf } from '../../domain/money.ts';

/** Writes instants of one zone; those of one order are mostly of the same second, and no more of them is shown. */
export function timesOf(zone: string): (instant: number | null) => string | null {
  let last = Number.NaN;
  let text = '';
  return (instant) => {
    if (instant === null) return null;
    const second = Math.floor(instant / 1000);
    if (second !== last) {
      text = formatOffset(instant, zone);
      last = second;
    }
    return text;
  };
}

/**
 * "2019-07-30T12:50:36+03:00", or the same without an offset in the organizer's zone. Throws `invalid_date` with the field that
 * it came in.
 */
export function instantOf(text: string, zone: string, field?: string): number {
  return inField(field, () => parseInstant(text.trim(), zone));
}

/** What is wrong is told by the name under which the client sent it. */
function inField<T>(field: string | undefined, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (field === undefined || !isFault(error)) throw error;
    throw new Fault(error.code, { ...error.details, field });
  }
}

/** Minor units → 150 or 150.5. */
export const money = amountToNumber;

/** 150, 150.5 or "150.50" → minor units. Throws `invalid_amount`, also for one below 0. */
export function amountOf(value: number | string, currency: string, field?: string): number {
  const number = typeof value === 'number' ? value : Number(value.replace(',', '.'));
  return inField(field, () => {
    const amount = amountFromNumber(number, currency);
    if (amount < 0) throw new Fault('invalid_amount');
    return amount;
  });
}

/** For comparing: a filter may name an amount between two that exist. */
export function comparedAmount(value: unknown, currency: string): number {
  const number = typeof value === 'string' && /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw new Error('is not a number');
  const scaled = Math.round(number * 10 ** (exponentOf(currency) + 6)) / 10 ** 6;
  return Object.is(scaled, -0) ? 0 : scaled;
}

/** PHP writes a map without entries as a list. */
export function mapOf(map: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> | [] {
  return map === undefined || Object.keys(map).length === 0 ? [] : { ...map };
}

/** `""` inside stands for what was never said. */
export const orNull = (text: string): string | null => (text === '' ? null : text);

export const Id = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** An id in a body, which clients send as text too. */
export const SentId = Type.Union([Id, Type.String({ pattern: '^\\d{1,16}$' })]);

/** A flag in a body: "1", 1 or true. */
export const SentFlag = Type.Union([Type.Boolean(), Type.Enum([0, 1]), Type.Enum(['0', '1', ''])]);

export const isOn = (flag: boolean | number | string): boolean => flag === true || Number(flag) === 1;

export const SentAmount = Type.Union([
  Type.Number({ minimum: 0, maximum: 1e12 }),
  Type.String({ pattern: '^\\d{1,12}([.,]\\d{1,4})?$' }),
]);

export const SentInstant = Type.String({ minLength: 10, maxLength: 40 });

/** Text that a client may leave null. */
export const Words = Type.Union([Type.String({ maxLength: 10_000 }), Type.Null()]);

export const orNullType = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()]);
