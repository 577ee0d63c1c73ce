import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createClient } from './client.ts';
import type { ClientOptions } from './client.ts';
import { AnswerError } from './receive.ts';
import { example } from './testing/example.ts';
import { attendee, serveExample } from './testing/server.ts';
import { TransportFault, undiciTransport } from './transport.ts';

type Listed = Parameters<RequestListener>;

/** A vendor that answers as it is told, and a client of it. */
async function against(listener: (...args: Listed) => void, options: Partial<ClientOptions> = {}) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  const client = createClient(example, { transport: undiciTransport(), baseUrl, ...options });
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { client, close, baseUrl };
}

async function kindOf(
  listener: (...args: Listed) => void,
  options: Partial<ClientOptions> = {},
): Promise<string> {
  const { client, close } = await against(listener, options);
  try {
    await client.listAttendees({ params: { id: 1 } });
    return 'none';
  } catch (error) {
    assert.ok(error instanceof TransportFault, String(error));
    return error.kind;
  } finally {
    await close();
  }
}

function says(status: number, type: string, body: string): RequestListener {
  return (_request, response) => response.writeHead(status, { 'content-type': type }).end(body);
}

test('failures of the way are told apart', async () => {
  assert.equal(await kindOf(says(200, 'text/html', '<html>busy</html>')), 'html');
  assert.equal(await kindOf(says(502, 'text/html', '<html>bad gateway</html>')), 'status');
  assert.equal(await kindOf(says(500, 'application/json', '{"error":"x"}')), 'status');
  assert.equal(await kindOf(says(200, 'application/json', '[{"id":1,')), 'truncated');
  assert.equal(await kindOf(says(200, 'application/json', '[{"id":"1')), 'truncated');
  assert.equal(await kindOf(says(200, 'application/json', '[1,2')), 'truncated');
  assert.equal(await kindOf(says(200, 'application/json', '[{id:1}]')), 'malformed');
  assert.equal(await kindOf(says(200, 'text/plain', 'ok')), 'malformed');
  assert.equal(await kindOf(says(200, 'application/json', '')), 'malformed');
  assert.equal(await kindOf(says(200, 'application/json', '[{"id":"1"}]')), 'shape');
  assert.equal(await kindOf(says(301, 'text/html', '')), 'status');
  assert.equal(await kindOf((request) => request.socket.destroy()), 'reset');
  assert.equal(await kindOf(() => undefined, { timeout_ms: 50 }), 'timeout');
  assert.equal(
    await kindOf((_request, response) => void response.writeHead(200).write('['), { timeout_ms: 50 }),
    'timeout',
  );
  assert.equal(
    await kindOf((_request, response) => response.write('[', () => response.destroy())),
    'truncated',
  );
  assert.equal(
    await kindOf(says(200, 'text/html', `[${' '.repeat(2000)}]`), { answer_limit_bytes: 1000 }),
    'too_large',
  );
});

test('a refused connection is known never to have been sent', async () => {
  const { client, close } = await against(() => undefined);
  await close();
  await assert.rejects(client.ping(), (error) => error instanceof TransportFault && error.kind === 'connect');
});

test('declared failures carry what the vendor said, status 200 included', async () => {
  const told = { error: 'Quota', description: 'Too many calls' };
  const { client, close } = await against(says(200, 'text/html', JSON.stringify(told)));
  await assert.rejects(client.listAttendees({ params: { id: 1 } }), (error) => {
    assert.ok(error instanceof AnswerError);
    assert.deepEqual(error.told, { status: 200, body: told });
    return true;
  });
  await close();
});

test('faults hold neither address nor credentials', async () => {
  const { client, close } = await against(says(500, 'text/plain', ''), {
    defaults: { query: { key: 'top-secret' } },
  });
  const error = await client.ping().catch((fault: unknown) => fault);
  assert.ok(error instanceof TransportFault);
  assert.ok(!`${error.message}${JSON.stringify(error)}`.includes('top-secret'));
  await close();
});

test('over a real socket: bodies on GET, text/html as JSON, credentials asked for at each call', async () => {
  const app = serveExample();
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  let calls = 0;
  const client = createClient(example, {
    transport: undiciTransport(),
    baseUrl: `${url}/example`,
    defaults: async () => ({ query: { key: `k${(calls += 1)}` } }),
    context: { zone: 'Europe/Paris' },
  });
  assert.deepEqual(await client.listAttendees({ params: { id: 1 } }), [attendee]);
  assert.equal((await client.searchOrders({ body: { where: [{ column: 'id', value: 1 }] } }))[0]?.id, 1);
  assert.deepEqual(await client.removeProducts({ params: { id: 'a/ö b' }, body: { orderid: 3 } }), {
    removed: true,
  });
  assert.equal(calls, 3);
  await app.close();
});
