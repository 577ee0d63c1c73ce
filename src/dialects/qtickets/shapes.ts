/** The shapes of Qtickets' answers (qtickets-api.txt; fields marked in wire-notes.md, "Qtickets" are there too). */
import { Type, type Static } from 'typebox';
import { Id, orNullType } from './wire.ts';

const Text = Type.String();
const TextOrNull = orNullType(Text);
const IdOrNull = orNullType(Id);
const AmountOrNull = orNullType(Type.Number());
/** `{}` is written `[]` */
const Map = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Tuple([])]);

export const Client = Type.Object({
  id: Id,
  email: Text,
  details: Type.Object({
    id: Id,
    name: TextOrNull,
    middlename: TextOrNull,
    surname: TextOrNull,
    phone: TextOrNull,
    vk_id: Text,
    facebook_id: Text,
  }),
});
export type Client = Static<typeof Client>;

/** What may be missing is what the document's own answers leave out: served, it is always there. */
const basketFields = {
  id: Id,
  order_id: Type.Optional(Id),
  barcode: TextOrNull,
  show_id: IdOrNull,
  seat_id: Text,
  seat_name: Type.Optional(Text),
  ticket_original_price: Type.Optional(Type.Number()),
  original_price: Type.Number(),
  discount_value: AmountOrNull,
  service_fee_amount: Type.Optional(Type.Number()),
  price: Type.Number(),
  quantity: Type.Integer(),
  multiprice_code: Type.Optional(TextOrNull),
  client_email: TextOrNull,
  client_phone: TextOrNull,
  client_name: TextOrNull,
  client_surname: TextOrNull,
  client_middlename: TextOrNull,
  organization_name: TextOrNull,
  legal_name: TextOrNull,
  work_position: TextOrNull,
  inn: TextOrNull,
  kpp: TextOrNull,
  comment: TextOrNull,
  pdf_url: Type.Optional(TextOrNull),
  passbook_url: Type.Optional(TextOrNull),
  gpass_url: Type.Optional(TextOrNull),
  checked_at: TextOrNull,
  created_at: Text,
  updated_at: Text,
  deleted_at: TextOrNull,
  refunded_at: TextOrNull,
  refunded_amount: AmountOrNull,
  refunded_deduction_amount: AmountOrNull,
} as const;

/** One ticket of an abonement, under its main ticket. */
const RelatedBasket = Type.Object({ ...basketFields, related_baskets: Type.Tuple([]) });

export const Basket = Type.Object({ ...basketFields, related_baskets: Type.Array(RelatedBasket) });
export type Basket = Static<typeof Basket>;

const Refund = Type.Object({
  id: Id,
  amount: Type.Number(),
  deduction_amount: Type.Number(),
  baskets: Type.Array(Type.Object({ id: Id, amount: Type.Number(), deduction_amount: Type.Number() })),
  created_at: Text,
});

export const Order = Type.Object({
  id: Id,
  uniqid: Text,
  payed: Type.Boolean(),
  payed_at: TextOrNull,
  created_at: Text,
  updated_at: Text,
  deleted_at: TextOrNull,
  client_id: IdOrNull,
  client: orNullType(Client),
  site_id: IdOrNull,
  site: orNullType(Type.Object({ id: Id, host: Text })),
  payment_id: IdOrNull,
  payment_type_id: TextOrNull,
  payment_card_number: TextOrNull,
  payment_url: Text,
  cancel_url: Text,
  basket_user_id: IdOrNull,
  backend_user_id: IdOrNull,
  access_code_id: IdOrNull,
  discount_id: IdOrNull,
  promo_code_id: IdOrNull,
  reserved: Type.Union([Type.Integer({ minimum: 0, maximum: 1 }), Type.Boolean()]),
  reserved_to: TextOrNull,
  reserve_extended: Type.Union([Type.Integer({ minimum: 0, maximum: 1 }), Type.Boolean()]),
  event_id: IdOrNull,
  price: Type.Number(),
  original_price: Type.Number(),
  currency_id: Text,
  utm: Map,
  custom: Map,
  fields: Map,
  baskets: Type.Array(Basket),
  refunds: Type.Optional(Type.Array(Refund)),
  integrations: Map,
});
export type Order = Static<typeof Order>;

export const Paging = Type.Object({
  perPage: Type.Integer(),
  currentPage: Type.Integer(),
  total: Type.Integer(),
});

/** Every failure (qtickets-api.txt, "Обработка ошибок"; `code` and `info`: wire-notes.md, "Qtickets"). */
export const Trouble = Type.Object({
  error: Text,
  status: Type.Integer(),
  code: Text,
  info: Type.Array(Type.Unknown()),
});

/** Fields as they were selected. */
export const Barcode = Type.Object({
  barcode: Type.Optional(Text),
  admission: Type.Optional(Type.Boolean()),
  price: Type.Optional(Type.Number()),
  seat_name: Type.Optional(Text),
  zone_name: Type.Optional(Text),
  row: Type.Optional(Text),
  place: Type.Optional(Text),
  client_name: Type.Optional(TextOrNull),
  client_surname: Type.Optional(TextOrNull),
  client_middlename: Type.Optional(TextOrNull),
});

export const CheckedBarcode = Type.Object({ barcode: Text, checked_at: TextOrNull });

export const ReportedBarcode = Type.Object({
  success: Type.Literal(true),
  barcode: Text,
  checked_at: Text,
});

export const UnknownBarcode = Type.Object({
  success: Type.Literal(false),
  barcode: Text,
  error: Text,
  code: Text,
});

export const Discount = Type.Object({
  id: Id,
  name: Text,
  is_active: Type.Integer({ minimum: 0, maximum: 1 }),
  /** percent or value */
  type: Text,
  /** per cent, or an amount off each ticket */
  value: Type.Number(),
  active_from: TextOrNull,
  active_to: TextOrNull,
  created_at: Text,
  updated_at: Text,
  deleted_at: TextOrNull,
});
export type Discount = Static<typeof Discount>;

export const PromoCode = Type.Object({
  id: Id,
  is_active: Type.Integer({ minimum: 0, maximum: 1 }),
  discount_id: IdOrNull,
  code: Text,
  max_uses_count: orNullType(Type.Integer()),
  uses_count: Type.Integer(),
  active_from: TextOrNull,
  active_to: TextOrNull,
  created_at: Text,
  updated_at: Text,
  deleted_at: TextOrNull,
});
export type PromoCode = Static<typeof PromoCode>;

/** A seat of the selected fields; without `flat` a zone with its seats. */
export const Seat = Type.Record(Type.String(), Type.Unknown());

export const ColorTheme = Type.Object({ id: Id, color: Type.String({ pattern: '^#[0-9a-f]{6}$' }) });
