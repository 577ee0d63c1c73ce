import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { Fault } from '../domain/faults.ts';
import { createClient, AnswerError } from './client.ts';
import { answer, Refusal } from './endpoint.ts';
import { mount } from './route.ts';
import type { Handlers } from './route.ts';
import { prepareServer, serverOptions } from './server.ts';
import { stream } from './stream.ts';
import { example } from './testing/example.ts';
import { injectTransport } from './transport.ts';

type Auth = { user: string };
const at = Date.UTC(2026, 6, 1, 10);
const attendee = { id: 1, name: 'Ada', used: true, used_at: at, price: 1230, custom: {} };

const handlers: Handlers<typeof example, Auth> = {
  ping: () => ({ pong: true }),
  listAttendees: ({ params, query }) => {
    if (params.id === 7) throw new Fault('not_found');
    if (params.id === 8) throw new Refusal(200, { error: 'Gone' });
    return [{ ...attendee, id: params.id, used: query.used ?? attendee.used }];
  },
  exportAttendees: () => ({ participants: stream([attendee, attendee]), server_time: at }),
  addOrder: ({ body, auth }) => {
    if (auth.user === 'second') return answer(201, { created: body.lines.length });
    return { id: 5, total: body.lines.reduce((sum, line) => sum + line.price * line.quantity, 0) };
  },
  sell: ({ input }) => ({ result: 'OK', orderID: input.itemsList.length }),
  upload: ({ body }) => ({ user: body.user }),
  searchOrders: ({ body }) => [
    { id: body?.where.length ?? 0, categories: [{ id: 2, price: 100, categories: [] }] },
  ],
  removeProducts: ({ body }) => ({ removed: body.orderid === 3 }),
  ticket: () => Buffer.from('%PDF'),
};

function serve() {
  const app = Fastify(serverOptions({ dialects: ['example'] }));
  prepareServer(app);
  mount(app, example, handlers, {
    authenticate: (incoming) => {
      const user = incoming.text('key');
      if (user === undefined) throw new Fault('unauthenticated');
      return { user };
    },
    fault: (fault) => ({
      status: 200,
      body: { error: fault.code, description: JSON.stringify(fault.details) },
    }),
    context: () => ({ zone: 'Europe/Paris' }),
    checking: true,
  });
  return app;
}

test('a client reads back what the handlers give', async () => {
  const app = serve();
  const client = createClient(example, {
    transport: injectTransport(app),
    baseUrl: 'http://localhost/example',
    defaults: { query: { key: 'k' } },
    context: { zone: 'Europe/Paris' },
  });
  assert.deepEqual(await client.ping(), { pong: true });
  assert.deepEqual(await client.listAttendees({ params: { id: 3 }, query: { used: false } }), [
    { ...attendee, id: 3, used: false },
  ]);
  assert.deepEqual(await client.exportAttendees(), { participants: [attendee, attendee], server_time: at });
  assert.deepEqual(await client.addOrder({ body: { email: 'a', lines: [{ price: 5, quantity: 2 }] } }), {
    id: 5,
    total: 10,
  });
  assert.deepEqual(
    await client.sell({ input: { itemsList: ['a', 'b'], price: 3, test: true, client: { nom: 'x' } } }),
    { result: 'OK', orderID: 2 },
  );
  assert.deepEqual(await client.upload({ body: { user: 'é', tags: ['1'] } }), { user: 'é' });
  assert.deepEqual(await client.searchOrders({ body: { where: [{ column: 'id', value: 1 }] } }), [
    { id: 1, categories: [{ id: 2, price: 100, categories: [] }] },
  ]);
  assert.deepEqual(await client.removeProducts({ params: { id: 'a/b' }, body: { orderid: 3 } }), {
    removed: true,
  });
  assert.deepEqual(await client.ticket({ params: { id: 1 } }), Buffer.from('%PDF'));
  await assert.rejects(
    client.listAttendees({ params: { id: 8 } }),
    (error) =>
      error instanceof AnswerError && (error.told as { body: { error: string } }).body.error === 'Gone',
  );
});
