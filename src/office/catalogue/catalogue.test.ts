import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createEvent } from './event.ts';
import { createOffer, linkPool, updateOffer } from './offer.ts';
import { openHall } from './open-hall.ts';
import { createOrganizer } from './organizer.ts';
import { createAllotment, createPool, releaseDueAllotments, updateAllotment, updatePool } from './pool.ts';
import { createPrice, createPriceGroup, updatePriceGroup } from './price.ts';
import { putOnSale } from './put-on-sale.ts';
import { createSession, deleteSession, setSessionPlaces, updateSession } from './session.ts';

let count = 0;

async function organizer({ write }: TestStore): Promise<number> {
  count += 1;
  const slug = `catalogue-${count}`;
  return write((tx) => createOrganizer(tx, { slug, name: 'A park', zone: 'Europe/Paris', currency: 'EUR' }));
}

async function show(
  opened: TestStore,
): Promise<{ organizer_id: number; event_id: number; session_id: number }> {
  const organizer_id = await organizer(opened);
  return opened.write(async (tx) => {
    const event_id = await createEvent(tx, { organizer_id, name: 'A show', status: 'published' });
    const session_id = await createSession(tx, { organizer_id, event_id, starts_at: tx.now + 86_400_000 });
    return { organizer_id, event_id, session_id };
  });
}

