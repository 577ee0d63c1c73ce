/** Members of staff: who they are, and the roles that they hold. */
import { Fault } from '../../domain/faults.ts';
import type { Language } from '../../domain/languages.ts';
import { limits } from '../../domain/limits.ts';
import { normaliseEmail } from '../../domain/person.ts';
import { isRole, type Role } from '../../domain/roles.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { ownRow } from '../catalogue/rows.ts';
import { recordChange } from '../ledger/record.ts';
import { endUserSessions } from './user-sessions.ts';

export interface UserProfile {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly language: string;
}

/** What a user is told of the own account. */
export async function userProfile(rx: Rx, input: { readonly user_id: number }): Promise<UserProfile> {
  const row = await rx.db
    .selectFrom('user')
    .select(['id', 'name', 'email', 'language'])
    .where('id', '=', input.user_id)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', { kind: 'user', id: input.user_id });
  return { ...row };
}

/**
 * A user, who can do nothing yet: `giveRole` says what. `password_hash` is made by `hashUserPassword`; '' until there is a
 * password. Throws `already_exists` for an address that a user has, `invalid_email`.
 */
export async function createUser(
  tx: Tx,
  input: {
    readonly email: string;
    readonly name: string;
    readonly password_hash: string;
    readonly language?: Language;
  },
): Promise<number> {
  const { email, password_hash, language = 'fr' } = input;
  const name = checkedName(input.name);
  const email_normal = normaliseEmail(email);
  const id = await tx.id();
  const made = await tx.db
    .insertInto('user')
    .values({ id, email: email.trim(), email_normal, name, password_hash, language, created_at: tx.now })
    .onConflict((conflict) => conflict.column('email_normal').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made === undefined) throw new Fault('already_exists', { kind: 'user' });
  return id;
}

/** A role in the organizer, or for one of its events alone; held already: no change. Throws `not_found`. */
export async function giveRole(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly user_id: number;
    readonly role: Role;
    readonly event_id?: number | null;
  },
): Promise<void> {
  const { organizer_id, user_id, role, event_id = null } = input;
  if (!isRole(role)) throw new Fault('invalid_input', { field: 'role' });
  if (event_id !== null) await ownRow(tx, 'event', organizer_id, event_id);
  const held = await tx.db
    .selectFrom('membership')
    .select('id')
    .where('user_id', '=', user_id)
    .where('organizer_id', '=', organizer_id)
    .where('role', '=', role)
    .where('event_id', event_id === null ? 'is' : '=', event_id)
    .executeTakeFirst();
  if (held !== undefined) return;
  await tx.db
    .insertInto('membership')
    .values({ id: await tx.id(), user_id, organizer_id, role, event_id, created_at: tx.now })
    .execute();
  await recordChange(tx, {
    organizer_id,
    action: 'user.role_given',
    subject_kind: 'user',
    subject_id: user_id,
    after: { role, event_id },
  });
}

/** What a user may change of the own account. The ledger has that it changed, not a person's name. */
export async function changeProfile(
  tx: Tx,
  input: {
    readonly user_id: number;
    readonly name?: string | undefined;
    readonly language?: Language | undefined;
  },
): Promise<UserProfile> {
  const { user_id, name, language } = input;
  const before = await userProfile(tx, { user_id });
  const after = {
    name: name === undefined ? before.name : checkedName(name),
    language: language ?? before.language,
  };
  const changed = (['name', 'language'] as const).filter((field) => after[field] !== before[field]);
  if (changed.length === 0) return before;
  await tx.db.updateTable('user').set(after).where('id', '=', user_id).execute();
  await recordForUser(tx, user_id, 'user.changed', { changed });
  return { ...before, ...after };
}

/**
 * Sets the password of a user (`password_hash` is made by `hashUserPassword`) and ends the sessions, all but `but`: who may
 * have known the old one is out.
 */
export async function setPassword(
  tx: Tx,
  input: { readonly user_id: number; readonly password_hash: string; readonly but?: number | undefined },
): Promise<void> {
  const { user_id, password_hash, but } = input;
  await tx.db.updateTable('user').set({ password_hash }).where('id', '=', user_id).execute();
  const ended_sessions = await endUserSessions(tx, { user_id, but });
  await recordForUser(tx, user_id, 'user.password_set', { ended_sessions });
}

/** Lets the user in no more, from the next call on; again: no change. */
export async function disableUser(tx: Tx, input: { readonly user_id: number }): Promise<void> {
  const { user_id } = input;
  const disabled = await tx.db
    .updateTable('user')
    .set({ disabled_at: tx.now })
    .where('id', '=', user_id)
    .where('disabled_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (disabled === undefined) return;
  await endUserSessions(tx, { user_id });
  await recordForUser(tx, user_id, 'user.disabled', {});
}

/** Lets a disabled user in again. */
export async function enableUser(tx: Tx, input: { readonly user_id: number }): Promise<void> {
  const { user_id } = input;
  const enabled = await tx.db
    .updateTable('user')
    .set({ disabled_at: null })
    .where('id', '=', user_id)
    .where('disabled_at', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  if (enabled !== undefined) await recordForUser(tx, user_id, 'user.enabled', {});
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > limits.person_name_chars_max)
    throw new Fault('invalid_input', { in: 'body', path: 'name', message: 'is empty or too long' });
  return trimmed;
}

/** Stands for the office itself in the ledger: what concerns no organizer. */
const no_organizer = 0;

/** What happened to a user stands in the ledger of each organizer that the user is with. */
export async function recordForUser(
  tx: Tx,
  user_id: number | undefined,
  action: string,
  after: unknown,
): Promise<void> {
  const rows =
    user_id === undefined
      ? []
      : await tx.db.selectFrom('membership').select('organizer_id').where('user_id', '=', user_id).execute();
  const organizer_ids = new Set(rows.map((row) => row.organizer_id));
  if (organizer_ids.size === 0) organizer_ids.add(no_organizer);
  for (const organizer_id of organizer_ids) {
    await recordChange(tx, { organizer_id, action, subject_kind: 'user', subject_id: user_id ?? 0, after });
  }
}
