import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBilletwebPark, type Park, type ParkWish } from '../../../test/fixtures/billetweb-park.ts';
import { onEachStore } from '../../../test/stores.ts';
import { AnswerError } from '../../contract/receive.ts';

async function sellTickets(park: Park, quantity: number, more: Record<string, unknown> = {}) {
  const products = Array.from({ length: quantity }, (_, index) => ({
    ticket: '12345',
    firstname: `Jean ${index}`,
  }));
  const [order] = await park.client.addOrder({
    params: { id: park.served_event },
    body: [{ name: 'Dupont', firstname: 'Jean', email: 'jean@email.com', ...more, products }],
  });
  assert.ok(order !== undefined);
  return order;
}

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof AnswerError, String(error));
    return (error.told.body as { error: string }).error;
  }
  throw new assert.AssertionError({ message: 'it was not refused' });
}

onEachStore('Changes through BilletWeb', (open) => {
  const openPark = (wish?: ParkWish) => openBilletwebPark(open(), wish);

  test('a ticket is set as used, taken back and used again, by its own id or its barcode', async () => {
    const park = await openPark();
    const { client, served_event: id } = park;
    const order = await sellTickets(park, 1);
    const [product] = order.products;
    const [code] = order.products_eq;
    const used = async () => (await client.eventAttendees({ params: { id } })).map((one) => one.used);
    const set = (change: object) => client.updateProduct({ params: { id }, body: { data: [change] } });
    assert.deepEqual(await set({ id: product, used: 1 }), [{ id: product, barcode: code, used: '1' }]);
    assert.deepEqual(await used(), ['1']);
    assert.equal(
      await errorOf(client.check({ params: { id }, body: { code: code! } })),
      'Ce billet a déjà été utilisé',
    );
    await set({ barcode: code, used: 0 });
    assert.deepEqual(await used(), ['0']);
    await set({ product_id: product, used: 1 });
    await set({ product_id: product, used: 1 });
    assert.deepEqual(await used(), ['1']);
    await set({ id: product, used: 0 });
    const checked = await client.check({ params: { id }, body: { code: code! } });
    assert.equal(checked.success, true);
    assert.equal(await errorOf(set({ id: product, used: 3 })), 'invalid_parameter');
    assert.equal(await errorOf(set({ id: '999', used: 1 })), 'not_found');
    assert.equal(await errorOf(set({ used: 1 })), 'invalid_parameter');
  });

  test('who enters and what was answered can be changed, and nothing of a request that fails', async () => {
    const park = await openPark();
    const { client, served_event: id } = park;
    const order = await sellTickets(park, 2);
    const [first, second] = order.products;
    await client.updateProduct({
      params: { id },
      body: [
        { id: first!, name: 'Martin', firstname: 'Zoé', email: 'zoe@email.com', custom: { Taille: 'M' } },
      ],
    });
    const [one] = await client.eventAttendees({ params: { id }, query: { email: 'ZOE@email.com' } });
    assert.equal(one?.name, 'Zoé Martin');
    assert.deepEqual(one.custom, { Taille: 'M' });
    const failing = client.updateProduct({
      params: { id },
      body: [
        { id: second!, name: 'Nobody' },
        { id: '1', name: 'Nobody' },
      ],
    });
    assert.equal(await errorOf(failing), 'not_found');
    const names = (await client.eventAttendees({ params: { id } })).map(({ name }) => name);
    assert.ok(names.every((name) => !name.includes('Nobody')));
  });

  test('an order is given another buyer, paid, and deleted with its tickets', async () => {
    const park = await openPark({ capacity: 2 });
    const { client, served_event: id } = park;
    const order = await sellTickets(park, 2, { payment_type: 'reservation' });
    const [before] = await client.eventAttendees({ params: { id } });
    assert.equal(before?.order_paid, '0');
    assert.equal(before.order_payment_date, '0000-00-00 00:00:00');
    const unpaid = client.check({ params: { id }, body: { code: order.products_eq[0]! } });
    assert.equal(await errorOf(unpaid), "Ce billet n'est pas payé");
    await client.updateOrder({
      params: { id },
      body: {
        data: [
          {
            id: order.id,
            name: 'Leroy',
            firstname: 'Luc',
            email: 'luc@email.com',
            paid: true,
            payment_type: 'cash',
          },
        ],
      },
    });
    const [after] = await client.eventAttendees({ params: { id } });
    assert.equal(after?.order_paid, '1');
    assert.equal(after.order_payment_type, 'cash');
    assert.equal(after.order_email, 'luc@email.com');
    assert.equal(after.order_name, 'Leroy');
    await client.updateOrder({ params: { id }, body: [{ id: order.id, email: 'luc@new.example' }] });
    const [moved] = await client.eventAttendees({ params: { id } });
    assert.deepEqual([moved?.order_email, moved?.order_name], ['luc@new.example', 'Leroy']);
    const entries = await client.accounting({ query: { canal: 'other' } });
    assert.deepEqual(
      entries.map((entry) => [entry.type, entry.amount, entry.payment_type, entry.event]),
      [['payment', '22.00', 'cash', '1350897']],
    );
    assert.equal(await errorOf(sellTickets(park, 1)), 'sold_out');
    assert.deepEqual(await client.deleteOrder({ params: { id }, body: { data: [order.id] } }), [
      { id: order.id },
    ]);
    assert.deepEqual(await client.eventAttendees({ params: { id }, query: { disabled: true } }), []);
    assert.equal(await errorOf(client.deleteOrder({ params: { id }, body: [{ id: '77' }] })), 'not_found');
    await sellTickets(park, 2);
  });

  test('dates and types are made, limited, changed and switched off', async () => {
    const park = await openPark();
    const { client, served_event: id } = park;
    const [date] = await client.datesUpdate({
      params: { id },
      body: [{ start: '2026-07-01 10:00:00', end: '2026-07-01 12:00:00', name: 'Matin', quota: '1' }],
    });
    const [row] = await client.dates({ params: { id } });
    assert.deepEqual(row, {
      id: date!.id,
      start: '2026-07-01 10:00:00',
      end: '2026-07-01 12:00:00',
      name: 'Matin',
      place: '',
      disabled: '0',
      last_update: '2026-05-15 10:30:00',
      quota: '1',
      total_sales: '0',
    });
    await sellTickets(park, 1, { session: date!.id });
    assert.equal(await errorOf(sellTickets(park, 1, { session: date!.id })), 'sold_out');
    const [attendee] = await client.eventAttendees({ params: { id }, query: { session: Number(date!.id) } });
    assert.equal(attendee?.session_start, '2026-07-01 10:00:00');
    await client.datesUpdate({ params: { id }, body: [{ id: date!.id, quota: '5', name: 'Tôt' }] });
    const [changed] = await client.dates({ params: { id } });
    assert.deepEqual([changed?.name, changed?.quota, changed?.total_sales], ['Tôt', '5', '1']);
    const [type] = await client.ticketsUpdate({
      params: { id },
      body: [{ name: 'Poney', price: '7,50', quota: '3' }],
    });
    const poney = (await client.tickets({ params: { id } })).find((one) => one.id === type!.id);
    assert.deepEqual([poney?.name, poney?.price, poney?.quota, poney?.disabled], ['Poney', 7.5, '3', '0']);
    const avail = await client.avail({ params: { id } });
    assert.deepEqual(
      avail.find((one) => one.ticket === type!.id),
      { ticket: type!.id, session: date!.id, quota: '3', avail: '3' },
    );
    await client.ticketsUpdate({ params: { id }, body: [{ id: type!.id, price: 8, disabled: true }] });
    const off = (await client.tickets({ params: { id } })).find((one) => one.id === type!.id);
    assert.deepEqual([off?.price, off?.disabled], [8, '1']);
    assert.equal(
      await errorOf(client.datesUpdate({ params: { id }, body: [{ name: 'x' }] })),
      'invalid_parameter',
    );
    assert.equal(
      await errorOf(
        client.datesUpdate({ params: { id }, body: [{ id: date!.id, quota: '0', start: '2026-02-30' }] }),
      ),
      'invalid_parameter',
    );
    assert.deepEqual(await client.waiting({ params: { id } }), []);
    assert.equal(await errorOf(client.payouts()), 'not_supported');
    assert.equal(await errorOf(client.clone({ params: { id } })), 'not_supported');
  });

  test('a price of the client and a ticket that is used already are taken as they come', async () => {
    const park = await openPark();
    const { client, served_event: id } = park;
    const [order] = await client.addOrder({
      params: { id },
      body: [
        {
          products: [
            { ticket: '12345', price: '2.5', used: 1 },
            { ticket: '12345', price: 11 },
          ],
        },
      ],
    });
    const rows = await client.eventAttendees({ params: { id } });
    assert.deepEqual(
      rows.map(({ price, used, order_price }) => [price, used, order_price]),
      [
        ['2.50', '1', '13.50'],
        ['11.00', '0', '13.50'],
      ],
    );
    assert.equal(order?.products.length, 2);
  });
});
