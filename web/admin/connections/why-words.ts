import { defineWords } from '../../words/define.ts';

/** Why a connected system was not told of something, or not read: the codes of `domain/hub-reasons.ts`. */
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
    not_known_here_event: '{{system}} parle de l’événement {{id}}, qui n’est pas connu ici.',
    not_known_here_session: '{{system}} parle de la séance {{id}}, qui n’est pas connue ici.',
    not_known_here: '{{system}} parle de ce qui n’est pas connu ici : {{kind}} {{id}}.',
    missing: '{{system}} ne donne pas le champ « {{field}} », qui est indispensable.',
    bad_date: 'Dans le champ « {{field}} » de {{system}}, « {{value}} » n’est pas une date valable.',
    bad_amount: 'Dans le champ « {{field}} » de {{system}}, « {{value}} » n’est pas un montant valable.',
    bad_date_alone: '{{system}} donne « {{value}} », qui n’est pas une date valable.',
    bad_amount_alone: '{{system}} donne « {{value}} », qui n’est pas un montant valable.',
    not_read: 'Le champ « {{field}} » n’est pas tel que {{system}} le documente.',
    no_order:
      'Dans {{system}}, le code-barres {{barcode}} ouvre une séance, mais aucune commande ne le porte.',
    barcode_taken:
      'Un autre billet porte déjà ce code-barres. La même billetterie est peut-être connectée deux fois.',
    no_session_told: '{{system}} ne dit pas pour quelle séance est ce billet.',
    not_taken: 'Ce que donne {{system}} est refusé ici.',
    fault: 'La relève de {{system}} s’est arrêtée ici.',
    too_many_gone:
      'Sur {{known}} billets connus, {{gone}} ne sont plus chez {{system}} : trop pour les retirer sans demander.',
    elsewhere: 'Une autre synchronisation de {{system}} était en cours.',
    not_called: '{{system}} ne peut pas être appelé pour l’instant.',
    broken_off: 'Le guichet s’est arrêté pendant cette synchronisation. La suivante reprend ce qui manque.',
    not_of_theirs: '{{system}} ne connaît ni l’événement ni la séance de ce billet.',
    maybe_there:
      '{{system}} a peut-être déjà cette vente, et ne le dit pas. Regardez là-bas, puis renvoyez-la ou laissez-la.',
    there_again: '{{system}} a cette commande {{times}} fois. Gardez-en une seule là-bas, puis renvoyez.',
    no_payment_mode:
      'Cette connexion ne dit pas quel mode de paiement de {{system}} correspond à ce paiement. Ajoutez-le aux réglages, puis renvoyez.',
    no_refund_mode:
      'Cette connexion ne dit pas quel mode de remboursement de {{system}} employer. Ajoutez-le aux réglages, puis renvoyez.',
    paid_unknown: '{{system}} ne dit pas ce qui y est payé de cette commande. Regardez là-bas.',
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
    not_known_here_event: '{{system}} names event {{id}}, which is not known here.',
    not_known_here_session: '{{system}} names session {{id}}, which is not known here.',
    not_known_here: '{{system}} names what is not known here: {{kind}} {{id}}.',
    missing: '{{system}} does not give the field “{{field}}”, which is needed.',
    bad_date: 'In the field “{{field}}” of {{system}}, “{{value}}” is no valid date.',
    bad_amount: 'In the field “{{field}}” of {{system}}, “{{value}}” is no valid amount.',
    bad_date_alone: '{{system}} gives “{{value}}”, which is no valid date.',
    bad_amount_alone: '{{system}} gives “{{value}}”, which is no valid amount.',
    not_read: 'The field “{{field}}” is not as {{system}} documents it.',
    no_order: 'In {{system}} the barcode {{barcode}} opens a session, but no order holds it.',
    barcode_taken: 'Another ticket has this barcode already. The same platform may be connected twice.',
    no_session_told: '{{system}} does not say which session this ticket is for.',
    not_taken: 'What {{system}} gives is refused here.',
    fault: 'The pull from {{system}} stopped here.',
    too_many_gone:
      'Of {{known}} known tickets, {{gone}} are not at {{system}} any more: too many to take away without asking.',
    elsewhere: 'Another synchronisation of {{system}} was going on.',
    not_called: '{{system}} may not be called now.',
    broken_off: 'The office stopped in the midst of this synchronisation. The next takes up what is missing.',
    not_of_theirs: '{{system}} knows neither the event nor the session of this ticket.',
    maybe_there:
      '{{system}} may have this sale already, and does not say. Look there, then send it again or leave it.',
    there_again: '{{system}} has this order {{times}} times. Keep one of them there, then send it again.',
    no_payment_mode:
      'This connection does not say which payment mode of {{system}} stands for how this was paid. Add it to the settings, then send it again.',
    no_refund_mode:
      'This connection does not say which refund mode of {{system}} to use. Add it to the settings, then send it again.',
    paid_unknown: '{{system}} does not say what of this order is paid there. Look there.',
    notUnderstood: '{{system}} gives here what is not understood: “{{words}}”',
    inItsWords: 'In detail: “{{words}}”',
  },
);
