import { Type, type TSchema } from 'typebox';
import { contract } from '../../contract/contract.ts';
import { endpoint } from '../../contract/endpoint.ts';
import { AddedOrder, Attendee, EventRow, NewOrder, Trouble } from './shapes.ts';
import { local_time_pattern } from './wire.ts';

const event_params = Type.Object({
  id: Type.Integer({ minimum: 1, description: 'as in the list of events' }),
});

/** `{"data": […]}` or the bare list. */
const batchOf = <T extends TSchema>(items: T) =>
  Type.Union([Type.Object({ data: Type.Array(items) }), Type.Array(items)]);

const Seconds = Type.Integer({ minimum: 0, maximum: 4_102_444_800, description: 'unix time in seconds' });
const ServedId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const Words = Type.String({ minLength: 1, maxLength: 500 });

const attendee_filter = Type.Object({
  since: Type.Optional(
    Type.String({
      pattern: `^\\d{1,8}$|${local_time_pattern}`,
      description:
        'sold since: the last N minutes, or a local time (YYYY-MM-DD HH:MM:SS); told apart by its shape',
    }),
  ),
  last_update: Type.Optional(Seconds),
  to: Type.Optional(Seconds),
  used: Type.Optional(Type.Enum([0, 1, 2, 3], { description: '0 no, 1 scanned, 2 went out, 3 expired' })),
  session: Type.Optional(ServedId),
  ticket: Type.Optional(ServedId),
  ticket_id: Type.Optional(ServedId),
  email: Type.Optional(Words),
  ext_id: Type.Optional(Words),
  barcode: Type.Optional(Words),
  disabled: Type.Optional(Type.Boolean({ description: '1 includes refunded and cancelled tickets' })),
});

export const billetweb = contract({
  name: 'billetweb',
  title: 'BilletWeb',
  version: '1.0.0',
  description:
    'The API of BilletWeb, served by Guichet. All instants are local times of the organizer. Failures come with status 200 and `{"error", "description"}` unless said otherwise.',
  schemes: {
    user: { type: 'apiKey', in: 'query', name: 'user' },
    key: { type: 'apiKey', in: 'query', name: 'key' },
    basic: { type: 'http', scheme: 'basic', description: 'user and key' },
  },
  security: [['user', 'key'], ['basic']],
  errors: {
    200: Trouble,
    404: Trouble,
    405: Trouble,
    413: Trouble,
    429: Trouble,
    500: Trouble,
    503: Trouble,
  },
  endpoints: {
    userEvents: endpoint({
      method: 'GET',
      path: '/api/user/events',
      summary: 'All events of the account',
      answers: { 200: Type.Array(EventRow) },
    }),
    events: endpoint({
      method: 'GET',
      path: '/api/events',
      summary: 'Events, by what the client asks',
      query: Type.Object({
        past: Type.Optional(Type.Boolean({ description: '1 includes those that are over' })),
        online: Type.Optional(Type.Boolean({ description: '1: those on sale alone, 0: the others' })),
        description: Type.Optional(Type.Boolean({ description: '1 adds the description' })),
        id: Type.Optional(ServedId),
      }),
      answers: { 200: Type.Array(EventRow) },
    }),
    eventAttendees: endpoint({
      method: 'GET',
      path: '/api/event/{id}/attendees',
      summary: 'The tickets sold for an event',
      params: event_params,
      query: attendee_filter,
      answers: { 200: Type.Array(Attendee) },
    }),
    attendees: endpoint({
      method: 'GET',
      path: '/api/attendees',
      summary: 'The tickets sold for all events',
      query: attendee_filter,
      answers: { 200: Type.Array(Attendee) },
    }),
    check: endpoint({
      method: 'POST',
      path: '/api/event/{id}/check',
      summary: 'Marks a ticket as used, once',
      params: event_params,
      body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 2_048 }) }),
      answers: { 200: Type.Object({ success: Type.Literal(true), message: Type.String() }) },
    }),
    addOrder: endpoint({
      method: 'POST',
      path: '/api/event/{id}/add_order',
      summary: 'Sells tickets',
      params: event_params,
      body: batchOf(NewOrder),
      answers: { 200: Type.Array(AddedOrder) },
    }),
  },
});
