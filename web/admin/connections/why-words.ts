import { defineWords } from '../../words/define.ts';

/** Why a connected system was not told of something: the codes of `domain/hub-reasons.ts`. */
export const words = defineWords(
  'hub-reasons',
  {
    no_barcode: 'Le billet n’a pas de code-barres, et {{system}} ne connaît les billets que par lui.',
    event_not_mapped:
      'Aucun événement n’est associé à « {{event}} » dans {{system}}. Associez-en un, puis réessayez.',
    event_not_there:
      'L’événement {{id}}, associé à « {{event}} », n’existe pas dans {{system}}. Corrigez l’association, puis réessayez.',
    product_not_mapped:
      'Aucun article n’est associé à « {{name}} » dans {{system}}. Associez-en un, puis réessayez.',
    product_not_there:
      'L’article au code-barres {{barcode}}, associé à « {{name}} », n’existe pas dans {{system}}. Créez-le là-bas ou corrigez l’association, puis réessayez.',
    product_needs_ticket:
      '« {{name}} » est vendu sans billet, mais dans {{system}} l’article {{barcode}} est celui d’un événement. Associez-en un autre, puis réessayez.',
    barcode_elsewhere:
      'Dans {{system}}, le code-barres {{barcode}} est celui de l’inscription {{registration}}, pour l’événement {{there}} et non {{here}}. Changez-y son événement ou son code-barres, ou corrigez l’association, puis réessayez.',
    answered: '{{system}} a répondu : « {{words}} »',
    answeredNothing: '{{system}} a refusé sans dire pourquoi.',
    credentials: '{{system}} ne reconnaît pas ces identifiants. Corrigez-les, puis réessayez.',
    limited: '{{system}} ne prend plus d’appels pour l’instant. Nouvel essai plus tard.',
    unavailable: '{{system}} n’a pas pu être joint, ou n’a pas fini de répondre.',
    nonsense: '{{system}} a répondu ce que sa documentation ne prévoit pas.',
    not_kept:
      '{{system}} ne garde pas la commande {{order}} telle qu’elle est écrite : quelque chose là-bas la change aussitôt.',
    cancelled_there:
      'La commande est {{order}} dans {{system}}, et elle y a été annulée. Remettez-la en devis là-bas, ou retirez sa référence client, puis réessayez.',
    not_there_yet: 'Le billet n’est pas encore dans {{system}}. Nouvel essai plus tard.',
    notUnderstood: '{{system}} donne ici ce qui n’est pas compris : « {{words}} »',
    inItsWords: 'En détail : « {{words}} »',
  },
  {
    no_barcode: 'The ticket has no barcode, and {{system}} knows tickets by it alone.',
    event_not_mapped: 'No event of {{system}} is mapped to “{{event}}”. Map one and try again.',
    event_not_there:
      'Event {{id}}, which “{{event}}” is mapped to, is not in {{system}}. Correct the mapping and try again.',
    product_not_mapped: 'No product of {{system}} is mapped to “{{name}}”. Map one and try again.',
    product_not_there:
      'The product with the barcode {{barcode}}, which “{{name}}” is mapped to, is not in {{system}}. Make it there or correct the mapping, and try again.',
    product_needs_ticket:
      '“{{name}}” is sold without a ticket, but product {{barcode}} of {{system}} is an event’s. Map another to it and try again.',
    barcode_elsewhere:
      'In {{system}} the barcode {{barcode}} is that of registration {{registration}}, for event {{there}} and not {{here}}. Change its event or its barcode there, or correct the mapping, and try again.',
    answered: '{{system}} answered: “{{words}}”',
    answeredNothing: '{{system}} refused and did not say why.',
    credentials: '{{system}} does not know these credentials. Correct them and try again.',
    limited: '{{system}} takes no more calls for now. It will be tried again later.',
    unavailable: '{{system}} could not be reached, or did not finish its answer.',
    nonsense: '{{system}} answered what its documentation does not foresee.',
    not_kept:
      '{{system}} does not keep order {{order}} as it was written: something there changes it at once.',
    cancelled_there:
      'The order is {{order}} in {{system}}, and was cancelled there. Set it to quotation there, or take its customer reference out, and try again.',
    not_there_yet: 'The ticket is not in {{system}} yet. It will be tried again later.',
    notUnderstood: '{{system}} gives here what is not understood: “{{words}}”',
    inItsWords: 'In detail: “{{words}}”',
  },
);