onEachStore('the catalogue', (open) => {
  test('makes an organizer once per slug, and refuses a zone or a currency that is none', async () => {
    const { write } = open();
    const input = { slug: 'same', name: 'One', zone: 'Europe/Paris', currency: 'EUR' };
    await write((tx) => createOrganizer(tx, input));
    await assert.rejects(
      write((tx) => createOrganizer(tx, input)),
      { code: 'already_exists' },
    );
    await assert.rejects(
      write((tx) => createOrganizer(tx, { ...input, slug: 'b', zone: 'Paris' })),
      {
        code: 'unknown_time_zone',
      },
    );
    await assert.rejects(
      write((tx) => createOrganizer(tx, { ...input, slug: 'c', currency: 'euro' })),
      {
        code: 'unknown_currency',
      },
    );
  });

  test('refuses windows out of order, negative amounts and words it does not know', async () => {
    const opened = open();
    const { organizer_id, event_id } = await show(opened);
    const { write } = opened;
    const wrong = { code: 'invalid_input' };
    const price = { organizer_id, event_id, name: 'Adult', amount: 1200 };
    await assert.rejects(
      write((tx) => createPrice(tx, { ...price, amount: -1 })),
      wrong,
    );
    await assert.rejects(
      write((tx) => createPrice(tx, { ...price, amount: 12.5 })),
      wrong,
    );
    await assert.rejects(
      write((tx) => createPrice(tx, { ...price, minimum: 3, maximum: 2 })),
      wrong,
    );
    await assert.rejects(
      write((tx) => createPrice(tx, { ...price, product_type: 'thing' })),
      wrong,
    );
    await assert.rejects(
      write((tx) => createPrice(tx, { ...price, currency: 'USD' })),
      wrong,
    );
    await assert.rejects(
      write((tx) => createSession(tx, { organizer_id, event_id, starts_at: 2000, ends_at: 1000 })),
      wrong,
    );
  });

  test('an offer holds only what belongs together', async () => {
    const opened = open();
    const { write } = opened;
    const one = await show(opened);
    const other = await show(opened);
    const { organizer_id, event_id } = one;
    const price_id = await write((tx) =>
      createPrice(tx, { organizer_id, event_id, name: 'Full', amount: 100 }),
    );
    const offer = { organizer_id, event_id, price_id };
    await assert.rejects(
      write((tx) => createOffer(tx, { ...offer, session_id: other.session_id })),
      {
        code: 'not_found',
      },
    );
    const secondEvent = await write((tx) => createEvent(tx, { organizer_id, name: 'Another' }));
    await assert.rejects(
      write((tx) => createOffer(tx, { ...offer, event_id: secondEvent })),
      {
        code: 'invalid_input',
      },
    );
    const foreignPool = await write((tx) =>
      createPool(tx, { organizer_id: other.organizer_id, kind: 'quota', capacity: 1 }),
    );
    await assert.rejects(
      write((tx) => createOffer(tx, { ...offer, pool_ids: [foreignPool] })),
      {
        code: 'not_found',
      },
    );
    const elsewhere = await write((tx) =>
      createPool(tx, { organizer_id, event_id: secondEvent, kind: 'quota', capacity: 1 }),
    );
    const offer_id = await write((tx) => createOffer(tx, offer));
    await assert.rejects(
      write((tx) => linkPool(tx, { organizer_id, offer_id, pool_id: elsewhere })),
      {
        code: 'invalid_input',
      },
    );
  });

  test('price groups stand in groups, but never below themselves', async () => {
    const opened = open();
    const { organizer_id, event_id } = await show(opened);
    await opened.write(async (tx) => {
      const top = await createPriceGroup(tx, { organizer_id, event_id, name: 'Top' });
      const below = await createPriceGroup(tx, { organizer_id, event_id, name: 'Below', parent_id: top });
      await assert.rejects(updatePriceGroup(tx, { organizer_id, price_group_id: top, parent_id: below }), {
        code: 'invalid_input',
      });
    });
  });

  test('a pool keeps room for what it owes, unless told to overbook', async () => {
    const opened = open();
    const { organizer_id, event_id } = await show(opened);
    const { write, read } = opened;
    const pool_id = await write((tx) =>
      createPool(tx, { organizer_id, event_id, kind: 'quota', capacity: 10 }),
    );
    const allotment_id = await write((tx) =>
      createAllotment(tx, { organizer_id, pool_id, channel: 'weezevent', capacity: 6 }),
    );
    await assert.rejects(
      write((tx) => createAllotment(tx, { organizer_id, pool_id, channel: 'utick', capacity: 5 })),
      { code: 'sold_out' },
    );
    await assert.rejects(
      write((tx) => updatePool(tx, { organizer_id, pool_id, capacity: 5 })),
      {
        code: 'capacity_below_sold',
      },
    );
    await write((tx) => updatePool(tx, { organizer_id, pool_id, capacity: 5, overbook: true }));
    const alarms = () =>
      read((rx) =>
        rx.db.selectFrom('alarm').select('cleared_at').where('subject_id', '=', pool_id).execute(),
      );
    assert.equal((await alarms())[0]?.cleared_at, null);
    await write((tx) => updatePool(tx, { organizer_id, pool_id, capacity: 8 }));
    assert.notEqual((await alarms())[0]?.cleared_at, null);
    await write((tx) => updateAllotment(tx, { organizer_id, allotment_id, capacity: 8 }));
    await assert.rejects(
      write((tx) => updateAllotment(tx, { organizer_id, allotment_id, capacity: 9 })),
      {
        code: 'sold_out',
      },
    );
    await write((tx) => updateAllotment(tx, { organizer_id, allotment_id, releases_at: tx.now + 1000 }));
    assert.equal(await write((tx) => releaseDueAllotments(tx, { limit: 10 })), 0);
    opened.surroundings.advance(1000);
    assert.equal(await write((tx) => releaseDueAllotments(tx, { limit: 10 })), 1);
    assert.equal(await write((tx) => releaseDueAllotments(tx, { limit: 10 })), 0);
    const pool = await read((rx) =>
      rx.db.selectFrom('pool').selectAll().where('id', '=', pool_id).executeTakeFirstOrThrow(),
    );
    assert.equal(pool.reserved, 0);
  });

  test('every change is one row of the ledger, and moves updated_at; no change is none', async () => {
    const opened = open();
    const { organizer_id, session_id } = await show(opened);
    const { write, read } = opened;
    const rows = () =>
      read((rx) => rx.db.selectFrom('ledger').selectAll().where('subject_id', '=', session_id).execute());
    const before = (await rows()).length;
    const name = 'Evening';
    const first = await write((tx) => updateSession(tx, { organizer_id, session_id, name }));
    const second = await write((tx) => updateSession(tx, { organizer_id, session_id, name: 'Night' }));
    assert.ok(second.updated_at > first.updated_at);
    await write((tx) => updateSession(tx, { organizer_id, session_id, name: 'Night' }));
    const after = await rows();
    assert.equal(after.length, before + 2);
    assert.deepEqual(JSON.parse(after.at(-1)?.after ?? ''), { name: 'Night' });
    await write((tx) => deleteSession(tx, { organizer_id, session_id }));
    await assert.rejects(
      write((tx) => updateSession(tx, { organizer_id, session_id, name })),
      {
        code: 'not_found',
      },
    );
  });

  test('opens a hall with seats and an area, and puts prices on sale in it', async () => {
    const opened = open();
    const { organizer_id, event_id } = await show(opened);
    const { write, read } = opened;
    const made = await write(async (tx) => {
      const hall = await openHall(tx, {
        organizer_id,
        venue: { name: 'Theatre', city: 'Lyon' },
        hall: { name: 'Great hall' },
        zones: [
          {
            code: 'PARTERRE',
            name: 'Stalls',
            rows: [
              { label: 'A', seats: 4 },
              { label: 'B', seats: ['1', '3'] },
            ],
          },
          { code: 'FOYER', name: 'Standing', area: { capacity: 200 } },
        ],
      });
      const session_id = await createSession(tx, {
        organizer_id,
        event_id,
        hall_id: hall.hall_id,
        starts_at: tx.now + 1000,
      });
      const adult = await createPrice(tx, { organizer_id, event_id, name: 'Adult', amount: 2000 });
      const child = await createPrice(tx, { organizer_id, event_id, name: 'Child', amount: 1000 });
      const prices = [{ price_id: adult }, { price_id: child, zone_ids: [hall.zones[1]!.zone_id] }];
      const sale = await putOnSale(tx, { organizer_id, session_id, prices });
      return { hall, session_id, sale };
    });
    assert.deepEqual([...made.hall.zones[0]!.seats.keys()], ['A;1', 'A;2', 'A;3', 'A;4', 'B;1', 'B;3']);
    assert.equal(made.sale.offers.length, 3);
    assert.equal(made.sale.pools.length, 1);
    const links = await read((rx) =>
      rx.db.selectFrom('offer_pool').selectAll().where('pool_id', '=', made.sale.pools[0]!.pool_id).execute(),
    );
    assert.equal(links.length, 2);
    const place_ids = [made.hall.zones[0]!.seats.get('A;1')!];
    await write((tx) =>
      setSessionPlaces(tx, { organizer_id, session_id: made.session_id, place_ids, blocked: true }),
    );
  });

  test('an offer keeps its window in order when it changes', async () => {
    const opened = open();
    const { organizer_id, event_id } = await show(opened);
    await opened.write(async (tx) => {
      const price_id = await createPrice(tx, { organizer_id, event_id, name: 'Full', amount: 0 });
      const offer_id = await createOffer(tx, { organizer_id, event_id, price_id, sale_starts_at: 5000 });
      await assert.rejects(updateOffer(tx, { organizer_id, offer_id, sale_ends_at: 4000 }), {
        code: 'invalid_input',
      });
      await updateOffer(tx, { organizer_id, offer_id, sale_ends_at: 6000, enabled: 0 });
    });
  });
});
