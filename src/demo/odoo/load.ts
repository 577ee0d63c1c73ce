import type { Value } from './database.ts';
import { rowsOf } from './domain.ts';
import type { Env } from './env.ts';
import { models, type Field, type ModelName } from './models.ts';
import { OdooError, valueError } from './odoo-error.ts';
import { createRecord, writeRecords } from './records.ts';

/**
 * `load(fields, data)`, Odoo's import: makes or changes records by external id (`id`) or by their own (`.id`), all or none.
 * What is wrong with rows is told inside a success: `{ids: false, messages}`. Cells are texts; an empty one sets nothing.
 */
export interface Loaded {
  readonly ids: readonly number[] | false;
  readonly messages: readonly LoadMessage[];
  readonly nextrow: number;
}

interface LoadMessage {
  readonly type: 'error' | 'warning';
  readonly message: string;
  readonly record?: number;
  readonly rows?: { readonly from: number; readonly to: number };
  readonly field?: string;
}

export function loadRecords(env: Env, model: ModelName, fields: unknown, data: unknown): Loaded {
  if (!isTexts(fields) || !Array.isArray(data)) throw valueError('load() takes fields and rows of cells');
  const mark = env.db.mark();
  const ids: number[] = [];
  const messages: LoadMessage[] = [];
  let errors = 0;
  let together: string | undefined;
  for (const [record, row] of (data as unknown[][]).entries()) {
    const before = env.db.mark();
    try {
      ids.push(loadRow(env, model, fields, row));
    } catch (error) {
      if (!(error instanceof OdooError) || error.python === 'odoo.exceptions.AccessError') throw error;
      env.db.rollback(before);
      messages.push(messageOf(error, record));
      errors += 1;
      if (!(error instanceof CellError) && !isUnique(error)) together ??= error.message;
      // one bad row after the other: Odoo looks at no more of them
      if (errors >= errors_min && errors >= (record + 1) / errors_min) {
        messages.push({ type: 'warning', message: 'Found more than 10 errors, interrupted.' });
        break;
      }
    }
  }
  if (messages.length === 0) return { ids, messages, nextrow: 0 };
  env.db.rollback(mark);
  // what went wrong with all rows at once is told of the first, whether that one is at fault or not
  const first: LoadMessage | undefined =
    together === undefined ? undefined : { ...messageOf(new Error(together), 0) };
  const known = messages.some(({ message, record }) => message === first?.message && record === 0);
  return { ids: false, messages: first === undefined || known ? messages : [first, ...messages], nextrow: 0 };
}

const errors_min = 10;

/** The database's own constraint, which is no UserError. */
const isUnique = ({ message }: OdooError): boolean => message.includes('Barcode should be unique');

function messageOf(error: Error, record: number): LoadMessage {
  const field = error instanceof CellError ? { field: error.field } : {};
  return { type: 'error', message: error.message, record, rows: { from: record, to: record }, ...field };
}

class CellError extends OdooError {
  readonly field: string;

