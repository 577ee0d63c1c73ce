import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAttendee } from './attendee-reading.ts';

const context = { zone: 'Europe/Paris', currency: 'EUR' };
const document = {
  id: '12345678',
  barcode: '6743097169',
  ref: 'BW-XXXXXX',
  ticket: 'Luge - Forfait 4 tours',
  ticket_id: 12345,
  name: 'Jean Dupont',
  email: 'jean@email.com',
  used: '0',
  date: '2026-05-15 10:30:00',
  price: '11.00',
  event_id: '1350897',
};
const vendor = {
  id: '1829',
  ext_id: 'T985-1829-E1397785',
  barcode: '1234567',
  ticket: 'Plein tarif',
  firstname: 'Anne Marie',
  name: 'de la Tour',
  email: '',
  used: '2',
  used_date: '2026-06-01 14:00:00',
  price: '12.5',
  order_id: '77',
  order_ext_id: 'ABC77',
  order_firstname: 'Paul',
  order_name: 'Tour',
  order_email: 'paul@example.com',
  order_date: '2026-05-20 09:00:00',
  order_paid: '0',
  disabled: '0',
};

test('reads an attendee of the document: id is the order, name the full name', () => {
  const read = readAttendee(document, context);
  assert.deepEqual([read.order.ref, read.ref, read.event_ref], ['12345678', '6743097169', '1350897']);
  assert.deepEqual(read.holder, { first_name: 'Jean', last_name: 'Dupont', email: 'jean@email.com' });
  assert.deepEqual(
    [read.amount, read.order.sold_at, read.used, read.order.paid],
    [1100, Date.UTC(2026, 4, 15, 8, 30), null, true],
  );
});

test('reads an attendee of the vendor: id is the ticket, name the surname, the event stands in ext_id', () => {
  const read = readAttendee(vendor, context);
  assert.deepEqual([read.order.ref, read.ref, read.event_ref], ['77', '1829', '1397785']);
  assert.deepEqual(read.holder, { first_name: 'Anne Marie', last_name: 'de la Tour', email: '' });
  assert.deepEqual(read.order.buyer, { first_name: 'Paul', last_name: 'Tour', email: 'paul@example.com' });
  assert.deepEqual(
    [read.amount, read.used, read.order.paid],
    [1250, { at: Date.UTC(2026, 5, 1, 12), inside: false }, false],
  );
});

for (const [change, field, code] of [
  [{ price: 'free' }, 'price', 'invalid_amount'],
  [{ date: '2026-02-30 10:00:00' }, 'date', 'invalid_date'],
  [{ date: undefined }, 'date', 'invalid_input'],
  [{ event_id: undefined }, 'event_id', 'invalid_input'],
  [{ barcode: '' }, 'barcode', 'invalid_input'],
  [{ ticket: 5 }, 'ticket', 'invalid_input'],
] as const) {
  test(`names what is wrong with ${JSON.stringify(change)}`, () => {
    const given = Object.fromEntries(
      Object.entries({ ...document, ...change }).filter(([, value]) => value !== undefined),
    );
    assert.throws(
      () => readAttendee(given, context),
      (error: { code?: string; details?: { path?: string } }) =>
        error.code === code && error.details?.path === field,
    );
  });
}
