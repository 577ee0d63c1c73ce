import { defineWords } from '../words/define.ts';

export const words = defineWords(
  'gate',
  {
    title: 'Contrôle des billets',
    lead: 'Cet appareil contrôlera les billets à l’entrée, avec ou sans réseau.',
    join: 'Il n’est pas encore relié au guichet. Demandez à un responsable d’ouvrir Appareils au bureau et de vous montrer le code à scanner.',
    desk: 'Aller au bureau',
  },
  {
    title: 'Ticket check',
    lead: 'This device will check tickets at the door, with or without a network.',
    join: 'It is not joined to the office yet. Ask a manager to open Devices at the desk and to show you the code to scan.',
    desk: 'Go to the desk',
  },
);
