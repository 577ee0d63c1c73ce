import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { confirmOrder, extendHold } from './confirm.ts';
import { expireHolds } from './expire.ts';
import { archiveOrder, recordPayment } from './payments.ts';
import { sell } from './request.ts';
import type { Sale } from './sale.ts';

const minute_ms = 60_000;

async function order({ write }: TestStore, more: Partial<Sale> = {}) {
  const { organizer_id, offer_id } = await write((tx) => openEvent(tx, 2));
  const requests = [{ offer_id, quantity: 2 }];
  const sold = await write((tx) => sell(tx, { organizer_id, channel: 'web', requests, ...more }));
  return { organizer_id, order_id: sold.order_id };
}

onEachStore('a hold', (open) => {
  test('lasts from the moment of its extension on, so that it can be confirmed after its first end', async () => {
    const office = open();
    const key = await order(office, { hold_minutes: 5 });
    office.surroundings.advance(4 * minute_ms);
    const extended = await office.write((tx) => extendHold(tx, { ...key, hold_minutes: 5 }));
    assert.equal(extended.expires_at, office.surroundings.now() + 5 * minute_ms);
    office.surroundings.advance(5 * minute_ms - 1);
    const confirmed = await office.write((tx) => confirmOrder(tx, key));
    assert.equal(confirmed.status, 1);
    await assert.rejects(
      office.write((tx) => extendHold(tx, { ...key, hold_minutes: 5 })),
      { code: 'illegal_move' },
    );
  });

  test('is lifted for good, and cannot be extended once it is over', async () => {
    const office = open();
    const key = await order(office, { hold_minutes: 5 });
    const lifted = await office.write((tx) => extendHold(tx, { ...key, hold_minutes: 'endless' }));
    assert.equal(lifted.expires_at, null);
    office.surroundings.advance(60 * minute_ms);
    assert.equal(await office.write((tx) => expireHolds(tx, { orders_max: 10 })), 0);
    await office.write((tx) => extendHold(tx, { ...key, hold_minutes: 1 }));
    office.surroundings.advance(minute_ms);
    await assert.rejects(
      office.write((tx) => extendHold(tx, { ...key, hold_minutes: 5 })),
      { code: 'order_expired' },
    );
  });
});

onEachStore('an archived order', (open) => {
  test('keeps its tickets good and takes no more money; only a settled one is put away', async () => {
    const office = open();
    const key = await order(office, { confirm: true });
    const archive = () => office.write((tx) => archiveOrder(tx, key));
    const pay = (amount: number) =>
      office.write((tx) => recordPayment(tx, { ...key, amount, method: 'card' }));
    await assert.rejects(archive, { code: 'illegal_move' });
    await pay(1000);
    await assert.rejects(archive, { code: 'illegal_move' });
    await pay(1200);
    assert.equal((await archive()).status, 99);
    await assert.rejects(pay(1), { code: 'illegal_move' });
    await assert.rejects(archive, { code: 'illegal_move' });
    const tickets = await office.read((rx) =>
      rx.db.selectFrom('ticket').select('state').where('order_id', '=', key.order_id).execute(),
    );
    assert.deepEqual(
      tickets.map(({ state }) => state),
      ['valid', 'valid'],
    );
  });
});
