import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, contactOf, freeOf, onSale, requestOf, take } from '../../../test/fixtures/utick-buying.ts';
import { openUtickTheatre } from '../../../test/fixtures/utick-theatre.ts';
import { onEachStore } from '../../../test/stores.ts';
import { createEvent } from '../../office/catalogue/event.ts';
import { createOffer } from '../../office/catalogue/offer.ts';
import { createPrice } from '../../office/catalogue/price.ts';
import { createPromoCode } from '../../office/promotions/promo-code.ts';
import type { Stock } from './shapes.ts';
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

onEachStore('Orders through uTick', (open) => {
  test('move by their payments alone between to pay, partially paid, paid and overpaid', async () => {
    const theatre = await openUtickTheatre(open());
    const { area } = await onSale(theatre);
    const [product] = await take(theatre, requestOf(area, 1));
    const params = { id: product!.orderid };
    const contactid = await contactOf(theatre);
    await theatre.client.changeOrder({ params, input: { statusid: 1, contactid } });
    const status = async () => (await theatre.client.order({ params })).response.status.id;
    const pay = async (amount: number) =>
      (await theatre.client.pay({ input: { orderid: params.id, value: { amount }, externalid: 'X-1' } }))
        .response;
    const first = await pay(700);
    assert.equal(await status(), 12);
    const second = await pay(500);
    assert.equal(await status(), 15);
    const third = await pay(1);
    assert.equal(await status(), 18);
    for (const { id } of [third, second]) await theatre.client.deletePayment({ params: { id } });
    assert.equal(await status(), 12);
    await theatre.client.changePayment({ params: { id: first.id }, input: { value: { amount: 1200 } } });
    assert.equal(await status(), 15);
    const { response } = await theatre.client.payments({ input: { orderid: params.id } });
    assert.deepEqual(
      response.map(({ value, externalid }) => [value.amount, externalid]),
      [[1200, 'X-1']],
    );
    await theatre.client.changeOrder({ params, input: { statusid: 30 } });
    assert.equal(await status(), 30);
    await theatre.client.cancelOrder({ params });
    assert.equal(await status(), -10);
    assert.equal(await freeOf(theatre, area), 200);
    const again = await theatre.ask('PATCH', `shop/orders/${params.id}`, { statusid: 0 });
    assert.equal(again.success, true);
    assert.equal(await freeOf(theatre, area), 199);
  });

  test('asked to be paid, write what is missing as an external payment', async () => {
    const theatre = await openUtickTheatre(open());
    const { area } = await onSale(theatre);
    const [product] = await take(theatre, requestOf(area, 2));
    const params = { id: product!.orderid };
    const input = { statusid: 30, contactid: await contactOf(theatre) };
    const { response } = await theatre.client.changeOrder({ params, input });
    assert.deepEqual([response.status, response.paid?.amount], [{ id: 30, label: 'Completed' }, 2400]);
    const { response: payments } = await theatre.client.payments({ input: { orderid: params.id } });
    assert.deepEqual(
      payments.map(({ value, paymentmethodid }) => [value.amount, paymentmethodid]),
      [[2400, null]],
    );
  });

  test('are listed the latest first, by page, by e-mail address and by contact', async () => {
    const theatre = await openUtickTheatre(open());
    const { client } = theatre;
    const ids: string[] = [];
    for (let many = 0; many < 5; many += 1) ids.push((await client.openOrder({ input: {} })).response.id);
    const contactid = await contactOf(theatre, 'Jeanne.Roux@Example.com');
    await client.changeOrder({ params: { id: ids[1]! }, input: { contactid } });
    const listed = async (input: object) => (await client.orders({ input })).response.map(({ id }) => id);
    assert.deepEqual(await listed({}), ids.toReversed());
    assert.deepEqual(await listed({ limit: 2, offset: 1 }), [ids[3], ids[2]]);
    assert.deepEqual(await listed({ entry_count: 2, entry_start: 1 }), [ids[3], ids[2]]);
    assert.deepEqual(await listed({ limit: 0 }), []);
    assert.deepEqual(await listed({ limit: 100_000 }), ids.toReversed());
    assert.deepEqual(await listed({ email: 'jeanne.roux@example.com' }), [ids[1]]);
    assert.deepEqual(await listed({ contactid }), [ids[1]]);
    assert.deepEqual(await listed({ email: 'nobody@example.com' }), []);
    assert.deepEqual(await listed({ email: 'nobody' }), []);
  });

  test('keep what is written beside them', async () => {
    const theatre = await openUtickTheatre(open());
    const { client } = theatre;
    const opened = await client.openOrder({
      input: { name: 'Groupe scolaire', notes: 'rappeler', country: 'BE' },
    });
    const params = { id: opened.response.id };
    const told = await theatre.ask('PATCH', `shop/orders/${params.id}`, {
      metadata: '{"class":"5B"}',
      postalcode: '4000',
      language: 'fr',
      automaticcancel: false,
    });
    assert.equal(told.success, true);
    const { response } = await client.order({ params });
    const { name, notes, country, postalcode, metadata, language, automaticcancel, expires } = response;
    assert.deepEqual(
      { name, notes, country, postalcode, metadata, language, automaticcancel, expires },
      {
        name: 'Groupe scolaire',
        notes: 'rappeler',
        country: 'BE',
        postalcode: '4000',
        metadata: { class: '5B' },
        language: 'fr',
        automaticcancel: false,
        expires: null,
      },
    );
    await client.changeOrder({ params, input: { automaticcancel: true } });
    const { response: bound } = await client.order({ params });
    assert.ok(bound.expires !== null);
  });

  test('of another application are seen but not touched', async () => {
    const theatre = await openUtickTheatre(open());
    const another = await theatre.anotherShop();
    const { area } = await onSale(theatre);
    const [product] = await take(another, requestOf(area, 1));
    assert.equal((await theatre.client.order({ params: { id: product!.orderid } })).response.status.id, 0);
    for (const told of [
      await theatre.ask('PATCH', `shop/orders/${product!.orderid}`, { notes: 'mine' }),
      await theatre.ask('DELETE', `shop/products/${product!.id}`),
      await theatre.ask('PATCH', `shop/products/${product!.id}`, { spectatorlastname: 'Mine' }),
    ]) {
      assert.deepEqual([told.success, told.error?.code], [false, 40401]);
    }
  });
});

