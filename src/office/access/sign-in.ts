/**
 * Signing in with address and password. The password is compared outside of every transaction (it takes tens of
 * milliseconds); what came of it is one command. An address that nobody has is treated like one that somebody has, up
 * to the wrong passwords that lock it for a while.
 */
import { hash } from 'node:crypto';
import { Fault } from '../../domain/faults.ts';
import { normaliseEmail } from '../../domain/person.ts';
import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordForUser } from './users.ts';

/** wrong passwords in a row before an address is locked */
const failures_before_lock = 5;
/** the first lock; each further wrong password doubles it */
const first_lock_ms = 60_000;
const longest_lock_ms = 15 * 60_000;
/** wrong passwords are forgotten after so long without another */
const failure_life_ms = 24 * 3_600_000;

export interface Candidate {
  /** lower-case hex SHA-256 of the address in its normal form */
  readonly email_digest: string;
  /** undefined: nobody has the address, or who has it cannot sign in */
  readonly user:
    { readonly id: number; readonly password_hash: string; readonly has_totp: boolean } | undefined;
}

type UserRow = { id: number; password_hash: string; totp_sealed: string | null };

const byEmail = statement<{ email_normal: string }, UserRow>((db, slot) =>
  db
    .selectFrom('user')
    .select(['id', 'password_hash', 'totp_sealed'])
    .where('email_normal', '=', slot('email_normal'))
    .where('disabled_at', 'is', null)
    .where('password_hash', '<>', ''),
);

const lockOf = statement<{ email_digest: string }, { locked_until: number | null }>((db, slot) =>
  db.selectFrom('sign_in_failure').select('locked_until').where('email_digest', '=', slot('email_digest')),
);

/** Who has the address. Throws `rate_limited` while it is locked. */
export async function findCandidate(
  rx: Rx,
  input: { readonly email: string; readonly now: number },
): Promise<Candidate> {
  const email_normal = normalOrGiven(input.email);
  const email_digest = hash('sha256', email_normal, 'hex');
  const { locked_until = null } = (await rx.first(lockOf, { email_digest })) ?? {};
  if (locked_until !== null && locked_until > input.now) {
    throw new Fault('rate_limited', { retry_after_ms: locked_until - input.now });
  }
  const row = await rx.first(byEmail, { email_normal });
  if (row === undefined) return { email_digest, user: undefined };
  const { id, password_hash, totp_sealed } = row;
  return { email_digest, user: { id, password_hash, has_totp: totp_sealed !== null } };
}

/** The same of a user who is known: one who is signed in, or whose password was right. */
export async function findCandidateById(
  rx: Rx,
  input: { readonly user_id: number; readonly now: number },
): Promise<Candidate> {
  const { email_normal } = await rx.db
    .selectFrom('user')
    .select('email_normal')
    .where('id', '=', input.user_id)
    .executeTakeFirstOrThrow();
  return findCandidate(rx, { email: email_normal, now: input.now });
}

/** What is no address belongs to nobody, and is told so like any other. */
function normalOrGiven(email: string): string {
  try {
    return normaliseEmail(email);
  } catch {
    return email.trim().toLowerCase();
  }
}

/** Counts a wrong password (or code) and locks the address after several. */
export async function noteFailedSignIn(
  tx: Tx,
  input: { readonly email_digest: string; readonly user_id: number | undefined; readonly step: SignInStep },
): Promise<void> {
  const { email_digest, user_id, step } = input;
  const before = await tx.db
    .selectFrom('sign_in_failure')
    .select(['failures', 'failed_at'])
    .where('email_digest', '=', email_digest)
    .executeTakeFirst();
  const recent = before !== undefined && before.failed_at > tx.now - failure_life_ms;
  const failures = (recent ? before.failures : 0) + 1;
  const locked_until = lockEnd(tx.now, failures);
  const row = { failures, failed_at: tx.now, locked_until };
  await tx.db
    .insertInto('sign_in_failure')
    .values({ email_digest, ...row })
    .onConflict((conflict) => conflict.column('email_digest').doUpdateSet(row))
    .execute();
  await recordForUser(tx, user_id, 'user.sign_in_failed', { step, failures, locked: locked_until !== null });
}

/** Until when so many wrong tries in a row lock; null: not yet. */
export function lockEnd(now: number, failures: number): number | null {
  if (failures < failures_before_lock) return null;
  const doublings = Math.min(failures - failures_before_lock, 10);
  return now + Math.min(longest_lock_ms, first_lock_ms * 2 ** doublings);
}

export type SignInStep = 'password' | 'totp';

/** A sign-in that is complete: the wrong passwords before it are forgotten. */
export async function noteSignIn(
  tx: Tx,
  input: { readonly email_digest: string; readonly user_id: number; readonly session_id: number },
): Promise<void> {
  await tx.db.deleteFrom('sign_in_failure').where('email_digest', '=', input.email_digest).execute();
  await recordForUser(tx, input.user_id, 'user.signed_in', { session_id: input.session_id });
}

/** Forgets wrong passwords of long ago, at most `limit` of them; gives how many. For the housekeeping. */
export async function forgetSignInFailures(tx: Tx, input: { readonly limit: number }): Promise<number> {
  const old = await tx.db
    .selectFrom('sign_in_failure')
    .select('email_digest')
    .where('failed_at', '<=', tx.now - failure_life_ms)
    .orderBy('failed_at')
    .limit(input.limit)
    .execute();
  for (const { email_digest } of old)
    await tx.db.deleteFrom('sign_in_failure').where('email_digest', '=', email_digest).execute();
  return old.length;
}
