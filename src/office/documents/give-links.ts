import { Fault } from '../../domain/faults.ts';
import { isConfirmed, isPaid, statusOfCode } from '../../domain/order-life.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import type { OfficeSettings } from '../office.ts';
import { bundle_tickets_max, offeredWallets, type OfferedWallets } from '../wallets/wallets.ts';
import {
  appleWalletLink,
  googleWalletLink,
  orderLink,
  ticketsPdfLink,
  type OrderKeyParts,
} from './order-link.ts';

/** Where a buyer finds the order and its tickets. */
export interface OrderLinks {
  readonly page: string;
  /** null: there is nothing to print yet, or nothing any more */
  readonly tickets_pdf: string | null;
  /** null as well where this office fills no such wallet, or the order holds more tickets than a bundle takes */
  readonly apple_wallet: string | null;
  readonly tickets: readonly TicketLinks[];
}

export interface TicketLinks {
  readonly ticket_id: number;
  readonly pdf: string;
  /** null: this office fills no such wallet, or the ticket is not paid */
  readonly apple_wallet: string | null;
  readonly google_wallet: string | null;
}

/** What links are built from. */
export interface LinkSurroundings {
  readonly public_base_url: string;
  readonly wallets: OfferedWallets;
}

export const linkSurroundings = (
  { public_base_url, wallets }: OfficeSettings,
  now: number,
): LinkSurroundings => ({ public_base_url, wallets: offeredWallets(wallets, now) });

/** Valid tickets that open a door, whose page of the PDF exists. */
export async function linksOf(
  rx: Rx,
  { public_base_url, wallets }: LinkSurroundings,
  order: OrderKeyParts & { readonly status: number },
): Promise<OrderLinks> {
  const status = statusOfCode(order.status);
  const printable = isConfirmed(status) ? await printableIds(rx, order.id) : [];
  const apple = wallets.apple && isPaid(status);
  const google = wallets.google && isPaid(status);
  const bundled = apple && printable.length > 1 && printable.length <= bundle_tickets_max;
  const [only] = printable;
  const apple_wallet = bundled
    ? appleWalletLink(public_base_url, order)
    : apple && only !== undefined && printable.length === 1
      ? appleWalletLink(public_base_url, order, only)
      : null;
  return {
    page: orderLink(public_base_url, order),
    tickets_pdf: printable.length === 0 ? null : ticketsPdfLink(public_base_url, order),
    apple_wallet,
    tickets: printable.map((ticket_id) => ({
      ticket_id,
      pdf: ticketsPdfLink(public_base_url, order, ticket_id),
      apple_wallet: apple ? appleWalletLink(public_base_url, order, ticket_id) : null,
      google_wallet: google ? googleWalletLink(public_base_url, order, ticket_id) : null,
    })),
  };
}

/**
 * The links once more, for somebody of the office to pass on: Guichet sends no mail (docs/decisions/0027). The ledger keeps
 * who asked for them, since whoever has them has the tickets. Throws `not_found`, `ticket_not_printable`.
 */
export async function giveLinks(
  tx: Tx,
  wish: { readonly organizer_id: number; readonly order_id: number; readonly links: LinkSurroundings },
): Promise<OrderLinks> {
  const { organizer_id, order_id } = wish;
  const order = await tx.db
    .selectFrom('order')
    .select(['id', 'secret', 'status'])
    .where('id', '=', order_id)
    .where('organizer_id', '=', organizer_id)
    .executeTakeFirst();
  if (order === undefined) throw new Fault('not_found', { kind: 'order', id: order_id });
  const links = await linksOf(tx, wish.links, order);
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
