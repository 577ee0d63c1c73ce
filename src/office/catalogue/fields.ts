import { Fault } from '../../domain/faults.ts';
import { questionKinds } from '../../domain/question-kinds.ts';
import { limits } from '../../domain/limits.ts';
import { exponentOf } from '../../domain/money.ts';
import { discountKinds } from '../../domain/pricing.ts';
import type { Columns } from '../../store/column.ts';
import { tables, type TableName } from '../../store/tables.ts';

/** Words that a column may hold. */
const vocabulary: Readonly<Record<string, readonly string[]>> = {
  'place.kind': ['seat', 'area'],
  'event.status': ['draft', 'published', 'closed', 'cancelled'],
  'session.kind': ['timeslot', 'stream'],
  'session.status': ['scheduled', 'cancelled'],
  'price.product_type': [
    'seat',
    'numbered_seat',
    'pack',
    'subscription',
    'entries',
    'restaurant',
    'shuttle',
    'workshop',
    'training',
  ],
  'pool.kind': ['quota', 'session', 'zone', 'area', 'code'],
  'question.scope': ['ticket', 'order'],
  'question.kind': questionKinds,
  'directory_entry.kind': ['ticket_design', 'mail_text', 'town', 'site', 'access_code'],
  'discount.kind': discountKinds,
  'promo_code.kind': discountKinds,
};

const jsonColumns = new Set(['metadata', 'settings', 'tags', 'options', 'quota', 'profile']);
const flags = new Set([
  'enabled',
  'hidden',
  'required',
  'at_gate',
  'blocked',
  'refunds',
  'refund_only',
  'admits_unpaid',
]);
const shares = new Set(['vat_bp', 'percent_bp', 'default_vat_bp']);
const notNegative = new Set([
  'amount',
  'surcharge',
  'value',
  'capacity',
  'minimum',
  'maximum',
  'entries',
  'covers',
  'stock_type',
]);
/** a drawing is larger than what a form sends */
const scheme_chars_max = 4 * 1024 * 1024;
const windows = [
  ['starts_at', 'ends_at'],
  ['doors_open_at', 'doors_close_at'],
  ['sale_starts_at', 'sale_ends_at'],
  ['minimum', 'maximum'],
] as const;

function refuse(kind: string, field: string, reason: string): never {
  throw new Fault('invalid_input', { kind, field, reason });
}

function assertWords(kind: TableName, field: string, value: unknown, mayBeEmpty: boolean): void {
  if (typeof value !== 'string') refuse(kind, field, 'not a text');
  if (value.trim() === '' && !mayBeEmpty) refuse(kind, field, 'empty');
  const known = vocabulary[`${kind}.${field}`];
  if (known !== undefined && !known.includes(value)) refuse(kind, field, `none of ${known.join(', ')}`);
  if (field === 'currency') exponentOf(value);
  if (jsonColumns.has(field) || field === 'scheme') {
    const most = field === 'scheme' ? scheme_chars_max : limits.metadata_bytes_max;
    if (value.length > most) refuse(kind, field, `longer than ${most}`);
    try {
      JSON.parse(value);
    } catch {
      refuse(kind, field, 'not JSON');
    }
    return;
  }
  const long = field === 'description' || field === 'notes';
  const most = long ? limits.text_chars_max : limits.title_chars_max;
  if (value.length > most) refuse(kind, field, `longer than ${most}`);
}

function assertNumber(kind: TableName, field: string, value: unknown): void {
  if (!Number.isSafeInteger(value)) refuse(kind, field, 'not a whole number');
  const number = value as number;
  if (flags.has(field) && number !== 0 && number !== 1) refuse(kind, field, 'neither 0 nor 1');
  if (shares.has(field) && (number < 0 || number > 10_000)) refuse(kind, field, 'not from 0 to 10000');
  if (notNegative.has(field) && number < 0) refuse(kind, field, 'negative');
  if (field === 'quantity_step' && number < 1) refuse(kind, field, 'below 1');
}

/**
 * Holds a row (what is undefined stands at its default) against its table's declaration and against the rules that go
 * by a column's name: words of its vocabulary, amounts and capacities from 0, shares from 0 to 10 000 basis points,
 * windows in order, JSON that parses. Throws `invalid_input` with the field, `unknown_currency`.
 */
export function assertFields(kind: TableName, row: Readonly<Record<string, unknown>>): void {
  const columns: Columns = tables[kind].columns;
  for (const [field, value] of Object.entries(row)) {
    const spec = columns[field]?.spec;
    if (spec === undefined) refuse(kind, field, 'no such field');
    if (value === undefined) continue;
    if (value === null) {
      if (!spec.nullable) refuse(kind, field, 'missing');
    } else if (spec.type === 'text') {
      assertWords(kind, field, value, spec.fallback !== undefined || spec.nullable);
    } else if (spec.type === 'int') {
      assertNumber(kind, field, value);
    } else if (typeof value !== 'number' || !Number.isFinite(value)) {
      refuse(kind, field, 'not a number');
    }
  }
  for (const [first, last] of windows) {
    const [from, until] = [row[first], row[last]];
    if (typeof from === 'number' && typeof until === 'number' && until < from) {
      refuse(kind, last, `before ${first}`);
    }
  }
}
