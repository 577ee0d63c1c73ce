import { isFault } from '../../domain/faults.ts';
import type { Office } from '../office.ts';
import { createCallLimiter, createWrongKeyLimiter } from './call-limits.ts';
import type { Principal } from './principal.ts';

/** What is claimed of a caller, as far as it is counted. */
interface Counted {
  readonly dialect: string;
  readonly public_name?: string | undefined;
  readonly now: number;
}

export interface GuardOptions<C extends Counted, P extends Principal> {
  readonly office: Pick<Office, 'settings'>;
  /** throws `unauthenticated`, at once or by its promise */
  readonly authenticate: (claim: C) => P | Promise<P>;
  /** what a credential may call that says nothing itself */
  readonly calls_per_minute: number;
  readonly wrong_keys_per_minute?: number;
}

/**
 * Lets calls of one face in: who claims to be somebody, from which address. Wrong keys slow their network down, calls are
 * counted by credential, where limits are on. Who is remembered is known at once: no promise has to be waited for. Throws
 * `unauthenticated`, `rate_limited`.
 */
export function createCallGuard<C extends Counted, P extends Principal>(
  options: GuardOptions<C, P>,
): (claim: C, address: string) => P | Promise<P> {
  const { office, authenticate, calls_per_minute, wrong_keys_per_minute } = options;
  if (!office.settings.credential_limits) return authenticate;
  const countCall = createCallLimiter({ calls_per_minute_default: calls_per_minute });
  const wrongKeys = createWrongKeyLimiter(
    wrong_keys_per_minute === undefined ? {} : { wrong_keys_per_minute },
  );
  return (claim, address) => {
    const { dialect, public_name, now } = claim;
    const from = { dialect, public_name, address };
    wrongKeys.check(from, now);
    const known = (principal: P): P => {
      countCall(principal, now);
      return principal;
    };
    const unknown = (error: unknown): never => {
      if (isFault(error, 'unauthenticated')) wrongKeys.wrong(from, now);
      throw error;
    };
    let asked: P | Promise<P>;
    try {
      asked = authenticate(claim);
    } catch (error) {
      return unknown(error);
    }
    return asked instanceof Promise ? asked.then(known, unknown) : known(asked);
  };
}
