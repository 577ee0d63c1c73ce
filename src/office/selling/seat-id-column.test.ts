import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { openTheatreNight, sellNight } from '../../../test/fixtures/theatre-night.ts';
import { onEachStore } from '../../../test/stores.ts';
import { readConditions } from '../../domain/filter.ts';
import { servedIdOf } from '../../domain/served-id.ts';
import type { Rx } from '../../store/transaction.ts';
import { createEvent } from '../catalogue/event.ts';
import { createOffer } from '../catalogue/offer.ts';
import { createPrice } from '../catalogue/price.ts';
import { whereOf } from '../filters/compile.ts';
import { sell } from './request.ts';
import { seatIdColumn } from './seat-id-column.ts';

onEachStore('tickets by their seats', (open) => {
  const columnsOf = (organizer_id: number) => ({
    seat_id: seatIdColumn({ dialect: 'qtickets', organizer_ids: [organizer_id] }, { without_hall: 'LOOSE_' }),
  });

  function queryFor(rx: Rx, organizer_id: number, value: string | string[]) {
    const columns = columnsOf(organizer_id);
    const operator = Array.isArray(value) ? 'in' : '=';
    const where = whereOf(
      rx.engine,
      columns,
      readConditions(columns, [{ column: 'seat_id', operator, value }]),
    );
    return sql`select id from ticket where organizer_id = ${organizer_id} and ${where} order by id`;
  }

  /** Two seats, one place in the pit that names none, one that does, and one without a hall. */
  async function soldOfAll() {
    const office = open();
    return office.write(async (tx) => {
      const night = await openTheatreNight(tx);
      const { organizer_id, standing_offer_id, event_id, session_id } = night;
      const [a3, a4, pit] = (await sellNight(tx, night)).tickets.map(({ id }) => id);
      const hall = await tx.db
        .selectFrom('place')
        .innerJoin('session', 'session.hall_id', 'place.hall_id')
        .select(['place.id', 'place.zone_id'])
        .where('session.id', '=', session_id)
        .where('place.code', 'in', ['FOSSE', 'ORCH-A;5'])
        .orderBy('place.code')
        .execute();
      const level = await createPrice(tx, {
        ...{ organizer_id, event_id, name: 'Enfant', amount: 500, code: 'jeune_public' },
        product_type: 'numbered_seat',
      });
      const zone_id = hall[1]!.zone_id;
      const child = await createOffer(tx, { organizer_id, event_id, session_id, zone_id, price_id: level });
      const elsewhere = await createEvent(tx, { organizer_id, name: 'Bal', status: 'published' });
      const ball = await createPrice(tx, { organizer_id, event_id: elsewhere, name: 'Entrée', amount: 1 });
      const loose = await createOffer(tx, { organizer_id, event_id: elsewhere, price_id: ball });
      const one = async (offer_id: number, place_id?: number): Promise<number> => {
        const place_ids = place_id === undefined ? undefined : [place_id];
        const requests = [{ offer_id, quantity: 1, place_ids }];
        return (await sell(tx, { organizer_id, channel: 'web', requests })).tickets[0]!.id;
      };
      return {
        organizer_id,
        a3,
        a4,
        pit,
        named: await one(standing_offer_id, hall[0]!.id),
        child: await one(child, hall[1]!.id),
        loose: await one(loose),
        ball: `LOOSE_${servedIdOf('integer', ball)}-1;1`,
      };
    });
  }

  test('are found wherever they stand: seats, areas with and without a place, price levels, no hall', async () => {
    const { organizer_id, a3, a4, pit, named, child, loose, ball } = await soldOfAll();
    const found = (value: string | string[], of = organizer_id) =>
      open().read(async (rx) => {
        const { rows } = await queryFor(rx, of, value).execute(rx.db);
        return (rows as { id: number }[]).map((row) => row.id);
      });
    assert.deepEqual(await found('ORCH-A;3'), [a3]);
    assert.deepEqual(await found(['ORCH-A;3', 'ORCH-A;4', 'ORCH-A;9']), [a3, a4]);
    assert.deepEqual(await found('FOSSE-1;1'), [pit, named]);
    assert.deepEqual(await found('jeune_public_ORCH-A;5'), [child]);
    assert.deepEqual(await found('ORCH-A;5'), []);
    assert.deepEqual(await found(ball), [loose]);
    assert.deepEqual(await found(['FOSSE-1;1', ball, 'ORCH-A;4']), [a4, pit, named, loose]);
    assert.deepEqual(await found('ORCH-A;3', organizer_id + 1), []);
    assert.deepEqual(await found(`${'-_'.repeat(40)}x`), []);
  });

  test('come from indexes, whichever seat is asked for', async () => {
    const { organizer_id } = await soldOfAll();
    for (const [seat, index] of [
      ['ORCH-A;3', /ticket_place_id_set/],
      ['FOSSE-1;1', /ticket_place_id_set[^]*ticket_event_id_/],
    ] as const) {
      const plan = await open().write(async (tx) => {
        const { engine, db } = tx;
        // few rows are read whole unless it is told not to: whether it could do otherwise is the question
        if (engine === 'postgres') await sql`set local enable_seqscan = off`.execute(db);
        const word = engine === 'postgres' ? sql`explain` : sql`explain query plan`;
        const { rows } = await sql`${word} ${queryFor(tx, organizer_id, seat)}`.execute(db);
        return rows.map((row) => JSON.stringify(row)).join('\n');
      });
      assert.match(plan, index);
      assert.doesNotMatch(plan, /SCAN (ticket|seated|standing)\b|Seq Scan on ticket/);
    }
  });
});
