import { Fault } from '../../domain/faults.ts';
import { isReservedServedId, localIdOf, servedIdOf, type ServedShape } from '../../domain/served-id.ts';
import { lastingStatement, statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';

const served_id_chars_max = 200;

/** Stands in the place of the organizer for what all of them share, such as the kinds of events. */
export const everybody = 0;

/** What kind of thing, as which dialect shows it. */
export interface ServedKind {
  readonly organizer_id: number;
  readonly dialect: string;
  /** a table's name: event, ticket, order, … */
  readonly kind: string;
}

type Served = { local_id: number; served_id: string };

const servedOfOne = statement<ServedKind & { local_id: number }, Served>((db, slot) =>
  db
    .selectFrom('served_id')
    .select(['local_id', 'served_id'])
    .where('organizer_id', '=', slot('organizer_id'))
    .where('dialect', '=', slot('dialect'))
    .where('kind', '=', slot('kind'))
    .where('local_id', '=', slot('local_id')),
);

/** Ids of one statement of a list; a shorter rest repeats its last id, so that the statement is compiled once. */
const ids_at_once = 100;
const slotNames = Array.from({ length: ids_at_once }, (_, index) => `id_${index}`);

const servedOfMany = statement<Record<string, string | number>, Served>((db, slot) =>
  db
    .selectFrom('served_id')
    .select(['local_id', 'served_id'])
    .where('organizer_id', '=', slot('organizer_id') as number)
    .where('dialect', '=', slot('dialect') as string)
    .where('kind', '=', slot('kind') as string)
    .where(
      'local_id',
      'in',
      slotNames.map((name) => slot(name) as number),
    ),
);

export const anyServed = statement<ServedKind, { local_id: number }>((db, slot) =>
  db
    .selectFrom('served_id')
    .select('local_id')
    .where('organizer_id', '=', slot('organizer_id'))
    .where('dialect', '=', slot('dialect'))
    .where('kind', '=', slot('kind'))
    .limit(1),
);

const localOfServed = statement<ServedKind & { served_id: string }, { local_id: number }>((db, slot) =>
  db
    .selectFrom('served_id')
    .select('local_id')
    .where('organizer_id', '=', slot('organizer_id'))
    .where('dialect', '=', slot('dialect'))
    .where('kind', '=', slot('kind'))
    .where('served_id', '=', slot('served_id')),
);

const anyOfDialect = lastingStatement<Omit<ServedKind, 'kind'>, { local_id: number }>((db, slot) =>
  db
    .selectFrom('served_id')
    .select('local_id')
    .where('organizer_id', '=', slot('organizer_id'))
    .where('dialect', '=', slot('dialect'))
    .limit(1),
);

/** Whether the dialect shows anything of the organizer under an id that was fixed: else all are made of the local ones. */
export async function fixesIds(rx: Rx, of: Omit<ServedKind, 'kind'>): Promise<boolean> {
  const { organizer_id, dialect } = of;
  return (await rx.first(anyOfDialect, { organizer_id, dialect })) !== undefined;
}

/** The id that the dialect shows of one thing. Nothing says that the thing exists. */
export async function servedId(
  rx: Rx,
  input: ServedKind & { readonly local_id: number; readonly shape?: ServedShape },
): Promise<string> {
  const { organizer_id, dialect, kind, local_id, shape = 'integer' } = input;
  if (!(await fixesIds(rx, input))) return servedIdOf(shape, local_id);
  const row = await rx.first(servedOfOne, { organizer_id, dialect, kind, local_id });
  return row?.served_id ?? servedIdOf(shape, local_id);
}

/** The ids that the dialect shows of many things; an entry for every local id that was asked. */
export async function servedIds(
  rx: Rx,
  input: ServedKind & { readonly local_ids: readonly number[]; readonly shape?: ServedShape },
): Promise<Map<number, string>> {
  const { organizer_id, dialect, kind, shape = 'integer' } = input;
  const of = { organizer_id, dialect, kind };
  const served = new Map(input.local_ids.map((id) => [id, '']));
  const ids = [...served.keys()];
  const rows: Served[] = [];
  if (ids.length === 1) {
    rows.push(...(await rx.run(servedOfOne, { ...of, local_id: ids[0] ?? 0 })));
  } else if (ids.length <= ids_at_once || (await rx.first(anyServed, of)) !== undefined) {
    for (let start = 0; start < ids.length; start += ids_at_once) {
      rows.push(...(await rx.run(servedOfMany, manyValues(of, ids.slice(start, start + ids_at_once)))));
    }
  }
  for (const row of rows) served.set(row.local_id, row.served_id);
  for (const [id, text] of served) if (text === '') served.set(id, servedIdOf(shape, id));
  return served;
}

function manyValues(of: ServedKind, ids: readonly number[]): Record<string, string | number> {
  const values: Record<string, string | number> = { ...of };
  const last = ids.at(-1) ?? 0;
  for (const [index, name] of slotNames.entries()) values[name] = ids[index] ?? last;
  return values;
}

/** The local id behind one that a client sent; undefined when it is none of ours. Nothing says that the thing exists. */
export async function localId(
  rx: Rx,
  input: ServedKind & { readonly served_id: string | number },
): Promise<number | undefined> {
  const { organizer_id, dialect, kind } = input;
  const served_id = String(input.served_id);
  const born = localIdOf(served_id);
  if (born !== undefined) return born;
  if (served_id === '' || served_id.length > served_id_chars_max) return undefined;
  return (await rx.first(localOfServed, { organizer_id, dialect, kind, served_id }))?.local_id;
}

/**
 * Fixes the id under which the dialect shows a thing; again with the same: no change. Part of the use case that takes
 * the thing in, whose ledger row covers it. An id by which it was shown before keeps leading to it. Throws
 * `served_id_reserved` inside the range kept for what is born here, and `served_id_taken` when the id or the thing has
 * another partner.
 */
export async function fixServedId(
  tx: Tx,
  input: ServedKind & { readonly local_id: number; readonly served_id: string | number },
): Promise<void> {
  const { organizer_id, dialect, kind, local_id } = input;
  const served_id = String(input.served_id);
  if (served_id === '' || served_id.length > served_id_chars_max) {
    throw new Fault('invalid_input', { field: 'served_id', chars_max: served_id_chars_max });
  }
  if (isReservedServedId(served_id)) throw new Fault('served_id_reserved', { dialect, kind, served_id });
  const row = { organizer_id, dialect, kind, local_id, served_id };
  if ((await tx.first(insertServed, row)) !== undefined) return;
  const there = await tx.first(servedOfOne, row);
  if (there?.served_id !== served_id) throw new Fault('served_id_taken', { dialect, kind, served_id });
}

/** Two keys can be in the way, the id and the thing: both are conflicts that do nothing. */
const insertServed = statement<ServedKind & Served, { local_id: number }>((db, slot) =>
  db
    .insertInto('served_id')
    .values({
      organizer_id: slot('organizer_id'),
      dialect: slot('dialect'),
      kind: slot('kind'),
      served_id: slot('served_id'),
      local_id: slot('local_id'),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('local_id'),
);
