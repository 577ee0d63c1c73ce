import { Type, type Static } from 'typebox';
import { compileCheck } from '../../../contract/check.ts';
import { Fault } from '../../../domain/faults.ts';
import type {
  ForeignAddOn,
  ForeignAnswer,
  ForeignPerson,
  ForeignTicket,
} from '../../../domain/foreign-records.ts';
import { amountFromNumber, parseAmount } from '../../../domain/money.ts';
import { textOf, timeOf, type Reading } from './catalogue.ts';

const Text = Type.Union([Type.String({ maxLength: 10_000 }), Type.Number(), Type.Boolean(), Type.Null()]);
const optional = Type.Optional(Text);
const Answers = Type.Optional(
  Type.Union([Type.Array(Type.Object({ label: Text, value: optional })), Type.Null()]),
);
const named = Type.Optional(Type.Union([Type.Object({ id: optional, name: optional }), Type.Null()]));

/** What is read of a participant; further fields are let pass. */
const ReadParticipant = Type.Object({
  id_participant: Text,
  id_event: Text,
  id_date: optional,
  id_ticket: Text,
  barcode: optional,
  deleted: optional,
  refund: optional,
  create_date: optional,
  origin: optional,
  code_member: optional,
  comment: optional,
  id_transaction: optional,
  paid: optional,
  control_status: Type.Optional(
    Type.Union([Type.Object({ status: optional, scan_date: optional }), Type.Null()]),
  ),
  owner: Type.Optional(
    Type.Union([
      Type.Object({
        first_name: optional,
        last_name: optional,
        email: optional,
        comment: optional,
        custom_field: Type.Optional(Type.Unknown()),
      }),
      Type.Array(Type.Never(), { maxItems: 0 }),
      Type.Null(),
    ]),
  ),
  buyer: Type.Optional(
    Type.Union([
      Type.Object({
        email_acheteur: optional,
        acheteur_first_name: optional,
        acheteur_last_name: optional,
        answers: Answers,
      }),
      Type.Array(Type.Never(), { maxItems: 0 }),
      Type.Null(),
    ]),
  ),
  answers: Answers,
  upselling: Type.Optional(
    Type.Union([
      Type.Array(
        Type.Object({
          barcode: optional,
          category: named,
          product: named,
          sub_product: named,
          quantity: optional,
          paid_price: optional,
          deleted: optional,
        }),
      ),
      Type.Null(),
    ]),
  ),
});
type ReadParticipant = Static<typeof ReadParticipant>;

const fits = compileCheck(ReadParticipant);

/** Names and amounts of the tickets that the catalogue told of, by their id. */
export type KnownPrices = ReadonlyMap<string, { readonly name: string; readonly amount: number }>;

const truths = new Set(['1', 'true', 'True']);
const isTrue = (value: unknown): boolean => truths.has(textOf(value));

/**
 * Reads a participant of a list with `full`. What it cost is not told: it is the ticket's price, and what was given back of it
 * is not told either. Throws with what is wrong.
 */
