/**
 * uTick's values on the wire: ids are UUIDs, instants carry the organizer's offset, money is whole cents, and clients
 * send whole numbers as numbers or as text (utick-api.txt, "Request stocks": `"quantity": "2"`).
 */
import { createHmac } from 'node:crypto';
import { Type } from 'typebox';
import { codec } from '../../contract/codec.ts';
import { parseJson } from '../../contract/json.ts';
import { limits } from '../../domain/limits.ts';
import { formatOffset, parseInstant } from '../../domain/local-time.ts';
import { formatAmount } from '../../domain/money.ts';
import { localIdOf, servedIdOf } from '../../domain/served-id.ts';

/** `2020-09-23T15:36:04+02:00`: never milliseconds (wire-notes.md, "uTick"). */
export function isoTime(instant: number, zone: string): string {
  return formatOffset(instant, zone);
}

const day_ms = 86_400_000;
const last_second = Math.floor((Date.UTC(2100, 0, 1) - day_ms) / 1000);

export const IsoTime = codec(
  Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d([.]\\d{1,9})?(Z|[+-]\\d\\d:?\\d\\d)$' }),
  {
    decode: (text) => parseInstant(text),
    encode: (instant: number, { zone }) => isoTime(instant, zone),
    arbitrary: (fc) => fc.integer({ min: 0, max: last_second }).map((second) => second * 1000),
  },
);

/** A whole number, as JSON number or as text. */
function whole(minimum: number) {
  return codec(
    Type.Union([Type.Integer({ minimum: -1e12, maximum: 1e12 }), Type.String({ pattern: '^-?\\d{1,12}$' })]),
    {
      decode: (value) => {
        const number = Number(value);
        if (number < minimum) throw new Error(`must be at least ${minimum}`);
        return number;
      },
      encode: (number: number) => number,
      arbitrary: (fc) => fc.integer({ min: minimum, max: 1_000_000 }),
    },
  );
}

export const Quantity = whole(1);
export const Count = whole(0);
export const StatusCode = whole(-1000);

/** true, 1, "1", "true" and their opposites. */
export const Flag = codec(
  Type.Union([Type.Boolean(), Type.Enum([0, 1]), Type.Enum(['0', '1', 'true', 'false'])]),
  {
    decode: (value) => value === true || value === 1 || value === '1' || value === 'true',
    encode: (on: boolean) => on,
    arbitrary: (fc) => fc.boolean(),
  },
);

/** Ids are text of letters, digits and dashes: the document's own examples are not all UUIDs. */
export const Ref = Type.String({
  pattern: '^[A-Za-z0-9_-]{1,120}$',
  description: 'an id as the API gave it',
});

export const Words = Type.String({ maxLength: 10_000 });

/** of a person; what is longer stands on no ticket */
export const Name = Type.String({ maxLength: limits.person_name_chars_max });

/** `metadata` comes as an object, or as JSON text of one (wire-notes.md, "uTick"). */
export const Metadata = codec(
  Type.Union([
    Type.Record(Type.String(), Type.Unknown()),
    Type.Array(Type.Unknown(), { maxItems: 0 }),
    Type.String({ maxLength: 65_536 }),
  ]),
  {
    decode: (value): Record<string, unknown> => {
      const read: unknown = typeof value === 'string' ? (value === '' ? {} : parseJson(value)) : value;
      if (Array.isArray(read) && read.length === 0) return {};
      if (typeof read !== 'object' || read === null || Array.isArray(read))
        throw new Error('must be an object');
      return { ...read };
    },
    encode: (map: Record<string, unknown>) => map,
    arbitrary: (fc) =>
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(fc.string(), fc.integer()), {
        noNullPrototype: true,
      }),
  },
);

/** What one may write there comes back the same; PHP writes an empty map as `[]`, and so does the document. */
export function mapOrList(map: Readonly<Record<string, unknown>>): Record<string, unknown> | [] {
  return Object.keys(map).length === 0 ? [] : { ...map };
}

/** The key of `signature`: hex HMAC-SHA256 of public key and timestamp under the private key. */
export function signatureOf(input: { publickey: string; timestamp: string; privatekey: string }): string {
  return createHmac('sha256', input.privatekey).update(`${input.publickey}${input.timestamp}`).digest('hex');
}

/** The document's numbers for product types ("Product type ids"), by the price's `product_type`. */
export const productTypeIds = {
  seat: 1,
  numbered_seat: 2,
  pack: 10,
  subscription: 11,
  entries: 101,
  restaurant: 502,
  shuttle: 601,
  workshop: 1101,
  training: 1102,
} as const;

export type ProductType = keyof typeof productTypeIds;

export function productTypeOf(product_type: string): ProductType {
  return Object.hasOwn(productTypeIds, product_type) ? (product_type as ProductType) : 'seat';
}

const productTypes = Object.keys(productTypeIds) as ProductType[];

/**
 * A stock is what one product type is sold from: in a session, for any session of an event, or as a pack. Its id is the
 * UUID of that session, event or pack price with the type in two digits that local ids leave 0, so that the
 * numbered seats and the admission area of one evening are two stocks, as they are at the vendor.
 */
export interface StockRef {
  /** of the session, the event, or the price of a pack */
  readonly local_id: number;
  readonly product_type: ProductType;
}

/** where the type stands in the text: the first two of the fifteen digits that hold the local id */
const type_from = 20;
const type_until = 22;

export function stockIdOf({ local_id, product_type }: StockRef): string {
  const uuid = servedIdOf('uuid', local_id);
  const type = (productTypes.indexOf(product_type) + 1).toString(16).padStart(2, '0');
  return uuid.slice(0, type_from) + type + uuid.slice(type_until);
}

/** undefined for a text that is no stock of ours. */
export function stockRefOf(id: string): StockRef | undefined {
  const text = id.toLowerCase();
  const type = Number.parseInt(text.slice(type_from, type_until), 16);
  const product_type = productTypes[type - 1];
  const local_id = localIdOf(`${text.slice(0, type_from)}00${text.slice(type_until)}`);
  return product_type === undefined || local_id === undefined ? undefined : { local_id, product_type };
}

/** The id of a ticket set: stock and timeslot (utick-api.txt, "Tickets"). */
export function ticketSetId(stock_id: string, timeslot_id: string | null): string {
  return timeslot_id === null ? stock_id : `${stock_id}-TS-${timeslot_id}`;
}

/** `10,00 €` (utick-api.txt, "Tickets"); in English `€10.00`. */
export function priceLabel(amount: number, currency: string, language: string): string {
  if (language.startsWith('en')) {
    const text = formatAmount(amount, currency);
    return currency === 'EUR' ? `€${text}` : `${text} ${currency}`;
  }
  return `${formatAmount(amount, currency, ',')} ${currency === 'EUR' ? '€' : currency}`;
}

/** uTick's capacities are numbers: what has no limit shows as this many. */
export const no_limit = 1_000_000;
