/** The second step of signing in: a code of an app (TOTP, RFC 6238), or a recovery code where that is lost. */
import { Secret, TOTP } from 'otpauth';
import { Fault } from '../../domain/faults.ts';
import { formatKey, hashKey } from '../../domain/secrets.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { sealedFor, type SecretSealer } from './sealing.ts';
import { recordForUser } from './users.ts';

const secret_bytes = 20;
const period_s = 30;
/** steps before and after ours that a code may be of: clocks differ */
const window_steps = 1;
const recovery_codes = 10;
/** 80 bits in sixteen characters */
const recovery_bytes = 10;

interface Sealing {
  readonly sealer: SecretSealer;
  readonly user_id: number;
}

/** Whether the account has a second step, and the recovery codes that are left. */
export async function secondStepOf(
  rx: Rx,
  input: { readonly user_id: number },
): Promise<{ active: boolean; recovery_codes_left: number }> {
  const { totp_sealed } = await userRow(rx, input.user_id);
  const left = await rx.db
    .selectFrom('recovery_code')
    .select((eb) => eb.fn.countAll<number>().as('many'))
    .where('user_id', '=', input.user_id)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { active: totp_sealed !== null, recovery_codes_left: left.many };
}

/** A new secret for the user's app; the step that is active stays until `confirmTotp`. It is in this answer alone. */
export async function enrollTotp(
  tx: Tx,
  input: Sealing & { readonly issuer: string },
): Promise<{ secret: string; uri: string }> {
  const { sealer, user_id, issuer } = input;
  const { email } = await userRow(tx, user_id);
  const secret = new Secret({ buffer: Uint8Array.from(tx.random(secret_bytes)).buffer });
  const totp_pending_sealed = sealer.seal(secret.base32, sealedFor.user(user_id));
  await tx.db.updateTable('user').set({ totp_pending_sealed }).where('id', '=', user_id).execute();
  return { secret: secret.base32, uri: totpOf(secret, { issuer, label: email }).toString() };
}

/** Makes the new secret the second step, and gives new recovery codes. Throws `wrong_code`. */
export async function confirmTotp(tx: Tx, input: Sealing & { readonly code: string }): Promise<string[]> {
  const { sealer, user_id, code } = input;
  const { totp_pending_sealed } = await userRow(tx, user_id);
  const step = stepOfCode(sealer, user_id, totp_pending_sealed, { code, now: tx.now, after: 0 });
  if (step === undefined) throw new Fault('wrong_code');
  const values = { totp_sealed: totp_pending_sealed, totp_pending_sealed: null, totp_step: step };
  await tx.db.updateTable('user').set(values).where('id', '=', user_id).execute();
  await recordForUser(tx, user_id, 'user.second_step_set', {});
  return renewRecoveryCodes(tx, { user_id });
}

/** Ends the second step: the password alone signs in. Nothing happens where there is none. */
export async function removeTotp(tx: Tx, input: { readonly user_id: number }): Promise<void> {
  const { user_id } = input;
  const { totp_sealed, totp_pending_sealed } = await userRow(tx, user_id);
  if (totp_sealed === null && totp_pending_sealed === null) return;
  const values = { totp_sealed: null, totp_pending_sealed: null };
  await tx.db.updateTable('user').set(values).where('id', '=', user_id).execute();
  await tx.db.deleteFrom('recovery_code').where('user_id', '=', user_id).execute();
  await recordForUser(tx, user_id, 'user.second_step_removed', {});
}

/** New recovery codes; those before count no longer. They are in this answer alone. */
export async function renewRecoveryCodes(tx: Tx, input: { readonly user_id: number }): Promise<string[]> {
  const { user_id } = input;
  const codes = Array.from({ length: recovery_codes }, () =>
    readable(formatKey('', tx.random(recovery_bytes))),
  );
  await tx.db.deleteFrom('recovery_code').where('user_id', '=', user_id).execute();
  for (const code of codes) {
    await tx.db
      .insertInto('recovery_code')
      .values({ id: await tx.id(), user_id, code_hash: recoveryHash(user_id, code) })
      .execute();
  }
  await recordForUser(tx, user_id, 'user.recovery_codes_made', {});
  return codes;
}

/**
 * Takes a code of the app or a recovery code, each once; which it was, or undefined where it is neither. Nothing is
 * recorded: that is the sign-in's.
 */
export async function takeCode(
  tx: Tx,
  input: Sealing & { readonly code: string },
): Promise<'totp' | 'recovery' | undefined> {
  const { sealer, user_id } = input;
  const code = input.code.replaceAll(/[\s-]/g, '').toLowerCase();
  const { totp_sealed, totp_step } = await userRow(tx, user_id);
  const step = stepOfCode(sealer, user_id, totp_sealed, { code, now: tx.now, after: totp_step });
  if (step !== undefined) {
    const taken = await tx.db
      .updateTable('user')
      .set({ totp_step: step })
      .where('id', '=', user_id)
      .where('totp_step', '<', step)
      .returning('id')
      .executeTakeFirst();
    return taken === undefined ? undefined : 'totp';
  }
  const used = await tx.db
    .updateTable('recovery_code')
    .set({ used_at: tx.now })
    .where('user_id', '=', user_id)
    .where('code_hash', '=', recoveryHash(user_id, code))
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return used === undefined ? undefined : 'recovery';
}

/** The step of 30 s that the code is of, when it is right and of a later one than the last that was taken. */
function stepOfCode(
  sealer: SecretSealer,
  user_id: number,
  sealed: string | null,
  { code, now, after }: { readonly code: string; readonly now: number; readonly after: number },
): number | undefined {
  if (sealed === null || !/^\d{6}$/.test(code)) return undefined;
  const secret = Secret.fromBase32(sealer.open(sealed, sealedFor.user(user_id)));
  const delta = totpOf(secret, {}).validate({ token: code, timestamp: now, window: window_steps });
  if (delta === null) return undefined;
  const step = Math.floor(now / 1000 / period_s) + delta;
  return step > after ? step : undefined;
}

function totpOf(secret: Secret, shown: { readonly issuer?: string; readonly label?: string }): TOTP {
  return new TOTP({ ...shown, secret, digits: 6, period: period_s, algorithm: 'SHA1' });
}

/** In fours, for whoever types them. */
function readable(key: string): string {
  return (key.replace(/^_/, '').match(/.{4}/g) ?? []).join('-');
}

/** With the user's id: whoever reads the table cannot try one code against all users at once. */
function recoveryHash(user_id: number, code: string): string {
  return hashKey(String(user_id), code.replaceAll('-', ''));
}

async function userRow(rx: Rx, user_id: number) {
  return rx.db
    .selectFrom('user')
    .select(['email', 'totp_sealed', 'totp_pending_sealed', 'totp_step'])
    .where('id', '=', user_id)
    .executeTakeFirstOrThrow();
}
