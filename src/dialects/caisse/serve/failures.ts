import type { FaultAnswer } from '../../../contract/route.ts';
import type { Fault, FaultCode } from '../../../domain/faults.ts';
import type { ItemTrouble } from '../items.ts';

/**
 * A fault as a sentence. What a client did wrong comes with status 200, since its clients look for `result` and `errorMessage`
 * there (wire-notes.md, "caisse.enregistreuse.fr"); what is not about the request keeps the status of HTTP.
 */
const words: Partial<Record<FaultCode, string>> = {
  unauthenticated: 'Identifiant de boutique ou clé absents ou incorrects',
  forbidden: 'Cette clé ne donne pas ce droit',
  rate_limited: "Trop d'appels, réessayez plus tard",
  not_found: 'Élément introuvable',
  method_not_allowed: 'Méthode HTTP non acceptée ici',
  invalid_input: 'Paramètre non compris',
  unknown_filter: 'Filtre non compris',
  invalid_date: 'Date incorrecte',
  invalid_amount: 'Montant incorrect',
  amount_out_of_range: 'Montant trop grand',
  invalid_email: 'Adresse e-mail du client incorrecte',
  not_supported: "Cette fonction n'est pas proposée par Guichet",
  too_large: 'Requête trop volumineuse',
  busy: 'Service occupé, réessayez dans un instant',
  internal: 'Erreur interne',
  sold_out: "Il n'en reste pas assez",
  seats_not_free: 'Ces places ne sont plus libres',
  sale_not_open: "La vente n'est pas encore ouverte",
  sale_closed: 'La vente est fermée',
  price_not_visible: "Ce tarif n'est pas en vente",
  below_minimum: 'Quantité inférieure au minimum',
  above_maximum: 'Quantité supérieure au maximum',
  wrong_step: 'Quantité non autorisée',
  illegal_move: 'La commande ne le permet pas dans son état',
  order_expired: 'La commande a expiré',
  payment_mode_off: 'Ce mode de paiement est désactivé ou ne rend pas d’argent',
  refund_exceeds_paid: 'Le remboursement dépasse ce qui a été payé',
  counter_session_closed: 'La session de cette caisse est fermée',
  idempotency_key_reused: 'Cette clé d’idempotence a servi pour une autre requête',
};

const own_status: Partial<Record<FaultCode, number>> = {
  method_not_allowed: 405,
  rate_limited: 429,
  busy: 503,
  internal: 500,
};

const things: Readonly<Record<string, string>> = {
  article: 'Article inconnu',
  variation: 'Déclinaison inconnue ou d’un autre article',
  department: 'Rayon inconnu',
  payment_mode: 'Mode de paiement inconnu',
  counter: 'Caisse inconnue',
  dining_table: 'Table inconnue',
  customer: 'Client inconnu',
  user: 'Utilisateur inconnu',
  order: 'Commande inconnue',
};

const items: Readonly<Record<ItemTrouble, string>> = {
  empty: 'ligne vide',
  article: "identifiant d'article incorrect",
  quantity: 'quantité incorrecte (de 1 à 1000)',
  price: 'prix incorrect',
  price_missing: 'prix absent',
  title_missing: 'titre absent',
  title_long: 'titre trop long',
  department: 'identifiant de rayon incorrect',
  variation: 'identifiant de déclinaison incorrect',
  variations: 'cinq déclinaisons au plus',
};

export function failureOf(fault: Fault): FaultAnswer {
  const message = sentenceOf(fault);
  const retry_ms = fault.details['retry_after_ms'];
  const headers = typeof retry_ms === 'number' ? { 'retry-after': String(Math.ceil(retry_ms / 1000)) } : {};
  return {
    status: statusOf(fault),
    headers,
    body: { success: false, result: message, errorMessage: message },
  };
}

function statusOf({ code, details }: Fault): number {
  if (code === 'not_found' && typeof details['path'] === 'string') return 404;
  if (code === 'too_large' && details['in'] === 'body') return 413;
  return own_status[code] ?? 200;
}

/** Says what is wrong and where; never repeats what was sent. */
function sentenceOf(fault: Fault): string {
  const { code, details } = fault;
  const { kind, line, trouble, reason, sentence } = details;
  const where = typeof line === 'number' ? `Ligne ${line} : ` : '';
  const text = words[code] ?? fault.message;
  if (code === 'not_found' && typeof kind === 'string') return where + lowered(things[kind] ?? text, where);
  if (typeof trouble === 'string') return where + lowered(items[trouble as ItemTrouble] ?? text, where);
  if (code === 'too_large' && details['field'] === 'items') return 'itemsList : 500 lignes au plus';
  if (details['field'] === 'covers') return `numcouverts : de 0 à ${String(details['limit'])}`;
  if (typeof sentence === 'string') return where + lowered(sentence, where);
  if (code !== 'invalid_input') return where + lowered(text, where);
  const name = [details['missing'], details['path'], details['field']].find(
    (part): part is string => typeof part === 'string' && part !== '',
  );
  const told = typeof details['message'] === 'string' ? expected(details['message']) : reason;
  const named = name === undefined ? text : `${text} : ${name}`;
  return typeof told === 'string' ? `${named} (${told})` : named;
}

/** What the schemas and decoders say of a value, in the language of this register's clients. */
function expected(message: string): string {
  return schema_words.find(([said]) => message.startsWith(said))?.[1] ?? 'valeur incorrecte';
}

const schema_words: readonly (readonly [said: string, words: string])[] = [
  ['must be integer', 'nombre entier attendu'],
  ['must be number', 'nombre attendu'],
  ['must be boolean', '0 ou 1 attendu'],
  ['must be string', 'texte attendu'],
  ['must be array', 'liste attendue'],
  ['must be equal to one of the allowed values', 'valeur non prévue'],
  ['must not have more than', 'trop long'],
  ['must have required propert', 'paramètre absent'],
  ['must be object', 'champs entre crochets attendus'],
  ['must be >=', 'nombre trop petit'],
  ['must be <=', 'nombre trop grand'],
  ['is not valid JSON', 'JSON illisible'],
  ['is not readable as multipart', 'formulaire illisible'],
  ['has more than', 'trop de champs'],
  ['has a key', 'nom de champ trop long'],
  ['cannot be read', 'requête illisible'],
  ['holds U+0000', 'caractère U+0000'],
];

const lowered = (text: string, where: string): string =>
  where === '' ? text : text.charAt(0).toLowerCase() + text.slice(1);
