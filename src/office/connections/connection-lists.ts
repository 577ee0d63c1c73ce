import { sql, type Expression, type SqlBool } from 'kysely';
import { plain, present } from '../filters/columns.ts';
import type { SqlColumn, SqlColumns } from '../filters/compile.ts';
import { tableList } from '../filters/list-after.ts';
import type { ListSource } from '../filters/list-page.ts';

/** How an instant of a column is compared: the edge knows how it is written. */
export type InstantColumn = (reference: string) => SqlColumn;

/** Files that were imported are kept as connections without an address: they are not shown. */
export function connectionList(instant: InstantColumn): ListSource {
  return {
    ...tableList('connection', {
      name: plain('text', 'connection.name'),
      dialect: plain('text', 'connection.dialect'),
      enabled: plain('flag', 'connection.enabled'),
      halted: present('connection.halted_at'),
      created_at: instant('connection.created_at'),
      updated_at: instant('connection.updated_at'),
    }),
    belongs: sql<SqlBool>`connection.deleted_at is null and connection.base_url <> ''`,
  };
}

export function runList(instant: InstantColumn): ListSource {
  return ofConnections('run', sql<SqlBool>`1 = 1`, {
    outcome: plain('text', 'run.outcome'),
    full: plain('flag', 'run.full'),
    dry_run: plain('flag', 'run.dry_run'),
    ended: present('run.ended_at'),
    started_at: instant('run.started_at'),
    ended_at: instant('run.ended_at'),
  });
}

export function quarantineList(instant: InstantColumn): ListSource {
  return ofConnections('quarantine', sql<SqlBool>`quarantine.resolved_at is null`, {
    kind: plain('text', 'quarantine.kind'),
    foreign_id: plain('text', 'quarantine.foreign_id'),
    reason: plain('text', 'quarantine.reason'),
    named: plain('text', 'quarantine.named'),
    tries: plain('number', 'quarantine.tries'),
    created_at: instant('quarantine.created_at'),
    updated_at: instant('quarantine.updated_at'),
  });
}

/** What waits to leave, and what was given up. */
export function outboxLists(instant: InstantColumn): {
  readonly waiting: ListSource;
  readonly dead: ListSource;
} {
  const columns = {
    topic: plain('text', 'outbox.topic'),
    subject_kind: plain('text', 'outbox.subject_kind'),
    subject_id: plain('number', 'outbox.subject_id'),
    attempts: plain('number', 'outbox.attempts'),
    created_at: instant('outbox.created_at'),
  };
  return {
    waiting: ofConnections('outbox', sql<SqlBool>`outbox.due_at is not null`, columns),
    dead: ofConnections('outbox', sql<SqlBool>`outbox.dead_at is not null`, columns),
  };
}

/**
 * Rows of an organizer's connections. Always found from the connection, which SQLite is told by the cross join: what was
 * delivered, resolved and run long ago is in none of the indexes that are then used.
 */
function ofConnections(name: string, belongs: Expression<SqlBool>, columns: SqlColumns): ListSource {
  const connection_id = `${name}.connection_id`;
  return {
    ...tableList(name, { connection_id: plain('number', connection_id), ...columns }),
    from: sql`connection cross join ${sql.table(name)}`,
    organizer_id: sql.ref('connection.organizer_id'),
    belongs: sql<SqlBool>`${sql.ref(connection_id)} = connection.id and connection.deleted_at is null and ${belongs}`,
  };
}
