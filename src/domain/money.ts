/**
 * Money: whole minor units (cents) with the currency code beside them. Nothing here calculates in fractions:
 * text goes to integers digit by digit, products that leave the safe integers go through BigInt.
 */
import { Fault } from './faults.ts';
import { limits } from './limits.ts';

/** ISO 4217: the currencies whose minor unit is not a hundredth. All others have two decimals. */
const exponents: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((c) => [c, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((c) => [c, 3] as const),
  ...'CLF UYW'.split(' ').map((c) => [c, 4] as const),
]);

/** Fifteen decimal digits always survive the way through a double and back; sixteen do not. */
const exact_number_max = 999_999_999_999_999;

/** Decimals of the currency: 2 for EUR, 0 for JPY, 3 for TND. Throws `unknown_currency` for what is not three capitals. */
export function exponentOf(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) throw new Fault('unknown_currency', { currency });
  return exponents.get(currency) ?? 2;
}

/** `amount` itself when it is a whole number that can be kept exactly; else throws `amount_out_of_range`. */
export function safeAmount(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new Fault('amount_out_of_range', { amount: String(amount) });
  return amount === 0 ? 0 : amount; // no negative zero
}

/**
 * What one order comes to, or what was paid for it: so much less than what can be kept exactly that sums of thousands are
 * exact, too. One order beyond that would leave a venue without its reports. Throws `amount_out_of_range`.
 */
export function orderAmount(amount: number): number {
  if (Math.abs(safeAmount(amount)) > limits.amount_max)
    throw new Fault('amount_out_of_range', { amount: String(amount) });
  return amount;
}

/** The sum, or `amount_out_of_range`. */
export function sumAmounts(amounts: Iterable<number>): number {
  let sum = 0;
  for (const amount of amounts) sum = safeAmount(sum + safeAmount(amount));
  return sum;
}

/** `unit_amount × quantity`, or `amount_out_of_range`. */
export function timesQuantity(unit_amount: number, quantity: number): number {
  return safeAmount(safeAmount(unit_amount) * safeAmount(quantity));
}

/**
 * "12.30", "12.3", "12", "-0,50" → minor units. Point or comma; no thousands separators; spaces around are let pass.
 * More decimals than the currency has are taken only as zeros ("12.00" JPY), and never exactly three of them
 * where the currency has fewer, since "1.000" may be a thousand. Throws `invalid_amount`, `amount_out_of_range`.
 */
export function parseAmount(text: string, currency: string): number {
  const exponent = exponentOf(currency);
  const match = /^([+-]?)(\d{1,20})(?:[.,](\d{1,20}))?$/.exec(text.trim());
  if (!match) throw new Fault('invalid_amount', { amount: text.slice(0, 40), currency });
  const decimals = match[3] ?? '';
  const surplus = decimals.slice(exponent);
  if (/[^0]/.test(surplus) || (decimals.length === 3 && exponent < 3)) {
    throw new Fault('invalid_amount', { amount: text.slice(0, 40), currency, decimals: exponent });
  }
  const digits = match[2] + decimals.slice(0, exponent).padEnd(exponent, '0');
  return safeAmount(Number((match[1] === '-' ? '-' : '') + digits));
}

/** Minor units → "12.30", "-0.50", "1200" (JPY); `separator` "," for French text. */
export function formatAmount(amount: number, currency: string, separator: '.' | ',' = '.'): string {
  const exponent = exponentOf(currency);
  const sign = safeAmount(amount) < 0 ? '-' : '';
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  if (exponent === 0) return sign + digits;
  return sign + digits.slice(0, -exponent) + separator + digits.slice(-exponent);
}

/**
 * Minor units → the JSON number of vendors that use one (1230 → 12.3). The nearest double prints the same digits,
 * so `amountFromNumber` gives the amount back. Throws `amount_out_of_range` beyond 15 digits.
 */
