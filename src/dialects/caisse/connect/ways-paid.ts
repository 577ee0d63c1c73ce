import type { OrderFacts } from '../../../hub/port.ts';
import type { CaisseSettings } from './settings.ts';

/** What of an order was paid by a mode of the shop. */
export interface WayPaid {
  /** the shop's */
  readonly mode: number;
  /** minor units */
  readonly amount: number;
}

/**
 * How an order that is paid was paid, by the shop's modes: each once, the first way first, so that no two payments that are sent
 * are alike. Empty for what is not paid; undefined where no mode is set for one of the ways.
 */
export function waysPaid(order: OrderFacts, settings: CaisseSettings): WayPaid[] | undefined {
  const { payment_modes, payment_mode } = settings;
  if (order.paid <= 0 || order.paid < order.total) return [];
  const known = order.payments.filter(({ amount }) => amount > 0);
  const payments = known.length > 0 ? known : [{ method: '', amount: order.paid }];
  const byMode = new Map<string, number>();
  for (const { method, amount } of payments) {
    const mode = payment_modes[method] ?? payment_mode;
    byMode.set(mode, (byMode.get(mode) ?? 0) + amount);
  }
  if (byMode.has('')) return undefined;
  return [...byMode].map(([mode, amount]) => ({ mode: Number(mode), amount }));
}

/** Of a sale in the shop; minor units. */
export interface Standing {
  readonly due: number;
  readonly paid: number;
}

/** What is still to be paid when so much of the sum is paid already, the ways in their order. */
export function stillToPay(ways: readonly WayPaid[], { due, paid }: Standing): WayPaid[] {
  let before = 0;
  return ways.flatMap(({ mode, amount }) => {
    const from = Math.max(before, paid);
    before += amount;
    const rest = Math.min(before, due) - from;
    return rest > 0 ? [{ mode, amount: rest }] : [];
  });
}
