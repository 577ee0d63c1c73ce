import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderTicketsPdf } from '../src/office/documents/tickets-pdf.ts';
import { parseOrderKey } from '../src/office/documents/order-link.ts';
import { scanCode } from '../src/office/admission/scan.ts';
import { openUtickTheatre, public_base_url, type UtickTheatre } from './fixtures/utick-theatre.ts';
import { onEachStore, type TestStore } from './stores.ts';

/** What a buyer does, step by step, in whatever way the shop asks. */
interface Steps {
  get<T>(path: string, fields?: Record<string, unknown>): Promise<T>;
  post<T>(path: string, fields?: Record<string, unknown>): Promise<T>;
  patch<T>(path: string, fields?: Record<string, unknown>): Promise<T>;
  remove<T>(path: string, fields?: Record<string, unknown>): Promise<T>;
}

interface Thing {
  readonly id: string;
  readonly label: string;
}

interface Price extends Thing {
  readonly value: { readonly amount: number };
  readonly quantity_max: number;
  readonly promo?: { readonly initalprice: number };
}

interface Stock extends Thing {
  readonly producttypeid: number;
  readonly packid: string | null;
  readonly capacity_free: number;
  readonly categories: readonly (Thing & {
    readonly capacity_free: number;
    readonly prices: readonly Price[];
  })[];
}

interface Product extends Thing {
  readonly orderid: string;
  readonly stockid: string;
  readonly mainproductid: string | null;
  readonly price: Price;
  readonly ticket: {
    readonly qrcode: string;
    readonly positionlabel: string;
    readonly spectatorlabel: string;
  } | null;
  readonly usage: { readonly statusid: number };
}

interface Order extends Thing {
  readonly status: { readonly id: number };
  readonly expires: string | null;
  readonly info_url: string;
  readonly contactid: string | null;
}

/** Raw requests, as uTick's clients send them (wire-notes.md, "uTick"). */
function rawSteps(shop: UtickTheatre): Steps {
  const step =
    (method: 'GET' | 'POST' | 'PATCH' | 'DELETE') =>
    async <T>(path: string, fields?: Record<string, unknown>): Promise<T> => {
      const told = await shop.ask(method, path, fields);
      assert.deepEqual([told.status, told.success], [200, true], JSON.stringify(told.body));
      assert.equal(told.body['environment'], 'test');
      return told.response as T;
    };
  return { get: step('GET'), post: step('POST'), patch: step('PATCH'), remove: step('DELETE') };
}

const named = <T extends Thing>(things: readonly T[], label: string): T => {
  const found = things.find((thing) => thing.label === label);
  assert.ok(found !== undefined, `${label} among ${things.map((thing) => thing.label).join(', ')}`);
  return found;
};