export function amountToNumber(amount: number, currency: string): number {
  if (Math.abs(amount) > exact_number_max) throw new Fault('amount_out_of_range', { amount: String(amount) });
  return Number(formatAmount(amount, currency)) + 0;
}

/**
 * A JSON number → minor units (9.99 → 999). Takes what arithmetic in doubles leaves behind (0.1 + 0.2) and refuses
 * real fractions of the minor unit (9.999). Throws `invalid_amount`, `amount_out_of_range`.
 */
export function amountFromNumber(value: number, currency: string): number {
  const exponent = exponentOf(currency);
  if (!Number.isFinite(value)) throw new Fault('invalid_amount', { amount: String(value), currency });
  const amount = Math.round(value * 10 ** exponent) + 0;
  if (Math.abs(amount) > exact_number_max) throw new Fault('amount_out_of_range', { amount: String(value) });
  if (Math.abs(amountToNumber(amount, currency) - value) > 8 * Number.EPSILON * Math.abs(value)) {
    throw new Fault('invalid_amount', { amount: String(value), currency, decimals: exponent });
  }
  return amount;
}

/** `value × numerator / denominator` rounded half away from zero, exact whatever the size of the product. */
function scaled(value: number, numerator: number, denominator: number): number {
  const product = value * numerator;
  if (Number.isSafeInteger(product)) {
    const rest = product % denominator;
    const whole = (product - rest) / denominator;
    return safeAmount(2 * Math.abs(rest) >= denominator ? whole + Math.sign(product) : whole);
  }
  const [large, by] = [BigInt(value) * BigInt(numerator), BigInt(denominator)];
  const [whole, rest] = [large / by, large % by];
  const away = (rest < 0n ? -rest : rest) * 2n >= by;
  return safeAmount(Number(away ? whole + (large < 0n ? -1n : 1n) : whole));
}

/** `percent_bp` basis points of the amount (2000 = 20 %), rounded half away from zero: 50 % of 1 is 1, of −1 is −1. */
export function percentOf(amount: number, percent_bp: number): number {
  return scaled(safeAmount(amount), safeAmount(percent_bp), 10_000);
}

/** The VAT contained in a gross amount: gross × rate / (1 + rate), rounded half away from zero. */
export function vatWithin(gross: number, vat_bp: number): number {
  if (vat_bp < 0) throw new Fault('invalid_amount', { vat_bp });
  return scaled(safeAmount(gross), safeAmount(vat_bp), 10_000 + vat_bp);
}

/**
 * Splits `total` in proportion to whole weights (≥ 0) so that the parts sum to it exactly: each part is the share
 * rounded down or up, and the missing units go to the largest remainders, earlier parts first where they are equal.
 * A weight of zero gets nothing, unless all are zero: then all count alike. A negative total is the mirror of the
 * positive one. Because no part passes its share rounded up, splitting a total of at most the sum of the weights
 * never gives a part beyond its weight. Throws `invalid_amount` for bad weights, or for nothing to split over.
 */
export function splitExactly(total: number, weights: readonly number[]): number[] {
  const size = Math.abs(safeAmount(total));
  if (weights.length === 0 && size !== 0) throw new Fault('invalid_amount', { total, weights: 0 });
  for (const weight of weights) {
    if (!Number.isSafeInteger(weight) || weight < 0)
      throw new Fault('invalid_amount', { weight: String(weight) });
  }
  const shares = weights.every((weight) => weight === 0) ? weights.map(() => 1) : weights;
  const sum = shares.reduce((a, b) => a + BigInt(b), 0n);
  const parts = shares.map((share, index) => {
    const product = BigInt(size) * BigInt(share);
    return { index, whole: Number(product / sum), rest: product % sum };
  });
  let missing = size - sumAmounts(parts.map((part) => part.whole));
  const byRest = parts.toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const part of byRest) {
    if (missing === 0) break;
    part.whole += 1;
    missing -= 1;
  }
  return parts.map((part) => (total < 0 ? 0 - part.whole : part.whole));
}
