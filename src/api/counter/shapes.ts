import { Type } from 'typebox';
import { deliveryMethods, variations_per_item_max } from '../../domain/till.ts';
import { pieceKinds, pieces_max } from '../../domain/drawer.ts';
import { limits } from '../../domain/limits.ts';
import { Holder, Person, Status } from '../sales/shapes.ts';
import { Amount, Currency, Id, Instant, LongText, orNull, StatedAmount, Title } from '../shapes.ts';

const closed = { additionalProperties: false };
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Quantity = Type.Integer({ minimum: 1, maximum: limits.request_quantity_max });
const Words = Type.String({ minLength: 1, maxLength: limits.title_chars_max });

/** What one line of a till's ticket sells; amounts are per unit. */
const Item = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('article'),
      article_id: Id,
      quantity: Quantity,
      variation_ids: Type.Optional(Type.Array(Id, { maxItems: variations_per_item_max })),
      title: Type.Optional(Words),
      unit_amount: Type.Optional(StatedAmount),
    },
    { ...closed, description: '`title` and `unit_amount` only with `override_reason`' },
  ),
  Type.Object(
    {
      kind: Type.Literal('ticket'),
      offer_id: Id,
      quantity: Quantity,
      session_id: Type.Optional(Id),
      place_ids: Type.Optional(Type.Array(Id, { maxItems: limits.request_quantity_max })),
      holders: Type.Optional(Type.Array(Holder, { maxItems: limits.request_quantity_max })),
      promo_code: Type.Optional(Words),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('pack'),
      offer_id: Id,
      quantity: Quantity,
      parts: Type.Optional(
        Type.Array(
          Type.Object(
            {
              offer_id: Id,
              quantity: Type.Integer({ ...Quantity, description: 'in each pack' }),
              session_id: Type.Optional(Id),
              place_ids: Type.Optional(
                Type.Array(Id, {
                  maxItems: limits.request_quantity_max,
                  description: "of all packs, the first pack's first",
                }),
              ),
            },
            closed,
          ),
          { minItems: 1, maxItems: limits.order_lines_max },
        ),
      ),
    },
    { ...closed, description: 'sold as one thing; without `parts` it has as many of each as it needs' },
  ),
  Type.Object(
    {
      kind: Type.Literal('department'),
      department_id: Id,
      title: Words,
      quantity: Quantity,
      unit_amount: StatedAmount,
    },
    { ...closed, description: "keyed in by hand, with the department's VAT" },
  ),
  Type.Object(
    { kind: Type.Literal('free'), title: Words, quantity: Quantity, unit_amount: StatedAmount },
    { ...closed, description: "keyed in by hand, with the organizer's VAT" },
  ),
]);

export const itemFields = {
  items: Type.Array(Item, { minItems: 1, maxItems: limits.order_lines_max }),
  promo_code: Type.Optional(
    Type.String({
      maxLength: limits.title_chars_max,
      description: 'goes to the tickets that it helps; refused when it helps none. Not beside one of an item',
    }),
  ),
  override_reason: Type.Optional(
    Type.String({
      ...Words,
      description:
        'forces titles and prices, and sells outside windows and bounds, for who may write the catalogue',
    }),
  ),
};

export const Payments = Type.Array(
  Type.Object(
    {
      payment_mode_id: Id,
      amount: Type.Optional(
        Type.Integer({
          ...StatedAmount,
          description: 'what is put on the counter; left out: whatever is left to pay',
        }),
      ),
    },
    closed,
  ),
  { maxItems: 20 },
);

export const detailFields = {
  customer_id: Type.Optional(Id),
  customer: Type.Optional(Person),
  dining_table_id: Type.Optional(Id),
  covers: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
  delivery: Type.Optional(Type.Enum([...deliveryMethods])),
  public_comment: Type.Optional(LongText),
  private_comment: Type.Optional(LongText),
};

export const TillOrder = Type.Object({
  id: Id,
  label: Type.String(),
  status: Status,
  currency: Currency,
  total: Amount,
  paid: Amount,
  refunded: Amount,
  due: Amount,
  counter_id: orNull(Id),
  validated: Type.Boolean({ description: 'false: a quote, which is no sale yet' }),
  settled: Type.Boolean({ description: 'paid in full, or given back' }),
  cancelled: Type.Boolean(),
  customer_id: orNull(Id),
  customer: orNull(Type.String({ description: 'the name, else the address' })),
  user_id: orNull(Id),
  dining_table_id: orNull(Id),
  covers: orNull(Count),
  public_comment: Type.String(),
  private_comment: Type.String(),
  created_at: Instant,
  offline: orNull(Type.Object({ number: Type.String(), sold_at: Instant }), {
    description: 'sold by the till alone, and taken in later: its own number and clock',
  }),
  lines: Type.Array(
    Type.Object({
      id: Id,
      kind: Type.String(),
      title: Type.String(),
      quantity: Count,
      returned: Count,
      unit_amount: Amount,
      vat_bp: Count,
      department_id: orNull(Id),
      article_id: orNull(Id),
      offer_id: orNull(Id),
      variations: Type.Array(Type.Object({ variation_id: Id, title: Type.String(), amount: Amount })),
    }),
  ),
  vat: Type.Array(Type.Object({ vat_bp: Count, gross: Amount, vat: Amount })),
  payments: Type.Array(
    Type.Object({
      payment_mode_id: orNull(Id),
      name: Type.String(),
      amount: Type.Integer({ ...Amount, description: 'below 0: money that went back' }),
      paid_at: Instant,
    }),
  ),
});

