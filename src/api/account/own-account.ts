import { Fault } from '../../domain/faults.ts';
import { hashUserPassword, isUserPassword } from '../../office/access/passwords.ts';
import {
  confirmTotp,
  enrollTotp,
  removeTotp,
  renewRecoveryCodes,
  secondStepOf,
} from '../../office/access/second-step.ts';
import { findCandidateById, noteFailedSignIn } from '../../office/access/sign-in.ts';
import { changeProfile, setPassword } from '../../office/access/users.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once, type Writing } from '../once.ts';
import type { ownEndpoints } from './own-endpoints.ts';
import type { CountTry } from './tries.ts';

/** what an authenticator app shows beside the address */
const issuer = 'Guichet';

export function ownHandlers(face: ApiFace, countTry: CountTry): GroupHandlers<typeof ownEndpoints> {
  const { store, sealer, surroundings } = face.office;
  const requirePassword = passwordCheck(face, countTry);
  return {
    change_me: (handed) => {
      const { user_id } = handed.auth;
      return once(face, handed, (tx) => changeProfile(tx, { user_id, ...handed.body }));
    },
    change_my_password: (handed) => {
      const { auth, body } = handed;
      const { user_id } = auth;
      let password_hash = '';
      return once(
        face,
        handed,
        async (tx) => {
          await setPassword(tx, { user_id, password_hash, but: auth.known.session_id });
          return { changed: true as const };
        },
        async () => {
          await requirePassword(handed);
          password_hash = await hashUserPassword(body.new_password, (bytes) => surroundings.random(bytes));
        },
      );
    },
    my_second_step: ({ auth }) => store.read((rx) => secondStepOf(rx, { user_id: auth.user_id })),
    enroll_totp: (handed) => {
      const { user_id } = handed.auth;
      return once(
        face,
        handed,
        (tx) => enrollTotp(tx, { sealer, user_id, issuer }),
        () => requirePassword(handed),
      );
    },
    confirm_totp: (handed) => {
      const { user_id } = handed.auth;
      countTry(`user ${user_id}`, handed.request.ip, surroundings.now());
      return once(face, handed, async (tx) => ({
        recovery_codes: await confirmTotp(tx, { sealer, user_id, code: handed.body.code }),
      }));
    },
    remove_totp: (handed) => {
      const { user_id } = handed.auth;
      return once(
        face,
        handed,
        async (tx) => {
          await removeTotp(tx, { user_id });
          return { active: false as const };
        },
        () => requirePassword(handed),
      );
    },
    renew_recovery_codes: (handed) => {
      const { user_id } = handed.auth;
      return once(
        face,
        handed,
        async (tx) => {
          if (!(await secondStepOf(tx, { user_id })).active)
            throw new Fault('invalid_input', { reason: 'there is no second step' });
          return { recovery_codes: await renewRecoveryCodes(tx, { user_id }) };
        },
        () => requirePassword(handed),
      );
    },
  };
}

/**
 * Whether it is the user who sits there, and not somebody at a browser that was left open. A wrong password counts as one
 * at sign-in: the address is locked after several. Throws `wrong_password`, `rate_limited`.
 */
function passwordCheck({ office }: ApiFace, countTry: CountTry) {
  const { store, surroundings } = office;
  return async ({
    auth,
    request,
    body,
  }: Writing & { readonly body: { readonly password: string } }): Promise<void> => {
    const { user_id } = auth;
    const now = surroundings.now();
    countTry(`user ${user_id}`, request.ip, now);
    const { email_digest, user } = await store.read((rx) => findCandidateById(rx, { user_id, now }));
    if (await isUserPassword(body.password, user?.password_hash)) return;
    const failed = { email_digest, user_id, step: 'password' } as const;
    await store.write(auth.actor, (tx) => noteFailedSignIn(tx, failed));
    throw new Fault('wrong_password');
  };
}
