import { Type, type TProperties, type TSchema } from 'typebox';
import { contract } from '../../contract/contract.ts';
import { endpoint } from '../../contract/endpoint.ts';
import {
  AnswerRow,
  DateRow,
  EventCategoryRow,
  EventDetails,
  EventRow,
  EventTickets,
  FoundEvent,
  Participants,
  Stats,
  Trouble,
} from './shapes.ts';
import { DayText, Ids, IdText, Moment, TextMap } from './wire.ts';
import {
  NewParticipants,
  NotNotified,
  ParticipantChanges,
  ParticipantRemovals,
  WrittenParticipant,
} from './writes.ts';

/**
 * Credentials and parameters come by query, by form or by both, whatever the method (wire-notes.md, "Weezevent"). The
 * credentials are read where every call is let in, and stand here so that the reference shows them.
 */
const input = <P extends TProperties>(parameters: P) =>
  Type.Object({
    access_token: Type.Optional(Type.String({ maxLength: 200 })),
    api_key: Type.Optional(Type.String({ maxLength: 500 })),
    ...parameters,
  });

/**
 * A parameter that a client sends without a value is one that it has not set: PHP writes `false` and `null` as empty text.
 * Ids are no such parameters: a missing one would widen the list to everybody.
 */
const unset = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));
const flag = (description: string) => unset(Type.Boolean({ description }));
const thing = Type.Object({ id: IdText });
const Words = Type.String({ minLength: 1, maxLength: 200 });

