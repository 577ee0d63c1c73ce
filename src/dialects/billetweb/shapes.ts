/** The objects of BilletWeb's answers and bodies, field by field (reference document; wire-notes.md, "BilletWeb"). */
import { Type, type Static, type StaticDecode } from 'typebox';
import { Amount, Flag, Id, LanguageTag, LocalText, PaymentWord, UsedValue, Words } from './wire.ts';

/** A failure. The check's refusals are the message alone, as in the document; all others have a code and a description. */
export const Trouble = Type.Object({
  error: Type.String(),
  description: Type.Optional(Type.String()),
});

/** The document's events, with the fields of `/api/events`. The id is a number in the document, text at the vendor. */
export const EventRow = Type.Object({
  id: Type.Union([Type.Integer(), Type.String()]),
  name: Type.String(),
  date_start: Type.String(),
  date_end: Type.String(),
  status: Type.String(),
  ext_id: Type.String(),
  start: Type.String(),
  end: Type.String(),
  multiple: Type.String(),
  place: Type.String(),
  shop: Type.String(),
  online: Type.String(),
  tags: Type.String(),
  image: Type.String(),
  cover: Type.String(),
  tax_rate: Type.String(),
  description: Type.Optional(Type.String()),
});
export type EventRow = Static<typeof EventRow>;

const ShownAnswers = Type.Record(Type.String(), Type.String());

/** Plain text fields, so that a list of a million rows is written without conversions. */
export const Attendee = Type.Object({
  id: Type.String(),
  barcode: Type.String(),
  ref: Type.String(),
  ticket: Type.String(),
  /** a number in the document, text at the vendor */
  ticket_id: Type.Union([Type.Integer(), Type.String()]),
  name: Type.String(),
  email: Type.String(),
  used: Type.String(),
  date: Type.String(),
  price: Type.String(),
  event_id: Type.String(),
  product_id: Type.String(),
  ext_id: Type.String(),
  used_date: Type.String(),
  firstname: Type.String(),
  category: Type.String(),
  seating_location: Type.String(),
  last_update: Type.String(),
  reduction_code: Type.String(),
  disabled: Type.String(),
  product_management: Type.String(),
  product_download: Type.String(),
  order_id: Type.String(),
  order_ext_id: Type.String(),
  order_firstname: Type.String(),
  order_name: Type.String(),
  order_email: Type.String(),
  order_date: Type.String(),
  order_paid: Type.String(),
  order_payment_type: Type.String(),
  order_payment_date: Type.String(),
  order_origin: Type.String(),
  order_price: Type.String(),
  session: Type.String(),
  session_start: Type.String(),
  order_accreditation: Type.String(),
  order_management: Type.String(),
  order_language: Type.String(),
  custom: ShownAnswers,
  custom_order: ShownAnswers,
  /** of `/api/attendees` only */
  event: Type.Optional(Type.String()),
  event_name: Type.Optional(Type.String()),
  event_start: Type.Optional(Type.String()),
});
export type Attendee = Static<typeof Attendee>;

const CustomText = Type.String({ maxLength: 10_000 });
/** of a question that takes several: the options that were chosen */
const CustomValue = Type.Union([
  CustomText,
  Type.Number(),
  Type.Boolean(),
  Type.Null(),
  Type.Array(CustomText, { maxItems: 200 }),
]);
export type CustomValue = Static<typeof CustomValue>;

/** Answers by the label of their question; PHP writes an empty map as a list. */
const Answers = Type.Union([
  Type.Record(Type.String({ maxLength: 500 }), CustomValue),
  Type.Array(Type.Never(), { maxItems: 0 }),
]);
export type Custom = Static<typeof Answers>;

const OrderedProduct = Type.Object({
  ticket: Id,
  name: Type.Optional(Words),
  firstname: Type.Optional(Words),
  email: Type.Optional(Words),
  price: Type.Optional(Amount),
  session: Type.Optional(Id),
  /** the seat, as attendees show it */
  seating_location: Type.Optional(Words),
  used: Type.Optional(UsedValue),
  request_id: Type.Optional(Type.String({ maxLength: 200 })),
  custom: Type.Optional(Answers),
});
export type OrderedProduct = StaticDecode<typeof OrderedProduct>;

export const NewOrder = Type.Object({
  name: Type.Optional(Words),
  firstname: Type.Optional(Words),
  email: Type.Optional(Words),
  session: Type.Optional(Id),
  payment_type: Type.Optional(PaymentWord),
  request_id: Type.Optional(Type.String({ maxLength: 200 })),
  language: Type.Optional(LanguageTag),
  custom: Type.Optional(Answers),
  products: Type.Array(OrderedProduct, { minItems: 1, maxItems: 500 }),
});
export type NewOrder = StaticDecode<typeof NewOrder>;

