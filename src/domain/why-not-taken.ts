import type { Fault } from './faults.ts';
import type { AsideReason } from './hub-reasons.ts';

/** Why a record could not be taken: a sentence for logs and for who reads no codes, and the same by its code. */
export interface WhyNotTaken {
  readonly reason: string;
  readonly why: AsideReason;
}

/** What a fault says of a record that another system gave. */
export function whyNotTaken({ code, message, details }: Fault): WhyNotTaken {
  const { kind, id, path, field: named, message: words, reason: more, date, amount, missing } = details;
  const field = textOf(path ?? named);
  if (code === 'not_found') {
    const params = { kind: textOf(kind), id: textOf(id) };
    return {
      reason: `${params.kind} ${params.id} is not known here`,
      why: { code: 'not_known_here', params },
    };
  }
  const value = textOf(date ?? amount);
  const about = [field, textOf(words ?? more)].filter((part) => part !== '').join(' ');
  const named_by = [field, value === '' ? '' : `"${value}"`].filter((part) => part !== '').join(' ');
  const bare = `${named_by === '' ? '' : `${named_by}: `}${message} (${code})`;
  const reason = about === '' || about === field ? bare : about;
  if (missing === true) return { reason, why: { code: 'missing', params: { field } } };
  if (code === 'invalid_date' && value !== '')
    return { reason, why: { code: 'bad_date', params: { field, value } } };
  if (code === 'invalid_amount' && value !== '')
    return { reason, why: { code: 'bad_amount', params: { field, value } } };
  if (code === 'invalid_input' && field !== '')
    return { reason, why: { code: 'not_read', params: { field } } };
  if (code === 'barcode_taken') return { reason, why: { code, params: {} } };
  return { reason, why: { code: 'not_taken', params: { fault: code } } };
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
