import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, contactOf, freeOf, onSale, requestOf, take } from '../../../test/fixtures/utick-buying.ts';
import { openUtickTheatre } from '../../../test/fixtures/utick-theatre.ts';
import { onEachStore } from '../../../test/stores.ts';
import { createOffer } from '../../office/catalogue/offer.ts';
import { createPack } from '../../office/catalogue/pack.ts';
import { createPrice } from '../../office/catalogue/price.ts';
import type { Stock } from './shapes.ts';

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

  test('of a pack that is offered in one session are of a stock that is told, and can be had', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const { client, organizer_id, event_id, session_id } = theatre;
    const { seats } = await onSale(theatre);
    await office.write(async (tx) => {
      const product_type = 'subscription';
      const price = { organizer_id, event_id, name: 'Abonnement', amount: 5000, product_type };
      const pack_price_id = await createPrice(tx, price);
      await createOffer(tx, { organizer_id, event_id, price_id: pack_price_id, session_id });
      const { id: offer_id } = await tx.db
        .selectFrom('offer')
        .select('id')
        .where('session_id', '=', session_id)
        .where('zone_id', '=', theatre.stalls_zone_id)
        .orderBy('id')
        .executeTakeFirstOrThrow();
      await createPack(tx, { organizer_id, pack_price_id, parts: [{ offer_id }] });
    });
    const { response: stocks } = await client.stocks({ input: { eventid: seats.eventid } });
    const subscription = stocks.find(({ producttypeid }) => producttypeid === 11)!;
    assert.deepEqual([subscription.label, subscription.categories.length], ['Abonnement', 1]);
    const [main] = await take(theatre, requestOf(subscription, 1));
    assert.equal(main?.stockid, subscription.id);
    const orderid = main.orderid;
    await take(theatre, requestOf(seats, 1, { orderid, mainproductid: main.id }));
    const contactid = await contactOf(theatre);
    const order = await client.changeOrder({ params: { id: orderid }, input: { statusid: 15, contactid } });
    assert.deepEqual([order.response.status.id, order.response.paid?.amount], [15, 5000]);
    const { response: told } = await client.stock({ params: { id: main.stockid } });
    assert.equal(told.packid, subscription.packid);
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
