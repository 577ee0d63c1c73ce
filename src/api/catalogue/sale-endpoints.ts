import { Type } from 'typebox';
import { apiEndpoint } from '../endpoint.ts';
import {
  Amount,
  ById,
  Currency,
  Id,
  Instant,
  ListQuery,
  listOf,
  LongText,
  orNull,
  StatedAmount,
  StatedCount,
  StatedPosition,
  Title,
  WriteHeaders,
} from '../shapes.ts';
import { PackOf } from './pack-endpoints.ts';
import { deleteEndpoint } from './resource.ts';

const tags = ['catalogue'];
const closed = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

const window = {
  sale_starts_at: Type.Optional(orNull(Instant)),
  sale_ends_at: Type.Optional(orNull(Instant)),
};

export const Offer = Type.Object({
  id: Id,
  event_id: Id,
  session_id: orNull(Id),
  zone_id: orNull(Id),
  price_id: Id,
  name: Type.String(),
  amount: Amount,
  currency: Currency,
  hidden: Type.Boolean(),
  enabled: Type.Boolean(),
  position: Type.Integer(),
  opens_at: orNull(Instant),
  closes_at: orNull(Instant),
  sale_starts_at: orNull(Instant, { description: 'its own; `opens_at` counts that of its session in' }),
  sale_ends_at: orNull(Instant),
  pool_ids: Type.Array(Id, { description: 'the capacities that it draws from' }),
  sale_state: Type.Enum(['not_yet', 'on_sale', 'over']),
  capacity: orNull(Count),
  left: orNull(Count),
});

const NewOffer = Type.Object(
  {
    event_id: Id,
    price_id: Id,
    session_id: Type.Optional(orNull(Id)),
    zone_id: Type.Optional(orNull(Id)),
    amount: Type.Optional(orNull(StatedAmount)),
    ...window,
    enabled: Type.Optional(Type.Boolean()),
    position: Type.Optional(StatedPosition),
    pool_ids: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  },
  closed,
);
const OfferChange = Type.Object(
  {
    amount: Type.Optional(orNull(StatedAmount)),
    ...window,
    enabled: Type.Optional(Type.Boolean()),
    position: Type.Optional(StatedPosition),
  },
  closed,
);

/** What can be bought: a price for a session (or any) in a zone (or anywhere), drawing from pools. */
export const offerEndpoints = {
  list_offers: apiEndpoint({
    ...{ method: 'GET', path: '/offers', tags, summary: 'What can be bought', needs: 'catalogue.read' },
    description:
      'Filtered and ordered by id, event_id, session_id, zone_id, price_id, enabled, position, sale_starts_at, sale_ends_at.',
    query: ListQuery,
    answers: { 200: listOf(Offer) },
  }),
  find_offer: apiEndpoint({
    ...{ method: 'GET', path: '/offers/{id}', tags, summary: 'One of them', needs: 'catalogue.read' },
    params: ById,
    answers: { 200: Offer },
  }),
  create_offer: apiEndpoint({
    ...{ method: 'POST', path: '/offers', tags, summary: 'Offers a price', needs: 'catalogue.write' },
    description:
      'In a zone of seats each ticket gets one; in a zone with areas it draws from their capacities, named or not.',
    headers: WriteHeaders,
    body: NewOffer,
    answers: { 200: Offer },
  }),
  change_offer: apiEndpoint({
    ...{ method: 'PATCH', path: '/offers/{id}', tags, summary: 'Its amount, window, order, on or off' },
    needs: 'catalogue.write',
    params: ById,
    headers: WriteHeaders,
    body: OfferChange,
    answers: { 200: Offer },
  }),
  delete_offer: deleteEndpoint('/offers', 'offers'),
  link_pool: apiEndpoint({
    ...{ method: 'PUT', path: '/offers/{id}/pools/{pool_id}', tags, summary: 'Has it draw from a capacity' },
    needs: 'catalogue.write',
    params: Type.Object({ id: Id, pool_id: Id }),
    headers: WriteHeaders,
    answers: { 200: Offer },
  }),
  unlink_pool: apiEndpoint({
    ...{
      method: 'DELETE',
      path: '/offers/{id}/pools/{pool_id}',
      tags,
      summary: 'Has it draw from it no more',
    },
    needs: 'catalogue.write',
    params: Type.Object({ id: Id, pool_id: Id }),
    headers: WriteHeaders,
    answers: { 200: Offer },
  }),
  release_allotment: apiEndpoint({
    ...{ method: 'POST', path: '/allotments/{id}/release', tags, needs: 'catalogue.write' },
    summary: 'Gives what a channel has not sold back to everybody',
    params: ById,
    headers: WriteHeaders,
    answers: { 200: Type.Object({ released: Type.Literal(true) }) },
  }),
  resize_pool: apiEndpoint({
    ...{ method: 'POST', path: '/pools/{id}/capacity', tags, needs: 'catalogue.write' },
    summary: 'Another capacity; below what is taken only with `overbook`, which raises the alarm',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object({ capacity: orNull(StatedCount), overbook: Type.Optional(Type.Boolean()) }, closed),
    answers: { 200: Type.Object({ id: Id, capacity: orNull(Count), taken: Count, reserved: Count }) },
  }),
};

