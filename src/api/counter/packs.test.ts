import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openPackNight } from '../../../test/fixtures/till-packs.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';

/** The theatre's till, its packs, and cash. */
async function openTill(office: TestStore) {
  const night = await office.write(openPackNight);
  const { organizer_id } = night;
  const api = await openApi(office);
  const { client: manager } = await api.openMember({ organizer_id, role: 'manager' });
  const { client } = await api.openMember({ organizer_id, role: 'counter' });
  const payment_mode_id = (
    await manager.create_payment_mode({ body: { name: 'Espèces', method: 'cash', refunds: true } })
  ).id;
  const counter_id = (await manager.create_counter({ body: { name: 'Hall' } })).id;
  return {
    ...{ ...night, manager, client, payment_mode_id, counter_id },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

onEachStore('packs at the till', (open) => {
  test('are shown with their parts, at their price, beside the sessions that their parts are for', async () => {
    await using till = await openTill(open());
    const { client, session_id, workshop_session_id, pack_offer_id, open_pack_offer_id } = till;
    const offersOf = async (id: number) => (await client.till_offers({ query: { session_id: id } })).items;
    const offers = await offersOf(session_id);
    const packs = offers.filter(({ parts }) => parts !== null);
    assert.deepEqual(
      packs.map(({ offer_id, amount, left, costs_its_parts }) => [offer_id, amount, left, costs_its_parts]),
      [
        [pack_offer_id, 3800, 3, false],
        [open_pack_offer_id, 3250, 16, true],
      ],
    );
    assert.deepEqual(
      packs[0]!.parts!.map(({ name, event, numbered, minimum, maximum, amount }) => [
        ...[name, event, numbered],
        ...[minimum, maximum, amount],
      ]),
      [
        ['Place assise', 'Le Malade <imaginaire> & compagnie', true, 1, 1, 3250],
        ['Atelier', 'Atelier masques', false, 1, 1, 1500],
      ],
    );
    const afternoon = await offersOf(workshop_session_id);
    assert.deepEqual(
      afternoon.map(({ name }) => name),
      ['Atelier'],
    );
  });

  test('are sold as one thing: the preview says price and seats, and the sale gives exactly those', async () => {
    const office = open();
    await using till = await openTill(office);
    const { client, counter_id, payment_mode_id, pack_offer_id, seat_offer_id, workshop_offer_id } = till;
    const two = { kind: 'pack' as const, offer_id: pack_offer_id, quantity: 2 };
    const preview = await client.preview_sale({ body: { items: [two] } });
    assert.equal(preview.total, 7600);
    const [item] = preview.items;
    assert.deepEqual([item!.amount, item!.listed_amount], [7600, 7600]);
    assert.deepEqual(
      item!.seats.map((seat) => [seat.offer_id, `${seat.row_label}${seat.seat_label}`]),
      [
        [seat_offer_id, 'A4'],
        [seat_offer_id, 'A5'],
      ],
    );
    const place_ids = item!.seats.map(({ place_id }) => place_id);
    const parts = [
      { offer_id: seat_offer_id, quantity: 1, place_ids },
      { offer_id: workshop_offer_id, quantity: 1 },
    ];
    const sold = await client.ring_up({
      body: { counter_id, items: [{ ...two, parts }], payments: [{ payment_mode_id }] },
    });
    assert.deepEqual([sold.total, sold.paid, sold.line_ids.length], [7600, 7600, 1]);
    assert.deepEqual(
      sold.tickets.map(({ offer_id, charged_amount, place_id }) => [offer_id, charged_amount, place_id]),
      place_ids.flatMap((place_id) => [
        [pack_offer_id, 0, null],
        [seat_offer_id, 2600, place_id],
        [workshop_offer_id, 1200, null],
      ]),
    );
    const mains = await office.read((rx) =>
      rx.db
        .selectFrom('ticket')
        .select(['id', 'main_ticket_id'])
        .where('order_id', '=', sold.id)
        .orderBy('id')
        .execute(),
    );
    const [first, , , second] = mains;
    assert.deepEqual(
      mains.map(({ main_ticket_id }) => main_ticket_id),
      [null, first!.id, first!.id, null, second!.id, second!.id],
    );
    // the Z has each part under its own rate
    const { items } = await client.till_reports({ query: { period: '2026-05-15', counter_id } });
    assert.deepEqual(
      items[0]!.report.vat.map(({ vat_bp, gross }) => [vat_bp, gross]),
      [
        [550, 5200],
        [2000, 2400],
      ],
    );
  });

  test('take what the buyer chose between least and most; anything else is no such pack', async () => {
    await using till = await openTill(open());
    const { client, open_pack_offer_id: offer_id, pack_offer_id, seat_offer_id } = till;
    const { standing_offer_id, workshop_offer_id } = till;
    const wish = (of: number, ...parts: readonly (readonly [number, number])[]) => ({
      body: {
        items: [
          {
            ...{ kind: 'pack' as const, offer_id: of, quantity: 1 },
            parts: parts.map(([part, quantity]) => ({ offer_id: part, quantity })),
          },
        ],
      },
    });
    const seat = [seat_offer_id, 1] as const;
    const whole = await client.preview_sale(wish(offer_id, seat, [standing_offer_id, 2]));
    assert.equal(whole.total, 3250 + 2 * 1100);
    for (const bad of [
      wish(offer_id, seat, [standing_offer_id, 3]),
      wish(offer_id, [standing_offer_id, 1]),
      wish(pack_offer_id, seat),
      wish(pack_offer_id, seat, [workshop_offer_id, 1], [standing_offer_id, 1]),
      { body: { items: [{ kind: 'ticket' as const, offer_id: pack_offer_id, quantity: 1 }] } },
    ])
      assert.equal(await codeOf(client.preview_sale(bad)), 'pack_incomplete');
    const strange = { kind: 'pack' as const, offer_id: seat_offer_id, quantity: 1 };
    assert.equal(await codeOf(client.preview_sale({ body: { items: [strange] } })), 'pack_incomplete');
  });

  test('are refused when a part is sold out, and hold nothing of the other part', async () => {
    await using till = await openTill(open());
    const { client, counter_id, session_id, pack_offer_id, workshop_offer_id } = till;
    const workshop = { kind: 'ticket' as const, offer_id: workshop_offer_id, quantity: 3 };
    await client.ring_up({ body: { counter_id, quote: true, items: [workshop] } });
    const pack = { kind: 'pack' as const, offer_id: pack_offer_id, quantity: 1 };
    const body = { counter_id, items: [pack] };
    assert.equal(await codeOf(client.ring_up({ body })), 'sold_out');
    const { items } = await client.till_offers({ query: { session_id } });
    const shown = items.find(({ offer_id }) => offer_id === pack_offer_id)!;
    assert.deepEqual([shown.left, shown.parts!.map(({ left }) => left)], [0, [16, 0]]);
    const seats = items.find(({ numbered }) => numbered);
    assert.equal(seats?.left, 16);
  });

  test('come back part by part, and their main ticket with the last one', async () => {
    await using till = await openTill(open());
    const { client, counter_id, payment_mode_id, pack_offer_id, seat_offer_id, workshop_offer_id } = till;
    const pack = { kind: 'pack' as const, offer_id: pack_offer_id, quantity: 1 };
    const { id, tickets } = await client.ring_up({
      body: { counter_id, items: [pack], payments: [{ payment_mode_id }] },
    });
    const params = { id };
    const refund = (offer_id: number) => {
      const ticket_ids = tickets.filter((one) => one.offer_id === offer_id).map((one) => one.id);
      return client.refund_at_till({ params, body: { counter_id, payment_mode_id, ticket_ids } });
    };
    assert.equal((await refund(workshop_offer_id)).order.refunded, 1200);
    const { order } = await refund(seat_offer_id);
    assert.equal(order.refunded, 3800);
    const { tickets_sold } = await client.find_order({ params });
    assert.deepEqual(new Set(tickets_sold.map(({ state }) => state)), new Set(['refunded']));
  });
});
