import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import { noteCredentialChange } from './credential-changes.ts';

const reach_max = 1000;

/** Another program, and the organizers that it reaches. Throws `not_found` for an organizer that does not exist. */
export async function createApplication(
  tx: Tx,
  input: { readonly name: string; readonly organizer_ids: readonly number[] },
): Promise<number> {
  const name = input.name.trim();
  if (name === '' || name.length > limits.title_chars_max)
    throw new Fault('invalid_input', { field: 'name' });
  const organizer_ids = await existingOrganizers(tx, input.organizer_ids);
  const application_id = await tx.id();
  await tx.db
    .insertInto('application')
    .values({ id: application_id, name, created_at: tx.now, revoked_at: null })
    .execute();
  await tx.db
    .insertInto('application_reach')
    .values(organizer_ids.map((organizer_id) => ({ application_id, organizer_id })))
    .execute();
  await recordForEach(tx, organizer_ids, 'application.created', application_id, { organizer_ids });
  return application_id;
}

/** Sets which organizers the application reaches, from the next call on; for another process, within a second. */
export async function setReach(
  tx: Tx,
  input: { readonly application_id: number; readonly organizer_ids: readonly number[] },
): Promise<void> {
  const { application_id } = input;
  await application(tx, application_id);
  const after = await existingOrganizers(tx, input.organizer_ids);
  const before = await reachOf(tx, application_id);
  await tx.db.deleteFrom('application_reach').where('application_id', '=', application_id).execute();
  await tx.db
    .insertInto('application_reach')
    .values(after.map((organizer_id) => ({ application_id, organizer_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  noteCredentialChange();
  // an organizer that loses it hears of it too
  const concerned = [...new Set([...before, ...after])];
  await recordForEach(tx, concerned, 'application.reach_set', application_id, { organizer_ids: after });
}

/**
 * Ends every credential and token of the application, from the next call on; for another process, within a second.
 * Again: no change.
 */
export async function revokeApplication(tx: Tx, input: { readonly application_id: number }): Promise<void> {
  const { application_id } = input;
  await application(tx, application_id);
  const revoked = await tx.db
    .updateTable('application')
    .set({ revoked_at: tx.now })
    .where('id', '=', application_id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (revoked === undefined) return;
  noteCredentialChange();
  await recordForEach(tx, await reachOf(tx, application_id), 'application.revoked', application_id, {});
}

export interface ApplicationSummary {
  readonly application_id: number;
  readonly name: string;
  readonly created_at: number;
  readonly revoked_at: number | null;
}

/** The applications that reach the organizer. */
export async function listApplications(
  rx: Rx,
  filter: { readonly organizer_id: number },
): Promise<ApplicationSummary[]> {
  return rx.db
    .selectFrom('application')
    .innerJoin('application_reach', 'application_reach.application_id', 'application.id')
    .select(['application.id as application_id', 'name', 'created_at', 'revoked_at'])
    .where('application_reach.organizer_id', '=', filter.organizer_id)
    .orderBy('application.id')
    .execute();
}

/** Ascending. */
export async function reachOf(rx: Rx, application_id: number): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('application_reach')
    .select('organizer_id')
    .where('application_id', '=', application_id)
    .orderBy('organizer_id')
    .execute();
  return rows.map((row) => row.organizer_id);
}

/** An application's change stands in the ledger of each organizer that it concerns. */
export async function recordForEach(
  tx: Tx,
  organizer_ids: readonly number[],
  action: string,
  subject_id: number,
  after: unknown,
): Promise<void> {
  const subject_kind = action.slice(0, action.indexOf('.'));
  for (const organizer_id of organizer_ids) {
    await recordChange(tx, { organizer_id, action, subject_kind, subject_id, after });
  }
}

async function application(tx: Tx, id: number): Promise<void> {
  const row = await tx.db.selectFrom('application').select('id').where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', { application_id: id });
}

async function existingOrganizers(tx: Tx, asked: readonly number[]): Promise<number[]> {
  const ids = [...new Set(asked)].sort((a, b) => a - b);
  if (ids.length === 0 || ids.length > reach_max) {
    throw new Fault('invalid_input', { field: 'organizer_ids', at_least: 1, at_most: reach_max });
  }
  const rows = await tx.db.selectFrom('organizer').select('id').where('id', 'in', ids).execute();
  const known = new Set(rows.map((row) => row.id));
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length > 0) throw new Fault('not_found', { organizer_ids: missing });
  return ids;
}
