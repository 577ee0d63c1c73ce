import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  signed,
  openUtickTheatre,
  type Shop,
  type UtickTheatre,
} from '../../../test/fixtures/utick-theatre.ts';
import { storedRows } from '../../../test/fixtures/stored-rows.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createEvent } from '../../office/catalogue/event.ts';
import { createPrice } from '../../office/catalogue/price.ts';
import { putOnSale } from '../../office/catalogue/put-on-sale.ts';
import { createSession } from '../../office/catalogue/session.ts';
import { failureCases, type FailureCase } from './failure-cases.ts';
import type { Product, Stock } from './shapes.ts';

const minute_ms = 60_000;

/** What a request could write; a refused one leaves it as it is. */
const watched = [
  'order',
  'order_line',
  'ticket',
  'place_sale',
  'customer',
  'payment',
  'ledger',
  'pool_draw',
] as const;

const stocksOf = async (shop: Shop, label: string): Promise<Stock[]> => {
  const { response: events } = await shop.client.events();
  const event = events.find((one) => one.label === label)!;
  return [...(await shop.client.stocks({ input: { eventid: event.id } })).response];
};

const requestOf = (stock: Stock, more: object = {}, category = 0) => ({
  quantity: 1,
  stockid: stock.id,
  categoryid: stock.categories[category]!.id,
  priceid: stock.categories[category]!.prices[0]!.id,
  ...more,
});

const take = async (shop: Shop, ...requests: ReturnType<typeof requestOf>[]): Promise<Product[]> => {
  const { response } = await shop.client.request({ input: { requests } });
  assert.ok(response.length > 0);
  return [...response];
};

/** A theatre in which something of everything has happened, and the ids of it by the words that the cases use. */
async function liveTheatre(
  office: TestStore,
): Promise<{ theatre: UtickTheatre; words: Record<string, string> }> {
  const theatre = await openUtickTheatre(office);
  const another = await theatre.anotherShop();
  const elsewhere = await openUtickTheatre(office);
  const { client } = theatre;
  const stocks = await stocksOf(theatre, 'Soirée au Théâtre de la Place');
  const [workshop] = await stocksOf(theatre, 'Atelier de théâtre');
  const [seats, area] = [2, 1].map((type) => stocks.find((one) => one.producttypeid === type)!) as [
    Stock,
    Stock,
  ];
  const pack = stocks.find((one) => one.producttypeid === 10)!;
  const [expired] = await take(theatre, requestOf(area));
  office.surroundings.advance(21 * minute_ms);
  const [product] = await take(theatre, requestOf(seats));
  const [taken] = await take(another, requestOf(seats));
  const [packed, stranger] = await take(theatre, requestOf(pack), requestOf(area));
  const [foreign] = await take(elsewhere, requestOf((await stocksOf(elsewhere, 'Atelier de théâtre'))[0]!));
  const contact = (await client.createContact({ input: { email: 'buyer@example.com' } })).response;
  const [paid] = await take(theatre, requestOf(workshop!));
  await client.changeOrder({ params: { id: paid!.orderid }, input: { statusid: 15, contactid: contact.id } });
  const codes = async (label: string) => (await client.promocodes({ input: { label } })).response[0]!.id;
  const [discount, reveal] = [await codes('SUPERPROMO'), await codes('ABONNES')];
  const revealed = (await client.stock({ params: { id: seats.id }, input: { promocodeids: [reveal] } }))
    .response;
  const plan = (await client.plan({ params: { id: seats.id }, input: { orderid: product!.orderid } }))
    .response;
  const takenSeats = plan.flatMap(({ seats: all }) => all.filter((one) => !one.free && one.orderid === null));
  const closed = await closedStock(office, theatre);
  const [counter] = (await client.counters()).response;
  return {
    theatre,
    words: {
      SEATS: seats.id,
      STALLS: seats.categories[0]!.id,
      BALCONY: seats.categories[1]!.id,
      FULL: seats.categories[0]!.prices[0]!.id,
      SUBSCRIBERS: revealed.categories[0]!.prices.find((one) => one.label === 'Tarif abonnés')!.id,
      STANDING: area.categories[0]!.prices[0]!.id,
      WORKSHOP: workshop!.id,
      WORKSHOP_CATEGORY: workshop!.categories[0]!.id,
      ...closed,
      ORDER: product!.orderid,
      PRODUCT: product!.id,
      EXPIRED: expired!.orderid,
      PAID: paid!.orderid,
      THEIRS: taken!.orderid,
      THEIR_PRODUCT: taken!.id,
      TAKEN_SEAT: takenSeats[0]!.id,
      PACK_ORDER: packed!.orderid,
      PACK: packed!.id,
      STRANGER: stranger!.id,
      ELSEWHERE: foreign!.orderid,
      CONTACT: contact.id,
      DISCOUNT: discount,
      REVEAL: reveal,
      COUNTER: counter!.id,
    },
  };
}

