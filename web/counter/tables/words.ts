import { defineWords } from '../../words/define.ts';

/** Tables, and what becomes of what is put aside at them. */
export const words = defineWords(
  'counter-tables',
  {
    table: 'Table',
    noTable: 'Aucune',
    covers: 'Couverts',
    note: 'Note',
    where: 'Table, couverts, note',
    save: 'Enregistrer',
    reopen: 'Rouvrir',
    basketFull: 'Le panier n’est pas vide : vendez-le ou mettez-le en attente d’abord.',
    together: 'Tout encaisser ensemble · {{amount}}',

    share: 'Partager',
    shareTitle: 'Qui paie quoi ?',
    shareLead: 'Comptez ce qui se paie à part : une commande à la même table, encaissée aussitôt.',
    ofLine: 'À part : {{name}}',
    outOf: 'sur {{count}}',
    shareNow: 'Encaisser cette part',
    someNotAll: 'Choisissez une partie, pas tout.',
    back: 'Revenir',
  },
  {
    table: 'Table',
    noTable: 'None',
    covers: 'Covers',
    note: 'Note',
    where: 'Table, covers, note',
    save: 'Save',
    reopen: 'Open again',
    basketFull: 'The basket is not empty: sell it, or put it aside first.',
    together: 'Take it all together · {{amount}}',

    share: 'Share out',
    shareTitle: 'Who pays for what?',
    shareLead: 'Count what is paid apart: an order at the same table, and its money at once.',
    ofLine: 'Apart: {{name}}',
    outOf: 'of {{count}}',
    shareNow: 'Take this share',
    someNotAll: 'Choose some of it, not all.',
    back: 'Back',
  },
);
