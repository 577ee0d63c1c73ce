import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTheatreNight } from '../../../test/fixtures/theatre-night.ts';
import { onEachStore } from '../../../test/stores.ts';
import { systemActor } from '../../store/transaction.ts';
import { changeLevel } from '../selling/change-level.ts';
import { moveToSeat } from '../selling/move-seat.ts';
import { sell } from '../selling/request.ts';
import type { SaleRequest } from '../selling/sale.ts';
import { listOffers } from './list-offers.ts';
import { followZone, priceOfPlaces } from './place-offers.ts';
import { createPool } from './pool.ts';
import { createPrice } from './price.ts';
import { createOffer, deleteOffer, linkPool } from './offer.ts';
import { ownRow } from './rows.ts';
import { setSessionPlaces } from './session.ts';

onEachStore('a place with a price of its own', (open) => {
  /** An evening on which A;1 and A;2 cost more than the other seats of the stalls. */
  async function dearer() {
    const office = open();
    const night = await office.write(openTheatreNight);
    const { organizer_id, event_id, session_id, seats } = night;
    const seat = (key: string): number => seats.get(key)!;
    const place = (code: string) =>
      office.read((rx) =>
        rx.db
          .selectFrom('place')
          .innerJoin('session', 'session.hall_id', 'place.hall_id')
          .select(['place.id', 'place.zone_id'])
          .where('session.id', '=', session_id)
          .where('place.code', '=', code)
          .executeTakeFirstOrThrow(),
      );
    const zone_id = (await place('ORCH-A;1')).zone_id;
    const price_id = await office.write((tx) =>
      createPrice(tx, {
        ...{ organizer_id, event_id, name: 'Loge', amount: 9_000 },
        product_type: 'numbered_seat',
      }),
    );
    const priced = (place_ids: readonly number[], id: number | null = price_id) =>
      office.write((tx) => priceOfPlaces(tx, { organizer_id, session_id, zone_id, place_ids, price_id: id }));
    await priced([seat('A;1'), seat('A;2')]);
    const offers = async () => {
      const { rows } = await office.read((rx) =>
        listOffers(rx, { organizer_ids: [organizer_id], session_id, now: 0, limit: 100 }),
      );
      return rows.filter((row) => row.zone_id === zone_id);
    };
    const own = (await offers()).find((row) => row.price_id === price_id)!.id;
    const buy = (request: SaleRequest, more: object = {}) =>
      office.write((tx) => sell(tx, { organizer_id, channel: 'web', requests: [request], ...more }));
    return { office, night, seat, place, price_id, priced, offers, own, buy, zone_id };
  }

  test('is sold at that alone, and nothing else at it', async () => {
    const { night, seat, own, buy } = await dearer();
    const { seat_offer_id } = night;
    const wrong = { code: 'not_found' };
    await assert.rejects(buy({ offer_id: seat_offer_id, quantity: 1, place_ids: [seat('A;1')] }), wrong);
    await assert.rejects(buy({ offer_id: own, quantity: 1, place_ids: [seat('A;3')] }), wrong);
    const order = await buy({ offer_id: own, quantity: 1, place_ids: [seat('A;1')] });
    assert.deepEqual([order.total, order.tickets[0]?.charged_amount], [9_000, 9_000]);
    await assert.rejects(buy({ offer_id: own, quantity: 1, place_ids: [seat('A;1')] }), {
      code: 'seats_not_free',
    });
  });

  test('is not chosen for who pays the zone’s price, and is for who pays its own', async () => {
    const { office, night, seat, own, buy } = await dearer();
    const placesOf = async (order_id: number) => {
      const rows = await office.read((rx) =>
        rx.db.selectFrom('ticket').select('place_id').where('order_id', '=', order_id).execute(),
      );
      return rows.map((row) => row.place_id).toSorted((a, b) => (a ?? 0) - (b ?? 0));
    };
    const dear = [seat('A;1'), seat('A;2')];
    const usual = await buy({ offer_id: night.seat_offer_id, quantity: 14 });
    assert.ok((await placesOf(usual.order_id)).every((id) => !dear.includes(id ?? 0)));
    const sold_out = { code: 'sold_out' };
    await assert.rejects(buy({ offer_id: night.seat_offer_id, quantity: 1 }), sold_out);
    const both = await buy({ offer_id: own, quantity: 2 });
    assert.deepEqual(await placesOf(both.order_id), dear);
    await assert.rejects(buy({ offer_id: own, quantity: 1 }), sold_out);
  });

  test('counts among what is left of its own offer, and is missing from its zone’s', async () => {
    const { night, seat, offers, priced, own, buy } = await dearer();
    const left = async () => Object.fromEntries((await offers()).map((row) => [row.id, row.left]));
    assert.deepEqual(await left(), { [night.seat_offer_id]: 14, [own]: 2 });
    await buy({ offer_id: own, quantity: 1 });
    assert.deepEqual(await left(), { [night.seat_offer_id]: 14, [own]: 1 });
    await priced([...night.seats.values()]);
    assert.deepEqual(await left(), { [night.seat_offer_id]: 0, [own]: 15 });
    await priced([seat('B;1')], null);
    assert.deepEqual(await left(), { [night.seat_offer_id]: 1, [own]: 14 });
  });

  test('has one winner among many buyers, whichever offer they name', async () => {
    const { office, night, seat, own } = await dearer();
    const { organizer_id, seat_offer_id } = night;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 24 }, (_, index) => {
        const request = {
          offer_id: index % 3 === 0 ? seat_offer_id : own,
          quantity: 1,
          place_ids: [seat(index % 2 === 0 ? 'A;1' : 'A;2')],
        };
        return office.store.write(systemActor, (tx) =>
          sell(tx, { organizer_id, channel: 'web', requests: [request] }),
        );
      }),
    );
    const won = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value.total] : []));
    assert.deepEqual(won, [9_000, 9_000]);
  });

  test('draws from what its zone draws from', async () => {
    const { office, night, seat, priced, offers, price_id, buy } = await dearer();
    const { organizer_id, event_id, seat_offer_id } = night;
    await priced([seat('A;1'), seat('A;2')], null);
    assert.deepEqual(
      (await offers()).map((row) => row.id),
      [seat_offer_id],
    );
    await office.write(async (tx) => {
      const pool_id = await createPool(tx, { organizer_id, event_id, kind: 'quota', capacity: 2 });
      await linkPool(tx, { organizer_id, offer_id: seat_offer_id, pool_id });
    });
    await priced([seat('A;1'), seat('A;2')]);
    const own = (await offers()).find((row) => row.price_id === price_id)!.id;
    await buy({ offer_id: own, quantity: 1, place_ids: [seat('A;1')] });
    await buy({ offer_id: seat_offer_id, quantity: 1 });
    await assert.rejects(buy({ offer_id: own, quantity: 1, place_ids: [seat('A;2')] }), { code: 'sold_out' });
  });

  test('of an area never takes more than the area does', async () => {
    const { office, night, place, price_id } = await dearer();
    const { organizer_id, session_id, standing_offer_id } = night;
    const { id: place_id, zone_id } = await place('FOSSE');
    await office.write((tx) =>
      priceOfPlaces(tx, { organizer_id, session_id, zone_id, place_ids: [place_id], price_id }),
    );
    const { rows } = await office.read((rx) =>
      listOffers(rx, { organizer_ids: [organizer_id], session_id, now: 0, limit: 100 }),
    );
    const own = rows.find((row) => row.zone_id === zone_id && row.price_id === price_id)!;
    assert.equal(own.left, 200);
    const buy = (offer_id: number, quantity: number, place_ids?: number[]) =>
      office.write((tx) =>
        sell(tx, { organizer_id, channel: 'web', requests: [{ offer_id, quantity, place_ids }] }),
      );
    await assert.rejects(buy(standing_offer_id, 1, [place_id]), { code: 'not_found' });
    await buy(own.id, 1, [place_id]);
    const pool = await office.read((rx) =>
      rx.db.selectFrom('pool').select('taken').where('place_id', '=', place_id).executeTakeFirstOrThrow(),
    );
    assert.equal(pool.taken, 1);
  });

  test('keeps its price through a block, and follows its zone when its offer goes or costs the same', async () => {
    const { office, night, seat, priced, own, price_id, offers, buy, zone_id } = await dearer();
    const { organizer_id, session_id, seat_offer_id } = night;
    const place_ids = [seat('A;1')];
    await office.write((tx) => setSessionPlaces(tx, { organizer_id, session_id, place_ids, blocked: true }));
    const request = { offer_id: own, quantity: 1, place_ids };
    await assert.rejects(buy(request), { code: 'seats_not_free' });
    await office.write((tx) => setSessionPlaces(tx, { organizer_id, session_id, place_ids }));
    await buy(request);
    await office.write((tx) => deleteOffer(tx, { organizer_id, offer_id: own }));
    await buy({ offer_id: seat_offer_id, quantity: 1, place_ids: [seat('A;2')] });
    const usual = (await offers()).find((row) => row.id === seat_offer_id)!.price_id;
    await priced([seat('A;3')]);
    await priced([seat('A;3')], usual);
    assert.deepEqual(
      (await offers()).map((row) => row.id),
      [seat_offer_id],
    );
    await priced([seat('A;3')]);
    await office.write(async (tx) => {
      await tx.db.updateTable('offer').set({ price_id }).where('id', '=', seat_offer_id).execute();
      await followZone(tx, await ownRow(tx, 'session', organizer_id, session_id), zone_id);
    });
    assert.equal(
      (await buy({ offer_id: seat_offer_id, quantity: 1, place_ids: [seat('A;3')] })).total,
      9_000,
    );
  });

  test('lets no ticket of another price move onto it, nor its own become a level of the zone', async () => {
    const { office, night, seat, own, buy } = await dearer();
    const { organizer_id, event_id, session_id, seat_offer_id } = night;
    const dear = await buy({ offer_id: own, quantity: 1, place_ids: [seat('A;1')] });
    const usual = await buy({ offer_id: seat_offer_id, quantity: 1, place_ids: [seat('B;1')] });
    const move = (order: typeof dear, key: string) =>
      office.write((tx) =>
        moveToSeat(tx, {
          ...{ organizer_id, order_id: order.order_id },
          ...{ ticket_id: order.tickets[0]!.id, place_id: seat(key) },
        }),
      );
    await assert.rejects(move(usual, 'A;2'), { code: 'not_found' });
    await assert.rejects(move(dear, 'B;2'), { code: 'not_found' });
    await move(dear, 'A;2');
    await office.write(async (tx) => {
      const price = { organizer_id, event_id, name: 'Enfant', amount: 500, code: 'child' };
      const level = await createPrice(tx, price);
      const { zone_id } = await ownRow(tx, 'offer', organizer_id, seat_offer_id);
      await createOffer(tx, { organizer_id, event_id, session_id, zone_id, price_id: level });
    });
    const level = (order: typeof dear, name: string | null) =>
      office.write((tx) =>
        changeLevel(tx, {
          ...{ organizer_id, order_id: order.order_id },
          ...{ ticket_id: order.tickets[0]!.id, level: name },
        }),
      );
    await level(usual, 'child');
    await level(usual, null);
    await level(dear, null);
    await assert.rejects(level(dear, 'child'), { code: 'not_found' });
  });
});
