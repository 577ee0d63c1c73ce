import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEvent } from '../../src/office/catalogue/event.ts';
import { listOffers } from '../../src/office/catalogue/list-offers.ts';
import { priceTree, type PriceGroupNode } from '../../src/office/catalogue/list-prices.ts';
import { listSessions } from '../../src/office/catalogue/list-sessions.ts';
import { createOffer } from '../../src/office/catalogue/offer.ts';
import { createPool } from '../../src/office/catalogue/pool.ts';
import { createPrice, createPriceGroup } from '../../src/office/catalogue/price.ts';
import { createSession } from '../../src/office/catalogue/session.ts';
import { sell } from '../../src/office/selling/request.ts';
import { scanCode } from '../../src/office/admission/scan.ts';
import { fixServedId, servedIds } from '../../src/office/served-ids/served-ids.ts';
import { onEachStore, type TestStore } from '../stores.ts';
import { leftOf, newOrganizer } from '../fixtures/model-case.ts';

const hour_ms = 3_600_000;

/**
 * Weezevent's event 11435: date 138 at 14:20 and date 139 at 16:20. Ticket 75632 is sold for date 138 only, 75633 for
 * both under one quota, 75634 for both without one. Categories stand in categories.
 */
async function event11435({ write, surroundings }: TestStore) {
  const start = surroundings.instant + 24 * hour_ms;
  return write(async (tx) => {
    const organizer_id = await newOrganizer(tx);
    const event_id = await createEvent(tx, { organizer_id, name: 'Event 1', status: 'published' });
    const session = { organizer_id, event_id };
    const date138 = await createSession(tx, { ...session, starts_at: start, ends_at: start + hour_ms });
    const date139 = await createSession(tx, {
      ...session,
      starts_at: start + 2 * hour_ms,
      ends_at: start + 3 * hour_ms,
    });
    const category = await createPriceGroup(tx, { organizer_id, event_id, name: 'Categorie 1' });
    const below = await createPriceGroup(tx, {
      organizer_id,
      event_id,
      name: 'Sous Categorie 1',
      parent_id: category,
    });
    const price = { organizer_id, event_id };
    const p75632 = await createPrice(tx, { ...price, name: 'my default price', amount: 1000 });
    const p75633 = await createPrice(tx, { ...price, name: 'b2', amount: 999, price_group_id: category });
    const p75634 = await createPrice(tx, { ...price, name: 'b3', amount: 0, price_group_id: below });
    const own = await createPool(tx, {
      organizer_id,
      event_id,
      kind: 'quota',
      capacity: 400,
      session_id: date138,
    });
    const shared = await createPool(tx, { organizer_id, event_id, kind: 'quota', capacity: 5 });
    // the vendor's `quota: 0` is a pool without a limit
    const endless = await createPool(tx, { organizer_id, event_id, kind: 'quota', capacity: null });
    const offer = async (price_id: number, session_id: number, pool: number): Promise<number> =>
      createOffer(tx, { organizer_id, event_id, price_id, session_id, pool_ids: [pool] });
    const offers = {
      a138: await offer(p75632, date138, own),
      b138: await offer(p75633, date138, shared),
      b139: await offer(p75633, date139, shared),
      c138: await offer(p75634, date138, endless),
      c139: await offer(p75634, date139, endless),
    };
    for (const [kind, served_id, local_id] of [
      ['event', '11435', event_id],
      ['session', '138', date138],
      ['session', '139', date139],
      ['price', '75632', p75632],
      ['price', '75633', p75633],
      ['price', '75634', p75634],
    ] as const) {
      await fixServedId(tx, { organizer_id, dialect: 'weezevent', kind, served_id, local_id });
    }
    return { organizer_id, event_id, date138, date139, prices: [p75632, p75633, p75634], offers };
  });
}

onEachStore('a Weezevent event with nested categories and two dates', (open) => {
  test('lists each date with the tickets it sells, under the ids of the vendor', async () => {
    const office = open();
    const { organizer_id, event_id, prices } = await event11435(office);
    const now = office.surroundings.instant;
    const dates = await office.read(async (rx) => {
      const ids = await servedIds(rx, {
        organizer_id,
        dialect: 'weezevent',
        kind: 'price',
        local_ids: prices,
      });
      const { rows } = await listSessions(rx, { organizer_ids: [organizer_id], event_ids: [event_id] });
      const offers = await listOffers(rx, { organizer_ids: [organizer_id], event_id, now });
      return rows.map((session) =>
        offers.rows.filter((row) => row.session_id === session.id).map((row) => ids.get(row.price_id)),
      );
    });
    assert.deepEqual(dates, [
      ['75632', '75633', '75634'],
      ['75633', '75634'],
    ]);
  });

  test('shows prices in categories to any depth', async () => {
    const office = open();
    const { organizer_id, event_id } = await event11435(office);
    const tree = await office.read((rx) => priceTree(rx, { organizer_id, event_id }));
    const names = (node: PriceGroupNode): unknown => [
      node.name,
      node.prices.map((price) => price.name),
      node.groups.map(names),
    ];
    assert.deepEqual(
      tree.prices.map((price) => price.name),
      ['my default price'],
    );
    assert.deepEqual(tree.groups.map(names), [['Categorie 1', ['b2'], [['Sous Categorie 1', ['b3'], []]]]]);
  });

  test('sells both dates out of one quota, and the other tickets out of their own', async () => {
    const office = open();
    const { organizer_id, offers } = await event11435(office);
    const buy = (offer_id: number, quantity: number) =>
      office.write((tx) =>
        sell(tx, { organizer_id, channel: 'weezevent', requests: [{ offer_id, quantity }] }),
      );
    await buy(offers.b138, 3);
    const left = await leftOf(office, organizer_id);
    assert.deepEqual([left.get(offers.b138), left.get(offers.b139)], [2, 2]);
    await assert.rejects(buy(offers.b139, 3), { code: 'sold_out' });
    await buy(offers.b139, 2);
    await assert.rejects(buy(offers.b138, 1), { code: 'sold_out' });
    await buy(offers.c139, 900);
    const after = await leftOf(office, organizer_id);
    assert.deepEqual(
      [after.get(offers.a138), after.get(offers.b139), after.get(offers.c138)],
      [400, 0, null],
    );
  });

  test('admits a ticket on its own date only', async () => {
    const office = open();
    const { organizer_id, event_id, date138, date139, offers } = await event11435(office);
    const sold = await office.write((tx) =>
      sell(tx, {
        organizer_id,
        channel: 'weezevent',
        requests: [{ offer_id: offers.a138, quantity: 1 }],
        confirm: true,
        payment: { amount: 'total', method: 'card' },
      }),
    );
    const code = sold.tickets[0]!.barcode!;
    const scan = (session_id: number) =>
      office.write((tx) =>
        scanCode(tx, { organizer_id, event_id, session_id, code, direction: 'in', source: 'weezevent' }),
      );
    assert.equal((await scan(date139)).refusal, 'wrong_session');
    assert.equal((await scan(date138)).outcome, 'admitted');
  });
});
