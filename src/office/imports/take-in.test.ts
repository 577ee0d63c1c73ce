import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findingsOf,
  openForeignPark,
  park,
  sledge,
  sold_at,
  ticket,
  type ForeignPark,
} from '../../../test/fixtures/foreign-park.ts';
import { onEachStore } from '../../../test/stores.ts';
import { DryRun } from './take-in.ts';

async function ordersOf({ read, source }: ForeignPark) {
  const rows = await read((rx) =>
    rx.db
      .selectFrom('order')
      .selectAll()
      .where('organizer_id', '=', source.organizer_id)
      .orderBy('id')
      .execute(),
  );
  return rows;
}

async function ticketsOf({ read, source }: ForeignPark) {
  const rows = await read((rx) =>
    rx.db
      .selectFrom('ticket')
      .selectAll()
      .where('organizer_id', '=', source.organizer_id)
      .orderBy('id')
      .execute(),
  );
  return rows;
}

onEachStore('taking in what another system sold', (open) => {
  test('makes the event, the price and the order, and a second time changes nothing', async () => {
    const venue = await openForeignPark(open());
    const records = [park, sledge, ticket('1'), ticket('2'), ticket('3', { order: { ref: '99' } })];
    assert.deepEqual(await venue.counts(records), { events: 1, prices: 1, orders: 2, tickets: 3 });
    assert.deepEqual(await venue.counts(records), { unchanged: 3 });
    const [order] = await ordersOf(venue);
    assert.deepEqual(
      [order?.total, order?.paid, order?.status, order?.foreign_ref, order?.created_at, order?.channel],
      [2200, 2200, 15, 'BW-XXXXXX', sold_at, 'billetweb'],
    );
    const [row] = await ticketsOf(venue);
    assert.deepEqual([row?.holder_first_name, row?.charged_amount, row?.state], ['Jean', 1100, 'valid']);
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('the tickets of one order over several pulls are one order, and one buyer', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1')]);
    assert.deepEqual(await venue.counts([ticket('2'), ticket('1')]), { tickets: 1, unchanged: 1 });
    assert.deepEqual(await venue.counts([ticket('3')]), { tickets: 1 });
    const orders = await ordersOf(venue);
    assert.deepEqual(
      orders.map(({ total, paid, status }) => [total, paid, status]),
      [[3300, 3300, 15]],
    );
    const customers = await venue.read((rx) =>
      rx.db
        .selectFrom('customer')
        .select('email')
        .where('organizer_id', '=', venue.source.organizer_id)
        .execute(),
    );
    assert.deepEqual(
      customers.map(({ email }) => email),
      ['jean@email.com'],
    );
  });

  test('of a ticket that comes twice in a page, the later word counts', async () => {
    const venue = await openForeignPark(open());
    const later = ticket('1', { holder: { first_name: 'Jeanne', last_name: 'Dupont', email: '' } });
    assert.deepEqual(await venue.counts([park, sledge, ticket('1'), later]), {
      events: 1,
      prices: 1,
      orders: 1,
      tickets: 1,
      unchanged: 1,
    });
    assert.equal((await ticketsOf(venue))[0]?.holder_first_name, 'Jeanne');
  });

  test('keeps the ids of the source, and gives nothing the id of something that was born here', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1'), ticket('1500000001', { order: { ref: '1500000002' } })]);
    const served = await venue.read((rx) =>
      rx.db
        .selectFrom('served_id')
        .select(['kind', 'served_id'])
        .where('organizer_id', '=', venue.source.organizer_id)
        .execute(),
    );
    assert.deepEqual(served.map(({ kind, served_id }) => `${kind} ${served_id}`).toSorted(), [
      'event 1350897',
      'order 12345678',
      'price 12345',
      'ticket 1',
    ]);
    assert.deepEqual(await venue.counts([ticket('1500000001', { order: { ref: '1500000002' } })]), {
      unchanged: 1,
    });
  });

  test('puts aside what it cannot understand, with the reason, and takes in the rest', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1')]);
    const { taken, refused } = await venue.take([
      ticket('2', { event_ref: '7' }),
      ticket('3', { barcode: '674301', order: { ref: '8' } }),
      ticket('4'),
    ]);
    assert.equal(taken.tickets, 1);
    assert.deepEqual(
      refused.map(({ record, reason }) => [record.ref, reason]),
      [
        ['2', 'event 7 is not known here'],
        ['3', 'The barcode belongs to another ticket (barcode_taken)'],
      ],
    );
  });

  test('the barcode of a ticket that ended goes over to the one that takes its place', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1')]);
    await venue.counts([ticket('1', { state: 'cancelled' }), ticket('2', { barcode: '674301' })]);
    const [, second] = await ticketsOf(venue);
    const codes = await venue.read((rx) =>
      rx.db.selectFrom('barcode').select('ticket_id').where('code', '=', '674301').execute(),
    );
    assert.ok(codes.some(({ ticket_id }) => ticket_id === second?.id));
  });

  test('a dry run counts what would come of it and keeps nothing', async () => {
    const venue = await openForeignPark(open());
    const dry_run = new DryRun();
    assert.deepEqual(await venue.counts([park, sledge], { dry_run }), { events: 1, prices: 1 });
    assert.deepEqual(await venue.counts([ticket('1')], { dry_run }), { orders: 1, tickets: 1 });
    assert.deepEqual(await ordersOf(venue), []);
  });

  test('keeps how the source calls the sale and its members, and lets go of what it tells no more', async () => {
    const venue = await openForeignPark(open());
    const words = async () =>
      (await ticketsOf(venue)).map(({ holder_metadata }) => JSON.parse(holder_metadata) as unknown);
    const member = { origin: 'saisir', member_code: 'M-17' };
    await venue.counts([park, sledge, ticket('1', member), ticket('2')]);
    assert.deepEqual(await words(), [member, {}]);
    // what others keep beside stays
    await open().write((tx) =>
      tx.db
        .updateTable('ticket')
        .set({ holder_metadata: '{"seat_cushion":"yes","origin":"saisir"}' })
        .execute(),
    );
    assert.deepEqual(await venue.counts([ticket('1', { origin: 'site' })]), { changed: 1 });
    assert.deepEqual((await words())[0], { seat_cushion: 'yes', origin: 'site' });
    assert.deepEqual(await venue.counts([ticket('1')]), { changed: 1 });
    assert.deepEqual((await words())[0], { seat_cushion: 'yes' });
  });

  test('corrects holder, buyer, amount, date, code and number as the source now has them', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1'), ticket('2')]);
    const anne = { first_name: 'Anne', last_name: 'Martin', email: 'anne@email.com' };
    const order = {
      label: 'BW-YYYYYY',
      sold_at: sold_at + 60_000,
      buyer: anne,
      method: 'card',
      paid_at: sold_at,
    };
    const changed = {
      order,
      holder: anne,
      amount: 900,
      barcode: '999',
      answers: [{ label: 'Taille', value: 'M' }],
    };
    const counted = await venue.counts([ticket('1', changed), ticket('2', { order })]);
    assert.deepEqual(counted, { changed: 2 });
    const [row] = await ticketsOf(venue);
    assert.deepEqual(
      [row?.holder_first_name, row?.charged_amount, row?.created_at],
      ['Anne', 900, sold_at + 60_000],
    );
    const [one] = await ordersOf(venue);
    assert.deepEqual([one?.total, one?.paid, one?.status, one?.foreign_ref], [2000, 2000, 15, 'BW-YYYYYY']);
    const buyer = await venue.read((rx) =>
      rx.db
        .selectFrom('customer')
        .select('email')
        .where('id', '=', one?.customer_id ?? 0)
        .executeTakeFirst(),
    );
    assert.equal(buyer?.email, 'anne@email.com');
    const codes = await venue.read((rx) =>
      rx.db
        .selectFrom('barcode')
        .select('code')
        .where('ticket_id', '=', row?.id ?? 0)
        .execute(),
    );
    assert.deepEqual(
      codes.map(({ code }) => code),
      ['999'],
    );
    assert.deepEqual(await venue.counts([ticket('1', changed), ticket('2', { order })]), { unchanged: 2 });
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('what was corrected here stays when the source only tells of an entry', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1')]);
    const [row] = await ticketsOf(venue);
    await venue.office.write((tx) =>
      tx.db
        .updateTable('ticket')
        .set({ holder_last_name: 'Durand' })
        .where('id', '=', row?.id ?? 0)
        .execute(),
    );
    assert.deepEqual(await venue.counts([ticket('1', { used: { at: sold_at + 1000 } })]), { used: 1 });
    assert.equal((await ticketsOf(venue))[0]?.holder_last_name, 'Durand');
  });

  test('unpaid is taken in as such, and paid when the source says so; and the other way round', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1', { order: { paid: false } })]);
    const statuses = async () => (await ordersOf(venue)).map(({ paid, status }) => [paid, status]);
    assert.deepEqual(await statuses(), [[0, 1]]);
    assert.deepEqual(await venue.counts([ticket('1')]), { changed: 1 });
    assert.deepEqual(await statuses(), [[1100, 15]]);
    assert.deepEqual(await venue.counts([ticket('1', { order: { paid: false } })]), { changed: 1 });
    assert.deepEqual(await statuses(), [[0, 1]]);
    assert.deepEqual(await findingsOf(open()), []);
  });
});
