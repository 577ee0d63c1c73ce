import { parseLocal } from '../domain/local-time.ts';
import { scanCode } from '../office/admission/scan.ts';
import { createControlPoint } from '../office/admission/control-points.ts';
import { findOrCreateCustomer } from '../office/customers/find-or-create.ts';
import { putAnswers } from '../office/selling/answers.ts';
import { chooseOffer } from '../office/selling/choose-offer.ts';
import { refundTickets } from '../office/selling/refund.ts';
import { sell } from '../office/selling/request.ts';
import type { ExtraLine } from '../office/selling/sale.ts';
import { fixServedId, localId } from '../office/served-ids/served-ids.ts';
import type { Tx } from '../store/transaction.ts';
import { dialect } from './weezevent-catalogue.ts';

interface Place {
  readonly organizer_id: number;
  readonly zone: string;
}

/** A sale of the past, things by the ids of the document. */
interface PastSale {
  readonly event: string;
  readonly price: string;
  readonly date?: string;
  readonly holders: readonly (readonly [first: string, last: string, email: string])[];
  /** of the first ticket */
  readonly add_ons?: readonly string[];
  readonly ids?: { readonly order: string; readonly participants: readonly string[] };
  readonly refunded?: 'second';
  readonly scanned?: number;
  readonly answers?: readonly (readonly [label: string, value: string])[];
  /** of the buyer */
  readonly order_answers?: readonly (readonly [label: string, value: string])[];
}

const guest = (number: number): readonly [string, string, string] => [
  'Camille',
  `Visiteur ${number}`,
  `visiteur${number}@example.com`,
];

const sales: readonly PastSale[] = [
  {
    event: '49015',
    price: '198251',
    holders: [
      ['Nadia', 'Ferrand', 'nadia.ferrand@example.com'],
      ['Léo', 'Ferrand', ''],
    ],
    add_ons: ['135131', '135132'],
    ids: { order: '2029446', participants: ['7759645', '7759646'] },
    refunded: 'second',
  },
  {
    event: '11122',
    price: '1121223',
    holders: [['Inès', 'Roche', 'ines.roche@example.com']],
    add_ons: ['135140'],
    answers: [
      ['Êtes-vous accompagné par un enfant de moins de 12 ans ?', 'Oui'],
      ['Si oui, son prénom', 'Jules'],
    ],
  },
  {
    event: '11122',
    price: '63049045c39e21cc8d8e358def382cbb',
    holders: [['Hugo', 'Vidal', 'hugo.vidal@example.com']],
  },
  {
    event: '112331',
    price: '111212',
    holders: [['Alix', 'Bonnet', 'alix.bonnet@example.com']],
    ids: { order: '2029450', participants: ['2291148'] },
    answers: [['Votre club', 'Les Renards du Jura']],
    order_answers: [['Comment nous avez-vous connus ?', 'Par un ami']],
  },
  { event: '11435', price: '44272', date: '138', holders: [1, 2, 3, 4, 5].map(guest), scanned: 3 },
  { event: '11435', price: '44274', date: '138', holders: [6, 7].map(guest) },
  { event: '11435', price: '75633', date: '139', holders: [8].map(guest) },
  { event: '10473', price: '42639', date: '116', holders: [9, 10].map(guest) },
  { event: '36799', price: '142001', holders: [11].map(guest) },
];

/** Sold at an instant of the document, in the order in which they stand here. */
export async function sellWeezeventPast(tx: Tx, place: Place): Promise<void> {
  const { organizer_id, zone } = place;
  const point = await createControlPoint(tx, { organizer_id, name: 'Entrée nord', direction: 'both' });
  await fixServedId(tx, {
    organizer_id,
    dialect,
    kind: 'control_point',
    local_id: point,
    served_id: '1789',
  });
  const at = parseLocal('2026-01-23 12:41:55', zone);
  for (const [index, sale] of sales.entries()) {
    const then: Tx = { ...tx, now: Math.min(tx.now, at + index * 60_000) };
    await sellPast(then, organizer_id, sale, point);
  }
}

