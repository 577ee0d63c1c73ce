import { Fault } from '../../../domain/faults.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import { changeTicket } from '../../../office/selling/change-ticket.ts';
import { changeLevel } from '../../../office/selling/change-level.ts';
import { isLive } from '../../../office/selling/orders.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { BasketChange } from '../inputs.ts';
import type { Basket } from '../shapes.ts';
import { amountOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { holderOf } from './guests.ts';
import { basketsOf } from './orders.ts';
import { missing, reachedIds } from './shown-ids.ts';

/** Who enters, the price level, and the price itself (qtickets-api.txt, "Изменение билетов"). */
export async function changeBasket(
  office: Office,
  caller: Caller,
  served_id: number,
  change: BasketChange,
): Promise<{ data: Basket }> {
  requireScope(caller, 'orders.change');
  const id = await office.store.write(actorOf(caller), async (tx) => {
    const ticket = await reachedTicket(tx, caller, served_id);
    const level = change.multiprice_code;
    if (level !== undefined) await changeLevel(tx, { ...keyOf(ticket), level: level === '' ? null : level });
    // the level brings its price: what the client says of the price itself goes over it
    await changeOne(tx, level === undefined ? ticket : await reachedTicket(tx, caller, served_id), change);
    return ticket.id;
  });
  return office.store.read(async (rx) => {
    const [basket] = await basketsOf(rx, office, [id]);
    if (basket === undefined) throw missing('basket', served_id);
    return { data: basket };
  });
}

interface ReachedTicket {
  readonly id: number;
  readonly organizer_id: number;
  readonly order_id: number;
  readonly listed_amount: number;
  readonly charged_amount: number;
  readonly holder_metadata: string;
  readonly currency: string;
  readonly state: string;
}

const keyOf = ({ organizer_id, order_id, id: ticket_id }: ReachedTicket) => ({
  organizer_id,
  order_id,
  ticket_id,
});

async function reachedTicket(tx: Tx, caller: Caller, served_id: number): Promise<ReachedTicket> {
  for (const { organizer_id, id } of await reachedIds(tx, caller, 'ticket', served_id)) {
    const ticket = await tx.db
      .selectFrom('ticket')
      .innerJoin('order', 'order.id', 'ticket.order_id')
      .select(['ticket.id', 'ticket.organizer_id', 'ticket.order_id', 'ticket.listed_amount'])
      .select(['ticket.charged_amount', 'ticket.holder_metadata', 'ticket.state', 'order.currency'])
      .where('ticket.id', '=', id)
      .where('ticket.organizer_id', '=', organizer_id)
      .executeTakeFirst();
    if (ticket === undefined) continue;
    if (!isLive(ticket))
      throw new Fault('illegal_move', { kind: 'basket', reason: 'deleted or refunded already' });
    return ticket;
  }
  throw missing('basket', served_id);
}

async function changeOne(tx: Tx, ticket: ReachedTicket, change: BasketChange): Promise<void> {
  const known = JSON.parse(ticket.holder_metadata) as Record<string, unknown>;
  const holder = holderOf(change, known);
  const prices = await pricesOf(tx, ticket, change);
  const comment = change.comment === undefined ? undefined : (change.comment ?? '');
  if (holder === undefined && prices === undefined && comment === undefined) return;
  await changeTicket(tx, { ...keyOf(ticket), holder, comment, ...prices });
}

/** The listed price and what is taken off it; the one that is not given stays. */
async function pricesOf(tx: Tx, ticket: ReachedTicket, change: BasketChange) {
  const { ticket_original_price, discount_value } = change;
  if (ticket_original_price === undefined && discount_value === undefined) return undefined;
  const leaf = await tx.db
    .selectFrom('ticket')
    .select('id')
    .where('main_ticket_id', '=', ticket.id)
    .limit(1)
    .executeTakeFirst();
  if (leaf !== undefined) {
    throw new Fault('invalid_input', {
      field: 'ticket_original_price',
      reason: 'the price of an abonement stands on its tickets',
    });
  }
  const { currency } = ticket;
  const listed_amount =
    ticket_original_price === undefined
      ? ticket.listed_amount
      : amountOf(ticket_original_price, currency, 'ticket_original_price');
  const off =
    discount_value === undefined
      ? ticket.listed_amount - ticket.charged_amount
      : amountOf(discount_value ?? 0, currency, 'discount_value');
  if (off > listed_amount) {
    const [field, reason] =
      discount_value === undefined
        ? ['ticket_original_price', 'less than the discount']
        : ['discount_value', 'more than the price'];
    throw new Fault('invalid_input', { field, reason });
  }
  return { listed_amount, charged_amount: listed_amount - off };
}