async function playRaw(office: TestStore, theatre: UtickTheatre): Promise<void> {
  const { get, post, patch, remove } = rawSteps(theatre);
  const events = await get<Thing[]>('agenda/events');
  const event = named(events, 'Soirée au Théâtre de la Place');
  const seats = (await get<Stock[]>('shop/products/stocks', { eventid: event.id })).find(
    (stock) => stock.producttypeid === 2,
  )!;
  const stalls = named(seats.categories, 'Orchestre');
  assert.deepEqual(
    stalls.prices.map((price) => price.label),
    ['Plein tarif', 'Tarif réduit'],
  );
  // codes: one takes a tenth off, the other shows a price
  const [promo] = await get<Thing[]>('shop/promocodes', { stockid: seats.id, label: 'superpromo' });
  const [reveal] = await get<Thing[]>('shop/promocodes', { stockid: seats.id, label: 'ABONNES' });
  const promocodeids = [promo!.id, reveal!.id];
  const withCodes = await get<Stock>(`shop/products/stocks/${seats.id}`, { promocodeids });
  const shown = named(withCodes.categories, 'Orchestre').prices;
  const full = named(shown, 'Plein tarif');
  assert.deepEqual([full.value.amount, full.promo?.initalprice], [2520, 2800]);
  assert.equal(named(shown, 'Tarif abonnés').quantity_max, 2);
  // two seats next to each other
  const wanted = { stockid: seats.id, categoryid: stalls.id, priceid: full.id, promocodeids };
  const products = await post<Product[]>('shop/products', { requests: [{ ...wanted, quantity: '2' }] });
  assert.deepEqual(
    products.map((product) => [product.price.value.amount, product.ticket]),
    [
      [2520, null],
      [2520, null],
    ],
  );
  const orderid = products[0]!.orderid;
  // the buyer would rather sit in row C
  const [plan] = await get<(Thing & { seats: (Thing & { free: boolean })[] })[]>(
    `shop/products/stocks/plancategories/${seats.id}`,
    { categoryid: stalls.id },
  );
  for (const label of ['C 1', 'C 2']) {
    const seat = named(plan!.seats, label);
    assert.equal(seat.free, true);
    await patch(`shop/products/stocks/plancategories/${seats.id}`, { orderid, planseatid: seat.id });
  }
  // who buys, who comes
  const contact = await post<Thing>('contacts', {
    firstname: 'Marianne',
    lastname: 'Lecomte',
    email: 'marianne.lecomte@example.com',
  });
  await patch(`shop/products/${products[1]!.id}`, { spectatorfirstname: 'Paul', spectatorlastname: 'Denis' });
  const early = await theatre.ask('PATCH', `shop/orders/${orderid}`, { statusid: '1' });
  assert.equal(early.error?.code, 42201);
  const confirmed = await patch<Order>(`shop/orders/${orderid}`, { statusid: '1', contactid: contact.id });
  assert.deepEqual([confirmed.status.id, confirmed.contactid, confirmed.expires], [1, contact.id, null]);
  // paid in two parts
  const pay = (amount: number) => post<Thing>('shop/orders/payments', { orderid, value: { amount } });
  const statusOf = async () => (await get<Order>(`shop/orders/${orderid}`)).status.id;
  await pay(2000);
  assert.equal(await statusOf(), 12);
  const rest = await pay(3100);
  assert.equal(await statusOf(), 18);
  await patch(`shop/orders/payments/${rest.id}`, { value: { amount: 3040 } });
  assert.equal(await statusOf(), 15);
  // tickets
  const bought = await get<Product[]>('shop/products', { orderid });
  assert.deepEqual(
    bought.map((product) => [product.ticket?.spectatorlabel, product.ticket?.positionlabel]),
    [
      ['LECOMTE Marianne', 'C 1'],
      ['DENIS Paul', 'C 2'],
    ],
  );
  const [set] = await get<{ stockid: string; tickets: { qrcode: string }[] }[]>('shop/orders/tickets', {
    orderid,
  });
  assert.match(set!.stockid, /^[0-9a-f-]{36}-TS-[0-9a-f-]{36}$/);
  await opens(office, await get('shop/orders/tickets/pdf', { orderid }));
  // the gate knows the code
  const { organizer_id } = theatre;
  const code = set!.tickets[0]!.qrcode;
  office.surroundings.advance(30 * 86_400_000 + 11 * 3_600_000);
  const scan = await office.write((tx) =>
    scanCode(tx, { organizer_id, code, direction: 'in', source: 'gate' }),
  );
  assert.equal(scan.outcome, 'admitted');
  const [used] = await get<Product[]>('shop/products', { orderid });
  assert.equal(used!.usage.statusid, 1);
  office.surroundings.advance(-(30 * 86_400_000 + 11 * 3_600_000));
  await packRaw({ get, post, patch, remove }, event.id);
}

/** A pack: the pack itself, then what it is made of, then it is given up. */
async function packRaw({ get, post, patch, remove }: Steps, eventid: string): Promise<void> {
  const pack = (await get<Stock[]>('shop/products/stocks', { eventid })).find(
    (stock) => stock.producttypeid === 10,
  )!;
  const parts = await get<Stock[]>('shop/products/stocks', { packid: pack.packid });
  assert.deepEqual(
    parts.map((stock) => stock.producttypeid).toSorted((a, b) => a - b),
    [2, 1101],
  );
  const requestOf = (stock: Stock, orderid?: string) => {
    const [category] = stock.categories;
    return {
      quantity: 1,
      stockid: stock.id,
      categoryid: category!.id,
      priceid: category!.prices[0]!.id,
      orderid,
    };
  };
  const [main] = await post<Product[]>('shop/products', { requests: [requestOf(pack)] });
  const { orderid } = main!;
  const filling = await post<Product[]>('shop/products', {
    requests: parts.map((stock) => requestOf(stock, orderid)),
  });
  for (const product of filling)
    await patch(`shop/products/${product.id}/attach`, { mainproductid: main!.id });
  const inside = await get<Product[]>('shop/products', { mainproductid: main!.id });
  assert.equal(
    inside.reduce((sum, product) => sum + product.price.value.amount, 0),
    3800,
  );
  const whole = await get<Product>(`shop/products/${main!.id}`);
  assert.equal(whole.price.value.amount, 3800);
  const left = await remove<Product[]>(`shop/products/${main!.id}`);
  assert.deepEqual(left, []);
  const cancelled = await remove<Order>(`shop/orders/${orderid}`);
  assert.equal(cancelled.status.id, -10);
}

