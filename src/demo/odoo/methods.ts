import { cancelOrders, confirmOrders, draftOrders, setRegistrations } from './actions.ts';
import { rowOf, type Env } from './env.ts';
import { loadRecords } from './load.ts';
import { models, type ModelName } from './models.ts';
import { OdooError, unprocessable, valueError } from './odoo-error.ts';
import {
  createRecord,
  readRows,
  searchRecords,
  unlinkRecords,
  writeRecords,
  type Vals,
  type Wanted,
} from './records.ts';

interface Call {
  readonly ids: readonly number[];
  readonly args: Readonly<Record<string, unknown>>;
}

interface Method {
  /** whether it is called on records: `ids` comes first */
  readonly on_records: boolean;
  /** its parameters in their order; those that end in `?` may be left out */
  readonly takes: readonly string[];
  readonly run: (env: Env, model: ModelName, call: Call) => unknown;
}

const method = (takes: string, run: Method['run']): Method => ({
  on_records: false,
  takes: takes.split(' ').filter((name) => name !== ''),
  run,
});
const onRecords = (takes: string, run: Method['run']): Method => ({
  ...method(takes, run),
  on_records: true,
});

const names = (fields: unknown): string[] | undefined =>
  Array.isArray(fields) ? fields.map(String) : undefined;

const everywhere: Readonly<Record<string, Method>> = {
  search: method('domain offset? limit? order?', (env, model, { args }) =>
    searchRecords(env, model, args as unknown as Wanted).map(({ id }) => id),
  ),
  search_count: method(
    'domain limit?',
    (env, model, { args }) => searchRecords(env, model, args as unknown as Wanted).length,
  ),
  search_read: method('domain? fields? offset? limit? order? load?', (env, model, { args }) =>
    readRows(
      env,
      model,
      searchRecords(env, model, args as unknown as Wanted),
      names(args.fields),
      'load' in args && !args.load,
    ),
  ),
  read: onRecords('fields? load?', (env, model, { ids, args }) =>
    readRows(
      env,
      model,
      ids.map((id) => rowOf(env, model, id)),
      names(args.fields),
      'load' in args && !args.load,
    ),
  ),
  create: method('vals_list', (env, model, { args: { vals_list } }) =>
    Array.isArray(vals_list)
      ? (vals_list as Vals[]).map((vals) => createRecord(env, model, vals))
      : createRecord(env, model, vals_list as Vals),
  ),
  write: onRecords('vals', (env, model, { ids, args }) => {
    writeRecords(env, model, ids, args.vals as Vals);
    return true;
  }),
  unlink: onRecords('', (env, model, { ids }) => {
    unlinkRecords(env, model, ids);
    return true;
  }),
  load: method('fields data', (env, model, { args }) => loadRecords(env, model, args.fields, args.data)),
  fields_get: method('allfields? attributes?', (_env, model, { args }) => {
    const wanted = names(args.allfields);
    const all = Object.entries(models[model].fields).filter(([name]) => wanted?.includes(name) ?? true);
    return Object.fromEntries(
      all.map(([name, { type, label, required, of }]) => [
        name,
        { type, string: label, required: required === true, ...(of === undefined ? {} : { relation: of }) },
      ]),
    );
  }),
};

const registrationButton = (state: string): Method =>
  onRecords('', (env, _model, { ids }) => setRegistrations(env, ids, state));

const ofModels: Partial<Readonly<Record<ModelName, Readonly<Record<string, Method>>>>> = {
  'sale.order': {
    action_confirm: onRecords('', (env, _model, { ids }) => confirmOrders(env, ids)),
    action_cancel: onRecords('', (env, _model, { ids }) => cancelOrders(env, ids)),
    action_draft: onRecords('', (env, _model, { ids }) => draftOrders(env, ids)),
  },
  'event.registration': {
    action_confirm: registrationButton('open'),
    action_set_done: registrationButton('done'),
    action_cancel: registrationButton('cancel'),
    action_set_draft: registrationButton('draft'),
  },
};

/** The method of that name; undefined where there is none, or it is private. */
export function methodOf(model: ModelName, name: string): Method | undefined {
  const own = ofModels[model];
  if (own !== undefined && Object.hasOwn(own, name)) return own[name];
  return Object.hasOwn(everywhere, name) ? everywhere[name] : undefined;
}

/** A call as JSON-RPC makes it: positions, then names. */
export function callByPosition(
  env: Env,
  model: ModelName,
  name: string,
  args: readonly unknown[],
  named: Readonly<Record<string, unknown>>,
): unknown {
  const found = methodOf(model, name);
  if (found === undefined)
    throw new OdooError('builtins.AttributeError', `The method '${model}.${name}' does not exist`);
  const [first, ...rest] = found.on_records ? args : [undefined, ...args];
  if (rest.length > found.takes.length)
    throw new OdooError('builtins.TypeError', `${name}() takes ${found.takes.length} arguments`);
  const byName = Object.fromEntries(
    rest.map((value, at) => [(found.takes[at] ?? '').replace('?', ''), value] as const),
  );
  const { context: _context, ...others } = named;
  const call = { ids: found.on_records ? idsOf(first) : [], args: { ...byName, ...others } };
  const wrong = complaint(found, call.args);
  if (wrong !== undefined) throw new OdooError('builtins.TypeError', `${name}() ${wrong}`);
  return found.run(env, model, call);
}

/** A call as JSON-2 makes it: names alone. */
export function callByName(
  env: Env,
  model: ModelName,
  found: Method,
  named: Readonly<Record<string, unknown>>,
): unknown {
  const { ids, context: _context, ...args } = named;
  const wrong = complaint(found, args);
  if (wrong !== undefined) throw unprocessable(wrong);
  if (ids !== undefined && !found.on_records) throw unprocessable("got an unexpected keyword argument 'ids'");
  return found.run(env, model, { ids: found.on_records ? idsOf(ids ?? []) : [], args });
}

function idsOf(value: unknown): number[] {
  const ids: unknown[] = Array.isArray(value) ? value : [value];
  if (!ids.every((id) => typeof id === 'number'))
    throw valueError(`Wrong ids ${JSON.stringify(value ?? null)}`);
  return ids;
}

function complaint({ takes }: Method, args: Readonly<Record<string, unknown>>): string | undefined {
  const known = new Set(takes.map((name) => name.replace('?', '')));
  const unknown = Object.keys(args).find((name) => !known.has(name));
  if (unknown !== undefined) return `got an unexpected keyword argument '${unknown}'`;
  const missing = takes.find((name) => !name.endsWith('?') && !(name in args));
  return missing === undefined ? undefined : `missing a required argument: '${missing}'`;
}
