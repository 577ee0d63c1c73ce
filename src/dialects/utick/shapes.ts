/** What uTick's resources look like (utick-api.txt); fields beyond the document come from wire-notes.md, "uTick". */
import { Type, type StaticDecode, type TSchema } from 'typebox';
import { IsoTime } from './wire.ts';

/** What the document does not show: served always, not expected of the vendor. */
const may = <T extends TSchema>(schema: T) => Type.Optional(schema);

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const MapOrList = Type.Union([
  Type.Record(Type.String(), Type.Unknown()),
  Type.Array(Type.Unknown(), { maxItems: 0 }),
]);

export const Value = Type.Object({ amount: Type.Integer(), currency: Type.String() });

export const Category = Type.Object({
  id: Type.String(),
  label: Type.String(),
  description: Type.String(),
});

export const PromoCode = Type.Object({
  id: Type.String(),
  label: Type.String(),
  created: IsoTime,
  description: Type.String(),
  starttime: Nullable(IsoTime),
  endtime: Nullable(IsoTime),
  typeid: Type.Integer({ description: '100 discount, 300 price reveal' }),
  capacity_total: Type.Integer(),
  capacity_free: Type.Integer(),
  discount: Type.Object({
    value: Type.String({ description: 'cents' }),
    percentage: Type.String({ description: 'hundredths of a per cent: 1000 is 10 %' }),
  }),
  product_category: Nullable(Category),
});
export type PromoCode = StaticDecode<typeof PromoCode>;

export const Order = Type.Object({
  id: Type.String(),
  label: Type.String(),
  created: IsoTime,
  expires: Nullable(IsoTime),
  contactid: Nullable(Type.String()),
  info_url: Type.String(),
  status: Type.Object({ id: Type.Integer(), label: Type.String() }),
  haspromocodes: may(Type.Boolean()),
  name: may(Type.String()),
  language: may(Type.String()),
  country: may(Type.String()),
  postalcode: may(Type.String()),
  automaticcancel: may(Type.Boolean()),
  notes: may(Type.String()),
  metadata: may(MapOrList),
  value: may(Value),
  paid: may(Value),
});
export type Order = StaticDecode<typeof Order>;

const Promo = Type.Object({
  description: Type.String(),
  message: may(Type.String()),
  initalprice: Type.Integer(),
});

const ticket_fields = {
  id: Type.String(),
  spectatorlabel: Type.String(),
  spectatorfirstname: may(Type.String()),
  spectatorlastname: may(Type.String()),
  spectatoremail: may(Type.String()),
  positionlabel: Type.String(),
  categorylabel: Type.String(),
  entrycount: Type.Integer(),
  pricelabel: Type.String(),
  orderreference: Type.String(),
  qrcode: Type.String(),
  attractionlabel: Type.String(),
  eventstarttime: Nullable(IsoTime),
  eventendtime: Nullable(IsoTime),
  presentinglabel: Type.String(),
  notes: Type.String(),
  venuelabel: Type.String(),
  venueaddressL1: Type.String(),
  venueaddressL2: Type.String(),
  language: Type.String(),
  metadata: MapOrList,
};

export const Ticket = Type.Object(ticket_fields);
export type Ticket = StaticDecode<typeof Ticket>;

/** In a product the ticket has two fields more. */
const ProductTicket = Type.Object({ ...ticket_fields, typeid: Type.Integer(), price: Type.Integer() });

export const Product = Type.Object({
  id: Type.String(),
  label: Type.String(),
  orderid: Type.String(),
  stockid: Type.String(),
  quantity: Type.Integer(),
  typeid: Type.Integer(),
  mainproductid: Nullable(Type.String()),
  category: Category,
  price: Type.Object({
    id: Type.String(),
    label: Type.String(),
    description: Type.String(),
    value: Value,
    promo: may(Promo),
  }),
  usage: Type.Object({ statusid: Type.Integer(), by: Type.String(), date: Nullable(IsoTime) }),
  ticket: Nullable(ProductTicket),
});
export type Product = StaticDecode<typeof Product>;

const StockPrice = Type.Object({
  id: Type.String(),
  label: Type.String(),
  description: Type.String(),
  quantity_min: Type.Integer(),
  quantity_max: Type.Integer(),
  quantity_step: may(Type.Integer()),
  value: Value,
  promo: may(Promo),
});
export type StockPrice = StaticDecode<typeof StockPrice>;

const StockCategory = Type.Object({
  id: Type.String(),
  label: Type.String(),
  description: Type.String(),
  capacity_total: Type.Integer(),
  capacity_free: Type.Integer(),
  prices: Type.Array(StockPrice),
});
export type StockCategory = StaticDecode<typeof StockCategory>;

