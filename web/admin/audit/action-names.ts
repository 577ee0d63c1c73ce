import type { Language } from '../../words/define.ts';

/** What the ledger calls `order.confirmed`, as people say it: a thing, and what was done to it. */

interface Thing {
  readonly fr: string;
  /** what was done to it agrees with it */
  readonly gender: 'm' | 'f';
  readonly en: string;
}

const m = (fr: string, en: string): Thing => ({ fr, gender: 'm', en });
const f = (fr: string, en: string): Thing => ({ fr, gender: 'f', en });

const things: Readonly<Record<string, Thing>> = {
  access_token: m('Jeton d’accès', 'Access token'),
  add_on: m('Supplément', 'Add-on'),
  allotment: m('Contingent', 'Allotment'),
  application: m('Programme', 'Program'),
  article: m('Article', 'Article'),
  connection: f('Connexion', 'Connection'),
  control_point: m('Point de contrôle', 'Control point'),
  counter: f('Caisse', 'Till'),
  counter_session: f('Session de caisse', 'Till session'),
  credential: f('Clé', 'Key'),
  customer: m('Client', 'Customer'),
  department: m('Rayon', 'Department'),
  device: m('Appareil', 'Device'),
  dining_table: f('Table', 'Table'),
  directory_entry: f('Fiche d’annuaire', 'Directory entry'),
  discount: f('Remise', 'Discount'),
  event: m('Événement', 'Event'),
  event_category: f('Catégorie d’événements', 'Category of events'),
  hall: f('Salle', 'Hall'),
  offer: f('Offre', 'Offer'),
  order: f('Commande', 'Order'),
  organizer: m('Organisateur', 'Organizer'),
  outbox: m('Envoi', 'Delivery'),
  pack: f('Formule', 'Pack'),
  pack_part: f('Part de formule', 'Part of a pack'),
  payment_mode: m('Moyen de paiement', 'Way to pay'),
  place: f('Place', 'Place'),
  pool: f('Jauge', 'Capacity'),
  price: m('Tarif', 'Price'),
  price_group: m('Groupe de tarifs', 'Price group'),
  promo_code: m('Code promo', 'Promo code'),
  quarantine: m('Élément mis de côté', 'Record set aside'),
  question: f('Question', 'Question'),
  scan: m('Contrôle', 'Scan'),
  session: f('Séance', 'Session'),
  ticket: m('Billet', 'Ticket'),
  user: m('Utilisateur', 'User'),
  variation: f('Déclinaison', 'Variation'),
  venue: m('Lieu', 'Venue'),
  zone: f('Zone', 'Zone'),
};

interface Deed {
  readonly m: string;
  readonly f: string;
  readonly en: string;
}

/** A participle whose feminine has an e more. */
const done = (fr: string, en: string): Deed => ({ m: fr, f: `${fr}e`, en });
/** Words that agree with nothing. */
const same = (fr: string, en: string): Deed => ({ m: fr, f: fr, en });

