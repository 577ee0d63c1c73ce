import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { request } from 'undici';
import { openHttpOffice, overSocket } from '../../test/fixtures/http-office.ts';
import { loggedPath, redacted } from './log.ts';

const secret = 'sesame-7f3a9c';

suite('the log', () => {
  test('holds no key, wherever the caller put it', async () => {
    await using office = await openHttpOffice({ log_level: 'trace' });
    const { origin, port } = office;
    const basic = Buffer.from(`268537:${secret}`).toString('base64');
    const asked: [string, Parameters<typeof request>[1]?][] = [
      [`/kiosk/api/hello/Ada?user=${secret}&key=${secret}&version=1`],
      [`/kiosk/api/fail?api_key=${secret}&access_token=${secret}`],
      [`/kiosk/api/fail?publickey=a&signature=${secret}`],
      [`/nowhere?key=${secret}`],
      [`/?key=${secret}#${secret}`],
      [`/o/1a.${secret}-${secret}`],
      [`/o/1a.${secret}-${secret}/tickets.pdf?x=1`],
      ['/kiosk/api/hello/Ada', { headers: { authorization: `Basic ${basic}`, cookie: `session=${secret}` } }],
      ['/kiosk/api/fail', { headers: { authorization: `Bearer ${secret}`, 'x-api-key': secret } }],
      ['/kiosk/api/echo', { method: 'POST', body: `key=${secret}&text=a` }],
      ['/kiosk/api/echo', { method: 'POST', body: `{"key":"${secret}","text":5}` }],
      ['/kiosk/api/echo', { method: 'POST', body: `{"key":"${secret}"` }],
    ];
    for (const [path, options] of asked) await (await request(origin + path, options)).body.dump();
    await overSocket(port, `GET /?key=${secret} HTTP/9.9\r\nauthorization: ${secret}\r\n\r\n`);
    await overSocket(
      port,
      `POST /kiosk/api/echo?key=${secret} HTTP/1.1\r\nhost: a\r\ncontent-length: x${secret}\r\n\r\n`,
    );
    const log = office.log();
    assert.equal(log.split('\n').filter((line) => line.includes('"path"')).length, asked.length);
    assert.match(log, /a bug met/);
    assert.doesNotMatch(log, new RegExp(`${secret}|${basic}`));
  });

  test('names method, path, status, time and the number of the request', async () => {
    await using office = await openHttpOffice();
    await (
      await request(`${office.origin}/kiosk/api/hello/Ada?times=2`, { headers: { 'x-request-id': 'r-1' } })
    ).body.dump();
    const line = office
      .log()
      .split('\n')
      .find((one) => one.includes('"r-1"'));
    const { time, took_ms, ...rest } = JSON.parse(line ?? '{}') as Record<string, unknown>;
    assert.ok(typeof time === 'string' && typeof took_ms === 'number');
    assert.deepEqual(rest, {
      level: 'info',
      request_id: 'r-1',
      method: 'GET',
      path: '/kiosk/api/hello/Ada',
      status: 200,
    });
  });

  test('puts the number of the request beside the error that it met', async () => {
    await using office = await openHttpOffice();
    await (
      await request(`${office.origin}/kiosk/api/fail`, { headers: { 'x-request-id': 'r-2' } })
    ).body.dump();
    const line = office
      .log()
      .split('\n')
      .find((one) => one.includes('a bug met'));
    assert.equal((JSON.parse(line ?? '{}') as { request_id?: string }).request_id, 'r-2');
  });
});

test('texts lose what looks like a credential, and nothing else', () => {
  assert.equal(redacted('GET /a?user=1&key=abc&page=2'), 'GET /a?user=…&key=…&page=2');
  assert.equal(redacted('{"api_key":"abc","name":"Ada"}'), '{"api_key":"…","name":"Ada"}');
  assert.equal(redacted('Authorization: Basic dXNlcjpw'), 'Authorization: … …');
  assert.equal(redacted('postgres://guichet:abc@db:5432/guichet'), 'postgres://guichet:…@db:5432/guichet');
  assert.equal(redacted('no user was found for order 5'), 'no user was found for order 5');
  assert.equal(loggedPath('/o/1a.abc/tickets.pdf?x=1'), '/o/…/tickets.pdf');
});