/** What was sold for a session until a moment ago. */
async function closedStock(office: TestStore, theatre: UtickTheatre): Promise<Record<string, string>> {
  const { organizer_id } = theatre;
  await office.write(async (tx) => {
    const event_id = await createEvent(tx, { organizer_id, name: 'Matinée', status: 'published' });
    const price_id = await createPrice(tx, { organizer_id, event_id, name: 'Matinée', amount: 500 });
    const starts_at = tx.now + 60 * minute_ms;
    const session_id = await createSession(tx, {
      organizer_id,
      event_id,
      starts_at,
      sale_ends_at: tx.now - 1,
    });
    await putOnSale(tx, { organizer_id, session_id, capacity: 50, prices: [{ price_id }] });
  });
  const [stock] = await stocksOf(theatre, 'Matinée');
  const { id, categories } = stock!;
  return { CLOSED: id, CLOSED_CATEGORY: categories[0]!.id, CLOSED_PRICE: categories[0]!.prices[0]!.id };
}

async function ask(
  office: TestStore,
  theatre: UtickTheatre,
  one: FailureCase,
  words: Record<string, string>,
) {
  const fill = (text: string) => text.replace(/\{([A-Z_]+)\}/g, (_, name: string) => words[name] ?? '');
  const at = office.surroundings.instant - (one.signed_minutes_ago ?? 0) * minute_ms;
  const body = { ...signed(theatre, at), ...one.fields };
  const answer = await theatre.app.inject({
    method: one.method,
    url: `/utick/v1/${fill(one.path)}/`,
    headers: { 'content-type': 'application/json' },
    payload: one.raw ?? fill(JSON.stringify(body)),
  });
  return { status: answer.statusCode, body: JSON.parse(answer.payload) as Record<string, unknown> };
}

