import { defineWords } from '../../words/define.ts';

/** The printer of a till. */
export const words = defineWords(
  'counter-printer',
  {
    title: 'Imprimante de la caisse',
    lead: 'Une imprimante ESC/POS du réseau, là où l’exploitant l’a permis. Sans elle, le navigateur imprime.',
    host: 'Adresse IP',
    hostNeeded: 'Entrez l’adresse de l’imprimante.',
    port: 'Port',
    paper: 'Papier',
    columns_one: '{{count}} caractère par ligne',
    columns_other: '{{count}} caractères par ligne',
    drawer: 'Ouvrir le tiroir à chaque ticket',
    none: 'Sans imprimante',
    save: 'Enregistrer',
  },
  {
    title: 'Printer of the till',
    lead: 'An ESC/POS printer in the network, where the operator allows it. Without one, the browser prints.',
    host: 'IP address',
    hostNeeded: 'Enter the address of the printer.',
    port: 'Port',
    paper: 'Paper',
    columns_one: '{{count}} character a line',
    columns_other: '{{count}} characters a line',
    drawer: 'Open the drawer with each receipt',
    none: 'No printer',
    save: 'Save',
  },
);
