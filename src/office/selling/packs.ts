import { Fault } from '../../domain/faults.ts';
import { splitExactly, timesQuantity } from '../../domain/money.ts';
import type { Tx } from '../../store/transaction.ts';
import { findOffer, type OfferFacts } from './offers.ts';
import { recordChange } from '../ledger/record.ts';
import {
  assertOrderMove,
  changeOrder,
  isLive,
  lockOrder,
  orderTotal,
  ticketsOfOrder,
  type OrderKey,
} from './orders.ts';
import { partsOf } from './pack-parts.ts';
import { spreadPrice } from './pack-price.ts';
import { sell } from './request.ts';
import type { Holder, Sale, SaleRequest, SoldOrder } from './sale.ts';

export interface PackSale extends Omit<Sale, 'requests' | 'extras' | 'staff'> {
  /** the offer of the pack or subscription itself */
  readonly pack_offer_id: number;
  /** what the buyer chose for it */
  readonly parts: readonly SaleRequest[];
  /** of the main ticket; each part has its own */
  readonly holder?: Holder | undefined;
  readonly staff?: { readonly reason: string } | undefined;
}

/**
 * Sells one pack: a main ticket, and a ticket per part. Money sits on the parts: a pack with a price of its own is split
 * over them by what they cost alone, to the minor unit; a pack at 0 costs what its parts cost.
 * Throws `pack_incomplete` when the parts do not make the pack, else what `sell` throws.
 */
export async function sellPack(tx: Tx, sale: PackSale): Promise<SoldOrder> {
  const { pack_offer_id, parts, holder, ...rest } = sale;
  const pack = await findOffer(tx, sale.organizer_id, pack_offer_id);
  const requests = await packRequests(tx, { pack, parts, holder }, 0);
  return sell(tx, { ...rest, requests, fixed_amounts: true });
}

interface OnePack extends Pick<PackSale, 'parts' | 'holder'> {
  /** the offer that sells it */
  readonly pack: OfferFacts;
}

/**
 * What one pack asks of a sale whose amounts are fixed: its main ticket, which becomes the sale's request `main_request`, then
 * its parts. Throws `pack_incomplete`.
 */
export async function packRequests(
  tx: Tx,
  { pack, parts, holder }: OnePack,
  main_request: number,
): Promise<SaleRequest[]> {
  await assertParts(tx, pack.price_id, parts);
  const amounts = pack.amount === 0 ? null : await shares(tx, pack.organizer_id, pack.amount, parts);
  return [
    {
      offer_id: pack.id,
      quantity: 1,
      unit_amount: 0,
      holders: holder === undefined ? undefined : [holder],
    },
    ...parts.map((part, index) => ({
      ...part,
      main_request,
      ...(amounts === null ? {} : { unit_amount: amounts[index] }),
    })),
  ];
}

async function assertParts(tx: Tx, pack_price_id: number, parts: readonly SaleRequest[]): Promise<void> {
  const wanted = await partsOf(tx, pack_price_id);
  for (const { offer_id, minimum, maximum } of wanted) {
    const units = parts.reduce((sum, part) => sum + (part.offer_id === offer_id ? part.quantity : 0), 0);
    if (units < minimum || units > maximum) {
      throw new Fault('pack_incomplete', { offer_id, minimum, maximum, units });
    }
  }
  const stranger = parts.find((part) => !wanted.some((want) => want.offer_id === part.offer_id));
  if (stranger !== undefined || parts.length === 0) {
    throw new Fault('pack_incomplete', { offer_id: stranger?.offer_id ?? null, not_in_pack: true });
  }
}

/** The pack's price over its parts. A part of several units gets a sum that they can carry equally, the rest goes on. */
async function shares(
  tx: Tx,
  organizer_id: number,
  amount: number,
  parts: readonly SaleRequest[],
): Promise<number[]> {
  if (parts.some((part) => part.quantity !== 1)) {
    throw new Fault('invalid_input', {
      field: 'parts',
      reason: 'a pack with a price of its own takes its parts one by one',
    });
  }
  const weights: number[] = [];
  for (const part of parts) {
    weights.push(timesQuantity((await findOffer(tx, organizer_id, part.offer_id)).amount, part.quantity));
  }
  const even = weights.every((weight) => weight === 0);
  return splitExactly(amount, even ? weights.map(() => 1) : weights);
}

/**
 * Puts tickets into a pack of the same order, bit by bit. A pack that says what it is made of takes nothing else and no more
 * of it: `pack_incomplete`. One with a price of its own costs that, whatever is in it: the price is spread over the parts
 * anew each time, by what they cost alone, and codes that lowered those have their uses back. Else throws what `attachTickets` does.
 */
export async function fillPack(
  tx: Tx,
  input: OrderKey & { main_ticket_id: number; ticket_ids: readonly number[] },
): Promise<void> {
  await attachTickets(tx, input);
  const order = await lockOrder(tx, input);
  const live = (await ticketsOfOrder(tx, order.id)).filter(isLive);
  const main = live.find((ticket) => ticket.id === input.main_ticket_id);
  if (main === undefined || main.price_id === null || main.offer_id === null) return;
  const leaves = live.filter((ticket) => ticket.main_ticket_id === main.id);
  const parts = await partsOf(tx, main.price_id);
  for (const { offer_id } of parts.length === 0 ? [] : leaves) {
    const part = parts.find((one) => one.offer_id === offer_id);
    const units = leaves.filter((leaf) => leaf.offer_id === offer_id).length;
    if (part === undefined) throw new Fault('pack_incomplete', { offer_id, not_in_pack: true });
    if (units > part.maximum) throw new Fault('pack_incomplete', { offer_id, units, maximum: part.maximum });
  }
  const { amount } = await findOffer(tx, input.organizer_id, main.offer_id);
  if (amount === 0) return;
  await spreadPrice(tx, amount, main, leaves);
  await changeOrder(tx, order, { total: await orderTotal(tx, order.id) });
}

/** Puts tickets of an order under a main ticket of the same order, as when a pack is filled bit by bit. */
export async function attachTickets(
  tx: Tx,
  input: OrderKey & { main_ticket_id: number; ticket_ids: readonly number[] },
): Promise<void> {
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, order, 'change');
  const live = (await ticketsOfOrder(tx, order.id)).filter(isLive);
  const main = live.find((ticket) => ticket.id === input.main_ticket_id && ticket.main_ticket_id === null);
  if (main === undefined) throw new Fault('not_found', { kind: 'main ticket', id: input.main_ticket_id });
  for (const id of input.ticket_ids) {
    const leaf = live.find((ticket) => ticket.id === id);
    const isMain = live.some((ticket) => ticket.main_ticket_id === id);
    if (leaf === undefined || id === main.id || isMain) throw new Fault('not_found', { kind: 'ticket', id });
    await tx.db
      .updateTable('ticket')
      .set({ main_ticket_id: main.id, updated_at: tx.now })
      .where('id', '=', id)
      .execute();
  }
  await recordChange(tx, {
    organizer_id: order.organizer_id,
    action: 'order.tickets_attached',
    subject_kind: 'order',
    subject_id: order.id,
    after: { main_ticket_id: main.id, tickets: input.ticket_ids },
  });
}