const search = input({
  date: unset(DayText),
  date_start: unset(DayText),
  date_end: unset(DayText),
  category: unset(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  city: unset(Words),
  zip_code: unset(Words),
  country: unset(Type.String({ pattern: '^[A-Za-z]{2}$', description: 'ISO code' })),
  province: unset(Words),
  organizer: unset(Words),
  max_result: unset(Type.Integer({ minimum: 1, maximum: 1_000 })),
});

const foundBy = <T extends Parameters<typeof Type.Array>[0]>(events: T) =>
  Type.Object({ last_update: Type.String(), count: Type.Integer(), events: Type.Array(events) });

export const weezevent = contract({
  name: 'weezevent',
  title: 'Weezevent',
  version: '1.0.0',
  description:
    'The API of Weezevent, served by Guichet. Instants are local times of the organizer. Failures are `{"error": {"message"}}`.',
  schemes: {
    token: { type: 'apiKey', in: 'query', name: 'access_token' },
    key: { type: 'apiKey', in: 'query', name: 'api_key' },
  },
  security: [['token', 'key']],
  errors: {
    400: Trouble,
    401: Trouble,
    403: Trouble,
    404: Trouble,
    405: Trouble,
    409: Trouble,
    413: Trouble,
    422: Trouble,
    429: Trouble,
    500: Trouble,
    501: Trouble,
    503: Trouble,
  },
  endpoints: {
    login: endpoint({
      method: 'POST',
      path: '/auth/access_token',
      also: ['GET /auth/access_token'],
      summary: 'A token for a login; it stays good until it is revoked',
      input: Type.Object({
        username: Type.String({ minLength: 1, maxLength: 200 }),
        password: Type.String({ minLength: 1, maxLength: 500 }),
        api_key: Type.String({ minLength: 1, maxLength: 500 }),
      }),
      open: true,
      answers: { 200: Type.Object({ accessToken: Type.String() }) },
    }),
    logout: endpoint({
      method: 'DELETE',
      path: '/auth/access_token',
      summary: 'Ours: revokes the token that the call is made with',
      input: input({}),
      answers: { 200: Type.Object({ revoked: Type.Literal(true) }) },
    }),
    events: endpoint({
      method: 'GET',
      path: '/events',
      summary: 'Events that the login reaches',
      input: input({
        include_not_published: flag('default false'),
        include_closed: flag('default false'),
        include_without_sales: flag('default false'),
      }),
      answers: { 200: Type.Object({ events: Type.Array(EventRow) }) },
    }),
    dates: endpoint({
      method: 'GET',
      path: '/dates',
      summary: 'Dates of events, with the tickets that each sells',
      input: input({ id_event: Ids, display_passed: flag('default false') }),
      answers: { 200: Type.Object({ dates: Type.Array(DateRow) }) },
    }),
    tickets: endpoint({
      method: 'GET',
      path: '/tickets',
      summary: 'Tickets (prices) of events, in their categories',
      input: input({ id_event: Ids }),
      answers: { 200: Type.Object({ events: Type.Array(EventTickets) }) },
    }),
    ticketStats: endpoint({
      method: 'GET',
      path: '/ticket/{id}/stats',
      also: ['/tickets/{id}/stats'],
      summary: 'How many of a ticket were scanned',
      params: thing,
      input: input({ id_date: Type.Optional(IdText) }),
      answers: { 200: Type.Object({ stats: Stats }) },
    }),
    participants: endpoint({
      method: 'GET',
      path: '/participants',
      also: ['/participant/list'],
      summary: 'Participants of events, tickets, or tickets of dates',
      input: input({
        id_event: Type.Optional(Ids),
        id_ticket: Type.Optional(Ids),
        date_ticket: Type.Optional(
          Type.Record(Type.String({ pattern: '^\\w{1,100}$' }), Ids, {
            description: 'date_ticket[138][]=44272: this ticket on this date; adds to id_ticket',
          }),
        ),
        last_update: unset(Moment),
        last_update_before: unset(Moment),
        include_deleted: flag('default false'),
        moderation: flag('adds the moderation status'),
        include_unpaid: flag('default false'),
        full: flag('adds answers and buyer'),
        minimized: flag('short names'),
        return_count: flag('adds counter and counter_deleted'),
        return_count_total: flag('adds counter_total'),
        return_removed: flag('deleted participants alone'),
        max: unset(Type.Integer({ minimum: 1, maximum: 100_000, description: 'rows of a page' })),
        page: unset(Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'from 1' })),
      }),
      answers: { 200: Participants },
    }),
    answers: endpoint({
      method: 'GET',
      path: '/participant/{id}/answers',
      also: ['/participants/{id}/answers'],
      summary: "A participant's answers, else the buyer's",
      params: thing,
      input: input({}),
      answers: { 200: Type.Object({ answers: Type.Array(AnswerRow) }) },
    }),
    scanSettings: endpoint({
      method: 'GET',
      path: '/scan/settings',
      also: ['/api/v2/scan/settings'],
      summary: 'What a scanner application has stored for this login',
      input: input({}),
      answers: { 200: Type.Object({ settings: TextMap }) },
    }),
    setScanSettings: endpoint({
      method: 'POST',
      path: '/scan/settings',
      also: ['/api/v2/scan/settings', 'PUT /scan/settings', 'PUT /api/v2/scan/settings'],
      summary: 'Stores settings: those given replace those before, the others stay',
      description: 'As `settings[scan_mode]=1`, or each as a field of the body: `scan_mode=1`',
      input: input({ settings: Type.Optional(TextMap) }),
      answers: { 200: Type.Object({ settings: TextMap }) },
    }),
    scanUser: endpoint({
      method: 'POST',
      path: '/scan/user',
      also: ['/api/v2/scan/user'],
      summary: 'Names the control point of the application that calls',
      input: input({ user: Words }),
      answers: { 200: Type.Object({ id: Type.String() }) },
    }),
    eventDetails: endpoint({
      method: 'GET',
      path: '/event/{id}/details',
      summary: 'Everything about an event',
      params: thing,
      input: input({}),
      answers: { 200: Type.Object({ last_update: Type.String(), events: EventDetails }) },
    }),
    searchEvents: endpoint({
      method: 'GET',
      path: '/event/search',
      summary: 'Events by date, place, category or organizer',
      input: search,
      answers: { 200: foundBy(FoundEvent) },
    }),
    searchEventsInFull: endpoint({
      method: 'GET',
      path: '/event/search/full',
      summary: 'The same with all details',
      input: search,
      answers: { 200: foundBy(EventDetails) },
    }),
    eventCategories: endpoint({
      method: 'GET',
      path: '/event/categories',
      also: ['POST /event/categories'],
      summary: 'Kinds of events; needs no key',
      open: true,
      answers: {
        200: Type.Object({ last_update: Type.String(), event_categories: Type.Array(EventCategoryRow) }),
      },
    }),
    addParticipants: endpoint({
      method: 'POST',
      path: '/v3/participants',
      summary: 'Sells tickets: all of the request, or none',
      input: input({ data: NewParticipants }),
      answers: {
        200: Type.Object({
          total_added: Type.Integer(),
          participants: Type.Array(WrittenParticipant),
          notification: Type.Optional(NotNotified),
        }),
      },
    }),
    changeParticipants: endpoint({
      method: 'PATCH',
      path: '/v3/participants',
      summary: 'Changes who they are: all of the request, or none',
      input: input({ data: ParticipantChanges }),
      answers: {
        200: Type.Object({ total_changed: Type.Integer(), participants: Type.Array(WrittenParticipant) }),
      },
    }),
    removeParticipants: endpoint({
      method: 'DELETE',
      path: '/v3/participants',
      summary: 'Deletes tickets: all of the request, or none',
      input: input({ data: ParticipantRemovals }),
      answers: {
        200: Type.Object({
          total_deleted: Type.Integer(),
          participants: Type.Array(Type.Object({ id_participant: Type.Integer() })),
        }),
      },
    }),
  },
});
