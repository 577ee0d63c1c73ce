import { defineWords } from '../../words/define.ts';

/** An event that is copied. */
export const words = defineWords(
  'copy-event',
  {
    title: 'Copier {{name}}',
    lead: 'La copie est un brouillon avec les mêmes séances, tarifs, capacités, forfaits, options et questions. Rien de ce qui est vendu n’est copié, ni les codes promo.',
    name: 'Nom de la copie',
    nameOfCopy: '{{name}} (copie)',
    nameMissing: 'Donnez un nom.',
    starts: 'Début de la première séance',
    startsHint: 'Les autres dates suivent, à la même heure.',
    dateMissing: 'Donnez la date et l’heure.',
    act: 'Copier l’événement',
    copied: 'La copie est prête : vérifiez-la, puis mettez-la en vente.',
  },
  {
    title: 'Copy {{name}}',
    lead: 'The copy is a draft with the same sessions, prices, capacities, packs, add-ons and questions. Nothing that was sold is copied, nor promo codes.',
    name: 'Name of the copy',
    nameOfCopy: '{{name}} (copy)',
    nameMissing: 'Give a name.',
    starts: 'Beginning of the first session',
    startsHint: 'The other dates follow, at the same time of day.',
    dateMissing: 'Give the date and time.',
    act: 'Copy the event',
    copied: 'The copy is ready: look at it, then put it on sale.',
  },
);
