/** Links by which people set their password: the office sends no mail by itself, who invites hands the link over. */
import { Fault } from '../../domain/faults.ts';
import type { Language } from '../../domain/languages.ts';
import { normaliseEmail } from '../../domain/person.ts';
import { formatKey, hashKey } from '../../domain/secrets.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';
import type { RoleOfMember } from './members.ts';
import { createUser, enableUser, giveRole, setPassword } from './users.ts';

const token_random_bytes = 20;
const invitation_life_ms = 7 * 24 * 3_600_000;

export interface Invitation {
  /** in this answer and nowhere else afterwards */
  readonly token: string;
  readonly expires_at: number;
}

/**
 * Makes a member of somebody, with a link to set the password; who has a password here already gets the roles and no
 * link. Throws `forbidden` for an address that was disabled while it is with an organizer.
 */
export async function inviteUser(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly email: string;
    readonly name: string;
    readonly language: Language;
    readonly roles: readonly RoleOfMember[];
  },
): Promise<{ user_id: number; invitation: Invitation | null }> {
  const { organizer_id, email, name, language, roles } = input;
  if (roles.length === 0)
    throw new Fault('invalid_input', { in: 'body', path: 'roles', message: 'is empty' });
  const known = await knownUser(tx, email);
  if (known?.disabled === true && known.with_organizers)
    throw new Fault('forbidden', { reason: 'the person is disabled' });
  const user_id = known?.id ?? (await createUser(tx, { email, name, language, password_hash: '' }));
  if (known?.disabled === true) await comeBack(tx, user_id);
  for (const { role, event_id } of roles) await giveRole(tx, { organizer_id, user_id, role, event_id });
  const ready = known !== undefined && !known.disabled;
  return { user_id, invitation: ready ? null : await makeInvitation(tx, { organizer_id, user_id }) };
}

/** Somebody who had left all organizers: the password and the sessions of that time are over. */
async function comeBack(tx: Tx, user_id: number): Promise<void> {
  await setPassword(tx, { user_id, password_hash: '' });
  await enableUser(tx, { user_id });
}

async function knownUser(
  tx: Tx,
  email: string,
): Promise<{ id: number; disabled: boolean; with_organizers: boolean } | undefined> {
  const row = await tx.db
    .selectFrom('user')
    .select((eb) => [
      'id',
      'disabled_at',
      eb
        .selectFrom('membership as m')
        .select((of) => of.fn.countAll<number>().as('many'))
        .whereRef('m.user_id', '=', 'user.id')
        .as('memberships'),
    ])
    .where('email_normal', '=', normaliseEmail(email))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { id: row.id, disabled: row.disabled_at !== null, with_organizers: (row.memberships ?? 0) > 0 };
}

/** A new link; the one before counts no longer. */
export async function makeInvitation(
  tx: Tx,
  input: { readonly organizer_id: number; readonly user_id: number },
): Promise<Invitation> {
  const { organizer_id, user_id } = input;
  const token = formatKey('invite', tx.random(token_random_bytes));
  const expires_at = tx.now + invitation_life_ms;
  const row = { token_hash: hashKey(undefined, token), created_at: tx.now, expires_at };
  await tx.db
    .insertInto('user_invitation')
    .values({ user_id, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute();
  await recordChange(tx, {
    organizer_id,
    action: 'user.invited',
    subject_kind: 'user',
    subject_id: user_id,
    after: { expires_at },
  });
  return { token, expires_at };
}

export interface Invited {
  readonly user_id: number;
  readonly name: string;
  readonly email: string;
  readonly language: string;
}

/** Who is invited by a token. Throws `not_found` for one that is unknown, used or over. */
export async function findInvitation(
  rx: Rx,
  input: { readonly token: string; readonly now: number },
): Promise<Invited> {
  const row = await rx.db
    .selectFrom('user_invitation as i')
    .innerJoin('user', 'user.id', 'i.user_id')
    .select(['user.id as user_id', 'user.name', 'user.email', 'user.language'])
    .where('i.token_hash', '=', hashKey(undefined, input.token))
    .where('i.expires_at', '>', input.now)
    .where('user.disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', { kind: 'user_invitation' });
  return { ...row };
}

/** Sets the password that the invited person chose; the link is used up. Throws `not_found`. */
export async function acceptInvitation(
  tx: Tx,
  input: { readonly token: string; readonly password_hash: string },
): Promise<{ user_id: number }> {
  const used = await tx.db
    .deleteFrom('user_invitation')
    .where('token_hash', '=', hashKey(undefined, input.token))
    .where('expires_at', '>', tx.now)
    .returning('user_id')
    .executeTakeFirst();
  if (used === undefined) throw new Fault('not_found', { kind: 'user_invitation' });
  await setPassword(tx, { user_id: used.user_id, password_hash: input.password_hash });
  return { user_id: used.user_id };
}
