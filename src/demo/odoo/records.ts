import type { Row, Value } from './database.ts';
import { sortRows, rowsOf } from './domain.ts';
import { checkAccess, rowOf, type Env } from './env.ts';
import { models, type Field, type ModelName } from './models.ts';
import { missingError, validationError, valueError } from './odoo-error.ts';
import { rulesOf } from './rules.ts';

/** Making, changing, removing and reading records, as Odoo's ORM does it. */

export type Vals = Readonly<Record<string, unknown>>;

export function createRecord(env: Env, model: ModelName, vals: Vals): number {
  checkAccess(env, model, 'create');
  const { fields } = models[model];
  const own = ownVals(env, model, vals);
  const id = env.db.nextId(model);
  const row: Record<string, Value> & { id: number } = { id };
  for (const [name, field] of Object.entries(fields)) {
    if (name === 'id' || field.type === 'one2many' || name === 'display_name') continue;
    row[name] = own.get(name) ?? field.initial ?? (field.type === 'many2many' ? [] : false);
  }
  Object.assign(row, { create_date: env.now, write_date: env.now });
  // a parent that is missing is told before anything is computed from it
  requireFields(model, row, (name) => !own.has('sale_order_line_id') || name !== 'event_id');
  keep(env, model, row, new Set(own.keys()), undefined);
  writeChildren(env, model, id, vals);
  return id;
}

export function writeRecords(env: Env, model: ModelName, ids: readonly number[], vals: Vals): void {
  checkAccess(env, model, 'write');
  const own = ownVals(env, model, vals);
  const missing = ids.filter((id) => env.db.get(model, id) === undefined);
  if (missing.length > 0) throw missingError(model, missing);
  for (const id of ids) {
    const before = rowOf(env, model, id);
    const row = { ...before, ...Object.fromEntries(own), write_date: env.now };
    requireFields(model, row, (name) => own.has(name));
    keep(env, model, row, new Set(own.keys()), before);
    writeChildren(env, model, id, vals);
  }
}

export function unlinkRecords(env: Env, model: ModelName, ids: readonly number[]): void {
  for (const id of ids) {
    const row = rowOf(env, model, id);
    rulesOf[model]?.removable?.(env, row);
    checkAccess(env, model, 'unlink');
    env.db.remove(model, id);
    rulesOf[model]?.removed?.(env, row);
    for (const data of env.db.rows('ir.model.data'))
      if (data.model === model && data.res_id === id) env.db.remove('ir.model.data', data.id);
  }
}

function keep(
  env: Env,
  model: ModelName,
  row: Row,
  given: ReadonlySet<string>,
  before: Row | undefined,
): void {
  const rules = rulesOf[model];
  const complete = rules?.complete?.(env, row, given, before) ?? row;
  env.db.put(model, complete);
  rules?.stored?.(env, complete, before);
}

function requireFields(model: ModelName, row: Row, concerns: (name: string) => boolean): void {
  for (const [name, field] of Object.entries(models[model].fields)) {
    if (field.required !== true || !concerns(name) || (row[name] !== false && row[name] !== '')) continue;
    throw validationError(
      `The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n\n` +
        `Model: ${models[model].label} (${model})\nField: ${field.label} (${name})\n`,
    );
  }
}

/** The values of the record itself, checked; computed fields and those of other records are left out. */
function ownVals(env: Env, model: ModelName, vals: Vals): Map<string, Value> {
  const own = new Map<string, Value>();
  for (const [name, value] of Object.entries(vals)) {
    const field = models[model].fields[name];
    if (field === undefined) throw valueError(`Invalid field '${name}' on model '${model}'`);
    if (field.computed === true || field.type === 'one2many') continue;
    own.set(name, checkedValue(env, model, name, field, value));
  }
  return own;
}

