import { parseAmount } from '../../src/domain/money.ts';

/** Minor units of what was typed ("12,30", "12.30"); undefined for a text that is no amount. */
export function amountIn(text: string, currency: string): number | undefined {
  try {
    return parseAmount(text, currency);
  } catch {
    return undefined;
  }
}
