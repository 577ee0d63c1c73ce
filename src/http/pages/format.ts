import { amountToNumber } from '../../domain/money.ts';
import type { Language } from './language.ts';

/** Dates and money as a reader of the language writes them, in the organizer's zone. */
export interface Formats {
  /** "samedi 16 mai 2026 à 20:30" */
  moment(instant: number): string;
  /** "20:30" */
  time(instant: number): string;
  /** "16/05/2026 20:30" */
  short(instant: number): string;
  /** "12,30 €" */
  money(amount: number): string;
}

const locales = { fr: 'fr-FR', en: 'en-GB' } as const;
const kept = new Map<string, Formats>();
const kept_max = 200;

export function formatsFor(language: Language, zone: string, currency: string): Formats {
  const name = `${language}/${zone}/${currency}`;
  const known = kept.get(name);
  if (known !== undefined) return known;
  // making a formatter is slow, and there are few zones and currencies
  if (kept.size >= kept_max) kept.clear();
  const formats = makeFormats(locales[language], zone, currency);
  kept.set(name, formats);
  return formats;
}

function makeFormats(locale: string, timeZone: string, currency: string): Formats {
  const moment = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short' });
  const short = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return {
    moment: (instant) => moment.format(instant),
    time: (instant) => time.format(instant),
    short: (instant) => short.format(instant),
    money: (amount) => money.format(amountToNumber(amount, currency)),
  };
}
