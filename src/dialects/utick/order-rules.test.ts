import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contactOf, freeOf, onSale, requestOf, take } from '../../../test/fixtures/utick-buying.ts';
import { openUtickTheatre } from '../../../test/fixtures/utick-theatre.ts';
import { onEachStore } from '../../../test/stores.ts';

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

  test('keep or lift their end with a status as without one', async () => {
    const theatre = await openUtickTheatre(open());
    const { client } = theatre;
    const params = { id: (await client.openOrder({ input: {} })).response.id };
    const asked = async (input: { automaticcancel: boolean; statusid: number }) =>
      (await client.changeOrder({ params, input })).response;
    assert.equal((await asked({ statusid: 0, automaticcancel: false })).expires, null);
    const bound = await asked({ statusid: 0, automaticcancel: true });
    assert.equal(bound.expires, theatre.office.surroundings.now() + 20 * 60_000);
    await client.cancelOrder({ params });
    const restored = await asked({ statusid: 0, automaticcancel: false });
    assert.deepEqual([restored.status.id, restored.expires], [0, null]);
  });

  test('keep their payments: none is changed or taken back as one of another order', async () => {
    const theatre = await openUtickTheatre(open());
    const { client } = theatre;
    const { area } = await onSale(theatre);
    const contactid = await contactOf(theatre);
    const orders: string[] = [];
    for (let count = 0; count < 2; count += 1) {
      const [product] = await take(theatre, requestOf(area, 1));
      orders.push(product!.orderid);
      await client.changeOrder({ params: { id: product!.orderid }, input: { statusid: 1, contactid } });
    }
    const [own, other] = orders as [string, string];
    const { id } = (await client.pay({ input: { orderid: own, value: { amount: 500 } } })).response;
    const path = `shop/orders/payments/${id}`;
    const moved = await theatre.ask('PATCH', path, { orderid: other, notes: 'moved' });
    assert.deepEqual([moved.status, moved.error?.code], [409, 40917]);
    const removed = await theatre.ask('DELETE', path, { orderid: other });
    assert.deepEqual([removed.status, removed.error?.code], [404, 40401]);
    const { notes } = (await client.payment({ params: { id } })).response;
    assert.equal(notes, '');
    await client.changePayment({ params: { id }, input: { orderid: own, notes: 'cheque' } });
    const { response: last } = await client.deletePayment({ params: { id }, input: { orderid: own } });
    assert.equal(last.notes, 'cheque');
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
