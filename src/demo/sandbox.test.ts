import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openHttpOffice, type HttpOffice } from '../../test/fixtures/http-office.ts';
import { SandboxClock } from './clock.ts';
import { serveSandbox } from './sandbox.ts';

describe('the clock of the sandbox', () => {
  test('can be set, moved, stopped, run at a speed and brought back to the real time', () => {
    let real = 1_000;
    const clock = new SandboxClock(() => real);
    assert.equal(clock.now(), 1_000);
    clock.steer({ set: 500_000 });
    real += 10;
    assert.equal(clock.now(), 500_010);
    clock.steer({ speed: 0 });
    real += 10;
    assert.equal(clock.now(), 500_010);
    clock.steer({ speed: 60 });
    real += 10;
    assert.equal(clock.now(), 500_610);
    clock.steer({ advance_ms: -10 });
    assert.equal(clock.now(), 500_600);
    clock.backToReal();
    assert.equal(clock.now(), 1_030);
    assert.equal(clock.isReal, true);
  });

  test('set, moved and stopped at once, stands exactly there, however slow the machine is', () => {
    let real = 1_000;
    const clock = new SandboxClock(() => (real += 7));
    clock.steer({ set: 500_000, advance_ms: 250, speed: 0 });
    assert.equal(clock.now(), 500_250);
  });
});

describe('the faults of the sandbox', () => {
  let office: HttpOffice;
  let resets = 0;
  const clock = new SandboxClock();
  const hello = () => fetch(`${office.origin}/kiosk/api/hello/you?times=200`);
  const control = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${office.origin}/sandbox${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  before(async () => {
    const parts = {
      clock,
      dialects: ['kiosk'],
      reset: () => {
        resets += 1;
        return Promise.resolve();
      },
    };
    office = await openHttpOffice({}, { extend: (app) => serveSandbox(app, parts) });
  });
  after(() => office[Symbol.asyncDispose]());

  test('answer with a status so many times, and then no more', async () => {
    const made = await control('POST', '/faults', { dialect: 'kiosk', status: 503, next: 2 });
    assert.equal(made.status, 201);
    assert.deepEqual(
      [(await hello()).status, (await hello()).status, (await hello()).status],
      [503, 503, 200],
    );
    const [standing] = (await (await control('GET', '/faults')).json()) as { seen: number; struck: number }[];
    assert.deepEqual([standing?.seen, standing?.struck], [3, 2]);
    assert.deepEqual(await (await control('DELETE', '/faults')).json(), { deleted: 1 });
  });

  test('strike each so-manieth call of a path alone', async () => {
    await control('POST', '/faults', { path: '/api/hello/*', method: 'GET', status: 500, every: 3 });
    const statuses = [];
    for (let call = 0; call < 6; call += 1) statuses.push((await hello()).status);
    assert.deepEqual(statuses, [200, 200, 500, 200, 200, 500]);
    const other = await fetch(`${office.origin}/kiosk/openapi.json`);
    assert.equal(other.status, 200);
    await control('DELETE', '/faults');
  });

  test('make an answer slow, and carry the call out all the same', async () => {
    await control('POST', '/faults', { delay_ms: 150, next: 1 });
    const started = performance.now();
    const answer = await hello();
    assert.ok(performance.now() - started >= 145);
    assert.equal(answer.status, 200);
    await control('DELETE', '/faults');
  });

  test('send a page of HTML, as an overloaded proxy does', async () => {
    await control('POST', '/faults', { body: 'html', next: 1 });
    const answer = await hello();
    assert.equal(answer.status, 502);
    assert.match(answer.headers.get('content-type') ?? '', /text\/html/);
    assert.match(await answer.text(), /502 Bad Gateway/);
    await control('DELETE', '/faults');
  });

  for (const plan of [{ drop: 'before' }, { drop: 'after' }, { body: 'truncated' }]) {
    test(`break the connection off: ${JSON.stringify(plan)}`, async () => {
      await control('POST', '/faults', { ...plan, next: 1 });
      await assert.rejects(async () => (await hello()).text(), TypeError);
      assert.equal((await hello()).status, 200);
      await control('DELETE', '/faults');
    });
  }

  test('leave the office and its controls alone', async () => {
    await control('POST', '/faults', { status: 500 });
    assert.equal((await fetch(`${office.origin}/healthz`)).status, 200);
    assert.equal((await fetch(`${office.origin}/kiosk/openapi.json`)).status, 200);
    assert.equal((await control('GET', '/faults')).status, 200);
    await control('DELETE', '/faults');
  });

  test('are refused when they say nothing to do, or what nobody knows', async () => {
    assert.equal((await control('POST', '/faults', {})).status, 400);
    assert.equal((await control('POST', '/faults', { satus: 500 })).status, 400);
    assert.equal((await control('DELETE', '/faults/77')).status, 404);
  });

  test('the clock is set over HTTP, and a reset brings the real time back and takes the faults away', async () => {
    const set = await control('POST', '/clock', { set: '2026-05-15T10:30:00+02:00', speed: 0 });
    assert.deepEqual(await set.json(), { now: '2026-05-15T08:30:00.000Z', real: false, speed: 0 });
    await sleep(5);
    assert.equal(clock.now(), Date.UTC(2026, 4, 15, 8, 30));
    await control('POST', '/faults', { status: 500 });
    assert.deepEqual(await (await control('POST', '/reset')).json(), { reset: true });
    assert.equal(resets, 1);
    assert.equal(clock.isReal, true);
    assert.deepEqual(await (await control('GET', '/faults')).json(), []);
    assert.equal((await control('POST', '/clock', { real: true, speed: 2 })).status, 400);
    assert.equal((await control('POST', '/clock', {})).status, 400);
  });

  test('a page of another site cannot use the controls', async () => {
    const foreign = await control('POST', '/reset', undefined, { origin: 'https://evil.example' });
    assert.equal(foreign.status, 403);
  });
});
