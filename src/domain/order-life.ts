/**
 * The life of an order: its statuses and the one table of legal moves that everything uses.
 *
 * Statuses are those of uTick ("Order status codes"), with its numbers; the `order.status` column holds the number.
 *
 * - `creating` (0): lines are being gathered, capacity is held until `expires_at`. No tickets, no barcodes yet.
 * - `confirmed` (1): the buyer is known and bound; tickets and barcodes exist; nothing is paid.
 * - `to_pay` (10): confirmed, and a payment was asked for or taken back. `partially_paid` (12), `paid` (15) and
 *   `overpaid` (18) follow from the payments; an order of 0 counts as paid.
 * - `to_deliver` (20), `to_print` (25): paid, and the tickets wait to be sent or printed. `completed` (30): paid and
 *   delivered.
 * - `archived` (99): paid and put away. Its tickets stay good.
 * - `cancelled` (−10): given up by somebody; `abandoned` (−20): given up by the clock. Both gave everything back.
 *
 * The moves, in words:
 *
 * - *change* (lines, prices): while nothing is paid. *extend* (the hold): likewise.
 * - *confirm*: from creating. *pay*: from confirmed on, until archived. *take_back* (a payment): once something is paid.
 * - *prepare* (say how it will be delivered), *deliver*, *print*: from confirmed on; they show in the status once paid.
 * - *refund*: once something is paid, and on a cancelled order whose money is still here.
 * - *cancel*: from anything living. *expire*: by the clock, while nothing is paid.
 * - *restore*: cancelled or abandoned orders without refunds, if what they held is still free.
 * - *archive*: from paid or completed. *unarchive*: back.
 *
 * Where a move leads is `derivedStatus` of the order after it, save cancel, expire and archive.
 */
import { Fault } from './faults.ts';

/** The statuses: number of the document, label, and what each means for capacity, money and the gate. */
export const orderStatuses = {
  abandoned: { code: -20, label: 'Abandoned', holding: false, confirmed: false, paid: false },
  cancelled: { code: -10, label: 'Cancelled', holding: false, confirmed: false, paid: false },
  creating: { code: 0, label: 'Creating', holding: true, confirmed: false, paid: false },
  confirmed: { code: 1, label: 'Confirmed', holding: true, confirmed: true, paid: false },
  to_pay: { code: 10, label: 'To pay', holding: true, confirmed: true, paid: false },
  partially_paid: { code: 12, label: 'Partially paid', holding: true, confirmed: true, paid: false },
  paid: { code: 15, label: 'Paid', holding: true, confirmed: true, paid: true },
  overpaid: { code: 18, label: 'Overpaid', holding: true, confirmed: true, paid: true },
  to_deliver: { code: 20, label: 'To deliver', holding: true, confirmed: true, paid: true },
  to_print: { code: 25, label: 'To print', holding: true, confirmed: true, paid: true },
  completed: { code: 30, label: 'Completed', holding: true, confirmed: true, paid: true },
  archived: { code: 99, label: 'Archived', holding: true, confirmed: true, paid: true },
} as const;

export type OrderStatus = keyof typeof orderStatuses;

const allStatuses = Object.keys(orderStatuses) as OrderStatus[];
const byCode: ReadonlyMap<number, OrderStatus> = new Map(
  allStatuses.map((status) => [orderStatuses[status].code, status]),
);

/** The number that the documents and the `order.status` column use. */
export function codeOfStatus(status: OrderStatus): number {
  return orderStatuses[status].code;
}

/** The status of a number; throws `invalid_input` for a number that is none. */
export function statusOfCode(code: number): OrderStatus {
  const status = byCode.get(code);
  if (status === undefined) throw new Fault('invalid_input', { field: 'status', value: code });
  return status;
}

const unpaid = ['confirmed', 'to_pay'] as const;
const paidFully = ['paid', 'overpaid', 'to_deliver', 'to_print', 'completed'] as const;
const living = [...unpaid, 'partially_paid', ...paidFully] as const;

interface MoveRule {
  readonly from: readonly OrderStatus[];
  /** where it can lead; which of them is `derivedStatus` of the order after the move */
  readonly to: readonly OrderStatus[];
  readonly words: string;
}

/** The one table of legal moves. */
export const moves = {
  change: {
    from: ['creating', ...unpaid],
    to: ['creating', ...unpaid, ...paidFully],
    words: 'add, remove or reprice lines',
  },
  extend: {
    from: ['creating', ...unpaid],
    to: ['creating', ...unpaid],
    words: 'move or lift the end of the hold',
  },
  confirm: { from: ['creating'], to: ['confirmed', ...paidFully], words: 'bind the buyer, make the tickets' },
  pay: { from: living, to: living, words: 'take a payment, or ask for one' },
  take_back: { from: ['partially_paid', ...paidFully], to: living, words: 'delete or lower a payment' },
  prepare: { from: living, to: living, words: 'say how the tickets will be delivered' },
  deliver: { from: living, to: living, words: 'hand over or send the tickets' },
  print: { from: living, to: living, words: 'print the tickets' },
  refund: {
    from: ['partially_paid', ...paidFully, 'archived', 'cancelled'],
    to: [...living, 'archived', 'cancelled'],
    words: 'pay money back',
  },
  cancel: {
    from: ['creating', ...living],
    to: ['cancelled'],
    words: 'give up; everything held is free again',
  },
  expire: { from: ['creating', ...unpaid], to: ['abandoned'], words: 'given up by the clock' },
  restore: {
    from: ['cancelled', 'abandoned'],
    to: ['creating', ...living],
    words: 'take up again, without refunds and if all is still free',
  },
  archive: { from: ['paid', 'completed'], to: ['archived'], words: 'put away' },
  unarchive: { from: ['archived'], to: living, words: 'fetch back' },
} as const satisfies Record<string, MoveRule>;

