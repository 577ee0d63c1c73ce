import { Type } from 'typebox';
import { apiEndpoint } from '../endpoint.ts';
import { ById, Currency, Id, Instant, ListQuery, listOf, orNull } from '../shapes.ts';

export const Event = Type.Object({
  id: Id,
  name: Type.String(),
  description: Type.String(),
  status: Type.Enum(['draft', 'published', 'closed', 'cancelled']),
  event_category_id: orNull(Id),
  venue_id: orNull(Id),
  starts_at: orNull(Instant),
  ends_at: orNull(Instant),
  sessions: Type.Integer({ minimum: 0, description: 'how many it has' }),
  first_starts_at: orNull(Instant),
  last_ends_at: orNull(Instant),
  currency: Currency,
  created_at: Instant,
  updated_at: Instant,
});

/** What is sold. */
export const catalogue = {
  list_events: apiEndpoint({
    method: 'GET',
    path: '/events',
    tags: ['catalogue'],
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
    tags: ['catalogue'],
    summary: 'An event',
    needs: 'catalogue.read',
    params: ById,
    answers: { 200: Event },
  }),
};
