import type { Answer } from '../../api/call.ts';

/** What is put on the counter, step by step, until the sale is paid. Pure; amounts are minor units. */

export type Mode = Answer<'till_catalogue'>['payment_modes'][number];

export interface Tender {
  readonly payment_mode_id: number;
  readonly name: string;
  readonly amount: number;
}

export const leftOf = (total: number, tenders: readonly Tender[]): number =>
  Math.max(
    0,
    tenders.reduce((left, { amount }) => left - amount, total),
  );

/** Cash gives change, and a voucher may be worth more than what is due: `domain/till.ts` settles it. */
const beyond: ReadonlySet<string> = new Set(['cash', 'voucher', 'meal_voucher']);

export const takesMore = ({ method }: Mode): boolean => beyond.has(method);

/** Cash first, then cards: as they are used most. */
export function modesOf(modes: readonly Mode[]): Mode[] {
  const rank = ({ method }: Mode): number => (method === 'cash' ? 0 : method === 'card' ? 1 : 2);
  return modes.filter(({ takes }) => takes).toSorted((a, b) => rank(a) - rank(b) || a.id - b.id);
}

/** notes of most currencies, in whole units */
const notes = [5, 10, 20, 50, 100, 200];
const keys_max = 4;

/** What somebody may hand over for that: the next whole five, then notes above it. `per_unit`: minor units of one. */
export function quickAmounts(left: number, per_unit: number): number[] {
  const five = Math.ceil(left / (5 * per_unit)) * 5 * per_unit;
  const above = notes.map((note) => note * per_unit).filter((note) => note > left);
  return [...new Set([five, ...above])]
    .filter((amount) => amount > left)
    .toSorted((a, b) => a - b)
    .slice(0, keys_max);
}
