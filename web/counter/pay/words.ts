import { defineWords } from '../../words/define.ts';

/** Taking money, and giving it back. */
export const words = defineWords(
  'counter-pay',
  {
    payments: 'Paiement',
    toPay: 'À payer',
    amount: 'Somme reçue',
    exact: 'Le compte',
    change: 'À rendre',
    method: 'Payer par {{name}}',
    takeBack: 'Retirer : {{name}}',
    back: 'Revenir',
    amountBad: 'Entrez un montant, par exemple 20,00.',
    tooMuch: 'Seules les espèces rendent la monnaie.',
    noModes: 'Aucun mode de paiement',
    noModesNext: 'Un responsable en crée au bureau.',
    nothing: 'Valider sans paiement',
  },
  {
    payments: 'Payment',
    toPay: 'To pay',
    amount: 'Amount received',
    exact: 'Exact',
    change: 'Change',
    method: 'Pay by {{name}}',
    takeBack: 'Remove: {{name}}',
    back: 'Back',
    amountBad: 'Enter an amount, such as 20.00.',
    tooMuch: 'Only cash gives change.',
    noModes: 'No way to pay',
    noModesNext: 'A manager makes one at the desk.',
    nothing: 'Finish without payment',
  },
);
