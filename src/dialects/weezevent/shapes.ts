/** The objects of Weezevent's answers, field by field (weezevent-api.txt; wire-notes.md, "Weezevent"). */
import { Type, type Static } from 'typebox';

export const Trouble = Type.Object({ error: Type.Object({ message: Type.String() }) });

export const EventRow = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  date: Type.Object({ start: Type.String(), end: Type.String() }),
  participants: Type.Integer(),
  multiple_dates: Type.Integer(),
  sales_status: Type.Object({ id_status: Type.Integer(), libelle_status: Type.String() }),
});
export type EventRow = Static<typeof EventRow>;

export const DateRow = Type.Object({
  id: Type.Integer(),
  id_event: Type.Integer(),
  date: Type.String(),
  tickets: Type.Array(Type.String()),
});
export type DateRow = Static<typeof DateRow>;

/** The document leaves participants and quota out of one ticket, and writes one id as a number: here neither wavers. */
export const TicketRow = Type.Object({
  id: Type.String(),
  name: Type.String(),
  price: Type.Number(),
  participants: Type.Integer(),
  quota: Type.Integer({ description: '0 is without limit' }),
  start_sale: Type.Union([Type.String(), Type.Null()]),
  end_sale: Type.Union([Type.String(), Type.Null()]),
});
export type TicketRow = Static<typeof TicketRow>;

/** A heading with its tickets and the headings below it, to any depth. */
export interface CategoryRow {
  readonly id: string;
  readonly name: string;
  readonly tickets: readonly TicketRow[];
  readonly categories: readonly CategoryRow[];
}

export const CategoryRow = Type.Cyclic(
  {
    Category: Type.Object({
      id: Type.String(),
      name: Type.String(),
      tickets: Type.Array(TicketRow),
      categories: Type.Array(Type.Ref('Category')),
    }),
  },
  'Category',
);

export const EventTickets = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  tickets: Type.Array(TicketRow),
  categories: Type.Array(CategoryRow),
});

export const Stats = Type.Object({
  total: Type.Integer(),
  scanned: Type.Integer(),
  in: Type.Integer(),
  out: Type.Integer(),
});

export const AnswerRow = Type.Object({ label: Type.String(), value: Type.String() });
export type AnswerRow = Static<typeof AnswerRow>;

const named = { id: Type.Integer(), name: Type.String() };

export const UpsellingRow = Type.Object({
  barcode: Type.String(),
  category: Type.Object(named),
  product: Type.Object({ ...named, reference: Type.String() }),
  sub_product: Type.Object({ ...named, reference: Type.String(), price: Type.Number() }),
  quantity: Type.Integer(),
  paid_price: Type.Number(),
  deleted: Type.Boolean(),
});
export type UpsellingRow = Static<typeof UpsellingRow>;

const ControlStatus = Type.Object({
  status: Type.String(),
  scan_date: Type.String(),
  scan_user: Type.String(),
  scan_user_name: Type.String(),
});

const Owner = Type.Object({
  first_name: Type.String(),
  last_name: Type.String(),
  email: Type.String(),
  comment: Type.String(),
  custom_field: Type.String(),
  origin: Type.String(),
});

const Buyer = Type.Object({
  id_acheteur: Type.Integer(),
  email_acheteur: Type.String(),
  acheteur_last_name: Type.String(),
  acheteur_first_name: Type.String(),
  answers: Type.Array(AnswerRow),
});

export const ModerationStatus = Type.Enum(['accepted', 'blocked']);

