import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openUtickTheatre, type Shop, type UtickTheatre } from '../../../test/fixtures/utick-theatre.ts';
import { onEachStore } from '../../../test/stores.ts';
import { createClient } from '../../contract/client.ts';
import { utick } from './contract.ts';

type Documented = Readonly<Record<string, unknown>>;

const { about: _about, ...documented } = JSON.parse(
  readFileSync(new URL('fixtures/documented.json', import.meta.url), 'utf8'),
) as { about: string } & Documented;

/** What may be null where the example shows a value: nothing of the kind exists. */
const mayBeNull = new Set([
  'expires',
  'endtime',
  'starttime',
  'mainproductid',
  'streamid',
  'timeslotid',
  'date',
]);

/** Every path of an example with its type: `price.value.amount: number`. Of a list, its first element stands for all. */
function typesOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${path}: array`] : typesOf(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null)
    return [`${path}: ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) =>
    typesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

/** The paths of the document that an answer lacks, or has in another type. */
function lacking(answer: unknown, example: unknown): string[] {
  const has = new Set(typesOf(answer));
  return typesOf(example).filter((line) => {
    const [path = '', type = ''] = line.split(': ');
    const name = path.split('.').at(-1) ?? '';
    const nullable = mayBeNull.has(name) || type === 'null';
    return !has.has(line) && !(nullable && [...has].some((other) => other.startsWith(`${path}: `)));
  });
}

async function servedAnswers(theatre: UtickTheatre): Promise<Record<string, unknown>> {
  const { client, ask } = theatre;
  const { response: events } = await client.events();
  const event = events.find((one) => one.label === 'Soirée au Théâtre de la Place')!;
  const [seats] = (await client.stocks({ input: { eventid: event.id } })).response;
  const [code] = (await client.promocodes({ input: { label: 'SUPERPROMO' } })).response;
  const promocodeids = [code!.id];
  const [category] = seats!.categories;
  const request = {
    quantity: 1,
    stockid: seats!.id,
    categoryid: category!.id,
    priceid: category!.prices[0]!.id,
  };
  const [product] = (await client.request({ input: { requests: [{ ...request, promocodeids }] } })).response;
  const { orderid } = product!;
  const contact = (await client.createContact({ input: { email: 'lecomte@example.com' } })).response;
  await client.changeOrder({ params: { id: orderid }, input: { statusid: 30, contactid: contact.id } });
  const [counter] = (await client.counters()).response;
  const told = async (path: string, fields?: Record<string, unknown>) =>
    (await ask('GET', path, fields)).response;
  return {
    promocodes: await told('shop/promocodes', { label: 'SUPERPROMO' }),
    order: await told(`shop/orders/${orderid}`),
    product: await told(`shop/products/${product!.id}`),
    stock: await told(`shop/products/stocks/${seats!.id}`, { promocodeids }),
    ticketSets: await told('shop/orders/tickets', { orderid }),
    ticketsPdf: await told('shop/orders/tickets/pdf', { orderid }),
    counter: await told(`shop/counters/${counter!.id}`),
  };
}

onEachStore('The document’s answers', (open) => {
  test('come with every field that it shows, in its type, inside the envelope', async () => {
    const theatre = await openUtickTheatre(open());
    const served = await servedAnswers(theatre);
    assert.deepEqual(Object.keys(served).toSorted(), Object.keys(documented).toSorted());
    for (const [name, example] of Object.entries(documented)) {
      assert.deepEqual(lacking(served[name], example), [], name);
    }
    const { body } = await theatre.ask('GET', 'ping');
    assert.deepEqual(typesOf({ ...body, response: 0 }), [
      'success: boolean',
      'response: number',
      'environment: string',
      'api_version: number',
      'datetime: string',
      'cached: boolean',
      'status_code: number',
      'language: string',
    ]);
  });
});

onEachStore('The environment', (open) => {
  test('is test all over in a sandbox, else where a credential says so', async () => {
    const office = open();
    const sandbox = await openUtickTheatre(office, { settings: { sandbox: true } });
    const real = await openUtickTheatre(office);
    const environmentOf = async (shop: Shop, path: string, fields?: Record<string, unknown>) =>
      (await shop.ask('GET', path, fields)).body['environment'];
    const everyday = await real.anotherShop({});
    const stale = { timestamp: '2020-01-01T00:00:00+00:00' };
    const of = async (shop: Shop) => [
      await environmentOf(shop, 'ping'),
      await environmentOf(shop, 'shop/nothing'),
      await environmentOf(shop, 'shop/counters', stale),
      await environmentOf(shop, 'shop/counters'),
    ];
    assert.deepEqual(await of(await sandbox.anotherShop({})), ['test', 'test', 'test', 'test']);
    assert.deepEqual(await of(everyday), ['prod', 'prod', 'prod', 'prod']);
    assert.deepEqual(await of(await real.anotherShop({ environment: 'test' })), [
      'prod',
      'prod',
      'prod',
      'test',
    ]);
  });
});

test('a served answer that lacks a field is found out', () => {
  const { counter } = documented;
  assert.deepEqual(lacking({ id: 'x' }, counter), ['label: string']);
  assert.deepEqual(lacking({ id: 1, label: '' }, counter), ['id: string']);
});

test('the document’s own answers are read by the client as they stand', async () => {
  const envelope = (response: unknown) => ({
    success: true,
    response,
    environment: 'prod',
    api_version: 1,
    datetime: '2020-09-23T15:36:04+02:00',
    cached: false,
    status_code: 200,
    language: 'fr',
  });
  let answer: unknown;
  const client = createClient(utick, {
    baseUrl: 'http://utick.test',
    transport: () =>
      Promise.resolve({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(envelope(answer))),
      }),
  });
  const params = { id: 'x' };
  const calls: Record<string, () => Promise<{ response: unknown }>> = {
    promocodes: () => client.promocodes({ input: { label: 'x' } }),
    order: () => client.order({ params }),
    product: () => client.product({ params }),
    stock: () => client.stock({ params }),
    ticketSets: () => client.ticketSets(),
    ticketsPdf: () => client.ticketsPdf({ input: { orderid: 'x' } }),
    counter: () => client.counter({ params }),
  };
  for (const [name, example] of Object.entries(documented)) {
    answer = example;
    const { response } = await calls[name]!();
    assert.ok(response !== undefined, name);
  }
});
