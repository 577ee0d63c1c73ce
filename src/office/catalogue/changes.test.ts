import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrganizer } from '../../../test/fixtures/model-case.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore } from '../../../test/stores.ts';
import { isFault } from '../../domain/faults.ts';
import { createDiscount, createPromoCode, deleteDiscount } from '../promotions/promo-code.ts';
import { findApplicableCodes } from '../promotions/find-applicable.ts';
import { sell } from '../selling/request.ts';
import { createAddOn, deleteAddOn, listAddOns, updateAddOn } from './add-on.ts';
import { createEvent, createEventCategory, deleteEvent, updateEvent } from './event.ts';
import { createHall, createPlace, createZone, updateHall, updatePlace, updateZone } from './hall.ts';
import { findEvent } from './list-events.ts';
import { createOffer, deleteOffer, unlinkPool } from './offer.ts';
import { updateOrganizer } from './organizer.ts';
import { createPack, packParts, updatePackPart } from './pack.ts';
import { createAllotment, listAllotments, releaseAllotment, updateAllotment, updatePool } from './pool.ts';
import { createPrice, deletePrice, updatePrice } from './price.ts';
import { createQuestion, listQuestions, updateQuestion } from './question.ts';
import { createSession, deleteSession } from './session.ts';
import { createVenue, updateVenue } from './venue.ts';

const gone = { code: 'not_found' };
const invalid = { code: 'invalid_input' };