export const Participant = Type.Object({
  id_participant: Type.Integer(),
  id_event: Type.Integer(),
  id_date: Type.Integer({ description: '0 where the event has a single date, and for tickets good for any' }),
  id_ticket: Type.String(),
  barcode: Type.String(),
  id_weez_ticket: Type.String(),
  deleted: Type.String(),
  refund: Type.String({ description: '"1" once refunded, else empty' }),
  comment: Type.String(),
  create_date: Type.String(),
  origin: Type.String(),
  id_transaction: Type.Integer(),
  paid: Type.Boolean(),
  code_member: Type.String(),
  control_status: ControlStatus,
  owner: Owner,
  upselling: Type.Array(UpsellingRow),
  moderation: Type.Optional(ModerationStatus),
  delete_date: Type.Optional(Type.String({ description: 'ours: when it was deleted' })),
  answers: Type.Optional(Type.Array(AnswerRow)),
  buyer: Type.Optional(Buyer),
});
export type Participant = Static<typeof Participant>;

/** With `minimized`: only `p` and `bc` are known from clients, the other short names are ours. */
export const MinimizedParticipant = Type.Object({
  id: Type.Integer(),
  ev: Type.Integer(),
  da: Type.Integer(),
  ti: Type.String(),
  bc: Type.String(),
  wt: Type.String(),
  de: Type.String(),
  re: Type.String(),
  co: Type.String(),
  cd: Type.String(),
  or: Type.String(),
  tr: Type.Integer(),
  pa: Type.Boolean(),
  cm: Type.String(),
  cs: Type.Object({ st: Type.String(), sd: Type.String(), su: Type.String(), sn: Type.String() }),
  ow: Type.Object({
    fn: Type.String(),
    ln: Type.String(),
    em: Type.String(),
    co: Type.String(),
    cf: Type.String(),
    or: Type.String(),
  }),
  up: Type.Array(UpsellingRow),
  mo: Type.Optional(ModerationStatus),
  dd: Type.Optional(Type.String()),
  an: Type.Optional(Type.Array(AnswerRow)),
  bu: Type.Optional(Buyer),
});
export type MinimizedParticipant = Static<typeof MinimizedParticipant>;

const Counters = {
  counter: Type.Optional(Type.Integer({ description: 'those that are not deleted' })),
  counter_deleted: Type.Optional(Type.Integer()),
  counter_total: Type.Optional(Type.Integer({ description: 'both, whatever the window of time' })),
};

export const Participants = Type.Union([
  Type.Object({ participants: Type.Array(Participant), server_time: Type.String(), ...Counters }),
  Type.Object({ p: Type.Array(MinimizedParticipant), server_time: Type.String(), ...Counters }),
]);

const Country = Type.Object({
  code: Type.Union([Type.String(), Type.Null()]),
  name: Type.Union([Type.String(), Type.Null()]),
});

const Period = Type.Object({ start: Type.String(), end: Type.String() });

const found_event = {
  id: Type.String(),
  title: Type.String(),
  site_url: Type.String(),
  description: Type.String(),
  image: Type.String(),
  category: Type.Object({ id: Type.String(), name: Type.String() }),
  period: Period,
  price: Type.Object({ min: Type.String(), max: Type.String() }),
  venue: Type.Object({
    name: Type.String(),
    address: Type.String(),
    zip_code: Type.String(),
    city: Type.String(),
    state: Type.String(),
    country: Country,
    coordinates: Type.Object({ long: Type.String(), lat: Type.String() }),
  }),
  extras: Type.Object({ minisite_url: Type.String() }),
};

export const FoundEvent = Type.Object(found_event);
export type FoundEvent = Static<typeof FoundEvent>;

export const EventDetails = Type.Object({
  ...found_event,
  sale_period: Period,
  dates: Type.Array(Period),
  organizer: Type.Object({
    organization_name: Type.String(),
    first_name: Type.String(),
    last_name: Type.String(),
    location: Type.Object({
      address: Type.String(),
      zip_code: Type.String(),
      city: Type.String(),
      state: Type.String(),
      country: Country,
    }),
    phone: Type.String(),
    cell_phone: Type.String(),
    fax: Type.String(),
    email: Type.String(),
    website: Type.String(),
    blog: Type.String(),
  }),
});
export type EventDetails = Static<typeof EventDetails>;

export const EventCategoryRow = Type.Object({
  id: Type.String(),
  name: Type.String(),
  name_other: Type.String(),
});
