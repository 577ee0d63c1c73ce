/** The shapes of orders, tickets and customers. Amounts are minor units of the order's `currency`. */
import { Type } from 'typebox';
import { orderStatuses, moves, type OrderMove, type OrderStatus } from '../../domain/order-life.ts';
import { limits } from '../../domain/limits.ts';
import { Amount, Currency, Id, Instant, orNull, StatedAmount, Title } from '../shapes.ts';

export const Status = Type.Enum(Object.keys(orderStatuses) as OrderStatus[]);
export const Reason = Type.String({ minLength: 1, maxLength: limits.title_chars_max });
export const Count = Type.Integer({ minimum: 0 });
export const Language = Type.Enum(['fr', 'en']);

const Name = Type.String({ maxLength: limits.person_name_chars_max });
const Email = Type.String({ maxLength: limits.email_chars_max });

export const Buyer = Type.Object({
  id: Id,
  name: Type.String({ description: 'empty: nobody said it' }),
  email: Type.String(),
  erased: Type.Boolean({ description: 'true: nothing is known of this person any more' }),
});

export const Order = Type.Object({
  id: Id,
  label: Type.String(),
  status: Status,
  channel: Type.String({ description: 'where it was sold: a dialect, counter, web, api' }),
  connection_id: orNull(Id),
  event_id: orNull(Id),
  event: orNull(Type.String()),
  customer: orNull(Buyer),
  currency: Currency,
  total: Amount,
  paid: Amount,
  refunded: Amount,
  tickets: Type.Integer({ minimum: 0, description: 'those that stand: held or valid' }),
  expires_at: orNull(Instant),
  created_at: Instant,
  updated_at: Instant,
  foreign_ref: orNull(Type.String()),
});

export const Holder = Type.Object(
  {
    first_name: Type.Optional(Name),
    last_name: Type.Optional(Name),
    email: Type.Optional(Email),
    phone: Type.Optional(Title),
  },
  { additionalProperties: false },
);

export const Ticket = Type.Object({
  id: Id,
  order_id: Id,
  order_label: Type.String(),
  order_status: Status,
  order_line_id: Id,
  main_ticket_id: orNull(Id),
  event_id: Id,
  event: Type.String(),
  session_id: orNull(Id),
  session: orNull(Type.String()),
  starts_at: orNull(Instant),
  price_id: orNull(Id),
  price: Type.String(),
  offer_id: orNull(Id),
  zone: orNull(Type.String()),
  place_id: orNull(Id),
  seat: orNull(
    Type.Object(
      { code: Type.String(), row_label: Type.String(), seat_label: Type.String() },
      {
        description: 'null: no numbered seat',
      },
    ),
  ),
  state: Type.Enum(['held', 'valid', 'cancelled', 'refunded', 'deleted']),
  blocked_at: orNull(Instant),
  currency: Currency,
  listed_amount: Amount,
  charged_amount: Amount,
  refunded_amount: Amount,
  deducted_amount: Amount,
  holder: Type.Object({
    first_name: Type.String(),
    last_name: Type.String(),
    email: Type.String(),
    phone: Type.String(),
  }),
  barcodes: Type.Array(Type.Object({ code: Type.String(), issuer: Type.String() })),
  entries_used: Count,
  entries_allowed: orNull(Count),
  first_used_at: orNull(Instant),
  foreign_ref: orNull(Type.String()),
  created_at: Instant,
  updated_at: Instant,
});

export const Line = Type.Object({
  id: Id,
  order_id: Id,
  kind: Type.Enum(['ticket', 'article', 'free', 'add_on', 'fee', 'pack']),
  title: Type.String(),
  quantity: Type.Integer(),
  listed_amount: Type.Integer({ description: 'per unit, before discounts' }),
  charged_amount: Type.Integer({ description: 'per unit' }),
  vat_bp: Count,
  offer_id: orNull(Id),
  price_id: orNull(Id),
  promo_code_id: orNull(Id),
  discount_id: orNull(Id),
  article_id: orNull(Id),
  ticket_id: orNull(Id),
  created_at: Instant,
  cancelled_at: orNull(Instant),
});

export const Payment = Type.Object({
  id: Id,
  method: Type.String(),
  payment_mode_id: orNull(Id),
  amount: Amount,
  currency: Currency,
  paid_at: Instant,
  reference: orNull(Type.String()),
  notes: Type.String(),
  counter_id: orNull(Id),
});

const RefundPart = Type.Object({ ticket_id: Id, amount: Amount, deduction: Amount });

export const Refund = Type.Object({
  id: Id,
  kind: Type.Enum(['tickets', 'payment']),
  amount: Amount,
  deduction: Amount,
  currency: Currency,
  stated: Type.Boolean({ description: 'false: a source said "refunded", and the amount was inferred' }),
  reason: Type.String(),
  refunded_at: Instant,
  tickets: Type.Array(RefundPart),
});

export const Links = Type.Object({
  page: Type.String({ description: "the buyer's page: whoever has it has the tickets" }),
  tickets_pdf: orNull(Type.String()),
  apple_wallet: orNull(
    Type.String({ description: 'the tickets together, ten at most, where this office fills that wallet' }),
  ),
  tickets: Type.Array(
    Type.Object({
      ticket_id: Id,
      pdf: Type.String(),
      apple_wallet: orNull(Type.String()),
      google_wallet: orNull(Type.String()),
    }),
  ),
});

