import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrganizer } from '../../../test/fixtures/model-case.ts';
import { testSealer } from '../../../test/fixtures/sealer.ts';
import { openUtickTheatre, type UtickTheatre } from '../../../test/fixtures/utick-theatre.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { injectTransport, type Transport } from '../../contract/transport.ts';
import { addConnection } from '../../hub/connections.ts';
import { Runner } from '../../hub/runner.ts';
import { scanCode } from '../../office/admission/scan.ts';
import { connectUtick } from './connect.ts';

/** A venue whose hub pulls from the theatre: the ledger on one side, the vendor's service on the other. */
async function pulling(
  office: TestStore,
  theatre: UtickTheatre,
  transport: Transport = injectTransport(theatre.app),
) {
  const { store, surroundings } = office;
  const connector = connectUtick({ transport });
  const parts = {
    office: { store, surroundings, sealer: testSealer },
    connectors: new Map([[connector.dialect, connector]]),
  };
  const { publickey, privatekey } = theatre;
  const key = await office.write(async (tx) => {
    const organizer_id = await newOrganizer(tx);
    const connection_id = await addConnection(tx, parts, {
      organizer_id,
      dialect: 'utick',
      base_url: 'http://localhost/utick',
      secrets: { publickey, privatekey },
    });
    return { organizer_id, connection_id };
  });
  const runner = new Runner(parts, `utick ${key.connection_id}`);
  const tickets = async () => {
    const rows = await office.read((rx) =>
      rx.db
        .selectFrom('ticket')
        .innerJoin('order', 'order.id', 'ticket.order_id')
        .leftJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
        .select(['ticket.state', 'ticket.charged_amount', 'order.paid', 'entitlement.used'])
        .where('ticket.organizer_id', '=', key.organizer_id)
        .orderBy('ticket.id')
        .execute(),
    );
    return rows.map((row) => ({ ...row }));
  };
  return { key, runner, tickets };
}

async function sellArea(theatre: UtickTheatre, quantity: number, statusid = 15) {
  const { client } = theatre;
  const event = (await client.events()).response.find(
    (one) => one.label === 'Soirée au Théâtre de la Place',
  )!;
  const { response: stocks } = await client.stocks({ input: { eventid: event.id } });
  const area = stocks.find((stock) => stock.producttypeid === 1)!;
  const [category] = area.categories;
  const request = { stockid: area.id, categoryid: category!.id, priceid: category!.prices[0]!.id, quantity };
  const { response: products } = await client.request({ input: { requests: [request] } });
  const contact = await client.createContact({ input: { firstname: 'Anne', email: 'anne@example.com' } });
  const params = { id: products[0]!.orderid };
  await client.changeOrder({ params, input: { statusid, contactid: contact.response.id } });
  return params;
}

/** A group of 210: more than a page of uTick's lists. */
async function sellGroup(theatre: UtickTheatre): Promise<{ id: string; products: readonly string[] }> {
  const { client } = theatre;
  const event = (await client.events()).response.find(({ label }) => label.startsWith('Soirée'))!;
  const { response: stocks } = await client.stocks({ input: { eventid: event.id } });
  const requests = [1, 2].map((typeid) => {
    const stock = stocks.find(({ producttypeid }) => producttypeid === typeid)!;
    const [category] = stock.categories;
    const named = { stockid: stock.id, categoryid: category!.id, priceid: category!.prices[0]!.id };
    return { ...named, quantity: typeid === 1 ? 150 : 60 };
  });
  const { response: products } = await client.request({ input: { requests } });
  const { response: contact } = await client.createContact({ input: { email: 'group@example.com' } });
  const params = { id: products[0]!.orderid };
  await client.changeOrder({ params, input: { statusid: 1, contactid: contact.id } });
  return { ...params, products: products.map(({ id }) => id) };
}

/** A service whose list of products ends at 200, and knows `offset` or does not. */
function endingAt200(transport: Transport, { knows_offset }: { knows_offset: boolean }): Transport {
  return async (sent) => {
    if (!sent.url.endsWith('/shop/products') || sent.body === undefined) return transport(sent);
    const { limit = 200, offset = 0, ...fields } = JSON.parse(sent.body) as Record<string, unknown>;
    const page = knows_offset ? { limit, offset } : { limit: 200 };
    return transport({ ...sent, body: JSON.stringify({ ...fields, ...page }) });
  };
}

