import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBilletwebPark, type Park, type ParkWish } from '../../../test/fixtures/billetweb-park.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createEvent } from '../../office/catalogue/event.ts';
import { createQuestion } from '../../office/catalogue/question.ts';
import { createOffer } from '../../office/catalogue/offer.ts';
import { createPool } from '../../office/catalogue/pool.ts';
import { createPrice } from '../../office/catalogue/price.ts';
import { createSession } from '../../office/catalogue/session.ts';
import { servedIdOf } from '../../domain/served-id.ts';
import { refundTickets } from '../../office/selling/refund.ts';
import { sell } from '../../office/selling/request.ts';
import { askedOf } from '../../office/selling/asked.ts';

type Answer = Awaited<ReturnType<Park['ask']>>['body'];

/** POSTs as a client does that has only the documents: plain JSON, every answer with status 200. */
function poster(park: Park) {
  return async (path: string, body: unknown): Promise<Answer> => {
    const answer = await park.ask(`/api/event/${park.served_event}/${path}?${park.query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(body),
    });
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
}

const errorIn = (answer: Answer) => (answer as { error?: string }).error;
const wordsIn = (answer: Answer) => (answer as { description?: string }).description ?? '';

async function sellTo(park: Park, product: object = {}, order: object = {}) {
  const answer = await poster(park)('add_order', [{ ...order, products: [{ ticket: 12345, ...product }] }]);
  const [sold] = answer as { id: string; products: string[]; products_eq: string[] }[];
  assert.ok(sold !== undefined);
  return { order: sold.id, ticket: sold.products[0] ?? '', code: sold.products_eq[0] ?? '' };
}

async function attendee(park: Park, code: string) {
  const [row] = await park.client.eventAttendees({
    params: { id: park.served_event },
    query: { barcode: code, disabled: true },
  });
  assert.ok(row !== undefined);
  return row;
}

/** Every ticket is asked for a size, and the order for a number. */
async function askQuestions(office: TestStore, { organizer_id, event_id }: Park) {
  await office.write(async (tx) => {
    const options = JSON.stringify(['S', 'M', 'L']);
    const of = { organizer_id, event_id, scope: 'ticket' };
    await createQuestion(tx, { ...of, label: 'Taille', kind: 'choice', options });
    const several = { label: 'Activités', kind: 'choices', options: JSON.stringify(['Luge', 'Poney']) };
    await createQuestion(tx, { ...of, ...several });
    await createQuestion(tx, { ...of, label: 'Âge', kind: 'number', scope: 'order' });
  });
}

function answersOf(office: TestStore, { organizer_id }: Park) {
  return office.read(async (rx) => {
    const orders = rx.db.selectFrom('order').select('id').where('organizer_id', '=', organizer_id);
    const { id } = await orders.executeTakeFirstOrThrow();
    return Object.fromEntries(
      (await askedOf(rx, { id, organizer_id })).map(({ label, value }) => [label, value]),
    );
  });
}

onEachStore('What a client of BilletWeb sends', (open) => {
  const openPark = (wish?: ParkWish) => openBilletwebPark(open(), wish);

  test('in used of add_order is done: 2 has gone out again, and 3 is refused', async () => {
    const park = await openPark({ shape: { shape: 'vendor' } });
    const { code, ticket } = await sellTo(park, { used: 2 });
    assert.equal((await attendee(park, code)).used, '2');
    const post = poster(park);
    const renamed = await post('update_product', [{ id: ticket, name: 'Martin' }]);
    assert.deepEqual(renamed, [{ id: ticket, barcode: code, used: '2' }]);
    const expired = await post('add_order', [{ products: [{ ticket: 12345, used: 3 }] }]);
    assert.equal(errorIn(expired), 'invalid_parameter');
  });

  test('as the address of a holder has to be one, from the beginning', async () => {
    const park = await openPark();
    const answer = await poster(park)('add_order', [{ products: [{ ticket: 12345, email: 'nobody' }] }]);
    assert.equal(errorIn(answer), 'invalid_parameter');
    assert.match(wordsIn(answer), /e-mail/);
  });

  test('as id and product_id has to be the same ticket', async () => {
    const park = await openPark();
    const [one, two] = [await sellTo(park), await sellTo(park)];
    const answer = await poster(park)('update_product', [
      { id: one.ticket, product_id: two.ticket, used: 1 },
    ]);
    assert.equal(errorIn(answer), 'not_found');
    assert.equal((await attendee(park, one.code)).used, '0');
  });

  test('in custom answers the questions of the office, in the form in which they are asked', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    await askQuestions(office, park);
    const custom = { Taille: 'M', Activités: ['Poney', 'Luge'], Surnom: null };
    const { code, order, ticket } = await sellTo(park, { custom }, { custom: { Âge: '12,5', Groupe: true } });
    assert.deepEqual(await answersOf(office, park), { Taille: 'M', Activités: 'Luge\nPoney', Âge: '12.5' });
    const row = await attendee(park, code);
    assert.deepEqual(row.custom, { Taille: 'M', Activités: 'Luge\nPoney', Surnom: '' });
    assert.deepEqual(row.custom_order, { Âge: '12.5', Groupe: 'true' });
    const post = poster(park);
    const unfit = await post('update_product', [{ id: ticket, custom: { Taille: 'XXL' } }]);
    assert.equal(errorIn(unfit), 'invalid_parameter');
    assert.match(wordsIn(unfit), /custom/);
    await post('update_product', [{ id: ticket, custom: { Taille: 'L', Activités: null } }]);
    await post('update_order', [{ id: order, custom: { Âge: 13 } }]);
    assert.deepEqual(await answersOf(office, park), { Taille: 'L', Activités: '', Âge: '13' });
    const after = await attendee(park, code);
    assert.deepEqual(after.custom, { Taille: 'L', Activités: '', Surnom: '' });
    assert.deepEqual(after.custom_order, { Âge: '13', Groupe: 'true' });
  });

  test('as custom may be the empty list that PHP makes of an empty map', async () => {
    const park = await openPark();
    const { code, order, ticket } = await sellTo(park, { custom: [] }, { custom: [] });
    await poster(park)('update_product', [{ id: ticket, custom: [] }]);
    await poster(park)('update_order', [{ id: order, custom: [] }]);
    const row = await attendee(park, code);
    assert.deepEqual([row.custom, row.custom_order], [{}, {}]);
  });

  test('of an order is done, or refused where it would change nothing', async () => {
    const park = await openPark();
    const post = poster(park);
    const { order, code } = await sellTo(park, {}, { payment_type: 'reservation', language: 'en' });
    const how = await post('update_order', [{ id: order, payment_type: 'cash' }]);
    assert.equal(errorIn(how), 'invalid_parameter');
    assert.match(wordsIn(how), /payment_type/);
    await post('update_order', [{ id: order, language: '' }]);
    assert.equal((await attendee(park, code)).order_language, 'en');
    await post('delete_order', [order]);
    assert.equal(errorIn(await post('update_order', [{ id: order, paid: 1 }])), 'invalid_status');
  });

  test('of an order is a change of its tickets, which a client that asks for changes is told', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const post = poster(park);
    const { order, code } = await sellTo(park, {}, { payment_type: 'reservation', email: 'jean@email.com' });
    const others = await sellTo(park);
    const { client, served_event: id } = park;
    for (const change of [
      { paid: 1, payment_type: 'cash' },
      { email: 'zoe@email.com' },
      { name: 'Martin' },
      { custom: { Groupe: 'A' } },
    ]) {
      office.surroundings.advance(60_000);
      const last_update = Math.floor(office.surroundings.now() / 1000);
      assert.deepEqual(await client.attendees({ query: { last_update } }), []);
      await post('update_order', [{ id: order, ...change }]);
      for (const rows of [
        await client.eventAttendees({ params: { id }, query: { last_update } }),
        await client.attendees({ query: { last_update, to: last_update + 60 } }),
      ])
        assert.deepEqual(
          rows.map(({ barcode }) => barcode),
          [code],
        );
    }
    assert.notEqual(
      (await attendee(park, others.code)).last_update,
      (await attendee(park, code)).last_update,
    );
  });

  test('reaches an order through each event whose attendees show it', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const { organizer_id, offer_id } = park;
    const event_id = await office.write((tx) => createEvent(tx, { organizer_id, name: 'Nocturne' }));
    const order_id = await office.write(async (tx) => {
      const price_id = await createPrice(tx, { organizer_id, event_id, name: 'Entrée', amount: 600 });
      const other = await createOffer(tx, { organizer_id, event_id, price_id });
      const requests = [offer_id, other].map((offer) => ({ offer_id: offer, quantity: 1 }));
      const sold = await sell(tx, {
        organizer_id,
        channel: 'web',
        requests,
        confirm: true,
        staff: { reason: '' },
      });
      return sold.order_id;
    });
    const order = servedIdOf('integer', order_id);
    const both = await park.client.attendees({});
    assert.deepEqual(
      both.map((row) => row.order_id),
      [order, order],
    );
    for (const row of both) {
      const params = { id: Number(row.event_id) };
      await park.client.updateOrder({ params, body: [{ id: order, name: `Dupont ${row.event_id}` }] });
      const [shown] = await park.client.eventAttendees({ params });
      assert.equal(shown?.order_name, `Dupont ${row.event_id}`);
    }
  });

  test('as paid does not pay a second time for what was given back', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const { order } = await sellTo(park, {}, { payment_type: 'cash' });
    const { organizer_id } = park;
    await office.write(async (tx) => {
      const tickets = tx.db.selectFrom('ticket').select(['id', 'order_id']);
      const { id, order_id } = await tickets
        .where('organizer_id', '=', organizer_id)
        .executeTakeFirstOrThrow();
      await refundTickets(tx, { organizer_id, order_id, ticket_ids: [id], amount: 1_100 });
    });
    await poster(park)('update_order', [{ id: order, paid: 1 }]);
    const entries = await park.client.accounting({});
    assert.deepEqual(
      entries.map(({ type, amount }) => [type, amount]),
      [
        ['payment', '11.00'],
        ['refund', '-11.00'],
      ],
    );
  });

  test('is named in refusals as the client named it', async () => {
    const park = await openPark();
    const post = poster(park);
    const long = await post('add_order', [{ name: 'x'.repeat(9_000), products: [{ ticket: 12345 }] }]);
    assert.match(wordsIn(long), /: name\b/);
    const early = await post('dates_update', [{ start: '2026-07-02 10:00', end: '2026-07-01 10:00' }]);
    assert.match(wordsIn(early), /: end\b/);
    assert.match(wordsIn(await post('tickets_update', [{ name: 'Poney', price: -1 }])), /: price\b/);
    const huge = await post('tickets_update', [{ name: 'Poney', quota: '9999999999999999' }]);
    assert.match(wordsIn(huge), /: quota\b/);
  });

  test('as ext_id finds the ticket that is shown under all of it', async () => {
    const park = await openPark();
    const { code } = await sellTo(park);
    const { ext_id, product_id } = await attendee(park, code);
    const found = async (text: string) => {
      const { client, served_event: id } = park;
      return (await client.eventAttendees({ params: { id }, query: { ext_id: text } })).length;
    };
    assert.equal(await found(ext_id), 1);
    assert.equal(await found(`T1-${product_id}-E1`), 0);
  });
});

onEachStore('Types and dates that a client of BilletWeb changes', (open) => {
  test('show as quota of a type what can be set as its quota, and no limit of others', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const { organizer_id, event_id, price_id } = park;
    await office.write(async (tx) => {
      const pool_id = await createPool(tx, { organizer_id, event_id, kind: 'quota', capacity: 100 });
      const other = await createPrice(tx, { organizer_id, event_id, name: 'Poney', amount: 600 });
      for (const sold of [price_id, other])
        await createOffer(tx, { organizer_id, event_id, price_id: sold, pool_ids: [pool_id] });
    });
    const post = poster(park);
    const shown = async (name: string) =>
      (await park.client.tickets({ params: { id: park.served_event } })).find((one) => one.name === name);
    const poney = await shown('Poney');
    assert.equal(poney?.quota, '0');
    for (const quota of ['30', '0']) {
      await post('tickets_update', [{ id: poney.id, quota }]);
      assert.equal((await shown('Poney'))?.quota, quota);
    }
  });

  test('are taxed at the rate that is said, else at the usual rate of the organizer', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const { organizer_id } = park;
    await office.write((tx) =>
      tx.db.updateTable('organizer').set({ default_vat_bp: 2_000 }).where('id', '=', organizer_id).execute(),
    );
    const post = poster(park);
    await post('tickets_update', [{ name: 'Poney' }, { name: 'Luge', tax_rate: '5,50' }]);
    const rates = (await park.client.tickets({ params: { id: park.served_event } })).map(
      (one) => one.tax_rate,
    );
    assert.deepEqual(rates, ['10.00', '20.00', '5.50']);
    assert.equal(
      errorIn(await post('tickets_update', [{ name: 'Tir', tax_rate: 101 }])),
      'invalid_parameter',
    );
  });

  test('refuse a start that is none, and to switch off a date that is not sold by itself', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const { organizer_id, event_id } = park;
    const session = await office.write((tx) =>
      createSession(tx, { organizer_id, event_id, starts_at: Date.UTC(2026, 6, 1, 8) }),
    );
    const id = servedIdOf('integer', session);
    const post = poster(park);
    const zeros = await post('dates_update', [{ id, start: '0000-00-00 00:00:00' }]);
    assert.equal(errorIn(zeros), 'invalid_parameter');
    assert.equal(errorIn(await post('dates_update', [{ id, disabled: 1 }])), 'invalid_parameter');
    assert.deepEqual(await post('dates_update', [{ id, disabled: 0 }]), [{ id }]);
  });
});
