import { Fault } from '../../../domain/faults.ts';
import { localId, servedIds } from '../../../office/served-ids/served-ids.ts';
import type { Rx } from '../../../store/transaction.ts';

/** What this dialect shows by id. */
export type Kind =
  | 'article'
  | 'department'
  | 'variation'
  | 'payment_mode'
  | 'counter'
  | 'dining_table'
  | 'customer'
  | 'user'
  | 'order'
  | 'order_line';

const dialect = 'caisse';

/** The local id behind one that a client sent. Throws `not_found` for one that is none; nothing says that the thing exists. */
export async function local(
  rx: Rx,
  organizer_id: number,
  kind: Kind,
  served_id: string | number,
): Promise<number> {
  const id = await localId(rx, { organizer_id, dialect, kind, served_id });
  if (id === undefined) throw new Fault('not_found', { kind });
  return id;
}

/** The same for a field that may be missing or empty. */
export async function localOrNone(
  rx: Rx,
  organizer_id: number,
  kind: Kind,
  served_id: number | null | undefined,
): Promise<number | undefined> {
  return served_id === undefined || served_id === null ? undefined : local(rx, organizer_id, kind, served_id);
}

export type Shown = (id: number | null) => number | null;

/** The ids under which things of a kind are shown, as numbers. */
export async function shown(
  rx: Rx,
  organizer_id: number,
  kind: Kind,
  ids: Iterable<number | null>,
): Promise<Shown> {
  const local_ids = [...new Set(ids)].filter((id): id is number => id !== null);
  if (local_ids.length === 0) return () => null;
  const served = await servedIds(rx, { organizer_id, dialect, kind, local_ids });
  return (id) => (id === null ? null : Number(served.get(id) ?? 0));
}
