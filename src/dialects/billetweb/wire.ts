/**
 * BilletWeb's values on the wire: almost everything is text. Instants are local times of the organizer's zone
 * (Europe/Paris), amounts have two decimals, flags are "0" and "1", what never happened is a date of zeros.
 */
import { Type } from 'typebox';
import { codec } from '../../contract/codec.ts';
import { Fault } from '../../domain/faults.ts';
import { flatText, localTextsOf, type LocalTexts } from '../../domain/local-texts.ts';
import { parseLocal } from '../../domain/local-time.ts';
import { amountFromNumber, exponentOf, formatAmount, parseAmount } from '../../domain/money.ts';

/** How BilletWeb writes an instant that there is none of (wire-notes.md, "BilletWeb": `used_date`). */
export const no_date_time = '0000-00-00 00:00:00';
export const no_date = '0000-00-00';

/** Writes instants as "2026-05-15 10:30:00" of one zone; null as zeros. */
export function localTimesOf(zone: string): LocalTexts {
  return localTextsOf(zone, no_date_time);
}

/** The instant of a local time; null for the zeros that stand for none. Throws `invalid_date`. */
export function localTime(text: string, zone: string): number | null {
  return text.startsWith(no_date) ? null : parseLocal(text, zone);
}

const amounts_kept = 5_000;

/** Writes minor units as "11.00"; an event has few different prices, so they are remembered. */
export function amountTextsOf(currency: string): (amount: number) => string {
  const texts = new Map<number, string>();
  exponentOf(currency);
  return (amount) => {
    let text = texts.get(amount);
    if (text === undefined) {
      text = formatAmount(amount, currency);
      if (texts.size >= amounts_kept) texts.clear();
      texts.set(amount, text);
    }
    return text;
  };
}

/** "2.5", "2,50" or 2.5 → minor units. Throws `invalid_amount`. */
export function amountOf(value: number | string, currency: string): number {
  return typeof value === 'number' ? amountFromNumber(value, currency) : parseAmount(value, currency);
}

export const flagText = (on: boolean): '0' | '1' => (on ? '1' : '0');

/** An id, which clients send as text and as number alike; inside it is text. */
export const Id = codec(
  Type.Union([
    Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    Type.String({ pattern: '^\\d{1,16}$' }),
  ]),
  {
    decode: String,
    encode: (id: string) => id,
    arbitrary: (fc) => fc.nat().map(String),
  },
);

/** "0", "1", 0, 1 or a boolean. */
export const Flag = codec(Type.Union([Type.Boolean(), Type.Enum(['0', '1']), Type.Enum([0, 1])]), {
  decode: (value) => value === true || Number(value) === 1,
  encode: (on: boolean) => on,
});

/** `used`: 0 not yet, 1 scanned, 2 went out, 3 expired (wire-notes.md, "BilletWeb"). */
export type Used = 0 | 1 | 2 | 3;

export const UsedValue = codec(Type.Union([Type.Enum(['0', '1', '2', '3']), Type.Enum([0, 1, 2, 3])]), {
  decode: (value) => Number(value) as Used,
  encode: (used: Used) => String(used) as '0',
});

/** An amount as number or text, of either sign of the decimal point. */
export const Amount = Type.Union([Type.Number(), Type.String({ pattern: '^-?\\d{1,12}([.,]\\d{1,4})?$' })]);

/** Text that a client may leave null or out. */
export const Words = Type.Union([Type.String({ maxLength: 10_000 }), Type.Null()]);

/** How an order was paid, in one word, and its language: nobody may find them cut. */
export const PaymentWord = Type.Union([Type.String({ maxLength: 60 }), Type.Null()]);
export const LanguageTag = Type.Union([Type.String({ maxLength: 35 }), Type.Null()]);

/** "2026-05-15 10:30:00", with T, without seconds, or the date alone. */
export const local_time_pattern = '^\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d)?)?$';
export const LocalText = Type.String({ pattern: local_time_pattern });

/** How many of these a client may send at once. */
export const batch_max = 500;

/** POST bodies are `{"data": […]}` or the bare list (wire-notes.md, "BilletWeb"). */
export function listOf<T>(body: readonly T[] | { readonly data: readonly T[] }): readonly T[] {
  const list = 'data' in body ? body.data : body;
  if (list.length === 0 || list.length > batch_max)
    throw new Fault('invalid_input', { in: 'body', path: 'data', message: `takes 1 to ${batch_max}` });
  return list;
}

/** `ref` of an order sold here: its number in base 36, at least six characters, so that equal refs are equal orders. */
export function refOf(order_id: number): string {
  return `BW-${order_id.toString(36).toUpperCase().padStart(6, '0')}`;
}

/** `ext_id` of a ticket: type, ticket, event, as in "T985-1829-E1397785". */
export function extIdOf(ids: { price: string; ticket: string; event: string }): string {
  return flatText('T', ids.price, '-', ids.ticket, '-E', ids.event);
}

/** The served id of the ticket in an `ext_id`; undefined for a text that is none. */
export function ticketOfExtId(ext_id: string): string | undefined {
  return /^T\d{1,16}-(\d{1,16})-E\d{1,16}$/.exec(ext_id)?.[1];
}