export function readParticipant(
  value: unknown,
  reading: Reading & { readonly prices: KnownPrices },
): ForeignTicket {
  if (!fits.fits(value)) {
    const { path, message } = fits.explain(value);
    throw new Fault('invalid_input', { path: path === '' ? 'the participant' : path, message });
  }
  const row = value as ReadParticipant;
  const { zone } = reading;
  const ref = textOf(row.id_participant);
  const price_ref = textOf(row.id_ticket);
  const price = reading.prices.get(price_ref);
  const sold_at = timeOf(row.create_date, zone);
  if (ref === '') throw missing('id_participant');
  if (sold_at === undefined) throw missing('create_date');
  const buyer = Array.isArray(row.buyer) ? undefined : (row.buyer ?? undefined);
  const holder = holderOf(row);
  const order = textOf(row.id_transaction);
  const date = textOf(row.id_date);
  return {
    ref,
    event_ref: textOf(row.id_event),
    price: { ref: price_ref === '' ? undefined : price_ref, name: price?.name ?? `Billet ${price_ref}` },
    session_ref: date === '' || date === '0' ? undefined : date,
    lists_living_sessions: true,
    order: {
      ref: order === '' || order === '0' ? `P${ref}` : order,
      sold_at,
      paid: isTrue(row.paid),
      buyer:
        buyer === undefined
          ? holder
          : personOf(buyer.acheteur_first_name, buyer.acheteur_last_name, buyer.email_acheteur),
      answers: answersOf(buyer?.answers),
    },
    amount: price?.amount ?? 0,
    amount_inferred: true,
    barcode: textOf(row.barcode) || undefined,
    state: isTrue(row.deleted) ? 'deleted' : isTrue(row.refund) ? 'refunded' : 'valid',
    holder,
    origin: textOf(row.origin) || undefined,
    member_code: textOf(row.code_member) || undefined,
    custom_field: textOf(ownerOf(row)?.custom_field) || undefined,
    comment: textOf(row.comment) || textOf(ownerOf(row)?.comment),
    used: usedOf(row.control_status, sold_at, zone),
    answers: answersOf(row.answers),
    add_ons: addOnsOf(row, reading.currency),
  };
}

/** How a participant that cannot be read is called. */
export function nameParticipant(value: unknown): string {
  const row = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return (textOf(row['id_participant']) || textOf(row['barcode']) || '?').slice(0, 200);
}

const personOf = (first: unknown, last: unknown, email: unknown): ForeignPerson => ({
  first_name: textOf(first),
  last_name: textOf(last),
  email: textOf(email),
});

/** An empty object of PHP's comes as a list. */
function ownerOf({ owner }: ReadParticipant) {
  return owner === undefined || owner === null || Array.isArray(owner) ? undefined : owner;
}

function holderOf(row: ReadParticipant): ForeignPerson {
  const owner = ownerOf(row);
  return personOf(owner?.first_name, owner?.last_name, owner?.email);
}

const answersOf = (answers: Static<typeof Answers> | undefined): ForeignAnswer[] =>
  (answers ?? []).map(({ label, value }) => ({ label: textOf(label), value: textOf(value) }));

/** "1" once scanned; a scan without a time counts from the sale. */
function usedOf(
  status: ReadParticipant['control_status'],
  sold_at: number,
  zone: string,
): ForeignTicket['used'] {
  const told = textOf(status?.status);
  if (told === '' || told === '0') return null;
  return { at: timeOf(status?.scan_date, zone) ?? sold_at };
}

const missing = (field: string): Fault =>
  new Fault('invalid_input', { path: field, message: 'is missing', missing: true });

/** Those that were not taken out. `paid_price` is of all units together. */
function addOnsOf(row: ReadParticipant, currency: string): ForeignAddOn[] {
  const addOns: ForeignAddOn[] = [];
  for (const [index, one] of (row.upselling ?? []).entries()) {
    if (isTrue(one.deleted)) continue;
    const quantity = Number(textOf(one.quantity) || '1');
    if (!Number.isSafeInteger(quantity) || quantity < 1)
      throw new Fault('invalid_input', { field: 'upselling', reason: 'no quantity' });
    const paid = amountIn(one.paid_price, currency);
    const name = textOf(one.sub_product?.name) || textOf(one.product?.name) || 'Upselling';
    const barcode = textOf(one.barcode);
    addOns.push({
      ref: barcode === '' ? `${textOf(one.sub_product?.id)}-${index}` : barcode,
      name,
      amount: Math.round(paid / quantity),
      quantity,
      barcode: barcode === '' ? undefined : barcode,
      category: textOf(one.category?.name) || undefined,
      product: textOf(one.product?.name) || undefined,
    });
  }
  return addOns;
}

function amountIn(value: unknown, currency: string): number {
  if (typeof value === 'number') return amountFromNumber(value, currency);
  const text = textOf(value);
  return text === '' ? 0 : parseAmount(text, currency);
}