export const RungUp = Type.Object({
  id: Id,
  label: Type.String(),
  status: Status,
  total: Amount,
  paid: Amount,
  change: Amount,
  counter_id: Id,
  counter_session_id: orNull(Id),
  line_ids: Type.Array(Type.Integer({ minimum: 0 }), { description: "the order's line of each item" }),
  tickets: Type.Array(
    Type.Object({
      id: Id,
      order_line_id: Id,
      offer_id: Id,
      charged_amount: Amount,
      place_id: orNull(Id),
      barcode: orNull(Type.String({ description: 'null until the order is validated' })),
    }),
  ),
  page: Type.String({ description: "the buyer's page" }),
});

/** of the papers that receipts are printed on */
export const Columns = Type.Union([Type.Literal(32), Type.Literal(42), Type.Literal(44), Type.Literal(48)]);

export const Printer = Type.Object(
  {
    host: Type.String({ maxLength: 45, description: 'an IP address, where the operator allows printers' }),
    port: Type.Integer({ minimum: 1, maximum: 65_535, description: '9100 on most' }),
    columns: Columns,
    opens_drawer: Type.Boolean({ description: 'with each receipt, but with no duplicate' }),
  },
  closed,
);

/** What a sale would come to, and where its tickets would sit. */
export const Preview = Type.Object({
  total: Amount,
  items: Type.Array(
    Type.Object({
      amount: Type.Integer({ ...Amount, description: 'of all its units, as they would be charged' }),
      listed_amount: Type.Integer({ ...Amount, description: 'the same without discounts' }),
      seats: Type.Array(
        Type.Object({ place_id: Id, offer_id: Id, row_label: Type.String(), seat_label: Type.String() }),
        {
          description: 'none where tickets have no seats of their own',
        },
      ),
    }),
    { description: 'as they were asked for' },
  ),
});

const Counted = Type.Object({ count: Count, amount: Amount });

/** Of a stretch of a counter's journal. */
export const Report = Type.Object({
  first_number: Count,
  last_number: Count,
  first_at: orNull(Instant),
  last_at: orNull(Instant),
  sales: Counted,
  returns: Counted,
  net: Amount,
  vat: Type.Array(Type.Object({ vat_bp: Count, gross: Amount, vat: Amount, net: Amount })),
  departments: Type.Array(
    Type.Object({ department_id: orNull(Id), name: Type.String(), quantity: Type.Integer(), gross: Amount }),
  ),
  payments: Type.Array(
    Type.Object({
      payment_mode_id: orNull(Id),
      name: Type.String(),
      method: Type.String(),
      count: Count,
      amount: Amount,
    }),
  ),
  cash: Type.Object({
    openings: Amount,
    received: Amount,
    paid_back: Amount,
    put_in: Amount,
    taken_out: Amount,
    difference: Amount,
  }),
  sold_total: Amount,
  returned_total: Amount,
});

export const Sums = Type.Object({
  sold: Amount,
  returned: Amount,
  by_method: Type.Array(Type.Object({ method: Type.String(), amount: Amount, count: Count })),
  cash: Type.Integer({ ...Amount, description: 'what must lie in the drawer' }),
});

export const Session = Type.Object({
  id: Id,
  counter_id: Id,
  user_id: orNull(Id),
  user_label: Type.String(),
  holder: Type.String({ description: 'who holds it, or held it last, by name' }),
  opened_at: Instant,
  opening_amount: Amount,
  closed_at: orNull(Instant),
  expected_amount: orNull(Amount),
  closing_amount: orNull(Amount),
  difference: orNull(Type.Integer({ ...Amount, description: 'counted less expected' })),
  notes: Type.String(),
});

/** What was counted, note by note and coin by coin. */
export const PieceCounts = Type.Array(
  Type.Object(
    {
      kind: Type.Enum([...pieceKinds]),
      value: Type.Integer({ ...StatedAmount, minimum: 1 }),
      count: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    },
    closed,
  ),
  { maxItems: pieces_max, description: 'they come to the amount; none: a sum was said' },
);

export const Movement = Type.Object({
  id: Id,
  amount: Type.Integer({ ...Amount, description: 'below 0: taken out' }),
  reason: Type.String(),
  moved_at: Instant,
});

export const Catalogue = Type.Object({
  currency: Currency,
  departments: Type.Array(Type.Object({ id: Id, name: Type.String(), vat_bp: Count })),
  articles: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      plu: orNull(Type.String()),
      department_id: orNull(Id),
      amount: Amount,
      vat_bp: Count,
      offer_id: orNull(Id),
      left: orNull(Count),
      variations: Type.Array(Type.Object({ id: Id, name: Type.String(), surcharge: Amount })),
    }),
  ),
  tables: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      seats: orNull(Count),
      open: orNull(Type.Object({ orders: Count, covers: Count, due: Amount })),
    }),
  ),
  payment_modes: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      method: Type.String(),
      takes: Type.Boolean(),
      gives_back: Type.Boolean(),
    }),
  ),
  pin_holders: Type.Array(Type.Object({ id: Id, name: Title })),
});
