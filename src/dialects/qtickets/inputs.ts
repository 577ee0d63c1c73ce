/** What clients send: filters, and the bodies of changes. */
import { Type, type Static } from 'typebox';
import { limits } from '../../domain/limits.ts';
import { SentAmount, SentFlag, SentId, SentInstant, Words, orNullType } from './wire.ts';

const PlainText = Type.String({ maxLength: limits.title_chars_max });
const Plain = Type.Union([PlainText, Type.Number(), Type.Boolean(), Type.Null()]);

/** Nothing else: what is not understood of a filter would be passed over. */
const closed = { additionalProperties: false } as const;

const AskedCondition = Type.Object(
  {
    column: Type.String({ minLength: 1, maxLength: 60 }),
    operator: Type.Optional(Type.String({ maxLength: 20 })),
    value: Type.Optional(
      Type.Union([
        PlainText,
        Type.Number(),
        Type.Boolean(),
        Type.Null(),
        Type.Array(Plain, { maxItems: limits.filter_values_max }),
      ]),
    ),
  },
  closed,
);

const Where = Type.Array(AskedCondition, { maxItems: limits.filter_conditions_max });

const page_max = 10_000_000;

/** A filter comes as JSON body, as `where[0][column]=…`, or as JSON text in the query (wire-notes.md, "Qtickets"). */
export const ListInput = Type.Object({
  where: Type.Optional(Where),
  /** `[]` as PHP writes a map without entries */
  orderBy: Type.Optional(
    Type.Union([
      Type.Record(Type.String({ maxLength: 60 }), Type.Enum(['asc', 'desc', 'ASC', 'DESC'])),
      Type.Tuple([]),
    ]),
  ),
  page: Type.Optional(
    Type.Union([
      Type.Integer({ minimum: 1, maximum: page_max }),
      Type.String({ pattern: '^[1-9]\\d{0,6}$' }),
    ]),
  ),
});
export type ListInput = Static<typeof ListInput>;

const Name = Type.Optional(orNullType(Type.String({ maxLength: limits.person_name_chars_max })));
const Line = Type.Optional(orNullType(PlainText));

const ClientDetails = Type.Object({
  name: Name,
  surname: Name,
  middlename: Name,
  phone: Line,
  vk_id: Line,
  facebook_id: Line,
});

export const SentClient = Type.Object({
  email: Type.String({ minLength: 3, maxLength: limits.email_chars_max }),
  details: Type.Optional(ClientDetails),
});
export type SentClient = Static<typeof SentClient>;

const guestFields = {
  client_email: Line,
  client_phone: Line,
  client_name: Name,
  client_surname: Name,
  client_middlename: Name,
  organization_name: Line,
  legal_name: Line,
  work_position: Line,
  inn: Line,
  kpp: Line,
  comment: Type.Optional(Words),
} as const;

const NewBasket = Type.Object({
  show_id: SentId,
  seat_id: Type.String({ minLength: 1, maxLength: 200 }),
  quantity: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.request_quantity_max })),
  multiprice_code: Type.Optional(orNullType(Type.String({ maxLength: 100 }))),
  ...guestFields,
});
export type NewBasket = Static<typeof NewBasket>;

/** A map of the client's own; `[]` is an empty one. */
const SentMap = Type.Union([Type.Record(Type.String({ maxLength: 200 }), Type.Unknown()), Type.Tuple([])]);

export const NewOrder = Type.Object({
  client: Type.Optional(SentClient),
  client_id: Type.Optional(SentId),
  site: Type.Optional(Type.Object({ host: Type.String({ minLength: 1, maxLength: 253 }) })),
  payment_id: Type.Optional(orNullType(SentId)),
  payment_type_id: Type.Optional(orNullType(Type.String({ maxLength: 40 }))),
  event_id: Type.Optional(SentId),
  currency_id: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  promo_code: Type.Optional(orNullType(Type.String({ maxLength: 100 }))),
  promo_code_id: Type.Optional(orNullType(SentId)),
  discount_id: Type.Optional(orNullType(SentId)),
  access_code_id: Type.Optional(orNullType(SentId)),
  basket_user_id: Type.Optional(orNullType(SentId)),
  reserved: Type.Optional(SentFlag),
  reserved_to: Type.Optional(orNullType(SentInstant)),
  reserve_extended: Type.Optional(SentFlag),
  payed: Type.Optional(SentFlag),
  utm: Type.Optional(SentMap),
  custom: Type.Optional(SentMap),
  fields: Type.Optional(SentMap),
  integrations: Type.Optional(SentMap),
  baskets: Type.Array(NewBasket, { minItems: 1, maxItems: limits.requests_per_step_max }),
});
export type NewOrder = Static<typeof NewOrder>;