onEachStore('What uTick refuses', (open) => {
  test('comes in the vendor’s envelope, as the README’s table says, and stores nothing', async () => {
    const office = open();
    const { theatre, words } = await liveTheatre(office);
    const before = await storedRows(office, watched);
    for (const one of failureCases) {
      const { status, body } = await ask(office, theatre, one, words);
      const { error, success, status_code } = body as {
        error?: { code: number; message: string };
        success: boolean;
        status_code: number;
      };
      const told = `${one.case}: ${JSON.stringify(body)}`;
      assert.deepEqual(
        [status, status_code, success, error?.code],
        [one.status, one.status, false, one.code],
        told,
      );
      assert.ok((error?.message ?? '').length > 0, told);
      assert.match(String(body['datetime']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/, told);
    }
    assert.deepEqual(await storedRows(office, watched), before);
  });

  test('a parameter that is missing or wrong is named, and what was sent in it is not repeated', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const request = { quantity: 'secret', stockid: 'a', categoryid: 'b', priceid: 'c' };
    const { priceid, ...lacking } = request;
    const [counter] = (await theatre.client.counters()).response;
    const [seats] = await stocksOf(theatre, 'Soirée au Théâtre de la Place');
    const [zone] = (await theatre.client.plan({ params: { id: seats!.id } })).response;
    const oneSeatForTwo = requestOf(seats!, { quantity: 2, planseatids: [zone!.seats[0]!.id] });
    const tomorrow = new Date(office.surroundings.instant + 24 * 60 * minute_ms).toISOString();
    for (const [method, path, fields, name] of [
      ['GET', 'shop/orders/tickets/pdf', {}, 'orderid'],
      ['PATCH', `shop/products/${priceid}/attach`, {}, 'mainproductid'],
      ['POST', 'shop/products', { requests: [request] }, 'requests.0.quantity'],
      ['POST', 'shop/products', { requests: [{ ...lacking, quantity: 1 }] }, 'requests.0.priceid'],
      ['POST', 'shop/products', { requests: [oneSeatForTwo] }, 'planseatids'],
      ['POST', 'shop/counters/sessions', { counterid: counter!.id, starttime: tomorrow }, 'starttime'],
      ['POST', 'contacts', { firstname: 'x'.repeat(1_000) }, 'firstname'],
    ] as const) {
      const { error } = await theatre.ask(method, path, { ...fields, language: 'en' });
      assert.equal(error?.message, `A parameter is missing or wrong : ${name}`);
    }
  });

  test('a text with U+0000, which not every store keeps, is refused', async () => {
    const theatre = await openUtickTheatre(open());
    const nul = 'a\u0000b';
    for (const [method, path, fields] of [
      ['POST', 'contacts', { firstname: nul, email: 'nul@example.com' }],
      ['POST', 'shop/orders', { notes: nul, metadata: { [nul]: nul } }],
      ['POST', 'shop/orders', { metadata: JSON.stringify({ [nul]: 1 }) }],
      ['GET', 'shop/promocodes', { label: nul }],
    ] as const) {
      const { status, error } = await theatre.ask(method, path, fields);
      assert.deepEqual([status, error?.code], [400, 40001], path);
    }
    assert.deepEqual((await theatre.ask('GET', 'shop/orders')).response, []);
  });

  test('a body of ten megabytes is refused before anything is done with it', async () => {
    const theatre = await openUtickTheatre(open());
    const answer = await theatre.app.inject({
      method: 'POST',
      url: '/utick/v1/shop/products',
      headers: { 'content-type': 'application/json' },
      payload: `{"requests": ["${'x'.repeat(10_000_000)}"]}`,
    });
    const { error } = JSON.parse(answer.payload) as { error: { code: number } };
    assert.deepEqual([answer.statusCode, error.code], [413, 41301]);
  });

  test('the same signature is taken again, and credentials come in the query as well', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const fields = new URLSearchParams(signed(theatre, office.surroundings.instant)).toString();
    for (let time = 0; time < 2; time += 1) {
      const answer = await theatre.app.inject({ method: 'GET', url: `/utick/v1/shop/counters?${fields}` });
      assert.equal(answer.statusCode, 200, answer.payload);
    }
  });

  test('a credential’s own setting says how far clocks may differ', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const strict = await theatre.anotherShop({ signature_clock_minutes: 1 });
    const ago = signed(strict, office.surroundings.instant - 2 * minute_ms);
    const told = await strict.ask('GET', 'shop/counters', ago);
    assert.equal(told.error?.code, 40102);
  });

  test('wrong keys and too many calls are told to wait, when limits are on', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office, { settings: { credential_limits: true } });
    const wrong = { signature: '0'.repeat(64) };
    for (let call = 0; call < 10; call += 1) {
      assert.equal((await theatre.ask('GET', 'shop/counters', wrong)).error?.code, 40101);
    }
    const told = await theatre.ask('GET', 'shop/counters');
    assert.deepEqual([told.status, told.error?.code], [429, 42901]);
  });
});