function checkedValue(env: Env, model: ModelName, name: string, field: Field, value: unknown): Value {
  if (value === false || value === null) return field.type === 'many2many' ? [] : false;
  const wrong = () => valueError(`Wrong value for ${model}.${name}: ${JSON.stringify(value)}`);
  switch (field.type) {
    case 'boolean':
      return value === true;
    case 'integer':
    case 'float':
      if (typeof value !== 'number') throw wrong();
      return value;
    case 'many2one':
      if (typeof value !== 'number' || field.of === undefined) throw wrong();
      if (env.db.get(field.of, value) === undefined) throw missingError(field.of, [value]);
      return value;
    case 'many2many':
      if (!Array.isArray(value)) throw wrong();
      // commands: [[6, 0, ids]] sets, [[4, id]] adds
      return (value as unknown[][]).flatMap(([command, id, ids]) =>
        command === 6 ? (ids as number[]) : [Number(id)],
      );
    case 'selection':
      if (typeof value !== 'string' || field.values?.includes(value) !== true) throw wrong();
      return value;
    case 'datetime':
      if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/.test(value)) throw wrong();
      return value.length === 10 ? `${value} 00:00:00` : value;
    default:
      if (typeof value !== 'string') throw wrong();
      return value === '' ? false : value;
  }
}

/** The commands of one2many fields: [0, 0, vals] makes, [1, id, vals] changes, [2, id] removes. */
function writeChildren(env: Env, model: ModelName, id: number, vals: Vals): void {
  for (const [name, value] of Object.entries(vals)) {
    const field = models[model].fields[name];
    const { of, inverse } = field ?? {};
    if (field?.type !== 'one2many' || of === undefined || inverse === undefined) continue;
    for (const [command, child, fields] of value as [number, number, Vals][]) {
      if (command === 0) createRecord(env, of, { ...fields, [inverse]: id });
      else if (command === 1) writeRecords(env, of, [child], fields);
      else if (command === 2) unlinkRecords(env, of, [child]);
      else throw valueError(`Invalid command ${command} for ${model}.${name}`);
    }
  }
}

export interface Wanted {
  readonly domain: unknown;
  readonly offset?: unknown;
  readonly limit?: unknown;
  readonly order?: unknown;
}

export function searchRecords(env: Env, model: ModelName, wanted: Wanted): Row[] {
  checkAccess(env, model, 'read');
  const order = typeof wanted.order === 'string' ? wanted.order : models[model].order;
  const rows = sortRows(model, rowsOf(env, model, wanted.domain ?? []), order);
  const from = Number(wanted.offset ?? 0);
  return rows.slice(
    from,
    wanted.limit === undefined || !wanted.limit ? undefined : from + Number(wanted.limit),
  );
}

/** Records as Odoo shows them: relations as `[id, name]` unless `bare`, false for what is empty. */
export function readRows(
  env: Env,
  model: ModelName,
  rows: readonly Row[],
  names: readonly string[] | undefined,
  bare: boolean,
): Readonly<Record<string, unknown>>[] {
  checkAccess(env, model, 'read');
  const { fields } = models[model];
  const wanted = names === undefined || names.length === 0 ? Object.keys(fields) : ['id', ...names];
  for (const name of wanted)
    if (fields[name] === undefined) throw valueError(`Invalid field '${name}' on model '${model}'`);
  return rows.map((row) =>
    Object.fromEntries(wanted.map((name) => [name, shown(env, model, row, { name, bare })])),
  );
}

function shown(
  env: Env,
  model: ModelName,
  row: Row,
  { name, bare }: { readonly name: string; readonly bare: boolean },
): unknown {
  const field = models[model].fields[name];
  if (name === 'display_name') return displayName(row);
  if (field?.type === 'one2many' && field.of !== undefined && field.inverse !== undefined) {
    return (env.db.found(field.of, field.inverse, row.id) ?? []).map(({ id }) => id);
  }
  const value = row[name] ?? false;
  if (field?.type !== 'many2one' || field.of === undefined || value === false || bare) return value;
  return [value, displayName(rowOf(env, field.of, Number(value)))];
}

function displayName(row: Row): string {
  return typeof row.name === 'string' ? row.name : `#${row.id}`;
}
