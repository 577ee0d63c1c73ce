import { Type } from 'typebox';
import { limits } from '../../domain/limits.ts';
import { apiEndpoint } from '../endpoint.ts';
import { Amount, Currency, Id, Instant, orNull, Title } from '../shapes.ts';
import { Count, Printer, Session } from './shapes.ts';

const tags = ['counter'];
const rows_max = 100;

const Till = Type.Object({
  id: Id,
  name: Title,
  session: orNull(Session, { description: 'the open one; null: the till is shut' }),
  printer: orNull(Printer, { description: 'of its receipts; null: the page prints them itself' }),
  holder: Type.String({ description: 'who stands at it; empty: nobody' }),
});

export const Show = Type.Object({
  event_id: Id,
  event: Type.String(),
  session_id: orNull(Id, { description: 'null: the event has no dates' }),
  session: Type.String(),
  starts_at: orNull(Instant),
  ends_at: orNull(Instant),
  hall: orNull(Type.String()),
  left: orNull(Type.Integer(), { description: 'null: without limit' }),
});

const SaleState = Type.Enum(['not_yet', 'on_sale', 'over']);
const Left = orNull(Type.Integer({ description: 'null: without limit' }));

const PackPart = Type.Object({
  offer_id: Id,
  name: Type.String(),
  event_id: Id,
  event: Type.String(),
  session_id: orNull(Id, { description: 'null: good for any session of its event' }),
  session: Type.String(),
  starts_at: orNull(Instant),
  zone_id: orNull(Id),
  zone: orNull(Type.String()),
  numbered: Type.Boolean({ description: 'each ticket has a seat of its own' }),
  amount: Type.Integer({ ...Amount, description: 'of one, sold alone' }),
  minimum: Count,
  maximum: Count,
  left: Left,
  sale_state: SaleState,
});

export const TillOffer = Type.Object({
  offer_id: Id,
  price_id: Id,
  name: Type.String(),
  zone_id: orNull(Id),
  zone: orNull(Type.String()),
  numbered: Type.Boolean({ description: 'each ticket has a seat of its own' }),
  amount: Amount,
  currency: Currency,
  minimum: Count,
  maximum: orNull(Count),
  left: Left,
  sale_state: SaleState,
  parts: orNull(Type.Array(PackPart), { description: 'what a pack is made of; null: it is none' }),
  costs_its_parts: Type.Boolean({ description: 'a pack: what is chosen beyond the least comes on top' }),
});

/** What the page of a till asks before anything is sold. */
export const tillEndpoints = {
  till_setup: apiEndpoint({
    method: 'GET',
    path: '/till',
    tags,
    summary: 'Where a till stands: the organizer, who calls, the tills and who has them open',
    needs: 'counter.use',
    answers: {
      200: Type.Object({
        at: Instant,
        organizer: Type.Object({ id: Id, name: Type.String(), zone: Type.String(), currency: Currency }),
        caller: Type.Object({ kind: Type.Enum(['user', 'device', 'key']), name: Type.String() }),
        tills: Type.Array(Till),
      }),
    },
  }),
  till_shows: apiEndpoint({
    method: 'GET',
    path: '/till/shows',
    tags,
    summary:
      'What tickets are sold for: sessions from today on, the earliest first, then events without dates',
    needs: 'counter.use',
    query: Type.Object({
      q: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: limits.title_chars_max,
          description:
            'words of the names of event and session, or their beginnings, without accents as well',
        }),
      ),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: rows_max, description: '40 unless given' })),
    }),
    answers: {
      200: Type.Object({
        at: Instant,
        items: Type.Array(Show),
        complete: Type.Boolean({ description: 'false: there are more than are listed here' }),
      }),
    },
  }),
  till_offers: apiEndpoint({
    method: 'GET',
    path: '/till/offers',
    tags,
    summary: 'The prices of a session, or of an event without dates, with what is left of each',
    needs: 'counter.use',
    query: Type.Object({
      session_id: Type.Optional(Id),
      event_id: Type.Optional(Id),
      promo_code: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: limits.title_chars_max,
          description: 'hidden prices that it reveals are among them; one that reveals none changes nothing',
        }),
      ),
    }),
    answers: { 200: Type.Object({ items: Type.Array(TillOffer) }) },
  }),
};
