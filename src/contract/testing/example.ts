import { Type } from 'typebox';
import { codec } from '../codec.ts';
import { contract } from '../contract.ts';
import { endpoint } from '../endpoint.ts';
import { bytes, text } from '../media.ts';

/** "12.30" on the wire, 1230 cents inside. */
export const Price = codec(Type.String({ pattern: '^\\d{1,7}\\.\\d{2}$' }), {
  decode: (text) => Number(text.replace('.', '')),
  encode: (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`,
  arbitrary: (fc) => fc.nat({ max: 999_999_999 }),
});

/** "0" and "1" on the wire. */
export const Flag = codec(Type.Union([Type.Literal('0'), Type.Literal('1')]), {
  decode: (text) => text === '1',
  encode: (flag) => (flag ? '1' : '0'),
});

/** A wall-clock text of the context's zone on the wire, whole milliseconds inside. */
export const LocalTime = codec(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$' }), {
  decode: (text, { zone }) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds,
  encode: (at, { zone }) => {
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
    return local.toString({ smallestUnit: 'second' }).replace('T', ' ');
  },
  arbitrary: (fc) => fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000),
});

const Category = Type.Cyclic(
  {
    Category: Type.Object({
      id: Type.Integer(),
      price: Type.Optional(Price),
      categories: Type.Array(Type.Ref('Category')),
    }),
  },
  'Category',
);

const Attendee = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  used: Flag,
  used_at: Type.Union([LocalTime, Type.Null()]),
  price: Price,
  custom: Type.Record(Type.String(), Type.String()),
});

const Trouble = Type.Object({ error: Type.String(), description: Type.Optional(Type.String()) });

/** Every quirk the contract layer has to carry, for its own tests. */
export const example = contract({
  name: 'example',
  title: 'Example',
  version: '1.0.0',
  schemes: { key: { type: 'apiKey', in: 'query', name: 'key' }, basic: { type: 'http', scheme: 'basic' } },
  security: [['key'], ['basic']],
  errors: { 200: Trouble },
  endpoints: {
    ping: endpoint({
      method: 'GET',
      path: '/ping',
      open: true,
      answers: { 200: Type.Object({ pong: Type.Literal(true) }) },
    }),
    listAttendees: endpoint({
      method: 'GET',
      path: '/event/{id}/attendees',
      also: ['/events/{id}/attendees'],
      params: Type.Object({ id: Type.Integer({ minimum: 1 }) }),
      query: Type.Object({
        since: Type.Optional(LocalTime),
        used: Type.Optional(Type.Boolean()),
        id_event: Type.Optional(Type.Array(Type.Integer())),
        date_ticket: Type.Optional(Type.Record(Type.Integer(), Type.Array(Type.Integer()))),
        where: Type.Optional(
          Type.Array(Type.Object({ column: Type.String(), value: Type.Optional(Type.Number()) })),
        ),
      }),
      answers: { 200: Type.Array(Attendee) },
      content_type: 'text/html; charset=utf-8',
    }),
    exportAttendees: endpoint({
      method: 'GET',
      path: '/export',
      answers: { 200: Type.Object({ participants: Type.Array(Attendee), server_time: LocalTime }) },
    }),
    addOrder: endpoint({
      method: 'POST',
      path: '/orders',
      body: Type.Object({
        email: Type.String({ maxLength: 200 }),
        lines: Type.Array(Type.Object({ price: Price, quantity: Type.Integer({ minimum: 1 }) })),
        paid: Type.Optional(Type.Union([Price, Type.Null()])),
      }),
      body_limit_bytes: 4096,
      answers: {
        200: Type.Object({ id: Type.Integer(), total: Price }),
        201: Type.Object({ created: Type.Integer() }),
      },
      errors: { 409: Type.Object({ sold_out: Type.Array(Type.Integer()) }) },
    }),
    sell: endpoint({
      method: 'POST',
      path: '/workers/sale.php',
      also: ['GET /workers/sale.php'],
      input: Type.Object({
        client: Type.Optional(Type.Object({ nom: Type.String(), ville: Type.Optional(Type.String()) })),
        itemsList: Type.Array(Type.String()),
        quantities: Type.Optional(Type.Record(Type.String(), Type.Integer())),
        price: Price,
        test: Type.Boolean(),
      }),
      answers: { 200: Type.Object({ result: Type.Literal('OK'), orderID: Type.Integer() }) },
    }),
    upload: endpoint({
      method: 'POST',
      path: '/login',
      body: Type.Object({ user: Type.String(), tags: Type.Optional(Type.Array(Type.String())) }),
      sends: 'multipart',
      answers: { 200: Type.Object({ user: Type.String() }) },
    }),
    searchOrders: endpoint({
      method: 'GET',
      path: '/search',
      body: Type.Optional(
        Type.Object({ where: Type.Array(Type.Object({ column: Type.String(), value: Type.Unknown() })) }),
      ),
      answers: { 200: Type.Array(Category) },
    }),
    removeProducts: endpoint({
      method: 'DELETE',
      path: '/products/{id}',
      params: Type.Object({ id: Type.String() }),
      body: Type.Object({ orderid: Type.Integer() }),
      answers: { 200: Type.Object({ removed: Type.Boolean() }) },
    }),
    page: endpoint({
      method: 'GET',
      path: '/page',
      open: true,
      answers: { 200: text('text/html; charset=utf-8') },
    }),
    ticket: endpoint({
      method: 'GET',
      path: '/ticket/{id}',
      params: Type.Object({ id: Type.Integer() }),
      answers: { 200: bytes('application/pdf') },
    }),
  },
});