const deeds: Readonly<Record<string, Deed>> = {
  abandoned: done('abandonné', 'abandoned'),
  added: done('ajouté', 'added'),
  answered: same(': réponses données', 'answered'),
  archived: done('archivé', 'archived'),
  blocked: done('bloqué', 'blocked'),
  buyer_changed: same(': acheteur changé', 'has another buyer'),
  cancelled: done('annulé', 'cancelled'),
  capacity_changed: same(': capacité changée', 'has another size'),
  cash_moved: same(': apport ou retrait d’espèces', ': cash put in or taken out'),
  changed: done('modifié', 'changed'),
  closed: done('clôturé', 'closed'),
  code_applied: same(': code promo appliqué', ': promo code applied'),
  code_made: same(': code d’entrée créé', ': code to join made'),
  confirmed: done('confirmé', 'confirmed'),
  corrected: done('corrigé', 'corrected'),
  created: done('créé', 'made'),
  deleted: done('supprimé', 'deleted'),
  delivered: same(': remise à l’acheteur', 'handed to the buyer'),
  described: done('annoté', 'described'),
  details_changed: same(': détails changés', ': details changed'),
  disabled: done('désactivé', 'switched off'),
  drawer_opened: same(': tiroir ouvert sans vente', ': drawer opened without a sale'),
  dropped: done('écarté', 'dropped'),
  enabled: done('activé', 'switched on'),
  ended: done('terminé', 'ended'),
  entries_undone: same(': entrées défaites', ': entries undone'),
  erased: done('effacé', 'erased'),
  exported: done('exporté', 'exported'),
  handed_over: same(': passage à une autre personne', 'handed over'),
  hold_extended: same(': réservation prolongée', ': hold extended'),
  holder_told: same(': porteur communiqué', ': holder told'),
  holder_changed: same(': porteur changé', ': holder changed'),
  invited: done('invité', 'invited'),
  issued: done('émis', 'issued'),
  joined: done('relié', 'joined'),
  level_changed: same(': changement de tarif', ': other price'),
  links_given: same(': liens des billets redonnés', ': links given again'),
  moved: done('déplacé', 'moved'),
  opened: { m: 'ouvert', f: 'ouverte', en: 'opened' },
  paid: done('payé', 'paid'),
  particulars_changed: same(': notes ou acheteur changés', ': notes or buyer changed'),
  password_set: same(': mot de passe choisi', ': password set'),
  payment_changed: same(': paiement corrigé', ': payment corrected'),
  payment_deleted: same(': paiement repris', ': payment taken back'),
  payment_refunded: same(': trop-perçu rendu', ': overpayment returned'),
  period_closed: same(': période clôturée', ': period closed'),
  pin_removed: same(': code PIN retiré', ': PIN removed'),
  pin_set: same(': code PIN choisi', ': PIN set'),
  places_changed: same(': places modifiées', ': places changed'),
  places_created: same(': places créées', ': places made'),
  places_deleted: same(': places supprimées', ': places deleted'),
  places_moved: same(': places déplacées', ': places moved'),
  places_priced: same(': tarif de places changé', ': places priced'),
  places_withdrawn: same(': places retirées', ': places taken out'),
  pool_linked: same(': jauge reliée', ': capacity linked'),
  pool_unlinked: same(': jauge détachée', ': capacity unlinked'),
  reach_set: same(': portée choisie', ': reach set'),
  receipt_issued: same(': ticket de caisse imprimé', ': receipt printed'),
  recovery_codes_made: same(': codes de secours créés', ': recovery codes made'),
  refund_undone: same(': remboursement défait', ': refund undone'),
  refunded: done('remboursé', 'refunded'),
  released: done('libéré', 'released'),
  removed: done('retiré', 'removed'),
  renamed: done('renommé', 'renamed'),
  repaired: done('réparé', 'repaired'),
  replayed: done('renvoyé', 'sent again'),
  requested: same(': places retenues', ': places held'),
  restored: same(': annulation défaite', 'taken up again'),
  returned: same(': de nouveau valable', 'good again'),
  revoked: done('révoqué', 'revoked'),
  role_given: same(': rôle donné', ': role given'),
  roles_set: same(': rôles choisis', ': roles set'),
  run_asked: same(': synchronisation demandée', ': run asked for'),
  scopes_changed: same(': portée changée', ': scope changed'),
  second_step_removed: same(': seconde étape retirée', ': second step removed'),
  second_step_set: same(': seconde étape activée', ': second step set up'),
  settings_stored: same(': réglages enregistrés', ': settings stored'),
  sign_in_failed: same(': échec de connexion', 'failed to sign in'),
  signed_in: done('connecté', 'signed in'),
  signed_out: done('déconnecté', 'signed out'),
  signing_key_rotated: same(': clé de signature remplacée', ': signing key replaced'),
  sold: done('vendu', 'sold'),
  sold_counted: same(': ventes recomptées', ': sales counted anew'),
  taken_in: {
    m: 'repris d’une autre plateforme',
    f: 'reprise d’une autre plateforme',
    en: 'taken in from elsewhere',
  },
  tickets_attached: same(': billets rattachés', ': tickets attached'),
  tickets_removed: same(': billets retirés', ': tickets removed'),
  unblocked: done('débloqué', 'unblocked'),
  updated: done('modifié', 'changed'),
};