/** `products` are ids, `products_eq` the barcodes in the same order. */
export const AddedOrder = Type.Object({
  id: Type.String(),
  request_id: Type.String(),
  products: Type.Array(Type.String()),
  products_eq: Type.Array(Type.String()),
  products_details: Type.Array(
    Type.Object({
      id: Type.String(),
      ext_id: Type.String(),
      request_id: Type.String(),
      barcode: Type.String(),
      product_download: Type.String(),
    }),
  ),
});
export type AddedOrder = Static<typeof AddedOrder>;

/** A ticket type: the price is a JSON number (wire-notes.md, "BilletWeb"). */
export const TicketType = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  price: Type.Number(),
  tax_rate: Type.String(),
  category: Type.String(),
  quota: Type.String(),
  total_sales: Type.String(),
  minimum: Type.String(),
  maximum: Type.String(),
  disabled: Type.String(),
  last_update: Type.String(),
});
export type TicketType = Static<typeof TicketType>;

export const DateRow = Type.Object({
  id: Type.String(),
  start: Type.String(),
  end: Type.String(),
  name: Type.String(),
  place: Type.String(),
  disabled: Type.String(),
  last_update: Type.String(),
  quota: Type.String(),
  total_sales: Type.String(),
});
export type DateRow = Static<typeof DateRow>;

/** What is left of a type at a date; `session` "0" is any date, `avail` "-1" no limit. */
export const AvailRow = Type.Object({
  ticket: Type.String(),
  session: Type.String(),
  quota: Type.String(),
  avail: Type.String(),
});
export type AvailRow = Static<typeof AvailRow>;

export const WaitingRow = Type.Object({ id: Type.String(), email: Type.String() });

export const AccountingRow = Type.Object({
  id: Type.String(),
  date: Type.String(),
  type: Type.Enum(['payment', 'refund']),
  event: Type.String(),
  order_id: Type.String(),
  order_ext_id: Type.String(),
  payment_type: Type.String(),
  canal: Type.Enum(['web', 'other']),
  amount: Type.String(),
  currency: Type.String(),
});
export type AccountingRow = Static<typeof AccountingRow>;

/** A ticket by its own id (`id`, or `product_id` as the document's attendees have it) or by its barcode. */
export const ProductChange = Type.Object({
  id: Type.Optional(Id),
  product_id: Type.Optional(Id),
  barcode: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  name: Type.Optional(Words),
  firstname: Type.Optional(Words),
  email: Type.Optional(Words),
  used: Type.Optional(UsedValue),
  custom: Type.Optional(Answers),
});
export type ProductChange = StaticDecode<typeof ProductChange>;

export const ChangedProduct = Type.Object({ id: Type.String(), barcode: Type.String(), used: Type.String() });
export type ChangedProduct = Static<typeof ChangedProduct>;

export const OrderChange = Type.Object({
  id: Id,
  name: Type.Optional(Words),
  firstname: Type.Optional(Words),
  email: Type.Optional(Words),
  language: Type.Optional(LanguageTag),
  payment_type: Type.Optional(PaymentWord),
  paid: Type.Optional(Flag),
  custom: Type.Optional(Answers),
});
export type OrderChange = StaticDecode<typeof OrderChange>;

export const DateChange = Type.Object({
  id: Type.Optional(Id),
  start: Type.Optional(LocalText),
  end: Type.Optional(LocalText),
  name: Type.Optional(Words),
  quota: Type.Optional(Id),
  disabled: Type.Optional(Flag),
});
export type DateChange = StaticDecode<typeof DateChange>;

export const TicketChange = Type.Object({
  id: Type.Optional(Id),
  name: Type.Optional(Words),
  description: Type.Optional(Words),
  price: Type.Optional(Amount),
  /** percent, as ticket types show it; of a new type without it: the organizer's usual rate */
  tax_rate: Type.Optional(Amount),
  quota: Type.Optional(Id),
  minimum: Type.Optional(Id),
  maximum: Type.Optional(Id),
  disabled: Type.Optional(Flag),
});
export type TicketChange = StaticDecode<typeof TicketChange>;

/** Which thing an update made or changed, in the order of the request. */
export const ChangedRow = Type.Object({ id: Type.String() });
export type ChangedRow = Static<typeof ChangedRow>;
