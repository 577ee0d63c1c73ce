import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTheatreNight, type TheatreNight } from '../../../test/fixtures/theatre-night.ts';
import { onEachStore } from '../../../test/stores.ts';
import type { Actor } from '../../store/transaction.ts';
import { setSessionPlaces } from '../catalogue/session.ts';
import { findOrCreateCustomer } from '../customers/find-or-create.ts';
import { sell } from './request.ts';
import type { Sale } from './sale.ts';

onEachStore('a place kept for somebody', (open) => {
  /** An evening whose first seat is kept; sells it by name. */
  async function kept(quota: object) {
    const office = open();
    const night = await office.write(openTheatreNight);
    const [place_id = 0] = night.seats.values();
    const { organizer_id, session_id } = night;
    await office.write((tx) =>
      setSessionPlaces(tx, { organizer_id, session_id, place_ids: [place_id], quota: JSON.stringify(quota) }),
    );
    const take = (more: Partial<Sale>, actor: Actor = { kind: 'system', id: null }) =>
      office.store.write(actor, (tx) => sell(tx, saleOf(night, [place_id], more)));
    return { office, night, place_id, take };
  }

  function saleOf(night: TheatreNight, place_ids: number[] | undefined, more: Partial<Sale>): Sale {
    const { organizer_id, seat_offer_id: offer_id } = night;
    return { organizer_id, channel: 'web', requests: [{ offer_id, quantity: 1, place_ids }], ...more };
  }

  const refused = { code: 'seats_not_free' };

  test('is sold through the channel and to the application that it names', async () => {
    const { take } = await kept({ channels: ['club'], applications: [77] });
    await assert.rejects(take({}), refused);
    await assert.rejects(take({ application_id: 78 }), refused);
    await take({ application_id: 77 });
    const another = await kept({ channels: ['club'] });
    await another.take({ channel: 'club' });
  });

  test('is sold to the customer and by the user that it names', async () => {
    const { office, night, take } = await kept({ customers: ['zoe@example.org'], users: [5] });
    const { organizer_id } = night;
    const [zoe, paul] = await office.write(async (tx) => [
      await findOrCreateCustomer(tx, { organizer_id, email: 'Zoe@Example.org' }),
      await findOrCreateCustomer(tx, { organizer_id, email: 'paul@example.org' }),
    ]);
    await assert.rejects(take({}), refused);
    await assert.rejects(take({ customer_id: paul }), refused);
    await assert.rejects(take({}, { kind: 'user', id: 6 }), refused);
    await take({ customer_id: zoe });
    const another = await kept({ users: [5] });
    await another.take({}, { kind: 'user', id: 5 });
  });

  test('is sold by staff to anybody, and chosen for nobody else', async () => {
    const { office, night, place_id, take } = await kept({ customers: [] });
    await assert.rejects(take({}), refused);
    const { seats } = night;
    const sold = await office.write((tx) =>
      sell(tx, {
        ...saleOf(night, undefined, {}),
        requests: [{ offer_id: night.seat_offer_id, quantity: seats.size - 1 }],
      }),
    );
    assert.ok(sold.tickets.every((ticket) => ticket.place_id !== place_id));
    await assert.rejects(
      office.write((tx) => sell(tx, saleOf(night, undefined, {}))),
      { code: 'sold_out' },
    );
    await take({ staff: { reason: 'a guest' } });
  });
});
