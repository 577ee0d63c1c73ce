import type { Row, Value } from './database.ts';
import type { Env } from './env.ts';
import { models, type ModelName } from './models.ts';
import { valueError } from './odoo-error.ts';

/** A domain is a list of `[field, operator, value]` with `&`, `|`, `!` before what they join, `&` between the rest. */
type Condition = (row: Row) => boolean;

interface Leaf {
  readonly field: string;
  readonly operator: string;
  readonly value: unknown;
}

/** The rows that a domain lets through, unordered. Archived ones are left out unless asked for. */
export function rowsOf(env: Env, model: ModelName, domain: unknown): Row[] {
  if (!Array.isArray(domain)) throw valueError(`Invalid domain: ${JSON.stringify(domain)}`);
  const terms: unknown[] = domain;
  const { fields } = models[model];
  const names = terms.flatMap((term) => (Array.isArray(term) ? [String(term[0])] : []));
  const living =
    fields.active !== undefined && env.context.active_test !== false && !names.includes('active');
  const passes = compile(env, model, terms);
  const rows = [];
  for (const row of candidates(env, model, terms))
    if ((!living || row.active === true) && passes(row)) rows.push(row);
  return rows;
}

/** Every row, or those that an index names where the domain is one plain condition after the other. */
function candidates(env: Env, model: ModelName, terms: readonly unknown[]): Iterable<Row> {
  if (terms.some((term) => typeof term === 'string' && term !== '&')) return env.db.rows(model);
  for (const term of terms) {
    if (!Array.isArray(term)) continue;
    const [field, operator, value] = term as [unknown, unknown, unknown];
    const values = operator === '=' ? [value] : operator === 'in' && Array.isArray(value) ? value : [];
    if (values.length === 0) continue;
    const found = values.map((one) => env.db.found(model, String(field), one as Value));
    if (found.every((rows) => rows !== undefined)) return new Set(found.flat());
  }
  return env.db.rows(model);
}

function compile(env: Env, model: ModelName, terms: readonly unknown[]): Condition {
  let at = 0;
  const next = (): Condition => {
    const term = terms[at];
    at += 1;
    if (term === '!') {
      const inner = next();
      return (row) => !inner(row);
    }
    if (term === '&' || term === '|') {
      const [left, right] = [next(), next()];
      return term === '&' ? (row) => left(row) && right(row) : (row) => left(row) || right(row);
    }
    if (!Array.isArray(term) || term.length !== 3)
      throw valueError(`Invalid leaf ${JSON.stringify(term ?? null)}`);
    const [field, operator, value] = term as [unknown, unknown, unknown];
    return leafCondition(env, model, { field: String(field), operator: String(operator), value });
  };
  const all: Condition[] = [];
  while (at < terms.length) all.push(next());
  return (row) => all.every((one) => one(row));
}

function leafCondition(env: Env, model: ModelName, leaf: Leaf): Condition {
  const [first = '', ...rest] = leaf.field.split('.');
  const field = models[model].fields[first];
  if (field === undefined) {
    throw valueError(`Invalid field ${model}.${first} in leaf ${JSON.stringify(Object.values(leaf))}`);
  }
  if (rest.length > 0) {
    const { of } = field;
    if (of === undefined) throw valueError(`Invalid field ${model}.${leaf.field}`);
    const inner = leafCondition(env, of, { ...leaf, field: rest.join('.') });
    return (row) => {
      const other = env.db.get(of, Number(row[first]));
      return other !== undefined && inner(other);
    };
  }
  const test = operatorTest(leaf);
  return (row) => test(row[first] ?? false);
}

function operatorTest({ operator, value }: Leaf): (held: Value) => boolean {
  switch (operator) {
    case '=':
      return (held) => held === value || (value === null && held === false);
    case '!=':
      return (held) => held !== value;
    case 'in':
    case 'not in': {
      const values = new Set<unknown>(Array.isArray(value) ? value : [value]);
      return (held) => values.has(held) === (operator === 'in');
    }
    case '>':
    case '>=':
    case '<':
    case '<=':
      return (held) => held !== false && compare(held, value, operator);
    case '=like':
    case '=ilike':
    case 'like':
    case 'ilike': {
      const pattern = patternOf(String(value), operator);
      return (held) => typeof held === 'string' && pattern.test(held);
    }
    default:
      throw valueError(`Invalid operator ${operator}`);
  }
}

function compare(held: Value, value: unknown, operator: string): boolean {
  const [left, right] = typeof held === 'number' ? [held, Number(value)] : [String(held), String(value)];
  if (operator.startsWith('>')) return left > right || (operator === '>=' && left === right);
  return left < right || (operator === '<=' && left === right);
}

function patternOf(text: string, operator: string): RegExp {
  const parts = text.split('%').map((part) => RegExp.escape(part).replaceAll('_', '.'));
  const body = operator.startsWith('=') ? `^${parts.join('.*')}$` : parts.join('.*');
  return new RegExp(body, operator.endsWith('ilike') ? 'isu' : 'su');
}

/** Rows in an order such as `write_date desc, id`. */
export function sortRows(model: ModelName, rows: readonly Row[], order: string): Row[] {
  const keys = order.split(',').map((part) => {
    const [field = '', direction = 'asc'] = part.trim().split(/\s+/);
    if (models[model].fields[field] === undefined) throw valueError(`Invalid field ${model}.${field}`);
    return { field, sign: direction.toLowerCase() === 'desc' ? -1 : 1 };
  });
  return rows.toSorted((one, other) => {
    for (const { field, sign } of keys) {
      const [left = false, right = false] = [one[field], other[field]];
      if (left !== right) return left < right ? -sign : sign;
    }
    return one.id - other.id;
  });
}