const answerFields = { label: Type.String(), value: Type.String() };

export const OrderWhole = Type.Object({
  ...Order.properties,
  due: Type.Integer({
    minimum: 0,
    description: 'what is still to be paid; 0 for an order that was given up',
  }),
  confirmed_at: orNull(Instant),
  paid_at: orNull(Instant),
  delivered_at: orNull(Instant),
  cancelled_at: orNull(Instant),
  language: orNull(Type.String()),
  public_comment: Type.String(),
  private_comment: Type.String(),
  source: Type.Object(
    {
      application: orNull(Type.String()),
      user: orNull(Type.String()),
      connection: orNull(Type.Object({ id: Id, dialect: Type.String(), name: Type.String() })),
      foreign_id: orNull(Type.String({ description: "what that connection's system calls it" })),
    },
    { description: 'where it came from' },
  ),
  moves: Type.Array(Type.Enum(Object.keys(moves) as OrderMove[]), {
    description: 'what the table of moves allows now; a move may still be refused for what it needs',
  }),
  lines: Type.Array(Line),
  tickets_sold: Type.Array(Ticket),
  payments: Type.Array(Payment),
  refunds: Type.Array(Refund),
  answers: Type.Array(Type.Object({ ticket_id: orNull(Id), ...answerFields })),
  links: Links,
});

export const RefundAsked = Type.Object(
  {
    ticket_ids: Type.Array(Id, {
      minItems: 1,
      maxItems: limits.refund_tickets_max,
      description: 'a main ticket stands for its leaves: money sits on those',
    }),
    amount: Type.Optional(Type.Integer({ ...StatedAmount, description: 'paid back; or:' })),
    deduction: Type.Optional(Type.Integer({ ...StatedAmount, description: 'kept' })),
  },
  { additionalProperties: false },
);

export const RefundSplit = Type.Object({
  currency: Currency,
  amount: Amount,
  deduction: Amount,
  parts: Type.Array(RefundPart),
  ending: Type.Array(Id, { description: 'all tickets that end, those that carry no money included' }),
  left: Type.Integer({ description: 'of what was paid, what can be paid back now' }),
  left_after: Type.Integer(),
});

export const Till = {
  payment_mode_id: Type.Optional(Id),
  reason: Type.Optional(Reason),
};

const personFields = {
  first_name: Type.Optional(Name),
  last_name: Type.Optional(Name),
  phone: Type.Optional(Title),
  company: Type.Optional(Title),
  vat_number: Type.Optional(Title),
  address_1: Type.Optional(Title),
  address_2: Type.Optional(Title),
  zip_code: Type.Optional(Title),
  city: Type.Optional(Title),
  country: Type.Optional(Title),
};

export const personPatch = {
  email: Type.Optional(orNull(Email)),
  ...personFields,
  language: Type.Optional(orNull(Language)),
};

/** Somebody who is named: the customer with that address, made when there is none; without an address always a new one. */
export const Person = Type.Object(
  { email: Type.Optional(Email), ...personFields },
  { additionalProperties: false },
);

export const Customer = Type.Object({
  id: Id,
  email: Type.String(),
  first_name: Type.String(),
  last_name: Type.String(),
  phone: Type.String(),
  company: Type.String(),
  vat_number: Type.String(),
  address_1: Type.String(),
  address_2: Type.String(),
  zip_code: Type.String(),
  city: Type.String(),
  country: Type.String(),
  language: orNull(Type.String()),
  orders: Count,
  created_at: Instant,
  updated_at: Instant,
});

const SalePart = Type.Object({
  offer_id: Id,
  name: Type.String(),
  event: Type.String(),
  session_id: orNull(Id, { description: 'null: good for any session of its event' }),
  session: Type.String(),
  starts_at: orNull(Instant),
  zone: orNull(Type.String()),
  numbered: Type.Boolean({ description: 'each ticket has a seat of its own' }),
  amount: Type.Integer({ ...Amount, description: 'of one, sold alone' }),
  minimum: Count,
  maximum: Count,
  left: orNull(Type.Integer({ description: 'null: without limit' })),
});

export const SaleOffer = Type.Object({
  offer_id: Id,
  price_id: Id,
  name: Type.String(),
  session_id: orNull(Id),
  session: orNull(Type.String()),
  starts_at: orNull(Instant),
  zone: orNull(Type.String()),
  amount: Amount,
  currency: Currency,
  minimum: Count,
  maximum: orNull(Count),
  left: orNull(Type.Integer({ description: 'null: without limit' })),
  sale_state: Type.Enum(['not_yet', 'on_sale', 'over']),
  pack: Type.Boolean({ description: 'true: it is sold by a line with `parts`' }),
  parts: orNull(Type.Array(SalePart), { description: 'what a pack is made of; null: it is none' }),
  costs_its_parts: Type.Boolean({ description: 'a pack: what is chosen beyond the least comes on top' }),
});
