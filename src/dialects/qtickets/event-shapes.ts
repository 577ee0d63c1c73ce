/**
 * An event as `GET events/{id}` shows it: the same fields that a client sends (qtickets-api.txt, "Создание мероприятия").
 * What may be missing is what the document does not show in an answer: served, it is always there.
 */
import { Type, type Static } from 'typebox';
import { Id, orNullType } from './wire.ts';

const Text = Type.String();
const TextOrNull = orNullType(Text);
const IdOrNull = orNullType(Id);
const Flag = Type.Integer({ minimum: 0, maximum: 1 });
const mapOf = <T extends Parameters<typeof Type.Array>[0]>(value: T) =>
  Type.Union([Type.Record(Type.String(), value), Type.Tuple([])]);

const SpreadShape = Type.Object({
  partner_id: IdOrNull,
  users: Type.Array(Id),
  client_groups: Type.Array(Text),
  client_emails: Type.Array(Text),
  agents: Text,
});
export type SpreadOfSeat = Static<typeof SpreadShape>;

const SeatShape = Type.Object({
  hot: Text,
  disabled: Text,
  max_quantity: Text,
  shared_max_quantity: Text,
  /** of a seat with a price of its own */
  price_id: Type.Optional(Text),
  /** of a seat that is kept for somebody */
  spread: Type.Optional(SpreadShape),
});
export type SeatOfShow = Static<typeof SeatShape>;

const Show = Type.Object({
  id: Id,
  is_active: Flag,
  sale_start_date: Type.Optional(TextOrNull),
  sale_finish_date: Type.Optional(TextOrNull),
  open_date: Type.Optional(TextOrNull),
  start_date: TextOrNull,
  finish_date: TextOrNull,
  created_at: Type.Optional(TextOrNull),
  updated_at: Type.Optional(TextOrNull),
  deleted_at: TextOrNull,
  scheme_properties: Type.Optional(
    Type.Object({
      admin: Type.Object({ zones: mapOf(Type.Object({ opened: Text })) }),
      zones: mapOf(Type.Object({ disabled: Text, shared: Text, price_id: Text })),
      seats: mapOf(SeatShape),
    }),
  ),
  prices: Type.Array(
    Type.Object({
      id: Id,
      name: Type.Optional(Text),
      default_price: Type.Number(),
      color_theme: Type.Optional(orNullType(Type.Integer())),
      multiprice_code: Type.Optional(TextOrNull),
    }),
  ),
});
export type ShowWire = Static<typeof Show>;

export const EventShape = Type.Object({
  id: Id,
  name: Text,
  is_active: Flag,
  scheme_id: Type.Optional(IdOrNull),
  currency_id: Text,
  place_name: Text,
  place_address: Text,
  place_description: Type.Optional(Text),
  site_url: Type.Optional(Text),
  city_id: Type.Optional(IdOrNull),
  description: Text,
  external_id: Type.Optional(orNullType(Type.Union([Text, Type.Integer()]))),
  ticket_id: Type.Optional(IdOrNull),
  mail_template_id: Type.Optional(IdOrNull),
  payments: Type.Optional(Type.Array(Id)),
  poster: Type.Optional(Text),
  created_at: Type.Optional(Text),
  updated_at: Type.Optional(Text),
  deleted_at: TextOrNull,
  shows: Type.Array(Show),
});
export type EventWire = Static<typeof EventShape>;
