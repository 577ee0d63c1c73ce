import { Type } from 'typebox';
import { apiEndpoint } from '../endpoint.ts';
import {
  Amount,
  ById,
  Id,
  LongText,
  orNull,
  StatedAmount,
  StatedPosition,
  Title,
  WriteHeaders,
} from '../shapes.ts';

const tags = ['catalogue'];
const closed = { additionalProperties: false };
const Coordinate = orNull(Type.Number({ minimum: -1_000_000, maximum: 1_000_000 }));

const NewPlace = Type.Object(
  {
    kind: Type.Enum(['seat', 'area']),
    code: Type.String({ minLength: 1, maxLength: 200 }),
    row_label: Type.Optional(Title),
    seat_label: Type.Optional(Title),
    position: Type.Optional(StatedPosition),
    rank: Type.Optional(StatedPosition),
    capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    x: Type.Optional(Coordinate),
    y: Type.Optional(Coordinate),
  },
  closed,
);

const PlaceInZone = Type.Object({ zone_id: Id, ...NewPlace.properties }, closed);
const MovedPlace = Type.Object(
  { id: Id, x: Coordinate, y: Coordinate, rank: Type.Optional(StatedPosition) },
  closed,
);
const Count = Type.Integer({ minimum: 0 });
const places_max = 20_000;
const leaving =
  'A place leaves once no session to come has sold, holds or keeps it; else the answer is `places_in_use`, whose `details` name the sessions and the places. Sessions that are over keep the places that they sold.';

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

/** Where a place stands on the plan, in seats and rows. */
const Standing = {
  x: Type.Number(),
  y: Type.Number(),
  drawn: Type.Boolean({
    description: 'false: nobody has drawn it, and it is laid out by its row and number',
  }),
};

const SeatState = Type.Object({
  place_id: Id,
  zone_id: Id,
  code: Type.String(),
  row_label: Type.String(),
  seat_label: Type.String(),
  ...Standing,
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
  ...Standing,
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
        places: Type.Array(MovedPlace, { minItems: 1, maxItems: 5_000 }),
      },
      closed,
    ),
    answers: { 200: Type.Object({ moved: Type.Integer({ minimum: 0 }) }) },
  }),
  redraw_hall: apiEndpoint({
    ...{ method: 'PATCH', path: '/halls/{id}/plan', tags, needs: 'catalogue.write' },
    summary: 'Draws a hall anew: what is gone, moved and new, all of it or nothing',
    description: `A new place with the code of one that was taken out is that place again. ${leaving}`,
    ...{ params: ById, headers: WriteHeaders, body_limit_bytes: 8_388_608 },
    body: Type.Object(
      {
        gone: Type.Optional(Type.Array(Id, { maxItems: places_max })),
        moved: Type.Optional(Type.Array(MovedPlace, { maxItems: places_max })),
        added: Type.Optional(Type.Array(PlaceInZone, { maxItems: places_max })),
      },
      closed,
    ),
    answers: { 200: Type.Object({ taken_out: Count, moved: Count, added: Count }) },
  }),
  delete_places: apiEndpoint({
    ...{ method: 'POST', path: '/halls/{id}/places/delete', tags, needs: 'catalogue.write' },
    summary: 'Takes places out of a hall: all of them, or none',
    description: leaving,
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
    summary: 'Gives places of a session a price of their own, in one step; sold tickets keep theirs',
    description: 'A price that their zone is sold at anyway is the price of the zone.',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object(
      {
        zone_id: Type.Optional(Id),
        place_ids: Type.Array(Id, { minItems: 1, maxItems: 5_000 }),
        price_id: Type.Optional(
          Type.Union([Id, Type.Null()], { description: "null: the zone's price again" }),
        ),
        new_price: Type.Optional(
          Type.Object(
            {
              name: Type.String({ ...Title, minLength: 1 }),
              amount: StatedAmount,
              vat_bp: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
            },
            { ...closed, description: 'in place of `price_id`: a price that is made for them' },
          ),
        ),
      },
      closed,
    ),
    answers: { 200: Type.Object({ places: Type.Integer({ minimum: 0 }), price_id: orNull(Id) }) },
  }),
};
