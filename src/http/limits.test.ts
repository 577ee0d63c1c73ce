import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { openHttpOffice, overSocket, type HttpOffice } from '../../test/fixtures/http-office.ts';

/** Until as many requests are inside: on a busy machine one takes its time to arrive. */
async function untilInside({ running }: HttpOffice, many: number): Promise<void> {
  while (running.app.door.inside !== many) await sleep(5);
}

suite('limits', () => {
  test('a body beyond what the endpoint takes is refused in the words of the face', async () => {
    await using office = await openHttpOffice();
    const url = `${office.origin}/kiosk/api/echo`;
    const small = await request(url, { method: 'POST', body: JSON.stringify({ text: 'a'.repeat(2_000) }) });
    assert.equal(small.statusCode, 200);
    await small.body.dump();
    const large = await request(url, { method: 'POST', body: JSON.stringify({ text: 'a'.repeat(5_000) }) });
    assert.equal(await large.body.text(), '{"error":"too_large"}');
  });

  test('a body is held against the server’s limit where the endpoint names none', async () => {
    await using office = await openHttpOffice({ body_limit_bytes: 2_048 });
    const url = `${office.origin}/kiosk/api/wait`;
    const answer = await request(url, { method: 'GET', body: 'a'.repeat(3_000) });
    assert.equal(await answer.body.text(), '{"error":"too_large"}');
  });

  test('a body that comes in pieces without its length is counted too', async () => {
    await using office = await openHttpOffice();
    const body = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(1_000, 'a')));
    const answer = await request(`${office.origin}/kiosk/api/echo`, { method: 'POST', body });
    assert.equal(await answer.body.text(), '{"error":"too_large"}');
  });

  test('headers that never end are cut off in time', async () => {
    await using office = await openHttpOffice({ header_timeout_ms: 200, request_timeout_ms: 400 });
    const answer = await overSocket(office.port, 'GET /kiosk/api/hello/Ada HTTP/1.1\r\nhost: kiosk\r\n');
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.match(answer, /content-type: application\/problem\+json/);
  });

  test('a body that never ends is cut off in time', async () => {
    await using office = await openHttpOffice({ header_timeout_ms: 200, request_timeout_ms: 400 });
    const head = 'POST /kiosk/api/echo HTTP/1.1\r\nhost: kiosk\r\ncontent-length: 100\r\n\r\n{"text":';
    assert.match(await overSocket(office.port, head), /^HTTP\/1\.1 408 /);
    while (!office.log().includes('"status":499')) await sleep(5);
    await new Promise(setImmediate);
    assert.doesNotMatch(office.log(), /"level":"error"/, 'who breaks off is no failure of ours');
  });

  test('headers that are too long are refused', async () => {
    await using office = await openHttpOffice();
    const answer = await overSocket(
      office.port,
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 431 [\s\S]*"code":"too_large"/);
  });

  test('more requests than the office works on at once are told to come back, and the probes still answer', async () => {
    await using office = await openHttpOffice({ requests_in_flight_max: 3 });
    const ask = (path: string) => request(office.origin + path);
    const waiting = [1, 2, 3].map(() => ask('/kiosk/api/wait'));
    await untilInside(office, 3);
    const refused = await ask('/kiosk/api/hello/Ada');
    assert.equal(refused.statusCode, 503);
    assert.equal(refused.headers['retry-after'], '1');
    assert.equal(await refused.body.text(), '{"error":"busy"}');
    const outside = await ask('/api/anything');
    assert.equal(outside.statusCode, 503);
    assert.match(await outside.body.text(), /"code":"busy"/);
    const page = await request(office.origin, { headers: { accept: 'text/html', 'accept-language': 'en' } });
    assert.equal(page.statusCode, 503);
    assert.match(await page.body.text(), /The office is very busy/);
    assert.equal((await ask('/readyz')).statusCode, 200);
    office.release();
    for (const one of await Promise.all(waiting)) assert.equal(await one.body.text(), '{"waited":true}');
    const after = await ask('/kiosk/api/hello/Ada');
    assert.equal(await after.body.text(), '{"hello":"Ada"}');
    await untilInside(office, 0);
  });

  test('callers who go away are no longer counted', async () => {
    await using office = await openHttpOffice();
    const socket = connect({ port: office.port, host: '127.0.0.1' });
    socket.write('GET /kiosk/api/wait HTTP/1.1\r\nhost: a\r\n\r\n');
    await untilInside(office, 1);
    socket.destroy();
    await untilInside(office, 0);
    assert.match(office.log(), /"status":499/);
  });
});

suite('closing', () => {
  test('finishes what runs, refuses what is new, closes the store last', async () => {
    const office = await openHttpOffice({ dialect_ports: new Map([['kiosk', 0]]) });
    const own = office.running.addresses[1]!;
    const agent = new Agent({ connections: 2, pipelining: 1 });
    const running = request(`${own.url}/api/wait`, { dispatcher: agent });
    const idle = await request(`${office.origin}/readyz`, { dispatcher: agent });
    await idle.body.dump();
    await untilInside(office, 1);
    const closed = office.running.close();
    assert.equal(office.running.close(), closed);
    await assert.rejects(request(`${office.origin}/readyz`), { code: 'ECONNREFUSED' });
    await assert.rejects(request(`${own.url}/readyz`), { code: 'ECONNREFUSED' });
    office.release();
    const answer = await running;
    assert.equal(await answer.body.text(), '{"waited":true}');
    await closed;
    await assert.rejects(office.store.read((rx) => rx.db.selectFrom('organizer').select('id').execute()));
    await agent.close();
    await office[Symbol.asyncDispose]();
  });

  test('refuses requests on connections that are still open while the last ones end', async () => {
    const office = await openHttpOffice();
    const socket = connect({ port: office.port, host: '127.0.0.1' });
    let answers = '';
    socket.on('data', (chunk) => (answers += chunk.toString('latin1')));
    // three requests in a row on one connection: the others are read while the office closes
    socket.write('GET /kiosk/api/wait HTTP/1.1\r\nhost: a\r\n\r\n');
    await untilInside(office, 1);
    const closed = office.running.close();
    socket.write(
      'GET /readyz HTTP/1.1\r\nhost: a\r\n\r\nGET /kiosk/api/hello/Ada HTTP/1.1\r\nhost: a\r\n\r\n',
    );
    await untilInside(office, 3);
    const ended = once(socket, 'close');
    office.release();
    await Promise.all([closed, ended]);
    assert.match(answers, /"waited":true/);
    assert.doesNotMatch(answers, /"hello"/);
    await office[Symbol.asyncDispose]();
  });

  test('does not wait for ever', async () => {
    const office = await openHttpOffice({ shutdown_timeout_ms: 200 });
    const hanging = assert.rejects(request(`${office.origin}/kiosk/api/wait`));
    await untilInside(office, 1);
    // whom nobody releases
    await office.running.close();
    await hanging;
    assert.match(office.log(), /requests that did not end in time/);
    await office[Symbol.asyncDispose]();
  });
});
