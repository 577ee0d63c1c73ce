/**
 * Refunds over several tickets of an order, by amount or by deduction, exact to the minor unit.
 *
 * What is left of a ticket is what was paid for it less what was refunded. A refund by *amount* pays that sum back and
 * keeps the rest of what is left as deduction; one by *deduction* keeps that sum and pays the rest back. Either is
 * spread over the tickets in proportion to what is left of each, so no part leaves [0, left].
 */
import { Fault } from './faults.ts';
import { limits } from './limits.ts';
import { safeAmount, splitExactly, sumAmounts } from './money.ts';

export interface RefundableTicket {
  readonly id: number;
  /** minor units paid for the ticket, and of these refunded before */
  readonly paid: number;
  readonly refunded: number;
  /** set once the ticket was refunded: it is not refunded again */
  readonly refunded_at?: number | null;
}

export interface RefundRequest {
  readonly tickets: readonly RefundableTicket[];
  /** one of the two, in minor units */
  readonly amount?: number | null | undefined;
  readonly deduction?: number | null | undefined;
}

export interface RefundPart {
  readonly id: number;
  readonly amount: number;
  readonly deduction: number;
}

export interface RefundSplit {
  readonly amount: number;
  readonly deduction: number;
  /** in the order of the tickets asked for */
  readonly parts: readonly RefundPart[];
}

/** What can still be paid back for a ticket. */
export function refundableOf(ticket: RefundableTicket): number {
  return Math.max(0, safeAmount(ticket.paid) - safeAmount(ticket.refunded));
}

/**
 * The parts of a refund. Throws `refund_amount_or_deduction` (both or neither), `refund_exceeds_paid`,
 * `already_refunded` (names the tickets), `invalid_input` (no ticket, one named twice, too many, a negative sum).
 */
export function splitRefund(request: RefundRequest): RefundSplit {
  const { tickets } = request;
  const amount = request.amount ?? null;
  const deduction = request.deduction ?? null;
  if ((amount === null) === (deduction === null)) throw new Fault('refund_amount_or_deduction');
  if (tickets.length === 0 || tickets.length > limits.refund_tickets_max) {
    throw new Fault('invalid_input', {
      field: 'tickets',
      count: tickets.length,
      limit: limits.refund_tickets_max,
    });
  }
  if (new Set(tickets.map((ticket) => ticket.id)).size !== tickets.length) {
    throw new Fault('invalid_input', { field: 'tickets', reason: 'a ticket is named twice' });
  }
  const again = tickets.filter(isRefunded).map((ticket) => ticket.id);
  if (again.length > 0) throw new Fault('already_refunded', { tickets: again });

  const left = tickets.map(refundableOf);
  const sum = sumAmounts(left);
  const asked = safeAmount(amount ?? deduction ?? 0);
  if (asked < 0)
    throw new Fault('invalid_input', { field: amount === null ? 'deduction' : 'amount', value: asked });
  if (asked > sum) throw new Fault('refund_exceeds_paid', { asked, left: sum });

  const shares = splitExactly(asked, left);
  const parts = tickets.map((ticket, index) => {
    const share = shares[index] ?? 0;
    const rest = (left[index] ?? 0) - share;
    return amount === null
      ? { id: ticket.id, amount: rest, deduction: share }
      : { id: ticket.id, amount: share, deduction: rest };
  });
  return amount === null
    ? { amount: sum - asked, deduction: asked, parts }
    : { amount: asked, deduction: sum - asked, parts };
}

function isRefunded(ticket: RefundableTicket): boolean {
  return (ticket.refunded_at ?? null) !== null || (ticket.paid > 0 && refundableOf(ticket) === 0);
}
