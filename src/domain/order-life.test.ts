import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFault } from './faults.ts';
import {
  type AskedStatus,
  type Delivery,
  type OrderMove,
  type OrderStatus,
  admits,
  assertMove,
  canMove,
  codeOfStatus,
  derivedStatus,
  isConfirmed,
  isHolding,
  isPaid,
  moves,
  movesFrom,
  movesTable,
  movesToward,
  orderStatuses,
  statusOfCode,
} from './order-life.ts';

const statuses = Object.keys(orderStatuses) as OrderStatus[];
const allMoves = Object.keys(moves) as OrderMove[];

test('the statuses are the twelve of the document, by its numbers', () => {
  assert.deepEqual(statuses.map(codeOfStatus), [-20, -10, 0, 1, 10, 12, 15, 18, 20, 25, 30, 99]);
  for (const status of statuses) assert.equal(statusOfCode(codeOfStatus(status)), status);
  assert.throws(
    () => statusOfCode(2),
    (error) => isFault(error, 'invalid_input'),
  );
});

/** Written out once more by hand: whoever changes the table must mean it. */
const legal: Record<OrderStatus, OrderMove[]> = {
  abandoned: ['restore'],
  cancelled: ['refund', 'restore'],
  creating: ['change', 'extend', 'confirm', 'cancel', 'expire'],
  confirmed: ['change', 'extend', 'pay', 'prepare', 'deliver', 'print', 'cancel', 'expire'],
  to_pay: ['change', 'extend', 'pay', 'prepare', 'deliver', 'print', 'cancel', 'expire'],
  partially_paid: ['pay', 'take_back', 'prepare', 'deliver', 'print', 'refund', 'cancel'],
  paid: ['pay', 'take_back', 'prepare', 'deliver', 'print', 'refund', 'cancel', 'archive'],
  overpaid: ['pay', 'take_back', 'prepare', 'deliver', 'print', 'refund', 'cancel'],
  to_deliver: ['pay', 'take_back', 'prepare', 'deliver', 'print', 'refund', 'cancel'],
  to_print: ['pay', 'take_back', 'prepare', 'deliver', 'print', 'refund', 'cancel'],
  completed: ['pay', 'take_back', 'prepare', 'deliver', 'print', 'refund', 'cancel', 'archive'],
  archived: ['refund', 'unarchive'],
};

test('the legal moves are these and no others', () => {
  for (const status of statuses) assert.deepEqual(movesFrom(status), legal[status], status);
});

test('a move that the table does not have is refused, and says which are legal', () => {
  for (const from of statuses) {
    for (const move of allMoves) {
      if (canMove(from, move)) assert.doesNotThrow(() => assertMove(from, move));
      else
        assert.throws(
          () => assertMove(from, move),
          (error) => isFault(error, 'illegal_move') && Array.isArray(error.details['legal']),
        );
    }
  }
});

test('an order with refunds is not restored', () => {
  assertMove('cancelled', 'restore', 0);
  assert.throws(
    () => assertMove('cancelled', 'restore', 1),
    (error) => isFault(error, 'restore_after_refund'),
  );
  assert.throws(
    () => assertMove('paid', 'restore', 1),
    (error) => isFault(error, 'illegal_move'),
  );
});

const delivery = fc.constantFrom<Delivery>('none', 'to_deliver', 'to_print', 'delivered');
const sums = fc.record({
  total: fc.integer({ min: 0, max: 3 }),
  paid: fc.integer({ min: 0, max: 5 }),
  delivery,
  payment_asked: fc.boolean(),
});

test('the derived status says the truth about the money', () => {
  fc.assert(
    fc.property(sums, (order) => {
      const status = derivedStatus({ confirmed: true, ...order });
      assert.equal(isPaid(status), order.paid >= order.total);
      assert.equal(status === 'overpaid', order.paid > order.total);
      assert.equal(status === 'partially_paid', order.paid > 0 && order.paid < order.total);
      assert.equal(status === 'completed', order.paid === order.total && order.delivery === 'delivered');
      assert.ok(isConfirmed(status) && isHolding(status));
      assert.equal(derivedStatus({ ...order, confirmed: false }), 'creating');
    }),
  );
});

test('an order of nothing counts as paid, and an unpaid one waits', () => {
  const order = { confirmed: true, total: 0, paid: 0, delivery: 'none' } as const;
  assert.equal(derivedStatus(order), 'paid');
  assert.equal(derivedStatus({ ...order, total: 5 }), 'confirmed');
  assert.equal(derivedStatus({ ...order, total: 5, payment_asked: true }), 'to_pay');
  assert.equal(derivedStatus({ ...order, total: 5, paid: 5, delivery: 'to_print' }), 'to_print');
});

