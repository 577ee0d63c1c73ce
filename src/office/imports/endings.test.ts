import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findingsOf,
  openForeignPark,
  park,
  sledge,
  ticket,
  type ForeignPark,
} from '../../../test/fixtures/foreign-park.ts';
import { onEachStore } from '../../../test/stores.ts';
import { Seen, takeGone, takeLeftOut } from './gone.ts';

/** State of each ticket, and total, paid, refunded and status of each order, in the order they were made. */
async function booksOf({ read, source }: ForeignPark) {
  const of = source.organizer_id;
  const tickets = await read((rx) =>
    rx.db.selectFrom('ticket').select('state').where('organizer_id', '=', of).orderBy('id').execute(),
  );
  const orders = await read((rx) =>
    rx.db
      .selectFrom('order')
      .select(['total', 'paid', 'refunded', 'status'])
      .where('organizer_id', '=', of)
      .orderBy('id')
      .execute(),
  );
  return [
    tickets.map(({ state }) => state),
    orders.map(({ total, paid, refunded, status }) => [total, paid, refunded, status]),
  ];
}

async function refundsOf({ read, source }: ForeignPark) {
  const rows = await read((rx) =>
    rx.db
      .selectFrom('refund')
      .select(['amount', 'deduction', 'stated'])
      .where('organizer_id', '=', source.organizer_id)
      .orderBy('id')
      .execute(),
  );
  return rows.map(({ amount, deduction, stated }) => [amount, deduction, stated]);
}

