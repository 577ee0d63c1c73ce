import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHouse } from '../../../test/fixtures/weezevent-house.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createEvent, updateEvent } from '../../office/catalogue/event.ts';
import { deletePrice, updatePrice } from '../../office/catalogue/price.ts';
import { createSession, updateSession } from '../../office/catalogue/session.ts';
import { peerOf, pulled, ticketsIn, venueOf } from '../../../test/fixtures/weezevent-pulls.ts';

/** What the ledger has of an organizer's tickets, by the participant's id there. */
async function salesOf({ read }: TestStore, organizer_id: number) {
  const rows = await read((rx) =>
    rx.db
      .selectFrom('ticket as t')
      .innerJoin('order as o', 'o.id', 't.order_id')
      .select(['t.foreign_ref', 't.charged_amount', 't.listed_amount', 't.state', 'o.total', 'o.paid'])
      .where('t.organizer_id', '=', organizer_id)
      .orderBy('t.foreign_ref')
      .execute(),
  );
  return rows.map((row) => ({ ...row }));
}

onEachStore('What changes at Weezevent between two pulls', (open) => {
  test('leaves sales what they cost when the price is raised, taken down or taken away', async () => {
    const office = open();
    const house = await openHouse(office);
    const { organizer_id } = house;
    const venue = await venueOf(office);
    await venue.take((await pulled(peerOf(house).peer)).records);
    const before = await salesOf(office, venue.organizer_id);
    assert.ok(before.some(({ charged_amount }) => charged_amount === 999));
    const [raised, lowered, gone] = [
      await house.local('price', '44274'),
      await house.local('price', '198251'),
      await house.local('price', '44272'),
    ];
    await office.write(async (tx) => {
      await updatePrice(tx, { organizer_id, price_id: raised, amount: 900 });
      await updatePrice(tx, { organizer_id, price_id: lowered, amount: 0 });
      await deletePrice(tx, { organizer_id, price_id: gone });
    });
    const { records } = await pulled(peerOf(house).peer);
    const told = ticketsIn(records).filter(({ price }) => price.ref === '44272');
    assert.ok(told.length > 0);
    const taken = await venue.take(records);
    assert.deepEqual([taken.tickets, taken.ended], [0, 0]);
    assert.deepEqual(await salesOf(office, venue.organizer_id), before);
    // who is new here pays what the price costs now, or what it cost when it was last told
    const [one] = told;
    const [other] = ticketsIn(records).filter(({ price }) => price.ref === '44274');
    assert.ok(one !== undefined && other !== undefined);
    const fresh = [one, other].map((ticket, index) => ({
      ...ticket,
      ref: `new ${index}`,
      barcode: undefined,
      order: { ...ticket.order, ref: `new ${index}` },
    }));
    await venue.take(fresh);
    const added = (await salesOf(office, venue.organizer_id)).filter(({ foreign_ref }) =>
      foreign_ref?.startsWith('new'),
    );
    assert.deepEqual(
      added.map((row) => [row.charged_amount, row.total]),
      [
        [999, 999],
        [900, 900],
      ],
    );
  });

  test('moves a date that another source has given an end, and closes an event that was cancelled', async () => {
    const office = open();
    const house = await openHouse(office);
    const { organizer_id } = house;
    const venue = await venueOf(office);
    const own = { organizer_id: venue.organizer_id };
    const session_id = await house.local('session', '138');
    const event_id = await house.local('event', '11435');
    const hour = 3_600_000;
    const { starts_at } = await office.read((rx) =>
      rx.db.selectFrom('session').select('starts_at').where('id', '=', session_id).executeTakeFirstOrThrow(),
    );
    // the venue had made the evening by hand, as an event of the same name
    const [here, evening] = await office.write(async (tx) => {
      const id = await createEvent(tx, { ...own, name: 'Event 1', starts_at, ends_at: starts_at + hour });
      const session = { ...own, event_id: id, starts_at, ends_at: starts_at + hour };
      return [id, await createSession(tx, session)];
    });
    await venue.take((await pulled(peerOf(house).peer)).records);
    const day = 24 * hour;
    await office.write(async (tx) => {
      await updateSession(tx, {
        ...{ organizer_id, session_id },
        ...{ starts_at: starts_at + day, ends_at: starts_at + day + hour },
      });
      await updateEvent(tx, { organizer_id, event_id, status: 'cancelled' });
    });
    await venue.take((await pulled(peerOf(house).peer)).records);
    const rows = await office.read(async (rx) => [
      await rx.db
        .selectFrom('session')
        .select(['starts_at', 'ends_at'])
        .where('id', '=', evening)
        .executeTakeFirst(),
      await rx.db.selectFrom('event').select('status').where('id', '=', here).executeTakeFirst(),
    ]);
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [{ starts_at: starts_at + day, ends_at: starts_at + day + hour }, { status: 'closed' }],
    );
  });

  test('takes in the sales of a date that was cancelled before the first pull, and the date once it is back', async () => {
    const office = open();
    const house = await openHouse(office);
    const venue = await venueOf(office);
    const session_id = await house.local('session', '138');
    const setStatus = (status: string) =>
      office.write((tx) => updateSession(tx, { organizer_id: house.organizer_id, session_id, status }));
    const dates = () =>
      office.read((rx) =>
        rx.db
          .selectFrom('ticket as t')
          .innerJoin('session as s', 's.id', 't.session_id')
          .select(['s.status', 's.starts_at'])
          .distinct()
          .where('t.organizer_id', '=', venue.organizer_id)
          .where('t.foreign_ref', 'in', refs)
          .execute(),
      );
    await setStatus('cancelled');
    const { records } = await pulled(peerOf(house).peer);
    const refs = ticketsIn(records).flatMap(({ ref, session_ref }) => (session_ref === '138' ? [ref] : []));
    assert.ok(refs.length > 0);
    assert.equal((await venue.take(records)).tickets, ticketsIn(records).length);
    assert.deepEqual(
      (await dates()).map(({ status }) => status),
      ['cancelled'],
    );
    assert.equal((await venue.take((await pulled(peerOf(house).peer)).records)).changed, 0);
    await setStatus('scheduled');
    await venue.take((await pulled(peerOf(house).peer)).records);
    const { starts_at } = await office.read((rx) =>
      rx.db.selectFrom('session').select('starts_at').where('id', '=', session_id).executeTakeFirstOrThrow(),
    );
    assert.deepEqual(
      (await dates()).map((row) => ({ ...row })),
      [{ status: 'scheduled', starts_at }],
    );
  });
});
