import { CompiledQuery, sql, type Compilable, type Expression } from 'kysely';
import type { Condition, FilterValue } from '../../domain/filter.ts';

/** A value of a filter where a statement is built: the same statement then serves every value of its kind. */
export interface Given {
  readonly type: ValueType;
  /** what else the statement depends on, as its column tells: of an id the range it is from, of a flag the flag itself */
  readonly kind: string;
  /** binds the value, or what is made of it */
  bind(make?: (value: FilterValue) => unknown): Expression<unknown>;
}

/** What a page of a list asks for, as far as it is bound. */
export interface AskedPage {
  readonly conditions: readonly Condition[];
  readonly offset: number;
}

/** Stands among the parameters of a kept statement for what each page asks for. */
export class Blank {
  readonly of: (asked: AskedPage) => unknown;

  constructor(of: (asked: AskedPage) => unknown) {
    this.of = of;
  }
}

export type GiveValue = (value: FilterValue, kind: string, condition: number, index: number) => Given;

/** Bound as it is: for a statement that is built for these values alone. */
export const asItIs: GiveValue = (value, kind) => ({
  type: typeOfValue(value),
  kind,
  bind: (make = same) => sql`${make(value)}`,
});

/** Left blank: for a statement that is kept. */
export const leftBlank: GiveValue = (value, kind, condition, index) => ({
  type: typeOfValue(value),
  kind,
  bind: (make = same) =>
    sql`${new Blank(({ conditions }) => make(conditions[condition]?.values[index] ?? 0))}`,
});

const same = (value: FilterValue): unknown => value;

/** A kept statement with its blanks filled in. */
export function filledIn({ sql: text, parameters }: CompiledQuery, asked: AskedPage): Compilable {
  const values = parameters.map((value) => (value instanceof Blank ? value.of(asked) : value));
  return { compile: () => CompiledQuery.raw(text, values) };
}

/** Of a number, PostgreSQL wants to know whether it is whole. */
export type ValueType = 'text' | 'whole' | 'fraction';

export function typeOfValue(value: FilterValue): ValueType {
  if (typeof value === 'string') return 'text';
  return Number.isSafeInteger(value) ? 'whole' : 'fraction';
}
