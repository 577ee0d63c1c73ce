import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEvent } from '../../src/office/catalogue/event.ts';
import { createOffer } from '../../src/office/catalogue/offer.ts';
import { createPool } from '../../src/office/catalogue/pool.ts';
import { createPrice } from '../../src/office/catalogue/price.ts';
import { recordForeignSale } from '../../src/office/selling/foreign.ts';
import { refundTickets } from '../../src/office/selling/refund.ts';
import { scanCode } from '../../src/office/admission/scan.ts';
import { onEachStore, type TestStore } from '../stores.ts';
import { leftOf, newOrganizer, orderOf, ticketsOf } from '../fixtures/model-case.ts';

const barcodes = ['6743097169', '6743097170', '6743097171'] as const;

/** The park of the document, and one order of its platform: two sledge tickets and a pony, three attendees. */
async function order({ write, surroundings }: TestStore, capacity = 10) {
  return write(async (tx) => {
    const organizer_id = await newOrganizer(tx);
    const event_id = await createEvent(tx, {
      organizer_id,
      name: 'Parc de la Luge - Billetterie',
      status: 'published',
    });
    const price = { organizer_id, event_id };
    const sledge = await createPrice(tx, {
      ...price,
      name: 'Luge - Forfait 4 tours',
      amount: 1100,
      code: 'BW-LUGE-4T',
    });
    const pony = await createPrice(tx, { ...price, name: 'Poney', amount: 600, code: 'BW-PONEY' });
    const pool_id = await createPool(tx, { organizer_id, event_id, kind: 'quota', capacity });
    const offer = { organizer_id, event_id, pool_ids: [pool_id] };
    const sledgeOffer = await createOffer(tx, { ...offer, price_id: sledge });
    const ponyOffer = await createOffer(tx, { ...offer, price_id: pony });
    const attendees = [
      { offer_id: sledgeOffer, charged_amount: 1100, first_name: 'Jean', code: barcodes[0] },
      { offer_id: sledgeOffer, charged_amount: 1100, first_name: 'Jeanne', code: barcodes[1] },
      { offer_id: ponyOffer, charged_amount: 600, first_name: 'Léa', code: barcodes[2] },
    ];
    const sale = await recordForeignSale(tx, {
      organizer_id,
      connection_id: await tx.id(),
      channel: 'billetweb',
      foreign_ref: 'BW-XXXXXX',
      sold_at: surroundings.instant - 3_600_000,
      paid: true,
      tickets: attendees.map(({ offer_id, charged_amount, first_name, code }, index) => ({
        offer_id,
        charged_amount,
        holder: { first_name, last_name: 'Dupont', email: 'jean@email.com' },
        foreign_ref: String(12345678 + index),
        barcode: { code, issuer: 'billetweb' },
        sold_at: surroundings.instant - 3_600_000,
      })),
    });
    return { organizer_id, event_id, pool_id, sledgeOffer, ponyOffer, ...sale };
  });
}

onEachStore('a BilletWeb order with three attendees', (open) => {
  test('is one order of three tickets, each with its own barcode, paid as the platform says', async () => {
    const office = open();
    const made = await order(office);
    const row = await orderOf(office, made.order_id);
    assert.deepEqual([row.total, row.paid, row.status, row.channel], [2800, 2800, 15, 'billetweb']);
    const tickets = [...(await ticketsOf(office, made.order_id)).values()];
    assert.deepEqual(
      tickets.map((ticket) => [ticket.holder_first_name, ticket.charged_amount, ticket.state]),
      [
        ['Jean', 1100, 'valid'],
        ['Jeanne', 1100, 'valid'],
        ['Léa', 600, 'valid'],
      ],
    );
    assert.equal((await leftOf(office, made.organizer_id)).get(made.ponyOffer), 7);
  });

  test('one refunded without an amount: what was paid for it is inferred, and said to be', async () => {
    const office = open();
    const made = await order(office);
    const { organizer_id, order_id, ticket_ids, event_id } = made;
    const [, second] = ticket_ids;
    const paid = (await ticketsOf(office, order_id)).get(second!)!.charged_amount;
    const outcome = await office.write((tx) =>
      refundTickets(tx, { organizer_id, order_id, ticket_ids: [second!], amount: paid, stated: false }),
    );
    const refund = await office.read((rx) =>
      rx.db.selectFrom('refund').selectAll().where('id', '=', outcome.refund_id).executeTakeFirstOrThrow(),
    );
    assert.deepEqual([refund.amount, refund.deduction, refund.stated], [1100, 0, 0]);
    const tickets = await ticketsOf(office, order_id);
    assert.deepEqual(
      ticket_ids.map((id) => tickets.get(id)?.state),
      ['valid', 'refunded', 'valid'],
    );
    const row = await orderOf(office, order_id);
    assert.deepEqual([row.total, row.paid, row.refunded, row.status], [1700, 2800, 1100, 15]);
    assert.equal((await leftOf(office, organizer_id)).get(made.sledgeOffer), 8);
    const scans = [];
    for (const code of barcodes) {
      scans.push(
        await office.write((tx) =>
          scanCode(tx, { organizer_id, event_id, code, direction: 'in', source: 'billetweb' }),
        ),
      );
    }
    assert.deepEqual(
      scans.map((scan) => scan.refusal ?? scan.outcome),
      ['admitted', 'refunded', 'admitted'],
    );
    await assert.rejects(
      office.write((tx) =>
        refundTickets(tx, { organizer_id, order_id, ticket_ids: [second!], amount: 0, stated: false }),
      ),
      { code: 'already_refunded' },
    );
  });

  test('is taken in beyond the capacity too, and the alarm names the pool', async () => {
    const office = open();
    const { organizer_id, pool_id, ponyOffer } = await order(office, 2);
    const alarms = await office.read((rx) =>
      rx.db
        .selectFrom('alarm')
        .select(['code', 'subject_id', 'details'])
        .where('organizer_id', '=', organizer_id)
        .execute(),
    );
    assert.deepEqual(
      alarms.map(({ code, subject_id, details }) => [code, subject_id, JSON.parse(details)]),
      [['overbooked', pool_id, { capacity: 2, taken: 3 }]],
    );
    assert.equal((await leftOf(office, organizer_id)).get(ponyOffer), 0);
  });
});
