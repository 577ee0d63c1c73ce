import type { SheetField } from '../../domain/sheet-fields.ts';

/** A line for each session; without a start it is an event alone. */
export const eventFields: readonly SheetField[] = [
  { name: 'event', type: 'text', needed: true, headings: ['evenement', 'spectacle', 'nom', 'name'] },
  { name: 'session', type: 'text', headings: ['seance', 'nom de la seance', 'session name'] },
  {
    name: 'starts_at',
    type: 'instant',
    headings: ['debut', 'date', 'date et heure', 'commence', 'start', 'starts', 'date and time'],
  },
  { name: 'ends_at', type: 'instant', headings: ['fin', 'se termine', 'end', 'ends'] },
  {
    name: 'doors_open_at',
    type: 'instant',
    headings: ['ouverture des portes', 'portes', 'doors open', 'doors'],
  },
  { name: 'hall', type: 'text', headings: ['salle', 'lieu'] },
  { name: 'capacity', type: 'count', headings: ['capacite', 'jauge', 'places', 'quota'] },
  { name: 'published', type: 'flag', headings: ['publie', 'en vente', 'on sale'] },
];

export const priceFields: readonly SheetField[] = [
  { name: 'event', type: 'text', needed: true, headings: ['evenement', 'spectacle'] },
  {
    name: 'name',
    type: 'text',
    needed: true,
    headings: ['tarif', 'nom', 'type de billet', 'ticket type', 'price name'],
  },
  { name: 'amount', type: 'amount', needed: true, headings: ['prix', 'prix ttc', 'montant', 'price'] },
  { name: 'vat', type: 'percent', headings: ['tva', 'taux tva', 'taux de tva', 'vat rate'] },
  { name: 'quota', type: 'count', headings: ['contingent', 'jauge', 'capacite', 'capacity'] },
  { name: 'minimum', type: 'count', headings: ['mini', 'minimum par commande', 'at least'] },
  { name: 'maximum', type: 'count', headings: ['maxi', 'maximum par commande', 'at most'] },
  { name: 'code', type: 'text', chars_max: 50, headings: ['code tarif', 'reference'] },
];

export const customerFields: readonly SheetField[] = [
  {
    name: 'email',
    type: 'text',
    needed: true,
    chars_max: 254,
    headings: ['courriel', 'e mail', 'mail', 'adresse electronique', 'adresse mail', 'email address'],
  },
  { name: 'first_name', type: 'text', chars_max: 200, headings: ['prenom', 'given name'] },
  { name: 'last_name', type: 'text', chars_max: 200, headings: ['nom', 'nom de famille', 'name', 'surname'] },
  { name: 'phone', type: 'text', headings: ['telephone', 'tel', 'portable', 'mobile'] },
  { name: 'company', type: 'text', headings: ['societe', 'entreprise', 'organisme', 'organisation'] },
  { name: 'vat_number', type: 'text', headings: ['numero de tva', 'tva intracommunautaire'] },
  { name: 'address_1', type: 'text', headings: ['adresse', 'rue', 'address', 'street'] },
  {
    name: 'address_2',
    type: 'text',
    headings: ['adresse suite', 'complement', 'complement d adresse', 'address second line'],
  },
  { name: 'zip_code', type: 'text', headings: ['code postal', 'cp', 'postcode', 'zip'] },
  { name: 'city', type: 'text', headings: ['ville', 'commune', 'town'] },
  { name: 'country', type: 'text', headings: ['pays'] },
  {
    name: 'language',
    type: 'word',
    words: { fr: ['francais', 'french'], en: ['anglais', 'english'] },
    headings: ['langue'],
  },
];
