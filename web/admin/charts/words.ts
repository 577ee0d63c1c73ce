import { defineWords } from '../../words/define.ts';

export const words = defineWords(
  'charts',
  {
    asTable: 'Voir les chiffres en tableau',
    counter: 'Caisse',
    web: 'En ligne',
    api: 'API',
    admin: 'Guichet',
    csv: 'Liste importée',
  },
  {
    asTable: 'See the figures as a table',
    counter: 'Counter',
    web: 'Online',
    api: 'API',
    admin: 'Desk',
    csv: 'List taken in',
  },
);
