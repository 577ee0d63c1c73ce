/**
 * Barcodes: the ones made here, and how a scanned text becomes one.
 */
import { Fault } from './faults.ts';
import { limits } from './limits.ts';

/** Random bytes on demand, as a transaction hands them out. */
export type RandomBytes = (bytes: number) => Uint8Array;

/**
 * A barcode of digits only (BilletWeb's example "6743097169" has ten), every one equally likely, without a leading zero
 * (a spreadsheet would drop it). A byte is used only below the largest multiple of what is drawn: a plain remainder
 * would prefer the small digits. Throws `invalid_input` for a length out of limits.
 */
export function generateBarcode(random: RandomBytes, digits: number = limits.barcode_digits_default): string {
  if (
    !Number.isSafeInteger(digits) ||
    digits < limits.barcode_digits_min ||
    digits > limits.barcode_digits_max
  ) {
    throw new Fault('invalid_input', { field: 'digits', value: String(digits) });
  }
  let code = '';
  // 26 of 256 bytes do not serve at most; a source that never serves must not hang the office
  for (let round = 0; round < 100; round += 1) {
    for (const byte of random(digits)) {
      if (code === '') {
        if (byte < 252) code = String(1 + (byte % 9));
      } else if (byte < 250) {
        code += String(byte % 10);
      }
      if (code.length === digits) return code;
    }
  }
  throw new Fault('internal', { reason: 'the random source repeats itself' });
}

/** Prefixes 100 … 999: one a second, round and round. */
const prefixes = 900;
const prefix_digits = 3;

/**
 * A barcode whose first three digits follow the clock and whose others are random. Barcodes sold together then stand
 * together in the index, where random ones would each rewrite a page of their own: that is most of what a sale writes.
 * It is as hard to guess: every prefix comes back every quarter of an hour, so over a sale each has its even share.
 */
export function generateBarcodeAt(
  now: number,
  random: RandomBytes,
  digits: number = limits.barcode_digits_default,
): string {
  const prefix = 100 + (Math.floor(now / 1000) % prefixes);
  // the leading digit of what is drawn is never 0, so it is drawn and dropped
  return `${prefix}${generateBarcode(random, digits - prefix_digits + 1).slice(1)}`;
}

/** Controls, format marks (zero width, byte order) and line separators that scanners, keyboards and copied text leave behind. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Query parameters under which printed links carry the code. */
const codeParameters = ['code', 'barcode', 'qrcode', 'ticket', 'c', 'b'];

/**
 * The code in a scanned text: invisible characters gone, spaces around gone, and of a link (`http…`) the code it carries:
 * a parameter named for it, else the last part of its path. Case is kept: some issuers use letters of both cases, and a
 * printed code is scanned as it was printed. "24249420-2215619" stays as it is. Throws `invalid_barcode` for
 * nothing, or for more than a code can be.
 */
export function normaliseBarcode(text: string): string {
  if (text.length > limits.scanned_text_chars_max) throw new Fault('invalid_barcode', { chars: text.length });
  const cleaned = text.replace(invisible, '').trim();
  // what a link carries may be percent-encoded anything, a link included: it is read like what is scanned
  if (/^https?:\/\//i.test(cleaned)) return normaliseBarcode(codeOfLink(cleaned));
  if (cleaned === '' || cleaned.length > limits.barcode_chars_max)
    throw new Fault('invalid_barcode', { chars: cleaned.length });
  return cleaned;
}

/**
 * The codes to look up for a text, the most literal first: as scanned, then without the spaces that people type between
 * groups, then in capitals. Whoever looks up takes the first that exists.
 */
export function barcodeCandidates(text: string): string[] {
  const code = normaliseBarcode(text);
  const closed = code.replace(/\s+/gu, '');
  return [...new Set([code, closed, closed.toUpperCase()])];
}

function codeOfLink(link: string): string {
  const url = URL.parse(link);
  if (url === null) return '';
  const named = codeParameters
    .map((name) => url.searchParams.get(name))
    .find((value) => value !== null && value !== '');
  return (named ?? decoded(url.pathname.split('/').findLast((part) => part !== '') ?? '')).trim();
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % belongs to the code
  }
}
