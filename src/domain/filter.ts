/**
 * Filters over lists, as clients send them: conditions that must all hold, each a column, an operator and a value. Columns
 * and their types are declared by the list; what is not declared or does not fit is refused, never passed over.
 *
 * A value that is missing equals nothing and differs from everything: `!=` and `not in` let it through, all other
 * comparisons do not. `in array` asks whether the column's own list and the value have something in common.
 */
import { Fault } from './faults.ts';
import { limits } from './limits.ts';

export const filterOperators = [
  '=',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  'in',
  'not in',
  'in array',
  'not in array',
  'null',
  'not null',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

/** `flag` is 0 or 1 inside; `numbers` and `texts` are lists. Instants and ids are numbers. */
export type FilterType = 'number' | 'text' | 'flag' | 'numbers' | 'texts';
export type FilterValue = number | string;

export interface FilterColumn {
  readonly type: FilterType;
  /**
   * What a client sends → what is compared: an instant of a date, minor units of an amount. Throws a Fault or an Error
   * with a plain message for a value of the wrong type. Without it the column's type decides.
   */
  readonly read?: ((value: unknown) => FilterValue) | undefined;
  /** what is kept is finer than what is shown: 1000 for instants in ms that are shown in whole seconds */
  readonly step?: number | undefined;
}

/** As it came: the value is anything. */
export interface AskedCondition {
  readonly column: string;
  /** `=` unless given */
  readonly operator?: string | undefined;
  readonly value?: unknown;
}

/** Checked: the operator suits the column, the values have its type. `null` and `not null` have no values. */
export interface Condition {
  readonly column: string;
  readonly operator: FilterOperator;
  readonly values: readonly FilterValue[];
  /** a value stands for all from it up to the next step */
  readonly step?: number | undefined;
}

const operatorSet: ReadonlySet<string> = new Set(filterOperators);
const comparing: ReadonlySet<string> = new Set(['<', '>', '<=', '>=']);
const meeting: ReadonlySet<string> = new Set(['in array', 'not in array']);
const listing: ReadonlySet<string> = new Set(['in', 'not in', 'in array', 'not in array']);

/**
 * Throws `unknown_filter` with what is not known (`column`, `operator`) or does not go together, and `invalid_input` with
 * the column for a value of the wrong type, a list that is none, too many values or conditions.
 */
export function readConditions(
  columns: Readonly<Record<string, FilterColumn>>,
  asked: readonly AskedCondition[],
): Condition[] {
  if (asked.length > limits.filter_conditions_max) {
    throw new Fault('invalid_input', { field: 'where', most: limits.filter_conditions_max });
  }
  return asked.map((condition) => readCondition(columns, condition));
}

function readCondition(
  columns: Readonly<Record<string, FilterColumn>>,
  { column: name, operator: word = '=', value }: AskedCondition,
): Condition {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column === undefined)
    throw new Fault('unknown_filter', { column: shortened(name), known: Object.keys(columns) });
  const operator = operatorOf(word, value);
  if (operator === undefined) throw new Fault('unknown_filter', { operator: shortened(word), column: name });
  const values = isNullOperator(operator) ? [] : valuesOf(name, column, operator, value);
  if (!suits(operator, column.type)) {
    throw new Fault('unknown_filter', { operator, column: name, type: column.type });
  }
  const { step } = column;
  return step === undefined ? { column: name, operator, values } : { column: name, operator, values, step };
}

/** `= null` and `!= null` are what `null` and `not null` say in full. */
function operatorOf(word: string, value: unknown): FilterOperator | undefined {
  const operator = word.trim().toLowerCase();
  if (!operatorSet.has(operator)) return undefined;
  const nothing = value === null || value === undefined;
  if (nothing && operator === '=') return 'null';
  if (nothing && operator === '!=') return 'not null';
  return operator as FilterOperator;
}

function isNullOperator(operator: FilterOperator): boolean {
  return operator === 'null' || operator === 'not null';
}

function suits(operator: FilterOperator, type: FilterType): boolean {
  if (isNullOperator(operator)) return true;
  const isList = type === 'numbers' || type === 'texts';
  if (isList !== meeting.has(operator)) return false;
  return !(type === 'flag' && comparing.has(operator));
}

function valuesOf(
  name: string,
  column: FilterColumn,
  operator: FilterOperator,
  value: unknown,
): FilterValue[] {
  const wanted = listing.has(operator) && Array.isArray(value) ? (value as unknown[]) : [value];
  if (operator.endsWith('in') && !Array.isArray(value)) {
    throw new Fault('invalid_input', { column: name, operator, message: 'takes a list' });
  }
  if (wanted.length > limits.filter_values_max) {
    throw new Fault('invalid_input', { column: name, most: limits.filter_values_max });
  }
  const read = column.read ?? readers[column.type];
  return wanted.map((one) => {
    try {
      return read(one);
    } catch (error) {
      const message = error instanceof Error ? error.message : 'is not valid';
      throw new Fault('invalid_input', { column: name, message });
    }
  });
}

/** Numbers and flags come as text from a query: what is not exactly one is refused. */
const readers: Readonly<Record<FilterType, (value: unknown) => FilterValue>> = {
  number: readNumber,
  numbers: readNumber,
  text: readText,
  texts: readText,
  flag: readFlag,
};

function readNumber(value: unknown): number {
  const number = typeof value === 'string' && /^-?\d{1,16}(\.\d{1,10})?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw new Error('is not a number');
  return number;
}

function readText(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error('is not a text');
  const text = String(value);
  if (text.length > limits.title_chars_max) throw new Error('is too long');
  return text;
}

const flagWords = new Map<unknown, number>([
  [true, 1],
  [1, 1],
  ['1', 1],
  ['true', 1],
  [false, 0],
  [0, 0],
  ['0', 0],
  ['false', 0],
]);

function readFlag(value: unknown): number {
  const flag = flagWords.get(value);
  if (flag === undefined) throw new Error('is not a flag');
  return flag;
}

function shortened(text: string): string {
  return text.slice(0, 60);
}

/** What of a row stands in a column: null is missing, and so is an empty list. */
export type FilterCell = FilterValue | readonly FilterValue[] | null;

/** The same as the conditions say in SQL, plainly: whether all of them hold. */
export function meets(conditions: readonly Condition[], cellOf: (column: string) => FilterCell): boolean {
  return conditions.every((condition) => holds(condition, cellOf(condition.column)));
}

function holds({ operator, values, step }: Condition, kept: FilterCell): boolean {
  const cell = step !== undefined && typeof kept === 'number' ? Math.floor(kept / step) * step : kept;
  const list = typeof cell === 'number' || typeof cell === 'string' ? [cell] : (cell ?? []);
  const [first] = list;
  const [value] = values;
  const common = list.some((one) => values.includes(one));
  switch (operator) {
    case 'null':
      return first === undefined;
    case 'not null':
      return first !== undefined;
    case '=':
    case 'in':
    case 'in array':
      return common;
    case '!=':
    case 'not in':
    case 'not in array':
      return !common;
    default:
      return first !== undefined && value !== undefined && compares(operator, orderOf(first, value));
  }
}

function compares(operator: FilterOperator, order: number): boolean {
  if (operator === '<') return order < 0;
  if (operator === '>') return order > 0;
  return operator === '<=' ? order <= 0 : order >= 0;
}

/** Texts in the order of their bytes, as both engines are told to compare them. */
export function orderOf(a: FilterValue, b: FilterValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}
