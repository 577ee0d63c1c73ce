import { Fault } from '../../domain/faults.ts';
import { isConfirmed, statusOfCode } from '../../domain/order-life.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { orderLink, ticketsPdfLink, type OrderKeyParts } from './order-link.ts';

/** Where a buyer finds the order and its tickets. */
export interface OrderLinks {
  readonly page: string;
  /** null: there is nothing to print yet, or nothing any more */
  readonly tickets_pdf: string | null;
  readonly tickets: readonly { readonly ticket_id: number; readonly pdf: string }[];
}

/** Valid tickets that open a door, whose page of the PDF exists. */
export async function linksOf(
  rx: Rx,
  public_base_url: string,
  order: OrderKeyParts & { readonly status: number },
): Promise<OrderLinks> {
  const printable = isConfirmed(statusOfCode(order.status)) ? await printableIds(rx, order.id) : [];
  return {
    page: orderLink(public_base_url, order),
    tickets_pdf: printable.length === 0 ? null : ticketsPdfLink(public_base_url, order),
    tickets: printable.map((ticket_id) => ({
      ticket_id,
      pdf: ticketsPdfLink(public_base_url, order, ticket_id),
    })),
  };
}

/**
 * The links once more, for somebody of the office to pass on: Guichet sends no mail (docs/decisions/0027). The ledger keeps
 * who asked for them, since whoever has them has the tickets. Throws `not_found`, `ticket_not_printable`.
 */
export async function giveLinks(
  tx: Tx,
  wish: { readonly organizer_id: number; readonly order_id: number; readonly public_base_url: string },
): Promise<OrderLinks> {
  const { organizer_id, order_id, public_base_url } = wish;
  const order = await tx.db
    .selectFrom('order')
    .select(['id', 'secret', 'status'])
    .where('id', '=', order_id)
    .where('organizer_id', '=', organizer_id)
    .executeTakeFirst();
  if (order === undefined) throw new Fault('not_found', { kind: 'order', id: order_id });
  const links = await linksOf(tx, public_base_url, order);
  if (links.tickets_pdf === null)
    throw new Fault('ticket_not_printable', { order_id, status: statusOfCode(order.status) });
  await recordChange(tx, {
    organizer_id,
    action: 'order.links_given',
    subject_kind: 'order',
    subject_id: order_id,
    after: { tickets: links.tickets.length },
  });
  return links;
}

async function printableIds(rx: Rx, order_id: number): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('ticket')
    .innerJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
    .select('ticket.id')
    .distinct()
    .where('ticket.order_id', '=', order_id)
    .where('ticket.state', '=', 'valid')
    .orderBy('ticket.id')
    .execute();
  return rows.map(({ id }) => id);
}
