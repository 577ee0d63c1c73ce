import { createWrongKeyLimiter } from '../../office/access/call-limits.ts';

/** tries a minute, right or wrong: many may sit behind one address, few people share one account */
const tries_per_address_per_minute = 60;
const tries_per_account_per_minute = 20;

/** `account` is an e-mail address or what stands for it. */
export type CountTry = (account: string, address: string, now: number) => void;

/**
 * Counts tries before a password or a code is looked at, so that a flood of them at once is not compared before the first
 * of them has locked the account. Throws `rate_limited` with `retry_after_ms`.
 */
export function createTryLimiter(): CountTry {
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
