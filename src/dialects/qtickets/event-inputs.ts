/** The bodies of `POST events` and `PUT events/{id}` (qtickets-api.txt, "Создание мероприятия"). */
import { Type, type Static } from 'typebox';
import { limits } from '../../domain/limits.ts';
import { SentAmount, SentFlag, SentId, SentInstant, Words, orNullType } from './wire.ts';

const Title = Type.String({ minLength: 1, maxLength: limits.title_chars_max });
const InstantOrNull = Type.Optional(orNullType(SentInstant));
const code = { maxLength: 100 } as const;
/** "", null: no number of its own */
const Quantity = Type.Optional(
  Type.Union([
    Type.Integer({ minimum: 0, maximum: 1e9 }),
    Type.String({ pattern: '^\\d{0,9}$' }),
    Type.Null(),
  ]),
);
const zones_max = 1_000;
const seats_max = 50_000;

const mapOf = <T extends Parameters<typeof Type.Array>[0]>(value: T, maxProperties: number) =>
  Type.Union([Type.Record(Type.String(code), value, { maxProperties }), Type.Tuple([])]);

const PriceId = Type.Optional(Type.Union([SentId, Type.String({ pattern: '^(#\\d{1,3})?$' }), Type.Null()]));

const kept_for_max = 100;
const listOf = <T extends Parameters<typeof Type.Array>[0]>(type: T) =>
  Type.Optional(orNullType(Type.Array(type, { maxItems: kept_for_max })));

const Spread = Type.Object({
  partner_id: Type.Optional(orNullType(SentId)),
  users: listOf(SentId),
  client_groups: listOf(Type.String({ minLength: 1, ...code })),
  client_emails: listOf(Type.String({ minLength: 3, maxLength: limits.email_chars_max })),
  agents: Type.Optional(SentFlag),
});
export type Spread = Static<typeof Spread>;

const ZoneInput = Type.Object({
  disabled: Type.Optional(SentFlag),
  shared: Type.Optional(orNullType(Type.String(code))),
  /** an id, `#0` for the first of `prices`, or nothing: not on sale */
  price_id: PriceId,
});

const SeatInput = Type.Object({
  hot: Type.Optional(SentFlag),
  disabled: Type.Optional(SentFlag),
  max_quantity: Quantity,
  shared_max_quantity: Quantity,
  /** a price of its own; empty: its zone's */
  price_id: PriceId,
  /** whom the seat is kept for; all of it empty: for anybody */
  spread: Type.Optional(orNullType(Spread)),
});
export type SeatInput = Static<typeof SeatInput>;

const PriceInput = Type.Object({
  id: Type.Optional(orNullType(SentId)),
  default_price: SentAmount,
  color_theme: Type.Optional(orNullType(Type.Integer({ minimum: 1, maximum: 1_000 }))),
});

const SchemeProperties = Type.Object({
  admin: Type.Optional(
    Type.Object({
      zones: Type.Optional(mapOf(Type.Object({ opened: Type.Optional(SentFlag) }), zones_max)),
    }),
  ),
  zones: Type.Optional(mapOf(ZoneInput, zones_max)),
  seats: Type.Optional(mapOf(SeatInput, seats_max)),
});

export const ShowInput = Type.Object({
  id: Type.Optional(orNullType(SentId)),
  is_active: Type.Optional(SentFlag),
  sale_start_date: InstantOrNull,
  sale_finish_date: InstantOrNull,
  open_date: InstantOrNull,
  start_date: Type.Optional(SentInstant),
  finish_date: InstantOrNull,
  scheme_properties: Type.Optional(SchemeProperties),
  prices: Type.Optional(Type.Array(PriceInput, { maxItems: 200 })),
});
export type ShowInput = Static<typeof ShowInput>;

export const EventInput = Type.Object({
  name: Type.Optional(Title),
  is_active: Type.Optional(SentFlag),
  scheme_id: Type.Optional(orNullType(SentId)),
  currency_id: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  place_name: Type.Optional(Words),
  place_address: Type.Optional(Words),
  place_description: Type.Optional(Words),
  site_url: Type.Optional(Words),
  city_id: Type.Optional(orNullType(SentId)),
  description: Type.Optional(Words),
  external_id: Type.Optional(orNullType(Type.Union([Type.String(code), Type.Integer()]))),
  ticket_id: Type.Optional(orNullType(SentId)),
  mail_template_id: Type.Optional(orNullType(SentId)),
  payments: Type.Optional(Type.Array(SentId, { maxItems: 50 })),
  poster: Type.Optional(Words),
  shows: Type.Optional(Type.Array(ShowInput, { maxItems: 200 })),
});
export type EventInput = Static<typeof EventInput>;

/** The entries of a map, which is `[]` when it has none. */
export function entriesOf<T>(map: Readonly<Record<string, T>> | readonly [] | undefined): [string, T][] {
  return map === undefined || Array.isArray(map) ? [] : Object.entries(map as Readonly<Record<string, T>>);
}

/** `""` and null: no number. */
export function quantityOf(value: number | string | null | undefined): number | null {
  return value === undefined || value === null || value === '' ? null : Number(value);
}
