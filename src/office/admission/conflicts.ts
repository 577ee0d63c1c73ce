import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { keptText } from './codes.ts';
import { scanIdsOf } from './scans-of-tickets.ts';

/** A scan that a person has to look at, with what is recorded of its ticket. */
export interface Conflict extends Row<'scan'> {
  readonly first_used_at: number | null;
  readonly last_used_at: number | null;
  readonly used: number | null;
  readonly allowed: number | null;
}

/** What a person says: both were let in rightly, or somebody entered who should not have. Either way nothing is rewritten. */
export type Resolution = 'accepted' | 'rejected';

/** The newest first. `before_id` is the `id` of the last row of the page before; open ones only unless `resolved` says so. */
export async function listConflicts(
  rx: Rx,
  wanted: {
    readonly organizer_id: number;
    readonly event_id?: number | undefined;
    readonly resolved?: boolean | undefined;
    readonly before_id?: number | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Conflict[]> {
  let query = rx.db
    .selectFrom('scan as s')
    .leftJoin('entitlement as e', (join) =>
      join.onRef('e.ticket_id', '=', 's.ticket_id').onRef('e.id', '=', 's.entitlement_id'),
    )
    .selectAll('s')
    .select(['e.first_used_at', 'e.last_used_at', 'e.used', 'e.allowed'])
    .where('s.organizer_id', '=', wanted.organizer_id)
    .where('s.outcome', '=', 'conflict')
    .where('s.resolved_at', wanted.resolved === true ? 'is not' : 'is', null)
    .orderBy('s.id', 'desc')
    .limit(Math.min(wanted.limit ?? limits.page_rows_default, limits.page_rows_max));
  if (wanted.event_id !== undefined) query = query.where('s.event_id', '=', wanted.event_id);
  if (wanted.before_id !== undefined) query = query.where('s.id', '<', wanted.before_id);
  return query.execute();
}

/**
 * Notes a person's word on a conflict. Throws `not_found` when it is none of the organizer's, `conflict_resolved` when
 * somebody was faster: the first word stands.
 */
export async function resolveConflict(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly scan_id: number;
    readonly resolution: Resolution;
    readonly note?: string | undefined;
  },
): Promise<void> {
  const { organizer_id, scan_id, resolution } = input;
  const resolved = await tx.db
    .updateTable('scan')
    .set({ resolved_at: tx.now, resolution })
    .where('id', '=', scan_id)
    .where('organizer_id', '=', organizer_id)
    .where('outcome', '=', 'conflict')
    .where('resolved_at', 'is', null)
    .returning(['id', 'ticket_id'])
    .executeTakeFirst();
  if (resolved === undefined) throw await whyNot(tx, organizer_id, scan_id);
  await recordChange(tx, {
    organizer_id,
    action: 'scan.resolved',
    subject_kind: 'scan',
    subject_id: scan_id,
    after: { resolution, ticket_id: resolved.ticket_id },
    reason: input.note === undefined ? undefined : keptText(input.note, limits.title_chars_max),
  });
}

async function whyNot(tx: Tx, organizer_id: number, scan_id: number): Promise<Fault> {
  const scan = await tx.db
    .selectFrom('scan')
    .select('resolution')
    .where('id', '=', scan_id)
    .where('organizer_id', '=', organizer_id)
    .where('outcome', '=', 'conflict')
    .executeTakeFirst();
  if (scan === undefined) return new Fault('not_found', { scan_id });
  return new Fault('conflict_resolved', { scan_id, resolution: scan.resolution });
}

/** By the id of each conflict, the last entry before it that was let in with the same ticket; what came by later is another story. */
export async function otherEntries(
  rx: Rx,
  organizer_id: number,
  conflicts: readonly Pick<Row<'scan'>, 'id' | 'ticket_id' | 'entitlement_id'>[],
): Promise<ReadonlyMap<number, Row<'scan'>>> {
  const ids = [...new Set(conflicts.flatMap(({ ticket_id }) => ticket_id ?? []))];
  if (ids.length === 0) return new Map();
  const entries = await rx.db
    .selectFrom('scan')
    .selectAll()
    .where('id', 'in', scanIdsOf(ids))
    .where('organizer_id', '=', organizer_id)
    .where('direction', '=', 'in')
    // it changed what is allowed
    .where('earlier_scan_id', 'is not', null)
    .orderBy('id', 'desc')
    .execute();
  return new Map(
    conflicts.flatMap(({ id, ticket_id, entitlement_id }) => {
      const other = entries.find(
        (entry) => entry.id < id && entry.ticket_id === ticket_id && entry.entitlement_id === entitlement_id,
      );
      return other === undefined ? [] : [[id, other] as const];
    }),
  );
}

/** The event of a scan; null: of none. Throws `not_found`. */
export async function scanEvent(
  rx: Rx,
  wanted: { readonly organizer_id: number; readonly scan_id: number },
): Promise<number | null> {
  const row = await rx.db
    .selectFrom('scan')
    .select('event_id')
    .where('id', '=', wanted.scan_id)
    .where('organizer_id', '=', wanted.organizer_id)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', { scan_id: wanted.scan_id });
  return row.event_id;
}