onEachStore('tickets that end at the source', (open) => {
  test('refunded without an amount: what was paid is inferred, and marked so; stated later, it is stated', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1'), ticket('2')]);
    assert.deepEqual(await venue.counts([ticket('1', { state: 'refunded' })]), { ended: 1 });
    assert.deepEqual(await booksOf(venue), [['refunded', 'valid'], [[1100, 2200, 1100, 15]]]);
    assert.deepEqual(await refundsOf(venue), [[1100, 0, 0]]);
    const stated = ticket('1', { state: 'refunded', refunded_amount: 1000 });
    assert.deepEqual(await venue.counts([stated]), { ended: 1 });
    assert.deepEqual(await venue.counts([stated]), { unchanged: 1 });
    assert.deepEqual(await refundsOf(venue), [[1000, 100, 1]]);
    assert.deepEqual(await booksOf(venue), [['refunded', 'valid'], [[1200, 2200, 1000, 15]]]);
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('with add-ons are refunded with what those cost, and come back with them', async () => {
    const venue = await openForeignPark(open());
    const add_ons = [
      { ref: 'A1', name: 'Parking', amount: 500, quantity: 2 },
      { ref: 'A2', name: 'Casier', amount: 301, quantity: 1, barcode: '990001' },
    ];
    const sold = { add_ons };
    await venue.counts([park, sledge, ticket('1', sold), ticket('2')]);
    assert.deepEqual(await booksOf(venue), [['valid', 'valid'], [[3501, 3501, 0, 15]]]);
    const gone = { ...sold, state: 'refunded' } as const;
    assert.deepEqual(await venue.counts([ticket('1', gone)]), { ended: 1 });
    assert.deepEqual(await refundsOf(venue), [[2401, 0, 0]]);
    assert.deepEqual(await booksOf(venue), [['refunded', 'valid'], [[1100, 3501, 2401, 15]]]);
    // the amount is told later on
    assert.deepEqual(await venue.counts([ticket('1', { ...gone, refunded_amount: 2000 })]), { ended: 1 });
    assert.deepEqual(await refundsOf(venue), [[2000, 401, 1]]);
    assert.deepEqual(await booksOf(venue), [['refunded', 'valid'], [[1501, 3501, 2000, 15]]]);
    assert.deepEqual(await venue.counts([ticket('1', sold)]), { returned: 1 });
    assert.deepEqual(await booksOf(venue), [['valid', 'valid'], [[3501, 3501, 0, 15]]]);
    // a source that shows the add-ons of an ended ticket as taken out says the same
    assert.deepEqual(await venue.counts([ticket('1', { state: 'refunded', add_ons: [] })]), { ended: 1 });
    assert.deepEqual(await refundsOf(venue), [[2401, 0, 0]]);
    assert.deepEqual(await venue.counts([ticket('1', sold)]), { returned: 1 });
    assert.deepEqual(await booksOf(venue), [['valid', 'valid'], [[3501, 3501, 0, 15]]]);
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('cancelled or removed first and refunded later are refunded with their add-ons, and come back with them', async () => {
    const add_ons = [{ ref: 'A1', name: 'Parking', amount: 500, quantity: 2 }];
    for (const first of ['cancelled', 'deleted'] as const) {
      const venue = await openForeignPark(open());
      await venue.counts([park, sledge, ticket('1', { add_ons }), ticket('2')]);
      assert.deepEqual(await venue.counts([ticket('1', { add_ons, state: first })]), { ended: 1 });
      assert.deepEqual(await booksOf(venue), [[first, 'valid'], [[1100, 3200, 0, 18]]]);
      open().surroundings.advance(60_000);
      assert.deepEqual(await venue.counts([ticket('1', { add_ons, state: 'refunded' })]), { ended: 1 });
      assert.deepEqual(await refundsOf(venue), [[2100, 0, 0]]);
      assert.deepEqual(await booksOf(venue), [['refunded', 'valid'], [[1100, 3200, 2100, 15]]]);
      open().surroundings.advance(60_000);
      assert.deepEqual(await venue.counts([ticket('1', { add_ons })]), { returned: 1 });
      assert.deepEqual(await booksOf(venue), [['valid', 'valid'], [[3200, 3200, 0, 15]]]);
    }
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('refunded, and told to have cost less: what was given back is that', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1'), ticket('2')]);
    await venue.counts([ticket('1', { state: 'refunded' })]);
    const cheaper = ticket('1', { state: 'refunded', amount: 900 });
    assert.deepEqual(await venue.counts([cheaper]), { changed: 1, ended: 1 });
    assert.deepEqual(await refundsOf(venue), [[900, 0, 0]]);
    assert.deepEqual(await booksOf(venue), [['refunded', 'valid'], [[1100, 2000, 900, 15]]]);
    assert.deepEqual(await venue.counts([cheaper]), { unchanged: 1 });
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('refunded before it was ever seen: both the sale and its refund stand in the books', async () => {
    const venue = await openForeignPark(open());
    const counted = await venue.counts([park, sledge, ticket('1', { state: 'refunded' }), ticket('2')]);
    assert.deepEqual(counted, { events: 1, prices: 1, orders: 1, tickets: 2 });
    assert.deepEqual(await booksOf(venue), [['refunded', 'valid'], [[1100, 2200, 1100, 15]]]);
    assert.deepEqual(await venue.counts([ticket('1', { state: 'refunded' })]), { unchanged: 1 });
  });

  test('deleted before it was ever seen is left out', async () => {
    const venue = await openForeignPark(open());
    assert.deepEqual(await venue.counts([park, sledge, ticket('1', { state: 'deleted' })]), {
      events: 1,
      prices: 1,
      left_out: 1,
    });
  });

  test('a refund of what was never paid moves no money', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1', { order: { paid: false } })]);
    await venue.counts([ticket('1', { state: 'refunded', order: { paid: false } })]);
    assert.deepEqual(await refundsOf(venue), []);
    assert.deepEqual((await booksOf(venue))[0], ['refunded']);
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('with its last ticket the order is cancelled, and with a ticket that comes back it lives again', async () => {
    const venue = await openForeignPark(open());
    const limited = { ...sledge, capacity: 10 } as typeof sledge;
    await venue.counts([park, limited, ticket('1'), ticket('2')]);
    const ended = [ticket('1', { state: 'cancelled' }), ticket('2', { state: 'cancelled' })];
    assert.deepEqual(await venue.counts(ended), { ended: 2 });
    assert.deepEqual(await booksOf(venue), [['cancelled', 'cancelled'], [[0, 2200, 0, -10]]]);
    assert.deepEqual(await venue.counts([ticket('1')]), { returned: 1 });
    assert.deepEqual(await booksOf(venue), [['valid', 'cancelled'], [[1100, 2200, 0, 18]]]);
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('a refund that is taken back at the source was none', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1'), ticket('2')]);
    await venue.counts([ticket('1', { state: 'refunded' }), ticket('2', { state: 'refunded' })]);
    assert.deepEqual(await venue.counts([ticket('1')]), { returned: 1 });
    assert.deepEqual(await booksOf(venue), [['valid', 'refunded'], [[1100, 2200, 1100, 15]]]);
    assert.deepEqual(await refundsOf(venue), [[1100, 0, 0]]);
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('what the source removed keeps a tombstone, and lives again when it is shown again', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1')]);
    await venue.counts([ticket('1', { state: 'deleted' })]);
    const links = await venue.read((rx) =>
      rx.db
        .selectFrom('link')
        .select('deleted_at')
        .where('connection_id', '=', venue.source.connection_id)
        .where('kind', '=', 'ticket')
        .execute(),
    );
    assert.deepEqual(
      links.map(({ deleted_at }) => deleted_at !== null),
      [true],
    );
    assert.deepEqual(await venue.counts([ticket('1', { state: 'deleted' })]), { unchanged: 1 });
    assert.deepEqual(await venue.counts([ticket('1')]), { returned: 1 });
    assert.deepEqual(await venue.counts([ticket('1')]), { unchanged: 1 });
  });

  test('what a whole pull shows no more is gone; what belongs to an event that was not shown stays', async () => {
    const venue = await openForeignPark(open());
    const other = { ...park, ref: '7', name: 'BON CADEAU' } as typeof park;
    const elsewhere = ticket('3', { event_ref: '7', price: { name: 'Bon' }, order: { ref: '9' } });
    const all = [park, sledge, ticket('1'), ticket('2'), other, elsewhere];
    await venue.counts(all);
    const seen = new Seen();
    seen.add([park, sledge, ticket('2')]);
    const taken = await takeGone(venue.office, venue.source, seen);
    assert.equal(taken.ended, 1);
    assert.deepEqual((await booksOf(venue))[0], ['deleted', 'valid', 'valid']);
    assert.equal((await takeGone(venue.office, venue.source, seen)).ended, 0);
    assert.deepEqual(await venue.counts([ticket('1')]), { returned: 1 });
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('what an order has no more is gone; tickets of other orders, and those that nobody knows, stay', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1'), ticket('2'), ticket('3', { order: { ref: '9' } })]);
    // the one that the fixture's tickets share
    const ref = '12345678';
    const left = (ticket_refs: string[]) => takeLeftOut(venue.office, venue.source, [{ ref, ticket_refs }]);
    assert.equal(await left(['2', '77']), 1);
    assert.deepEqual((await booksOf(venue))[0], ['deleted', 'valid', 'valid']);
    assert.equal(await left(['2']), 0);
    assert.equal(await takeLeftOut(venue.office, venue.source, [{ ref: 'unknown', ticket_refs: [] }]), 0);
    assert.deepEqual(await venue.counts([ticket('1')]), { returned: 1 });
    assert.equal(await left([]), 2);
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('a source that all at once shows next to nothing is not believed until a person says so', async () => {
    const venue = await openForeignPark(open());
    const many = Array.from({ length: 60 }, (_, index) => ticket(String(index + 1)));
    await venue.counts([park, sledge, ...many]);
    const seen = new Seen();
    seen.add([park]);
    await assert.rejects(takeGone(venue.office, venue.source, seen), { code: 'in_use' });
    const sure = { however_many: true };
    assert.equal((await takeGone(venue.office, venue.source, seen, sure)).ended, 60);
  });

  test('a price and a date that are gone are sold no more, and are again once they are back', async () => {
    const venue = await openForeignPark(open());
    const second = { ...sledge, ref: '2', name: 'Poney' } as typeof sledge;
    await venue.counts([park, sledge, second]);
    const enabled = async () => {
      const rows = await venue.read((rx) =>
        rx.db
          .selectFrom('offer')
          .select('enabled')
          .where('organizer_id', '=', venue.source.organizer_id)
          .orderBy('id')
          .execute(),
      );
      return rows.map((row) => row.enabled);
    };
    const seen = new Seen();
    seen.add([park, sledge]);
    assert.equal((await takeGone(venue.office, venue.source, seen)).changed, 1);
    assert.deepEqual(await enabled(), [1, 0]);
    await venue.counts([second]);
    assert.deepEqual(await enabled(), [1, 1]);
  });
});
