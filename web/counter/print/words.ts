import { defineWords } from '../../words/define.ts';

/** What goes over the counter as paper or as a code. */
export const words = defineWords(
  'counter-print',
  {
    tickets: 'Imprimer les billets',
    receipt: 'Ticket de caisse',
    byBrowser: 'Imprimer par le navigateur',
    sent: 'Ticket envoyé à l’imprimante',
    drawer: 'Ouvrir le tiroir',
    printer: 'Imprimante de la caisse',
    show: 'Montrer le code',
    showTitle: 'À scanner par le client',
    showLead: 'Sa page porte ses billets, le PDF et l’agenda. Le guichet n’envoie pas de courriel.',
    openPage: 'Ouvrir la page',
    close: 'Fermer',
    failed: 'L’impression n’a pas commencé. Réessayez.',
  },
  {
    tickets: 'Print the tickets',
    receipt: 'Receipt',
    byBrowser: 'Print by the browser',
    sent: 'The receipt was sent to the printer',
    drawer: 'Open the drawer',
    printer: 'Printer of the till',
    show: 'Show the code',
    showTitle: 'For the customer to scan',
    showLead: 'Their page has the tickets, the PDF and the calendar. The office sends no mail.',
    openPage: 'Open the page',
    close: 'Close',
    failed: 'Printing did not begin. Try again.',
  },
);
