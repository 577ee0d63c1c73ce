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

const basketFields = {
  id: Id,
  order_id: Id,
  barcode: TextOrNull,
  show_id: IdOrNull,
  seat_id: Text,
  seat_name: Text,
  ticket_original_price: Type.Number(),
  original_price: Type.Number(),
  discount_value: AmountOrNull,
  service_fee_amount: Type.Number(),
  price: Type.Number(),
  quantity: Type.Integer(),
  multiprice_code: TextOrNull,
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
  pdf_url: TextOrNull,
  passbook_url: TextOrNull,
  gpass_url: TextOrNull,
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
  reserved: Type.Integer({ minimum: 0, maximum: 1 }),
  reserved_to: TextOrNull,
  reserve_extended: Type.Integer({ minimum: 0, maximum: 1 }),
  event_id: IdOrNull,
  price: Type.Number(),
  original_price: Type.Number(),
  currency_id: Text,
  utm: Map,
  custom: Map,
  fields: Map,
  baskets: Type.Array(Basket),
  refunds: Type.Array(Refund),
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
