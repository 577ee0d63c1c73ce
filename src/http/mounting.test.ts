import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { request } from 'undici';
import { openHttpOffice, overSocket } from '../../test/fixtures/http-office.ts';
import { ConfigError } from '../config.ts';

interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

async function ask(
  url: string,
  headers: Record<string, string> = {},
  method: 'GET' | 'HEAD' | 'POST' = 'GET',
): Promise<Asked> {
  const { statusCode, headers: got, body } = await request(url, { method, headers });
  return { status: statusCode, headers: got, text: await body.text() };
}

suite('a dialect answers', () => {
  test('under its prefix, stray slashes put right', async () => {
    await using office = await openHttpOffice();
    assert.equal((await ask(`${office.origin}/kiosk/api/hello/Ada`)).text, '{"hello":"Ada"}');
    assert.equal((await ask(`${office.origin}//kiosk//api/hello/Ada/`)).text, '{"hello":"Ada"}');
    assert.match((await ask(`${office.origin}/api/hello/Ada`)).text, /"code":"not_found"/);
  });

  test('also where an id is as long as an address can be', async () => {
    await using office = await openHttpOffice();
    const name = 'x'.repeat(12_000);
    assert.equal((await ask(`${office.origin}/kiosk/api/hello/${name}`)).text, `{"hello":"${name}"}`);
  });

  test('at the root for a host whose first label is its name', async () => {
    await using office = await openHttpOffice();
    const host = { host: 'kiosk.tickets.example' };
    assert.equal((await ask(`${office.origin}/api/hello/Ada`, host)).text, '{"hello":"Ada"}');
    assert.equal((await ask(`${office.origin}/kiosk/api/hello/Ada`, host)).text, '{"hello":"Ada"}');
    assert.equal((await ask(`${office.origin}/healthz`, host)).text, '{"status":"ok"}');
    assert.match(
      (await ask(`${office.origin}/api/hello/Ada`, { host: 'other.tickets.example' })).text,
      /not_found/,
    );
  });

  test('for the host that a trusted proxy names, and for no other', async () => {
    const headers = { host: 'inner', 'x-forwarded-host': 'kiosk.tickets.example, inner' };
    {
      await using office = await openHttpOffice({ trusted_proxies: ['127.0.0.0/8'] });
      assert.equal((await ask(`${office.origin}/api/hello/Ada`, headers)).text, '{"hello":"Ada"}');
    }
    await using office = await openHttpOffice({ trusted_proxies: ['10.0.0.0/8'] });
    assert.match((await ask(`${office.origin}/api/hello/Ada`, headers)).text, /"code":"not_found"/);
  });

  test('at the root of a port of its own', async () => {
    await using office = await openHttpOffice({ dialect_ports: new Map([['kiosk', 0]]) });
    const own = office.running.addresses[1]!;
    assert.equal(own.dialect, 'kiosk');
    assert.equal((await ask(`${own.url}/api/hello/Ada?times=2`)).text, '{"hello":"AdaAda"}');
    assert.equal((await ask(`${own.url}/readyz`)).text, '{"status":"ready"}');
    assert.match((await ask(`${office.origin}/api/hello/Ada`)).text, /"code":"not_found"/);
    assert.match(
      (await ask(office.origin, { 'accept-language': 'en' })).text,
      new RegExp(`<code>${own.port}</code>`),
    );
  });

  test('only where it is served: a port for another name is refused', async () => {
    await assert.rejects(openHttpOffice({ dialect_ports: new Map([['nobody', 0]]) }), ConfigError);
  });
});

suite('every answer', () => {
  test('carries an x-request-id: the caller’s when it is sane, else one of ours', async () => {
    await using office = await openHttpOffice();
    const given = await ask(`${office.origin}/kiosk/api/hello/Ada`, { 'x-request-id': 'caller-7' });
    assert.equal(given.headers['x-request-id'], 'caller-7');
    const odd = await ask(`${office.origin}/kiosk/api/hello/Ada`, { 'x-request-id': 'no spaces, please' });
    assert.match(String(odd.headers['x-request-id']), /^[0-9a-f]{12}-[0-9a-z]+$/);
    for (const path of [
      '/',
      '/nowhere',
      '/kiosk/nowhere',
      '/healthz',
      '/kiosk/api/fail',
      '/o/none',
      '/%E0%A4%A',
    ]) {
      assert.ok((await ask(office.origin + path)).headers['x-request-id'], path);
    }
    assert.match(
      await overSocket(office.port, 'NOT HTTP\r\n\r\n'),
      /^HTTP\/1\.1 400 [\s\S]*\r\nx-request-id: /,
    );
  });

  test('says nothing of the software, and shows no stack', async () => {
    await using office = await openHttpOffice();
    const failed = await ask(`${office.origin}/kiosk/api/fail`);
    assert.equal(failed.text, '{"error":"internal"}');
    assert.equal(failed.headers.server, undefined);
    assert.equal(failed.headers['x-powered-by'], undefined);
    assert.match(office.log(), /a bug met/);
  });

  test('to HEAD is that to GET without a body', async () => {
    await using office = await openHttpOffice();
    for (const path of ['/', '/healthz']) {
      const whole = await ask(office.origin + path);
      const head = await ask(office.origin + path, {}, 'HEAD');
      assert.equal(head.status, whole.status);
      assert.equal(head.headers['content-length'], whole.headers['content-length']);
      assert.equal(head.text, '');
    }
  });

  test('to a method that the address does not take is 405 and names those it takes', async () => {
    await using office = await openHttpOffice();
    const posted = await ask(office.origin, {}, 'POST');
    assert.equal(posted.status, 405);
    assert.equal(posted.headers.allow, 'GET, HEAD');
    assert.equal(posted.headers['content-type'], 'application/problem+json');
  });
});

suite('the probes', () => {
  test('show the requests by route and status to loopback addresses', async () => {
    await using office = await openHttpOffice();
    await ask(`${office.origin}/kiosk/api/hello/Ada?key=abc`);
    const { text } = await ask(`${office.origin}/metrics`);
    assert.match(
      text,
      /duration_seconds_count\{method="GET",route="\/kiosk\/api\/hello\/:name",status="200"\} 1/,
    );
    assert.match(text, /guichet_store_commands_waiting 0/);
    assert.match(text, /process_resident_memory_bytes/);
  });

  test('keep the metrics from others, a proxy’s clients among them', async () => {
    await using office = await openHttpOffice({ trusted_proxies: ['127.0.0.1'] });
    const asked = await ask(`${office.origin}/metrics`, { 'x-forwarded-for': '203.0.113.9' });
    assert.equal(asked.status, 404);
    await using closed = await openHttpOffice({ metrics: 'nobody' });
    assert.equal((await ask(`${closed.origin}/metrics`)).status, 404);
  });

  test('say not ready when the store does not answer', async ({ mock }) => {
    await using office = await openHttpOffice();
    assert.equal((await ask(`${office.origin}/readyz`)).status, 200);
    mock.method(office.store, 'read', () => Promise.reject(new Error('gone')));
    const asked = await ask(`${office.origin}/readyz`);
    assert.equal(asked.status, 503);
    assert.equal(asked.text, '{"status":"not ready","reason":"the store fails"}');
  });
});
