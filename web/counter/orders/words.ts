import { defineWords } from '../../words/define.ts';

/** Orders at a till. */
export const words = defineWords(
  'counter-orders',
  {
    title: 'Commandes',
    none: 'Aucune vente encore',
    noneNext: 'Ce qui est vendu ici apparaît aussitôt.',
  },
  {
    title: 'Orders',
    none: 'No sale yet',
    noneNext: 'What is sold here shows up at once.',
  },
);
