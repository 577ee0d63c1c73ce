import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { createClient } from './client.ts';
import { example } from './testing/example.ts';
import { attendee, handed, serveExample, start_at } from './testing/server.ts';
import { injectTransport } from './transport.ts';

const app = serveExample();

async function ask(url: string, options: Omit<InjectOptions, 'url'> = {}) {
  const reply = await app.inject({ method: 'GET', url, ...options });
  return {
    status: reply.statusCode,
    type: reply.headers['content-type'],
    headers: reply.headers,
    text: reply.body,
  };
}

async function errorOf(url: string, options: Omit<InjectOptions, 'url'> = {}) {
  const { text } = await ask(url, options);
  const { error, description } = JSON.parse(text) as { error: string; description: string };
  return { error, ...(JSON.parse(description) as object) };
}

const order = { email: 'a', lines: [{ price: '1.00', quantity: 1 }] };

test('a client reads back what the handlers give', async () => {
  const client = createClient(example, {
    transport: injectTransport(app),
    baseUrl: 'http://localhost/example',
    defaults: { query: { key: 'k' } },
    context: { zone: 'Europe/Paris' },
  });
  const listed = await client.listAttendees({ params: { id: 3 }, query: { used: false } });
  assert.deepEqual(listed, [{ ...attendee, id: 3, used: false }]);
  assert.deepEqual(await client.exportAttendees(), {
    participants: [attendee, attendee],
    server_time: start_at,
  });
  assert.equal(await client.page(), '<p>é</p>');
  assert.deepEqual(await client.ticket({ params: { id: 1 } }), Buffer.from('%PDF'));
});

test('wire values are those of the vendor, in the content type of the vendor', async () => {
  const { text, type } = await ask('/example/event/1/attendees?key=k');
  assert.equal(type, 'text/html; charset=utf-8');
  assert.deepEqual(JSON.parse(text), [
    { ...attendee, used: '1', used_at: '2026-07-01 12:00:00', price: '12.30' },
  ]);
});

test('an answer spelt out keeps its status and headers', async () => {
  const { status, headers, text } = await ask('/example/orders?key=second', {
    method: 'POST',
    payload: order,
  });
  assert.equal(status, 201);
  assert.equal(headers['x-made'], 'yes');
  assert.deepEqual(JSON.parse(text), { created: 1 });
});

test('GET and DELETE take bodies', async () => {
  const found = await ask('/example/search?key=k', { payload: { where: [{ column: 'id', value: 5 }] } });
  assert.equal((JSON.parse(found.text) as { id: number }[])[0]?.id, 1);
  const gone = await ask('/example/products/5?key=k', { method: 'DELETE', payload: { orderid: 3 } });
  assert.equal(gone.text, '{"removed":true}');
});

test('a GET that announces JSON and brings none is served', async () => {
  const headers = { 'content-type': 'application/json' };
  assert.equal((await ask('/example/ping', { headers })).text, '{"pong":true}');
  assert.equal((await ask('/example/search?key=k', { headers })).status, 200);
  assert.equal((await ask('/plain', { headers })).text, 'plain');
});

test('an unknown or malformed content type is read by what the body looks like', async () => {
  const form = 'user=ada&tags%5B%5D=1&tags[]=2';
  for (const type of [
    'application/x-www/form-urlencoded',
    'text/plain',
    'nonsense',
    'application/octet-stream',
    ';',
  ]) {
    const headers = { 'content-type': type };
    assert.equal(
      (await ask('/example/login?key=k', { method: 'POST', payload: form, headers })).text,
      '{"user":"ada"}',
      type,
    );
    assert.deepEqual(handed.last, { user: 'ada', tags: ['1', '2'] });
    const json = JSON.stringify({ user: 'bob' });
    assert.equal(
      (await ask('/example/login?key=k', { method: 'POST', payload: json, headers })).text,
      '{"user":"bob"}',
      type,
    );
  }
  assert.equal((await ask('/example/login?key=k', { method: 'POST', payload: form })).text, '{"user":"ada"}');
});

