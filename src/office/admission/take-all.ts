import { sql } from 'kysely';
import { Fault } from '../../domain/faults.ts';
import { LostRace } from '../../store/lost-race.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
import type { Tx } from '../../store/transaction.ts';

/** An entitlement as it was read, and what became of it by reports alone, which join no chain of scans. */
export interface Taking {
  readonly ticket_id: number;
  readonly id: number;
  readonly was_used: number;
  readonly was_inside: number;
  readonly was_latest: number;
  readonly used: number;
  readonly inside: number;
  readonly first_used_at: number | null;
  readonly last_used_at: number | null;
  readonly updated_at: number;
}

const columns = [
  'ticket_id',
  'id',
  'was_used',
  'was_inside',
  'was_latest',
  'used',
  'inside',
  'first_used_at',
  'last_used_at',
  'updated_at',
] as const satisfies readonly (keyof Taking)[];

const entitlementsTaken = new RowsInsert<Taking>((db, rows) => {
  const values = rows.map(
    (row) => sql`(${sql.join(columns.map((column) => sql`cast(${row[column]} as bigint)`))})`,
  );
  const query = sql`with taken (${sql.join(columns.map((column) => sql.ref(column)))}) as (values ${sql.join(values)})
    update entitlement set used = taken.used, inside = taken.inside, first_used_at = taken.first_used_at,
      last_used_at = taken.last_used_at, updated_at = taken.updated_at
    from taken where entitlement.ticket_id = taken.ticket_id and entitlement.id = taken.id
      and entitlement.used = taken.was_used and entitlement.inside = taken.was_inside
      and entitlement.latest_scan_id = taken.was_latest`;
  return { compile: () => query.compile(db) };
});

/**
 * Writes what became of many entitlements, each named once, in a few statements. Throws `LostRace` when one of them is no
 * longer as it was read, as the guard of `takeAsRead` tells of one.
 */
export async function takeAllAsRead(tx: Tx, takings: readonly Taking[]): Promise<void> {
  if ((await entitlementsTaken.put(tx, takings)) !== takings.length) throw new LostRace(new Fault('busy'));
}
