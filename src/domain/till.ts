/**
 * What happens at a till: how goods leave it, and how several ways to pay settle one amount. Pure; amounts are minor
 * units.
 */
import { Fault } from './faults.ts';
import { safeAmount } from './money.ts';

export const variations_per_item_max = 5;

/** How goods leave the counter: `order.delivery_method` holds the number (caisse-sale-recording.txt, "deliveryMethod"). */
export const deliveryMethods = [
  'take_away',
  'delivery',
  'on_site',
  'drive_through',
  'over_the_counter',
  'relay_point',
  'shipping',
] as const;

export function isDeliveryMethod(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number < deliveryMethods.length;
}

/** What is put on the counter: an amount, or whatever is left to pay. */
export interface Tender {
  /** cash, card, voucher, meal_voucher, … */
  readonly method: string;
  readonly amount: number | 'rest';
}

export interface Settled {
  /** what counts as paid */
  readonly kept: number;
  /** what was put on the counter; more than `kept` when change is given, or when a voucher is worth more */
  readonly tendered: number;
  readonly change: number;
}

const vouchers: ReadonlySet<string> = new Set(['voucher', 'meal_voucher']);

/**
 * Settles what is due by several tenders, in their order. Only cash gives change; a voucher that is worth more than the
 * rest pays the rest, and what it is worth beyond is lost, as the law has it for meal vouchers; nothing else takes more
 * than is due. What is due below 0 (goods that come back) is given back by one tender of the rest. Throws
 * `invalid_amount` with the index of the tender.
 */
export function settle(due: number, tenders: readonly Tender[]): Settled[] {
  let left = safeAmount(due);
  return tenders.map(({ method, amount }, index) => {
    const tendered = amount === 'rest' ? left : safeAmount(amount);
    if (amount !== 'rest' && (due < 0 || tendered <= 0)) throw new Fault('invalid_amount', { tender: index });
    // an order of nothing is paid with nothing, once
    if (left === 0 && (index > 0 || amount !== 'rest'))
      throw new Fault('invalid_amount', { tender: index, left });
    const kept = left < 0 ? left : Math.min(tendered, left);
    const beyond = tendered - kept;
    if (beyond > 0 && method !== 'cash' && !vouchers.has(method))
      throw new Fault('invalid_amount', { tender: index, left });
    left -= kept;
    return { kept, tendered, change: method === 'cash' ? beyond : 0 };
  });
}
