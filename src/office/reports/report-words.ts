import { vendorNames } from '../../domain/vendors.ts';
import type { DocumentLanguage } from '../documents/ticket-words.ts';
import type { ReportName } from './report.ts';

interface ReportWords {
  readonly names: Readonly<Record<ReportName, string>>;
  /** by the keys of columns; of a report alone as `report.key` */
  readonly columns: Readonly<Record<string, string>>;
  readonly platforms: Readonly<Record<string, string>>;
  readonly total: string;
  readonly nothing: string;
  readonly span: (from: string, until: string) => string;
  readonly balance: (payments: string, refunds: string, due: string) => string;
  readonly page: (page: number, pages: number) => string;
}

export const reportWords: Readonly<Record<DocumentLanguage, ReportWords>> = {
  fr: {
    names: {
      sales: 'Ventes',
      orders: 'Ventes, commande par commande',
      vat: 'TVA par taux',
      attendance: 'Fréquentation',
      platforms: 'Comparaison des plateformes',
      closings: 'Clôtures de caisse',
    },
    columns: {
      day: 'Jour',
      event: 'Événement',
      price: 'Tarif',
      platform: 'Plateforme',
      session: 'Séance',
      hour: 'Heure',
      currency: 'Devise',
      tickets: 'Billets valables',
      sold: 'Vendu',
      given_back: 'Rendu',
      amount: 'Reste',
      'orders.amount': 'Montant',
      confirmed_at: 'Confirmée',
      order: 'Commande',
      payments: 'Encaissé',
      refunds: 'Remboursé',
      due: 'Reste dû',
      vat_bp: 'Taux',
      gross: 'TTC',
      vat: 'TVA',
      net: 'HT',
      'closings.net': 'Net',
      starts_at: 'Début',
      good: 'Vendus',
      came: 'Venus',
      no_show: 'Absents',
      entries: 'Entrées',
      exits: 'Sorties',
      refused: 'Refus',
      orders: 'Commandes',
      share: 'Part',
      average: 'Panier moyen',
      counter: 'Caisse',
      sign: 'X/Z',
      opened_at: 'Ouverte',
      closed_at: 'Clôturée',
      seller: 'Par',
      sales: 'Ventes',
      returned: 'Repris',
      opening: 'Fonds',
      expected: 'Attendu',
      counted: 'Compté',
      difference: 'Écart',
    },
    platforms: {
      ...vendorNames,
      counter: 'Caisse',
      web: 'En ligne',
      api: 'API',
      admin: 'Guichet',
      csv: 'Liste importée',
    },
    total: 'Total',
    nothing: 'Rien sur cette période.',
    span: (from, until) => `Du ${from} au ${until}`,
    balance: (payments, refunds, due) =>
      `Encaissé ${payments}, remboursé ${refunds}, reste dû ${due} pour les mêmes commandes.`,
    page: (page, pages) => `Page ${page} sur ${pages}`,
  },
  en: {
    names: {
      sales: 'Sales',
      orders: 'Sales, order by order',
      vat: 'VAT by rate',
      attendance: 'Attendance',
      platforms: 'Platforms compared',
      closings: 'Closings of the tills',
    },
    columns: {
      day: 'Day',
      event: 'Event',
      price: 'Price',
      platform: 'Platform',
      session: 'Session',
      hour: 'Hour',
      currency: 'Currency',
      tickets: 'Good tickets',
      sold: 'Sold',
      given_back: 'Given back',
      amount: 'Left',
      'orders.amount': 'Amount',
      confirmed_at: 'Confirmed',
      order: 'Order',
      payments: 'Paid',
      refunds: 'Refunded',
      due: 'Due',
      vat_bp: 'Rate',
      gross: 'Gross',
      vat: 'VAT',
      net: 'Net',
      'closings.net': 'Net',
      starts_at: 'Start',
      good: 'Sold',
      came: 'Came',
      no_show: 'No-shows',
      entries: 'Entries',
      exits: 'Exits',
      refused: 'Refused',
      orders: 'Orders',
      share: 'Share',
      average: 'Average order',
      counter: 'Till',
      sign: 'X/Z',
      opened_at: 'Opened',
      closed_at: 'Closed',
      seller: 'By',
      sales: 'Sales',
      returned: 'Taken back',
      opening: 'Float',
      expected: 'Expected',
      counted: 'Counted',
      difference: 'Difference',
    },
    platforms: {
      ...vendorNames,
      counter: 'Counter',
      web: 'Online',
      api: 'API',
      admin: 'Desk',
      csv: 'List taken in',
    },
    total: 'Total',
    nothing: 'Nothing within this span.',
    span: (from, until) => `From ${from} to ${until}`,
    balance: (payments, refunds, due) =>
      `Paid ${payments}, refunded ${refunds}, due ${due} for the same orders.`,
    page: (page, pages) => `Page ${page} of ${pages}`,
  },
};

/** What a column of a report is called. */
export function columnTitle(language: DocumentLanguage, name: ReportName, key: string): string {
  const { columns } = reportWords[language];
  return columns[`${name}.${key}`] ?? columns[key] ?? key;
}

/** What people call where something was sold. */
export function platformTitle(language: DocumentLanguage, platform: string): string {
  return reportWords[language].platforms[platform] ?? platform;
}
