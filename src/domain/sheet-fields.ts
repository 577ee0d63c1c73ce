import { parseLocal } from './local-time.ts';
import { parseAmount } from './money.ts';

/** What a column of a spreadsheet is taken for, and how its cells are read. Pure: a file's rows as text → values and complaints. */
export interface SheetField {
  readonly name: string;
  readonly type: 'text' | 'amount' | 'percent' | 'count' | 'instant' | 'flag' | 'word';
  readonly needed?: boolean;
  /** of a word: what people write for it, folded as `foldedHeading` folds */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** headings by which it is known, French and English, folded */
  readonly headings: readonly string[];
  readonly chars_max?: number;
}

export interface RowComplaint {
  /** undefined: of the row as a whole */
  readonly field: string | undefined;
  /** missing, not_an_amount, not_a_percentage, not_a_number, not_a_date, not_a_word, too_long, twice, or a code of the registry */
  readonly code: string;
  /** what was written there */
  readonly value: string;
}

export type RowValues = Readonly<Record<string, string | number | boolean>>;

export interface SheetContext {
  /** IANA: of dates without an offset */
  readonly zone: string;
  readonly currency: string;
}

const title_chars = 500;

/** Without accents, capitals and signs: "Prix T.T.C. (€)" → "prix t t c". */
export function foldedHeading(heading: string): string {
  return heading
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** The field of each column by its heading; null: none that is known. Each field once, the first column that fits. */
export function guessFields(headings: readonly string[], fields: readonly SheetField[]): (string | null)[] {
  const taken = new Set<string>();
  return headings.map((heading) => {
    const folded = foldedHeading(heading);
    const field = fields.find(
      ({ name, headings: known }) =>
        !taken.has(name) && (foldedHeading(name) === folded || known.includes(folded)),
    );
    if (field === undefined) return null;
    taken.add(field.name);
    return field.name;
  });
}

/** The values of a row by field, and what is wrong with which. What is empty has no value. */
export function readSheetRow(
  cells: readonly string[],
  columns: readonly (string | null)[],
  fields: readonly SheetField[],
  context: SheetContext,
): { readonly values: RowValues; readonly complaints: readonly RowComplaint[] } {
  const values: Record<string, string | number | boolean> = {};
  const complaints: RowComplaint[] = [];
  for (const field of fields) {
    const at = columns.indexOf(field.name);
    const value = (at === -1 ? '' : (cells[at] ?? '')).trim();
    if (value === '') {
      if (field.needed === true) complaints.push({ field: field.name, code: 'missing', value });
      continue;
    }
    const read = readCell(value, field, context);
    if (typeof read === 'object')
      complaints.push({ field: field.name, code: read.code, value: value.slice(0, 80) });
    else values[field.name] = read;
  }
  return { values, complaints };
}

type Unread = { readonly code: string };

function readCell(
  value: string,
  field: SheetField,
  { zone, currency }: SheetContext,
): string | number | boolean | Unread {
  switch (field.type) {
    case 'text':
      return value.length > (field.chars_max ?? title_chars) ? { code: 'too_long' } : value;
    case 'amount':
      return amountOf(value, currency) ?? { code: 'not_an_amount' };
    case 'percent':
      return basisPointsOf(value) ?? { code: 'not_a_percentage' };
    case 'count':
      return /^\d{1,9}$/.test(value) ? Number(value) : { code: 'not_a_number' };
    case 'instant':
      return instantOf(value, zone) ?? { code: 'not_a_date' };
    case 'flag':
      return flagOf(value) ?? { code: 'not_a_word' };
    default:
      return wordOf(value, field) ?? { code: 'not_a_word' };
  }
}

function wordOf(value: string, { words = {} }: SheetField): string | undefined {
  const folded = foldedHeading(value);
  return Object.entries(words).find(([word, said]) => word === folded || said.includes(folded))?.[0];
}

/** "1 234,50 €", "1234.50": minor units, never below zero. */
function amountOf(value: string, currency: string): number | undefined {
  const plain = value.replaceAll(/[\s\u00A0\u202F]|€|EUR/g, '');
  try {
    const amount = parseAmount(plain, currency);
    return amount >= 0 ? amount : undefined;
  } catch {
    return undefined;
  }
}

/** "12,5 %" or, as a workbook keeps percentages, 0.125 is not guessed at: what stands there is in percent. */
function basisPointsOf(value: string): number | undefined {
  const plain = value.replaceAll(/[\s\u00A0\u202F%]/g, '').replace(',', '.');
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(plain)) return undefined;
  const basis_points = Math.round(Number(plain) * 100);
  return basis_points <= 10_000 ? basis_points : undefined;
}

/** "2026-05-15 20:30" or "15/05/2026 20h30", by the clock of the zone. */
function instantOf(value: string, zone: string): number | undefined {
  const french = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:\s+(\d{1,2})[:h](\d{2})?(?::\d\d)?)?$/i.exec(value);
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T\s]+(\d{1,2}):(\d{2})(?::\d\d)?)?$/.exec(value);
  const [year, month, day, hour, minute] =
    iso !== null
      ? iso.slice(1)
      : french !== null
        ? [french[3], french[2], french[1], french[4], french[5]]
        : [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const two = (text: string | undefined): string => (text ?? '0').padStart(2, '0');
  try {
    return parseLocal(`${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:00`, zone);
  } catch {
    return undefined;
  }
}

function flagOf(value: string): boolean | undefined {
  const folded = foldedHeading(value);
  if (['1', 'oui', 'yes', 'true', 'vrai', 'x', 'o', 'y'].includes(folded)) return true;
  return ['0', 'non', 'no', 'false', 'faux', 'n'].includes(folded) ? false : undefined;
}
