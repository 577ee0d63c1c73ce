import { amountIn } from '../../kit/amount-in.ts';
import { instantOf, localText } from '../../kit/local-instant.ts';
import { percentIn } from '../../kit/percent-in.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
}

/**
 * How a field is typed and what it is sent as: `text`; `lines`: texts, one on each line; `amount`: minor units; `percent`: basis
 * points; `count`: a whole number; `flag`: yes or no; `word`: one of some words; `row`: the id of one of some rows; `instant`.
 */
export type FieldKind =
  'text' | 'lines' | 'amount' | 'percent' | 'count' | 'flag' | 'word' | 'row' | 'instant';

/** A field of a row that is kept by hand. */
export interface Field {
  /** as the office calls it */
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly hint?: string;
  /** nothing typed is refused; without it, it is sent as null (a text as nothing, an amount or a rate as 0) */
  readonly needed?: boolean;
  readonly options?: readonly Option[];
  /** what stands in it before anything is typed */
  readonly initial?: string | boolean;
  /** given when the row is made, and never changed */
  readonly fixed?: boolean;
  /** only of a row that stands: a new one has it from elsewhere */
  readonly later?: boolean;
  /** the field that an instant may not come before */
  readonly from?: string;
  /** not a column of the list */
  readonly beside?: boolean;
  /** asked only while another field says one of these; otherwise nothing stands in it */
  readonly where?: { readonly field: string; readonly is: readonly string[] };
}

export type Draft = Readonly<Record<string, string | boolean>>;
/** Whether the other fields make this one worth asking. */
export function isWanted({ where }: Field, draft: Draft): boolean {
  return where === undefined || where.is.includes(String(draft[where.field] ?? ''));
}

export type RecordRow = Readonly<Record<string, unknown>> & { readonly id: number };

export interface FieldContext {
  readonly zone: string;
  readonly currency: string;
  /** minor units as they are typed */
  readonly amountText: (amount: number) => string;
  /** basis points as they are typed, without the sign */
  readonly percentText: (basis_points: number) => string;
}

export type FieldComplaint =
  'missing' | 'amountWrong' | 'percentWrong' | 'countWrong' | 'dateWrong' | 'tooEarly';

/** A row as it is typed; without one, what stands in the fields of a new one. */
export function draftOf(fields: readonly Field[], row: RecordRow | undefined, context: FieldContext): Draft {
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      row === undefined
        ? (field.initial ?? (field.kind === 'flag' ? false : ''))
        : typedOf(field, row[field.name], context),
    ]),
  );
}

function typedOf({ kind }: Field, value: unknown, context: FieldContext): string | boolean {
  if (kind === 'flag') return value === true;
  if (value === null || value === undefined) return '';
  if (kind === 'amount' && typeof value === 'number') return context.amountText(value);
  if (kind === 'percent' && typeof value === 'number') return context.percentText(value);
  if (kind === 'instant' && typeof value === 'string') return localText(value, context.zone);
  if (kind === 'lines' && Array.isArray(value)) return value.join('\n');
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

/** What is wrong with which field. */
export function fieldComplaints(
  fields: readonly Field[],
  draft: Draft,
  context: FieldContext,
): Record<string, FieldComplaint> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      if (!isWanted(field, draft)) return [];
      const complaint =
        complaintOf(field, draft[field.name] ?? '', context) ?? orderComplaint(field, draft, context);
      return complaint === undefined ? [] : [[field.name, complaint]];
    }),
  );
}

function complaintOf(
  { kind, needed = false }: Field,
  typed: string | boolean,
  { zone, currency }: FieldContext,
): FieldComplaint | undefined {
  if (typeof typed === 'boolean') return undefined;
  const text = typed.trim();
  if (text === '') return needed ? 'missing' : undefined;
  if (kind === 'amount') return (amountIn(text, currency) ?? -1) < 0 ? 'amountWrong' : undefined;
  if (kind === 'percent') return percentIn(text) === undefined ? 'percentWrong' : undefined;
  if (kind === 'count') return /^\d{1,9}$/.test(text) ? undefined : 'countWrong';
  if (kind === 'instant') return instantOf(text, zone) === undefined ? 'dateWrong' : undefined;
  return undefined;
}

function orderComplaint({ name, from }: Field, draft: Draft, { zone }: FieldContext): 'tooEarly' | undefined {
  if (from === undefined) return undefined;
  const [first, last] = [draft[from], draft[name]].map((typed) => instantOf(String(typed ?? ''), zone));
  return first !== undefined && last !== undefined && last < first ? 'tooEarly' : undefined;
}

/** The fields of a row that is new, or of one that stands. */
export function fieldsAsked(fields: readonly Field[], made: boolean): readonly Field[] {
  return fields.filter(({ fixed = false, later = false }) => (made ? !fixed : !later));
}

/** What is sent of a draft without complaints: of a new row what is asked for it, of a change what may change. */
export function bodyOf(
  fields: readonly Field[],
  draft: Draft,
  context: FieldContext,
  made: boolean,
): Record<string, unknown> {
  return Object.fromEntries(
    fieldsAsked(fields, made).map((field) => {
      const typed = isWanted(field, draft) ? draft[field.name] : undefined;
      return [field.name, sentOf(field, typed ?? '', context)];
    }),
  );
}

function sentOf({ kind }: Field, typed: string | boolean, { zone, currency }: FieldContext): unknown {
  if (typeof typed === 'boolean') return typed;
  const text = typed.trim();
  switch (kind) {
    case 'lines':
      return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
    case 'amount':
      return text === '' ? 0 : amountIn(text, currency);
    case 'percent':
      return text === '' ? 0 : percentIn(text);
    case 'count':
    case 'row':
      return text === '' ? null : Number(text);
    case 'instant':
      return text === '' ? null : instantOf(text, zone);
    default:
      return text;
  }
}

/** The rows that get another place when one goes up or down, with that place; none at the ends. */
export function placesAfterMove(
  rows: readonly { readonly id: number; readonly position: number }[],
  id: number,
  by: -1 | 1,
): { readonly id: number; readonly position: number }[] {
  const from = rows.findIndex((row) => row.id === id);
  const [moved, passed] = [rows[from], rows[from + by]];
  if (moved === undefined || passed === undefined) return [];
  const order = rows.map((row) => (row === moved ? passed : row === passed ? moved : row));
  return order.flatMap((row, position) => (row.position === position ? [] : [{ id: row.id, position }]));
}
