import type { Kind } from './import-page.tsx';

/** A file to begin with: the headings that are known, and a row that shows what goes below them. */
const models: Readonly<Record<Kind, readonly (readonly string[])[]>> = {
  promo_codes: [
    ['Code', 'Pourcentage', 'Montant', 'Utilisations', 'Début', 'Fin', 'Note'],
    ['BIENVENUE', '10', '', '100', '01/06/2026', '30/09/2026 23:59', ''],
  ],
  articles: [
    ['Nom', 'PLU', 'Prix', 'TVA', 'Rayon', 'Actif'],
    ['Café', '12', '2,50', '10', 'Bar', 'oui'],
  ],
  tickets: [
    [
      'Événement',
      'Tarif',
      'Prix',
      'Numéro de billet',
      'Code-barres',
      'Prénom',
      'Nom',
      'Courriel',
      'Commande',
    ],
    ['Nuit des luges', 'Invité', '0', 'INV-1', '9001234567', 'Camille', 'Roy', 'camille@example.org', 'INV'],
  ],
  events: [
    ['Événement', 'Séance', 'Début', 'Fin', 'Ouverture des portes', 'Salle', 'Capacité', 'Publié'],
    [
      ...['Nuit des luges', '', '12/12/2026 20:00', '12/12/2026 22:00', '12/12/2026 19:30'],
      ...['', '120', 'oui'],
    ],
  ],
  prices: [
    ['Événement', 'Tarif', 'Prix', 'TVA', 'Contingent', 'Minimum', 'Maximum', 'Code'],
    ['Nuit des luges', 'Plein tarif', '12,50', '10', '', '', '', ''],
  ],
  customers: [
    [
      ...['Courriel', 'Prénom', 'Nom', 'Téléphone', 'Société'],
      ...['Adresse', 'Code postal', 'Ville', 'Pays', 'Langue'],
    ],
    [
      ...['camille@example.org', 'Camille', 'Roy', '06 12 34 56 78', ''],
      ...['1 rue du Port', '44000', 'Nantes', 'France', 'français'],
    ],
  ],
};

/** With semicolons, as spreadsheets in French read it, and the mark that says that it is UTF-8. */
export function modelOf(kind: Kind): string {
  return `\uFEFF${models[kind].map((row) => row.join(';')).join('\r\n')}\r\n`;
}