onEachStore('changes of the catalogue', (open) => {
  test('an organizer changes its words and settings, not to a zone that is none', async () => {
    const { write } = open();
    await write(async (tx) => {
      const organizer_id = await newOrganizer(tx);
      const changed = await updateOrganizer(tx, { organizer_id, name: 'New', admits_unpaid: 1 });
      assert.deepEqual([changed.name, changed.admits_unpaid], ['New', 1]);
      await assert.rejects(updateOrganizer(tx, { organizer_id, zone: 'Mars/North' }), {
        code: 'unknown_time_zone',
      });
    });
  });

  test('a hall, its zones and its places are drawn anew; what a seat is called and takes stays', async () => {
    const { write } = open();
    await write(async (tx) => {
      const organizer_id = await newOrganizer(tx);
      const venue_id = await createVenue(tx, { organizer_id, name: 'Old' });
      assert.equal((await updateVenue(tx, { organizer_id, venue_id, name: 'New' })).name, 'New');
      const hall_id = await createHall(tx, { organizer_id, venue_id, name: 'Hall' });
      await updateHall(tx, { organizer_id, hall_id, scheme: '{"stage":[0,0]}' });
      await assert.rejects(updateHall(tx, { organizer_id, hall_id, scheme: 'stage' }), invalid);
      const zone_id = await createZone(tx, { organizer_id, hall_id, code: 'A', name: 'A' });
      await assert.rejects(createZone(tx, { organizer_id, hall_id, code: 'A', name: 'B' }), {
        code: 'already_exists',
      });
      assert.equal((await updateZone(tx, { organizer_id, zone_id, name: 'Stalls' })).name, 'Stalls');
      const seat = { organizer_id, zone_id, kind: 'seat', code: 'A-1;1' };
      const place_id = await createPlace(tx, seat);
      await assert.rejects(createPlace(tx, seat), { code: 'already_exists' });
      assert.equal((await updatePlace(tx, { organizer_id, place_id, rank: 7, x: 1.5 })).x, 1.5);
      await assert.rejects(updatePlace(tx, { organizer_id, place_id, capacity: 2 }), invalid);
    });
  });

  test('an event that is sold is cancelled, not deleted; what was sold of a price stays', async () => {
    const { write, read } = open();
    const { organizer_id, event_id, price_id, offer_id, pool_id } = await write((tx) => openEvent(tx, 5));
    const { order_id } = await write((tx) =>
      sell(tx, { organizer_id, channel: 'web', requests: [{ offer_id, quantity: 1 }], confirm: true }),
    );
    await assert.rejects(
      write((tx) => deleteEvent(tx, { organizer_id, event_id })),
      { code: 'in_use' },
    );
    const event_category_id = await write((tx) => createEventCategory(tx, { organizer_id, name: 'Parks' }));
    await write((tx) => updateEvent(tx, { organizer_id, event_id, status: 'cancelled', event_category_id }));
    const event = await read((rx) => findEvent(rx, { organizer_ids: [organizer_id], event_id }));
    assert.deepEqual([event.status, event.category_name], ['cancelled', 'Parks']);
    await write((tx) => updatePrice(tx, { organizer_id, price_id, amount: 5000 }));
    await write((tx) => unlinkPool(tx, { organizer_id, offer_id, pool_id }));
    await write((tx) => deleteOffer(tx, { organizer_id, offer_id }));
    await write((tx) => deletePrice(tx, { organizer_id, price_id }));
    const ticket = await read((rx) =>
      rx.db.selectFrom('ticket').selectAll().where('order_id', '=', order_id).executeTakeFirstOrThrow(),
    );
    assert.deepEqual([ticket.state, ticket.charged_amount, ticket.price_id], ['valid', 1100, price_id]);
  });

  test('a session with tickets is not deleted', async () => {
    const { write } = open();
    const { organizer_id, event_id, price_id } = await write((tx) => openEvent(tx, 5));
    const session_id = await write((tx) =>
      createSession(tx, { organizer_id, event_id, starts_at: tx.now + 1000 }),
    );
    const offer_id = await write((tx) => createOffer(tx, { organizer_id, event_id, price_id, session_id }));
    await write((tx) => sell(tx, { organizer_id, channel: 'web', requests: [{ offer_id, quantity: 1 }] }));
    await assert.rejects(
      write((tx) => deleteSession(tx, { organizer_id, session_id })),
      { code: 'in_use' },
    );
  });

  test('packs, questions and add-ons hold together', async () => {
    const { write } = open();
    const { organizer_id, event_id, price_id, offer_id } = await write((tx) => openEvent(tx, 5));
    await write(async (tx) => {
      const price = { organizer_id, event_id, name: 'Pack', amount: 0, product_type: 'pack' };
      const pack_price_id = await createPrice(tx, price);
      await assert.rejects(createPack(tx, { organizer_id, pack_price_id: price_id, parts: [] }), invalid);
      const parts = [{ offer_id, minimum: 2, maximum: 1 }];
      await assert.rejects(createPack(tx, { organizer_id, pack_price_id, parts }), invalid);
      const [part] = await createPack(tx, { organizer_id, pack_price_id, parts: [{ offer_id }] });
      await updatePackPart(tx, { organizer_id, pack_part_id: part!, maximum: 4 });
      assert.equal((await packParts(tx, { organizer_id, pack_price_id }))[0]?.maximum, 4);
      const elsewhere = await createEvent(tx, { organizer_id, name: 'Elsewhere' });
      const question = { organizer_id, event_id: elsewhere, scope: 'ticket', label: 'Name?' };
      await assert.rejects(createQuestion(tx, { ...question, price_id }), invalid);
      const question_id = await createQuestion(tx, question);
      await updateQuestion(tx, { organizer_id, question_id, required: 1 });
      assert.equal((await listQuestions(tx, { organizer_id, event_id: elsewhere }))[0]?.required, 1);
      const add_on_id = await createAddOn(tx, { organizer_id, event_id, name: 'Parking', amount: 300 });
      await updateAddOn(tx, { organizer_id, add_on_id, amount: 400 });
      assert.equal((await listAddOns(tx, { organizer_id, event_id }))[0]?.amount, 400);
      await deleteAddOn(tx, { organizer_id, add_on_id });
      assert.deepEqual(await listAddOns(tx, { organizer_id, event_id }), []);
    });
  });

  test('the codes of a discount that is gone count no more', async () => {
    const { write, read } = open();
    const organizer_id = await write((tx) => newOrganizer(tx));
    const terms = { kind: 'percent', percent_bp: 500 };
    const discount_id = await write((tx) => createDiscount(tx, { organizer_id, name: 'Five', ...terms }));
    const code = { organizer_id, label: 'FIVE', discount_id, uses: null };
    const id = await write((tx) => createPromoCode(tx, code));
    await write((tx) => deleteDiscount(tx, { organizer_id, discount_id }));
    const [found] = await read((rx) => findApplicableCodes(rx, { organizer_id, ids: [id] }));
    assert.equal(found?.enabled, false);
    await assert.rejects(
      write((tx) => createPromoCode(tx, { ...code, label: 'SIX' })),
      gone,
    );
  });

  test('whatever is sold, kept and resized at once, a pool never owes more than it has', async () => {
    const { write, read } = open();
    const { organizer_id, offer_id, pool_id } = await write((tx) => openEvent(tx, 30));
    const key = { organizer_id, pool_id, channel: 'weezevent' };
    const allotment_id = await write((tx) => createAllotment(tx, { ...key, capacity: 10 }));
    const buy = (channel: string) =>
      write((tx) =>
        sell(tx, { organizer_id, channel, requests: [{ offer_id, quantity: 1 }], confirm: true }),
      );
    const results = await Promise.allSettled([
      ...Array.from({ length: 25 }, () => buy('web')),
      ...Array.from({ length: 12 }, () => buy('weezevent')),
      ...[24, 20, 28].map((capacity) => write((tx) => updatePool(tx, { organizer_id, pool_id, capacity }))),
      ...[4, 12, 8].map((capacity) =>
        write((tx) => updateAllotment(tx, { organizer_id, allotment_id, capacity })),
      ),
    ]);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      const known = isFault(result.reason, 'sold_out') || isFault(result.reason, 'capacity_below_sold');
      assert.ok(known, String(result.reason));
    }
    const owed = () =>
      read(async (rx) => {
        const pool = await rx.db
          .selectFrom('pool')
          .selectAll()
          .where('id', '=', pool_id)
          .executeTakeFirstOrThrow();
        const [allotment] = await listAllotments(rx, { organizer_id, pool_id });
        return { pool, allotment: allotment! };
      });
    const { pool, allotment } = await owed();
    assert.ok(pool.taken + pool.reserved <= (pool.capacity ?? 0), JSON.stringify(pool));
    assert.equal(pool.reserved, allotment.capacity - allotment.taken);
    await write((tx) => releaseAllotment(tx, { organizer_id, allotment_id }));
    await write((tx) => releaseAllotment(tx, { organizer_id, allotment_id }));
    assert.equal((await owed()).pool.reserved, 0);
  });
});