async function opens(
  office: TestStore,
  links: { ticket_url: string; mobile_ticket_url: string },
): Promise<void> {
  assert.ok(links.ticket_url.startsWith(`${public_base_url}/o/`));
  const key = parseOrderKey(new URL(links.mobile_ticket_url).pathname.slice('/o/'.length));
  const order = await office.read((rx) =>
    rx.db.selectFrom('order').selectAll().where('id', '=', key!.id).executeTakeFirstOrThrow(),
  );
  assert.equal(order.secret, key!.secret);
  const { organizer_id, id: order_id } = order;
  const pdf = await office.read((rx) => renderTicketsPdf(rx, { organizer_id, order_id, public_base_url }));
  assert.equal(Buffer.from(pdf).subarray(0, 5).toString(), '%PDF-');
}

/** The same through the client that the contract yields. */
async function playTyped(office: TestStore, { client, organizer_id }: UtickTheatre): Promise<void> {
  const event = named((await client.events()).response, 'Soirée au Théâtre de la Place');
  const { response: stocks } = await client.stocks({ input: { eventid: event.id } });
  const seats = stocks.find((stock) => stock.producttypeid === 2)!;
  const stalls = named(seats.categories, 'Orchestre');
  const [code] = (await client.promocodes({ input: { label: 'SUPERPROMO', stockid: seats.id } })).response;
  const request = {
    stockid: seats.id,
    categoryid: stalls.id,
    priceid: named(stalls.prices, 'Plein tarif').id,
  };
  const { response: products } = await client.request({
    input: { requests: [{ ...request, quantity: 2, promocodeids: [code!.id] }] },
  });
  const { orderid } = products[0]!;
  const params = { id: orderid };
  const { response: plan } = await client.plan({ params: { id: seats.id }, input: { orderid } });
  const seat = named(plan[0]!.seats, 'D 4');
  await client.takeSeat({ params: { id: seats.id }, input: { orderid, planseatid: seat.id } });
  const { response: contact } = await client.createContact({
    input: { firstname: 'Julien', lastname: 'Denis', email: 'julien.denis@example.com' },
  });
  assert.deepEqual(
    (await client.contacts({ input: { email: 'JULIEN.DENIS@example.com' } })).response.map(({ id }) => id),
    [contact.id],
  );
  const { response: confirmed } = await client.changeOrder({
    params,
    input: { statusid: 1, contactid: contact.id },
  });
  assert.equal(confirmed.status.id, 1);
  await client.pay({ input: { orderid, value: { amount: confirmed.value?.amount ?? 0 } } });
  assert.equal((await client.order({ params })).response.status.id, 15);
  const { response: sets } = await client.ticketSets({ input: { contactid: contact.id } });
  assert.equal(sets[0]!.tickets.length, 2);
  await opens(office, (await client.ticketsPdf({ input: { orderid } })).response);
  const { response: cancelled } = await client.cancelOrder({ params });
  assert.equal(cancelled.status.id, -10);
  assert.deepEqual((await client.ticketSets({ input: { orderid } })).response, []);
  const left = await office.read((rx) =>
    rx.db.selectFrom('place_sale').select('ticket_id').where('organizer_id', '=', organizer_id).execute(),
  );
  assert.deepEqual(left, []);
}

onEachStore('A buyer’s journey through uTick', (open) => {
  test('by raw requests: codes, seats, contact, confirmation, payments, tickets, a scan, a pack, a cancellation', async () => {
    const office = open();
    await playRaw(office, await openUtickTheatre(office));
  });

  test('by the typed client: a code, a seat, a contact, confirmation, payment, tickets, a cancellation', async () => {
    const office = open();
    await playTyped(office, await openUtickTheatre(office));
  });

  test('three hundred at once for the last hundred places: a hundred get one, the others an empty list', async () => {
    const office = open();
    const { client } = await openUtickTheatre(office);
    const event = named((await client.events()).response, 'Soirée au Théâtre de la Place');
    const { response: stocks } = await client.stocks({ input: { eventid: event.id } });
    const area = stocks.find((stock) => stock.producttypeid === 1)!;
    const [category] = area.categories;
    const request = { stockid: area.id, categoryid: category!.id, priceid: category!.prices[0]!.id };
    const ask = (quantity: number) => client.request({ input: { requests: [{ ...request, quantity }] } });
    await ask(100);
    // more than SQLite commits at once, and no more: who waits half a minute for a connection to PostgreSQL is refused
    const answers = await Promise.all(Array.from({ length: 300 }, () => ask(1)));
    const got = answers.map(({ response }) => response.length);
    assert.deepEqual(
      [got.filter((many) => many === 1).length, got.filter((many) => many === 0).length],
      [100, 200],
    );
  });
});
