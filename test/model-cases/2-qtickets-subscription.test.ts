import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEvent } from '../../src/office/catalogue/event.ts';
import { createOffer } from '../../src/office/catalogue/offer.ts';
import { openHall } from '../../src/office/catalogue/open-hall.ts';
import { createPack } from '../../src/office/catalogue/pack.ts';
import { createPrice } from '../../src/office/catalogue/price.ts';
import { putOnSale } from '../../src/office/catalogue/put-on-sale.ts';
import { createSession } from '../../src/office/catalogue/session.ts';
import { stockView } from '../../src/office/catalogue/stock-view.ts';
import { removeTickets } from '../../src/office/selling/cancel.ts';
import { sellPack } from '../../src/office/selling/packs.ts';
import { refundTickets } from '../../src/office/selling/refund.ts';
import { sell } from '../../src/office/selling/request.ts';
import { scanCode } from '../../src/office/admission/scan.ts';
import { onEachStore, type TestStore } from '../stores.ts';
import { codesOf, leftOf, newOrganizer, orderOf, ticketsOf } from '../fixtures/model-case.ts';

const day_ms = 86_400_000;

/** Three shows in a hall with numbered stalls and an area for 200, whose places two prices share; a subscription for all three. */
async function season({ write, surroundings }: TestStore) {
  const start = surroundings.instant + day_ms;
  return write(async (tx) => {
    const organizer_id = await newOrganizer(tx, { zone: 'Europe/Moscow', currency: 'RUB' });
    const { hall_id, zones } = await openHall(tx, {
      organizer_id,
      venue: { name: 'Theatre' },
      hall: { name: 'Great hall' },
      zones: [
        { code: 'CENTER_PARTERRE', name: 'Stalls', rows: [{ label: '21', seats: 14 }] },
        { code: 'DANCEFLOOR', name: 'Dance floor', area: { capacity: 200 } },
      ],
    });
    const [stalls, floor] = zones;
    const event_id = await createEvent(tx, { organizer_id, name: 'The season', status: 'published' });
    const price = { organizer_id, event_id };
    const seat = await createPrice(tx, {
      ...price,
      name: 'Seat',
      amount: 80000,
      product_type: 'numbered_seat',
    });
    const adult = await createPrice(tx, { ...price, name: 'Adult', amount: 50000 });
    const child = await createPrice(tx, { ...price, name: 'Child', amount: 30000, code: 'child' });
    const subscription = await createPrice(tx, {
      ...price,
      name: 'Subscription',
      amount: 100000,
      product_type: 'subscription',
    });
    const shows: { session_id: number; adult: number; child: number }[] = [];
    for (const day of [0, 1, 2]) {
      const session_id = await createSession(tx, {
        organizer_id,
        event_id,
        hall_id,
        starts_at: start + day * day_ms,
        ends_at: start + day * day_ms + 3_600_000,
      });
      const zone_ids = [floor!.zone_id];
      const { offers } = await putOnSale(tx, {
        organizer_id,
        session_id,
        prices: [
          { price_id: seat, zone_ids: [stalls!.zone_id] },
          { price_id: adult, zone_ids },
          { price_id: child, zone_ids },
        ],
      });
      const offerOf = (id: number): number => offers.find((offer) => offer.price_id === id)!.offer_id;
      shows.push({ session_id, adult: offerOf(adult), child: offerOf(child) });
    }
    const pack_offer_id = await createOffer(tx, { organizer_id, event_id, price_id: subscription });
    await createPack(tx, {
      organizer_id,
      pack_price_id: subscription,
      parts: shows.map((show) => ({ offer_id: show.adult })),
    });
    return { organizer_id, event_id, shows, pack_offer_id, floor: floor!, stalls: stalls! };
  });
}

type Season = Awaited<ReturnType<typeof season>>;

function subscribe({ write }: TestStore, { organizer_id, pack_offer_id, shows, floor }: Season) {
  return write((tx) =>
    sellPack(tx, {
      organizer_id,
      channel: 'qtickets',
      pack_offer_id,
      parts: shows.map((show) => ({ offer_id: show.adult, quantity: 1, place_ids: [floor.area_place_id!] })),
      confirm: true,
      payment: { amount: 'total', method: 'card' },
    }),
  );
}

/** What a main ticket shows: the sum of its leaves that still live. */
async function shownBy(office: TestStore, order_id: number, main_id: number): Promise<number> {
  const tickets = [...(await ticketsOf(office, order_id)).values()];
  return tickets
    .filter((ticket) => ticket.main_ticket_id === main_id && ticket.state === 'valid')
    .reduce((sum, ticket) => sum + ticket.charged_amount, 0);
}

