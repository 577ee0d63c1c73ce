import { Type } from 'typebox';
import { buyer_hours_max } from '../../domain/buyer-rights.ts';
import { changing } from '../as-seen.ts';
import { apiEndpoint } from '../endpoint.ts';
import {
  ById,
  Currency,
  Id,
  Instant,
  ListQuery,
  listOf,
  LongText,
  orNull,
  Title,
  WriteHeaders,
} from '../shapes.ts';
import { deleteEndpoint } from './resource.ts';

const tags = ['catalogue'];
const closed = { additionalProperties: false };
const Status = Type.Enum(['draft', 'published', 'closed', 'cancelled']);

const BuyerHours = orNull(
  Type.Integer({
    minimum: 0,
    maximum: buyer_hours_max,
    description:
      'until how many hours before a session its buyer may do it on the order page; null: not without the organizer',
  }),
);

export const Event = Type.Object({
  id: Id,
  name: Type.String(),
  description: Type.String(),
  status: Status,
  event_category_id: orNull(Id),
  venue_id: orNull(Id),
  starts_at: orNull(Instant),
  ends_at: orNull(Instant),
  image_url: Type.String(),
  site_url: Type.String(),
  notes: Type.String(),
  admits_unpaid: Type.Union([Type.Boolean(), Type.Null()], { description: 'null: as the organizer decides' }),
  buyer_cancel_hours: BuyerHours,
  buyer_holder_hours: BuyerHours,
  sessions: Type.Integer({ minimum: 0, description: 'how many it has' }),
  first_starts_at: orNull(Instant),
  last_ends_at: orNull(Instant),
  currency: Currency,
  created_at: Instant,
  updated_at: Instant,
});

const given = {
  description: Type.Optional(LongText),
  status: Type.Optional(Status),
  event_category_id: Type.Optional(orNull(Id)),
  venue_id: Type.Optional(orNull(Id)),
  starts_at: Type.Optional(orNull(Instant)),
  ends_at: Type.Optional(orNull(Instant)),
  image_url: Type.Optional(Title),
  site_url: Type.Optional(Title),
  notes: Type.Optional(LongText),
  admits_unpaid: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  buyer_cancel_hours: Type.Optional(BuyerHours),
  buyer_holder_hours: Type.Optional(BuyerHours),
};

export const eventEndpoints = {
  list_events: apiEndpoint({
    method: 'GET',
    path: '/events',
    tags,
    summary: 'Events',
    description:
      'Filtered and ordered by id, name, status, currency, event_category_id, venue_id, starts_at, ends_at, created_at, updated_at.',
    needs: 'catalogue.read',
    query: ListQuery,
    answers: { 200: listOf(Event) },
  }),
  find_event: apiEndpoint({
    method: 'GET',
    path: '/events/{id}',
    tags,
    summary: 'An event',
    needs: 'catalogue.read',
    params: ById,
    answers: { 200: Event },
  }),
  create_event: apiEndpoint({
    ...{ method: 'POST', path: '/events', tags, summary: 'Makes an event', needs: 'catalogue.write' },
    headers: WriteHeaders,
    body: Type.Object({ name: Title, currency: Type.Optional(Currency), ...given }, closed),
    answers: { 200: Event },
  }),
  change_event: apiEndpoint({
    ...{ method: 'PATCH', path: '/events/{id}', tags, summary: 'Changes what is given of it' },
    needs: 'catalogue.write',
    params: ById,
    headers: WriteHeaders,
    body: changing({ name: Type.Optional(Title), ...given }),
    answers: { 200: Event },
  }),
  copy_event: apiEndpoint({
    ...{ method: 'POST', path: '/events/{id}/copy', tags, needs: 'catalogue.write' },
    summary: 'Copies an event as a draft: sessions, prices, capacities, packs, questions, add-ons',
    description:
      'Nothing that was sold is copied, nor promo codes. All dates are moved as far as the first session, by the clock on the wall.',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object(
      {
        name: Type.String({ ...Title, minLength: 1 }),
        starts_at: Type.Optional(
          Type.String({ ...Instant, description: 'of its first session; as it was unless given' }),
        ),
      },
      closed,
    ),
    answers: { 200: Type.Object({ event_id: Id, session_ids: Type.Array(Id) }) },
  }),
  delete_event: deleteEndpoint('/events', 'events'),
  list_event_categories: apiEndpoint({
    ...{
      method: 'GET',
      path: '/event-categories',
      tags,
      summary: 'Kinds of events',
      needs: 'catalogue.read',
    },
    answers: {
      200: Type.Object({ items: Type.Array(Type.Object({ id: Id, name: Type.String() })) }),
    },
  }),
};
