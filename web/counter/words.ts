import { defineWords } from '../words/define.ts';

export const words = defineWords(
  'counter',
  {
    title: 'Caisse',
    lead: 'La page de la caisse n’existe pas encore : au comptoir, on vend pour l’instant par l’API de Guichet ou par un logiciel de caisse.',
    join: 'Quand elle sera là, demandez à un responsable d’ouvrir Appareils au bureau et de vous montrer le code à scanner.',
    desk: 'Aller au bureau',
  },
  {
    title: 'Counter',
    lead: 'The page of the till is not there yet: for now, a counter sells through the API of Guichet or a program for registers.',
    join: 'Once it is, ask a manager to open Devices at the desk and to show you the code to scan.',
    desk: 'Go to the desk',
  },
);
