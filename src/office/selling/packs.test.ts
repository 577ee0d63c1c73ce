import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { attachTickets } from './packs.ts';
import { recordPayment } from './payments.ts';
import { sell } from './request.ts';

onEachStore('tickets under a main ticket', (open) => {
  /** An order of `quantity` confirmed, unpaid tickets. */
  async function sold({ write }: TestStore, quantity: number) {
    const { organizer_id, offer_id } = await write((tx) => openEvent(tx, null));
    const requests = [{ offer_id, quantity }];
    const order = await write((tx) => sell(tx, { organizer_id, channel: 'web', requests, confirm: true }));
    const ids = order.tickets.map(({ id }) => id);
    return { key: { organizer_id, order_id: order.order_id }, ids };
  }

  const mainsOf = ({ read }: TestStore, order_id: number) =>
    read(async (rx) => {
      const rows = await rx.db
        .selectFrom('ticket')
        .select(['id', 'main_ticket_id'])
        .where('order_id', '=', order_id)
        .orderBy('id')
        .execute();
      return rows.map(({ main_ticket_id }) => main_ticket_id);
    });

  test('are put there later, one by one, and the ledger says so', async () => {
    const office = open();
    const { key, ids } = await sold(office, 3);
    const [main, first, second] = ids as [number, number, number];
    for (const id of [first, second]) {
      await office.write((tx) => attachTickets(tx, { ...key, main_ticket_id: main, ticket_ids: [id] }));
    }
    assert.deepEqual(await mainsOf(office, key.order_id), [null, main, main]);
    const told = await office.read((rx) =>
      rx.db
        .selectFrom('ledger')
        .select('after')
        .where('organizer_id', '=', key.organizer_id)
        .where('action', '=', 'order.tickets_attached')
        .orderBy('id')
        .execute(),
    );
    assert.deepEqual(
      told.map(({ after }) => JSON.parse(after ?? 'null') as unknown),
      [first, second].map((id) => ({ main_ticket_id: main, tickets: [id] })),
    );
  });

  test('stand one level deep, in one order, and all are put there or none', async () => {
    const office = open();
    const { key, ids } = await sold(office, 4);
    const [main, leaf, free, other] = ids as [number, number, number, number];
    const strange = (await sold(office, 1)).ids[0]!;
    const attach = (main_ticket_id: number, ...ticket_ids: number[]) =>
      office.write((tx) => attachTickets(tx, { ...key, main_ticket_id, ticket_ids }));
    await attach(main, leaf);
    for (const attempt of [
      () => attach(leaf, free),
      () => attach(free, main),
      () => attach(main, main),
      () => attach(main, free, strange),
      () => attach(strange, free),
    ]) {
      await assert.rejects(attempt, { code: 'not_found' });
    }
    assert.deepEqual(await mainsOf(office, key.order_id), [null, main, null, null]);
    await attach(other, leaf);
    assert.deepEqual(await mainsOf(office, key.order_id), [null, other, null, null]);
  });

  test('stay as they are once money is paid, and for another organizer', async () => {
    const office = open();
    const { key, ids } = await sold(office, 2);
    const [main_ticket_id, leaf] = ids as [number, number];
    const wish = { ...key, main_ticket_id, ticket_ids: [leaf] };
    const { organizer_id } = (await sold(office, 1)).key;
    await assert.rejects(
      office.write((tx) => attachTickets(tx, { ...wish, organizer_id })),
      { code: 'not_found' },
    );
    await office.write((tx) => recordPayment(tx, { ...key, amount: 100, method: 'cash' }));
    await assert.rejects(
      office.write((tx) => attachTickets(tx, wish)),
      { code: 'illegal_move' },
    );
    assert.deepEqual(await mainsOf(office, key.order_id), [null, null]);
  });
});