async function sellPast(tx: Tx, organizer_id: number, sale: PastSale, point: number): Promise<void> {
  const local = async (kind: string, served_id: string): Promise<number> => {
    const id = await localId(tx, { organizer_id, dialect, kind, served_id });
    if (id === undefined) throw new Error(`the demo has no ${kind} ${served_id}`);
    return id;
  };
  const event_id = await local('event', sale.event);
  const price_id = await local('price', sale.price);
  const session_id = sale.date === undefined ? undefined : await local('session', sale.date);
  const offer = await chooseOffer(tx, { event_id, price_id, session_id });
  if (offer === 'session_needed') throw new Error(`${sale.price} needs a date`);
  const [first_name = '', last_name = '', email = ''] = sale.holders[0] ?? [];
  const customer_id = await findOrCreateCustomer(tx, { organizer_id, email, first_name, last_name });
  const extras: ExtraLine[] = [];
  for (const id of sale.add_ons ?? []) extras.push(await extraOf(tx, await local('add_on', id)));
  const sold = await sell(tx, {
    organizer_id,
    channel: dialect,
    customer_id,
    confirm: true,
    payment: { amount: 'total', method: 'card' },
    // some of the events are over, and what was sold then was on sale then
    staff: { reason: 'sold before the demo was opened' },
    requests: [
      {
        offer_id: offer.offer_id,
        session_id: offer.session_id,
        quantity: sale.holders.length,
        holders: sale.holders.map(([first, last, mail]) => ({
          first_name: first,
          last_name: last,
          email: mail,
          metadata: { member_code: 'CODEMEMBER' },
        })),
      },
    ],
    extras,
  });
  const { order_id, tickets } = sold;
  await fixIds(tx, organizer_id, sale, sold);
  const [ticket, second] = tickets;
  if (ticket === undefined) throw new Error('a sale without a ticket');
  const answers = (given: PastSale['answers']) => (given ?? []).map(([label, value]) => ({ label, value }));
  const whose = { id: ticket.id, event_id, price_id };
  await putAnswers(tx, { organizer_id, order_id, ticket: whose, answers: answers(sale.answers) });
  await putAnswers(tx, { organizer_id, order_id, answers: answers(sale.order_answers) });
  if (sale.refunded === 'second' && second !== undefined)
    await refundTickets(tx, { organizer_id, order_id, ticket_ids: [second.id], deduction: 0 });
  for (const { id: ticket_id } of tickets.slice(0, sale.scanned ?? 0)) {
    const scan = { organizer_id, ticket_id, session_id, control_point_id: point, direction: 'in' } as const;
    await scanCode(tx, { ...scan, source: 'gate' });
  }
}

async function extraOf(tx: Tx, add_on_id: number): Promise<ExtraLine> {
  const { name, amount, vat_bp } = await tx.db
    .selectFrom('add_on')
    .select(['name', 'amount', 'vat_bp'])
    .where('id', '=', add_on_id)
    .executeTakeFirstOrThrow();
  return {
    kind: 'add_on',
    title: name,
    quantity: 1,
    unit_amount: amount,
    vat_bp,
    add_on_id,
    with_request: 0,
  };
}

async function fixIds(
  tx: Tx,
  organizer_id: number,
  { ids }: PastSale,
  sold: { readonly order_id: number; readonly tickets: readonly { readonly id: number }[] },
): Promise<void> {
  if (ids === undefined) return;
  const fix = (kind: string, local_id: number, served_id: string) =>
    fixServedId(tx, { organizer_id, dialect, kind, local_id, served_id });
  await fix('order', sold.order_id, ids.order);
  for (const [index, served_id] of ids.participants.entries()) {
    const ticket = sold.tickets[index];
    if (ticket !== undefined) await fix('ticket', ticket.id, served_id);
  }
}
