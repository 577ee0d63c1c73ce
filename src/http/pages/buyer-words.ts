import type { Language } from './language.ts';

/** What a buyer changes alone, in words. */
const fr = {
  back: 'Revenir à la commande',
  possibleUntil: 'Possible jusqu’au',
  // giving an order up
  cancelTitle: 'Annuler la commande',
  cancelAsk: 'Toute la commande sera annulée, et ses places remises en vente aussitôt.',
  cancel: 'Annuler la commande',
  owed: (amount: string) =>
    `Vous avez payé ${amount} : c’est l’organisateur qui vous rembourse, selon ses conditions. Cette page ne rend pas d’argent elle-même.`,
  gone: 'La commande est annulée. Ses places sont de nouveau en vente.',
  askOrganizer: 'Cette commande ne s’annule pas ici : adressez-vous à l’organisateur.',
  tooLate: 'Il est trop tard pour annuler ici : adressez-vous à l’organisateur.',
  // saying who comes
  holderTitle: 'Qui vient avec ce billet ?',
  firstName: 'Prénom',
  lastName: 'Nom',
  email: 'Adresse électronique (facultative)',
  codeStays: 'Le code du billet reste le même : donnez-le à la personne qui vient.',
  save: 'Enregistrer',
  wrong: 'Un champ est à revoir. Rien n’a encore été changé.',
  nameMissing: 'Donnez un nom.',
  emailWrong: 'Cette adresse n’est pas complète.',
  holderAsk: 'Le nom de ce billet ne se change pas ici : adressez-vous à l’organisateur.',
  holderLate: 'Il est trop tard pour changer le nom ici : adressez-vous à l’organisateur.',
  changed: 'Le nom est changé.',
  change: 'Changer le nom',
  cancelLink: 'Annuler la commande…',
  // at the door
  show: 'Montrer les billets à l’entrée',
  showTitle: 'Billets à montrer',
  bright: 'Luminosité de l’écran au maximum, écran tourné vers le contrôle.',
  swipe: 'Faites glisser pour le billet suivant.',
  numberOf: (number: number, all: number) => `Billet ${number} sur ${all}`,
  next: 'Suivant',
  previous: 'Précédent',
};

const en: typeof fr = {
  back: 'Back to the order',
  possibleUntil: 'Possible until',
  cancelTitle: 'Cancel order',
  cancelAsk: 'The whole order is cancelled, and its places will be on sale again at once.',
  cancel: 'Cancel the order',
  owed: (amount) =>
    `You paid ${amount}: it is the organizer who pays you back, by its own terms. This page itself gives no money back.`,
  gone: 'The order is cancelled. Its places are on sale again.',
  askOrganizer: 'This order cannot be cancelled here: ask the organizer.',
  tooLate: 'It is too late to cancel here: ask the organizer.',
  holderTitle: 'Who comes with this ticket?',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail (optional)',
  codeStays: 'The code of the ticket stays the same: give it to the person who comes.',
  save: 'Save',
  wrong: 'One field needs another look. Nothing was changed yet.',
  nameMissing: 'Give a name.',
  emailWrong: 'This address is not complete.',
  holderAsk: 'The name on this ticket cannot be changed here: ask the organizer.',
  holderLate: 'It is too late to change the name here: ask the organizer.',
  changed: 'The name is changed.',
  change: 'Change the name',
  cancelLink: 'Cancel the order…',
  show: 'Show the tickets at the door',
  showTitle: 'Tickets to show',
  bright: 'Screen at full brightness, turned towards the scanner.',
  swipe: 'Swipe for the next ticket.',
  numberOf: (number, all) => `Ticket ${number} of ${all}`,
  next: 'Next',
  previous: 'Previous',
};

export const buyerWords: Readonly<Record<Language, typeof fr>> = { fr, en };
