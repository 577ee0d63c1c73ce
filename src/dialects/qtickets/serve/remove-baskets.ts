import { Fault, isFault } from '../../../domain/faults.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import { cancelOrder, removeTickets } from '../../../office/selling/cancel.ts';
import { isLive, ticketsOfOrder, type TicketRow } from '../../../office/selling/orders.ts';
import { refundTickets } from '../../../office/selling/refund.ts';
import { withRelated } from '../../../office/selling/release.ts';
import { localId } from '../../../office/served-ids/served-ids.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { BasketsGone, NamedBaskets } from '../inputs.ts';
import type { Order } from '../shapes.ts';
import { amountOf, money } from '../wire.ts';
import type { Caller } from './caller.ts';
import { oneOrder, reachedOrder, type ReachedOrder } from './orders.ts';

/** `delete` or `refund`, one of the two; all of the tickets, or none (qtickets-api.txt, "Удаление билетов", "Возврат билетов"). */
export async function removeBaskets(
  office: Office,
  caller: Caller,
  served_id: number,
  body: BasketsGone,
): Promise<{ data: Order }> {
  requireScope(caller, 'orders.change');
  const { delete: deleted, refund } = body;
  if ((deleted === undefined) === (refund === undefined)) {
    throw new Fault('invalid_input', { field: 'delete', reason: 'delete or refund, one of the two' });
  }
  const id = await office.store.write(actorOf(caller), async (tx) => {
    const order = await reachedOrder(tx, caller, served_id);
    if (deleted !== undefined) await deleteBaskets(tx, order, deleted.baskets);
    else if (refund !== undefined) await refundBaskets(tx, order, refund);
    return order.id;
  });
  return { data: await office.store.read((rx) => oneOrder(rx, office, id)) };
}

/** With the last ticket the order itself is given up: it can be restored then. */
async function deleteBaskets(tx: Tx, { organizer_id, id: order_id }: ReachedOrder, baskets: NamedBaskets) {
  const all = await ticketsOfOrder(tx, order_id);
  const chosen = await namedTickets(tx, organizer_id, all, baskets);
  const gone = chosen.find((ticket) => !isLive(ticket));
  if (gone !== undefined) {
    throw new Fault('illegal_move', { kind: 'basket', reason: 'deleted or refunded already' });
  }
  const going = new Set(withRelated(chosen, all).map((ticket) => ticket.id));
  const reason = 'DELETE orders/{id}/baskets';
  if (all.filter(isLive).every((ticket) => going.has(ticket.id))) {
    await cancelOrder(tx, { organizer_id, order_id, reason });
    return;
  }
  await removeTickets(tx, { organizer_id, order_id, ticket_ids: chosen.map((ticket) => ticket.id), reason });
}

async function refundBaskets(
  tx: Tx,
  { organizer_id, id: order_id }: ReachedOrder,
  refund: NonNullable<BasketsGone['refund']>,
) {
  const all = await ticketsOfOrder(tx, order_id);
  const chosen = await namedTickets(tx, organizer_id, all, refund.baskets);
  if (chosen.some((ticket) => ticket.state === 'deleted')) {
    throw new Fault('illegal_move', { kind: 'basket', reason: 'deleted already' });
  }
  const { currency } = await tx.db
    .selectFrom('order')
    .select('currency')
    .where('id', '=', order_id)
    .executeTakeFirstOrThrow();
  const minor = (field: 'amount' | 'deduction_amount'): number | undefined => {
    const value = refund[field];
    return value === null || value === undefined ? undefined : amountOf(value, currency, field);
  };
  try {
    await refundTickets(tx, {
      organizer_id,
      order_id,
      ticket_ids: chosen.map((ticket) => ticket.id),
      amount: minor('amount'),
      deduction: minor('deduction_amount'),
    });
  } catch (error) {
    throw inMainUnits(error, currency);
  }
}

/** What is left to refund, as amounts are written here. */
function inMainUnits(error: unknown, currency: string): unknown {
  if (!isFault(error, 'refund_exceeds_paid')) return error;
  const { left } = error.details;
  return typeof left === 'number'
    ? new Fault(error.code, { ...error.details, left: money(left, currency) })
    : error;
}

/**
 * The tickets that are meant: the basket itself, or of an abonement the related ones that are named. Throws `not_found` for
 * a basket of another order, and for a related one that does not belong to its main one.
 */
async function namedTickets(
  tx: Tx,
  organizer_id: number,
  all: readonly TicketRow[],
  baskets: NamedBaskets,
): Promise<TicketRow[]> {
  const chosen = new Map<number, TicketRow>();
  const find = async (served_id: number | string): Promise<TicketRow> => {
    const id = await localId(tx, { organizer_id, dialect: 'qtickets', kind: 'ticket', served_id });
    const ticket = all.find((one) => one.id === id);
    if (ticket === undefined) throw new Fault('not_found', { kind: 'basket', id: String(served_id) });
    return ticket;
  };
  for (const [served_id, related] of Object.entries(baskets)) {
    const main = await find(served_id);
    if (related.length === 0) chosen.set(main.id, main);
    for (const one of related) {
      const leaf = await find(one);
      if (leaf.main_ticket_id !== main.id) throw new Fault('not_found', { kind: 'basket', id: String(one) });
      chosen.set(leaf.id, leaf);
    }
  }
  if (chosen.size === 0) throw new Fault('invalid_input', { field: 'baskets', reason: 'empty' });
  return [...chosen.values()];
}
