import { defineWords } from '../../words/define.ts';

export const words = defineWords(
  'charts',
  {
    asTable: 'Voir les chiffres en tableau',
    counter: 'Caisse',
    web: 'En ligne',
    api: 'API',
    admin: 'Guichet',
  },
  {
    asTable: 'See the figures as a table',
    counter: 'Counter',
    web: 'Online',
    api: 'API',
    admin: 'Desk',
  },
);
