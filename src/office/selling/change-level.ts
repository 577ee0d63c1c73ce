import { Fault } from '../../domain/faults.ts';
import { applicable, priceLine } from '../../domain/pricing.ts';
import type { Tx } from '../../store/transaction.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import { findStandingDiscounts } from '../promotions/find-applicable.ts';
import { liveTicket } from './cancel.ts';
import { sweepOf } from './expire.ts';
import { findOffer, groupsAbove, poolsOfOffer, type OfferFacts } from './offers.ts';
import {
  assertOrderMove,
  changeOrder,
  lockOrder,
  orderTotal,
  ticketsOfOrder,
  type OrderKey,
  type OrderRow,
  type TicketRow,
} from './orders.ts';
import { areaPool } from './places.ts';
import { releasePools, takePools } from './pools.ts';
import { insertLine } from './rows.ts';

/**
 * Gives a ticket another price level of the same place: the offer of its session and zone whose price has this code (null:
 * the one without). Only while nothing is paid. The ticket stands on a line of its own from then on; a code's discount goes.
 * Throws `not_found` for a level that is not on offer there, `illegal_move`, `order_expired`, `sold_out`.
 */
export async function changeLevel(
  tx: Tx,
  input: OrderKey & { readonly ticket_id: number; readonly level: string | null },
): Promise<void> {
  const order = await lockOrder(tx, input);
  const ticket = liveTicket(await ticketsOfOrder(tx, order.id), input.ticket_id);
  const offer = await levelOffer(tx, order.organizer_id, ticket, input.level);
  if (offer.id === ticket.offer_id) return;
  assertOrderMove(tx, order, 'change');
  if (ticket.main_ticket_id !== null) {
    throw new Fault('invalid_input', {
      field: 'level',
      reason: 'a part of a pack has the price of the pack',
    });
  }
  await releasePools(tx, [{ order_line_id: ticket.order_line_id, units: 1 }]);
  const price = await levelPrice(tx, ticket, offer);
  const order_line_id = await writeLine(tx, order, ticket, offer, price);
  await takePools(tx, await drawsOf(tx, order, ticket, offer, order_line_id), 'refuse', sweepOf(tx));
  await tx.db
    .updateTable('ticket')
    .set({
      order_line_id,
      offer_id: offer.id,
      price_id: offer.price_id,
      listed_amount: offer.amount,
      charged_amount: price.charged,
      promo_code_id: null,
      updated_at: tx.now,
    })
    .where('id', '=', ticket.id)
    .execute();
  await changeOrder(tx, order, { total: await orderTotal(tx, order.id) });
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'ticket.level_changed',
    subject_kind: 'ticket',
    subject_id: ticket.id,
    before: { offer_id: ticket.offer_id, charged_amount: ticket.charged_amount },
    after: { offer_id: offer.id, charged_amount: price.charged },
  });
  const { organizer_id } = order;
  await announce(tx, { organizer_id, topic: 'ticket', subject_kind: 'ticket', subject_id: ticket.id });
}

async function levelOffer(
  tx: Tx,
  organizer_id: number,
  ticket: TicketRow,
  level: string | null,
): Promise<OfferFacts> {
  const now = await tx.db
    .selectFrom('offer')
    .select(['event_id', 'session_id', 'zone_id', 'places_only'])
    .where('id', '=', ticket.offer_id ?? 0)
    .executeTakeFirst();
  if (now === undefined) throw new Fault('not_found', { kind: 'level' });
  let query = tx.db
    .selectFrom('offer')
    .innerJoin('price', 'price.id', 'offer.price_id')
    .select('offer.id')
    .where('offer.event_id', '=', now.event_id)
    .where('offer.session_id', now.session_id === null ? 'is' : '=', now.session_id)
    .where('offer.zone_id', now.zone_id === null ? 'is' : '=', now.zone_id)
    .where('offer.enabled', '=', 1)
    .where('offer.deleted_at', 'is', null)
    .where('price.hidden', '=', 0)
    .where('offer.places_only', '=', now.places_only)
    .where('price.code', level === null ? 'is' : '=', level)
    .orderBy('offer.id');
  // without a zone, and at places with an offer of their own, each price stands for itself: a level is one of the same place
  if (now.zone_id === null || now.places_only === 1) query = query.where('offer.id', '=', ticket.offer_id);
  const found = await query.executeTakeFirst();
  if (found === undefined) throw new Fault('not_found', { kind: 'level', id: level ?? '' });
  return findOffer(tx, organizer_id, found.id);
}

interface LevelPrice {
  readonly charged: number;
  readonly discount_id: number | null;
}

/** What applies by itself applies here too. */
async function levelPrice(tx: Tx, ticket: TicketRow, offer: OfferFacts): Promise<LevelPrice> {
  const place = {
    event_id: offer.event_id,
    session_id: ticket.session_id,
    zone_id: offer.zone_id,
    price_id: offer.price_id,
    price_group_ids: await groupsAbove(tx, offer.price_group_id),
  };
  const standing = await findStandingDiscounts(tx, offer.organizer_id);
  const here = applicable(standing, place, tx.now);
  const priced = priceLine({ listed: offer.amount, quantity: 1, applicable: here });
  return { charged: priced.charged_unit, discount_id: priced.discount?.id ?? null };
}

/** One ticket fewer on its old line, and a line of its own for it. */
async function writeLine(
  tx: Tx,
  order: OrderRow,
  ticket: TicketRow,
  offer: OfferFacts,
  price: LevelPrice,
): Promise<number> {
  const old = await tx.db
    .selectFrom('order_line')
    .select('quantity')
    .where('id', '=', ticket.order_line_id)
    .executeTakeFirstOrThrow();
  const id = await tx.id();
  await tx.run(insertLine, {
    id,
    organizer_id: order.organizer_id,
    order_id: order.id,
    kind: 'ticket',
    title: offer.title,
    quantity: 1,
    listed_amount: offer.amount,
    charged_amount: price.charged,
    vat_bp: offer.vat_bp,
    offer_id: offer.id,
    price_id: offer.price_id,
    promo_code_id: null,
    discount_id: price.discount_id,
    article_id: null,
    department_id: null,
    created_at: tx.now,
  });
  const alone = old.quantity <= 1;
  await tx.db
    .updateTable('order_line')
    .set(alone ? { cancelled_at: tx.now } : { quantity: old.quantity - 1 })
    .where('id', '=', ticket.order_line_id)
    .execute();
  return id;
}

async function drawsOf(tx: Tx, order: OrderRow, ticket: TicketRow, offer: OfferFacts, order_line_id: number) {
  const pools = await poolsOfOffer(tx, offer.id, order.channel, tx.now);
  const { session_id, place_id } = ticket;
  const area =
    session_id === null || place_id === null ? undefined : await areaPool(tx, session_id, place_id);
  if (area !== undefined && !pools.some((pool) => pool.pool_id === area)) {
    pools.push({ pool_id: area, allotment_id: null });
  }
  return pools.map((pool) => ({ order_line_id, units: 1, ...pool }));
}
