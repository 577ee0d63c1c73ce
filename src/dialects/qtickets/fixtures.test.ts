import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import { differences, type AnswerType } from '../../../test/fixtures/answer-types.ts';
import { prepareServer, serverOptions } from '../../contract/server.ts';
import { SandboxClock } from '../../demo/clock.ts';
import { openDemo, type Demo } from '../../demo/open-demo.ts';
import { qtickets as contract } from './contract.ts';
import { qtickets } from './serve.ts';

interface Exchange {
  readonly endpoint: string;
  readonly request: {
    readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
    readonly path: string;
    readonly body?: unknown;
  };
  readonly answer?: unknown;
}

const folder = new URL('fixtures/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const table = read('types.json') as {
  readonly named: Readonly<Record<string, AnswerType>>;
  readonly 'answers of': Readonly<Record<string, AnswerType>>;
};
const types = table['answers of'];
const exchanges = readdirSync(folder)
  .filter((name) => name !== 'types.json')
  .map((name) => [name, read(name) as Exchange] as const);

/** Not in the document: seen in clients alone. */
const beyond = ['createOrder', 'baskets', 'client'];

test('every endpoint of the document has a sample and a table of types', () => {
  const documented = Object.keys(contract.endpoints).filter((name) => !beyond.includes(name));
  assert.deepEqual(Object.keys(types).toSorted(), documented.toSorted());
  assert.deepEqual(
    [...new Set(exchanges.map(([, { endpoint }]) => endpoint))].toSorted(),
    documented.toSorted(),
  );
});

/** An answer of the document lacks fields that are served beyond it, and has none that are not. */
function assertWithin(answer: unknown, type: AnswerType, what: string): void {
  const found = differences(answer, type, table.named).filter((line) => !line.endsWith(' is missing'));
  assert.deepEqual(found, [], what);
}

for (const [name, { endpoint, answer }] of exchanges) {
  if (answer === undefined) continue;
  test(`the document's answer in ${name} holds nothing that is not served`, () =>
    assertWithin(answer, types[endpoint]!, name));
}

describe('each sample of the document, sent to the demo as it stands', () => {
  let place = '';
  let demo: Demo;
  let app: FastifyInstance;

  before(async () => {
    place = mkdtempSync(join(tmpdir(), 'guichet-qtickets-'));
    const surroundings = new SandboxClock();
    demo = await openDemo({
      data_folder: place,
      database_url: undefined,
      secret_key: undefined,
      surroundings,
    });
    app = Fastify(serverOptions({ dialects: ['qtickets'] }));
    prepareServer(app);
    const settings = { public_base_url: 'https://tickets.example', credential_limits: false };
    await qtickets.serve(app, { store: demo.store, sealer: demo.sealer, surroundings, settings });
  });
  after(async () => {
    await app.close();
    await demo.store.close();
    rmSync(place, { recursive: true, force: true });
  });

  async function send({
    request: { method, path, body },
  }: Exchange): Promise<{ status: number; told: unknown }> {
    const answer = await app.inject({
      method,
      url: `/qtickets/api/rest/v1${path}`,
      headers: { authorization: 'Bearer demo-qtickets', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, told: answer.json() };
  }

  for (const [name, exchange] of exchanges) {
    test(name, async () => {
      await demo.reset();
      const { status, told } = await send(exchange);
      assert.equal(status, 200, JSON.stringify(told));
      assert.deepEqual(differences(told, types[exchange.endpoint]!, table.named), []);
      const { data = told } = told as { data?: unknown };
      assert.ok(Object.keys(data as object).length > 0, 'an answer that holds nothing has no shape');
    });
  }

  test('a promo code is made and then changed, as the document does', async () => {
    await demo.reset();
    const sent = async (name: string) => {
      const { told } = await send(exchanges.find(([one]) => one === name)![1]);
      return (told as { data: { id: number; code: string; max_uses_count: number } }).data;
    };
    const made = await sent('create-promo-code.json');
    const changed = await sent('change-promo-code.json');
    assert.deepEqual([made.id, made.code, made.max_uses_count], [13_513, '308076-15950-3', 5]);
    assert.deepEqual([changed.id, changed.code, changed.max_uses_count], [13_513, '308076-15950-3', 3]);
  });

  test('order 4360 has its three seats, with the ids, barcodes and prices of the document', async () => {
    await demo.reset();
    const sample = exchanges.find(([name]) => name === 'order.json')![1];
    type Row = Readonly<Record<string, unknown>>;
    const seats = (told: unknown) =>
      (told as { data: { baskets: Row[] } }).data.baskets
        .slice(0, 3)
        .map(({ id, barcode, show_id, seat_id, price }) => ({ id, barcode, show_id, seat_id, price }));
    assert.deepEqual(seats((await send(sample)).told), seats(sample.answer));
  });
});