test('whatever legal moves are made in whatever order, the status follows and stays inside the table', () => {
  const step = fc.record({
    move: fc.constantFrom(...allMoves),
    amount: fc.integer({ min: 1, max: 3 }),
    delivery,
  });
  fc.assert(
    fc.property(fc.nat(3), fc.array(step, { maxLength: 25 }), (total, steps) => {
      const order = { confirmed: false, total, paid: 0, delivery: 'none' as Delivery, payment_asked: false };
      let status: OrderStatus = 'creating';
      let refunded = 0;
      for (const { move, amount, delivery: way } of steps) {
        if (!canMove(status, move) || (move === 'restore' && refunded > 0)) continue;
        if (move === 'confirm') order.confirmed = true;
        if (move === 'pay') order.paid += amount;
        if (move === 'take_back')
          Object.assign(order, { paid: Math.max(0, order.paid - amount), payment_asked: true });
        if (move === 'refund') {
          const back = Math.min(amount, order.paid, order.total);
          refunded += back;
          Object.assign(order, { paid: order.paid - back, total: order.total - back });
        }
        if (move === 'prepare' && way !== 'delivered') order.delivery = way;
        if (move === 'deliver' || move === 'print') order.delivery = 'delivered';
        const ends: Partial<Record<OrderMove, OrderStatus>> = {
          cancel: 'cancelled',
          expire: 'abandoned',
          archive: 'archived',
        };
        const stays: boolean = move === 'refund' && (status === 'cancelled' || status === 'archived');
        const next: OrderStatus = stays ? status : (ends[move] ?? derivedStatus(order));
        const row = movesTable().find((one) => one.move === move);
        assert.ok(
          row?.to.some((to) => to.status === next),
          `${move} led from ${status} to ${next}`,
        );
        status = next;
      }
    }),
  );
});

test('the gate admits paid orders, confirmed ones where the organizer says so, and never others', () => {
  const paid = ['paid', 'overpaid', 'to_deliver', 'to_print', 'completed', 'archived'];
  assert.deepEqual(
    statuses.filter((status) => admits(status)),
    paid,
  );
  assert.deepEqual(
    statuses.filter((status) => admits(status, true)),
    ['confirmed', 'to_pay', 'partially_paid', ...paid],
  );
  assert.deepEqual(
    statuses.filter((status) => !isHolding(status)),
    ['abandoned', 'cancelled'],
  );
});

test('the way to a status that a client asks for is made of legal moves and gets there', () => {
  const asked: AskedStatus[] = ['creating', 'confirmed', 'paid', 'completed', 'cancelled'];
  for (const from of statuses) {
    for (const wanted of asked) {
      let way: OrderMove[];
      try {
        way = movesToward(from, wanted);
      } catch (error) {
        assert.ok(isFault(error, 'illegal_move'), `${from} to ${wanted}`);
        continue;
      }
      let status = from;
      const order = {
        confirmed: isConfirmed(from),
        total: 5,
        paid: isPaid(from) ? 5 : 0,
        delivery: 'none' as Delivery,
      };
      for (const move of way) {
        assertMove(status, move);
        if (move === 'confirm') order.confirmed = true;
        if (move === 'pay') order.paid = 5;
        if (move === 'deliver') order.delivery = 'delivered';
        status = move === 'cancel' ? 'cancelled' : derivedStatus(order);
      }
      if (wanted === 'paid') assert.ok(isPaid(status));
      else if (wanted === 'confirmed') assert.ok(isConfirmed(status));
      else assert.equal(status, wanted);
    }
  }
});

test('who may ask for what', () => {
  assert.deepEqual(movesToward('creating', 'completed'), ['confirm', 'pay', 'deliver']);
  assert.deepEqual(movesToward('partially_paid', 'paid'), ['pay']);
  assert.deepEqual(movesToward('to_print', 'completed'), ['deliver']);
  assert.deepEqual(movesToward('paid', 'confirmed'), []);
  assert.deepEqual(movesToward('completed', 'completed'), []);
  assert.deepEqual(movesToward('cancelled', 'creating'), ['restore']);
  for (const [from, asked] of [
    ['cancelled', 'paid'],
    ['abandoned', 'confirmed'],
    ['confirmed', 'creating'],
    ['archived', 'cancelled'],
    ['abandoned', 'cancelled'],
  ] as const) {
    assert.throws(
      () => movesToward(from, asked),
      (error) => isFault(error, 'illegal_move'),
      `${from} ${asked}`,
    );
  }
});
