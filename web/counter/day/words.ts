import { defineWords } from '../../words/define.ts';

/** The day of a till. */
export const words = defineWords(
  'counter-day',
  {
    title: 'Journée',
    another: 'Changer de caisse',
    holder: 'À la caisse',
    opened: 'Ouverte',
    float: 'Fond de caisse',
    sold: 'Vendu',
    returned: 'Rendu',
    cash: 'Dans le tiroir',
  },
  {
    title: 'Day',
    another: 'Change the till',
    holder: 'At the till',
    opened: 'Opened',
    float: 'Float',
    sold: 'Sold',
    returned: 'Given back',
    cash: 'In the drawer',
  },
);
