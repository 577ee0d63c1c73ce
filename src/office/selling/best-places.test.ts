import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrganizer } from '../../../test/fixtures/model-case.ts';
import { onEachStore } from '../../../test/stores.ts';
import { bestSeats } from '../../domain/seats.ts';
import type { Tx } from '../../store/transaction.ts';
import { createEvent } from '../catalogue/event.ts';
import { openHall } from '../catalogue/open-hall.ts';
import { createSession, setSessionPlaces } from '../catalogue/session.ts';
import { bestPlaces } from './best-places.ts';
import type { Buyer } from './kept-places.ts';
import { releasePlace, takeFreePlace } from './places.ts';
import { unsoldRanks } from './seat-stretches.ts';

/** A zone of 20 rows: more seats than are read at first. */
async function openZone(tx: Tx) {
  const organizer_id = await newOrganizer(tx);
  const rows = Array.from({ length: 20 }, (_, index) => ({ label: String(index + 1), seats: 15 + index }));
  const hall = await openHall(tx, {
    organizer_id,
    hall: { name: 'Salle' },
    zones: [{ code: 'P', name: 'Parterre', rows }],
  });
  const event_id = await createEvent(tx, { organizer_id, name: 'Soir', status: 'published' });
  const session_id = await createSession(tx, {
    organizer_id,
    event_id,
    hall_id: hall.hall_id,
    starts_at: tx.now + 86_400_000,
  });
  return { organizer_id, session_id, zone_id: hall.zones[0]?.zone_id ?? 0 };
}

/** Repeatable numbers from 0 to below 1. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** of the zone as a whole */
const offer = { id: 1, places_only: 0 };

