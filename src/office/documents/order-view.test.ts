import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curtain, openTheatreNight, sellNight } from '../../../test/fixtures/theatre-night.ts';
import { onEachStore } from '../../../test/stores.ts';
import { scanCode } from '../admission/scan.ts';
import { refundTickets } from '../selling/refund.ts';
import { formatOrderKey, parseOrderKey, ticketsPdfLink } from './order-link.ts';
import { orderBySecret, orderView } from './order-view.ts';

onEachStore('an order as its buyer sees it', (open) => {
  test('shows tickets by session with their places, and money', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const sold = await office.write((tx) => sellNight(tx, night));
    const order = await office.read((rx) => orderBySecret(rx, { id: sold.order_id, secret: sold.secret }));
    assert.ok(order !== undefined);
    assert.equal(order.status, 'paid');
    assert.deepEqual([order.total, order.paid, order.due, order.expires_at], [8200, 8200, 0, null]);
    assert.deepEqual(order.buyer, { name: 'Zoé Martin', email: 'zoe.martin@example.org' });
    assert.deepEqual(order.extras, [{ title: 'Programme', quantity: 2, amount: 600 }]);
    assert.equal(order.sessions.length, 1);
    const [session] = order.sessions;
    assert.equal(session!.session!.starts_at, curtain);
    assert.deepEqual(session!.venue, {
      name: 'Théâtre de la Luge',
      address: ['12 rue des Alpes', '74400 Chamonix'],
    });
    const [first, , standing] = session!.tickets;
    assert.deepEqual(first!.seat, { code: 'ORCH-A;3', row_label: 'A', seat_label: '3' });
    assert.equal(first!.holder, 'Zoé Martin');
    assert.equal(first!.barcode, sold.tickets[0]!.barcode);
    assert.deepEqual([standing!.zone, standing!.seat, standing!.price], ['Fosse', null, 'Fosse debout']);
  });

  test('shows what was used and what was paid back, and no code of a ticket that is void', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const { organizer_id } = night;
    const sold = await office.write((tx) => sellNight(tx, night));
    const [first, second] = sold.tickets;
    office.surroundings.instant = curtain - 600_000;
    const scan = { organizer_id, code: first!.barcode!, direction: 'in', source: 'gate' } as const;
    assert.equal((await office.write((tx) => scanCode(tx, scan))).outcome, 'admitted');
    const refund = { organizer_id, order_id: sold.order_id, ticket_ids: [second!.id], deduction: 250 };
    await office.write((tx) => refundTickets(tx, refund));
    const order = await office.read((rx) => orderView(rx, { organizer_id, order_id: sold.order_id }));
    const [used, refunded] = order!.sessions[0]!.tickets;
    assert.deepEqual(
      [used!.entries_used, used!.entries_allowed, used!.first_used_at],
      [1, 1, curtain - 600_000],
    );
    assert.deepEqual(
      [refunded!.state, refunded!.barcode, refunded!.refunded_amount],
      ['refunded', null, 3000],
    );
    assert.deepEqual(
      order!.refunds.map(({ amount, deduction }) => [amount, deduction]),
      [[3000, 250]],
    );
    assert.equal(order!.due, 0);
  });

  test('holds no codes before it is confirmed, and says how long it is held', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const sold = await office.write((tx) => sellNight(tx, night, { confirm: false, payment: undefined }));
    const order = await office.read((rx) =>
      orderView(rx, { organizer_id: night.organizer_id, order_id: sold.order_id }),
    );
    assert.equal(order!.confirmed, false);
    assert.equal(order!.expires_at, sold.expires_at);
    assert.equal(order!.due, 8200);
    assert.ok(
      order!.sessions[0]!.tickets.every(({ barcode, state }) => barcode === null && state === 'held'),
    );
  });

  test('opens to its own secret and its own organizer alone', async () => {
    const office = open();
    const night = await office.write(openTheatreNight);
    const sold = await office.write((tx) => sellNight(tx, night));
    const id = sold.order_id;
    for (const secret of ['', `${sold.secret}a`, sold.secret.toUpperCase()]) {
      assert.equal(await office.read((rx) => orderBySecret(rx, { id, secret })), undefined);
    }
    assert.equal(await office.read((rx) => orderBySecret(rx, { id: id + 1_000_000, secret: '' })), undefined);
    assert.equal(
      await office.read((rx) => orderView(rx, { organizer_id: night.organizer_id + 1, order_id: id })),
      undefined,
    );
  });
});

test('a link carries the order’s id and secret there and back', () => {
  const order = { id: 123_456_789, secret: 'aB-_'.repeat(6) };
  assert.deepEqual(parseOrderKey(formatOrderKey(order)), order);
  assert.equal(
    ticketsPdfLink('https://a.example', { id: 36, secret: 's' }, 5),
    'https://a.example/o/10.s/tickets/5.pdf',
  );
  for (const text of [
    '',
    '.',
    'x',
    '10.',
    '10.short',
    'zzzzzzzzzzz.aaaaaaaaaaaaaaaaaaaaaaaa',
    '10.aaaaaaaaaaaaaaaa/',
  ]) {
    assert.equal(parseOrderKey(text), undefined, text);
  }
});
