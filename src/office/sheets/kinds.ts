import type { SheetField } from '../../domain/sheet-fields.ts';

import { customerFields, eventFields, priceFields } from './more-fields.ts';

/** What is taken in from a spreadsheet, with its columns. */
export const sheetKinds = ['promo_codes', 'articles', 'tickets', 'events', 'prices', 'customers'] as const;
export type SheetKind = (typeof sheetKinds)[number];

const reduction = { percent: ['pourcentage'], value: ['montant'], reveal: ['revele', 'revelation'] };
const state = {
  valid: ['valable', 'valide'],
  cancelled: ['annule', 'annulee'],
  refunded: ['rembourse', 'remboursee'],
};

export const sheetFields: Readonly<Record<SheetKind, readonly SheetField[]>> = {
  promo_codes: [
    { name: 'label', type: 'text', needed: true, headings: ['code', 'code promo', 'promo code', 'libelle'] },
    {
      name: 'percent',
      type: 'percent',
      headings: ['pourcentage', 'reduction', 'remise', 'discount', 'percentage'],
    },
    {
      name: 'value',
      type: 'amount',
      headings: ['montant', 'reduction euros', 'remise euros', 'amount', 'amount off'],
    },
    { name: 'kind', type: 'word', words: reduction, headings: ['effet', 'type', 'sorte', 'effect'] },
    {
      name: 'uses',
      type: 'count',
      headings: ['utilisations', 'billets', 'quantite', 'quota', 'quantity', 'tickets'],
    },
    {
      name: 'starts_at',
      type: 'instant',
      headings: ['debut', 'valable du', 'du', 'a partir du', 'starts', 'from', 'valid from'],
    },
    {
      name: 'ends_at',
      type: 'instant',
      headings: ['fin', 'jusqu au', 'au', 'valable jusqu au', 'ends', 'until', 'valid until'],
    },
    { name: 'enabled', type: 'flag', headings: ['actif', 'en service', 'active', 'in use'] },
    { name: 'description', type: 'text', headings: ['note', 'commentaire', 'comment', 'description'] },
  ],
  articles: [
    {
      name: 'name',
      type: 'text',
      needed: true,
      headings: ['nom', 'article', 'designation', 'libelle', 'produit', 'product'],
    },
    { name: 'plu', type: 'text', chars_max: 50, headings: ['code', 'reference', 'numero', 'number'] },
    {
      name: 'amount',
      type: 'amount',
      needed: true,
      headings: ['prix', 'prix ttc', 'tarif', 'price', 'prix de vente'],
    },
    { name: 'vat', type: 'percent', headings: ['tva', 'taux tva', 'taux de tva', 'vat rate'] },
    { name: 'department', type: 'text', headings: ['rayon', 'categorie', 'famille', 'category'] },
    { name: 'enabled', type: 'flag', headings: ['actif', 'en service', 'active', 'in use'] },
  ],
  tickets: [
    { name: 'event', type: 'text', needed: true, headings: ['evenement', 'spectacle'] },
    {
      name: 'price',
      type: 'text',
      needed: true,
      headings: ['tarif', 'type de billet', 'billet', 'ticket type', 'price name'],
    },
    { name: 'amount', type: 'amount', headings: ['prix', 'montant', 'paye'] },
    {
      name: 'barcode',
      type: 'text',
      chars_max: 128,
      headings: ['code barres', 'code barre', 'code', 'qr code'],
    },
    {
      name: 'ticket_ref',
      type: 'text',
      chars_max: 100,
      headings: ['numero', 'numero de billet', 'id', 'billet id', 'ticket'],
    },
    {
      name: 'order_ref',
      type: 'text',
      chars_max: 100,
      headings: ['commande', 'numero de commande', 'order', 'reference'],
    },
    { name: 'first_name', type: 'text', chars_max: 200, headings: ['prenom', 'given name'] },
    {
      name: 'last_name',
      type: 'text',
      chars_max: 200,
      headings: ['nom', 'nom de famille', 'name', 'surname'],
    },
    {
      name: 'email',
      type: 'text',
      chars_max: 254,
      headings: ['courriel', 'e mail', 'mail', 'adresse electronique'],
    },
    {
      name: 'sold_at',
      type: 'instant',
      headings: ['vendu le', 'date', 'date de vente', 'achete le', 'sold'],
    },
    { name: 'state', type: 'word', words: state, headings: ['etat', 'statut', 'status'] },
  ],
  events: eventFields,
  prices: priceFields,
  customers: customerFields,
};
