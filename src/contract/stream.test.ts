import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import Fastify from 'fastify';
import { Type } from 'typebox';
import { createClient } from './client.ts';
import { contract } from './contract.ts';
import { endpoint } from './endpoint.ts';
import { mount } from './route.ts';
import { prepareServer, serverOptions } from './server.ts';
import { stream, writeJson } from './stream.ts';
import { Price } from './testing/example.ts';
import { TransportFault, undiciTransport } from './transport.ts';

const Row = Type.Object({ id: Type.Integer(), price: Price, name: Type.String() });
const rows = contract({
  name: 'rows',
  title: 'Rows',
  version: '1',
  endpoints: {
    list: endpoint({
      method: 'GET',
      path: '/list',
      answers: {
        200: Type.Object({ first: Type.Array(Row), count: Type.Integer(), second: Type.Array(Row) }),
      },
    }),
  },
});

async function serve(make: () => AsyncIterable<{ id: number; price: number; name: string }>) {
  const app = Fastify(serverOptions({ dialects: [] }));
  prepareServer(app);
  mount(
    app,
    rows,
    { list: () => ({ first: stream(make()), count: 3, second: stream([]) }) },
    {
      authenticate: () => undefined,
      fault: (fault) => ({ status: 500, body: { error: fault.code } }),
    },
  );
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  after(() => app.close());
  return { app, url };
}

async function* counting(count: number, onRow: (at: number) => void = () => undefined) {
  for (let at = 0; at < count; at += 1) {
    onRow(at);
    if (at % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
    yield { id: at, price: at, name: 'x'.repeat(200) };
  }
}

test('streams stand at any list and give valid JSON', async () => {
  const pieces: string[] = [];
  const text = writeJson({ a: stream([1, 2]), b: { c: stream([]) }, d: [stream(['x'])] });
  assert.ok(typeof text !== 'string');
  for await (const piece of text) pieces.push(piece);
  assert.deepEqual(JSON.parse(pieces.join('')), { a: [1, 2], b: { c: [] }, d: [['x']] });
  assert.equal(writeJson({ a: 1 }), '{"a":1}');
});

test('rows are encoded and arrive whole', async () => {
  const { url } = await serve(() => counting(5000));
  const client = createClient(rows, { transport: undiciTransport(), baseUrl: `${url}/rows` });
  const { first, count, second } = await client.list();
  assert.deepEqual([first.length, first[1]?.price, count, second], [5000, 1, 3, []]);
});

test('a reader that stops reading stops the rows, and one that leaves ends them', async (t) => {
  let reached = 0;
  const ended = Promise.withResolvers<void>();
  const { app, url } = await serve(async function* () {
    try {
      yield* counting(1_000_000, (at) => (reached = at));
    } finally {
      ended.resolve();
    }
  });
  t.after(() => app.server.closeAllConnections());
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
  socket.write('GET /rows/list HTTP/1.1\r\nhost: x\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  socket.pause();
  // The buffers on the way fill up, then nothing moves any more.
  let before = -1;
  for (let wait = 0; wait < 100 && before !== reached; wait += 1) {
    before = reached;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(before, reached, 'rows kept coming');
  assert.ok(reached < 500_000, `${reached} rows were made for a reader that does not read`);
  socket.destroy();
  await ended.promise;
});

test('an error in the middle breaks the connection instead of ending valid JSON', async () => {
  const { url } = await serve(async function* () {
    yield* counting(3000);
    throw new Error('the store went away');
  });
  const client = createClient(rows, { transport: undiciTransport(), baseUrl: `${url}/rows` });
  await assert.rejects(
    client.list(),
    (error) => error instanceof TransportFault && error.kind === 'truncated',
  );
});

test('an error before the first chunk is told as a fault', async () => {
  const { app } = await serve(async function* () {
    yield* counting(1);
    throw new Error('at once');
  });
  const reply = await app.inject('/rows/list');
  assert.deepEqual([reply.statusCode, reply.json()], [500, { error: 'internal' }]);
});
