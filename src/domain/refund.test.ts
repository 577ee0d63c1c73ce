import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FaultCode, isFault } from './faults.ts';
import { type RefundableTicket, refundableOf, splitRefund } from './refund.ts';

const is = (code: FaultCode) => (error: unknown) => isFault(error, code);
const sold = fc
  .uniqueArray(
    fc.record({
      id: fc.nat(999),
      paid: fc.nat(100_000),
      part: fc.double({ min: 0, max: 0.99, noNaN: true }),
    }),
    { selector: (one) => one.id, minLength: 1, maxLength: 9 },
  )
  .map((list): RefundableTicket[] =>
    list.map(({ id, paid, part }) => ({ id, paid, refunded: Math.floor(paid * part) })),
  );
const total = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

test('a refund by amount or by deduction sums exactly, and every part stays within what is left', () => {
  fc.assert(
    fc.property(
      sold,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      (tickets, portion, byAmount) => {
        const left = tickets.map(refundableOf);
        const asked = Math.round(total(left) * portion);
        const split = splitRefund({ tickets, ...(byAmount ? { amount: asked } : { deduction: asked }) });
        assert.equal(byAmount ? split.amount : split.deduction, asked);
        assert.equal(total(split.parts.map((part) => part.amount)), split.amount);
        assert.equal(total(split.parts.map((part) => part.deduction)), split.deduction);
        split.parts.forEach((part, index) => {
          assert.equal(part.id, tickets[index]?.id);
          assert.ok(part.amount >= 0 && part.deduction >= 0);
          assert.equal(
            part.amount + part.deduction,
            left[index],
            'what is left is paid back or kept, nothing else',
          );
        });
      },
    ),
  );
});

test('one unit more than is left is refused', () => {
  fc.assert(
    fc.property(sold, fc.boolean(), (tickets, byAmount) => {
      const beyond = total(tickets.map(refundableOf)) + 1;
      assert.throws(
        () => splitRefund({ tickets, ...(byAmount ? { amount: beyond } : { deduction: beyond }) }),
        is('refund_exceeds_paid'),
      );
    }),
  );
});

test('refunds in a row never pay back more than was paid', () => {
  fc.assert(
    fc.property(sold, fc.array(fc.nat(60_000), { maxLength: 6 }), (tickets, amounts) => {
      let now = tickets;
      for (const amount of amounts) {
        try {
          const { parts } = splitRefund({ tickets: now, amount });
          now = now.map((ticket, index) => ({
            ...ticket,
            refunded: ticket.refunded + (parts[index]?.amount ?? 0),
          }));
        } catch (error) {
          assert.ok(isFault(error, 'refund_exceeds_paid') || isFault(error, 'already_refunded'));
        }
      }
      for (const ticket of now) assert.ok(ticket.refunded <= ticket.paid);
    }),
  );
});

test('three tickets of 10.00 with a deduction of 1.00 give back 29.00', () => {
  const tickets = [1, 2, 3].map((id) => ({ id, paid: 1000, refunded: 0 }));
  assert.deepEqual(splitRefund({ tickets, deduction: 100 }), {
    amount: 2900,
    deduction: 100,
    parts: [
      { id: 1, amount: 966, deduction: 34 },
      { id: 2, amount: 967, deduction: 33 },
      { id: 3, amount: 967, deduction: 33 },
    ],
  });
});

test('a refund names one sum, and tickets that can be refunded', () => {
  const ticket = { id: 1, paid: 100, refunded: 0 };
  assert.throws(() => splitRefund({ tickets: [ticket] }), is('refund_amount_or_deduction'));
  assert.throws(
    () => splitRefund({ tickets: [ticket], amount: 1, deduction: 1 }),
    is('refund_amount_or_deduction'),
  );
  assert.throws(
    () => splitRefund({ tickets: [ticket], amount: null, deduction: null }),
    is('refund_amount_or_deduction'),
  );
  assert.throws(() => splitRefund({ tickets: [], amount: 0 }), is('invalid_input'));
  assert.throws(() => splitRefund({ tickets: [ticket, ticket], amount: 1 }), is('invalid_input'));
  assert.throws(() => splitRefund({ tickets: [ticket], amount: -1 }), is('invalid_input'));
  assert.throws(() => splitRefund({ tickets: [ticket], amount: 0.5 }), is('amount_out_of_range'));
  assert.throws(
    () => splitRefund({ tickets: [{ ...ticket, refunded_at: 5 }], amount: 1 }),
    is('already_refunded'),
  );
  assert.throws(
    () => splitRefund({ tickets: [{ ...ticket, refunded: 100 }], amount: 0 }),
    is('already_refunded'),
  );
});

test('a free ticket is refunded with nothing', () => {
  const split = splitRefund({ tickets: [{ id: 1, paid: 0, refunded: 0 }], amount: 0 });
  assert.deepEqual(split.parts, [{ id: 1, amount: 0, deduction: 0 }]);
});