onEachStore('The ledger, after pulls from uTick', (open) => {
  for (const [words, wrap, gone] of [
    ['told whole', (transport: Transport) => transport, 2],
    ['told in pages', (transport: Transport) => endingAt200(transport, { knows_offset: true }), 2],
    [
      'told to its 200th product alone',
      (transport: Transport) => endingAt200(transport, { knows_offset: false }),
      0,
    ],
  ] as const)
    test(`loses what a group of 210 has no more, where it is ${words}: ${gone}`, async () => {
      const office = open();
      const theatre = await openUtickTheatre(office);
      const group = await sellGroup(theatre);
      assert.equal(group.products.length, 210);
      const hub = await pulling(office, theatre, wrap(injectTransport(theatre.app)));
      await hub.runner.pull(hub.key);
      for (const id of [group.products[3]!, group.products[207]!])
        await theatre.client.removeProduct({ params: { id }, input: {} });
      const again = await hub.runner.pull(hub.key);
      assert.deepEqual([again?.outcome, again?.counts.gone], ['ok', gone]);
    });

  test('loses what an order of the last days has no more, and gets it back', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const { client } = theatre;
    const cancelled = await sellArea(theatre, 2);
    const thinned = await sellArea(theatre, 3, 1);
    const hub = await pulling(office, theatre);
    const pull = async () => (await hub.runner.pull(hub.key))?.counts;
    const states = async () => (await hub.tickets()).map(({ state }) => state).toSorted();
    await pull();
    assert.deepEqual(await states(), Array(5).fill('valid'));
    const { response: products } = await client.products({ input: { orderid: thinned.id } });
    await client.removeProduct({ params: { id: products[0]!.id }, input: {} });
    await client.cancelOrder({ params: cancelled });
    assert.equal((await pull())?.gone, 3);
    assert.deepEqual(await states(), ['deleted', 'deleted', 'deleted', 'valid', 'valid']);
    assert.equal((await pull())?.gone, 0);
    await client.changeOrder({ params: cancelled, input: { statusid: 0 } });
    const back = await pull();
    assert.deepEqual([back?.gone, back?.new], [0, 0]);
    assert.deepEqual(await states(), ['deleted', 'valid', 'valid', 'valid', 'valid']);
    assert.equal((await hub.runner.pull(hub.key, { full: true }))?.counts.gone, 0);
  });

  test('holds each ticket once, whatever is pulled again, and what became of it since', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const first = await sellArea(theatre, 2);
    const hub = await pulling(office, theatre);
    const { key, runner } = hub;
    const pulled = await runner.pull(key);
    assert.deepEqual([pulled?.outcome, pulled?.message, pulled?.counts.new], ['ok', '', 2]);
    const sold = { state: 'valid', charged_amount: 1200, paid: 2400, used: 0 };
    assert.deepEqual(await hub.tickets(), [sold, sold]);
    assert.equal((await runner.pull(key))?.counts.new, 0);
    // one is scanned there, another order is sold, and the first is given up
    const { response: products } = await theatre.client.products({ input: { orderid: first.id } });
    const { organizer_id } = theatre;
    const hours = 30 * 24 + 11;
    office.surroundings.advance(hours * 3_600_000);
    await office.write((tx) =>
      scanCode(tx, { organizer_id, code: products[0]!.ticket!.qrcode, direction: 'in', source: 'gate' }),
    );
    await runner.pull(key);
    assert.deepEqual(
      (await hub.tickets()).map(({ used }) => used),
      [1, 0],
    );
    office.surroundings.advance(-hours * 3_600_000);
    await sellArea(theatre, 1);
    await theatre.client.cancelOrder({ params: first });
    const whole = await runner.pull(key, { full: true });
    assert.deepEqual([whole?.outcome, whole?.counts.new, whole?.counts.gone], ['ok', 1, 2]);
    const states = (await hub.tickets()).map(({ state }) => state);
    assert.deepEqual([states.at(-1), states.filter((state) => state === 'valid').length], ['valid', 1]);
  });
});
