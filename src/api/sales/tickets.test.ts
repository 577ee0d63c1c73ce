import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openSalesHouse } from '../../../test/fixtures/sales-house.ts';
import { scanCode } from '../../office/admission/scan.ts';
import { onEachStore } from '../../../test/stores.ts';

onEachStore('tickets of /api', (open) => {
  test('finds a ticket by its barcode, by what another system calls it, and in the list of its event', async () => {
    const office = open();
    await using house = await openSalesHouse(office);
    const { client, event_id, organizer_id } = house;
    const { tickets, id } = await house.sold();
    const [first, second] = tickets;
    const found = async (column: string, value: string | number) =>
      (await client.list_tickets({ query: { where: [{ column, value }] } })).items.map((ticket) => ticket.id);
    assert.deepEqual(await found('barcode', first?.barcode ?? ''), [first?.id]);
    assert.deepEqual(await found('barcode', 'nothing'), []);
    await office.write(async (tx) => {
      const connection_id = await tx.id();
      const at = { created_at: tx.now, updated_at: tx.now };
      await tx.db
        .insertInto('connection')
        .values({ id: connection_id, organizer_id, dialect: 'billetweb', name: 'B', base_url: '', ...at })
        .execute();
      const link = {
        connection_id,
        kind: 'ticket',
        foreign_id: '48213',
        local_id: second?.id ?? 0,
        seen_at: tx.now,
      };
      await tx.db.insertInto('link').values(link).execute();
    });
    assert.deepEqual(await found('foreign_id', '48213'), [second?.id]);
    assert.deepEqual(
      await found('order_id', id),
      tickets.map((ticket) => ticket.id),
    );
    const where = [{ column: 'event_id', value: event_id }];
    const byChange = await client.list_tickets({ query: { where, order: '-updated_at', limit: 2 } });
    assert.equal(byChange.items.length, 2);
    assert.equal(await codeOf(client.list_tickets({ query: { order: 'updated_at' } })), 'unknown_filter');
    const one = await client.find_ticket({ params: { id: first?.id ?? 0 } });
    assert.deepEqual(
      [one.price, one.zone, one.holder.first_name, one.order_status],
      ['Place assise', 'Orchestre', 'Ada', 'paid'],
    );
    assert.notEqual(one.seat, null);
  });

  test('changes who enters, keeps what was answered, stops a ticket and lets it go', async () => {
    await using house = await openSalesHouse(open());
    const { client } = house;
    const { tickets, id: order_id } = await house.sold();
    const params = { id: tickets[0]?.id ?? 0 };
    const holder = { first_name: 'Grace', last_name: 'Hopper', email: 'grace@example.org' };
    const changed = await client.change_ticket({ params, body: { holder } });
    assert.deepEqual([changed.holder.first_name, changed.holder.email], ['Grace', 'grace@example.org']);
    assert.equal(
      await codeOf(client.change_ticket({ params, body: { holder: { email: 'x' } } })),
      'invalid_email',
    );
    await client.answer_questions({ params, body: { answers: [{ label: 'Menu', value: 'fish' }] } });
    const { answers } = await client.find_order({ params: { id: order_id } });
    assert.deepEqual(answers, [{ ticket_id: params.id, label: 'Menu', value: 'fish' }]);
    const blocked = await client.block_ticket({ params, body: { reason: 'stolen' } });
    assert.notEqual(blocked.blocked_at, null);
    const where = [{ column: 'blocked', value: true }];
    assert.deepEqual(
      (await client.list_tickets({ query: { where } })).items.map(({ id }) => id),
      [params.id],
    );
    assert.equal((await client.unblock_ticket({ params, body: { reason: 'found' } })).blocked_at, null);
    await client.cancel_order({ params: { id: order_id }, body: {} });
    assert.equal(await codeOf(client.block_ticket({ params, body: { reason: 'stolen' } })), 'not_found');
  });

  test('says what is asked of an order and its tickets, and keeps answers that fit in the form of their kind', async () => {
    await using house = await openSalesHouse(open());
    const { client, event_id } = house;
    const { tickets, id } = await house.sold();
    const ask = (label: string, more: object) =>
      client.create_question({ body: { event_id, scope: 'ticket', label, ...more } });
    await ask('Née le', { kind: 'date', required: true });
    await ask('Repas', { options: ['Poisson', 'Viande'] });
    await ask('Association', { scope: 'order', kind: 'yes_no' });
    const params = { id };
    const { items } = await client.list_asked({ params });
    assert.deepEqual(
      items.map(({ ticket_id, label, kind }) => [ticket_id, label, kind]),
      [
        [null, 'Association', 'yes_no'],
        ...tickets.flatMap((ticket) => [
          [ticket.id, 'Née le', 'date'],
          [ticket.id, 'Repas', 'choice'],
        ]),
      ],
    );
    const answer = (label: string, value: string) => ({ answers: [{ label, value }] });
    const first = { params: { id: tickets[0]!.id } };
    assert.equal(
      await codeOf(client.answer_questions({ ...first, body: answer('Née le', 'hier') })),
      'invalid_input',
    );
    await client.answer_questions({ ...first, body: answer('Née le', ' 2001-02-28 ') });
    const done = await client.answer_order_questions({ params, body: answer('Association', 'Oui') });
    assert.deepEqual(
      done.items.filter(({ value }) => value !== '').map(({ label, value }) => [label, value]),
      [
        ['Association', 'yes'],
        ['Née le', '2001-02-28'],
      ],
    );
    assert.equal(await codeOf(ask('Âge', { kind: 'number', options: ['1'] })), 'invalid_input');
    assert.equal(await codeOf(ask('Choix', { kind: 'choices' })), 'invalid_input');
    assert.equal(await codeOf(client.list_asked({ params: { id: id + 1_000_000 } })), 'not_found');
  });

  test('takes entries back that should not have been, with a reason, so that the ticket can enter again', async () => {
    const office = open();
    await using house = await openSalesHouse(office);
    const { client, organizer_id } = house;
    const [ticket] = (await house.sold()).tickets;
    const code = ticket!.barcode ?? '';
    const scan = { organizer_id, code, direction: 'in', source: 'gate' } as const;
    const enter = () =>
      office.write((tx) => scanCode(tx, { ...scan, scanned_at: office.surroundings.now() }));
    const force = { reason: 'early' };
    await office.write((tx) => scanCode(tx, { ...scan, scanned_at: office.surroundings.now(), force }));
    const params = { id: ticket!.id };
    assert.equal((await client.find_ticket({ params })).entries_used, 1);
    assert.equal((await enter()).outcome, 'refused');
    const body = { reason: 'scanned for a friend' };
    const back = await client.undo_entries({ params, body });
    assert.deepEqual([back.entries_used, back.first_used_at], [0, null]);
    assert.equal((await client.undo_entries({ params, body })).entries_used, 0, 'nothing to take back');
    const again = await office.write((tx) =>
      scanCode(tx, { ...scan, scanned_at: office.surroundings.now(), force }),
    );
    assert.equal(again.outcome, 'admitted');
    const { items } = await client.order_story({ params: { id: back.order_id } });
    assert.equal(items.filter((one) => one.code === 'ticket.entries_undone').length, 1);
  });

  test('moves a ticket to another seat while nothing is paid, and not after', async () => {
    await using house = await openSalesHouse(open());
    const { client, seat_offer_id, seat } = house;
    const lines = [{ offer_id: seat_offer_id, quantity: 1, place_ids: [seat('A;1')] }];
    const { id, tickets } = await client.request_order({ body: { lines } });
    const params = { id: tickets[0]?.id ?? 0 };
    const moved = await client.move_ticket({ params, body: { place_id: seat('B;8') } });
    assert.deepEqual(
      [moved.place_id, moved.seat?.row_label, moved.seat?.seat_label],
      [seat('B;8'), 'B', '8'],
    );
    await client.confirm_order({ params: { id }, body: {} });
    await client.add_payment({ params: { id }, body: { method: 'card' } });
    assert.equal(
      await codeOf(client.move_ticket({ params, body: { place_id: seat('A;1') } })),
      'illegal_move',
    );
  });
});
