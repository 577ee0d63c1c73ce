import { createHash } from 'node:crypto';
import { Fault } from '../../domain/faults.ts';
import type { Rx } from '../../store/transaction.ts';
import { documentLanguage, type DocumentLanguage } from '../documents/ticket-words.ts';
import {
  printedOrder,
  type PrintedOrder,
  type PrintWish,
  type TicketPage,
} from '../documents/ticket-view.ts';
import { plainText } from '../documents/sheet.ts';
import { bundle_tickets_max } from './wallets.ts';

export interface WalletWish extends PrintWish {
  /** `fr` or `en`; else the order's language, else the organizer's */
  readonly language?: string | undefined;
  /** without a final slash */
  readonly public_base_url: string;
}

/** What both wallets say of a ticket. Texts are plain, one line each; empty where nothing is known. */
export interface WalletTicket {
  /** tells the ticket from those of every other installation; says nothing about it */
  readonly serial: string;
  readonly page: TicketPage;
  readonly event: string;
  readonly venue: string;
  readonly address: string;
  readonly zone: string;
  readonly row: string;
  readonly seat: string;
  /** ms; null for a ticket that holds for any session of an event without a date */
  readonly starts_at: number | null;
  readonly ends_at: number | null;
  /** its session or event is cancelled */
  readonly void: boolean;
}

export interface WalletTickets {
  readonly order: PrintedOrder['order'];
  readonly language: DocumentLanguage;
  readonly public_base_url: string;
  readonly tickets: readonly WalletTicket[];
}

/**
 * The tickets that go into a wallet: those that may be printed, once they are paid. A phone keeps what it was given, and
 * nobody takes an "unpaid" off it again. Throws `not_found`, `ticket_not_printable`, `too_large`.
 */
export async function walletTickets(rx: Rx, wish: WalletWish): Promise<WalletTickets> {
  const { order, pages } = await printedOrder(rx, wish);
  if (pages.some(({ marks }) => marks.includes('unpaid')))
    throw new Fault('ticket_not_printable', { order_id: wish.order_id, status: order.status });
  if (pages.length > bundle_tickets_max)
    throw new Fault('too_large', { tickets: pages.length, limit: bundle_tickets_max });
  return {
    order,
    language: documentLanguage(wish.language, order.language, order.organizer.language),
    public_base_url: wish.public_base_url,
    tickets: pages.map((page) => walletTicket(page, order)),
  };
}

function walletTicket(page: TicketPage, order: PrintedOrder['order']): WalletTicket {
  const { ticket, event, session, hall, venue } = page;
  const { seat } = ticket;
  const names = [venue?.name ?? '', hall ?? ''].map(plainText).filter((text) => text !== '');
  return {
    serial: createHash('sha256').update(`${order.secret} ${ticket.id}`).digest('hex').slice(0, 20),
    page,
    event: plainText(event.name),
    venue: [...new Set(names)].join(' – '),
    address: (venue?.address ?? []).map(plainText).join(', '),
    zone: plainText(ticket.zone ?? ''),
    row: plainText(seat?.row_label ?? ''),
    seat: plainText(seat === null ? '' : seat.seat_label || seat.code),
    starts_at: session === null ? event.starts_at : session.starts_at,
    ends_at: session === null ? event.ends_at : session.ends_at,
    void: page.marks.length > 0,
  };
}