export const Stock = Type.Object({
  id: Type.String(),
  label: Type.String(),
  typeid: Type.Integer({ description: '1, 2, 10, 11, 15 or 20' }),
  producttypeid: Type.Integer(),
  eventid: Type.String(),
  timeslotid: Nullable(Type.String()),
  streamid: Nullable(Type.String()),
  capacity_total: Type.Integer(),
  capacity_free: Type.Integer(),
  shop_url: Type.String(),
  notes: Type.String(),
  haspromocodes: Type.Boolean(),
  planid: may(Nullable(Type.String())),
  packid: may(Nullable(Type.String())),
  categories: Type.Array(StockCategory),
});
export type Stock = StaticDecode<typeof Stock>;

export const PlanSeat = Type.Object({
  id: Type.String(),
  label: Type.String(),
  row: Type.String(),
  number: Type.String(),
  x: Nullable(Type.Number()),
  y: Nullable(Type.Number()),
  free: Type.Boolean(),
  orderid: Nullable(Type.String({ description: 'of the order that asks, when the seat is its own' })),
});

export const PlanCategory = Type.Object({
  id: Type.String(),
  label: Type.String(),
  description: Type.String(),
  color: Nullable(Type.String()),
  capacity_total: Type.Integer(),
  capacity_free: Type.Integer(),
  seats: Type.Array(PlanSeat),
});
export type PlanCategory = StaticDecode<typeof PlanCategory>;

export const TicketSet = Type.Object({ stockid: Type.String(), tickets: Type.Array(Ticket) });

export const TicketUrls = Type.Object({ ticket_url: Type.String(), mobile_ticket_url: Type.String() });

export const Counter = Type.Object({ id: Type.String(), label: Type.String() });

export const CounterSession = Type.Object({
  id: Type.String(),
  counterid: Type.String(),
  starttime: IsoTime,
  startamount: Type.Integer(),
  endtime: Nullable(IsoTime),
  endamount: Nullable(Type.Integer()),
  userlabel: Type.String(),
  externaluserid: Type.String(),
  notes: Type.String(),
});
export type CounterSession = StaticDecode<typeof CounterSession>;

export const PaymentMethod = Type.Object({
  id: Type.String(),
  label: Type.String(),
  typelabel: Type.String(),
});

export const Payment = Type.Object({
  id: Type.String(),
  orderid: Type.String(),
  paymentmethodid: Nullable(Type.String()),
  counterid: Nullable(Type.String()),
  externalid: Type.String(),
  notes: Type.String(),
  value: Value,
  paymentdate: IsoTime,
});
export type Payment = StaticDecode<typeof Payment>;

const Timeslot = Type.Object({
  id: Type.String(),
  label: Type.String(),
  starttime: IsoTime,
  endtime: Nullable(IsoTime),
  cancelled: Type.Boolean(),
  venuelabel: Type.String(),
});

export const AgendaEvent = Type.Object({
  id: Type.String(),
  label: Type.String(),
  description: Type.String(),
  presentinglabel: Type.String(),
  notes: Type.String(),
  categorylabel: Type.String(),
  imageurl: Type.String(),
  url: Type.String(),
  starttime: Nullable(IsoTime),
  endtime: Nullable(IsoTime),
  timeslots: Type.Array(Timeslot),
  streams: Type.Array(Timeslot),
});
export type AgendaEvent = StaticDecode<typeof AgendaEvent>;

export const Contact = Type.Object({
  id: Type.String(),
  label: Type.String(),
  firstname: Type.String(),
  lastname: Type.String(),
  email: Type.String(),
  phone: Type.String(),
  company: Type.String(),
  addressL1: Type.String(),
  addressL2: Type.String(),
  postalcode: Type.String(),
  city: Type.String(),
  country: Type.String(),
  language: Type.String(),
  created: IsoTime,
  metadata: MapOrList,
});
export type Contact = StaticDecode<typeof Contact>;

/** Every answer stands in this envelope (wire-notes.md, "uTick"). */
export function enveloped<T extends TSchema>(response: T) {
  return Type.Object({
    success: Type.Literal(true),
    response,
    environment: Type.Enum(['test', 'prod']),
    api_version: Type.Literal(1),
    datetime: IsoTime,
    cached: Type.Boolean(),
    status_code: Type.Integer(),
    language: Type.String(),
  });
}

/** Around a failure, too, all of it is served; the notes promise `error` alone of the vendor. */
export const Trouble = Type.Object({
  success: Type.Literal(false),
  error: Type.Object({ code: Type.Integer(), message: Type.String() }),
  environment: may(Type.Enum(['test', 'prod'])),
  api_version: may(Type.Literal(1)),
  datetime: may(Type.String()),
  cached: may(Type.Boolean()),
  status_code: may(Type.Integer()),
  language: may(Type.String()),
});
