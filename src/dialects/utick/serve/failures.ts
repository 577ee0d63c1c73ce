import type { FastifyRequest } from 'fastify';
import type { FaultAnswer } from '../../../contract/route.ts';
import { faults, type Fault, type FaultCode } from '../../../domain/faults.ts';
import type { Office } from '../../../office/office.ts';
import { isoTime } from '../wire.ts';
import { mannerOf, type Language, type Manner } from './caller.ts';
import { environmentOf } from './envelope.ts';

/**
 * A fault in uTick's envelope: `success: false` and `error {code, message}`, the HTTP status repeated as `status_code`.
 * The vendor does not publish its codes; these are Guichet's own (its status and a running number) and stay as they are.
 */
interface Words {
  readonly code: number;
  readonly fr: string;
  readonly en: string;
}

export const words = {
  invalid_input: { code: 40001, fr: 'Paramètre absent ou incorrect', en: 'A parameter is missing or wrong' },
  unknown_filter: { code: 40002, fr: 'Filtre non compris', en: 'The filter is not understood' },
  invalid_date: { code: 40003, fr: 'Date incorrecte', en: 'The date is not valid' },
  invalid_amount: { code: 40004, fr: 'Montant incorrect', en: 'The amount is not valid' },
  invalid_email: { code: 40005, fr: 'Adresse e-mail incorrecte', en: 'The e-mail address is not valid' },
  unauthenticated: {
    code: 40101,
    fr: 'Signature ou clé publique incorrecte',
    en: 'The public key or the signature is wrong',
  },
  stale: {
    code: 40102,
    fr: 'Horodatage trop ancien ou dans le futur',
    en: 'The timestamp is too old, or in the future',
  },
  unsigned: { code: 40103, fr: 'La requête n’est pas signée', en: 'The request is not signed' },
  forbidden: { code: 40301, fr: 'Cette clé ne donne pas ce droit', en: 'This key does not give that right' },
  not_found: { code: 40401, fr: 'Élément introuvable', en: 'There is no such thing' },
  path: { code: 40400, fr: 'Adresse inconnue', en: 'There is nothing at this address' },
  price_not_visible: { code: 40402, fr: 'Ce tarif n’est pas proposé', en: 'This price is not on offer' },
  promo_code_unknown: { code: 40403, fr: 'Code promo inconnu', en: 'The promo code is not known' },
  method_not_allowed: {
    code: 40500,
    fr: 'Méthode HTTP non acceptée ici',
    en: 'This address does not take that method',
  },
  illegal_move: {
    code: 40901,
    fr: 'La commande ne le permet pas dans son état',
    en: 'The order does not allow this in its status',
  },
  order_expired: { code: 40902, fr: 'La commande a expiré', en: 'The order has expired' },
  restore_after_refund: {
    code: 40903,
    fr: 'Une commande remboursée ne peut être reprise',
    en: 'An order with refunds cannot be restored',
  },
  sale_not_open: { code: 40904, fr: 'La vente n’est pas encore ouverte', en: 'The sale is not open yet' },
  sale_closed: { code: 40905, fr: 'La vente est fermée', en: 'The sale is closed' },
  sold_out: { code: 40906, fr: 'Il ne reste pas assez de places', en: 'There is not enough left' },
  seats_not_free: { code: 40907, fr: 'Cette place n’est pas libre', en: 'This seat is not free' },
  promo_code_not_valid: {
    code: 40908,
    fr: 'Ce code promo n’est pas valable actuellement',
    en: 'The promo code is not valid now',
  },
  promo_code_used_up: { code: 40909, fr: 'Ce code promo est épuisé', en: 'The promo code is used up' },
  promo_code_out_of_scope: {
    code: 40910,
    fr: 'Ce code promo ne s’applique pas ici',
    en: 'The promo code does not apply here',
  },
  counter_session_closed: {
    code: 40911,
    fr: 'La session de caisse est fermée',
    en: 'The session of the counter is closed',
  },
  counter_session_open: {
    code: 40912,
    fr: 'Une session est déjà ouverte à cette caisse',
    en: 'The counter has an open session already',
  },
  payment_mode_off: {
    code: 40913,
    fr: 'Ce moyen de paiement est désactivé',
    en: 'This way to pay is switched off',
  },
  capacity_below_sold: {
    code: 40914,
    fr: 'La capacité est inférieure aux ventes',
    en: 'The capacity is below what is sold',
  },
  ticket_not_printable: {
    code: 40915,
    fr: 'Il n’y a pas encore de billet à imprimer',
    en: 'There is no ticket to print',
  },
  email_taken: {
    code: 40916,
    fr: 'Un autre contact a cette adresse e-mail',
    en: 'Another contact has this e-mail address',
  },
  in_use: {
    code: 40917,
    fr: 'Modification impossible',
    en: 'It is in use and cannot be changed in this way',
  },
  too_large: { code: 41301, fr: 'Requête trop volumineuse', en: 'The request is too large' },
  customer_required: {
    code: 42201,
    fr: 'contactid est nécessaire pour confirmer',
    en: 'contactid is needed to confirm',
  },
  below_minimum: {
    code: 42202,
    fr: 'Quantité inférieure au minimum',
    en: 'The quantity is below the minimum',
  },
  above_maximum: {
    code: 42203,
    fr: 'Quantité supérieure au maximum',
    en: 'The quantity is above the maximum',
  },
  wrong_step: { code: 42204, fr: 'Quantité non autorisée', en: 'The quantity is not a multiple of the step' },
  pack_incomplete: {
    code: 42205,
    fr: 'Ces produits ne forment pas le pack',
    en: 'The parts do not make the pack',
  },
  refund_exceeds_paid: {
    code: 42206,
    fr: 'Le remboursement dépasse le paiement',
    en: 'The refund is more than the payment',
  },
  amount_out_of_range: { code: 42207, fr: 'Montant trop grand', en: 'The amount is too large' },
  rate_limited: {
    code: 42901,
    fr: 'Trop d’appels, réessayez plus tard',
    en: 'Too many calls, try again later',
  },
  internal: { code: 50001, fr: 'Erreur interne', en: 'Something failed on our side' },
  not_supported: {
    code: 50101,
    fr: 'Cette fonction n’est pas proposée par Guichet',
    en: 'This is not supported by Guichet',
  },
  busy: { code: 50301, fr: 'Service occupé, réessayez dans un instant', en: 'The office is busy, try again' },
} as const satisfies Record<string, Words>;

