import type { FaultAnswer } from '../../../contract/route.ts';
import type { Fault, FaultCode } from '../../../domain/faults.ts';

/**
 * A fault in BilletWeb's words. What a client did wrong comes with status 200, as the vendor often does and as its
 * clients expect (wire-notes.md, "BilletWeb"): they look for `error`. What is not about the request itself keeps
 * the status of HTTP, so that clients and proxies in between try again or stop: unknown address, too large, too
 * many calls, busy, broken.
 */
interface Words {
  readonly status?: number;
  readonly error: string;
  readonly description: string;
}

const words: Partial<Record<FaultCode, Words>> = {
  unauthenticated: { error: 'unauthorized', description: 'Identifiant ou clé API absents ou incorrects' },
  forbidden: { error: 'forbidden', description: 'Cette clé API ne donne pas ce droit' },
  rate_limited: { status: 429, error: 'rate_limiting', description: "Trop d'appels, réessayez plus tard" },
  not_found: { error: 'not_found', description: 'Élément introuvable' },
  method_not_allowed: {
    status: 405,
    error: 'method_not_allowed',
    description: 'Méthode HTTP non acceptée ici',
  },
  invalid_input: { error: 'invalid_parameter', description: 'Paramètre non compris' },
  unknown_filter: { error: 'invalid_parameter', description: 'Filtre non compris' },
  invalid_date: { error: 'invalid_parameter', description: 'Date incorrecte' },
  invalid_amount: { error: 'invalid_parameter', description: 'Montant incorrect' },
  amount_out_of_range: { error: 'invalid_parameter', description: 'Montant trop grand' },
  invalid_email: { error: 'invalid_parameter', description: 'Adresse e-mail incorrecte' },
  not_supported: { error: 'not_supported', description: "Cette fonction n'est pas proposée par Guichet" },
  too_large: { status: 413, error: 'too_large', description: 'Requête trop volumineuse' },
  busy: { status: 503, error: 'busy', description: 'Service occupé, réessayez dans un instant' },
  internal: { status: 500, error: 'internal_error', description: 'Erreur interne' },
  sold_out: { error: 'sold_out', description: 'Il ne reste pas assez de places' },
  seats_not_free: { error: 'sold_out', description: 'Ces places ne sont plus libres' },
  sale_not_open: { error: 'not_on_sale', description: "La vente n'est pas encore ouverte" },
  sale_closed: { error: 'not_on_sale', description: 'La vente est fermée' },
  price_not_visible: { error: 'not_on_sale', description: "Ce tarif n'est pas en vente" },
  below_minimum: { error: 'invalid_quantity', description: 'Quantité inférieure au minimum' },
  above_maximum: { error: 'invalid_quantity', description: 'Quantité supérieure au maximum' },
  wrong_step: { error: 'invalid_quantity', description: 'Quantité non autorisée' },
  illegal_move: { error: 'invalid_status', description: 'La commande ne le permet pas dans son état' },
  order_expired: { error: 'invalid_status', description: 'La réservation a expiré' },
  capacity_below_sold: { error: 'invalid_quota', description: 'Le quota est inférieur aux ventes' },
  in_use: { error: 'in_use', description: 'Modification impossible : des billets en dépendent' },
  idempotency_key_reused: {
    error: 'invalid_parameter',
    description: 'Ce request_id a servi à une autre commande',
  },
  email_taken: { error: 'invalid_parameter', description: 'Un autre client a cette adresse e-mail' },
};

export function failureOf(fault: Fault): FaultAnswer {
  const known = words[fault.code] ?? { error: fault.code, description: fault.message };
  const { status = unknownAddress(fault) ? 404 : 200, error } = known;
  const description = described(known.description, fault);
  const retry_ms = fault.details['retry_after_ms'];
  const headers = typeof retry_ms === 'number' ? { 'retry-after': String(Math.ceil(retry_ms / 1000)) } : {};
  return { status, headers, body: { error, description } };
}

/** Of the server itself, not of a thing in an event. */
function unknownAddress(fault: Fault): boolean {
  return fault.code === 'not_found' && typeof fault.details['path'] === 'string';
}

/** What the office calls otherwise than the client that sent it. */
const fields: Readonly<Record<string, string>> = {
  first_name: 'firstname',
  last_name: 'name',
  starts_at: 'start',
  ends_at: 'end',
  capacity: 'quota',
  amount: 'price',
  vat_bp: 'tax_rate',
  answers: 'custom',
};

/** Names the parameter; never repeats what was sent in it. */
function described(text: string, { code, details }: Fault): string {
  if (code !== 'invalid_input') return text;
  const field = details['field'];
  const name = [details['path'], typeof field === 'string' ? (fields[field] ?? field) : ''].find(
    (part): part is string => typeof part === 'string' && part !== '',
  );
  const reason = typeof details['message'] === 'string' ? details['message'] : details['reason'];
  const named = name === undefined ? text : `${text} : ${name}`;
  return typeof reason === 'string' ? `${named} (${reason})` : named;
}