onEachStore('Products of uTick', (open) => {
  test('of a pack share its price, refuse what does not belong, and go with it', async () => {
    const theatre = await openUtickTheatre(open());
    const { client } = theatre;
    const { seats, pack, workshop, area } = await onSale(theatre);
    const [main] = await take(theatre, requestOf(pack, 1));
    const { orderid } = main!;
    const attached = (stock: Stock) =>
      take(theatre, requestOf(stock, 1, { orderid, mainproductid: main!.id }));
    const [seat] = await attached(seats);
    assert.equal(seat!.mainproductid, main!.id);
    const contactid = await contactOf(theatre);
    const early = await theatre.ask('PATCH', `shop/orders/${orderid}`, { statusid: 1, contactid });
    assert.equal(early.error?.code, 42205);
    await attached(workshop);
    const wrong = await theatre.ask('POST', 'shop/products', {
      requests: [requestOf(area, 1, { orderid, mainproductid: main!.id })],
    });
    assert.equal(wrong.error?.code, 42205);
    const { response: inside } = await client.products({ input: { mainproductid: main!.id } });
    assert.deepEqual(
      inside.map(({ typeid, price }) => [typeid, price.value.amount]),
      [
        [2, 2474],
        [1101, 1326],
      ],
    );
    assert.equal((await client.order({ params: { id: orderid } })).response.value?.amount, 3800);
    await client.changeOrder({ params: { id: orderid }, input: { statusid: 1, contactid } });
    const { response: left } = await client.removeProduct({ params: { id: main!.id } });
    assert.deepEqual(left, []);
    assert.deepEqual([await freeOf(theatre, seats), await freeOf(theatre, workshop)], [152, 12]);
  });

  test('of a pack give their code’s use back: the pack’s price takes the discount’s place', async () => {
    const theatre = await openUtickTheatre(open());
    const { client } = theatre;
    const { seats, pack } = await onSale(theatre);
    const code = await codeOf(theatre, 'SUPERPROMO');
    const uses = async () =>
      100 - (await client.promocode({ params: { id: code.id } })).response.capacity_free;
    const [main] = await take(theatre, requestOf(pack, 1));
    const params = { id: main!.orderid };
    const more = { orderid: params.id, promocodeids: [code.id] };
    const [inside, outside] = await take(theatre, requestOf(seats, 2, more));
    assert.equal(await uses(), 2);
    const attached = await client.attach({
      params: { id: inside!.id },
      input: { mainproductid: main!.id },
    });
    assert.deepEqual(
      [attached.response.price.value.amount, attached.response.price.promo],
      [3800, undefined],
    );
    const total = async () => (await client.order({ params })).response.value?.amount;
    assert.deepEqual([await uses(), await total(), await freeOf(theatre, seats)], [1, 3800 + 2520, 150]);
    await client.applyPromocode({ params: { id: code.id }, input: { orderid: params.id } });
    assert.deepEqual([await uses(), await total()], [1, 3800 + 2520]);
    await client.removeProduct({ params: { id: main!.id } });
    assert.deepEqual([await uses(), await freeOf(theatre, seats)], [1, 151]);
    await client.removeProduct({ params: { id: outside!.id } });
    assert.deepEqual([await uses(), await total(), await freeOf(theatre, seats)], [0, 0, 152]);
  });

  test('of a pack with a price of its own are reached by no code', async () => {
    const theatre = await openUtickTheatre(open());
    const { client } = theatre;
    const { seats, pack } = await onSale(theatre);
    const code = await codeOf(theatre, 'SUPERPROMO');
    const free = async () => (await client.promocode({ params: { id: code.id } })).response.capacity_free;
    const [main] = await take(theatre, requestOf(pack, 1));
    const { orderid } = main!;
    const [part] = await take(theatre, requestOf(seats, 1, { orderid, promocodeids: [code.id] }));
    await client.attach({ params: { id: part!.id }, input: { mainproductid: main!.id } });
    assert.equal(await free(), 100);
    await client.applyPromocode({ params: { id: code.id }, input: { orderid } }).catch(() => undefined);
    assert.equal(await free(), 100);
    assert.equal((await client.order({ params: { id: orderid } })).response.value?.amount, 3800);
  });

  test('sit where the buyer wants: one more on a named seat, or one of them moved there', async () => {
    const theatre = await openUtickTheatre(open());
    const { client } = theatre;
    const { seats } = await onSale(theatre);
    const opened = (await client.openOrder({ input: {} })).response;
    const { response: plan } = await client.plan({ params: { id: seats.id } });
    const seat = (label: string) => plan[0]!.seats.find((one) => one.label === label)!.id;
    const params = { id: seats.id };
    const orderid = opened.id;
    const first = (await client.takeSeat({ params, input: { orderid, planseatid: seat('H 1') } })).response;
    assert.equal(first.price.label, 'Plein tarif');
    const reduced = seats.categories[0]!.prices[1]!.id;
    await client.takeSeat({ params, input: { orderid, planseatid: seat('H 2'), priceid: reduced } });
    const moved = await client.takeSeat({ params, input: { orderid, planseatid: seat('H 3') } });
    assert.equal(moved.response.id, first.id);
    const named = { orderid, planseatid: seat('H 4'), productid: first.id };
    await client.takeSeat({ params, input: named });
    const { response: after } = await client.plan({ params, input: { orderid } });
    const own = after.flatMap(({ seats: all }) => all.filter((one) => one.orderid === orderid));
    assert.deepEqual(
      own.map(({ label }) => label),
      ['H 2', 'H 4'],
    );
    assert.equal(after[0]!.seats.find((one) => one.label === 'H 3')!.free, true);
  });
});

