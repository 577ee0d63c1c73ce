import type { ForeignTicket } from '../../domain/foreign-records.ts';
import { digestOf } from '../../domain/person.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { columnsAsTold, findOrCreateCustomers } from '../customers/find-or-create-many.ts';
import { updateCustomer } from '../customers/update.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { changeBuyer } from '../selling/change-buyer.ts';
import { endForeignTicket, reviveForeignTicket } from '../selling/foreign-endings.ts';
import { correctAnswers, correctForeignOrder } from '../selling/foreign-order-corrections.ts';
import { correctForeignTicket } from '../selling/foreign-ticket-corrections.ts';
import { changedSections, ticketDigest, type Section } from './digest.ts';
import { renewLink, type Link } from './links.ts';
import { setMains } from './mains.ts';
import { holderOf, isSomebody, personOf } from './new-tickets.ts';
import type { Source, TakenIn } from './source.ts';
import { chargedOf, type Target } from './targets.ts';
import { takeUse } from './uses.ts';

export interface KnownTicket {
  readonly told: ForeignTicket;
  readonly link: Link;
  /** what it is sold of; undefined where none of that changed */
  readonly target: Target | undefined;
}

/** What changed at the source since the ticket was last seen. */
export function changesOf(told: ForeignTicket, link: Link): ReadonlySet<Section> {
  const changed = changedSections(link.digest, ticketDigest(told));
  return link.deleted_at === null ? changed : new Set([...changed, 'state']);
}

/** Brings a ticket that is here to what the source says now, section by section of what changed there. */
export async function takeChange(
  tx: Tx,
  source: Source,
  { told, link, target }: KnownTicket,
  taken: TakenIn,
): Promise<void> {
  const changed = changesOf(told, link);
  const ticket = await tx.db
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', link.local_id)
    .where('organizer_id', '=', source.organizer_id)
    .executeTakeFirst();
  // a ticket that is not here any more stays gone: nothing deletes rows but a person with the database open
  if (ticket === undefined) return;
  const key = { organizer_id: source.organizer_id, order_id: ticket.order_id };
  // a ticket that comes back takes its add-ons and its money along before they are compared
  const back =
    told.state === 'valid' && changed.has('state')
      ? await takeState(tx, source, { told, ticket, key })
      : undefined;
  // of a ticket that cost something else, the refund is made anew
  const reopened = isRefundOfAnotherSale({ told, ticket }, changed);
  if (reopened)
    await reviveForeignTicket(tx, { ...key, connection_id: source.connection_id, ticket_id: ticket.id });
  const change = {
    told,
    ticket: back === undefined && !reopened ? ticket : { ...ticket, state: 'valid' },
    key,
  };
  const corrected = [
    changed.has('sale') && target !== undefined && (await correctSale(tx, source, change, target)),
    changed.has('holder') && (await takeHolder(tx, change)),
    changed.has('buyer') && (await takeBuyer(tx, source, change)),
    (changed.has('order') || changed.has('sale')) &&
      (await correctForeignOrder(tx, change.key, orderOf(told))),
  ].includes(true);
  const state = back ?? (reopened || changed.has('state') ? await takeState(tx, source, change) : undefined);
  const used = changed.has('use') && (await takeUse(tx, source, { told, ticket_id: ticket.id }));
  await renewLink(tx, source, 'ticket', {
    ref: told.ref,
    local_id: link.local_id,
    digest: ticketDigest(told),
    gone: told.state === 'deleted',
  });
  if (changed.has('sale')) await setMains(tx, source, [told]);
  if (corrected) taken.changed += 1;
  if (state !== undefined) taken[state] += 1;
  if (used) taken.used += 1;
  if (!corrected && state === undefined && !used) taken.unchanged += 1;
  else await tell(tx, source, ticket.order_id);
}

function isRefundOfAnotherSale(
  { told, ticket }: Pick<Changing, 'told' | 'ticket'>,
  changed: ReadonlySet<Section>,
): boolean {
  return (
    changed.has('sale') &&
    told.state === 'refunded' &&
    ticket.state === 'refunded' &&
    told.amount_inferred !== true &&
    told.amount !== ticket.charged_amount
  );
}

interface Changing {
  readonly told: ForeignTicket;
  readonly ticket: Row<'ticket'>;
  readonly key: { readonly organizer_id: number; readonly order_id: number };
}

function correctSale(
  tx: Tx,
  { channel }: Source,
  { told, ticket, key }: Changing,
  target: Target,
): Promise<boolean> {
  const { barcode } = told;
  const { price_amount: _amount, ...sold } = target;
  const amount = chargedOf(told, target);
  // what a price costs by now says nothing of what was sold at it
  const stays = told.amount_inferred === true && ticket.price_id === target.price_id;
  return correctForeignTicket(tx, key, ticket, {
    ...sold,
    listed_amount: stays ? ticket.listed_amount : (told.listed_amount ?? amount),
    charged_amount: stays ? ticket.charged_amount : amount,
    sold_at: told.order.sold_at,
    barcode: barcode === undefined ? undefined : { code: barcode, issuer: channel },
    add_ons: told.state === 'valid' ? addOnsOf(told, target) : undefined,
  });
}

