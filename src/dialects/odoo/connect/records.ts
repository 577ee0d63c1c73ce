import { PeerTrouble } from '../../../hub/port.ts';
import { Type, type Static } from 'typebox';
import { Loaded, records, type RecordName, type RecordOf } from '../wire.ts';
import { expectShape, type CallOdoo } from './call.ts';

/** Reading and writing records of Odoo, over whichever transport. */

/** Archived records are shown too: they hold barcodes. */
const with_archived = { active_test: false };

const readers = new Map<RecordName, (value: unknown) => unknown>();

function readerOf<Name extends RecordName>(model: Name): (value: unknown) => RecordOf<Name>[] {
  let reader = readers.get(model);
  if (reader === undefined) {
    reader = expectShape(Type.Array(records[model]), model);
    readers.set(model, reader);
  }
  return reader as (value: unknown) => RecordOf<Name>[];
}

export interface Search {
  readonly domain: readonly unknown[];
  readonly limit?: number;
  readonly order?: string;
  /** false: those in use alone */
  readonly archived?: boolean;
}

/** The records that a domain finds, archived ones with them unless said otherwise. */
export async function findRecords<Name extends RecordName>(
  call: CallOdoo,
  model: Name,
  { domain, limit, order, archived = true }: Search,
): Promise<RecordOf<Name>[]> {
  const named = {
    domain,
    fields: Object.keys(records[model].properties).filter((name) => name !== 'id'),
    ...(limit === undefined ? {} : { limit }),
    order: order ?? 'id',
  };
  return readerOf(model)(
    await call({ model, method: 'search_read', named, context: archived ? with_archived : {} }),
  );
}

/** One row for `load()`: cells are texts, and an empty one empties the field. */
export type LoadRow = Readonly<Record<string, string>>;

export interface LoadOptions {
  /** whether Odoo may write mails for what is made */
  readonly mails: boolean;
  /** whether rows name archived records: else these are not found, nor do they come into what Odoo works out, such as taxes */
  readonly archived?: boolean;
}

/** Registrations are found archived too, and bring mails unless told not to. */
function contextOf(
  model: string,
  { mails, archived = false }: LoadOptions,
): Readonly<Record<string, unknown>> {
  const is_registration = model === 'event.registration';
  return {
    ...(is_registration || archived ? with_archived : {}),
    ...(is_registration && !mails ? { install_mode: true } : {}),
  };
}

/** What became of a row: the record's id, or why it was not taken. */
export type LoadedRow = { readonly id: number } | { readonly refused: string };

/** rows of one call: a hundred take about a quarter of a second */
const rows_max = 200;

const loadedOf = expectShape(Loaded, 'load()');

/**
 * Makes or changes records by their external ids (`id`) or own ids (`.id`), all with the same cells. `load()` keeps all rows of
 * a call or none; where it names rows that are wrong, these are left out and the others sent again.
 */
export async function loadRows(
  call: CallOdoo,
  model: string,
  rows: readonly LoadRow[],
  options: LoadOptions,
): Promise<LoadedRow[]> {
  const all: LoadedRow[] = [];
  for (let from = 0; from < rows.length; from += rows_max)
    all.push(...(await loadChunk(call, model, rows.slice(from, from + rows_max), options)));
  return all;
}

async function loadChunk(
  call: CallOdoo,
  model: string,
  rows: readonly LoadRow[],
  options: LoadOptions,
): Promise<LoadedRow[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const fields = Object.keys(first);
  const data = rows.map((row) => fields.map((field) => row[field] ?? ''));
  // an import reads times in the zone of the user, unless it is told another
  const context = { tz: 'UTC', ...contextOf(model, options) };
  const answer = await call({ model, method: 'load', named: { fields, data }, context });
  const { ids, messages } = loadedOf(answer);
  if (ids !== false && ids.length === rows.length) return ids.map((id) => ({ id }));
  if (ids !== false)
    throw new PeerTrouble('nonsense', `load() gave ${ids.length} ids for ${rows.length} rows`);
  const refused = refusedRows(messages, rows.length);
  const words = messages.find(({ type }) => type !== 'warning')?.message ?? 'it did not say why';
  if (refused.size === 0) return oneByOne(call, model, rows, { options, words });
  const rest = rows.filter((_, index) => !refused.has(index));
  const taken = await loadChunk(call, model, rest, options);
  let next = 0;
  return rows.map((_, index) => {
    const why = refused.get(index);
    if (why !== undefined) return { refused: why };
    next += 1;
    return taken[next - 1] ?? { refused: words };
  });
}

/**
 * The rows at fault, by their places. What went wrong with all rows at once is told of the first as well, whether that one is at
 * fault or not: where the same is told of another, it is that one.
 */
function refusedRows(messages: Static<typeof Loaded>['messages'], many: number): Map<number, string> {
  const errors = messages.filter(({ type }) => type !== 'warning');
  const [first, ...others] = errors;
  const twice = others.some(({ message, record }) => message === first?.message && record !== first.record);
  const refused = new Map<number, string>();
  for (const { record, message } of first?.record === 0 && twice ? others : errors)
    if (record !== undefined && record < many && !refused.has(record)) refused.set(record, message);
  return refused;
}

/** Where Odoo does not say which row it means. */
async function oneByOne(
  call: CallOdoo,
  model: string,
  rows: readonly LoadRow[],
  { options, words }: { readonly options: LoadOptions; readonly words: string },
): Promise<LoadedRow[]> {
  if (rows.length === 1) return [{ refused: words }];
  const all: LoadedRow[] = [];
  for (const row of rows) all.push(...(await loadChunk(call, model, [row], options)));
  return all;
}

/** Writes the same values to several records. */
export async function writeRecords(
  call: CallOdoo,
  model: RecordName,
  ids: readonly number[],
  vals: Readonly<Record<string, unknown>>,
  options: LoadOptions,
): Promise<void> {
  if (ids.length === 0) return;
  await call({ model, method: 'write', ids, named: { vals }, context: contextOf(model, options) });
}
