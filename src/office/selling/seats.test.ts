import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTheatreNight, type TheatreNight } from '../../../test/fixtures/theatre-night.ts';
import { onEachStore } from '../../../test/stores.ts';
import { isFault } from '../../domain/faults.ts';
import { cancelOrder, restoreOrder } from './cancel.ts';
import { sell } from './request.ts';
import type { Sale, SaleRequest } from './sale.ts';

function saleOf(night: TheatreNight, request: Partial<SaleRequest>, more: Partial<Sale> = {}): Sale {
  const { organizer_id, seat_offer_id } = night;
  return {
    organizer_id,
    channel: 'web',
    requests: [{ offer_id: seat_offer_id, quantity: 1, ...request }],
    ...more,
  };
}

onEachStore('numbered seats', (open) => {
  test('are given next to each other when the buyer names none', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const labels = new Map([...night.seats].map(([label, id]) => [id, label]));
    const sold = await office.write((tx) => sell(tx, saleOf(night, { quantity: 3 })));
    const places = await office.read((rx) =>
      rx.db
        .selectFrom('place')
        .select(['row_label', 'position'])
        .where(
          'id',
          'in',
          sold.tickets.map((ticket) => ticket.place_id ?? 0),
        )
        .orderBy('position')
        .execute(),
    );
    assert.equal(new Set(places.map((place) => place.row_label)).size, 1);
    assert.equal((places[2]?.position ?? 0) - (places[0]?.position ?? 0), 2);
    assert.ok(sold.tickets.every((ticket) => labels.has(ticket.place_id ?? 0)));
  });

  test('have exactly one buyer each when many name the same ones at once', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const wanted = [...night.seats.values()].slice(0, 6);
    const results = await Promise.allSettled(
      Array.from({ length: 36 }, (_, index) => {
        const place_ids = [wanted[index % 6] ?? 0, wanted[(index + 1) % 6] ?? 0];
        return office.write((tx) => sell(tx, saleOf(night, { quantity: 2, place_ids }, { confirm: true })));
      }),
    );
    const sold = results.flatMap((result) =>
      result.status === 'fulfilled' ? result.value.tickets.map((ticket) => ticket.place_id) : [],
    );
    assert.equal(new Set(sold).size, sold.length, 'no seat is sold twice');
    assert.ok(sold.length >= 4, 'pairs are sold until none is left');
    const refused = results.filter((result) => result.status === 'rejected');
    assert.ok(refused.every((result) => isFault(result.reason, 'seats_not_free')));
  });

  test('go to several groups at once without a clash, down to the last one', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const total = night.seats.size;
    const results = await Promise.allSettled(
      Array.from({ length: total }, () => office.write((tx) => sell(tx, saleOf(night, { quantity: 2 })))),
    );
    const sold = results.flatMap((result) => (result.status === 'fulfilled' ? result.value.tickets : []));
    assert.equal(new Set(sold.map((ticket) => ticket.place_id)).size, sold.length);
    assert.equal(sold.length, total);
  });

  test('come back with a cancelled order only while nobody else has taken them', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const place_ids = [[...night.seats.values()][0] ?? 0];
    const { organizer_id } = night;
    const first = await office.write((tx) => sell(tx, saleOf(night, { place_ids }, { confirm: true })));
    const key = { organizer_id, order_id: first.order_id };
    await office.write((tx) => cancelOrder(tx, key));
    const second = await office.write((tx) => sell(tx, saleOf(night, { place_ids }, { confirm: true })));
    await assert.rejects(
      office.write((tx) => restoreOrder(tx, key)),
      { code: 'seats_not_free' },
    );
    await office.write((tx) => cancelOrder(tx, { organizer_id, order_id: second.order_id }));
    const restored = await office.write((tx) => restoreOrder(tx, key));
    assert.equal(restored.total, 3250);
  });

  test('are refused when named twice, in another hall, or by another organizer', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const other = await office.write(openTheatreNight);
    const seat = [...night.seats.values()][0] ?? 0;
    const stranger = [...other.seats.values()][0] ?? 0;
    const refused = (place_ids: number[], code: string): Promise<void> =>
      assert.rejects(
        office.write((tx) => sell(tx, saleOf(night, { quantity: place_ids.length, place_ids }))),
        { code },
      );
    await refused([seat, seat], 'seats_not_free');
    await refused([stranger], 'not_found');
    await assert.rejects(
      office.write((tx) => sell(tx, { ...saleOf(night, {}), organizer_id: other.organizer_id })),
      { code: 'not_found' },
    );
  });
});
