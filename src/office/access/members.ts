/** The people of an organizer: who they are there, in which roles, and how they come and go. */
import { sql } from 'kysely';
import { Fault } from '../../domain/faults.ts';
import { isRole, type Role } from '../../domain/roles.ts';
import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { filterValues } from '../catalogue/page.ts';
import type { SqlColumns } from '../filters/compile.ts';
import { plain, present } from '../filters/columns.ts';
import type { ListSource } from '../filters/list-page.ts';
import { recordChange } from '../ledger/record.ts';
import { disableUser, giveRole } from './users.ts';

/** A role that a member holds, as it is asked for and shown. */
export interface RoleOfMember {
  readonly role: Role;
  /** null: all of the organizer */
  readonly event_id: number | null;
}

/** The members of organizers; a till program's own user is nobody. */
export function memberList(columns: SqlColumns): ListSource {
  return {
    name: 'member',
    from: sql`(select distinct user_id, organizer_id from membership where role <> 'till') as member
      inner join "user" on "user".id = member.user_id`,
    id: sql.ref('user.id'),
    organizer_id: sql.ref('member.organizer_id'),
    columns: {
      id: plain('number', 'user.id'),
      name: plain('text', 'user.name'),
      email: plain('text', 'user.email_normal'),
      disabled: present('user.disabled_at'),
      second_step: present('user.totp_sealed'),
      ...columns,
    },
  };
}

export interface Member {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly second_step: boolean;
  /** whether a till is handed over to them by a PIN */
  readonly till_pin: boolean;
  readonly state: 'invited' | 'active' | 'disabled';
  readonly roles: RoleOfMember[];
  readonly created_at: number;
  /** in any browser */
  readonly seen_at: number | null;
}

/** Members by their ids, with their roles in this organizer. */
export async function membersByIds(
  rx: Rx,
  input: { readonly organizer_id: number; readonly ids: readonly number[] },
): Promise<Member[]> {
  const ids = filterValues('ids', input.ids);
  const users = await rx.db
    .selectFrom('user')
    .select((eb) => [
      'id',
      'name',
      'email',
      'language',
      'totp_sealed',
      'password_hash',
      'disabled_at',
      'created_at',
      eb
        .selectFrom('user_session as s')
        .select((of) => of.fn.max('s.seen_at').as('seen_at'))
        .whereRef('s.user_id', '=', 'user.id')
        .as('seen_at'),
      eb
        .selectFrom('till_pin as p')
        .select('p.set_at')
        .whereRef('p.user_id', '=', 'user.id')
        .where('p.organizer_id', '=', input.organizer_id)
        .as('pin_set_at'),
    ])
    .where('id', 'in', ids)
    .execute();
  const held = await rx.db
    .selectFrom('membership')
    .select(['user_id', 'role', 'event_id'])
    .where('organizer_id', '=', input.organizer_id)
    .where('user_id', 'in', ids)
    .orderBy('id')
    .execute();
  const rolesOf = Map.groupBy(held, (row) => row.user_id);
  return users.flatMap((row) => {
    const { id, name, email, language, created_at, seen_at } = row;
    const roles = (rolesOf.get(id) ?? []).flatMap(({ role, event_id }) =>
      isRole(role) ? [{ role, event_id }] : [],
    );
    // somebody who is not with this organizer does not exist here
    if (roles.length === 0) return [];
    const second_step = row.totp_sealed !== null;
    const till_pin = row.pin_set_at !== null;
    const is = { second_step, till_pin, state: stateOf(row) };
    return [{ id, name, email, language, ...is, roles, created_at, seen_at }];
  });
}

function stateOf(row: { disabled_at: number | null; password_hash: string }): Member['state'] {
  if (row.disabled_at !== null) return 'disabled';
  return row.password_hash === '' ? 'invited' : 'active';
}

/** Throws `not_found` for who is not with the organizer. */
export async function memberOf(
  rx: Rx,
  input: { readonly organizer_id: number; readonly user_id: number },
): Promise<Member> {
  const { organizer_id, user_id } = input;
  const [member] = await membersByIds(rx, { organizer_id, ids: [user_id] });
  if (member === undefined) throw new Fault('not_found', { kind: 'user', id: user_id });
  return member;
}

/**
 * Whoever sets how a person signs in can become that person: throws `forbidden` unless every organizer that the person is
 * with is among these, and `not_found` for who is not with this one.
 */
export async function requireOwnMember(
  rx: Rx,
  input: { readonly organizer_id: number; readonly user_id: number; readonly within: readonly number[] },
): Promise<void> {
  await memberOf(rx, input);
  const others = await rx.db
    .selectFrom('membership')
    .select('organizer_id')
    .where('user_id', '=', input.user_id)
    .where('organizer_id', 'not in', input.within)
    .limit(1)
    .execute();
  if (others.length > 0) throw new Fault('forbidden', { reason: 'the person is with another organizer too' });
}

const lockOrganizer = statement<{ id: number }, { id: number }>((db, slot, lock) =>
  lock(db.selectFrom('organizer').select('id').where('id', '=', slot('id'))),
);

/**
 * Sets which roles a member holds in the organizer, from the next call on; none: the person is with it no more, and is
 * disabled once there is no other. Throws `not_found`, and `in_use` where no manager would be left.
 */
export async function setRoles(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly user_id: number;
    readonly roles: readonly RoleOfMember[];
  },
): Promise<void> {
  const { organizer_id, user_id, roles } = input;
  // two managers who take each other's role away come one after the other
  await tx.run(lockOrganizer, { id: organizer_id });
  const before = (await memberOf(tx, { organizer_id, user_id })).roles;
  const kept = await tx.db
    .selectFrom('membership')
    .select(['id', 'role', 'event_id'])
    .where('organizer_id', '=', organizer_id)
    .where('user_id', '=', user_id)
    .execute();
  const gone = kept.filter((row) => !roles.some((one) => isSame(one, row)));
  const fresh = roles.filter((one) => !kept.some((row) => isSame(one, row)));
  if (gone.length === 0 && fresh.length === 0) return;
  for (const { id } of gone) await tx.db.deleteFrom('membership').where('id', '=', id).execute();
  for (const { role, event_id } of fresh) await giveRole(tx, { organizer_id, user_id, role, event_id });
  await requireManager(tx, organizer_id);
  await recordChange(tx, {
    organizer_id,
    action: 'user.roles_set',
    subject_kind: 'user',
    subject_id: user_id,
    before: { roles: before },
    after: { roles },
  });
  if (roles.length === 0 && !(await isAnywhere(tx, user_id))) await disableUser(tx, { user_id });
}

function isSame(one: RoleOfMember, other: { role: string; event_id: number | null }): boolean {
  return one.role === other.role && one.event_id === other.event_id;
}

async function requireManager(tx: Tx, organizer_id: number): Promise<void> {
  const left = await tx.db
    .selectFrom('membership')
    .innerJoin('user', 'user.id', 'membership.user_id')
    .select('user.id')
    .where('membership.organizer_id', '=', organizer_id)
    .where('membership.role', '=', 'manager')
    .where('membership.event_id', 'is', null)
    .where('user.disabled_at', 'is', null)
    .limit(1)
    .execute();
  if (left.length === 0) throw new Fault('in_use', { reason: 'no manager would be left' });
}

async function isAnywhere(rx: Rx, user_id: number): Promise<boolean> {
  const row = await rx.db
    .selectFrom('membership')
    .select('id')
    .where('user_id', '=', user_id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
