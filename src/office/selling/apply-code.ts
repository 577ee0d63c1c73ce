import { Fault } from '../../domain/faults.ts';
import { applicable, assertCode, isMainProduct, reductionOf, type OfferPlace } from '../../domain/pricing.ts';
import type { Tx } from '../../store/transaction.ts';
import { findApplicableCodes, type ApplicableCode } from '../promotions/find-applicable.ts';
import { recordChange } from '../ledger/record.ts';
import { sweepOf } from './expire.ts';
import { groupsAbove, findOffer } from './offers.ts';
import {
  announceOrder,
  assertOrderMove,
  changeOrder,
  isLive,
  lockOrder,
  orderTotal,
  ticketsOfOrder,
  type OrderKey,
  type TicketRow,
} from './orders.ts';
import { pricedByPack } from './pack-price.ts';
import { releaseDrawn, takePools, type Draw } from './pools.ts';

/** A line with its living tickets, all of one offer. */
interface CodedLine {
  readonly order_line_id: number;
  readonly listed: number;
  readonly charged: number;
  readonly promo_code_id: number | null;
  readonly place: OfferPlace;
  readonly tickets: readonly TicketRow[];
}

/**
 * Puts a promo code onto what an unpaid order holds already: where it is better for the buyer than what each line has, and
 * has uses for the whole line, it takes that one's place, whose uses are free again. A reveal changes nothing that is held,
 * and no code what is in a pack with a price of its own.
 * Throws what stands against the code (`promo_code_…`) when it helps no line, `illegal_move`, `order_expired`.
 */
export async function applyCode(tx: Tx, input: OrderKey & { promo_code_id: number }): Promise<void> {
  const { organizer_id, promo_code_id } = input;
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, order, 'change');
  const [code] = await findApplicableCodes(tx, { organizer_id, ids: [promo_code_id] });
  if (code === undefined) throw new Fault('promo_code_unknown');
  const lines = await codedLines(tx, order.id, organizer_id);
  const helped: CodedLine[] = [];
  let left = code.uses_left ?? Infinity;
  let reason: unknown = new Fault('promo_code_out_of_scope', { promo_code_id });
  for (const line of lines) {
    const many = line.tickets.length;
    try {
      assertCode({ ...code, uses_left: left === Infinity ? null : left }, line.place, many, tx.now);
    } catch (fault) {
      reason = fault;
      continue;
    }
    if (line.promo_code_id === code.id || applicable([code], line.place, tx.now).length === 0) continue;
    if (line.listed - reductionOf(code, line.listed) >= line.charged) continue;
    helped.push(line);
    left -= many;
  }
  const has = lines.some((line) => line.promo_code_id === code.id);
  if (helped.length === 0 && !has && !(code.kind === 'reveal' && helpsSomewhere(code, lines, tx.now)))
    throw reason;
  if (helped.length === 0) return;
  await replaceCodes(tx, code, helped);
  const changed = await changeOrder(tx, order, { total: await orderTotal(tx, order.id) });
  await recordChange(tx, {
    organizer_id,
    action: 'order.code_applied',
    subject_kind: 'order',
    subject_id: order.id,
    before: { total: order.total },
    after: { total: changed.total, promo_code_id, lines: helped.map((line) => line.order_line_id) },
  });
  await announceOrder(tx, order);
}

function helpsSomewhere(code: ApplicableCode, lines: readonly CodedLine[], now: number): boolean {
  return lines.some((line) => applicable([code], line.place, now).length > 0);
}

async function codedLines(tx: Tx, order_id: number, organizer_id: number): Promise<CodedLine[]> {
  const rows = await tx.db
    .selectFrom('order_line')
    .select(['id', 'offer_id', 'listed_amount', 'charged_amount', 'promo_code_id'])
    .where('order_id', '=', order_id)
    .where('kind', '=', 'ticket')
    .where('cancelled_at', 'is', null)
    .orderBy('id')
    .execute();
  const live = (await ticketsOfOrder(tx, order_id)).filter(isLive);
  const byPack = await pricedByPack(tx, organizer_id, live);
  const byLine = Map.groupBy(
    live.filter((ticket) => !byPack.has(ticket.id)),
    (ticket) => ticket.order_line_id,
  );
  const lines: CodedLine[] = [];
  for (const row of rows) {
    const tickets = byLine.get(row.id) ?? [];
    const [first] = tickets;
    if (first === undefined || row.offer_id === null) continue;
    const offer = await findOffer(tx, organizer_id, row.offer_id);
    if (isMainProduct(offer.product_type)) continue;
    lines.push({
      order_line_id: row.id,
      listed: row.listed_amount,
      charged: row.charged_amount,
      promo_code_id: row.promo_code_id,
      tickets,
      place: {
        event_id: offer.event_id,
        session_id: first.session_id,
        zone_id: offer.zone_id,
        price_id: offer.price_id,
        price_group_ids: await groupsAbove(tx, offer.price_group_id),
      },
    });
  }
  return lines;
}

async function replaceCodes(tx: Tx, code: ApplicableCode, lines: readonly CodedLine[]): Promise<void> {
  const draws: Draw[] = [];
  for (const line of lines) {
    const { order_line_id, tickets, promo_code_id: old } = line;
    const units = tickets.length;
    if (old !== null) await giveUsesBack(tx, order_line_id, old);
    const charged_amount = line.listed - reductionOf(code, line.listed);
    const set = { charged_amount, promo_code_id: code.id };
    const { discount_id } = code;
    await tx.db
      .updateTable('order_line')
      .set({ ...set, discount_id })
      .where('id', '=', order_line_id)
      .execute();
    await tx.db
      .updateTable('ticket')
      .set({ ...set, updated_at: tx.now })
      .where('order_line_id', '=', order_line_id)
      .where('state', 'in', ['held', 'valid'])
      .execute();
    draws.push({ order_line_id, units, pool_id: code.pool_id, allotment_id: null, promo_code_id: code.id });
  }
  await takePools(tx, draws, 'refuse', sweepOf(tx));
}

async function giveUsesBack(tx: Tx, order_line_id: number, promo_code_id: number): Promise<void> {
  const code = await tx.db
    .selectFrom('promo_code')
    .select('pool_id')
    .where('id', '=', promo_code_id)
    .executeTakeFirst();
  if (code !== undefined) await releaseDrawn(tx, { order_line_id, pool_id: code.pool_id });
}
