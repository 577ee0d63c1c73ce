import { defineWords } from '../words/define.ts';

export const words = defineWords(
  'counter',
  {
    title: 'Caisse',
    lead: 'Ce poste vendra les billets et les articles au comptoir.',
    join: 'Il n’est pas encore relié au guichet. Demandez à un responsable d’ouvrir Appareils au bureau et de vous montrer le code à scanner.',
    desk: 'Aller au bureau',
  },
  {
    title: 'Counter',
    lead: 'This till will sell tickets and articles over the counter.',
    join: 'It is not joined to the office yet. Ask a manager to open Devices at the desk and to show you the code to scan.',
    desk: 'Go to the desk',
  },
);
