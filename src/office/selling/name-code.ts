import { Fault } from '../../domain/faults.ts';
import { inForce, inScope } from '../../domain/pricing.ts';
import type { Tx } from '../../store/transaction.ts';
import { findApplicableCodes, type ApplicableCode } from '../promotions/find-applicable.ts';
import { findOffer, groupsAbove } from './offers.ts';

/**
 * The code that a buyer names for a whole sale; undefined for an empty text. Throws `promo_code_unknown`,
 * `promo_code_not_valid`, `promo_code_used_up`.
 */
export async function codeNamed(
  tx: Tx,
  organizer_id: number,
  label: string | null | undefined,
  /** an order that is changed may have its last uses itself: whether there are enough shows when it is sold anew */
  changing = false,
): Promise<ApplicableCode | undefined> {
  if (label === null || label === undefined || label.trim() === '') return undefined;
  const [code] = await findApplicableCodes(tx, { organizer_id, labels: [label] });
  if (code === undefined) throw new Fault('promo_code_unknown');
  if (!inForce(code, tx.now)) throw new Fault('promo_code_not_valid', { promo_code_id: code.id });
  if (code.uses_left === 0 && !changing) throw new Fault('promo_code_used_up', { promo_code_id: code.id });
  return code;
}

/**
 * A code has to help at least one line: a wrong one is told, not swallowed. Something better for the buyer will do; one that
 * reveals prices takes nothing off, and helps where one of them was bought.
 */
export async function assertCodeHelped(tx: Tx, order_id: number, code: ApplicableCode): Promise<void> {
  const lines = await tx.db
    .selectFrom('order_line')
    .select(['promo_code_id', 'discount_id', 'quantity'])
    .where('order_id', '=', order_id)
    .where('cancelled_at', 'is', null)
    .execute();
  if (lines.some((line) => line.promo_code_id !== null || line.discount_id !== null)) return;
  if (code.kind === 'reveal' && (await isBought(tx, order_id, code))) return;
  const short = code.uses_left !== null && lines.some((line) => line.quantity > (code.uses_left ?? 0));
  throw new Fault(short ? 'promo_code_used_up' : 'promo_code_out_of_scope', { promo_code_id: code.id });
}

/** Whether one of the order's lines is within the code's scope. */
async function isBought(tx: Tx, order_id: number, code: ApplicableCode): Promise<boolean> {
  const sold = await tx.db
    .selectFrom('order_line')
    .innerJoin('order', 'order.id', 'order_line.order_id')
    .innerJoin('ticket', 'ticket.order_line_id', 'order_line.id')
    .select(['order.organizer_id', 'order_line.offer_id', 'ticket.session_id'])
    .distinct()
    .where('order_line.order_id', '=', order_id)
    .where('order_line.cancelled_at', 'is', null)
    .execute();
  for (const { organizer_id, offer_id, session_id } of sold) {
    if (offer_id === null) continue;
    const offer = await findOffer(tx, organizer_id, offer_id);
    const price_group_ids = await groupsAbove(tx, offer.price_group_id);
    if (inScope(code, { ...offer, session_id, price_group_ids })) return true;
  }
  return false;
}
