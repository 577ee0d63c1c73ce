import type { FastifyRequest } from 'fastify';
import { answer, type Answer } from '../../contract/endpoint.ts';
import { Fault } from '../../domain/faults.ts';
import { isUserPassword } from '../../office/access/passwords.ts';
import { takeCode } from '../../office/access/second-step.ts';
import {
  findCandidate,
  findCandidateById,
  noteFailedSignIn,
  noteSignIn,
} from '../../office/access/sign-in.ts';
import { endUserSession, findUserSession, openUserSession } from '../../office/access/user-sessions.ts';
import { systemActor } from '../../store/transaction.ts';
import type { ApiFace } from '../face.ts';
import { requireOwnPage } from '../same-site.ts';
import { sessionCookie, sessionToken } from '../session-cookie.ts';
import type { CountTry } from './tries.ts';

type SignedIn = Answer<200, { second_step: boolean }>;

interface Trying<Body> {
  readonly body: Body;
  readonly request: FastifyRequest;
}

/** Every refusal is the same `unauthenticated`, whether the address is known or not, and takes as long. */
export function signIn({ office, life }: ApiFace, countTry: CountTry) {
  const { store, surroundings } = office;
  return async ({ body, request }: Trying<{ email: string; password: string }>): Promise<SignedIn> => {
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
    const { id: user_id, has_totp: second_step_due } = user;
    const user_agent = request.headers['user-agent'] ?? '';
    const { token } = await store.write({ kind: 'user', id: user_id }, async (tx) => {
      const made = await openUserSession(tx, { user_id, user_agent, life, second_step_due });
      // with the code still to come, the wrong passwords before it count on
      if (!second_step_due) await noteSignIn(tx, { email_digest, user_id, session_id: made.session_id });
      return made;
    });
    return answer(200, { second_step: second_step_due }, sessionCookie(request, token, life.session_life_ms));
  };
}

/** The session of the password gives way to one of its own. Throws `wrong_code`, `unauthenticated` when it took too long. */
export function signInTotp({ office, life }: ApiFace, countTry: CountTry) {
  const { store, surroundings, sealer } = office;
  return async ({ body, request }: Trying<{ code: string }>): Promise<SignedIn> => {
    requireOwnPage(request);
    const now = surroundings.now();
    const token = sessionToken(request);
    if (token === undefined) throw new Fault('unauthenticated');
    const found = await store.read((rx) => findUserSession(rx, { token, now, life }));
    if (found?.second_step_due !== true) throw new Fault('unauthenticated');
    const { user_id, session_id } = found;
    countTry(`user ${user_id}`, request.ip, now);
    const { email_digest } = await store.read((rx) => findCandidateById(rx, { user_id, now }));
    const user_agent = request.headers['user-agent'] ?? '';
    const opened = await store.write({ kind: 'user', id: user_id }, async (tx) => {
      if ((await takeCode(tx, { sealer, user_id, code: body.code })) === undefined) {
        await noteFailedSignIn(tx, { email_digest, user_id, step: 'totp' });
        return undefined;
      }
      if (!(await endUserSession(tx, { user_id, session_id }))) throw new Fault('unauthenticated');
      const made = await openUserSession(tx, { user_id, user_agent, life, second_step_due: false });
      await noteSignIn(tx, { email_digest, user_id, session_id: made.session_id });
      return made;
    });
    if (opened === undefined) throw new Fault('wrong_code');
    return answer(200, { second_step: false }, sessionCookie(request, opened.token, life.session_life_ms));
  };
}