export const BasketChange = Type.Object({
  ...guestFields,
  multiprice_code: Type.Optional(orNullType(Type.String({ maxLength: 100 }))),
  ticket_original_price: Type.Optional(SentAmount),
  discount_value: Type.Optional(orNullType(SentAmount)),
});
export type BasketChange = Static<typeof BasketChange>;

/** Baskets by id, each with those of its abonement that are meant; none: itself. */
const NamedBaskets = Type.Record(
  Type.String({ pattern: '^\\d{1,16}$' }),
  Type.Array(SentId, { maxItems: limits.refund_tickets_max }),
);
export type NamedBaskets = Static<typeof NamedBaskets>;

export const BasketsGone = Type.Object({
  delete: Type.Optional(Type.Object({ baskets: NamedBaskets })),
  refund: Type.Optional(
    Type.Object({
      amount: Type.Optional(orNullType(SentAmount)),
      deduction_amount: Type.Optional(orNullType(SentAmount)),
      baskets: NamedBaskets,
    }),
  ),
});
export type BasketsGone = Static<typeof BasketsGone>;

const barcodeFields = [
  'barcode',
  'admission',
  'price',
  'seat_name',
  'zone_name',
  'row',
  'place',
  'client_name',
  'client_surname',
  'client_middlename',
] as const;

export const BarcodesInput = Type.Object({
  select: Type.Optional(Type.Array(Type.Enum([...barcodeFields]), { maxItems: barcodeFields.length * 2 })),
  /** refused: all barcodes are told */
  where: Type.Optional(Where),
});
export type BarcodesInput = Static<typeof BarcodesInput>;

const CheckedAt = Type.Optional(orNullType(SentInstant));
export const BarcodeCheck = Type.Object({ checked_at: CheckedAt });

export const BarcodeScan = Type.Object({
  barcode: Type.String({ minLength: 1, maxLength: limits.barcode_chars_max }),
  checked_at: CheckedAt,
});
export type BarcodeScan = Static<typeof BarcodeScan>;

export const NewPromoCode = Type.Object({
  is_active: Type.Optional(SentFlag),
  discount_id: SentId,
  code: Type.String({ minLength: 1, maxLength: 100 }),
  max_uses_count: Type.Optional(orNullType(Type.Integer({ minimum: 0, maximum: 1_000_000_000 }))),
  active_from: Type.Optional(orNullType(SentInstant)),
  active_to: Type.Optional(orNullType(SentInstant)),
});
export type NewPromoCode = Static<typeof NewPromoCode>;

export const PromoCodeChange = Type.Partial(NewPromoCode);
export type PromoCodeChange = Static<typeof PromoCodeChange>;

export const seatFields = [
  'id',
  'root_id',
  'name',
  'zone_id',
  'zone_root_id',
  'short_seat_id',
  'admission',
  'row',
  'place',
  'max_quantity',
  'free_quantity',
  'ordered_quantity',
  'available',
  'disabled',
  'ordered',
  'payed_quantity',
  'in_basket_quantity',
  'price',
  'currency_id',
  'related_seats',
  'multiprice_name',
  'multiprice_code',
  'spread.partner_id',
  'spread.users',
  'spread.client_groups',
  'spread.client_emails',
  'spread.agents',
  'color_theme_id',
  'coords',
] as const;
export type SeatField = (typeof seatFields)[number];

export const SeatsInput = Type.Object({
  select: Type.Optional(Type.Array(Type.Enum([...seatFields]), { maxItems: 100 })),
  where: Type.Optional(Where),
  context: Type.Optional(
    Type.Object(
      {
        client_email: Type.Optional(orNullType(Type.String({ maxLength: limits.email_chars_max }))),
        user_id: Type.Optional(orNullType(SentId)),
        partner_id: Type.Optional(orNullType(SentId)),
      },
      closed,
    ),
  ),
  flat: Type.Optional(Type.Boolean()),
});
export type SeatsInput = Static<typeof SeatsInput>;
