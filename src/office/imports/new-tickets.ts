import type { ForeignOrder, ForeignPerson, ForeignTicket as Told } from '../../domain/foreign-records.ts';
import { limits } from '../../domain/limits.ts';
import type { Tx } from '../../store/transaction.ts';
import { findOrCreateCustomers } from '../customers/find-or-create-many.ts';
import {
  recordForeignSales,
  type ForeignTicket,
  type ForeignUse,
  type SaleElsewhere,
} from '../selling/foreign.ts';
import { endForeignTicket } from '../selling/foreign-endings.ts';
import { ticketDigest } from './digest.ts';
import { linksOf, putLinks } from './links.ts';
import { setMains } from './mains.ts';
import type { Source, TakenIn } from './source.ts';
import { chargedOf, type Target } from './targets.ts';

/** A ticket that is new here, with what it was sold of. */
export interface FreshTicket {
  readonly told: Told;
  readonly target: Target;
}

/** Takes in tickets that are new here, those of one order together, all in a few statements for each table. */
export async function takeNew(
  tx: Tx,
  source: Source,
  fresh: readonly FreshTicket[],
  taken: TakenIn,
): Promise<void> {
  if (fresh.length === 0) return;
  const orders = [...Map.groupBy(fresh, ({ told }) => told.order.ref)];
  const refs = orders.map(([ref]) => ref);
  const known = await linksOf(tx, source, 'order', refs);
  const buyers = await buyersOf(
    tx,
    source,
    orders.flatMap(([ref, [first]]) => (known.has(ref) || first === undefined ? [] : [first.told.order])),
  );
  const sales = orders.map(([ref, tickets]) =>
    saleOf(source, tickets, { order_id: known.get(ref)?.local_id, customer_id: buyers.get(ref) }),
  );
  const results = await recordForeignSales(tx, source, sales);
  const made = refs.flatMap((ref, index) =>
    known.get(ref)?.digest === undefined || known.get(ref)?.digest === ''
      ? [{ ref, local_id: results[index]?.order_id ?? 0, digest: '-' }]
      : [],
  );
  await putLinks(tx, source, 'order', made);
  const links = orders.flatMap(([, tickets], order) =>
    tickets.map(({ told }, index) => ({
      ref: told.ref,
      local_id: results[order]?.ticket_ids[index] ?? 0,
      digest: ticketDigest(told),
    })),
  );
  await putLinks(tx, source, 'ticket', links);
  await setMains(
    tx,
    source,
    fresh.map(({ told }) => told),
  );
  taken.orders += refs.filter((ref) => !known.has(ref)).length;
  taken.tickets += fresh.length;
  await endThose(tx, source, orders, results);
}

/** Taken in first as they were sold, then ended: so that the accounts hold both the sale and its refund. */
async function endThose(
  tx: Tx,
  { organizer_id, connection_id }: Source,
  orders: readonly (readonly [string, readonly FreshTicket[]])[],
  results: readonly { readonly order_id: number; readonly ticket_ids: readonly number[] }[],
): Promise<void> {
  for (const [order, [, tickets]] of orders.entries()) {
    const result = results[order];
    for (const [index, { told }] of tickets.entries()) {
      const ticket_id = result?.ticket_ids[index];
      if (told.state === 'valid' || result === undefined || ticket_id === undefined) continue;
      const key = { organizer_id, connection_id, order_id: result.order_id, ticket_id };
      const { state: ending, refunded_amount } = told;
      await endForeignTicket(tx, key, { ending, refunded_amount });
    }
  }
}

/** The buyers of new orders, by the order's ref; one of whom nothing is told is nobody. */
async function buyersOf(
  tx: Tx,
  { organizer_id, connection_id }: Source,
  orders: readonly ForeignOrder[],
): Promise<Map<string, number>> {
  const told = orders.filter(({ buyer }) => isSomebody(buyer));
  const of = { organizer_id, origin_connection_id: connection_id };
  const persons = told.map(({ buyer, language }) => personOf(buyer, language));
  const ids = persons.length === 0 ? [] : await findOrCreateCustomers(tx, of, persons);
  return new Map(told.map(({ ref }, index) => [ref, ids[index] ?? 0]));
}

export function isSomebody({ email, first_name, last_name }: ForeignPerson): boolean {
  return `${email}${first_name}${last_name}`.trim() !== '';
}

export function personOf(buyer: ForeignPerson, language: string | undefined) {
  const { email, first_name, last_name, phone, company } = buyer;
  return { email: email.trim() === '' ? null : email, first_name, last_name, phone, company, language };
}

function saleOf(
  source: Source,
  tickets: readonly FreshTicket[],
  of: { readonly order_id: number | undefined; readonly customer_id: number | undefined },
): SaleElsewhere {
  const [first] = tickets;
  if (first === undefined) throw new Error('an order has a ticket');
  const { order } = first.told;
  const { sold_at, paid, paid_at, method, language, answers } = order;
  const foreign_ref = order.label ?? order.ref;
  const sold = tickets.map((ticket) => ticketOf(source, ticket));
  return { ...of, foreign_ref, sold_at, paid, paid_at, method, language, answers, tickets: sold };
}

function ticketOf({ channel }: Source, { told, target }: FreshTicket): ForeignTicket {
  const { barcode } = told;
  const { price_amount: _amount, ...sold } = target;
  return {
    ...sold,
    charged_amount: chargedOf(told, target),
    listed_amount: told.listed_amount,
    holder: holderOf(told),
    comment: told.comment,
    foreign_ref: told.ref,
    barcode: barcode === undefined ? undefined : { code: barcode, issuer: channel },
    answers: told.answers,
    used: useOf(told),
    sold_at: told.order.sold_at,
  };
}

/** Who enters, and what is kept of them beside names and addresses: only what the source told. */
export function holderOf({ holder, origin, member_code, custom_field }: Told) {
  const { first_name, last_name, email, phone, company } = holder;
  const told = Object.entries({ company, origin, member_code, custom_field }).filter(
    ([, word]) => word !== undefined && word !== '',
  );
  const metadata = told.length === 0 ? undefined : Object.fromEntries(told);
  return { first_name, last_name, email: email.trim(), phone: phone ?? '', metadata };
}

/** A ticket that is told as used was used once at least. */
function useOf({ used }: Told): ForeignUse | undefined {
  if (used === null) return undefined;
  const times = Math.min(Math.max(1, used.times ?? 1), limits.request_quantity_max);
  return { at: used.at, times, inside: used.inside ?? true };
}
