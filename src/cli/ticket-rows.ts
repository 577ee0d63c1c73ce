import { parseInstant } from '../domain/local-time.ts';
import { parseAmount } from '../domain/money.ts';
import type { ForeignRecord } from '../office/imports/records.ts';
import type { CsvRow } from './csv.ts';

export interface RowContext {
  readonly zone: string;
  readonly currency: string;
}

/** Reads a row of tickets sold elsewhere. Throws an Error that says what is wrong with which column. */
export function readTicketRow({ row, cells }: CsvRow, { zone, currency }: RowContext): ForeignRecord {
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
  const state = text('state');
  return {
    row,
    order_ref: needed('order_ref'),
    ticket_ref,
    event: { ref: undefined, name: needed('event') },
    price: {
      ref: undefined,
      name: needed('price'),
      ...(text('price_code') === '' ? {} : { code: text('price_code') }),
    },
    sold_at: instantIn('sold_at', needed('sold_at'), zone),
    amount: amountIn('amount', needed('amount'), currency),
    paid: !/^(0|no|false|non|unpaid)$/i.test(text('paid')),
    barcode: barcode === '' ? undefined : barcode,
    holder: person,
    buyer: buyer_email === '' ? person : { ...person, email: buyer_email },
    used_at: used_at === '' ? null : instantIn('used_at', used_at, zone),
    ended: state !== '' && state !== 'valid',
  };
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