onEachStore('a Qtickets subscription over three shows', (open) => {
  test('an area for 200 is shared by its prices, and sold out for all of them at once', async () => {
    const office = open();
    const { organizer_id, shows, floor } = await season(office);
    const [show] = shows;
    const buy = (offer_id: number, quantity: number) =>
      office.write((tx) =>
        sell(tx, { organizer_id, channel: 'qtickets', requests: [{ offer_id, quantity }] }),
      );
    await buy(show!.adult, 120);
    await buy(show!.child, 79);
    const left = await leftOf(office, organizer_id);
    assert.deepEqual([left.get(show!.adult), left.get(show!.child), left.get(shows[1]!.adult)], [1, 1, 200]);
    await assert.rejects(buy(show!.child, 2), { code: 'sold_out' });
    const now = office.surroundings.instant;
    const view = await office.read((rx) =>
      stockView(rx, { organizer_ids: [organizer_id], session_id: show!.session_id, now }),
    );
    const area = view.zones.find((zone) => zone.zone_id === floor.zone_id);
    assert.deepEqual([area?.capacity_total, area?.free], [200, 1]);
    assert.deepEqual([view.capacity_total, view.free], [214, 15]);
  });

  test('is one main ticket with a leaf per show, and its price sits on the leaves to the kopeck', async () => {
    const office = open();
    const made = await season(office);
    const sold = await subscribe(office, made);
    const [main, ...leaves] = sold.tickets;
    assert.deepEqual([sold.total, sold.status], [100000, 'paid']);
    assert.equal(main!.charged_amount, 0);
    assert.deepEqual(
      leaves.map((leaf) => leaf.charged_amount).toSorted((a, b) => a - b),
      [33333, 33333, 33334],
    );
    assert.equal(await shownBy(office, sold.order_id, main!.id), 100000);
    const tickets = await ticketsOf(office, sold.order_id);
    assert.deepEqual(
      leaves.map((leaf) => tickets.get(leaf.id)?.session_id),
      made.shows.map((show) => show.session_id),
    );
    const left = await leftOf(office, made.organizer_id);
    assert.deepEqual(
      made.shows.map((show) => left.get(show.child)),
      [199, 199, 199],
    );
    assert.equal(left.get(made.pack_offer_id), 199);
  });

  test('needs every show: with one sold out, none is taken', async () => {
    const office = open();
    const made = await season(office);
    const { organizer_id, shows } = made;
    const requests = [{ offer_id: shows[2]!.child, quantity: 200 }];
    await office.write((tx) => sell(tx, { organizer_id, channel: 'qtickets', requests }));
    await assert.rejects(subscribe(office, made), { code: 'sold_out' });
    const left = await leftOf(office, organizer_id);
    assert.deepEqual([left.get(shows[0]!.adult), left.get(shows[1]!.adult)], [200, 200]);
    assert.equal(left.get(made.pack_offer_id), 0);
  });

  test('one related ticket deleted, one refunded: the main ticket stays, and goes with the last', async () => {
    const office = open();
    const made = await season(office);
    const { organizer_id, shows } = made;
    const sold = await subscribe(office, made);
    const { order_id } = sold;
    const [main, first, second, third] = sold.tickets.map((ticket) => ticket.id) as [
      number,
      number,
      number,
      number,
    ];
    const key = { organizer_id, order_id };
    const amountOf = (id: number): number => sold.tickets.find((ticket) => ticket.id === id)!.charged_amount;

    const removed = await office.write((tx) => removeTickets(tx, { ...key, ticket_ids: [first] }));
    assert.deepEqual(removed.ticket_ids, [first]);
    assert.equal(await shownBy(office, order_id, main), 100000 - amountOf(first));
    const refund = await office.write((tx) =>
      refundTickets(tx, { ...key, ticket_ids: [second], deduction: 3333, reason: 'ill' }),
    );
    assert.deepEqual([refund.amount, refund.deduction], [amountOf(second) - 3333, 3333]);
    const during = await ticketsOf(office, order_id);
    assert.deepEqual(
      [main, first, second, third].map((id) => during.get(id)?.state),
      ['valid', 'deleted', 'refunded', 'valid'],
    );
    assert.equal(await shownBy(office, order_id, main), amountOf(third));
    const left = await leftOf(office, organizer_id);
    assert.deepEqual(
      shows.map((show) => left.get(show.adult)),
      [200, 200, 199],
    );
    // the deleted ticket's money is still here: it waits to be paid back
    const order = await orderOf(office, order_id);
    assert.equal(order.total, amountOf(third) + 3333);
    assert.equal(order.paid - order.refunded - order.total, amountOf(first));

    const last = await office.write((tx) => removeTickets(tx, { ...key, ticket_ids: [third] }));
    assert.deepEqual(last.ticket_ids, [main, third]);
    const after = await ticketsOf(office, order_id);
    assert.deepEqual([after.get(main)?.state, after.get(third)?.state], ['deleted', 'deleted']);
    assert.equal((await leftOf(office, organizer_id)).get(shows[2]!.adult), 200);
  });

  test('a leaf opens the door of its show once; the main ticket opens none', async () => {
    const office = open();
    const made = await season(office);
    const { organizer_id, event_id, shows } = made;
    const sold = await subscribe(office, made);
    const [main, leaf] = sold.tickets;
    const codes = await codesOf(office, [main!.id, leaf!.id]);
    const scan = (ticket_id: number, session_id: number) =>
      office.write((tx) =>
        scanCode(tx, {
          organizer_id,
          event_id,
          session_id,
          code: codes.get(ticket_id)!,
          direction: 'in',
          source: 'qtickets',
        }),
      );
    assert.equal((await scan(leaf!.id, shows[1]!.session_id)).refusal, 'wrong_session');
    assert.equal((await scan(leaf!.id, shows[0]!.session_id)).outcome, 'admitted');
    assert.equal((await scan(leaf!.id, shows[0]!.session_id)).refusal, 'already_used');
    assert.equal((await scan(main!.id, shows[0]!.session_id)).outcome, 'refused');
  });
});