/** What is no thing with a deed. */
const whole: Readonly<Record<string, { readonly [L in Language]: string }>> = {
  'list.exported': { fr: 'Liste exportée', en: 'List exported' },
  'scan.admitted': { fr: 'Entrée', en: 'Entry' },
  'scan.left': { fr: 'Sortie', en: 'Exit' },
  'scan.reported': { fr: 'Entrée signalée par une plateforme', en: 'Entry reported by a platform' },
  'scans.reported': { fr: 'Entrées signalées par une plateforme', en: 'Entries reported by a platform' },
  'scan.resolved': { fr: 'Conflit d’entrée tranché', en: 'Conflict of entries settled' },
};

/** An action in words; undefined for one that has none, which a newer office may know. */
export function actionWords(language: Language, action: string): string | undefined {
  const said = Object.hasOwn(whole, action) ? whole[action] : undefined;
  if (said !== undefined) return said[language];
  const [subject = '', did = ''] = action.split('.');
  const thing = Object.hasOwn(things, subject) ? things[subject] : undefined;
  const deed = Object.hasOwn(deeds, did) ? deeds[did] : undefined;
  if (thing === undefined || deed === undefined) return undefined;
  if (language === 'fr') return spaced(`${thing.fr} ${deed[thing.gender]}`);
  return `${thing.en} ${deed.en}`.replace(' :', ':');
}

/** French sets a space that does not break before its colon. */
const spaced = (text: string): string => text.replace(' :', '\u00A0:');

/** What a thing of the ledger is called. */
export function thingWords(language: Language, subject: string): string | undefined {
  return Object.hasOwn(things, subject) ? things[subject]?.[language] : undefined;
}

/** Every thing that changes are about. */
export const subjects: readonly string[] = Object.keys(things);

const made = ['created', 'changed', 'deleted'] as const;

const madeByHand =
  'venue hall zone place event session price_group price offer pool allotment pack_part question add_on discount directory_entry promo_code department article variation dining_table payment_mode counter control_point'.split(
    ' ',
  );

/** Every action that the office writes. */
export const actions: readonly string[] = [
  ...madeByHand.flatMap((kind) => made.map((deed) => `${kind}.${deed}`)),
  ...(
    'access_token.issued access_token.revoked allotment.released application.created application.reach_set application.revoked ' +
    'connection.added connection.changed connection.created connection.disabled connection.enabled connection.removed ' +
    'connection.repaired connection.run_asked counter.drawer_opened counter.period_closed counter.signing_key_rotated counter_session.cash_moved ' +
    'counter_session.closed counter_session.described counter_session.handed_over counter_session.opened credential.issued ' +
    'credential.revoked credential.settings_stored customer.created customer.erased customer.exported customer.updated ' +
    'device.code_made device.joined device.moved device.renamed device.revoked discount.scopes_changed event_category.created ' +
    'hall.places_deleted hall.places_moved hall.places_withdrawn list.exported offer.pool_linked offer.pool_unlinked order.abandoned order.answered order.archived ' +
    'order.buyer_changed order.cancelled order.code_applied order.confirmed order.corrected order.delivered ' +
    'order.details_changed order.hold_extended order.links_given order.opened order.paid order.particulars_changed ' +
    'order.payment_changed order.payment_deleted order.payment_refunded order.receipt_issued order.refund_undone ' +
    'order.refunded order.requested order.restored order.sold order.taken_in order.tickets_attached order.tickets_removed organizer.changed ' +
    'organizer.created outbox.dropped outbox.replayed pack.created pool.capacity_changed pool.sold_counted promo_code.scopes_changed ' +
    'quarantine.dropped scan.admitted scan.left scan.reported scan.resolved scans.reported session.places_changed ' +
    'session.places_priced ticket.answered ticket.blocked ticket.changed ticket.corrected ticket.ended ' +
    'ticket.entries_undone ticket.holder_told ticket.level_changed ticket.moved ticket.returned ticket.unblocked ' +
    'user.changed user.created user.disabled user.enabled user.invited user.password_set user.pin_removed user.pin_set ' +
    'user.recovery_codes_made user.role_given user.roles_set user.second_step_removed user.second_step_set ' +
    'user.sign_in_failed user.signed_in user.signed_out zone.places_created'
  ).split(' '),
];
