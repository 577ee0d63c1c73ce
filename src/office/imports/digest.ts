import { hash } from 'node:crypto';
import type { ForeignTicket } from '../../domain/foreign-records.ts';

/** What of a ticket can change by itself. What changed at the source is taken over; the rest stays as it is here. */
export const sections = ['state', 'sale', 'holder', 'buyer', 'order', 'use'] as const;
export type Section = (typeof sections)[number];

/**
 * The digest of a ticket as it was last seen, section by section: whoever corrected a holder here keeps the correction when
 * the source only tells of an entry. When the source changed it (`updated_at`) is no part of it.
 */
export function ticketDigest(ticket: ForeignTicket): string {
  const { order, price, holder, used, state } = ticket;
  const refunded = ticket.refunded_amount === undefined ? '' : `=${ticket.refunded_amount}`;
  const use = used === null ? '0' : `${used.at}x${used.times ?? ''}${insideMark(used.inside)}`;
  const sale = mark([
    ticket.event_ref,
    price.ref,
    price.name,
    price.code,
    ticket.session_ref,
    // what the price costs now says nothing of a sale that was made before
    ticket.amount_inferred === true ? undefined : ticket.amount,
    ticket.listed_amount,
    ticket.barcode,
    ticket.place,
    ticket.main_ref,
    order.sold_at,
    order.promo_code,
    ticket.add_ons,
  ]);
  const of = mark([order.label, order.paid, order.paid_at, order.method, order.language, order.answers]);
  const { comment = '', custom_field = '' } = ticket;
  // where nothing is told the digest is what it was before sources told these
  const words = comment === '' && custom_field === '' ? [] : [comment, custom_field];
  const holding = mark([holder, ticket.answers, ticket.origin, ticket.member_code, ...words]);
  return [`${state}${refunded}`, sale, holding, mark(order.buyer), of, use].join(' ');
}

function insideMark(inside: boolean | undefined): string {
  return inside === undefined ? '' : inside ? 'i' : 'o';
}

function mark(facts: unknown): string {
  return hash('sha256', JSON.stringify(facts), 'base64url').slice(0, 12);
}

/** Which sections differ; all of them where the digest is none (a thing that was here before it was linked). */
export function changedSections(before: string, after: string): ReadonlySet<Section> {
  const [was, is] = [before.split(' '), after.split(' ')];
  return new Set(sections.filter((_, index) => was.length !== is.length || was[index] !== is[index]));
}

/**
 * The digest of a record that changes as a whole, after the one that is known. Its capacity stands beside: a source that tells
 * capacities only when everything is pulled has changed nothing by leaving them out, and the last that was told stays.
 */
export function recordDigest(record: object, known: string): string {
  const { capacity, ...rest } = record as { readonly capacity?: number | null };
  const [, before = ''] = known.split(' ');
  const limit = capacity === undefined ? before : String(capacity);
  const digest = hash('sha256', JSON.stringify(rest), 'base64url').slice(0, 22);
  return limit === '' ? digest : `${digest} ${limit}`;
}