onEachStore('the best places', (open) => {
  test('read a few rows at a time are those that all seats of the zone would give', async () => {
    const office = open();
    await office.write(async (tx) => {
      const zone = await openZone(tx);
      const { organizer_id, session_id, zone_id } = zone;
      const next = chance(7);
      const buyer: Buyer = {
        organizer_id,
        channel: 'web',
        application_id: undefined,
        customer_id: undefined,
        user_id: undefined,
        staff: false,
      };
      const seats = await tx.db
        .selectFrom('place')
        .select(['id', 'zone_id', 'row_label', 'position', 'rank'])
        .where('zone_id', '=', zone_id)
        .execute();
      const keptFor = seats.filter(() => next() < 0.05).map((seat) => seat.id);
      const quota = JSON.stringify({ channels: ['club'] });
      await setSessionPlaces(tx, { organizer_id, session_id, place_ids: keptFor, quota });
      const closed = new Set(keptFor);
      for (let round = 0; round < 24; round += 1) {
        const free = seats.filter((seat) => !closed.has(seat.id));
        for (const quantity of [1, 2, 3, 5, 16]) {
          const wanted = bestSeats(free, quantity)?.map((seat) => seat.id);
          const found = await bestPlaces(tx, { session_id, zone_id, offer, quantity, buyer });
          assert.deepEqual(
            found.map((place) => place.id),
            wanted,
          );
        }
        // the front sells faster
        const sold = free.filter((seat) => next() < (seat.rank < 400 ? 0.2 : 0.04));
        for (const { id: place_id } of sold) {
          await takeFreePlace(tx, { chosen: false, session_id, place_id, organizer_id, ticket_id: place_id });
          closed.add(place_id);
        }
        // and some come back
        for (const { id } of sold.filter(() => next() < 0.1)) {
          await releasePlace(tx, id);
          closed.delete(id);
        }
      }
      const left = seats.length - closed.size;
      await assert.rejects(bestPlaces(tx, { session_id, zone_id, offer, quantity: left + 1, buyer }), {
        code: 'sold_out',
      });
      await tx.db.deleteFrom('place_sale').where('session_id', '=', session_id).execute();
    });
  });

  test('are looked for past the ranks that are sold out, and there again once a seat comes back', async () => {
    const office = open();
    const { organizer_id, session_id, zone_id } = await office.write(openZone);
    const seats = await office.read((rx) =>
      rx.db
        .selectFrom('place')
        .select(['id', 'rank'])
        .where('zone_id', '=', zone_id)
        .orderBy('rank')
        .execute(),
    );
    const rankOf = new Map(seats.map(({ id, rank }) => [id, rank]));
    const place_ids = seats.slice(0, 400).map(({ id }) => id);
    const take = (place_id: number) =>
      office.write((tx) =>
        takeFreePlace(tx, { chosen: false, session_id, place_id, organizer_id, ticket_id: place_id }),
      );
    // at once, as buyers do, and each of them twice
    const taken = await Promise.all([...place_ids, ...place_ids].map(take));
    assert.equal(taken.filter(Boolean).length, place_ids.length);
    const ranges = () => office.read((rx) => unsoldRanks(rx, { session_id, zone_id }));
    const isIn = async (rank: number) =>
      (await ranges()).some(({ from_rank, to_rank }) => from_rank <= rank && rank <= to_rank);
    const [first, , third] = place_ids;
    assert.equal(await isIn(rankOf.get(first ?? 0) ?? -1), false);
    assert.equal(await isIn(seats[400]?.rank ?? -1), true);
    await Promise.all([1, 2].map(() => office.write((tx) => releasePlace(tx, third ?? 0))));
    assert.equal(await isIn(rankOf.get(third ?? 0) ?? -1), true);
    await take(third ?? 0);
    assert.equal(await isIn(rankOf.get(third ?? 0) ?? -1), false);
    // one that was taken back was never taken
    await assert.rejects(
      office.write(async (tx) => {
        await releasePlace(tx, first ?? 0);
        throw new Error('taken back');
      }),
      /taken back/,
    );
    assert.equal(await isIn(rankOf.get(first ?? 0) ?? -1), false);
  });

  test('are right whoever is refused meanwhile, whatever is blocked, kept back or given back', async () => {
    const office = open();
    const { organizer_id, session_id, zone_id } = await office.write(openZone);
    const next = chance(11);
    const buyer: Buyer = {
      organizer_id,
      channel: 'web',
      application_id: undefined,
      customer_id: undefined,
      user_id: undefined,
      staff: false,
    };
    const free = () =>
      office.read(async (rx) => {
        const seats = await rx.db
          .selectFrom('place')
          .select(['id', 'zone_id', 'row_label', 'position', 'rank'])
          .where('zone_id', '=', zone_id)
          .execute();
        const gone = await rx.db
          .selectFrom('place_sale')
          .select('place_id')
          .where('session_id', '=', session_id)
          .union(rx.db.selectFrom('session_place').select('place_id').where('session_id', '=', session_id))
          .execute();
        const closed = new Set(gone.map(({ place_id }) => place_id));
        return seats.filter(({ id }) => !closed.has(id));
      });
    const take = (quantity: number, refused: boolean) =>
      office.write(async (tx) => {
        const found = await bestPlaces(tx, { session_id, zone_id, offer, quantity, buyer });
        for (const { id: place_id } of found) {
          const taking = { chosen: true, session_id, place_id, organizer_id, ticket_id: place_id };
          assert.ok(await takeFreePlace(tx, taking));
        }
        if (refused) throw new Error('refused');
        return found.map(({ id }) => id);
      });
    const sold: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      const asked = Array.from({ length: 6 }, () => take(1 + Math.floor(next() * 4), next() < 0.4));
      for (const done of await Promise.allSettled(asked))
        if (done.status === 'fulfilled') sold.push(...done.value);
      const back = sold.splice(0, 2);
      for (const id of back) await office.write((tx) => releasePlace(tx, id));
      const [blocked] = await free();
      const places = { organizer_id, session_id, place_ids: [blocked?.id ?? 0] };
      await office.write((tx) => setSessionPlaces(tx, { ...places, blocked: true }));
      const wanted = bestSeats(await free(), 2)?.map(({ id }) => id);
      const found = await office.write((tx) =>
        bestPlaces(tx, { session_id, zone_id, offer, quantity: 2, buyer }),
      );
      assert.deepEqual(
        found.map(({ id }) => id),
        wanted,
      );
    }
    assert.equal(new Set(sold).size, sold.length, 'no seat twice');
  });
});
