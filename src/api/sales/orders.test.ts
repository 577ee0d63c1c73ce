import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openSalesHouse } from '../../../test/fixtures/sales-house.ts';
import { onEachStore } from '../../../test/stores.ts';
import { createApplication } from '../../office/access/applications.ts';
import { issueCredential } from '../../office/access/credentials.ts';
import { sealLedger } from '../../office/ledger/seal.ts';
import { scanCode } from '../../office/admission/scan.ts';
import { createPromoCode } from '../../office/promotions/promo-code.ts';

onEachStore('orders of /api', (open) => {
  test('a sale by staff goes from the request to the payment, seats named and best, and each step says what it did', async () => {
    await using house = await openSalesHouse(open());
    const { client, seat_offer_id, standing_offer_id, seat } = house;
    const held = await client.request_order({
      body: {
        lines: [
          { offer_id: seat_offer_id, quantity: 1, place_ids: [seat('B;2')] },
          { offer_id: seat_offer_id, quantity: 2 },
          { offer_id: standing_offer_id, quantity: 1 },
        ],
        hold_minutes: 30,
        private_comment: 'by telephone',
      },
    });
    assert.deepEqual([held.status, held.total, held.paid], ['creating', 3 * 3250 + 1100, 0]);
    assert.equal(held.expires_at, '2026-05-15T09:00:00.000Z');
    assert.deepEqual(
      held.tickets.map(({ line, place_id, barcode }) => [line, place_id !== null, barcode]),
      [
        [0, true, null],
        [1, true, null],
        [1, true, null],
        [2, false, null],
      ],
    );
    assert.equal(held.tickets[0]?.place_id, seat('B;2'));
    const params = { id: held.id };
    assert.equal((await client.hold_order({ params, body: { minutes: null } })).expires_at, null);
    const confirmed = await client.confirm_order({
      params,
      body: { customer: { email: 'Ada@Example.org', first_name: 'Ada' } },
    });
    assert.equal(confirmed.status, 'confirmed');
    const first = await client.add_payment({ params, body: { amount: 5000, method: 'card' } });
    assert.deepEqual([first.status, first.due], ['partially_paid', held.total - 5000]);
    await client.remove_payment({
      params: { ...params, payment_id: first.payment_id },
      body: { reason: 'typo' },
    });
    const rest = await client.add_payment({ params, body: { method: 'cash' } });
    assert.deepEqual([rest.status, rest.paid, rest.due], ['paid', held.total, 0]);
    assert.equal((await client.deliver_order({ params })).status, 'completed');
    const whole = await client.find_order({ params });
    assert.equal(whole.customer?.name, 'Ada');
    assert.equal(whole.private_comment, 'by telephone');
    assert.equal(whole.source.user?.startsWith('Member'), true);
    assert.deepEqual(
      whole.payments.map(({ method, amount }) => [method, amount]),
      [['cash', held.total]],
    );
    assert.ok(whole.tickets_sold.every(({ state, barcodes }) => state === 'valid' && barcodes.length === 1));
    assert.match(whole.links.tickets_pdf ?? '', /^https:\/\/tickets\.example\/o\/.+tickets\.pdf$/);
    assert.equal(whole.links.tickets.length, 4);
    // nothing signs passes here
    assert.deepEqual(
      [whole.links.apple_wallet, whole.links.tickets[0]?.apple_wallet, whole.links.tickets[0]?.google_wallet],
      [null, null, null],
    );
    assert.equal((await client.archive_order({ params })).status, 'archived');
  });

  test('names what of an event can be sold by hand, and what is left of it', async () => {
    await using house = await openSalesHouse(open());
    const { client, event_id, session_id, seat_offer_id, standing_offer_id } = house;
    await house.sold();
    const { items, complete } = await client.list_sale_offers({ params: { id: event_id } });
    assert.equal(complete, true);
    assert.deepEqual(
      items.map(({ offer_id, name, zone, left, amount, session_id: session }) => [
        offer_id,
        name,
        zone,
        left,
        amount,
        session,
      ]),
      [
        [seat_offer_id, 'Place assise', 'Orchestre', 14, 3250, session_id],
        [standing_offer_id, 'Fosse debout', 'Fosse', 199, 1100, session_id],
      ],
    );
    const other = await openSalesHouse(open());
    assert.equal(await codeOf(client.list_sale_offers({ params: { id: other.event_id } })), 'not_found');
    await other.app.close();
    const { client: reader } = await house.member('read_only');
    assert.equal(await codeOf(reader.list_sale_offers({ params: { id: event_id } })), 'forbidden');
  });

  test('refuses by the table of moves, says which are legal, and does nothing', async () => {
    await using house = await openSalesHouse(open());
    const { client } = house;
    const { id } = await house.sold();
    const params = { id };
    const before = await client.find_order({ params });
    const refused = [
      () => client.confirm_order({ params, body: {} }),
      () => client.hold_order({ params, body: { minutes: 5 } }),
      () => client.restore_order({ params, body: {} }),
      () =>
        client.add_to_order({
          params,
          body: { lines: [{ offer_id: house.standing_offer_id, quantity: 1 }] },
        }),
      () => client.remove_from_order({ params, body: { ticket_ids: [before.tickets_sold[0]?.id ?? 0] } }),
    ];
    for (const call of refused) assert.equal(await codeOf(call()), 'illegal_move');
    assert.deepEqual(await client.find_order({ params }), before);
    assert.deepEqual(before.moves.includes('refund'), true);
    assert.deepEqual(before.moves.includes('restore'), false);
  });

  test('a hold that is over can only be given up', async () => {
    const office = open();
    await using house = await openSalesHouse(office);
    const { client, standing_offer_id } = house;
    const body = { lines: [{ offer_id: standing_offer_id, quantity: 1 }], hold_minutes: 1 };
    const { id } = await client.request_order({ body });
    office.surroundings.advance(60_001);
    const params = { id };
    assert.equal(await codeOf(client.confirm_order({ params, body: {} })), 'order_expired');
    assert.deepEqual((await client.find_order({ params })).moves, ['cancel']);
    assert.equal((await client.cancel_order({ params, body: {} })).status, 'cancelled');
  });

  test('cancels with a reason and restores while all is free, and not once money went back', async () => {
    await using house = await openSalesHouse(open());
    const { client } = house;
    const { id } = await house.sold();
    const params = { id };
    assert.equal((await client.cancel_order({ params, body: { reason: 'ill' } })).status, 'cancelled');
    assert.equal((await client.restore_order({ params, body: {} })).status, 'paid');
    const { tickets_sold } = await client.find_order({ params });
    await client.cancel_order({ params, body: {} });
    const ticket_ids = tickets_sold.map((ticket) => ticket.id);
    await client.refund_tickets({ params, body: { ticket_ids, deduction: 0 } });
    assert.equal(await codeOf(client.restore_order({ params, body: {} })), 'restore_after_refund');
  });

  test('shows the split of a refund before, and does exactly that, by amount or by deduction', async () => {
    await using house = await openSalesHouse(open());
    const { client } = house;
    const { id } = await house.sold();
    const params = { id };
    const { tickets_sold } = await client.find_order({ params });
    const ticket_ids = tickets_sold.map((ticket) => ticket.id);
    const preview = await client.preview_refund({ params, body: { ticket_ids, deduction: 1000 } });
    assert.deepEqual(
      [preview.amount, preview.deduction, preview.left, preview.left_after],
      [6600, 1000, 7600, 1000],
    );
    assert.equal(
      preview.parts.reduce((sum, part) => sum + part.amount, 0),
      6600,
    );
    assert.deepEqual((await client.find_order({ params })).refunds, []);
    const done = await client.refund_tickets({
      params,
      body: { ticket_ids, deduction: 1000, reason: 'rain' },
    });
    assert.deepEqual([done.amount, done.deduction, done.parts], [6600, 1000, preview.parts]);
    const [refund] = (await client.find_order({ params })).refunds;
    assert.deepEqual([refund?.amount, refund?.reason, refund?.tickets], [6600, 'rain', preview.parts]);
    const again = { params, body: { ticket_ids, amount: 1 } };
    assert.equal(await codeOf(client.preview_refund(again)), 'already_refunded');
    assert.equal(await codeOf(client.refund_tickets(again)), 'already_refunded');
  });

  test('refuses a refund of both, of neither, and of more than is left, before and while it is done', async () => {
    await using house = await openSalesHouse(open());
    const { client } = house;
    const { id } = await house.sold();
    const { tickets_sold } = await client.find_order({ params: { id } });
    const ticket_ids = [tickets_sold[0]?.id ?? 0];
    const cases = [
      [{ ticket_ids, amount: 1, deduction: 1 }, 'refund_amount_or_deduction'],
      [{ ticket_ids }, 'refund_amount_or_deduction'],
      [{ ticket_ids, amount: 3251 }, 'refund_exceeds_paid'],
      [{ ticket_ids: [id], amount: 1 }, 'not_found'],
    ] as const;
    for (const [body, code] of cases) {
      assert.equal(await codeOf(client.preview_refund({ params: { id }, body })), code);
      assert.equal(await codeOf(client.refund_tickets({ params: { id }, body })), code);
    }
    const over = client.refund_overpaid({ params: { id }, body: { amount: 1 } });
    assert.equal(await codeOf(over), 'refund_exceeds_paid');
  });

  test('pays back what was paid too much, and no more', async () => {
    await using house = await openSalesHouse(open());
    const { client } = house;
    const { id } = await house.sold();
    const params = { id };
    const { status } = await client.add_payment({ params, body: { amount: 500, method: 'cash' } });
    assert.equal(status, 'overpaid');
    assert.equal(
      await codeOf(client.refund_overpaid({ params, body: { amount: 501 } })),
      'refund_exceeds_paid',
    );
    assert.equal((await client.refund_overpaid({ params, body: { amount: 500 } })).status, 'paid');
  });

  test('a promo code goes to the lines that it helps, and a wrong one is told', async () => {
    const office = open();
    await using house = await openSalesHouse(office);
    const { client, organizer_id, standing_offer_id, seat_offer_id } = house;
    await office.write((tx) =>
      createPromoCode(tx, { organizer_id, label: 'Half', kind: 'percent', percent_bp: 5000, uses: 1 }),
    );
    const lines = [{ offer_id: standing_offer_id, quantity: 1 }];
    const sold = await client.request_order({ body: { lines, promo_code: 'hALF' } });
    assert.equal(sold.total, 550);
    const wrong = { lines: [{ offer_id: seat_offer_id, quantity: 1 }], promo_code: 'None' };
    assert.equal(await codeOf(client.request_order({ body: wrong })), 'promo_code_unknown');
    assert.equal(
      await codeOf(client.request_order({ body: { lines, promo_code: 'half' } })),
      'promo_code_used_up',
    );
  });

  test('one request over several offers is sold whole or not at all', async () => {
    await using house = await openSalesHouse(open());
    const { client, standing_offer_id, seat_offer_id, seat } = house;
    const lines = [
      { offer_id: standing_offer_id, quantity: 1 },
      { offer_id: seat_offer_id, quantity: 1, place_ids: [seat('A;1')] },
    ];
    await client.request_order({ body: { lines } });
    assert.equal(await codeOf(client.request_order({ body: { lines } })), 'seats_not_free');
    assert.equal((await client.list_orders()).items.length, 1);
  });

  test('sells around windows for who may write the catalogue, and for nobody else', async () => {
    await using house = await openSalesHouse(open());
    const { standing_offer_id, client } = house;
    const body = {
      lines: [{ offer_id: standing_offer_id, quantity: 1 }],
      override_reason: 'guest of the house',
    };
    assert.equal((await client.request_order({ body })).status, 'creating');
    const clerk = await house.member('counter');
    assert.equal(await codeOf(clerk.client.request_order({ body })), 'forbidden');
  });

  test('a write that is sent again with its key is done once', async () => {
    await using house = await openSalesHouse(open());
    const { client, standing_offer_id } = house;
    const body = {
      lines: [{ offer_id: standing_offer_id, quantity: 1 }],
      confirm: true,
      payment: { method: 'card' },
    };
    const headers = { 'idempotency-key': 'sale 1' };
    const first = await client.request_order({ headers, body });
    assert.deepEqual(await client.request_order({ headers, body }), first);
    assert.equal((await client.list_orders()).items.length, 1);
    const refund = { params: { id: first.id }, headers: { 'idempotency-key': 'refund 1' } };
    const ticket_ids = first.tickets.map(({ id }) => id);
    const done = await client.refund_tickets({ ...refund, body: { ticket_ids, amount: 1100 } });
    assert.deepEqual(await client.refund_tickets({ ...refund, body: { ticket_ids, amount: 1100 } }), done);
    const other = client.refund_tickets({ ...refund, body: { ticket_ids, amount: 1 } });
    assert.equal(await codeOf(other), 'idempotency_key_reused');
  });

  test('lists orders by status, buyer and time, the latest first, and refuses an order that no index answers', async () => {
    await using house = await openSalesHouse(open());
    const { client, standing_offer_id } = house;
    const paid = await house.sold();
    const held = await client.request_order({
      body: { lines: [{ offer_id: standing_offer_id, quantity: 1 }] },
    });
    const ids = async (where: { column: string; operator?: string; value?: string | number }[]) =>
      (await client.list_orders({ query: { where, order: '-id' } })).items.map(({ id }) => id);
    assert.deepEqual(await ids([]), [held.id, paid.id]);
    assert.deepEqual(await ids([{ column: 'status', value: 'paid' }]), [paid.id]);
    const { customer } = await client.find_order({ params: { id: paid.id } });
    assert.deepEqual(await ids([{ column: 'customer_id', value: customer?.id ?? 0 }]), [paid.id]);
    assert.deepEqual(await ids([{ column: 'label', value: held.label }]), [held.id]);
    const later = [{ column: 'created_at', operator: '>', value: '2036-01-01T00:00:00Z' }];
    assert.deepEqual(await ids(later), []);
    const wrong = [{ column: 'status', value: 'gone' }];
    assert.equal(await codeOf(client.list_orders({ query: { where: wrong } })), 'invalid_input');
    for (const order of ['total', '-created_at'])
      assert.equal(await codeOf(client.list_orders({ query: { order } })), 'unknown_filter');
    const [line] = (
      await client.list_order_lines({ query: { where: [{ column: 'order_id', value: held.id }] } })
    ).items;
    assert.deepEqual([line?.title, line?.quantity, line?.charged_amount], ['Fosse debout', 1, 1100]);
  });

  test('tells the whole story in the order of time, with who did it', async () => {
    const office = open();
    await using house = await openSalesHouse(office);
    const { client, organizer_id } = house;
    const { id, tickets } = await house.sold();
    const params = { id };
    office.surroundings.advance(1000);
    const code = tickets[2]?.barcode ?? '';
    const ticket_id = tickets[2]?.id ?? 0;
    await client.block_ticket({ params: { id: ticket_id }, body: { reason: 'lost' } });
    office.surroundings.advance(1000);
    await office.write((tx) =>
      scanCode(tx, { organizer_id, code, direction: 'in', source: 'gate', operator: 'Léa' }),
    );
    office.surroundings.advance(1000);
    await client.unblock_ticket({ params: { id: ticket_id }, body: { reason: 'found' } });
    office.surroundings.advance(1000);
    await client.resend_order({ params });
    const { items, complete } = await client.order_story({ params });
    assert.equal(complete, true);
    assert.deepEqual(
      items.map((one) => one.code),
      [
        'order.sold',
        'payment.taken',
        'ticket.blocked',
        'scan.refused',
        'ticket.unblocked',
        'order.links_given',
      ],
    );
    const [sold, payment, blocked, scan] = items;
    assert.deepEqual([sold?.actor?.kind, sold?.actor?.name?.startsWith('Member')], ['user', true]);
    assert.deepEqual([payment?.payment?.amount, payment?.payment?.method], [7600, 'card']);
    assert.deepEqual([blocked?.change?.reason, blocked?.change?.subject_id], ['lost', ticket_id]);
    assert.deepEqual(
      [scan?.scan?.refusal, scan?.scan?.ticket_id, scan?.scan?.operator],
      ['blocked', ticket_id, 'Léa'],
    );
    // the seals change nothing of what is told
    await office.write((tx) => sealLedger(tx));
    assert.deepEqual((await client.order_story({ params })).items, items);
  });

  test('tells which program sold, and what is to be told to other systems and was', async () => {
    const office = open();
    await using house = await openSalesHouse(office);
    const { organizer_id, standing_offer_id } = house;
    const { key } = await office.write(async (tx) => {
      const at = { created_at: tx.now, updated_at: tx.now };
      const connection = { id: await tx.id(), organizer_id, dialect: 'odoo', name: 'Books', base_url: '' };
      await tx.db
        .insertInto('connection')
        .values({ ...connection, topics: '["order"]', ...at })
        .execute();
      const application_id = await createApplication(tx, { name: 'Web shop', organizer_ids: [organizer_id] });
      return issueCredential(tx, { application_id, dialect: 'api', scopes: ['sales.read', 'sales.write'] });
    });
    const shop = house.clientWith({ authorization: `Bearer ${key}` });
    const lines = [{ offer_id: standing_offer_id, quantity: 1 }];
    const { id } = await shop.request_order({ body: { lines, confirm: true } });
    const params = { id };
    const [sold, waiting] = (await shop.order_story({ params })).items;
    assert.deepEqual(
      [sold?.code, sold?.actor?.kind, sold?.actor?.name],
      ['order.sold', 'credential', 'Web shop'],
    );
    assert.deepEqual([waiting?.code, waiting?.delivery?.connection], ['delivery.waiting', 'Books']);
    await office.write(async (tx) => {
      await tx.db
        .updateTable('outbox')
        .set({ due_at: null, delivered_at: tx.now + 5 })
        .where('subject_id', '=', id)
        .execute();
    });
    const told = (await shop.order_story({ params })).items.at(-1);
    assert.deepEqual(
      [told?.code, told?.at],
      ['delivery.delivered', new Date(office.surroundings.now() + 5).toISOString()],
    );
    assert.equal((await shop.find_order({ params })).source.application, 'Web shop');
    assert.equal(await codeOf(shop.refund_overpaid({ params, body: { amount: 1 } })), 'forbidden');
  });

  test('gives the links again without claiming to have sent anything, and nothing for what cannot be printed', async () => {
    await using house = await openSalesHouse(open());
    const { client, standing_offer_id } = house;
    const { id } = await house.sold();
    const again = await client.resend_order({ params: { id } });
    assert.deepEqual([again.mailed, again.email, again.links.tickets.length], [false, 'ada@example.org', 3]);
    const held = await client.request_order({
      body: { lines: [{ offer_id: standing_offer_id, quantity: 1 }] },
    });
    assert.equal(await codeOf(client.resend_order({ params: { id: held.id } })), 'ticket_not_printable');
  });
});
