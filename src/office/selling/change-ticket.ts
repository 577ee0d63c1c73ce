import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { safeAmount } from '../../domain/money.ts';
import { digestOf, normaliseEmail } from '../../domain/person.ts';
import type { Tx } from '../../store/transaction.ts';
import { goodsOfSale, journalDifference } from '../counter/journal-changes.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { liveTicket } from './cancel.ts';
import {
  assertOrderMove,
  changeOrder,
  lockOrder,
  orderTotal,
  ticketsOfOrder,
  type OrderKey,
} from './orders.ts';
import type { Holder } from './sale.ts';

export interface TicketChange extends OrderKey {
  readonly ticket_id: number;
  readonly holder?: Holder | undefined;
  readonly comment?: string | undefined;
  readonly foreign_ref?: string | undefined;
  /** only while nothing is paid; minor units */
  readonly listed_amount?: number | undefined;
  readonly charged_amount?: number | undefined;
}

/** Changes who enters, and, while the order is unpaid, what the ticket costs. Throws `illegal_move` for the latter later, `invalid_email`. */
export async function changeTicket(tx: Tx, input: TicketChange): Promise<void> {
  const order = await lockOrder(tx, input);
  const ticket = liveTicket(await ticketsOfOrder(tx, order.id), input.ticket_id);
  const prices = priceChange(input);
  if (prices !== null) assertOrderMove(tx, order, 'change');
  const goods = prices === null ? undefined : await goodsOfSale(tx, order);
  await tx.db
    .updateTable('ticket')
    .set({ ...holderColumns(input.holder), ...otherColumns(input), ...prices, updated_at: tx.now })
    .where('id', '=', ticket.id)
    .execute();
  if (prices !== null) await changeOrder(tx, order, { total: await orderTotal(tx, order.id) });
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'ticket.changed',
    subject_kind: 'ticket',
    subject_id: ticket.id,
    before: prices === null ? undefined : { charged_amount: ticket.charged_amount },
    after: {
      ...prices,
      // who it was is nobody's business here: equal holders give equal digests under the ticket's own salt
      ...(input.holder === undefined ? {} : { holder: digestOf(order.secret, JSON.stringify(input.holder)) }),
    },
  });
  await announce(tx, {
    organizer_id: order.organizer_id,
    topic: 'ticket',
    subject_kind: 'ticket',
    subject_id: ticket.id,
  });
  if (goods !== undefined) await journalDifference(tx, order, goods);
}

function priceChange(input: TicketChange): { listed_amount?: number; charged_amount?: number } | null {
  const { listed_amount, charged_amount } = input;
  if (listed_amount === undefined && charged_amount === undefined) return null;
  for (const amount of [listed_amount, charged_amount]) {
    if (amount !== undefined && safeAmount(amount) < 0) throw new Fault('invalid_input', { field: 'amount' });
  }
  return {
    ...(listed_amount === undefined ? {} : { listed_amount }),
    ...(charged_amount === undefined ? {} : { charged_amount }),
  };
}

function holderColumns(holder: Holder | undefined) {
  if (holder === undefined) return {};
  const named = {
    holder_first_name: holder.first_name,
    holder_last_name: holder.last_name,
    holder_email: holder.email,
    holder_phone: holder.phone,
    holder_metadata: holder.metadata === undefined ? undefined : JSON.stringify(holder.metadata),
  };
  const given = Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined);
  for (const [field, value] of given) {
    const chars_max = field === 'holder_metadata' ? limits.metadata_bytes_max : limits.text_chars_max;
    if (value.length > chars_max) throw new Fault('too_large', { field });
  }
  // kept as it was written; it only has to be one that mail can be sent to
  if (holder.email !== undefined && holder.email !== '') normaliseEmail(holder.email);
  return Object.fromEntries(given);
}

function otherColumns(input: TicketChange) {
  return {
    ...(input.comment === undefined ? {} : { comment: input.comment }),
    ...(input.foreign_ref === undefined ? {} : { foreign_ref: input.foreign_ref }),
  };
}
