import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createAllotment, createPool, releaseDueAllotments } from '../catalogue/pool.ts';
import { finder, type Finding } from '../doctor/check.ts';
import { poolsCheck } from '../doctor/pools.ts';
import { cancelOrder, restoreOrder } from './cancel.ts';
import { expireHolds } from './expire.ts';
import { sell } from './request.ts';

const minute_ms = 60_000;

async function poolOf({ read }: TestStore, id: number) {
  const pool = await read((rx) =>
    rx.db.selectFrom('pool').select(['taken', 'reserved']).where('id', '=', id).executeTakeFirstOrThrow(),
  );
  return { ...pool };
}

/** What the doctor says of the pools of the whole database. */
function findings({ read, surroundings }: TestStore): Promise<Finding[]> {
  const context = { now: surroundings.now(), found: finder(poolsCheck), progress: () => undefined };
  return read((rx) => poolsCheck.run(rx, context));
}

onEachStore('what is given back', (open) => {
  test('includes what add-ons and articles drew, and a restored order draws it again', async () => {
    const office = open();
    const event = await office.write((tx) => openEvent(tx, 10));
    const { organizer_id, offer_id } = event;
    const pool_id = await office.write((tx) => createPool(tx, { organizer_id, kind: 'quota', capacity: 3 }));
    const parking = {
      kind: 'add_on',
      title: 'Parking',
      quantity: 2,
      unit_amount: 500,
      vat_bp: 2000,
      pool_id,
    } as const;
    const sale = {
      organizer_id,
      channel: 'web',
      requests: [{ offer_id, quantity: 1 }],
      extras: [parking],
    };
    const { order_id } = await office.write((tx) => sell(tx, { ...sale, confirm: true }));
    const key = { organizer_id, order_id };
    await office.write((tx) => cancelOrder(tx, key));
    assert.deepEqual(await poolOf(office, pool_id), { taken: 0, reserved: 0 });
    const restored = await office.write((tx) => restoreOrder(tx, key));
    assert.equal(restored.total, 2100);
    assert.equal((await poolOf(office, pool_id)).taken, 2);
    await office.write((tx) => cancelOrder(tx, key));
    await office.write((tx) => sell(tx, sale));
    await assert.rejects(
      office.write((tx) => restoreOrder(tx, key)),
      { code: 'sold_out' },
    );
    office.surroundings.advance(21 * minute_ms);
    await office.write((tx) => expireHolds(tx, { orders_max: 100 }));
    assert.equal((await poolOf(office, pool_id)).taken, 0);
    assert.deepEqual(await findings(office), []);
  });

  test('to an allotment that is due but not yet released is kept, and released once', async () => {
    const office = open();
    const { organizer_id, offer_id, pool_id } = await office.write((tx) => openEvent(tx, 10));
    const releases_at = office.surroundings.now() + minute_ms;
    await office.write((tx) =>
      createAllotment(tx, { organizer_id, pool_id, channel: 'counter', capacity: 4, releases_at }),
    );
    const { order_id } = await office.write((tx) =>
      sell(tx, { organizer_id, channel: 'counter', requests: [{ offer_id, quantity: 2 }], confirm: true }),
    );
    assert.deepEqual(await poolOf(office, pool_id), { taken: 2, reserved: 2 });
    office.surroundings.advance(2 * minute_ms);
    await office.write((tx) => cancelOrder(tx, { organizer_id, order_id }));
    assert.deepEqual(await poolOf(office, pool_id), { taken: 0, reserved: 4 });
    await office.write((tx) => releaseDueAllotments(tx, { limit: 10 }));
    assert.deepEqual(await poolOf(office, pool_id), { taken: 0, reserved: 0 });
    assert.deepEqual(await findings(office), []);
  });

  test('of an expired hold is there for who restores an order, though nobody has swept it yet', async () => {
    const office = open();
    const { organizer_id, offer_id, pool_id } = await office.write((tx) => openEvent(tx, 4));
    const sale = { organizer_id, channel: 'counter', requests: [{ offer_id, quantity: 3 }] };
    await office.write((tx) =>
      createAllotment(tx, { organizer_id, pool_id, channel: 'counter', capacity: 3 }),
    );
    const { order_id } = await office.write((tx) => sell(tx, { ...sale, confirm: true }));
    await office.write((tx) => cancelOrder(tx, { organizer_id, order_id }));
    await office.write((tx) => sell(tx, { ...sale, hold_minutes: 5 }));
    office.surroundings.advance(6 * minute_ms);
    await office.write((tx) => restoreOrder(tx, { organizer_id, order_id }));
    assert.deepEqual(await poolOf(office, pool_id), { taken: 3, reserved: 0 });
    assert.deepEqual(await findings(office), []);
  });
});
