import { formatAmount } from '../../src/domain/money.ts';
import type { Language } from '../words/define.ts';

const tags: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB' };

/** The tag by which numbers and dates are written. */
export function tagOf(language: Language): string {
  return tags[language];
}

/** Whole minor units as people write them: "12,30 €", "€12.30". */
export function moneyText(amount: number, currency: string, language: Language): string {
  // digits as text: a large amount goes through no fraction. ECMA-402 formats such text exactly.
  const digits = formatAmount(amount, currency) as Intl.StringNumericLiteral;
  return new Intl.NumberFormat(tagOf(language), { style: 'currency', currency }).format(digits);
}
