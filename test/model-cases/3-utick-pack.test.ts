import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEvent } from '../../src/office/catalogue/event.ts';
import { createZone } from '../../src/office/catalogue/hall.ts';
import { createOffer } from '../../src/office/catalogue/offer.ts';
import { openHall } from '../../src/office/catalogue/open-hall.ts';
import { createPack } from '../../src/office/catalogue/pack.ts';
import { createPool } from '../../src/office/catalogue/pool.ts';
import { createPrice } from '../../src/office/catalogue/price.ts';
import { createSession } from '../../src/office/catalogue/session.ts';
import { findApplicableCodes } from '../../src/office/promotions/find-applicable.ts';
import { createPromoCode } from '../../src/office/promotions/promo-code.ts';
import { cancelOrder } from '../../src/office/selling/cancel.ts';
import { confirmOrder } from '../../src/office/selling/confirm.ts';
import { sellPack } from '../../src/office/selling/packs.ts';
import { recordPayment } from '../../src/office/selling/payments.ts';
import { refundTickets } from '../../src/office/selling/refund.ts';
import { sell } from '../../src/office/selling/request.ts';
import { shownAmounts } from '../../src/office/selling/shown-amounts.ts';
import { onEachStore, type TestStore } from '../stores.ts';
import { leftOf, newOrganizer, orderOf, ticketsOf } from '../fixtures/model-case.ts';

const day_ms = 86_400_000;

/** A concert with numbered seats, a workshop for twelve, a pack of one of each, and a code good for the seats' category. */
async function packOnSale({ write, surroundings }: TestStore) {
  const starts_at = surroundings.instant + day_ms;
  return write(async (tx) => {
    const organizer_id = await newOrganizer(tx, { zone: 'Europe/Brussels' });
    const { hall_id, zones } = await openHall(tx, {
      organizer_id,
      hall: { name: 'Concert hall' },
      zones: [{ code: 'SERIE UNIQUE', name: 'SERIE UNIQUE', rows: [{ label: 'A', seats: 3 }] }],
    });
    const seats = zones[0]!;
    const concert = await createEvent(tx, { organizer_id, name: 'Concert', status: 'published' });
    const workshop = await createEvent(tx, { organizer_id, name: 'Workshop', status: 'published' });
    const evening = await createSession(tx, { organizer_id, event_id: concert, hall_id, starts_at });
    const morning = await createSession(tx, { organizer_id, event_id: workshop, starts_at });
    // a category that stands above stocks of no hall, with its capacity in this one
    const atelier = await createZone(tx, { organizer_id, code: 'ATELIER', name: 'ATELIER' });
    const pool = await createPool(tx, {
      organizer_id,
      kind: 'zone',
      session_id: morning,
      zone_id: atelier,
      capacity: 12,
    });
    const full = await createPrice(tx, {
      organizer_id,
      event_id: concert,
      name: 'PLEIN TARIF',
      amount: 2300,
      product_type: 'numbered_seat',
    });
    const training = await createPrice(tx, {
      organizer_id,
      event_id: workshop,
      name: 'ATELIER',
      amount: 1500,
      product_type: 'workshop',
    });
    const packed = await createPrice(tx, {
      organizer_id,
      event_id: concert,
      name: 'PACK',
      amount: 0,
      product_type: 'pack',
    });
    const seatOffer = await createOffer(tx, {
      organizer_id,
      event_id: concert,
      price_id: full,
      session_id: evening,
      zone_id: seats.zone_id,
    });
    const workshopOffer = await createOffer(tx, {
      organizer_id,
      event_id: workshop,
      price_id: training,
      session_id: morning,
      zone_id: atelier,
      pool_ids: [pool],
    });
    const pack_offer_id = await createOffer(tx, { organizer_id, event_id: concert, price_id: packed });
    await createPack(tx, {
      organizer_id,
      pack_price_id: packed,
      parts: [{ offer_id: seatOffer }, { offer_id: workshopOffer }],
    });
    const promo = await createPromoCode(tx, {
      organizer_id,
      label: 'SUPERPROMO',
      description: '10% de réduction',
      kind: 'percent',
      percent_bp: 1000,
      uses: 1,
      scopes: [{ kind: 'zone', target_id: seats.zone_id }],
    });
    return { organizer_id, seats, seatOffer, workshopOffer, pack_offer_id, promo };
  });
}

type OnSale = Awaited<ReturnType<typeof packOnSale>>;

