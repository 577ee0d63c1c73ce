import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, contactOf, freeOf, onSale, requestOf, take } from '../../../test/fixtures/utick-buying.ts';
import { openUtickTheatre } from '../../../test/fixtures/utick-theatre.ts';
import { onEachStore } from '../../../test/stores.ts';
import { createEvent } from '../../office/catalogue/event.ts';
import { createOffer } from '../../office/catalogue/offer.ts';
import { createPrice } from '../../office/catalogue/price.ts';
import { createPromoCode } from '../../office/promotions/promo-code.ts';
import { productTypeIds } from './wire.ts';

const minute_ms = 60_000;

onEachStore('Selling through uTick', (open) => {
  test('n of a stock are n products, and several stocks are taken together or not at all', async () => {
    const theatre = await openUtickTheatre(open());
    const { area, workshop } = await onSale(theatre);
    assert.deepEqual(await take(theatre, requestOf(area, 2), requestOf(workshop, 13)), []);
    assert.deepEqual([await freeOf(theatre, area), await freeOf(theatre, workshop)], [200, 12]);
    const products = await take(theatre, requestOf(area, 2), requestOf(workshop, 3));
    assert.deepEqual(
      products.map((one) => [one.typeid, one.quantity]),
      [
        [1, 1],
        [1, 1],
        [1101, 1],
        [1101, 1],
        [1101, 1],
      ],
    );
    assert.equal(new Set(products.map((one) => one.orderid)).size, 1);
    assert.deepEqual([await freeOf(theatre, area), await freeOf(theatre, workshop)], [198, 9]);
  });

  test('a request is answered with what the products then are, an order’s change with what it then is', async () => {
    const theatre = await openUtickTheatre(open());
    const { client } = theatre;
    const { seats, area, workshop, pack } = await onSale(theatre);
    const code = await codeOf(theatre, 'SUPERPROMO');
    const contactid = await contactOf(theatre);
    const wishes = [
      [requestOf(seats, 2), requestOf(area, 1), requestOf(workshop, 1)],
      [requestOf(seats, 1, { promocodeids: [code.id] }), requestOf(area, 1)],
      [requestOf(pack, 1), requestOf(workshop, 1)],
    ];
    for (const wish of wishes) {
      const products = await take(theatre, ...wish);
      const orderid = products[0]!.orderid;
      assert.deepEqual((await client.products({ input: { orderid } })).response, products);
      const more = await take(theatre, requestOf(area, 1, { orderid }));
      const { response: all } = await client.products({ input: { orderid } });
      assert.deepEqual(all, [...products, ...more]);
      const params = { id: orderid };
      if (wish.some(({ stockid }) => stockid === pack.id)) continue;
      for (const input of [
        { statusid: 1, contactid },
        { statusid: 1, contactid, notes: 'à la caisse' },
        { statusid: 15 },
        { statusid: 30 },
        { statusid: -10 },
        { statusid: 0 },
      ]) {
        const changed = await theatre.ask('PATCH', `shop/orders/${orderid}`, input);
        assert.ok(changed.success, JSON.stringify(changed.error));
        assert.deepEqual(changed.response, (await theatre.ask('GET', `shop/orders/${orderid}`)).response);
      }
      // taken up again, it is what its money and its delivery make of it
      assert.equal((await client.order({ params })).response.status.id, 30);
    }
    // what comes into an order that is confirmed has its ticket at once
    const [first] = await take(theatre, requestOf(area, 1));
    const { orderid } = first!;
    await client.changeOrder({ params: { id: orderid }, input: { statusid: 1, contactid } });
    const [late] = await take(theatre, requestOf(area, 1, { orderid }));
    assert.match(late!.ticket!.qrcode, /^\d+$/);
    assert.deepEqual((await client.product({ params: { id: late!.id } })).response, late);
  });

  test('ten million seats, too many of a price and a wrong order give an empty list and change nothing', async () => {
    const theatre = await openUtickTheatre(open());
    const { seats, area } = await onSale(theatre);
    const reveal = (await codeOf(theatre, 'ABONNES')).id;
    const { response: shown } = await theatre.client.stock({
      params: { id: seats.id },
      input: { promocodeids: [reveal] },
    });
    const subscribers = shown.categories[0]!.prices.find((one) => one.label === 'Tarif abonnés')!;
    assert.deepEqual(await take(theatre, requestOf(area, 10_000_000)), []);
    const three = { priceid: subscribers.id, promocodeids: [reveal] };
    assert.deepEqual(await take(theatre, requestOf(seats, 3, three)), []);
    assert.equal((await take(theatre, requestOf(seats, 2, three))).length, 2);
    assert.equal((await theatre.client.orders()).response.length, 1);
  });

  test('seats that are chosen for the buyer are next to each other', async () => {
    const theatre = await openUtickTheatre(open());
    const { seats } = await onSale(theatre);
    const [first] = await take(theatre, requestOf(seats, 4));
    const { response: plan } = await theatre.client.plan({
      params: { id: seats.id },
      input: { orderid: first!.orderid },
    });
    const own = plan.flatMap((one) => one.seats.filter(({ orderid }) => orderid === first!.orderid));
    assert.equal(new Set(own.map(({ row }) => row)).size, 1);
    const numbers = own.map(({ number }) => Number(number)).toSorted((a, b) => a - b);
    assert.equal(numbers[3]! - numbers[0]!, 3);
    assert.ok(own.every(({ free }) => !free));
  });

  test('an order that nobody confirms is abandoned to the second, with all that it held', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const { seats } = await onSale(theatre);
    const code = await codeOf(theatre, 'SUPERPROMO');
    const [product] = await take(theatre, requestOf(seats, 5, { promocodeids: [code.id] }));
    const params = { id: product!.orderid };
    const { response: held } = await theatre.client.order({ params });
    assert.equal(held.expires! - held.created, 20 * minute_ms);
    const usesLeft = async () =>
      (await theatre.client.promocode({ params: { id: code.id } })).response.capacity_free;
    assert.deepEqual([await freeOf(theatre, seats), await usesLeft()], [147, 95]);
    office.surroundings.advance(20 * minute_ms - 1000);
    assert.equal((await theatre.client.order({ params })).response.status.id, 0);
    office.surroundings.advance(1000);
    const { response: gone } = await theatre.client.order({ params });
    assert.deepEqual([gone.status, gone.expires], [{ id: -20, label: 'Abandoned' }, null]);
    assert.deepEqual([await freeOf(theatre, seats), await usesLeft()], [152, 100]);
    assert.deepEqual((await theatre.client.products({ input: { orderid: params.id } })).response, []);
  });

  test('a discount is the best for the buyer, shows what it was before, and its uses come back with the product', async () => {
    const theatre = await openUtickTheatre(open());
    const { seats } = await onSale(theatre);
    const code = await codeOf(theatre, 'SUPERPROMO');
    assert.deepEqual(
      [code.typeid, code.discount, code.product_category?.label, code.capacity_total],
      [100, { value: '0', percentage: '1000' }, 'Orchestre', 100],
    );
    const [plain] = await take(theatre, requestOf(seats, 1));
    const params = { id: plain!.orderid };
    const applied = await theatre.client.applyPromocode({
      params: { id: code.id },
      input: { orderid: params.id },
    });
    assert.deepEqual(applied.response[0]!.price.promo, {
      description: '10% de réduction',
      message: 'SUPERPROMO',
      initalprice: 2800,
    });
    const { response: order } = await theatre.client.order({ params });
    assert.deepEqual([order.value?.amount, order.haspromocodes], [2520, true]);
    const free = async () =>
      (await theatre.client.promocode({ params: { id: code.id } })).response.capacity_free;
    assert.equal(await free(), 99);
    await theatre.client.removeProduct({ params: { id: plain!.id } });
    assert.equal(await free(), 100);
    assert.equal((await theatre.client.order({ params })).response.value?.amount, 0);
  });

  test('of several codes the best for the buyer counts, and no two of them', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const { organizer_id } = theatre;
    await office.write((tx) =>
      createPromoCode(tx, { organizer_id, label: 'CINQ', kind: 'value', value: 500, uses: null }),
    );
    const { seats } = await onSale(theatre);
    const [tenth, five] = [await codeOf(theatre, 'SUPERPROMO'), await codeOf(theatre, 'cinq')];
    assert.deepEqual([five.discount, five.product_category], [{ value: '500', percentage: '0' }, null]);
    const promocodeids = [tenth.id, five.id];
    const [product] = await take(theatre, requestOf(seats, 1, { promocodeids }));
    assert.deepEqual([product!.price.value.amount, product!.price.promo?.message], [2300, 'CINQ']);
    assert.equal((await codeOf(theatre, 'SUPERPROMO')).capacity_free, 100);
  });

  test('products of every type are sold under the document’s numbers', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const { organizer_id } = theatre;
    const plain = Object.entries(productTypeIds).filter(([type]) => type !== 'numbered_seat');
    await office.write(async (tx) => {
      const event_id = await createEvent(tx, { organizer_id, name: 'Everything', status: 'published' });
      for (const [product_type] of plain) {
        const price_id = await createPrice(tx, {
          organizer_id,
          event_id,
          name: product_type,
          amount: 100,
          product_type,
        });
        await createOffer(tx, { organizer_id, event_id, price_id });
      }
    });
    const { response: events } = await theatre.client.events();
    const eventid = events.find((one) => one.label === 'Everything')!.id;
    const { response: stocks } = await theatre.client.stocks({ input: { eventid } });
    const typeOf = new Map(
      stocks.map((stock) => [stock.categories[0]!.prices[0]!.label, stock.producttypeid]),
    );
    assert.deepEqual(Object.fromEntries(typeOf), Object.fromEntries(plain));
    const products = await take(theatre, ...stocks.map((stock) => requestOf(stock, 1)));
    assert.deepEqual(
      products.map(({ label, typeid, stockid }) => [label, typeid, stockid]),
      stocks.map(({ id, producttypeid, categories }) => [categories[0]!.prices[0]!.label, producttypeid, id]),
    );
    const contactid = await contactOf(theatre, 'all@example.com');
    await theatre.client.changeOrder({
      params: { id: products[0]!.orderid },
      input: { statusid: 15, contactid },
    });
    const { response: bought } = await theatre.client.products({ input: { contactid, limit: 3, offset: 1 } });
    assert.deepEqual(
      bought.map(({ id }) => id),
      products.slice(1, 4).map(({ id }) => id),
    );
  });

  test('a price that a code shows is not to be seen without it, and codes together combine', async () => {
    const theatre = await openUtickTheatre(open());
    const { seats } = await onSale(theatre);
    const labels = async (promocodeids: string[]) => {
      const { response } = await theatre.client.stock({ params: { id: seats.id }, input: { promocodeids } });
      return response.categories[0]!.prices.map((one) => [one.label, one.value.amount]);
    };
    const reveal = await codeOf(theatre, 'abonnes');
    const discount = await codeOf(theatre, 'SUPERPROMO');
    assert.equal(reveal.typeid, 300);
    assert.deepEqual(await labels([]), [
      ['Plein tarif', 2800],
      ['Tarif réduit', 1900],
    ]);
    assert.deepEqual(await labels([reveal.id, discount.id, 'unknown']), [
      ['Plein tarif', 2520],
      ['Tarif abonnés', 1350],
      ['Tarif réduit', 1710],
    ]);
    const validate = (input: { label: string; stockid?: string }) => theatre.client.promocodes({ input });
    const { area } = await onSale(theatre);
    assert.deepEqual((await validate({ label: 'SUPERPROMO', stockid: area.id })).response, []);
    assert.equal((await validate({ label: 'SUPERPROMO', stockid: seats.id })).response.length, 1);
    assert.deepEqual((await validate({ label: 'NOBODY' })).response, []);
  });

  test('quantities tell what is left for this buyer', async () => {
    const theatre = await openUtickTheatre(open());
    const { seats, workshop } = await onSale(theatre);
    const reveal = (await codeOf(theatre, 'ABONNES')).id;
    const bounds = async (buyer: { orderid?: string; contactid?: string }) => {
      const input = { promocodeids: [reveal], ...buyer };
      const { response } = await theatre.client.stock({ params: { id: seats.id }, input });
      const price = response.categories[0]!.prices.find((one) => one.label === 'Tarif abonnés')!;
      return [price.quantity_min, price.quantity_max];
    };
    const { response: shown } = await theatre.client.stock({
      params: { id: seats.id },
      input: { promocodeids: [reveal] },
    });
    const priceid = shown.categories[0]!.prices.find((one) => one.label === 'Tarif abonnés')!.id;
    const [product] = await take(theatre, requestOf(seats, 1, { priceid, promocodeids: [reveal] }));
    const { orderid } = product!;
    const contactid = await contactOf(theatre);
    await theatre.client.changeOrder({ params: { id: orderid }, input: { contactid } });
    assert.deepEqual(await bounds({}), [0, 2]);
    assert.deepEqual(await bounds({ orderid }), [0, 1]);
    assert.deepEqual(await bounds({ contactid }), [0, 1]);
    await take(theatre, requestOf(workshop, 10));
    const { response } = await theatre.client.stock({ params: { id: workshop.id } });
    assert.equal(response.categories[0]!.prices[0]!.quantity_max, 2);
  });
});