/** Undefined where nothing is told of them; what was sold with a ticket that ended is not looked at: it ends with it. */
const addOnsOf = (told: ForeignTicket, target: Target) =>
  target.add_ons ?? (told.add_ons === undefined ? undefined : []);

function orderOf({ order }: ForeignTicket) {
  const { paid, paid_at, method, language, sold_at, answers, label, ref } = order;
  return { paid, paid_at, method, language, sold_at, answers, foreign_ref: label ?? ref };
}

/** What others keep there stays; the source's words are what it tells now. */
function metadataWith(standing: string, told: Record<string, unknown> | undefined): string {
  const {
    company: _company,
    origin: _origin,
    member_code: _code,
    custom_field: _field,
    ...kept
  } = JSON.parse(standing) as Record<string, unknown>;
  return JSON.stringify({ ...kept, ...told });
}

async function takeHolder(tx: Tx, { told, ticket, key }: Changing): Promise<boolean> {
  const { first_name, last_name, email, phone, metadata } = holderOf(told);
  const holder = {
    holder_metadata: metadataWith(ticket.holder_metadata, metadata),
    holder_first_name: first_name,
    holder_last_name: last_name,
    holder_email: email,
    holder_phone: phone,
    // a source without comments leaves what was noted here
    comment: told.comment ?? ticket.comment,
  };
  const answers = await correctAnswers(tx, { ...key, ticket_id: ticket.id }, told.answers);
  const differs = (Object.keys(holder) as (keyof typeof holder)[]).some(
    (name) => ticket[name] !== holder[name],
  );
  if (!differs && !answers) return false;
  await tx.db
    .updateTable('ticket')
    .set({ ...(differs ? holder : {}), updated_at: tx.now })
    .where('id', '=', ticket.id)
    .execute();
  const { secret } = await tx.db
    .selectFrom('order')
    .select('secret')
    .where('id', '=', ticket.order_id)
    .executeTakeFirstOrThrow();
  await recordChange(tx, {
    organizer_id: key.organizer_id,
    action: 'ticket.holder_told',
    subject_kind: 'ticket',
    subject_id: ticket.id,
    // who it was is nobody's business here: equal holders give equal digests under the order's secret
    after: { holder: digestOf(secret, JSON.stringify(holder)), answers },
  });
  return true;
}

/** Another address is another customer; another name of the same address, or of none, is a new name of the same one. */
async function takeBuyer(tx: Tx, source: Source, { told, key }: Changing): Promise<boolean> {
  const { buyer, language } = told.order;
  if (!isSomebody(buyer)) return false;
  const { organizer_id, connection_id } = source;
  const standing = await tx.db
    .selectFrom('order')
    .leftJoin('customer', 'customer.id', 'order.customer_id')
    .select([
      'customer.id',
      'customer.email_normal',
      'customer.first_name',
      'customer.last_name',
      'erased_at',
    ])
    .where('order.id', '=', key.order_id)
    .executeTakeFirstOrThrow();
  // whoever asked to be forgotten stays forgotten, whatever a platform still tells
  if (standing.erased_at !== null && standing.id !== null) return false;
  const person = personOf(buyer, language);
  const { email_normal = null, first_name, last_name } = columnsAsTold(person);
  if (standing.id !== null && standing.email_normal === email_normal) {
    if (standing.first_name === first_name && standing.last_name === last_name) return false;
    const names = { first_name: first_name ?? '', last_name: last_name ?? '' };
    const origin_connection_id = connection_id;
    await updateCustomer(tx, { organizer_id, customer_id: standing.id, ...names, origin_connection_id });
    return true;
  }
  const of = { organizer_id, origin_connection_id: connection_id };
  const [customer_id] = await findOrCreateCustomers(tx, of, [person]);
  await changeBuyer(tx, { ...key, customer_id, origin_connection_id: connection_id });
  return true;
}

/** The state at the source, where it is another than here. */
async function takeState(
  tx: Tx,
  { connection_id }: Source,
  { told, ticket, key }: Changing,
): Promise<'ended' | 'returned' | undefined> {
  const of = { ...key, connection_id, ticket_id: ticket.id };
  const { state, refunded_amount } = told;
  const lives = ticket.state === 'valid' || ticket.state === 'held';
  if (state === 'valid') {
    if (lives) return undefined;
    await reviveForeignTicket(tx, of);
    return 'returned';
  }
  const restated =
    state === 'refunded' && ticket.state === 'refunded' && refunded_amount !== undefined
      ? refunded_amount !== ticket.refunded_amount
      : false;
  if (ticket.state === state && !restated) return undefined;
  // the amount is told now, or told otherwise: the refund is made anew
  if (restated) await reviveForeignTicket(tx, of);
  await endForeignTicket(tx, of, { ending: state, refunded_amount });
  return 'ended';
}

async function tell(tx: Tx, { organizer_id, connection_id }: Source, order_id: number): Promise<void> {
  await announce(tx, {
    organizer_id,
    topic: 'order',
    subject_kind: 'order',
    subject_id: order_id,
    origin_connection_id: connection_id,
  });
}
