import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { TransportFault, type OutgoingRequest, type Transport } from '../../../contract/transport.ts';
import { PeerTrouble } from '../../../hub/port.ts';
import { OdooRefusal, type CallOdoo, type OdooCall } from './call.ts';
import { callByJson2 } from './json-2.ts';
import { callByJsonRpc } from './json-rpc.ts';
import { findRecords, loadRows } from './records.ts';

interface Told {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
const rpc = fixture('json-rpc') as { request: unknown; answers: Record<string, Told> };
const json2 = fixture('json-2') as {
  request: { path: string; headers: Record<string, string>; body: unknown };
  answers: Record<string, Told>;
};

const answering = (told: readonly Told[], asked: OutgoingRequest[] = []): Transport => {
  const left = [...told];
  return (request) => {
    asked.push(request);
    const { status, type, body } = left.shift() ?? {
      status: 200,
      type: 'application/json',
      body: { jsonrpc: '2.0', id: 1 },
    };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return Promise.resolve({ status, headers: { 'content-type': type }, body: Buffer.from(text) });
  };
};

const parts = (transport: Transport) => ({
  transport,
  base_url: 'http://odoo.test',
  database: 'park',
  login: 'guichet@park.example',
  key: 'KEY',
  timeout_ms: 1_000,
  turn: () => Promise.resolve(),
});

const signed_in: Told = { status: 200, type: 'application/json', body: { jsonrpc: '2.0', id: 1, result: 7 } };
const write: OdooCall = {
  model: 'event.registration',
  method: 'write',
  ids: [26],
  named: { vals: { state: 'done' } },
  context: { active_test: false },
};

async function troubleOf(call: CallOdoo): Promise<PeerTrouble> {
  try {
    await call(write);
  } catch (error) {
    if (error instanceof PeerTrouble) return error;
    throw error;
  }
  throw new Error('it went well');
}

const overRpc = (name: string): CallOdoo => callByJsonRpc(parts(answering([signed_in, rpc.answers[name]!])));
const overJson2 = (name: string): CallOdoo => callByJson2(parts(answering([json2.answers[name]!])));

describe('a call over JSON-RPC', () => {
  test('asks who it is once, and then goes as the notes have it', async () => {
    const asked: OutgoingRequest[] = [];
    const call = callByJsonRpc(parts(answering([signed_in, signed_in, signed_in], asked)));
    const named = { domain: [['barcode', '=', '6743097169']], fields: ['state'] };
    const search = {
      model: 'event.registration',
      method: 'search_read',
      named,
      context: { active_test: false },
    };
    await call(search);
    await call(search);
    const bodies = asked.map(
      ({ body }) => JSON.parse(body ?? '') as { id: number; params: { method: string } },
    );
    assert.deepEqual(
      bodies.map(({ params }) => params.method),
      ['authenticate', 'execute_kw', 'execute_kw'],
    );
    assert.deepEqual({ ...bodies[1], id: 1 }, rpc.request);
    assert.equal(asked[0]?.url, 'http://odoo.test/jsonrpc');
  });

  test('gives nothing for a method that gives nothing', async () => {
    assert.equal(await overRpc('none')(write), undefined);
  });

  test("reads records as they are, and refuses what is no record of Odoo's", async () => {
    const domain = [['barcode', '=', '6743097169']];
    const [found] = await findRecords(overRpc('records'), 'event.registration', { domain });
    assert.deepEqual([found?.state, found?.event_id], ['done', [1, 'Parc de la Luge - Billetterie']]);
    await assert.rejects(
      findRecords(overRpc('none'), 'event.registration', { domain }),
      (error: PeerTrouble) => error.kind === 'nonsense',
    );
  });

  for (const [name, kind] of [
    ['validation_18', 'refused'],
    ['validation_19', 'refused'],
    ['access_denied', 'credentials'],
    ['two_writers', 'unavailable'],
    ['malformed', 'nonsense'],
    ['strange_error', 'nonsense'],
    ['page', 'unavailable'],
    ['limited', 'limited'],
  ] as const) {
    test(`tells ${name} as ${kind}`, async () => {
      const trouble = await troubleOf(overRpc(name));
      assert.equal(trouble.kind, kind);
      assert.ok(!trouble.message.includes('KEY'));
    });
  }

  test('tells a login that is not known, and asks anew once that may have changed', async () => {
    const call = callByJsonRpc(
      parts(answering([rpc.answers['not_authenticated']!, signed_in, rpc.answers['none']!])),
    );
    assert.equal((await troubleOf(call)).kind, 'credentials');
    assert.equal(await call(write), undefined);
  });
});

describe('a call over JSON-2', () => {
  test('goes with its key, database and parameters by name, and gives the bare value', async () => {
    const asked: OutgoingRequest[] = [];
    const call = callByJson2(parts(answering([json2.answers['bare']!], asked)));
    assert.equal(await call(write), true);
    const [{ url, headers, body } = { url: '', headers: {}, body: '' }] = asked;
    const { path, headers: expected, body: sent } = json2.request;
    assert.equal(url, `http://odoo.test${path}`);
    for (const [name, value] of Object.entries(expected))
      assert.equal((headers as Record<string, string>)[name], value);
    assert.deepEqual(JSON.parse(body ?? ''), sent);
  });

  for (const [name, kind] of [
    ['unauthorized', 'credentials'],
    ['no_method', 'refused'],
    ['media_type', 'refused'],
    ['arguments', 'refused'],
    ['server_error', 'refused'],
  ] as const) {
    test(`tells ${name} as ${kind}`, async () => {
      const trouble = await troubleOf(overJson2(name));
      assert.equal(trouble.kind, kind);
      if (kind === 'refused') assert.ok(trouble instanceof OdooRefusal);
    });
  }
});

test('a call that timed out or broke off may have been carried out, and is told so', async () => {
  for (const kind of ['timeout', 'reset', 'truncated', 'connect'] as const) {
    const transport = () => Promise.reject(new TransportFault(kind, 'No answer'));
    assert.equal((await troubleOf(callByJson2(parts(transport)))).kind, 'unavailable');
  }
});

describe('load()', () => {
  const { taken, refused } = fixture('load') as { taken: unknown; refused: unknown };
  const loading = (answers: readonly unknown[], asked: OdooCall[] = []): CallOdoo => {
    const left = [...answers];
    return (call) => {
      asked.push(call);
      return Promise.resolve(left.shift());
    };
  };
  const rows = ['1', '2', '3'].map((id) => ({ id: `guichet.r${id}`, barcode: id }));
  const options = { mails: false };

  test('gives ids in the order of the rows', async () => {
    const two = rows.slice(0, 2);
    assert.deepEqual(await loadRows(loading([taken]), 'event.registration', two, options), [
      { id: 26 },
      { id: 27 },
    ]);
  });

  test('sends the others again where a row is refused inside a success', async () => {
    const asked: OdooCall[] = [];
    const loaded = await loadRows(loading([refused, taken], asked), 'event.registration', rows, options);
    const words = 'The operation cannot be completed: Barcode should be unique';
    assert.deepEqual(loaded, [{ id: 26 }, { refused: words }, { id: 27 }]);
    assert.deepEqual(asked[1]?.named?.['data'], [
      ['guichet.r1', '1'],
      ['guichet.r3', '3'],
    ]);
  });

  test('takes what is told of all rows for no fault of the first, and a warning for none', async () => {
    const told = (record: number) => ({ type: 'error', message: 'No more seats', record });
    const failed = {
      ids: false,
      messages: [told(0), told(1), { type: 'warning', message: 'interrupted', record: 2 }],
    };
    const asked: OdooCall[] = [];
    const loaded = await loadRows(loading([failed, taken], asked), 'event.registration', rows, options);
    assert.deepEqual(loaded, [{ id: 26 }, { refused: 'No more seats' }, { id: 27 }]);
    // and where the first is at fault too, the next answer says so
    const alone = { ids: false, messages: [told(0)] };
    const both = await loadRows(
      loading([failed, alone, { ids: [27], messages: [] }]),
      'event.registration',
      rows,
      options,
    );
    assert.deepEqual(both, [{ refused: 'No more seats' }, { refused: 'No more seats' }, { id: 27 }]);
  });

  test('tries each alone where Odoo does not say which row it means', async () => {
    const vague = { ids: false, messages: [{ type: 'error', message: 'Something failed' }] };
    const one = { ids: [26], messages: [] };
    const loaded = await loadRows(loading([vague, one, vague, one]), 'event.registration', rows, options);
    assert.deepEqual(loaded, [{ id: 26 }, { refused: 'Something failed' }, { id: 26 }]);
  });

  test('takes no fewer ids than it sent rows for an answer', async () => {
    await assert.rejects(loadRows(loading([taken]), 'event.registration', rows, options), {
      kind: 'nonsense',
    });
  });

  test('goes in calls of 200 rows, read in UTC, without mails and with archived records in sight', async () => {
    const asked: OdooCall[] = [];
    const many = Array.from({ length: 401 }, (_, at) => ({ id: `guichet.r${at}`, barcode: String(at) }));
    const call: CallOdoo = (one) => {
      asked.push(one);
      const data = one.named?.['data'] as unknown[];
      return Promise.resolve({ ids: data.map((_, at) => at + 1), messages: [] });
    };
    await loadRows(call, 'event.registration', many, options);
    assert.deepEqual(
      asked.map(({ named }) => (named?.['data'] as unknown[] | undefined)?.length),
      [200, 200, 1],
    );
    assert.deepEqual(asked[0]?.context, { tz: 'UTC', active_test: false, install_mode: true });
    // what Odoo works out for orders and lines is not to see archived taxes
    await loadRows(call, 'sale.order.line', many.slice(0, 1), options);
    assert.deepEqual(asked.at(-1)?.context, { tz: 'UTC' });
  });
});
