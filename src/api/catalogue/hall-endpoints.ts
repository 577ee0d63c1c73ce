import { Type } from 'typebox';
import { apiEndpoint } from '../endpoint.ts';
import { Amount, ById, Id, LongText, orNull, Title, WriteHeaders } from '../shapes.ts';

const tags = ['catalogue'];
const closed = { additionalProperties: false };
const Coordinate = orNull(Type.Number({ minimum: -1_000_000, maximum: 1_000_000 }));

const NewPlace = Type.Object(
  {
    kind: Type.Enum(['seat', 'area']),
    code: Type.String({ minLength: 1, maxLength: 200 }),
    row_label: Type.Optional(Title),
    seat_label: Type.Optional(Title),
    position: Type.Optional(Type.Integer()),
    rank: Type.Optional(Type.Integer()),
    capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    x: Type.Optional(Coordinate),
    y: Type.Optional(Coordinate),
  },
  closed,
);

const Row = Type.Object(
  {
    label: Type.String({ minLength: 1, maxLength: 50 }),
    seats: Type.Union([
      Type.Integer({ minimum: 1, maximum: 1_000 }),
      Type.Array(Type.String({ minLength: 1, maxLength: 50 }), { minItems: 1, maxItems: 1_000 }),
    ]),
    first: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  },
  closed,
);
const ZonePlan = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 100 }),
    name: Title,
    description: Type.Optional(LongText),
    color: Type.Optional(Type.String({ maxLength: 50 })),
    rows: Type.Optional(Type.Array(Row, { maxItems: 500 })),
    area: Type.Optional(Type.Object({ capacity: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }, closed)),
  },
  closed,
);

const SeatState = Type.Object({
  place_id: Id,
  zone_id: Id,
  code: Type.String(),
  row_label: Type.String(),
  seat_label: Type.String(),
  x: Type.Union([Type.Number(), Type.Null()]),
  y: Type.Union([Type.Number(), Type.Null()]),
  state: Type.Enum(['free', 'sold', 'kept', 'blocked']),
  order_id: orNull(Id),
  own_price: orNull(
    Type.Object(
      { offer_id: Id, price_id: Id, name: Type.String(), amount: Amount, currency: Type.String() },
      { description: 'the offer by which alone the seat is sold; null: it is sold as its zone is' },
    ),
  ),
});

const DrawnPlace = Type.Object({
  id: Id,
  zone_id: Id,
  kind: Type.Enum(['seat', 'area']),
  row_label: Type.String(),
  seat_label: Type.String(),
  capacity: Type.Integer({ minimum: 0 }),
  x: Type.Union([Type.Number(), Type.Null()]),
  y: Type.Union([Type.Number(), Type.Null()]),
});

/** A hall is drawn as a whole, and looked at session by session. */
export const hallEndpoints = {
  open_hall: apiEndpoint({
    ...{ method: 'POST', path: '/halls/open', tags, needs: 'catalogue.write' },
    summary: 'Makes a hall with its zones, rows and areas in one step',
    headers: WriteHeaders,
    body: Type.Object(
      {
        name: Title,
        venue_id: Type.Optional(orNull(Id)),
        zones: Type.Array(ZonePlan, { minItems: 1, maxItems: 100 }),
      },
      closed,
    ),
    answers: { 200: Type.Object({ hall_id: Id, zone_ids: Type.Array(Id) }) },
  }),
  find_hall_plan: apiEndpoint({
    ...{ method: 'GET', path: '/halls/{id}/plan', tags, needs: 'catalogue.read' },
    summary: 'All places of a hall, to be drawn',
    params: ById,
    answers: { 200: Type.Object({ items: Type.Array(DrawnPlace) }) },
  }),
  create_places: apiEndpoint({
    ...{ method: 'POST', path: '/zones/{id}/places', tags, needs: 'catalogue.write' },
    summary: 'Seats and areas of a zone: all of them, or none',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object({ places: Type.Array(NewPlace, { minItems: 1, maxItems: 10_000 }) }, closed),
    answers: { 200: Type.Object({ ids: Type.Array(Id) }) },
  }),
  move_places: apiEndpoint({
    ...{ method: 'POST', path: '/halls/{id}/places/move', tags, needs: 'catalogue.write' },
    summary: 'Draws places of a hall elsewhere, in one step',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object(
      {
        places: Type.Array(
          Type.Object({ id: Id, x: Coordinate, y: Coordinate, rank: Type.Optional(Type.Integer()) }, closed),
          { minItems: 1, maxItems: 5_000 },
        ),
      },
      closed,
    ),
    answers: { 200: Type.Object({ moved: Type.Integer({ minimum: 0 }) }) },
  }),
  delete_places: apiEndpoint({
    ...{ method: 'POST', path: '/halls/{id}/places/delete', tags, needs: 'catalogue.write' },
    summary: 'Takes places out of a hall in which nothing takes place yet',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object({ ids: Type.Array(Id, { minItems: 1, maxItems: 5_000 }) }, closed),
    answers: { 200: Type.Object({ deleted: Type.Integer({ minimum: 0 }) }) },
  }),
  list_session_seats: apiEndpoint({
    ...{ method: 'GET', path: '/sessions/{id}/seats', tags, needs: 'catalogue.read' },
    summary: 'The numbered seats of a session: free, sold, kept, blocked',
    params: ById,
    query: Type.Object({ zone_id: Type.Optional(Id) }),
    answers: { 200: Type.Object({ items: Type.Array(SeatState) }) },
  }),
  set_session_places: apiEndpoint({
    ...{ method: 'POST', path: '/sessions/{id}/places', tags, needs: 'catalogue.write' },
    summary: 'Blocks places of a session, or gives them free again',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object(
      { place_ids: Type.Array(Id, { minItems: 1, maxItems: 5_000 }), blocked: Type.Boolean() },
      closed,
    ),
    answers: { 200: Type.Object({ places: Type.Integer({ minimum: 0 }) }) },
  }),
  price_session_places: apiEndpoint({
    ...{ method: 'POST', path: '/sessions/{id}/places/price', tags, needs: 'catalogue.write' },
    summary: 'Gives places of one zone a price of their own in a session; sold tickets keep theirs',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object(
      {
        zone_id: Id,
        place_ids: Type.Array(Id, { minItems: 1, maxItems: 5_000 }),
        price_id: Type.Union([Id, Type.Null()], { description: "null: the zone's price again" }),
      },
      closed,
    ),
    answers: { 200: Type.Object({ places: Type.Integer({ minimum: 0 }) }) },
  }),
};
