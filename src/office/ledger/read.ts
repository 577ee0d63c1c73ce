/** The ledger as people read it: its rows with the names of who acted, and how the last check of its chain ended. */
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import type { Verification } from './verify.ts';

export interface LedgerEntry extends Row<'ledger'> {
  /** of the person, program, connection or device; null where there is none (any more) */
  readonly actor_name: string | null;
}

/** Rows by their ids. */
export async function ledgerByIds(rx: Rx, ids: readonly number[]): Promise<LedgerEntry[]> {
  const rows = await rx.db.selectFrom('ledger').selectAll().where('id', 'in', ids).execute();
  const names = await actorNames(rx, rows);
  return rows.map((row) => ({ ...row, actor_name: names.get(`${row.actor_kind} ${row.actor_id}`) ?? null }));
}

async function actorNames(rx: Rx, rows: readonly Row<'ledger'>[]): Promise<Map<string, string>> {
  const idsOf = (kind: string): number[] => {
    const ids = rows.flatMap((row) =>
      row.actor_kind === kind && row.actor_id !== null ? [row.actor_id] : [],
    );
    return [...new Set(ids)];
  };
  const names = new Map<string, string>();
  for (const kind of ['user', 'device', 'connection'] as const) {
    const ids = idsOf(kind);
    if (ids.length === 0) continue;
    // Kysely types a table by its name: one that stands for all keeps the query typed
    const found = await rx.db
      .selectFrom(kind as 'device')
      .select(['id', 'name'])
      .where('id', 'in', ids)
      .execute();
    for (const { id, name } of found) names.set(`${kind} ${id}`, name);
  }
  const credential_ids = idsOf('credential');
  if (credential_ids.length === 0) return names;
  const programs = await rx.db
    .selectFrom('credential')
    .innerJoin('application', 'application.id', 'credential.application_id')
    .select(['credential.id', 'application.name'])
    .where('credential.id', 'in', credential_ids)
    .execute();
  for (const { id, name } of programs) names.set(`credential ${id}`, name);
  return names;
}

const check_key = 'ledger.last_check';

/** A check of the whole chain: when it began and, once it is over, what it found. */
export interface LedgerCheck {
  readonly started_at: number;
  /** null: it runs, or was cut off */
  readonly ended_at: number | null;
  readonly found: Verification | null;
}

/** The last check that anybody of this database asked for. */
export async function lastLedgerCheck(rx: Rx): Promise<LedgerCheck | undefined> {
  const row = await rx.db.selectFrom('meta').select('value').where('key', '=', check_key).executeTakeFirst();
  return row === undefined ? undefined : (JSON.parse(row.value) as LedgerCheck);
}

export async function keepLedgerCheck(tx: Tx, check: LedgerCheck): Promise<void> {
  const value = JSON.stringify(check);
  await tx.db
    .insertInto('meta')
    .values({ key: check_key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}
