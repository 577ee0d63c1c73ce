import { sql } from 'kysely';
import type { Rx } from './transaction.ts';

export interface StorageFault {
  readonly table: string | null;
  readonly message: string;
}

/**
 * What the engine itself finds wrong with what it stores, `limit` faults at most. SQLite reads every page and every index
 * (seconds for a million tickets) and looks for broken foreign keys, which it does not check when somebody writes with them
 * turned off. PostgreSQL guards both at every write; there remain indexes and constraints that were left unfinished.
 */
export function storageFaults(rx: Rx, limit: number): Promise<StorageFault[]> {
  return rx.engine === 'sqlite' ? sqliteFaults(rx, limit) : postgresFaults(rx, limit);
}

async function sqliteFaults(rx: Rx, limit: number): Promise<StorageFault[]> {
  const faults: StorageFault[] = [];
  try {
    const pages = await sql<{ integrity_check: string }>`pragma integrity_check(${sql.lit(limit)})`.execute(
      rx.db,
    );
    for (const row of pages.rows) {
      if (row.integrity_check !== 'ok') faults.push({ table: null, message: row.integrity_check });
    }
    const keys = await sql<{ table: string; rowid: number | null; parent: string }>`
      pragma foreign_key_check`.execute(rx.db);
    for (const { table, rowid, parent } of keys.rows.slice(0, limit)) {
      faults.push({ table, message: `row ${rowid ?? '?'} of ${table} points to no row of ${parent}` });
    }
  } catch (error) {
    // a file that is damaged badly enough cannot even be looked through
    if ((error as { code?: unknown } | null)?.code !== 'ERR_SQLITE_ERROR') throw error;
    faults.push({ table: null, message: error instanceof Error ? error.message : 'unreadable' });
  }
  return faults.slice(0, limit);
}

async function postgresFaults(rx: Rx, limit: number): Promise<StorageFault[]> {
  const { rows } = await sql<StorageFault>`
    select c.relname as "table", 'the index ' || i.relname || ' is not valid' as "message"
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and not (x.indisvalid and x.indisready)
    union all
    select c.relname, 'the constraint ' || k.conname || ' is not validated'
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and not k.convalidated
    limit ${limit}`.execute(rx.db);
  return rows;
}
