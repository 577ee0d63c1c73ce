import { Fault } from '../../domain/faults.ts';
import { splitRefund, type RefundSplit } from '../../domain/refund.ts';
import type { Rx } from '../../store/transaction.ts';
import type { OrderRow, TicketRow } from './orders.ts';
import { addOnCosts, withRelated } from './release.ts';

export interface RefundWish {
  /** a main ticket stands for its leaves: money sits on those */
  readonly ticket_ids: readonly number[];
  /** what is paid back, or what is kept; one of the two */
  readonly amount?: number | undefined;
  readonly deduction?: number | undefined;
}

export interface RefundPlan {
  /** the tickets that carry the money */
  readonly leaves: readonly TicketRow[];
  /** all that end */
  readonly going: readonly TicketRow[];
  readonly split: RefundSplit;
}

/**
 * What a refund of these tickets comes to, before anything is done. Throws `refund_exceeds_paid`, `already_refunded`,
 * `refund_amount_or_deduction`, `not_found`, `invalid_input`.
 */
export async function planRefund(
  rx: Rx,
  order: Pick<OrderRow, 'paid' | 'refunded'>,
  all: readonly TicketRow[],
  wish: RefundWish,
): Promise<RefundPlan> {
  const leaves = leavesOf(wish.ticket_ids, all);
  const going = withRelated(leaves, all);
  const beside = await paidBeside(rx, leaves, going);
  const split = splitRefund({
    tickets: leaves.map((ticket) => ({
      id: ticket.id,
      paid: ticket.charged_amount + (beside.get(ticket.id) ?? 0),
      refunded: ticket.refunded_amount,
      refunded_at: ticket.refunded_at,
    })),
    amount: wish.amount,
    deduction: wish.deduction,
  });
  const left = order.paid - order.refunded;
  if (split.amount > left) throw new Fault('refund_exceeds_paid', { asked: split.amount, left });
  return { leaves, going, split };
}

/**
 * What the add-ons cost that end with these tickets, by the ticket that is refunded: those of a main ticket go with the first
 * of its leaves.
 */
async function paidBeside(
  rx: Rx,
  leaves: readonly TicketRow[],
  going: readonly TicketRow[],
): Promise<Map<number, number>> {
  const costs = await addOnCosts(
    rx,
    going.map(({ id }) => id),
  );
  const beside = new Map<number, number>();
  for (const [ticket_id, cost] of costs) {
    const leaf = leaves.find(({ id }) => id === ticket_id);
    const bearer = leaf ?? leaves.find(({ main_ticket_id }) => main_ticket_id === ticket_id);
    if (bearer !== undefined) beside.set(bearer.id, (beside.get(bearer.id) ?? 0) + cost);
  }
  return beside;
}

/** The tickets that carry money: of a main ticket its leaves. Throws `not_found` for one that never was of this order. */
function leavesOf(ticket_ids: readonly number[], all: readonly TicketRow[]): TicketRow[] {
  const leaves = new Map<number, TicketRow>();
  for (const id of ticket_ids) {
    const ticket = all.find((candidate) => candidate.id === id && candidate.state !== 'deleted');
    if (ticket === undefined) throw new Fault('not_found', { kind: 'ticket', id });
    const related = all.filter(
      (candidate) => candidate.main_ticket_id === id && candidate.state !== 'deleted',
    );
    for (const leaf of related.length > 0 ? related : [ticket]) leaves.set(leaf.id, leaf);
  }
  return [...leaves.values()];
}
