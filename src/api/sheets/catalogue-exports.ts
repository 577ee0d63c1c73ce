import { promoCodesOfIds } from '../../office/promotions/list-codes.ts';
import { listEvents } from '../../office/catalogue/list-events.ts';
import { rowsOfIds } from '../../office/catalogue/rows-of-ids.ts';
import { sessionLines, type SessionLine } from '../../office/exports/session-lines.ts';
import { plain } from '../../office/filters/columns.ts';
import { tableList } from '../../office/filters/list-after.ts';
import type { Rx } from '../../store/transaction.ts';
import { eventList } from '../catalogue/event-handlers.ts';
import { promoCodeList } from '../catalogue/promotion-handlers.ts';
import { atCell, exportLines, exportOf, flagCell } from './export-of.ts';

/** What is sold, with the headings by which the same columns are taken in. */

const effects = {
  fr: { percent: 'Pourcentage', value: 'Montant', reveal: 'Révèle' },
  en: { percent: 'Percent', value: 'Value', reveal: 'Reveal' },
} as const;

export const promo_codes = exportOf({
  needs: ['catalogue.read'],
  list: ({ organizer_id }) => ({
    ...{ source: promoCodeList, event_column: undefined },
    rows: (rx, ids) => promoCodesOfIds(rx, { organizer_id, ids }),
  }),
  columns: [
    { fr: 'Code', en: 'Code', cell: ({ label }) => label },
    {
      fr: 'Effet',
      en: 'Effect',
      cell: ({ kind }, { language }) => effects[language][kind as keyof typeof effects.fr] ?? kind,
    },
    {
      fr: 'Pourcentage',
      en: 'Percentage',
      cell: ({ kind, percent_bp }) => (kind === 'percent' ? percent_bp / 100 : null),
    },
    {
      fr: 'Montant',
      en: 'Amount off',
      cell: ({ kind, value }, { currency }) => (kind === 'value' ? { amount: value, currency } : null),
    },
    { fr: 'Utilisations', en: 'Uses', cell: ({ capacity }) => capacity },
    { fr: 'Utilisé', en: 'Used', cell: ({ taken }) => taken },
    { fr: 'Début', en: 'Valid from', cell: ({ starts_at }, context) => atCell(starts_at, context) },
    { fr: 'Fin', en: 'Valid until', cell: ({ ends_at }, context) => atCell(ends_at, context) },
    { fr: 'Actif', en: 'In use', cell: ({ enabled }, context) => flagCell(enabled === 1, context) },
    { fr: 'Note', en: 'Description', cell: ({ description }) => description },
  ],
});

const articleList = tableList(
  'article',
  {
    name: plain('text', 'article.name'),
    plu: plain('text', 'article.plu'),
    department_id: plain('number', 'article.department_id'),
    enabled: plain('flag', 'article.enabled'),
  },
  { living: true },
);

/** The articles, each with the name of its department. */
async function articleRows(rx: Rx, organizer_id: number, ids: readonly number[]) {
  const departments = await rx.db
    .selectFrom('department')
    .select(['id', 'name'])
    .where('organizer_id', '=', organizer_id)
    .execute();
  const names = new Map(departments.map(({ id, name }) => [id, name]));
  const rows = await rowsOfIds(rx, 'article', { organizer_id, ids });
  return rows.map((row) => ({ ...row, department: names.get(row.department_id ?? 0) ?? null }));
}

export const articles = exportOf({
  needs: ['counter.read'],
  list: ({ organizer_id }) => ({
    ...{ source: articleList, event_column: undefined },
    rows: (rx, ids) => articleRows(rx, organizer_id, ids),
  }),
  columns: [
    { fr: 'Nom', en: 'Name', cell: ({ name }) => name },
    { fr: 'PLU', en: 'PLU', cell: ({ plu }) => plu },
    { fr: 'Prix', en: 'Price', cell: ({ amount }, { currency }) => ({ amount, currency }) },
    { fr: 'TVA', en: 'VAT', cell: ({ vat_bp }) => vat_bp / 100 },
    { fr: 'Rayon', en: 'Department', cell: ({ department }) => department },
    { fr: 'Actif', en: 'In use', cell: ({ enabled }, context) => flagCell(enabled === 1, context) },
  ],
});

/** A line for each session; an event without any has one of its own. */
export const events = exportLines({
  needs: ['catalogue.read'],
  list: ({ organizer_id }) => ({
    ...{ source: eventList, event_column: 'id' },
    rows: async (rx, ids) => {
      const { rows } = await listEvents(rx, { organizer_ids: [organizer_id], ids, limit: ids.length });
      return sessionLines(rx, rows);
    },
  }),
  lines: ({ lines }): readonly SessionLine[] => lines,
  columns: [
    { fr: 'Événement', en: 'Event', cell: ({ event }) => event },
    { fr: 'Séance', en: 'Session', cell: ({ session }) => session },
    { fr: 'Début', en: 'Start', cell: ({ starts_at }, context) => atCell(starts_at, context) },
    { fr: 'Fin', en: 'End', cell: ({ ends_at }, context) => atCell(ends_at, context) },
    {
      fr: 'Ouverture des portes',
      en: 'Doors open',
      cell: ({ doors_open_at }, context) => atCell(doors_open_at, context),
    },
    { fr: 'Salle', en: 'Hall', cell: ({ hall }) => hall },
    { fr: 'Capacité', en: 'Capacity', cell: ({ capacity }) => capacity },
    { fr: 'Vendu', en: 'Sold', cell: ({ taken }) => taken },
    { fr: 'Publié', en: 'Published', cell: ({ published }, context) => flagCell(published, context) },
  ],
});

const priceList = tableList(
  'price',
  {
    event_id: plain('number', 'price.event_id'),
    name: plain('text', 'price.name'),
    product_type: plain('text', 'price.product_type'),
  },
  { living: true },
);

/** The prices, each with the name of its event. */
async function priceRows(rx: Rx, organizer_id: number, ids: readonly number[]) {
  const rows = await rowsOfIds(rx, 'price', { organizer_id, ids });
  const event_ids = [...new Set(rows.flatMap(({ event_id }) => event_id ?? []))];
  const events = await rowsOfIds(rx, 'event', { organizer_id, ids: event_ids });
  const names = new Map(events.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({ ...row, event: names.get(row.event_id ?? 0) ?? null }));
}

export const prices = exportOf({
  needs: ['catalogue.read'],
  list: ({ organizer_id }) => ({
    ...{ source: priceList, event_column: 'event_id' },
    rows: (rx, ids) => priceRows(rx, organizer_id, ids),
  }),
  columns: [
    { fr: 'Événement', en: 'Event', cell: ({ event }) => event },
    { fr: 'Tarif', en: 'Name', cell: ({ name }) => name },
    { fr: 'Prix', en: 'Price', cell: ({ amount, currency }) => ({ amount, currency }) },
    { fr: 'TVA', en: 'VAT', cell: ({ vat_bp }) => vat_bp / 100 },
    { fr: 'Minimum', en: 'Minimum', cell: ({ minimum }) => minimum },
    { fr: 'Maximum', en: 'Maximum', cell: ({ maximum }) => maximum },
    { fr: 'Code', en: 'Code', cell: ({ code }) => code },
  ],
});
