import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TSchema } from 'typebox';
import { codeOf, openApi } from '../../test/fixtures/api-office.ts';
import { openEvent } from '../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../test/stores.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { shapeOf } from '../contract/schema.ts';
import { limits } from '../domain/limits.ts';
import { api } from './contract.ts';

/** The numbers of a schema that have no bound which sums and both stores can bear, by their path. */
function unbounded(schema: TSchema, path: string): string[] {
  const shape = shapeOf(schema);
  if (shape.kind === 'object')
    return shape.properties.flatMap(({ name, schema: inner }) => unbounded(inner, `${path}.${name}`));
  if (shape.kind === 'array') return unbounded(shape.items, `${path}[]`);
  if (shape.kind === 'union' || shape.kind === 'intersect')
    return shape.branches.flatMap((inner) => unbounded(inner, path));
  if (shape.kind !== 'integer' && shape.kind !== 'number') return [];
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  const isId = /(^|[._])(ids?|to|gone)(\[\])?$/.test(path);
  const greatest = isId ? Number.MAX_SAFE_INTEGER : limits.amount_max;
  const held = minimum !== undefined && minimum >= -greatest && maximum !== undefined && maximum <= greatest;
  return held ? [] : [path];
}

test('each number of a request is held within what sums and both stores can bear', () => {
  const endpoints: Readonly<Record<string, Endpoint>> = api.endpoints;
  const found = Object.entries(endpoints).flatMap(([name, one]) => [
    ...(one.body === undefined ? [] : unbounded(one.body, name)),
    ...(one.params === undefined ? [] : unbounded(one.params, name)),
    ...(one.query === undefined ? [] : unbounded(one.query, name)),
  ]);
  // what a filter compares with is of any size, and so is what a change says that it saw
  assert.deepEqual(
    found.filter((path) => !path.includes('.where[].value') && !path.includes('.was.')),
    [],
  );
});

async function openHouse(office: TestStore) {
  const { organizer_id, event_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const { client, headers } = await opened.openMember({ organizer_id, role: 'manager' });
  return {
    ...{ client, headers, organizer_id, event_id, app: opened.app, openMember: opened.openMember },
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

onEachStore('A request to /api', (open) => {
  test('with a parameter that its endpoint does not have is refused, and not answered as if it had none', async () => {
    await using house = await openHouse(open());
    const ask = async (url: string, method: 'GET' | 'POST' = 'GET') => {
      const reply = await house.app.inject({ method, url: `/api${url}`, headers: house.headers });
      return { status: reply.statusCode, ...reply.json<{ code?: string; detail?: string }>() };
    };
    for (const url of [
      '/sessions?event_id=1',
      '/events?limit=1&nmae=x',
      '/me?x',
      '/events?where[]=&a[b]=1',
    ]) {
      const { status, code, detail } = await ask(url);
      assert.deepEqual([status, code], [400, 'invalid_input'], url);
      assert.match(detail ?? '', /^(event_id|nmae|x|a) is not a parameter of this endpoint$/);
    }
    const organizer = `guichet-organizer=${house.organizer_id}`;
    assert.equal((await ask(`/events?${organizer}&_=17&limit=1`)).status, 200);
    // a write names its organizer in the header: here the name would be let pass unheard
    assert.equal((await ask(`/events/${house.event_id}/copy?${organizer}`, 'POST')).code, 'invalid_input');
    assert.equal((await ask('/sign-in?email=a', 'POST')).code, 'invalid_input');
  });

  test('cannot state an amount, a number or an instant that takes the lists and reports with it', async () => {
    await using house = await openHouse(open());
    const { client } = house;
    const first = { starts_at: '2030-05-15T18:00:00Z', capacity: 10 };
    const priced = (amount: number, session: object = {}) =>
      client.open_event({
        body: {
          ...{ name: 'Dear', published: true },
          sessions: [{ ...first, ...session }],
          prices: [{ name: 'Seat', amount }],
        },
      });
    const most = Number.MAX_SAFE_INTEGER;
    assert.equal(await codeOf(priced(most)), 'invalid_input');
    assert.equal(await codeOf(priced(1, { capacity: most })), 'invalid_input');
    assert.equal(await codeOf(priced(1, { starts_at: '0001-01-01T00:00:00+14:00' })), 'invalid_input');
    assert.equal(await codeOf(priced(1, { starts_at: '9999-12-31T23:59:59-14:00' })), 'invalid_input');

    const { event_id } = await priced(limits.amount_max, { capacity: limits.count_max });
    const where = [{ column: 'event_id', value: event_id }];
    const [offer] = (await client.list_offers({ query: { where } })).items;
    const buy = (quantity: number) =>
      client.request_order({
        body: { lines: [{ offer_id: offer!.id, quantity }], confirm: true, payment: { method: 'cash' } },
      });
    const { id, total } = await buy(1);
    await buy(1);
    assert.equal(total, limits.amount_max);
    assert.equal(await codeOf(buy(2)), 'amount_out_of_range');
    const overpay = client.add_payment({
      params: { id },
      body: { method: 'cash', amount: limits.amount_max },
    });
    assert.equal(await codeOf(overpay), 'amount_out_of_range');
    const { items } = await client.list_orders();
    assert.deepEqual(
      items.map((order) => order.paid),
      [total, total],
    );
    const { totals } = await client.read_report({ params: { report: 'sales' } });
    assert.equal(totals?.[0]?.['amount'], 2 * total);
    await client.home();
  });

  test('for a file is refused before the file begins', async () => {
    const office = open();
    await using house = await openHouse(office);
    const nul = encodeURIComponent('a\u0000b');
    const report = `/api/reports/sales/csv?platform=${nul}`;
    const where = encodeURIComponent(JSON.stringify([{ column: 'label', value: 'a\u0000b' }]));
    for (const url of [report, `/api/sheets/orders/csv?where=${where}`]) {
      const reply = await house.app.inject({ method: 'GET', url, headers: house.headers });
      assert.deepEqual([reply.statusCode, reply.json<{ code: string }>().code], [400, 'invalid_input'], url);
    }
  });

  test('to end an event of somebody else does not tell whether it sells', async () => {
    const office = open();
    await using house = await openHouse(office);
    const [offer] = (await house.client.list_offers({ query: { where: [] } })).items;
    await house.client.request_order({ body: { lines: [{ offer_id: offer!.id, quantity: 1 }] } });
    const other = await office.write((tx) => openEvent(tx, 1));
    const { client } = await house.openMember({ organizer_id: other.organizer_id, role: 'manager' });
    const params = { id: house.event_id };
    assert.equal(await codeOf(house.client.delete_event({ params })), 'in_use');
    assert.equal(await codeOf(client.delete_event({ params })), 'not_found');
  });
});
