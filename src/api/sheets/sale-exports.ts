import { statusOfCode, type OrderStatus } from '../../domain/order-life.ts';
import type { DocumentLanguage } from '../../office/documents/ticket-words.ts';
import { platformTitle } from '../../office/reports/report-words.ts';
import { customerList, orderList, ticketList } from '../sales/listings.ts';
import { atCell, exportOf } from './export-of.ts';

/** What was sold, and to whom: whoever sees a list and may read reports takes it away. */

const statuses: Readonly<Record<DocumentLanguage, Readonly<Record<OrderStatus, string>>>> = {
  fr: {
    ...{ abandoned: 'Abandonnée', cancelled: 'Annulée', creating: 'Réservation', confirmed: 'Confirmée' },
    ...{ to_pay: 'À payer', partially_paid: 'Payée en partie', paid: 'Payée', overpaid: 'Trop payée' },
    ...{ to_deliver: 'À remettre', to_print: 'À imprimer', completed: 'Terminée', archived: 'Archivée' },
  },
  en: {
    ...{ abandoned: 'Abandoned', cancelled: 'Cancelled', creating: 'On hold', confirmed: 'Confirmed' },
    ...{ to_pay: 'To pay', partially_paid: 'Partly paid', paid: 'Paid', overpaid: 'Overpaid' },
    ...{ to_deliver: 'To deliver', to_print: 'To print', completed: 'Completed', archived: 'Archived' },
  },
};

const states: Readonly<Record<DocumentLanguage, Readonly<Record<string, string>>>> = {
  fr: {
    ...{ held: 'Réservé', valid: 'Valable', cancelled: 'Annulé', refunded: 'Remboursé', deleted: 'Retiré' },
    blocked: 'Bloqué',
  },
  en: {
    ...{ held: 'Held', valid: 'Valid', cancelled: 'Cancelled', refunded: 'Refunded', deleted: 'Taken out' },
    blocked: 'Blocked',
  },
};

const money = (amount: number, { currency }: { readonly currency: string }) => ({ amount, currency });

export const orders = exportOf({
  needs: ['sales.read', 'reports.read'],
  personal: true,
  list: orderList,
  columns: [
    { fr: 'Commande', en: 'Order', cell: ({ label }) => label },
    {
      fr: 'État',
      en: 'Status',
      cell: ({ status }, { language }) => statuses[language][statusOfCode(status)],
    },
    { fr: 'Passée le', en: 'Made', cell: ({ created_at }, context) => atCell(created_at, context) },
    {
      fr: 'Plateforme',
      en: 'Platform',
      cell: ({ channel }, { language }) => platformTitle(language, channel),
    },
    { fr: 'Événement', en: 'Event', cell: ({ event }) => event },
    { fr: 'Prénom', en: 'First name', cell: ({ first_name }) => first_name },
    { fr: 'Nom', en: 'Last name', cell: ({ last_name }) => last_name },
    { fr: 'Courriel', en: 'E-mail', cell: ({ email }) => email },
    { fr: 'Billets', en: 'Tickets', cell: ({ tickets }) => tickets ?? 0 },
    { fr: 'Total', en: 'Total', cell: (order) => money(order.total, order) },
    { fr: 'Payé', en: 'Paid', cell: (order) => money(order.paid, order) },
    { fr: 'Remboursé', en: 'Refunded', cell: (order) => money(order.refunded, order) },
    { fr: 'Devise', en: 'Currency', cell: ({ currency }) => currency },
    { fr: 'Numéro ailleurs', en: 'Number elsewhere', cell: ({ foreign_ref }) => foreign_ref },
  ],
});

export const tickets = exportOf({
  needs: ['sales.read', 'reports.read'],
  personal: true,
  list: ticketList,
  columns: [
    { fr: 'Événement', en: 'Event', cell: ({ event }) => event },
    { fr: 'Séance', en: 'Session', cell: ({ session }) => session },
    { fr: 'Début', en: 'Start', cell: ({ starts_at }, context) => atCell(starts_at, context) },
    { fr: 'Tarif', en: 'Ticket type', cell: ({ price }) => price },
    { fr: 'Zone', en: 'Zone', cell: ({ zone }) => zone },
    { fr: 'Place', en: 'Seat', cell: ({ place, place_kind }) => (place_kind === 'area' ? null : place) },
    { fr: 'Prix', en: 'Price', cell: (ticket) => money(ticket.charged_amount, ticket) },
    { fr: 'Remboursé', en: 'Refunded', cell: (ticket) => money(ticket.refunded_amount, ticket) },
    { fr: 'Devise', en: 'Currency', cell: ({ currency }) => currency },
    {
      fr: 'État',
      en: 'State',
      cell: ({ state, blocked_at }, { language }) =>
        states[language][blocked_at !== null && state === 'valid' ? 'blocked' : state] ?? state,
    },
    {
      fr: 'Code-barres',
      en: 'Barcode',
      cell: ({ barcodes }) => barcodes.map(({ code }) => code).join(' '),
    },
    { fr: 'Commande', en: 'Order', cell: ({ order_label }) => order_label },
    { fr: 'Prénom', en: 'First name', cell: ({ holder_first_name }) => holder_first_name },
    { fr: 'Nom', en: 'Last name', cell: ({ holder_last_name }) => holder_last_name },
    { fr: 'Courriel', en: 'E-mail', cell: ({ holder_email }) => holder_email },
    { fr: 'Téléphone', en: 'Telephone', cell: ({ holder_phone }) => holder_phone },
    { fr: 'Vendu le', en: 'Sold', cell: ({ created_at }, context) => atCell(created_at, context) },
    { fr: 'Entré le', en: 'Entered', cell: ({ first_used_at }, context) => atCell(first_used_at, context) },
    { fr: 'Numéro ailleurs', en: 'Number elsewhere', cell: ({ foreign_ref }) => foreign_ref },
  ],
});

/** With the headings by which they are taken in. */
export const customers = exportOf({
  needs: ['customers.read', 'reports.read'],
  personal: true,
  list: (_, asked) => customerList(asked),
  columns: [
    { fr: 'Courriel', en: 'E-mail', cell: ({ email }) => email },
    { fr: 'Prénom', en: 'First name', cell: ({ first_name }) => first_name },
    { fr: 'Nom', en: 'Last name', cell: ({ last_name }) => last_name },
    { fr: 'Téléphone', en: 'Telephone', cell: ({ phone }) => phone },
    { fr: 'Société', en: 'Company', cell: ({ company }) => company },
    { fr: 'Numéro de TVA', en: 'VAT number', cell: ({ vat_number }) => vat_number },
    { fr: 'Adresse', en: 'Address', cell: ({ address_1 }) => address_1 },
    { fr: 'Adresse (suite)', en: 'Address (second line)', cell: ({ address_2 }) => address_2 },
    { fr: 'Code postal', en: 'Postcode', cell: ({ zip_code }) => zip_code },
    { fr: 'Ville', en: 'Town', cell: ({ city }) => city },
    { fr: 'Pays', en: 'Country', cell: ({ country }) => country },
    { fr: 'Langue', en: 'Language', cell: ({ language }) => language },
    { fr: 'Commandes', en: 'Orders', cell: ({ orders }) => orders ?? 0 },
    {
      fr: 'Client depuis',
      en: 'Customer since',
      cell: ({ created_at }, context) => atCell(created_at, context),
    },
  ],
});