export type OrderMove = keyof typeof moves;

/** Whether the table allows the move from this status. */
export function canMove(from: OrderStatus, move: OrderMove): boolean {
  const rule: MoveRule = moves[move];
  return rule.from.includes(from);
}

/** The moves that are legal from a status, in the table's order. */
export function movesFrom(from: OrderStatus): OrderMove[] {
  return (Object.keys(moves) as OrderMove[]).filter((move) => canMove(from, move));
}

/**
 * Throws `illegal_move` unless the table allows it, and `restore_after_refund` for an order whose refunds
 * (a sum, or how many) are not 0.
 */
export function assertMove(from: OrderStatus, move: OrderMove, refunded = 0): void {
  if (!canMove(from, move)) throw new Fault('illegal_move', { from, move, legal: movesFrom(from) });
  if (move === 'restore' && refunded !== 0) throw new Fault('restore_after_refund', { from, refunded });
}

/** A status that a client may ask for by name; all others follow from payments, delivery and the clock. */
export type AskedStatus = 'creating' | 'confirmed' | 'paid' | 'completed' | 'cancelled';

/**
 * The moves that lead from a status to one that a client asks for ("make it 30"), in order; none when it is there
 * already (an order that is paid counts as confirmed, one that is completed counts as paid). What is missing of the
 * money is paid on the way. Throws `illegal_move` where the table has no such way.
 */
export function movesToward(from: OrderStatus, asked: AskedStatus): OrderMove[] {
  if (asked === 'cancelled') return from === 'cancelled' ? [] : legalWay(from, asked, ['cancel']);
  if (from === 'creating' || asked === 'creating') {
    const way: Record<AskedStatus, OrderMove[]> = {
      creating: from === 'creating' ? [] : ['restore'],
      confirmed: ['confirm'],
      paid: ['confirm', 'pay'],
      completed: ['confirm', 'pay', 'deliver'],
      cancelled: ['cancel'],
    };
    return legalWay(from, asked, way[asked]);
  }
  if (!isConfirmed(from) || from === 'archived')
    throw new Fault('illegal_move', { from, asked, legal: movesFrom(from) });
  const pay: OrderMove[] = asked === 'confirmed' || isPaid(from) ? [] : ['pay'];
  const deliver: OrderMove[] = asked === 'completed' && from !== 'completed' ? ['deliver'] : [];
  return [...pay, ...deliver];
}

/** The way itself, when its first move is legal: what follows is legal by the table. */
function legalWay(from: OrderStatus, asked: AskedStatus, way: OrderMove[]): OrderMove[] {
  const [first] = way;
  if (first !== undefined && !canMove(from, first))
    throw new Fault('illegal_move', { from, asked, legal: movesFrom(from) });
  return way;
}

/** How far the tickets are on their way: nothing said, to be sent, to be printed, with the buyer. */
export type Delivery = 'none' | 'to_deliver' | 'to_print' | 'delivered';

export interface OrderSums {
  readonly confirmed: boolean;
  /** what the order costs now, less what was refunded; minor units */
  readonly total: number;
  /** what was paid, less what was refunded; minor units */
  readonly paid: number;
  readonly delivery: Delivery;
  /** a payment was asked for or taken back: an unpaid order shows as `to_pay` instead of `confirmed` */
  readonly payment_asked?: boolean;
}

/**
 * What status an order that lives (neither cancelled, abandoned nor archived) has. Money speaks first: an order that
 * is overpaid shows as such until the rest is paid back, delivered or not. A total of 0 (or less) counts as paid.
 */
export function derivedStatus(order: OrderSums): OrderStatus {
  if (!order.confirmed) return 'creating';
  const due = Math.max(order.total, 0);
  // goods that came back at the till: the order is less than nothing, and so is what was paid
  if (order.total < 0 && order.paid < 0) return 'paid';
  if (order.paid > due) return 'overpaid';
  if (order.paid < due) {
    if (order.paid > 0) return 'partially_paid';
    return order.payment_asked === true ? 'to_pay' : 'confirmed';
  }
  if (order.delivery === 'delivered') return 'completed';
  return order.delivery === 'none' ? 'paid' : order.delivery;
}

/** Whether the order holds capacity: all but cancelled and abandoned ones. */
export function isHolding(status: OrderStatus): boolean {
  return orderStatuses[status].holding;
}

/** Whether tickets and barcodes exist: from confirmation on. */
export function isConfirmed(status: OrderStatus): boolean {
  return orderStatuses[status].confirmed;
}

/** Whether everything is paid. */
export function isPaid(status: OrderStatus): boolean {
  return orderStatuses[status].paid;
}

/** Whether the gate lets its tickets in: paid ones, and confirmed ones where the organizer admits unpaid orders. */
export function admits(status: OrderStatus, admits_unpaid = false): boolean {
  return isPaid(status) || (admits_unpaid && isConfirmed(status));
}

export interface MoveRow {
  readonly move: OrderMove;
  readonly words: string;
  readonly from: readonly { readonly status: OrderStatus; readonly code: number }[];
  readonly to: readonly { readonly status: OrderStatus; readonly code: number }[];
}

/** The table of legal moves, for READMEs and for tests. */
export function movesTable(): MoveRow[] {
  const coded = (statuses: readonly OrderStatus[]) =>
    statuses.map((status) => ({ status, code: codeOfStatus(status) }));
  return Object.entries(moves).map(([move, rule]) => ({
    move: move as OrderMove,
    words: rule.words,
    from: coded(rule.from),
    to: coded(rule.to),
  }));
}
