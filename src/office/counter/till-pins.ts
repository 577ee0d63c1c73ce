/**
 * PINs with which one person takes a till over from another, without signing in anew. Four digits are soon guessed: each try is
 * counted before it is compared, so that many at once are no more than one after the other, and several wrong ones lock the PIN.
 */
import { Fault } from '../../domain/faults.ts';
import { permissionsOf } from '../../domain/roles.ts';
import type { Actor, Rx, Store, Tx } from '../../store/transaction.ts';
import { hashUserPassword, isUserPassword } from '../access/passwords.ts';
import { lockEnd } from '../access/sign-in.ts';
import { recordChange } from '../ledger/record.ts';
import { lockOpenSession } from './session.ts';
import { assertMember } from './till-users.ts';

const pin_pattern = /^\d{4,8}$/;

interface Person {
  readonly organizer_id: number;
  readonly user_id: number;
}

/** As it is stored; slow, and so done before the transaction. Throws `invalid_input` for what is not 4 to 8 digits, `busy`. */
export async function hashPin(pin: string, random: (bytes: number) => Uint8Array): Promise<string> {
  if (!pin_pattern.test(pin)) throw new Fault('invalid_input', { field: 'pin', reason: '4 to 8 digits' });
  return hashUserPassword(pin, random);
}

/** Gives a member of staff a PIN (`pin_hash` is made by `hashPin`), or none. Throws `not_found`. */
export async function setTillPin(
  tx: Tx,
  input: Person & { readonly pin_hash: string | null },
): Promise<void> {
  const { organizer_id, user_id, pin_hash } = input;
  await assertMember(tx, organizer_id, user_id);
  await tx.db
    .deleteFrom('till_pin')
    .where('organizer_id', '=', organizer_id)
    .where('user_id', '=', user_id)
    .execute();
  if (pin_hash !== null)
    await tx.db.insertInto('till_pin').values({ organizer_id, user_id, pin_hash, set_at: tx.now }).execute();
  await recordChange(tx, {
    organizer_id,
    action: pin_hash === null ? 'user.pin_removed' : 'user.pin_set',
    subject_kind: 'user',
    subject_id: user_id,
    after: {},
  });
}

/** Who has a PIN: whom a till offers for a hand-over, by name. */
export async function listPinHolders(rx: Rx, organizer_id: number): Promise<{ id: number; name: string }[]> {
  const rows = await rx.db
    .selectFrom('till_pin')
    .innerJoin('user', 'user.id', 'till_pin.user_id')
    .select(['user.id', 'user.name'])
    .where('till_pin.organizer_id', '=', organizer_id)
    .where('user.disabled_at', 'is', null)
    .orderBy('user.name')
    .orderBy('user.id')
    .execute();
  return rows.map((row) => ({ ...row }));
}

/**
 * Counts a try and gives what it is to be compared with; undefined: there is no PIN. The count is raised where it stands, so that
 * tries that come at once wait for each other. Throws `rate_limited` while it is locked.
 */
async function countTry(tx: Tx, person: Person): Promise<string | undefined> {
  const tried = await tx.db
    .updateTable('till_pin')
    .set((of) => ({ failures: of('failures', '+', 1) }))
    .where('organizer_id', '=', person.organizer_id)
    .where('user_id', '=', person.user_id)
    .where((of) => of.or([of('locked_until', 'is', null), of('locked_until', '<=', tx.now)]))
    .returning(['failures', 'pin_hash'])
    .executeTakeFirst();
  if (tried === undefined) {
    const retry_after_ms = (await lockedUntil(tx, person)) - tx.now;
    if (retry_after_ms > 0) throw new Fault('rate_limited', { retry_after_ms });
    return undefined;
  }
  const { failures, pin_hash } = tried;
  await tx.db
    .updateTable('till_pin')
    .set({ locked_until: lockEnd(tx.now, failures) })
    .where('organizer_id', '=', person.organizer_id)
    .where('user_id', '=', person.user_id)
    .execute();
  return pin_hash;
}

async function lockedUntil(tx: Tx, { organizer_id, user_id }: Person): Promise<number> {
  const row = await tx.db
    .selectFrom('till_pin')
    .select('locked_until')
    .where('organizer_id', '=', organizer_id)
    .where('user_id', '=', user_id)
    .executeTakeFirst();
  return row?.locked_until ?? 0;
}

export interface HandOver extends Person {
  readonly counter_session_id: number;
}

/**
 * From here on the till is in this person's hands: what is rung up without another name is theirs. Throws `forbidden` for who may
 * use no till, `not_found`, `counter_session_closed`.
 */
async function handOver(tx: Tx, input: HandOver): Promise<void> {
  const { organizer_id, counter_session_id, user_id } = input;
  const roles = await tx.db
    .selectFrom('membership')
    .innerJoin('user', 'user.id', 'membership.user_id')
    .select('role')
    .where('membership.organizer_id', '=', organizer_id)
    .where('membership.user_id', '=', user_id)
    .where('user.disabled_at', 'is', null)
    .execute();
  if (!roles.some(({ role }) => permissionsOf(role).includes('counter.use')))
    throw new Fault('forbidden', { needs: 'counter.use' });
  const session = await lockOpenSession(tx, input);
  await tx.db
    .updateTable('till_pin')
    .set({ failures: 0, locked_until: null })
    .where('organizer_id', '=', organizer_id)
    .where('user_id', '=', user_id)
    .execute();
  // unlocked by whoever holds it: nothing has changed hands
  if (session.user_id === user_id) return;
  await tx.db.updateTable('counter_session').set({ user_id }).where('id', '=', session.id).execute();
  await recordChange(tx, {
    organizer_id,
    action: 'counter_session.handed_over',
    subject_kind: 'counter_session',
    subject_id: counter_session_id,
    before: { user_id: session.user_id },
    after: { user_id },
  });
}

/**
 * Hands an open till over to whoever knows the PIN. Three steps, since comparing takes tens of milliseconds and no transaction
 * waits for it. Throws `wrong_code` (also for who has none), `rate_limited` after several, and what `handOver` throws.
 */
export async function handOverByPin(
  store: Pick<Store, 'write'>,
  actor: Actor,
  input: HandOver & { readonly pin: string },
): Promise<void> {
  const { pin, ...taking } = input;
  const pin_hash = await store.write(actor, (tx) => countTry(tx, taking));
  if (!(await isUserPassword(pin, pin_hash))) throw new Fault('wrong_code');
  await store.write(actor, (tx) => handOver(tx, taking));
}