test('multipart bodies are read with brackets too', async () => {
  const payload =
    ['user', 'tags[]', 'tags[]']
      .map((name, at) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nv${at}\r\n`)
      .join('') + '--b--\r\n';
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  assert.equal(
    (await ask('/example/login?key=k', { method: 'POST', payload, headers })).text,
    '{"user":"v0"}',
  );
  assert.deepEqual(handed.last, { user: 'v0', tags: ['v1', 'v2'] });
  const cut = await errorOf('/example/login?key=k', { method: 'POST', payload: '--x', headers });
  assert.deepEqual(cut, {
    error: 'invalid_input',
    in: 'body',
    path: '',
    message: 'is not readable as multipart/form-data',
  });
});

test('stray slashes are put right without a redirect', async () => {
  for (const url of [
    '/example/event/1/attendees/',
    '/example/event/1/attendees//',
    '/example//event/1//attendees',
    '//example/event/1/attendees',
  ]) {
    assert.equal((await ask(`${url}?key=k`)).status, 200, url);
  }
});

test('bracket keys are read raw and percent-encoded', async () => {
  const query =
    'id_event[]=1&id_event%5B%5D=2&date_ticket[138][]=44272&date_ticket[138][]=5&where[0][column]=toString&used=True';
  await ask(`/example/event/1/attendees?key=k&${query}`);
  assert.deepEqual(handed.last, {
    params: { id: 1 },
    query: {
      id_event: [1, 2],
      date_ticket: { 138: [44272, 5] },
      where: [{ column: 'toString' }],
      used: true,
    },
  });
  const many = Array.from({ length: 50 }, (_, at) => `id_event[${at}]=${at}`).join('&');
  await ask(`/example/event/1/attendees?key=k&${many}`);
  assert.equal((handed.last as { query: { id_event: number[] } }).query.id_event.length, 50);
});

test('text is converted by its schema, and what does not convert is refused with its place', async () => {
  assert.deepEqual(await errorOf('/example/event/1/attendees?key=k&id_event[]=1&id_event[]=x'), {
    error: 'invalid_input',
    in: 'query',
    path: 'id_event.1',
    message: 'must be integer',
  });
  assert.deepEqual(await errorOf('/example/event/x/attendees?key=k'), {
    error: 'invalid_input',
    in: 'params',
    path: 'id',
    message: 'must be integer',
  });
  assert.equal((await errorOf('/example/event/1/attendees?key=k&used=')).error, 'invalid_input');
  assert.equal((await ask('/example/event/1/attendees?key=k&_=123&unknown[x]=1')).status, 200);
});

test('a text that no codec takes is refused with its place', async () => {
  const late = encodeURIComponent('2026-13-41 00:00:00');
  const { error, ...details } = await errorOf(`/example/event/1/attendees?key=k&since=${late}`);
  assert.equal(error, 'invalid_input');
  assert.deepEqual([(details as { in: string }).in, (details as { path: string }).path], ['query', 'since']);
});

test('JSON is strict: "5" is not 5 and null is not an empty text', async () => {
  const post = (payload: object) => errorOf('/example/orders?key=k', { method: 'POST', payload });
  assert.deepEqual(await post({ email: 'a', lines: [{ price: '1.00', quantity: '1' }] }), {
    error: 'invalid_input',
    in: 'body',
    path: 'lines.0.quantity',
    message: 'must be integer',
  });
  assert.deepEqual(await post({ email: null, lines: [] }), {
    error: 'invalid_input',
    in: 'body',
    path: 'email',
    message: 'must be string',
  });
  assert.deepEqual(await post({ email: 'a', lines: [{ price: 1, quantity: 1 }] }), {
    error: 'invalid_input',
    in: 'body',
    path: 'lines.0.price',
    message: 'must be string',
  });
});

test('a form body is converted where a JSON body would be strict', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const payload = 'email=a%40b&lines[0][price]=2.50&lines[0][quantity]=2&paid=';
  assert.equal(
    (await ask('/example/orders?key=k', { method: 'POST', payload, headers })).text,
    '{"id":5,"total":"5.00"}',
  );
  assert.deepEqual(handed.last, { email: 'a@b', lines: [{ price: 250, quantity: 2 }], paid: null });
});

test('broken and bottomless JSON, empty bodies and oversized ones are told in the words of the mount', async () => {
  const headers = { 'content-type': 'application/json' };
  const post = (payload: string) => errorOf('/example/orders?key=k', { method: 'POST', payload, headers });
  assert.deepEqual(await post('{"a":'), {
    error: 'invalid_input',
    in: 'body',
    path: '',
    message: 'is not valid JSON',
  });
  assert.deepEqual(await post(`{"email":"a","custom":${'['.repeat(1_000)}${']'.repeat(1_000)}}`), {
    error: 'invalid_input',
    in: 'body',
    path: '',
    message: 'has more than 64 levels',
  });
  assert.equal((await post('')).error, 'invalid_input');
  assert.equal((await post('[]')).error, 'invalid_input');
  assert.deepEqual(await post(JSON.stringify({ email: 'x'.repeat(5000) })), {
    error: 'too_large',
    in: 'body',
  });
});

test('prototype keys are harmless wherever they come', async () => {
  const payload = '{"user":"a","__proto__":{"x":1},"constructor":{"y":1}}';
  const headers = { 'content-type': 'application/json' };
  assert.equal(
    (await ask('/example/login?key=k', { method: 'POST', payload, headers })).text,
    '{"user":"a"}',
  );
  assert.equal(Object.hasOwn(handed.last as object, '__proto__'), false);
  await ask(
    '/example/event/1/attendees?key=k&__proto__[x]=1&toString=2&date_ticket[__proto__][]=1&constructor[prototype][x]=1',
  );
  assert.equal(({} as { x?: unknown }).x, undefined);
});

test('fields may come by query, form and JSON body at once, the body winning', async () => {
  const at = '/example/workers/sale.php?key=k&price=1.00&test=0&itemsList[]=a&quantities[21]=3';
  await ask(at);
  assert.deepEqual(handed.last, { price: 100, test: false, itemsList: ['a'], quantities: { 21: 3 } });
  await ask(at, {
    method: 'POST',
    payload: 'test=1&client[nom]=x',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.deepEqual(handed.last, {
    price: 100,
    test: true,
    itemsList: ['a'],
    quantities: { 21: 3 },
    client: { nom: 'x' },
  });
  await ask(at, { method: 'POST', payload: { price: '2.00', itemsList: [] } });
  assert.deepEqual(handed.last, { price: 200, test: false, itemsList: [], quantities: { 21: 3 } });
  assert.equal((await errorOf(at, { method: 'POST', payload: { price: 2 } })).error, 'invalid_input');
});

test('credentials are asked for before the input is looked at', async () => {
  assert.deepEqual(await errorOf('/example/event/x/attendees'), { error: 'unauthenticated' });
  const headers = { authorization: `Basic ${Buffer.from('ada:secret').toString('base64')}` };
  assert.equal((await ask('/example/event/1/attendees', { headers })).status, 200);
  assert.equal((await ask('/example/ping')).status, 200);
});

test('unknown paths, wrong methods and bad escapes are told in the words of the mount', async () => {
  assert.deepEqual(await errorOf('/example/nowhere?key=k'), { error: 'not_found', path: '/nowhere' });
  assert.deepEqual(await errorOf('/example/orders', { method: 'PUT', payload: '{' }), {
    error: 'method_not_allowed',
    method: 'PUT',
    allow: ['POST'],
  });
  assert.equal((await errorOf('/example/event/%zz')).error, 'not_found');
  assert.equal((await errorOf('/example/event/%ff/attendees?key=k')).error, 'invalid_input');
});

test('failures told with status 200 do not pass the success encoder', async () => {
  assert.deepEqual(JSON.parse((await ask('/example/event/8/attendees?key=k')).text), { error: 'Gone' });
  assert.deepEqual(await errorOf('/example/event/7/attendees?key=k'), { error: 'not_found' });
});

test('an unexpected error is told as internal, without its message', async () => {
  const { text } = await ask('/example/event/9/attendees?key=k');
  assert.deepEqual(JSON.parse(text), { error: 'internal', description: '{}' });
});

test('an answer that breaks the contract is refused where answers are checked', async () => {
  const bad = serveExample({ context: () => ({ zone: 'Nowhere/Land' }) });
  const reply = await bad.inject('/example/event/1/attendees?key=k');
  assert.equal((JSON.parse(reply.body) as { error: string }).error, 'internal');
});

test('a dialect answers by prefix, at its host and on its port', async () => {
  const hosted = await ask('/event/1/attendees/?key=k', { headers: { host: 'Example.tickets.test:8855' } });
  assert.equal(hosted.status, 200);
  assert.equal((await ask('/example/ping', { headers: { host: 'example.tickets.test' } })).status, 200);
  assert.equal((await ask('/event/1/attendees?key=k', { headers: { host: 'other.test' } })).status, 404);
  assert.equal((await errorOf('/nowhere', { headers: { host: 'example.test' } })).error, 'not_found');

  const ports = new Map<number, string>();
  const own = serveExample({}, { dialects: ['example'], ownPorts: ports });
  const url = new URL(await own.listen({ port: 0, host: '127.0.0.1' }));
  ports.set(Number(url.port), 'example');
  assert.equal(await (await fetch(new URL('/ping', url))).text(), '{"pong":true}');
  await own.close();
});
