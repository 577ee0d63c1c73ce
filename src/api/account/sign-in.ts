import type { FastifyRequest } from 'fastify';
import { answer, type Answer } from '../../contract/endpoint.ts';
import { Fault } from '../../domain/faults.ts';
import { createWrongKeyLimiter } from '../../office/access/call-limits.ts';
import { isUserPassword } from '../../office/access/passwords.ts';
import { findCandidate, noteFailedSignIn, noteSignIn } from '../../office/access/sign-in.ts';
import { openUserSession } from '../../office/access/user-sessions.ts';
import { systemActor } from '../../store/transaction.ts';
import type { ApiFace } from '../face.ts';
import { requireOwnPage } from '../same-site.ts';
import { sessionCookie } from '../session-cookie.ts';

/** tries a minute, right or wrong: many may sit behind one address, few people share one account */
const tries_per_address_per_minute = 60;
const tries_per_account_per_minute = 20;

/**
 * Counts tries before a password is looked at, so that a flood of them at once is not compared before the first of them
 * has locked the address. Throws `rate_limited` with `retry_after_ms`.
 */
export function createTryLimiter(): (account: string, address: string, now: number) => void {
  const byAddress = createWrongKeyLimiter({ wrong_keys_per_minute: tries_per_address_per_minute });
  const byAccount = createWrongKeyLimiter({ wrong_keys_per_minute: tries_per_account_per_minute });
  return (account, address, now) => {
    const from = { dialect: 'sign-in', address };
    const to = { dialect: 'sign-in', address: '', public_name: account };
    byAddress.check(from, now);
    byAccount.check(to, now);
    byAddress.wrong(from, now);
    byAccount.wrong(to, now);
  };
}

interface Trying {
  readonly body: { readonly email: string; readonly password: string };
  readonly request: FastifyRequest;
}

/** Every refusal is the same `unauthenticated`, whether the address is known or not, and takes as long. */
export function signIn({
  office,
  life,
}: ApiFace): (trying: Trying) => Promise<Answer<200, { second_step: boolean }>> {
  const { store, surroundings } = office;
  const countTry = createTryLimiter();
  return async ({ body, request }) => {
    requireOwnPage(request);
    const now = surroundings.now();
    countTry(body.email.trim().toLowerCase(), request.ip, now);
    const { email_digest, user } = await store.read((rx) => findCandidate(rx, { email: body.email, now }));
    const right = await isUserPassword(body.password, user?.password_hash);
    if (!right || user === undefined) {
      const failed = { email_digest, user_id: user?.id, step: 'password' } as const;
      await store.write(systemActor, (tx) => noteFailedSignIn(tx, failed));
      throw new Fault('unauthenticated');
    }
    const user_agent = request.headers['user-agent'] ?? '';
    const opened = await store.write({ kind: 'user', id: user.id }, async (tx) => {
      const made = await openUserSession(tx, { user_id: user.id, user_agent, life, second_step_due: false });
      await noteSignIn(tx, { email_digest, user_id: user.id, session_id: made.session_id });
      return made;
    });
    const headers = sessionCookie(request, opened.token, life.session_life_ms);
    return answer(200, { second_step: false }, headers);
  };
}
