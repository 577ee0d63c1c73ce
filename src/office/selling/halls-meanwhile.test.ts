import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { openTheatreNight, type TheatreNight } from '../../../test/fixtures/theatre-night.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import type { Tx } from '../../store/transaction.ts';
import { openHall } from '../catalogue/open-hall.ts';
import { deleteSession, updateSession } from '../catalogue/session.ts';
import { takeOutPlaces } from '../catalogue/take-out-places.ts';
import { cancelOrder, restoreOrder } from './cancel.ts';
import { moveToSeat } from './move-seat.ts';
import { sell } from './request.ts';

/** Whether a command waits for a lock that another one holds; on SQLite, one that was handed in waits at once. */
async function someoneWaits({ store, read }: TestStore): Promise<boolean> {
  if (store.engine === 'sqlite') return true;
  const { rows } = await read((rx) =>
    sql<{ waiting: number }>`select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(rx.db),
  );
  return (rows[0]?.waiting ?? 0) > 0;
}

/**
 * Two commands at once: the second begins when the first has done all but its commit, which comes when the second has ended, or
 * waits for it. What became of each.
 */
async function atOnce<A, B>(
  office: TestStore,
  first: (tx: Tx) => Promise<A>,
  second: (tx: Tx) => Promise<B>,
): Promise<[PromiseSettledResult<A>, PromiseSettledResult<B>]> {
  const done = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const one = office.write(async (tx) => {
    const value = await first(tx);
    done.resolve();
    await go.promise;
    return value;
  });
  await Promise.race([done.promise, one]);
  const state = { ended: false };
  const other = office.write(second).finally(() => {
    state.ended = true;
  });
  const both = Promise.allSettled([one, other]);
  while (!state.ended && !(await someoneWaits(office)));
  go.resolve();
  return both;
}

function otherHall(tx: Tx, { organizer_id }: TheatreNight): Promise<{ hall_id: number }> {
  return openHall(tx, {
    organizer_id,
    venue: { name: 'Elsewhere' },
    hall: { name: 'Petite salle' },
    zones: [{ code: 'B', name: 'Balcon', rows: [{ label: 'A', seats: 4 }] }],
  });
}

/** Living tickets in a zone of another hall than their session's, of a deleted session, or in a place that was taken out. */
function misplaced({ read }: TestStore, { session_id }: TheatreNight): Promise<unknown[]> {
  return read((rx) =>
    rx.db
      .selectFrom('ticket')
      .innerJoin('session', 'session.id', 'ticket.session_id')
      .leftJoin('zone', 'zone.id', 'ticket.zone_id')
      .leftJoin('place', 'place.id', 'ticket.place_id')
      .select(['ticket.id', 'session.hall_id', 'zone.hall_id as sold_in', 'place.withdrawn_at'])
      .where('session.id', '=', session_id)
      .where('ticket.state', 'in', ['held', 'valid'])
      .where((eb) =>
        eb.or([
          eb('session.hall_id', '<>', eb.ref('zone.hall_id')),
          eb('session.deleted_at', 'is not', null),
          eb('place.withdrawn_at', 'is not', null),
        ]),
      )
      .execute(),
  );
}

onEachStore('a hall that changes while it is sold', (open) => {
  const sales = {
    'a seat that is named': ({ seat_offer_id: offer_id, seats }: TheatreNight) => ({
      offer_id,
      quantity: 1,
      place_ids: [seats.get('A-1') ?? [...seats.values()][0] ?? 0],
    }),
    'the best seats': ({ seat_offer_id: offer_id }: TheatreNight) => ({ offer_id, quantity: 2 }),
    'room in an area': ({ standing_offer_id: offer_id }: TheatreNight) => ({ offer_id, quantity: 3 }),
  };
  const changes = {
    'its session moves to another hall': async (tx: Tx, night: TheatreNight) => {
      const { hall_id } = await otherHall(tx, night);
      const { organizer_id, session_id } = night;
      await updateSession(tx, { organizer_id, session_id, hall_id });
    },
    'its session is deleted': (tx: Tx, night: TheatreNight) => deleteSession(tx, night),
  };
  for (const [sold, requestOf] of Object.entries(sales)) {
    for (const [changed, change] of Object.entries(changes)) {
      const selling = (night: TheatreNight) => (tx: Tx) =>
        sell(tx, { organizer_id: night.organizer_id, channel: 'web', requests: [requestOf(night)] });

      test(`${changed} after the sale of ${sold}: refused, for it is sold`, async () => {
        const office = open();
        const night = await office.write(openTheatreNight);
        const [sale, move] = await atOnce(office, selling(night), (tx) => change(tx, night));
        assert.equal(sale.status, 'fulfilled');
        const code = move.status === 'rejected' && (move.reason as { code?: string }).code;
        assert.ok(code === 'hall_in_use' || code === 'in_use', String(code));
        assert.deepEqual(await misplaced(office, night), []);
      });

      test(`${changed} before the sale of ${sold}: nothing is sold in the hall that was left`, async () => {
        const office = open();
        const night = await office.write(openTheatreNight);
        const [move, sale] = await atOnce(office, (tx) => change(tx, night), selling(night));
        assert.equal(move.status, 'fulfilled');
        assert.equal(sale.status, 'rejected');
        // the area's pool is gone with its hall
        const code = (sale.reason as { code?: string }).code;
        assert.ok(code === 'not_found' || code === 'sold_out', String(code));
        assert.deepEqual(await misplaced(office, night), []);
      });
    }
  }
});

onEachStore('a seat that is taken out of its hall', (open) => {
  const seatOf = ({ seats }: TheatreNight): number => [...seats.values()][0] ?? 0;
  const takingOut = (night: TheatreNight) => async (tx: Tx) => {
    const { organizer_id, session_id } = night;
    const { hall_id } = await tx.db
      .selectFrom('session')
      .select('hall_id')
      .where('id', '=', session_id)
      .executeTakeFirstOrThrow();
    await takeOutPlaces(tx, { organizer_id, hall_id: hall_id ?? 0, ids: [seatOf(night)] });
  };
  const naming =
    (night: TheatreNight, place_ids = [seatOf(night)]) =>
    (tx: Tx) =>
      sell(tx, {
        organizer_id: night.organizer_id,
        channel: 'web',
        requests: [{ offer_id: night.seat_offer_id, quantity: 1, place_ids }],
      });

  test('stays while somebody is buying it', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const [sale, out] = await atOnce(office, naming(night), takingOut(night));
    assert.equal(sale.status, 'fulfilled');
    assert.equal(out.status === 'rejected' && (out.reason as { code?: string }).code, 'places_in_use');
    assert.deepEqual(await misplaced(office, night), []);
  });

  test('is sold to nobody who asked for it meanwhile', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const [out, sale] = await atOnce(office, takingOut(night), naming(night));
    assert.equal(out.status, 'fulfilled');
    assert.equal(sale.status === 'rejected' && (sale.reason as { code?: string }).code, 'seats_not_free');
    assert.deepEqual(await misplaced(office, night), []);
  });

  test('is not moved to meanwhile, and does not come back with a cancelled order', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const { organizer_id } = night;
    const elsewhere = await office.write(naming(night, [[...night.seats.values()][5] ?? 0]));
    const moving = (tx: Tx) =>
      moveToSeat(tx, {
        ...{ organizer_id, order_id: elsewhere.order_id, place_id: seatOf(night) },
        ticket_id: elsewhere.tickets[0]?.id ?? 0,
      });
    const other = await office.write(naming(night));
    const key = { organizer_id, order_id: other.order_id };
    await office.write((tx) => cancelOrder(tx, key));
    const [out, moved] = await atOnce(office, takingOut(night), moving);
    assert.deepEqual([out.status, moved.status], ['fulfilled', 'rejected']);
    await assert.rejects(
      office.write((tx) => restoreOrder(tx, key)),
      { code: 'seats_not_free' },
    );
    assert.deepEqual(await misplaced(office, night), []);
  });

  test('does not come back with an order that is restored meanwhile', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const order = await office.write(naming(night));
    const key = { organizer_id: night.organizer_id, order_id: order.order_id };
    await office.write((tx) => cancelOrder(tx, key));
    const [out, restored] = await atOnce(office, takingOut(night), (tx) => restoreOrder(tx, key));
    assert.deepEqual([out.status, restored.status], ['fulfilled', 'rejected']);
    assert.deepEqual(await misplaced(office, night), []);
  });
});