onEachStore('Counters of uTick', (open) => {
  test('open a session, take money into it, correct it, and close it counted', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const { client } = theatre;
    const { area } = await onSale(theatre);
    const [counter] = (await client.counters()).response;
    const counterid = counter!.id;
    const told = await theatre.ask('POST', 'shop/counters/sessions', {
      counterid,
      startamount: 5000,
      externaluserid: 'U-7',
      username: 'Marie',
    });
    const session = told.response as {
      id: string;
      userlabel: string;
      externaluserid: string;
      startamount: number;
    };
    assert.deepEqual(
      [session.userlabel, session.externaluserid, session.startamount],
      ['Marie', 'U-7', 5000],
    );
    const again = await theatre.ask('POST', 'shop/counters/sessions', { counterid });
    assert.equal(again.error?.code, 40912);
    const [product] = await take(theatre, requestOf(area, 1));
    const { orderid } = product!;
    await client.changeOrder({
      params: { id: orderid },
      input: { statusid: 1, contactid: await contactOf(theatre) },
    });
    const [method] = (await client.paymentMethods()).response;
    const paid = await client.pay({
      input: { orderid, counterid, paymentmethodid: method!.id, value: { amount: 1300, currency: 'EUR' } },
    });
    assert.deepEqual([paid.response.counterid, paid.response.paymentmethodid], [counterid, method!.id]);
    await client.changePayment({ params: { id: paid.response.id }, input: { value: { amount: 1200 } } });
    assert.equal((await client.order({ params: { id: orderid } })).response.status.id, 15);
    const params = { id: session.id };
    const late = await theatre.ask('PATCH', `shop/counters/sessions/${session.id}`, { startamount: 1 });
    assert.equal(late.error?.code, 40917);
    const uncounted = await theatre.ask('PATCH', `shop/counters/sessions/${session.id}`, {
      endtime: '2026-05-15T10:30:00+02:00',
    });
    assert.equal(uncounted.error?.code, 40001);
    const closed = await client.changeCounterSession({
      params,
      input: { endamount: 5000, notes: 'nothing missing' },
    });
    assert.deepEqual([closed.response.endamount, closed.response.notes], [5000, 'nothing missing']);
    assert.equal(closed.response.endtime, office.surroundings.instant);
    const { response: journal } = await client.counterSessions({ input: { counterid } });
    assert.deepEqual(
      journal.map(({ id }) => id),
      [session.id],
    );
    const lines = await office.read((rx) =>
      rx.db.selectFrom('journal_line').select(['kind', 'amount']).orderBy('number').execute(),
    );
    const of = lines.filter(({ kind }) => kind === 'payment').map(({ amount }) => amount);
    assert.deepEqual(of.slice(-3), [1300, -1300, 1200]);
    const after = await theatre.ask('PATCH', `shop/counters/sessions/${session.id}`, { notes: 'late' });
    assert.equal(after.error?.code, 40911);
  });
});