const PriceOnSale = Type.Object(
  {
    price_id: Id,
    zone_ids: Type.Optional(Type.Array(Id, { maxItems: 200 })),
    amount: Type.Optional(orNull(StatedAmount)),
    ...window,
    quota: Type.Optional(orNull(StatedCount)),
  },
  closed,
);
const NewPrice = Type.Object(
  {
    name: Title,
    amount: StatedAmount,
    vat_bp: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    quota: Type.Optional(orNull(StatedCount)),
  },
  closed,
);
const NewSession = Type.Object(
  {
    name: Type.Optional(Title),
    starts_at: Instant,
    ends_at: Type.Optional(orNull(Instant)),
    doors_open_at: Type.Optional(orNull(Instant)),
    capacity: Type.Optional(orNull(StatedCount)),
  },
  closed,
);
const OnSale = Type.Object({
  offers: Type.Array(Type.Object({ offer_id: Id, price_id: Id, zone_id: orNull(Id) })),
  pools: Type.Array(Type.Object({ pool_id: Id, zone_id: orNull(Id), price_id: orNull(Id) })),
});

const GridRow = Type.Object(
  {
    offer_id: Id,
    name: Type.Optional(
      Type.String({ ...Title, minLength: 1, description: 'of its price: the same in all rows of the price' }),
    ),
    amount: Type.Optional(orNull(StatedAmount)),
    ...window,
    enabled: Type.Optional(Type.Boolean()),
    capacity: Type.Optional(
      orNull(StatedCount, { description: 'of its quota, or of the only capacity that it draws from' }),
    ),
  },
  closed,
);

/** Several steps as one: all of it is made, or nothing. */
export const openingEndpoints = {
  change_offers: apiEndpoint({
    ...{ method: 'PATCH', path: '/events/{id}/offers', tags, needs: 'catalogue.write' },
    summary: 'Changes what is given of many offers of an event: all of them, or none',
    description:
      'Where a row cannot be kept, the answer is `rows_refused`, and its `errors` name each cell: `rows.3.capacity`.',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object({ rows: Type.Array(GridRow, { minItems: 1, maxItems: 500 }) }, closed),
    answers: { 200: Type.Object({ changed: Type.Integer({ minimum: 0 }) }) },
  }),
  add_session: apiEndpoint({
    ...{ method: 'POST', path: '/sessions/{id}/another', tags, needs: 'catalogue.write' },
    summary: 'One more session of its event, on sale like this one: hall, prices, capacities, windows',
    description: 'Nothing of its capacities is taken. What has a date is moved by the clock on the wall.',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object(
      {
        starts_at: Instant,
        name: Type.Optional(Title),
        ends_at: Type.Optional(orNull(Instant, { description: 'as long as this one unless given' })),
      },
      closed,
    ),
    answers: { 200: Type.Object({ session_id: Id }) },
  }),
  add_price: apiEndpoint({
    ...{ method: 'POST', path: '/events/{id}/prices', tags, needs: 'catalogue.write' },
    summary: 'One more price of an event, on sale in its sessions; with parts, a pack',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object(
      {
        name: Title,
        amount: StatedAmount,
        vat_bp: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
        quota: Type.Optional(orNull(StatedCount, { description: 'in each session' })),
        session_ids: Type.Optional(
          Type.Array(Id, { maxItems: 400, description: 'all that are not cancelled, unless given' }),
        ),
        parts: Type.Optional(PackOf),
      },
      closed,
    ),
    answers: { 200: Type.Object({ price_id: Id, offer_ids: Type.Array(Id) }) },
  }),
  put_on_sale: apiEndpoint({
    ...{ method: 'POST', path: '/sessions/{id}/offers', tags, needs: 'catalogue.write' },
    summary: 'Puts prices on sale for a session, zone by zone in a hall',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object(
      {
        prices: Type.Array(PriceOnSale, { minItems: 1, maxItems: 200 }),
        capacity: Type.Optional(orNull(StatedCount)),
        pool_ids: Type.Optional(Type.Array(Id, { maxItems: 50 })),
      },
      closed,
    ),
    answers: { 200: OnSale },
  }),
  open_event: apiEndpoint({
    ...{ method: 'POST', path: '/events/open', tags, needs: 'catalogue.write' },
    summary: 'Makes an event with its sessions and prices, on sale at once or as a draft',
    headers: WriteHeaders,
    body: Type.Object(
      {
        name: Title,
        description: Type.Optional(LongText),
        venue_id: Type.Optional(orNull(Id)),
        hall_id: Type.Optional(orNull(Id)),
        published: Type.Optional(Type.Boolean({ description: 'true unless given' })),
        sessions: Type.Array(NewSession, { minItems: 1, maxItems: 400 }),
        prices: Type.Array(NewPrice, { minItems: 1, maxItems: 100 }),
      },
      closed,
    ),
    answers: { 200: Type.Object({ event_id: Id, session_ids: Type.Array(Id), price_ids: Type.Array(Id) }) },
  }),
};
