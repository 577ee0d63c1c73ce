import { Fault } from '../../domain/faults.ts';
import { rowsOfIds } from '../../office/catalogue/rows-of-ids.ts';
import { ownRow, type OwnedKind } from '../../office/catalogue/rows.ts';
import { plain } from '../../office/filters/columns.ts';
import type { SqlColumn } from '../../office/filters/compile.ts';
import { tableList } from '../../office/filters/list-after.ts';
import { lockRow } from '../../store/lock-row.ts';
import { tables } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { assertAsSeen } from '../as-seen.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once, type Writing } from '../once.ts';
import type { ListQuery } from '../shapes.ts';
import type { Field, Fields } from './fields.ts';
import type { Resource } from './resource.ts';

type Columns = Readonly<Record<string, unknown>>;
export type Given = Readonly<Record<string, unknown>>;

type Change = Given & { readonly was?: Given };

/** What the office does with a kind of thing. What was given comes as columns of its table. */
export interface Uses {
  readonly create: (tx: Tx, input: Columns & { readonly organizer_id: number }) => Promise<number>;
  readonly change: (
    tx: Tx,
    of: { readonly organizer_id: number; readonly id: number },
    patch: Columns,
  ) => Promise<unknown>;
}

type AnyResource = Pick<Resource, 'kind' | 'one' | 'many' | 'fields'>;

/** A row on the wire. */
export function shown(fields: Fields, row: Columns): Record<string, unknown> {
  return {
    id: row['id'],
    ...Object.fromEntries(Object.entries(fields).map(([name, { show }]) => [name, show(row[name])])),
  };
}

/** What was given, as columns. */
export function taken(fields: Fields, given: Given): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given)
      .filter(([name, value]) => value !== undefined && fields[name] !== undefined)
      .map(([name, value]) => [name, fields[name]?.take(value, name)]),
  );
}

/** Throws `not_found` for a thing of an event that the caller may not touch, `forbidden` for one of no event. */
export function requireEventOf(auth: Caller, row: Columns): void {
  const { event_id } = row;
  if (typeof event_id === 'number') auth.requireEvent(event_id);
  else auth.requireEverywhere();
}

/** One of the kind as it is now, on the wire. */
export async function itemOfId(
  rx: Parameters<typeof ownRow>[0],
  { kind, fields }: AnyResource,
  auth: Caller,
  id: number,
): Promise<Record<string, unknown>> {
  const row = (await ownRow(rx, kind, auth.organizer_id, id)) as unknown as Columns;
  requireEventOf(auth, row);
  return shown(fields, row);
}

function sqlColumn(type: NonNullable<Field['column']>, reference: string): SqlColumn {
  return type === 'instant' ? instantColumn(reference) : plain(type, reference);
}

/** The handlers of `endpointsOf`, by the names of its endpoints; typed by who puts them beside their contract. */
export function handlersOf(face: ApiFace, of: AnyResource, uses: Uses): Record<string, unknown> {
  const { store } = face.office;
  const { kind, fields, one, many } = of;
  const declared = tables[kind].columns as Columns;
  const columns = Object.fromEntries(
    Object.entries(fields).flatMap(([name, { column }]): [string, SqlColumn][] =>
      column === undefined ? [] : [[name, sqlColumn(column, `${kind}.${name}`)]],
    ),
  );
  const source = tableList(kind, columns, 'deleted_at' in declared ? { living: true } : {});
  const event_column = 'event_id' in fields ? 'event_id' : undefined;
  return {
    [`list_${many}`]: ({ auth, query }: { auth: Caller; query: ListQuery }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          ...{ source, event_column },
          rows: (rx, ids) => rowsOfIds(rx, kind, { organizer_id: auth.organizer_id, ids }),
          item: (row) => shown(fields, row),
        }),
      ),
    [`find_${one}`]: ({ auth, params }: { auth: Caller; params: { id: number } }) =>
      store.read((rx) => itemOfId(rx, of, auth, params.id)),
    [`create_${one}`]: (handed: Writing & { readonly body: Given }) =>
      once(face, handed, async (tx) => {
        const { auth, body } = handed;
        const columns = taken(fields, body);
        requireEventOf(auth, columns);
        const id = await uses.create(tx, { ...columns, organizer_id: auth.organizer_id });
        return itemOfId(tx, of, auth, id);
      }),
    [`change_${one}`]: (handed: Writing & { readonly params: { id: number }; readonly body: Change }) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        const { was, ...given } = body;
        if (Object.keys(given).length === 0) {
          throw new Fault('invalid_input', { in: 'body', path: '', message: 'names nothing to change' });
        }
        if (was !== undefined) await lockRow(tx, kind, params.id);
        const now = await itemOfId(tx, of, auth, params.id);
        if (was !== undefined) assertAsSeen(now, was);
        await uses.change(tx, { organizer_id: auth.organizer_id, id: params.id }, taken(fields, given));
        return itemOfId(tx, of, auth, params.id);
      }),
  };
}

type Of = { readonly organizer_id: number; readonly id: number };
type Made = (tx: Tx, input: never) => Promise<number>;
type Changed = (tx: Tx, input: never) => Promise<unknown>;

/** The use cases of a kind: the columns that were given are theirs by the contract, and each holds them against its rules. */
export function using(kind: OwnedKind, create: Made, change: Changed): Uses {
  return {
    create: (tx, input) => create(tx, input as never),
    change: (tx, { organizer_id, id }: Of, patch) =>
      change(tx, { organizer_id, [`${kind}_id`]: id, ...patch } as never),
  };
}

/** Ends a thing that belongs to an event, or to none. */
export function ending(face: ApiFace, kind: OwnedKind, end: (tx: Tx, of: Of) => Promise<void>) {
  return (handed: Writing & { readonly params: { readonly id: number } }) =>
    once(face, handed, async (tx) => {
      const { auth, params }: { auth: Caller; params: { readonly id: number } } = handed;
      requireEventOf(auth, { ...(await ownRow(tx, kind, auth.organizer_id, params.id)) });
      await end(tx, { organizer_id: auth.organizer_id, id: params.id });
      return { deleted: true as const };
    });
}
