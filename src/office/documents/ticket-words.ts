import { exponentOf, formatAmount } from '../../domain/money.ts';
import type { TicketMark } from './ticket-view.ts';

/** The languages that tickets are printed in. */
export type DocumentLanguage = 'fr' | 'en';

/** The first of the wishes that we have, whatever its region; French for a wish we do not know comes last. */
export function documentLanguage(...wishes: readonly (string | null | undefined)[]): DocumentLanguage {
  for (const wish of wishes) {
    const language = wish?.trim().slice(0, 2).toLowerCase();
    if (language === 'fr' || language === 'en') return language;
  }
  // somebody who wants neither reads English more likely than French
  return wishes.some((wish) => (wish ?? '').trim() !== '') ? 'en' : 'fr';
}

interface TicketWords {
  readonly title: string;
  readonly doors: string;
  readonly any_session: string;
  readonly venue: string;
  readonly place: string;
  readonly zone: string;
  readonly row: string;
  readonly seat: string;
  readonly free_seating: string;
  readonly holder: string;
  readonly price: string;
  readonly free: string;
  readonly vat: (rate: string, amount: string) => string;
  readonly order: string;
  readonly ticket: string;
  readonly entries: (count: number) => string;
  readonly unlimited: string;
  readonly marks: Readonly<Record<TicketMark, string>>;
  readonly due: (amount: string) => string;
  readonly page: (page: number, pages: number) => string;
}

export const ticketWords: Readonly<Record<DocumentLanguage, TicketWords>> = {
  fr: {
    title: 'Billet',
    doors: 'Ouverture des portes',
    any_session: 'Valable pour toute séance',
    venue: 'Lieu',
    place: 'Place',
    zone: 'Zone',
    row: 'Rang',
    seat: 'Siège',
    free_seating: 'Placement libre',
    holder: 'Titulaire',
    price: 'Tarif',
    free: 'Gratuit',
    vat: (rate, amount) => `dont TVA ${rate}${amount}`,
    order: 'Commande',
    ticket: 'Billet n°',
    entries: (count) => `Valable pour ${count} entrées`,
    unlimited: 'Entrées illimitées',
    marks: {
      unpaid: 'NON PAYÉ',
      event_cancelled: 'ÉVÉNEMENT ANNULÉ',
      session_cancelled: 'SÉANCE ANNULÉE',
    },
    due: (amount) => `Reste à payer pour la commande : ${amount}`,
    page: (page, pages) => `${page} / ${pages}`,
  },
  en: {
    title: 'Ticket',
    doors: 'Doors open',
    any_session: 'Valid for any session',
    venue: 'Venue',
    place: 'Place',
    zone: 'Zone',
    row: 'Row',
    seat: 'Seat',
    free_seating: 'Free seating',
    holder: 'Holder',
    price: 'Price',
    free: 'Free',
    vat: (rate, amount) => `VAT included ${rate}${amount}`,
    order: 'Order',
    ticket: 'Ticket no.',
    entries: (count) => `Valid for ${count} entries`,
    unlimited: 'Unlimited entries',
    marks: {
      unpaid: 'NOT PAID',
      event_cancelled: 'EVENT CANCELLED',
      session_cancelled: 'SESSION CANCELLED',
    },
    due: (amount) => `Still to be paid for the order: ${amount}`,
    page: (page, pages) => `${page} / ${pages}`,
  },
};

const locales = { fr: 'fr-FR', en: 'en-GB' } as const;

/** Formats are slow to make and few: one per zone, currency and language. */
const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();
const formats_max = 200;

function kept<T extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => T): T {
  const known = formats.get(key);
  // a key stands for one kind of format
  if (known !== undefined) return known as T;
  if (formats.size >= formats_max) formats.clear();
  const made = make();
  formats.set(key, made);
  return made;
}

/** "vendredi 15 mai 2026, 20:30", in the zone. */
export function longDate(instant: number, zone: string, language: DocumentLanguage): string {
  const parts = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  const format = kept(
    `date ${language} ${zone}`,
    () => new Intl.DateTimeFormat(locales[language], { ...parts, timeZone: zone }),
  );
  return `${format.format(instant)}, ${clock(instant, zone, language)}`;
}

/** "20:30", in the zone. */
export function clock(instant: number, zone: string, language: DocumentLanguage): string {
  const parts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone } as const;
  const make = (): Intl.DateTimeFormat => new Intl.DateTimeFormat(locales[language], parts);
  return kept(`clock ${language} ${zone}`, make).format(instant);
}

/** "11,00 €", "€11.00": by the exact decimal text, never through a fraction. */
export function money(amount: number, currency: string, language: DocumentLanguage): string {
  const digits = exponentOf(currency);
  const make = (): Intl.NumberFormat =>
    new Intl.NumberFormat(locales[language], {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  return kept(`money ${language} ${currency}`, make).format(
    formatAmount(amount, currency) as Intl.StringNumericLiteral,
  );
}

/** 2000 → "20 %", 550 → "5,5 %". */
export function rate(bp: number, language: DocumentLanguage): string {
  const parts = { style: 'percent', maximumFractionDigits: 2 } as const;
  return kept(`rate ${language}`, () => new Intl.NumberFormat(locales[language], parts)).format(bp / 10_000);
}