function buyPack(
  { write }: TestStore,
  { organizer_id, pack_offer_id, seatOffer, workshopOffer, seats, promo }: OnSale,
  chosen: { seat?: string; promo?: 'seat' | 'workshop'; parts?: 'both' | 'seat' } = {},
) {
  const codes = (part: string): { promo_code_ids?: number[] } =>
    chosen.promo === part ? { promo_code_ids: [promo] } : {};
  const place_ids = chosen.seat === undefined ? {} : { place_ids: [seats.seats.get(chosen.seat)!] };
  const seat = { offer_id: seatOffer, quantity: 1, ...place_ids, ...codes('seat') };
  const parts = [seat, { offer_id: workshopOffer, quantity: 1, ...codes('workshop') }];
  return write((tx) =>
    sellPack(tx, {
      organizer_id,
      channel: 'utick',
      pack_offer_id,
      parts: chosen.parts === 'seat' ? parts.slice(0, 1) : parts,
    }),
  );
}

onEachStore('a uTick pack of a numbered seat and a workshop', (open) => {
  test('is sold whole, at what its parts cost, the code taking its tenth off the seat alone', async () => {
    const office = open();
    const made = await packOnSale(office);
    const sold = await buyPack(office, made, { seat: 'A;2', promo: 'seat' });
    const [main, seat, workshop] = sold.tickets;
    assert.deepEqual([main!.charged_amount, seat!.charged_amount, workshop!.charged_amount], [0, 2070, 1500]);
    assert.deepEqual([sold.total, sold.status], [3570, 'creating']);
    assert.equal(seat!.place_id, made.seats.seats.get('A;2'));
    const tickets = await ticketsOf(office, sold.order_id);
    assert.deepEqual(
      [main, seat, workshop].map((one) => tickets.get(one!.id)?.main_ticket_id),
      [null, main!.id, main!.id],
    );
    assert.deepEqual(
      [seat, workshop].map((one) => tickets.get(one!.id)?.promo_code_id),
      [made.promo, null],
    );
    const ids = sold.tickets.map((ticket) => ticket.id);
    const shown = await office.read((rx) => shownAmounts(rx, ids));
    assert.deepEqual(
      ids.map((id) => Object.values(shown.get(id) ?? {})),
      [
        [3800, 3570, 0],
        [2300, 2070, 0],
        [1500, 1500, 0],
      ],
    );
    const left = await leftOf(office, made.organizer_id);
    assert.deepEqual([left.get(made.seatOffer), left.get(made.workshopOffer)], [2, 11]);

    const key = { organizer_id: made.organizer_id, order_id: sold.order_id };
    await office.write((tx) => confirmOrder(tx, key));
    const { status } = await office.write((tx) =>
      recordPayment(tx, { ...key, amount: 3570, method: 'card' }),
    );
    assert.equal(status, 'paid');

    await office.write((tx) => refundTickets(tx, { ...key, ticket_ids: [workshop!.id], deduction: 500 }));
    const after = await office.read((rx) => shownAmounts(rx, ids));
    assert.deepEqual(after.get(main!.id), { listed: 2300, charged: 2070, refunded: 1000 });
    assert.deepEqual(after.get(workshop!.id), { listed: 1500, charged: 1500, refunded: 1000 });
  });

  test('the code is refused outside its category, and once its uses are gone', async () => {
    const office = open();
    const made = await packOnSale(office);
    await assert.rejects(buyPack(office, made, { promo: 'workshop' }), { code: 'promo_code_out_of_scope' });
    const sold = await buyPack(office, made, { promo: 'seat' });
    await assert.rejects(buyPack(office, made, { promo: 'seat' }), { code: 'promo_code_used_up' });
    const { organizer_id } = made;
    const usesLeft = async () =>
      (await office.read((rx) => findApplicableCodes(rx, { organizer_id, labels: ['superpromo'] })))[0]
        ?.uses_left;
    assert.equal(await usesLeft(), 0);
    await office.write((tx) => cancelOrder(tx, { organizer_id, order_id: sold.order_id }));
    assert.equal(await usesLeft(), 1);
  });

  test('a pack with a part missing, or with a seat that is gone, takes nothing', async () => {
    const office = open();
    const made = await packOnSale(office);
    const { organizer_id, seatOffer, workshopOffer, seats } = made;
    await assert.rejects(buyPack(office, made, { parts: 'seat' }), { code: 'pack_incomplete' });
    const place_ids = [seats.seats.get('A;1')!];
    const requests = [{ offer_id: seatOffer, quantity: 1, place_ids }];
    await office.write((tx) => sell(tx, { organizer_id, channel: 'web', requests }));
    await assert.rejects(buyPack(office, made, { seat: 'A;1' }), { code: 'seats_not_free' });
    const left = await leftOf(office, organizer_id);
    assert.deepEqual([left.get(seatOffer), left.get(workshopOffer)], [2, 12]);
  });

  test('a hold that runs out gives the seat and the workshop back', async () => {
    const office = open();
    const made = await packOnSale(office);
    const sold = await buyPack(office, made, { seat: 'A;3', promo: 'seat' });
    office.surroundings.advance(21 * 60_000);
    const again = await buyPack(office, made, { seat: 'A;3', promo: 'seat' });
    assert.notEqual(again.order_id, sold.order_id);
    assert.equal((await orderOf(office, sold.order_id)).status, -20);
  });
});
