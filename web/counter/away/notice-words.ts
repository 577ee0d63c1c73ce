import { defineWords } from '../../words/define.ts';

/** Whether the office answers, said above the pages of the till. */
export const words = defineWords(
  'counter-away',
  {
    awayTitle: 'Le guichet ne répond pas',
    awayLead:
      'Les articles se vendent encore, en espèces, sous un numéro à part : ces ventes partent d’elles-mêmes à son retour. Les billets et les places numérotées attendent.',
    sellAlone: 'Vendre sans le guichet',
    backTitle: 'Le guichet répond de nouveau',
    backToSale: 'Revenir à la vente',
    waiting_one: 'Une vente attend d’être envoyée',
    waiting_other: '{{count}} ventes attendent d’être envoyées',
    rejectedNotice_one: 'Une vente faite sans le guichet a été refusée',
    rejectedNotice_other: '{{count}} ventes faites sans le guichet ont été refusées',
    see: 'Voir dans Journée',
  },
  {
    awayTitle: 'The office does not answer',
    awayLead:
      'Articles are still sold, for cash, under numbers of their own: these sales go by themselves once it is back. Tickets and numbered seats wait.',
    sellAlone: 'Sell without the office',
    backTitle: 'The office answers again',
    backToSale: 'Back to the sale',
    waiting_one: 'One sale waits to be sent',
    waiting_other: '{{count}} sales wait to be sent',
    rejectedNotice_one: 'A sale made without the office was refused',
    rejectedNotice_other: '{{count}} sales made without the office were refused',
    see: 'See under Day',
  },
);
