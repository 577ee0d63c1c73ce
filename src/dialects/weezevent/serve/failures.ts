import type { FaultAnswer } from '../../../contract/route.ts';
import type { Fault, FaultCode } from '../../../domain/faults.ts';

/**
 * A fault in Weezevent's envelope. The one table of statuses: 401 without a good token and key, 403 for a wrong login (see
 * `login.ts`) and for what the credential may not do, 404 for what is not there or another organizer's, 400 for a parameter
 * that is not understood; whatever else keeps the status of the office's own registry.
 */
const words: Partial<Record<FaultCode, string>> = {
  unauthenticated: 'Missing or invalid access_token or api_key',
  forbidden: 'This API key is not allowed to do this',
  rate_limited: 'Too many requests, try again later',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  invalid_input: 'Invalid parameter',
  unknown_filter: 'Unknown parameter',
  invalid_date: 'Invalid date',
  invalid_email: 'Invalid e-mail address',
  not_supported: 'Not supported by Guichet',
  too_large: 'The request is too large',
  busy: 'Busy, try again in a moment',
  internal: 'Internal error',
};

export function failureOf(fault: Fault): FaultAnswer {
  const { code, details } = fault;
  const retry_ms = details['retry_after_ms'];
  const headers = typeof retry_ms === 'number' ? { 'retry-after': String(Math.ceil(retry_ms / 1000)) } : {};
  const message = described(words[code] ?? fault.message, fault);
  return { status: fault.status, headers, body: { error: { message } } };
}

/** Names the parameter, or the kind of thing that is not there; never repeats what was sent in it. */
function described(text: string, { code, details }: Fault): string {
  const { kind } = details;
  if (code === 'not_found') return typeof kind === 'string' ? `${text}: ${names[kind] ?? kind}` : text;
  if (code !== 'invalid_input' && code !== 'unknown_filter') return text;
  const name = [details['path'], details['field']].find(
    (part): part is string => typeof part === 'string' && part !== '',
  );
  const { chars_max } = details;
  const reason =
    details['message'] ??
    details['reason'] ??
    (typeof chars_max === 'number' ? `must not have more than ${chars_max} characters` : undefined);
  const named = name === undefined ? text : `${text} ${fields[name] ?? name}`;
  if (typeof reason !== 'string') return named;
  // a pattern tells a person nothing
  return `${named}: ${reason.startsWith('must match pattern') ? 'not understood' : reason}`;
}

/** What clients of `/v3/participants` call our fields of a person. */
const fields: Readonly<Record<string, string>> = {
  first_name: 'prenom',
  last_name: 'nom',
  phone: 'telephone',
};

/** What the vendor calls our things. */
const names: Readonly<Record<string, string>> = {
  session: 'date',
  price: 'ticket',
  ticket: 'participant',
  add_on: 'upselling',
};
