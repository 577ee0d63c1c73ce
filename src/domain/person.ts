/** What is known of persons: e-mail addresses, names, and the digests that stand for them in the ledger. */
import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { Fault } from './faults.ts';
import { limits } from './limits.ts';

/**
 * The form by which a customer is found: trimmed, NFC, lower case, the domain in its ASCII form (so that "é.fr" and
 * "xn--9ca.fr" are one). Dots and tags before the @ stay: they differ at most providers. Throws `invalid_email`.
 */
export function normaliseEmail(email: string): string {
  if (email.length > 4 * limits.email_chars_max) throw new Fault('invalid_email');
  const lowered = email.trim().normalize('NFC').toLowerCase().normalize('NFC');
  const at = lowered.lastIndexOf('@');
  const local = lowered.slice(0, Math.max(0, at));
  const domain = domainToASCII(lowered.slice(at + 1));
  const normal = `${local}@${domain}`;
  const wellFormed =
    /^[^\s@<>(),;:"\\[\]\p{Cc}\p{Cf}]+$/u.test(local) && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain);
  // the address is a person's data: not even the refusal repeats it
  if (!wellFormed || normal.length > limits.email_chars_max) throw new Fault('invalid_email');
  return normal;
}

/** The tables in which a customer's data stands, each keyed by `id`. */
export const personalTables = [
  'customer',
  'order',
  'ticket',
  'answer',
  'payment',
  'refund',
  'scan',
  'quarantine',
  'notice',
] as const;

export interface PersonName {
  readonly first_name: string;
  readonly last_name: string;
}

/** "Jean", "Dupont" → "Jean Dupont"; what is missing leaves no space behind. */
export function joinName(name: PersonName): string {
  return squeezed(`${name.first_name} ${name.last_name}`);
}

/**
 * One text → first and last name, for sources that have only one field. In this order: a comma puts the surname first
 * ("Dupont, Jean"); words in capitals at the beginning or at the end are the surname where others are not
 * ("LECOMTE Marianne", as uTick prints; "Jean DE LA TOUR"); else the first word is the first name ("Marie de la Tour").
 * A single word is a surname. Joined again it has the same words.
 */
export function splitName(text: string): PersonName {
  const full = squeezed(text);
  const comma = /^([^,]+),\s*([^,]+)$/.exec(full);
  if (comma) return { first_name: squeezed(comma[2] ?? ''), last_name: squeezed(comma[1] ?? '') };
  const words = full === '' ? [] : full.split(' ');
  if (words.length < 2) return { first_name: '', last_name: full };
  const leading = words.findIndex((word) => !isCapital(word));
  const trailing = words.length - 1 - words.findLastIndex((word) => !isCapital(word));
  if (leading > 0 && trailing === 0) {
    return { first_name: words.slice(leading).join(' '), last_name: words.slice(0, leading).join(' ') };
  }
  const surname = leading === 0 && trailing > 0 ? words.length - trailing : 1;
  return { first_name: words.slice(0, surname).join(' '), last_name: words.slice(surname).join(' ') };
}

/** Hex HMAC-SHA-256 of a person's word under that person's salt: with the salt erased, nothing leads back to the word. */
export function digestOf(salt: string, text: string): string {
  return createHmac('sha256', salt).update(text, 'utf8').digest('hex');
}

function squeezed(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** Two letters or more, all capitals: an initial is no surname. */
function isCapital(word: string): boolean {
  const letters = word.replace(/[^\p{L}]/gu, '');
  return letters.length > 1 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
}
