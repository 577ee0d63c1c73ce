import { defineWords } from '../words/define.ts';

export const words = defineWords(
  'gate-force',
  {
    force: 'Laisser passer quand même',
    paid: 'Paiement vu sur place',
    mistake: 'Scanné par erreur',
    agreed: 'Accord du responsable',
    other: 'Autre raison',
    letIn: 'Laisser passer',
  },
  {
    force: 'Let pass all the same',
    paid: 'Payment seen here',
    mistake: 'Scanned by mistake',
    agreed: 'The manager agrees',
    other: 'Another reason',
    letIn: 'Let pass',
  },
);
