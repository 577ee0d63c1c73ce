import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { Type } from 'typebox';
import { contract } from './contract.ts';
import { endpoint } from './endpoint.ts';
import { createListReader } from './list-reader.ts';
import { ListSplit } from './list-split.ts';
import { AnswerError } from './receive.ts';
import { TransportFault, undiciStream, type StreamTransport } from './transport.ts';

const shop = contract({
  name: 'shop',
  title: 'Shop',
  version: '1',
  errors: { 200: Type.Object({ error: Type.String() }) },
  endpoints: {
    list: endpoint({
      method: 'GET',
      path: '/list',
      answers: { 200: Type.Array(Type.Object({ id: Type.Integer() })) },
    }),
  },
});

function streamOf(parts: readonly string[], status = 200, broken?: Error): StreamTransport {
  async function* body(): AsyncGenerator<Buffer> {
    for (const part of parts) yield Buffer.from(part);
    if (broken !== undefined) throw broken;
  }
  return async () => ({ status, headers: { 'content-type': 'text/html' }, body: body() });
}

async function read(stream: StreamTransport): Promise<number[]> {
  const ids: number[] = [];
  const reader = createListReader(shop, 'list', { stream, baseUrl: 'http://shop.test' });
  for await (const items of reader()) ids.push(...items.map(({ id }) => id));
  return ids;
}

test('a JSON list cut anywhere comes out item by item, as it went in', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue()),
      fc.array(fc.nat({ max: 40 })),
      fc.boolean(),
      (list, cuts, spaced) => {
        const bytes = Buffer.from(spaced ? `\n ${JSON.stringify(list, null, 2)} ` : JSON.stringify(list));
        const split = new ListSplit(1_000_000);
        const items: unknown[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          const some = split.push(bytes.subarray(at, at + cut));
          if (some !== undefined) items.push(...(JSON.parse(some.toString()) as unknown[]));
          at += cut;
        }
        assert.equal(split.state, 'after');
        assert.deepEqual(items, JSON.parse(JSON.stringify(list)));
      },
    ),
  );
});

test('reads a list part by part, whatever the content type says', async () => {
  assert.deepEqual(await read(streamOf(['\uFEFF[{"id"', ':1},{"id":2', '},{"id":3}]'])), [1, 2, 3]);
  assert.deepEqual(await read(streamOf(['[', ']'])), []);
});

test('tells a list that breaks off, a refusal, a page, and an item of another shape apart', async () => {
  const kinds = async (stream: StreamTransport): Promise<string> => {
    try {
      await read(stream);
      return 'nothing';
    } catch (error) {
      if (error instanceof AnswerError) return JSON.stringify(error.told);
      return error instanceof TransportFault ? error.kind : String(error);
    }
  };
  assert.equal(await kinds(streamOf(['[{"id":1},{"id"'])), 'truncated');
  assert.equal(await kinds(streamOf(['{"error":', '"no"}'])), '{"status":200,"body":{"error":"no"}}');
  assert.equal(await kinds(streamOf(['<html>busy</html>'])), 'html');
  assert.equal(await kinds(streamOf(['[{"id":1},{"id":"x"}]'])), 'shape');
  assert.equal(await kinds(streamOf(['[{"id":1},}]'])), 'malformed');
  assert.equal(await kinds(streamOf(['[]'], 502)), 'status');
  assert.equal(await kinds(streamOf([''])), 'malformed');
  assert.equal(await kinds(streamOf([`["${'x'.repeat(1_100_000)}`, 'x'])), 'too_large');
});

test('a list that stops coming ends by the time limit of a part, however long the whole takes', async (t) => {
  const timeout_ms = 600;
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const answering = Promise.withResolvers<ServerResponse>();
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('[{"id":1},');
    answering.resolve(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  try {
    const parts = createListReader(shop, 'list', { stream: undiciStream(), baseUrl, timeout_ms })();
    assert.deepEqual((await parts.next()).value, [{ id: 1 }]);
    const answer = await answering.promise;
    for (const id of [2, 3, 4]) {
      const part = parts.next();
      // the reader waits for it by now
      await nextTurn();
      t.mock.timers.tick(timeout_ms - 1);
      answer.write(`{"id":${id}},`);
      assert.deepEqual((await part).value, [{ id }]);
    }
    const none = assert.rejects(parts.next(), { kind: 'timeout' });
    await nextTurn();
    t.mock.timers.tick(timeout_ms);
    await none;
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
