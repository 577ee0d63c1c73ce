import { defineWords } from '../../words/define.ts';

export const words = defineWords(
  'home',
  {
    greeting: 'Bonjour {{name}}',
    loading: 'Chargement…',
    reference: 'Référence de l’API',
  },
  {
    greeting: 'Hello {{name}}',
    loading: 'Loading…',
    reference: 'Reference of the API',
  },
);
