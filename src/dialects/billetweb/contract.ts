import { Type, type TSchema } from 'typebox';
import { contract } from '../../contract/contract.ts';
import { endpoint } from '../../contract/endpoint.ts';
import {
  AccountingRow,
  AddedOrder,
  Attendee,
  AvailRow,
  ChangedProduct,
  ChangedRow,
  DateChange,
  DateRow,
  EventRow,
  NewOrder,
  OrderChange,
  ProductChange,
  TicketChange,
  TicketType,
  Trouble,
  WaitingRow,
} from './shapes.ts';
import { Id, local_time_pattern } from './wire.ts';

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

const all_attendees_filter = Type.Object({
  ...attendee_filter.properties,
  tag: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'of events with this tag' })),
  futur: Type.Optional(Type.Boolean({ description: '1: of events that are not over' })),
});

const date_filter = Type.Object({
  past: Type.Optional(Type.Boolean({ description: '0: without those that are over' })),
  past_by: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 36_500, description: 'without those that ended more days ago' }),
  ),
  last_update: Type.Optional(Seconds),
  start_from: Type.Optional(Seconds),
  start_to: Type.Optional(Seconds),
  disabled: Type.Optional(Type.Boolean({ description: '1: those switched off alone, 0: the others' })),
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
      query: all_attendees_filter,
      answers: { 200: Type.Array(Attendee) },
    }),
    check: endpoint({
      method: 'POST',
      path: '/api/event/{id}/check',
      summary: 'Marks a ticket as used, once',
      params: event_params,
      body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 2_048 }) }),
      odd_texts: ['code'],
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
    tickets: endpoint({
      method: 'GET',
      path: '/api/event/{id}/tickets',
      summary: 'Ticket types',
      params: event_params,
      answers: { 200: Type.Array(TicketType) },
    }),
    dates: endpoint({
      method: 'GET',
      path: '/api/event/{id}/dates',
      summary: 'Dates',
      params: event_params,
      query: date_filter,
      answers: { 200: Type.Array(DateRow) },
    }),
    avail: endpoint({
      method: 'GET',
      path: '/api/event/{id}/avail',
      summary: 'What is left, by type and date',
      params: event_params,
      query: Type.Object({
        session: Type.Optional(
          Type.String({
            pattern: `^\\d{1,16}$|${local_time_pattern}`,
            description: 'a date, by its id or its start; types that are sold for any date are with it',
          }),
        ),
      }),
      answers: { 200: Type.Array(AvailRow) },
    }),
    waiting: endpoint({
      method: 'GET',
      path: '/api/event/{id}/waiting',
      summary: 'The waiting list, which is always empty here',
      params: event_params,
      answers: { 200: Type.Array(WaitingRow) },
    }),
    updateProduct: endpoint({
      method: 'POST',
      path: '/api/event/{id}/update_product',
      summary: 'Changes tickets: who enters, and whether it was used',
      params: event_params,
      body: batchOf(ProductChange),
      answers: { 200: Type.Array(ChangedProduct) },
    }),
    updateOrder: endpoint({
      method: 'POST',
      path: '/api/event/{id}/update_order',
      summary: 'Changes orders: the buyer, and that it is paid',
      params: event_params,
      body: batchOf(OrderChange),
      answers: { 200: Type.Array(ChangedRow) },
    }),
    deleteOrder: endpoint({
      method: 'POST',
      path: '/api/event/{id}/delete_order',
      summary: 'Deletes orders with their tickets',
      params: event_params,
      body: batchOf(Type.Union([Id, Type.Object({ id: Id })])),
      answers: { 200: Type.Array(ChangedRow) },
    }),
    datesUpdate: endpoint({
      method: 'POST',
      path: '/api/event/{id}/dates_update',
      summary: 'Makes dates, or changes those with an id',
      params: event_params,
      body: batchOf(DateChange),
      answers: { 200: Type.Array(ChangedRow) },
    }),
    ticketsUpdate: endpoint({
      method: 'POST',
      path: '/api/event/{id}/tickets_update',
      summary: 'Makes ticket types, or changes those with an id',
      params: event_params,
      body: batchOf(TicketChange),
      answers: { 200: Type.Array(ChangedRow) },
    }),
    accounting: endpoint({
      method: 'GET',
      path: '/api/accounting',
      summary: 'Payments and refunds',
      query: Type.Object({
        start: Type.Optional(Seconds),
        end: Type.Optional(Seconds),
        canal: Type.Optional(Type.Enum(['web', 'other'])),
        event: Type.Optional(ServedId),
      }),
      answers: { 200: Type.Array(AccountingRow) },
    }),
    payouts: endpoint({
      method: 'GET',
      path: '/api/payouts',
      summary: 'Not supported: Guichet pays nothing out',
      answers: { 200: Type.Array(Type.Object({})) },
    }),
    clone: endpoint({
      method: 'POST',
      path: '/api/event/{id}/clone',
      summary: 'Not supported',
      params: event_params,
      answers: { 200: Type.Object({ id: Type.String() }) },
    }),
  },
});
