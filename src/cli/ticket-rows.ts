import { parseInstant } from '../domain/local-time.ts';
import { parseAmount } from '../domain/money.ts';
import type { ForeignTicket } from '../domain/foreign-records.ts';
import type { CsvColumns, CsvRow } from './csv.ts';

export interface RowContext {
  readonly zone: string;
  readonly currency: string;
}

export const ticketColumns: CsvColumns = {
  needed: ['order_ref', 'event', 'price', 'sold_at', 'amount'],
  further: [
    ...['ticket_ref', 'id', 'barcode', 'price_code', 'first_name', 'last_name', 'email', 'buyer_email'],
    ...['paid', 'used_at', 'state'],
  ],
};

/** A ticket as a file has it, with its event and where it stands in the file, from 1. */
export interface TicketRow {
  readonly row: number;
  readonly event: { readonly ref: string; readonly name: string };
  readonly ticket: ForeignTicket;
}

/** Reads a row of tickets sold elsewhere. Throws an Error that says what is wrong with which column. */
export function readTicketRow({ row, cells }: CsvRow, { zone, currency }: RowContext): TicketRow {
  const text = (name: string): string => cells[name] ?? '';
  const needed = (name: string): string => {
    const value = text(name);
    if (value === '') throw new Error(`${name} is missing`);
    return value;
  };
  const barcode = text('barcode');
  const ticket_ref = text('ticket_ref') || text('id') || barcode;
  if (ticket_ref === '')
    throw new Error('ticket_ref is missing, and there is no barcode to know the ticket by');
  const person = { first_name: text('first_name'), last_name: text('last_name'), email: text('email') };
  const buyer_email = text('buyer_email');
  const used_at = text('used_at');
  const event = needed('event');
  const sold_at = instantIn('sold_at', needed('sold_at'), zone);
  return {
    row,
    // a file has no ids of events: the name stands for the event
    event: { ref: event, name: event },
    ticket: {
      ref: ticket_ref,
      event_ref: event,
      price: { name: needed('price'), code: text('price_code') || undefined },
      order: {
        ref: needed('order_ref'),
        sold_at,
        paid: !/^(0|no|false|non|unpaid)$/i.test(text('paid')),
        buyer: buyer_email === '' ? person : { ...person, email: buyer_email },
      },
      amount: amountIn('amount', needed('amount'), currency),
      barcode: barcode === '' ? undefined : barcode,
      state: stateIn(text('state')),
      holder: person,
      used: used_at === '' ? null : { at: instantIn('used_at', used_at, zone) },
    },
  };
}

/** "held" is no ticket yet, and is left out like one that was deleted. */
function stateIn(written: string): ForeignTicket['state'] {
  if (written === '' || written === 'valid') return 'valid';
  if (written === 'refunded' || written === 'cancelled') return written;
  if (written === 'deleted' || written === 'held') return 'deleted';
  throw new Error(`state: "${written.slice(0, 40)}" is none of valid, cancelled, refunded, deleted, held`);
}

export function instantIn(name: string, written: string, zone: string): number {
  try {
    return parseInstant(written, zone);
  } catch {
    throw new Error(`${name}: "${written.slice(0, 40)}" is no date such as 2026-05-15 10:30:00`);
  }
}

export function amountIn(name: string, written: string, currency: string): number {
  let amount: number;
  try {
    amount = parseAmount(written, currency);
  } catch {
    throw new Error(`${name}: "${written.slice(0, 40)}" is no amount such as 11.00`);
  }
  if (amount < 0) throw new Error(`${name} is below zero`);
  return amount;
}
