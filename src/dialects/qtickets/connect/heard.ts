/**
 * What is read of the vendor's answers, and no more: a field that is new, missing or null in another place stops nothing. Lists
 * are looked at one by one, so that what cannot be understood spoils no other.
 */
import { Type, type Static } from 'typebox';
import { compileCheck } from '../../../contract/check.ts';
import { contract } from '../../../contract/contract.ts';
import { Fault } from '../../../domain/faults.ts';
import { qtickets } from '../contract.ts';
import { Paging } from '../shapes.ts';
import { Id, orNullType } from '../wire.ts';

const maybe = <T extends Parameters<typeof Type.Array>[0]>(type: T) => Type.Optional(orNullType(type));
const Text = Type.String();
const Flag = Type.Union([Type.Boolean(), Type.Integer()]);

const basketFields = {
  id: Id,
  barcode: maybe(Text),
  show_id: maybe(Id),
  seat_id: Text,
  seat_name: maybe(Text),
  original_price: maybe(Type.Number()),
  price: Type.Number(),
  multiprice_code: maybe(Text),
  client_email: maybe(Text),
  client_phone: maybe(Text),
  client_name: maybe(Text),
  client_surname: maybe(Text),
  checked_at: maybe(Text),
  updated_at: maybe(Text),
  deleted_at: maybe(Text),
  refunded_at: maybe(Text),
  refunded_amount: maybe(Type.Number()),
} as const;

const HeardLeaf = Type.Object(basketFields);
const HeardBasket = Type.Object({ ...basketFields, related_baskets: maybe(Type.Array(HeardLeaf)) });
export type HeardBasket = Static<typeof HeardBasket>;
export type HeardLeaf = Static<typeof HeardLeaf>;

const Details = Type.Object({ name: maybe(Text), surname: maybe(Text), phone: maybe(Text) });

const HeardOrder = Type.Object({
  id: Id,
  uniqid: maybe(Text),
  payed: Flag,
  payed_at: maybe(Text),
  created_at: Text,
  updated_at: Text,
  deleted_at: maybe(Text),
  client: maybe(Type.Object({ email: maybe(Text), details: maybe(Details) })),
  payment_type_id: maybe(Text),
  event_id: maybe(Id),
  currency_id: Text,
  baskets: Type.Array(HeardBasket),
});
export type HeardOrder = Static<typeof HeardOrder>;

const HeardPrice = Type.Object({ id: Id, name: maybe(Text), default_price: Type.Number() });

const HeardShow = Type.Object({
  id: Id,
  is_active: maybe(Flag),
  start_date: maybe(Text),
  finish_date: maybe(Text),
  deleted_at: maybe(Text),
  prices: maybe(Type.Array(HeardPrice)),
});
export type HeardShow = Static<typeof HeardShow>;

const HeardEvent = Type.Object({
  id: Id,
  name: Text,
  is_active: Flag,
  currency_id: Text,
  place_name: maybe(Text),
  place_address: maybe(Text),
  description: maybe(Text),
  deleted_at: maybe(Text),
  shows: Type.Array(HeardShow),
});
export type HeardEvent = Static<typeof HeardEvent>;

const orders = compileCheck(HeardOrder);
const events = compileCheck(HeardEvent);

/** Throws `invalid_input` that says what is wrong with it, and where. */
export function heardOrder(told: unknown): HeardOrder {
  if (!orders.fits(told)) throw oddity(orders.explain(told));
  return told as HeardOrder;
}

export function heardEvent(told: unknown): HeardEvent {
  if (!events.fits(told)) throw oddity(events.explain(told));
  return told as HeardEvent;
}

const oddity = ({ path, message }: { path: string; message: string }): Fault =>
  new Fault('invalid_input', { path, message });

const page = { 200: Type.Object({ data: Type.Array(Type.Unknown()), paging: Paging }) };
/** The document shows `error` and `status`; clients have seen more (wire-notes.md, "Qtickets"). */
const Trouble = Type.Object({ error: Text, status: Type.Optional(Type.Integer()), code: maybe(Text) });
const statuses = [400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 501, 502, 503, 504] as const;

/** The calls as the vendor may answer them. */
export const heard = contract({
  ...qtickets,
  errors: Object.fromEntries(statuses.map((status) => [status, Trouble])),
  endpoints: {
    ...qtickets.endpoints,
    orders: { ...qtickets.endpoints.orders, answers: page },
    events: { ...qtickets.endpoints.events, answers: page },
  },
});

/** What stands for it where it could not be understood. */
export function idOf(told: unknown): string {
  const id = typeof told === 'object' && told !== null ? (told as { id?: unknown }).id : undefined;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : '';
}
