import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contactOf, onSale, requestOf, take } from '../../../test/fixtures/utick-buying.ts';
import { createCounter } from '../../office/counter/counter.ts';
import { openUtickTheatre } from '../../../test/fixtures/utick-theatre.ts';
import { onEachStore } from '../../../test/stores.ts';

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
    const { organizer_id } = theatre;
    await office.write((tx) => createCounter(tx, { organizer_id, name: 'Annexe' }));
    const annexe = (await client.counters()).response.find((one) => one.label === 'Annexe')!;
    for (const [given, code] of [
      [counterid, undefined],
      [annexe.id, 40917],
    ] as const) {
      const carried = await theatre.ask('PATCH', `shop/counters/sessions/${session.id}`, {
        counterid: given,
      });
      assert.equal(carried.error?.code, code);
    }
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
    const long = await theatre.ask('POST', 'shop/counters/sessions', {
      counterid,
      username: 'x'.repeat(5_000),
    });
    assert.equal((long.response as { userlabel: string }).userlabel, 'x'.repeat(200));
    const lines = await office.read((rx) =>
      rx.db.selectFrom('journal_line').select(['kind', 'amount']).orderBy('number').execute(),
    );
    const of = lines.filter(({ kind }) => kind === 'payment').map(({ amount }) => amount);
    assert.deepEqual(of.slice(-3), [1300, -1300, 1200]);
    const after = await theatre.ask('PATCH', `shop/counters/sessions/${session.id}`, { notes: 'late' });
    assert.equal(after.error?.code, 40911);
  });
});