  constructor(field: string, message: string) {
    super('builtins.ValueError', message);
    this.field = field;
  }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

function loadRow(env: Env, model: ModelName, fields: readonly string[], row: readonly unknown[]): number {
  const vals: Record<string, unknown> = {};
  let external: string | undefined;
  let own: number | undefined;
  for (const [at, header] of fields.entries()) {
    const cell = row[at];
    if (header === 'id') external = typeof cell === 'string' && cell !== '' ? cell : undefined;
    else if (header === '.id') own = databaseId(env, model, cell);
    else {
      const [name = '', way] = header.split('/');
      vals[name] = cellValue(env, model, { name, way, cell });
    }
  }
  const known = external === undefined ? own : (findExternal(env, model, external) ?? undefined);
  if (known !== undefined) {
    writeRecords(env, model, [known], vals);
    return known;
  }
  const id = createRecord(env, model, vals);
  if (external !== undefined) keepExternal(env, model, external, id);
  return id;
}

/** Archived records are not found, unless the context says so. */
function databaseId(env: Env, model: ModelName, cell: unknown): number {
  const id = typeof cell === 'string' || typeof cell === 'number' ? Number(cell) : Number.NaN;
  if (!Number.isInteger(id) || cell === '')
    throw new CellError('.id', `Invalid database id '${String(cell)}'`);
  if (rowsOf(env, model, [['id', '=', id]]).length === 0)
    throw new CellError('.id', `Unknown database identifier '${id}'`);
  return id;
}

interface Cell {
  readonly name: string;
  readonly way: string | undefined;
  readonly cell: unknown;
}

function cellValue(env: Env, model: ModelName, { name, way, cell }: Cell): Value {
  const field = models[model].fields[name];
  if (field === undefined) throw valueError(`Invalid field name '${name}'`);
  if (cell === '' || cell === false || cell === null || cell === 0) return false;
  if (typeof cell !== 'string') throw valueError(`'${typeof cell}' object has no attribute 'lower'`);
  if (field.type === 'many2one') return relation(env, name, field, { name, way, cell });
  if (way !== undefined) throw new CellError(name, `The stand-in does not load ${name}/${way}`);
  return plainValue(env, name, field, cell);
}

function relation(env: Env, name: string, field: Field, { way, cell }: Cell): number {
  const of = field.of as ModelName;
  const text = String(cell);
  if (way === '.id') {
    if (rowsOf(env, of, [['id', '=', Number(text)]]).length > 0) return Number(text);
    throw new CellError(name, `No matching record found for database id '${text}' in field '${field.label}'`);
  }
  if (way === 'id') {
    const found = findExternal(env, of, text);
    if (found !== undefined) return found;
    throw new CellError(name, `No matching record found for external id '${text}' in field '${field.label}'`);
  }
  const [named] = rowsOf(env, of, [['name', '=', text]]);
  if (named !== undefined) return named.id;
  throw new CellError(name, `No matching record found for name '${text}' in field '${field.label}'`);
}

function plainValue(env: Env, name: string, field: Field, cell: string): Value {
  switch (field.type) {
    case 'boolean':
      return ['1', 'true', 'yes'].includes(cell.toLowerCase());
    case 'integer':
    case 'float': {
      const number = Number(cell);
      if (!Number.isFinite(number))
        throw new CellError(name, `'${cell}' does not seem to be a number for field '${field.label}'`);
      return number;
    }
    case 'selection':
      if (field.values?.includes(cell) === true) return cell;
      throw new CellError(name, `Value '${cell}' not found in selection field '${field.label}'`);
    case 'datetime':
      return toUtc(cell, typeof env.context.tz === 'string' ? env.context.tz : env.user.tz);
    default:
      return cell;
  }
}

/** An import reads times in the zone of the context, or of the user, and keeps them in UTC. */
function toUtc(cell: string, zone: string): string {
  const instant = Temporal.PlainDateTime.from(cell.replace(' ', 'T')).toZonedDateTime(zone).toInstant();
  return instant.toString({ smallestUnit: 'second' }).replace('T', ' ').replace('Z', '');
}

function externalName(external: string): string {
  if (/\s/.test(external)) throw new CellError('id', 'External IDs cannot contain spaces');
  return external.includes('.') ? external : `__import__.${external}`;
}

function findExternal(env: Env, model: ModelName, external: string): number | undefined {
  const name = externalName(external);
  const [data] = env.db.found('ir.model.data', 'complete_name', name) ?? [];
  if (data === undefined) return undefined;
  if (data.model !== model)
    throw new CellError(
      'id',
      `Invalid external id ${name}: expected model ${model}, found ${String(data.model)}`,
    );
  const id = Number(data.res_id);
  return env.db.get(model, id) === undefined ? undefined : id;
}

/** Whoever may import may give external ids, though the table itself is closed to them. */
function keepExternal(env: Env, model: ModelName, external: string, id: number): void {
  const [module = '', ...rest] = externalName(external).split('.');
  const sudo: Env = { ...env, user: { ...env.user, admin: true } };
  for (const old of env.db.found('ir.model.data', 'complete_name', externalName(external)) ?? [])
    env.db.remove('ir.model.data', old.id);
  createRecord(sudo, 'ir.model.data', { module, name: rest.join('.'), model, res_id: id });
}