export type Trouble = keyof typeof words;

/** The number for faults that this dialect has no words of its own for: the status, then 99. */
function unnamed(code: FaultCode): Words {
  const { status, title } = faults[code];
  return { code: status * 100 + 99, fr: title, en: title };
}

function troubleOf({ code, details }: Fault): Trouble | undefined {
  if (code === 'not_found' && typeof details['path'] === 'string') return 'path';
  // the clock has given it up already: to its buyer that is the same
  if (code === 'illegal_move' && details['from'] === 'abandoned') return 'order_expired';
  if (code === 'unauthenticated' && details['reason'] === 'timestamp') return 'stale';
  if (code === 'unauthenticated' && typeof details['missing'] === 'string') return 'unsigned';
  return Object.hasOwn(words, code) ? (code as Trouble) : undefined;
}

export function failuresOf(office: Office): (fault: Fault, request: FastifyRequest) => FaultAnswer {
  const nobodys: Manner = { language: 'fr', zone: 'UTC', environment: environmentOf(office) };
  return (fault, request) => failureOf(fault, mannerOf(request) ?? nobodys, office.surroundings.now());
}

function failureOf(fault: Fault, { language, zone, environment }: Manner, now: number): FaultAnswer {
  const trouble = troubleOf(fault);
  const said: Words = trouble === undefined ? unnamed(fault.code) : words[trouble];
  const retry_ms = fault.details['retry_after_ms'];
  return {
    status: fault.status,
    headers: typeof retry_ms === 'number' ? { 'retry-after': String(Math.ceil(retry_ms / 1000)) } : {},
    body: {
      success: false,
      error: { code: said.code, message: messageOf(said, fault, language) },
      environment,
      api_version: 1,
      datetime: isoTime(now, zone),
      cached: false,
      status_code: fault.status,
      language,
    },
  };
}

/** What uTick calls the fields that the office names. */
const called: Readonly<Record<string, string>> = {
  address_1: 'addressL1',
  address_2: 'addressL2',
  amount: 'value.amount',
  capacity: 'capacity_total',
  closing_amount: 'endamount',
  currency: 'value.currency',
  first_name: 'firstname',
  holder_metadata: 'metadata',
  last_name: 'lastname',
  opened_at: 'starttime',
  opening_amount: 'startamount',
  paid_at: 'paymentdate',
  payment_mode_id: 'paymentmethodid',
  place_ids: 'planseatids',
  private_comment: 'notes',
  user_label: 'userlabel',
  user_ref: 'externaluserid',
  zip_code: 'postalcode',
};

/** Names the parameter as the vendor does; never repeats what was sent in it. */
function messageOf(said: Words, { details }: Fault, language: Language): string {
  const name = [details['missing'], details['path'], details['field']].find(
    (part): part is string => typeof part === 'string' && part !== '' && !part.startsWith('/'),
  );
  return name === undefined ? said[language] : `${said[language]} : ${called[name] ?? name}`;
}
