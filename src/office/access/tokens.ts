/** Tokens that a login gives, for vendors whose clients log in first and then call with what they got. */
import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { formatKey, hashKey } from '../../domain/secrets.ts';
import type { Tx } from '../../store/transaction.ts';
import { reachOf, recordForEach } from './applications.ts';
import type { Principal, Settings } from './principal.ts';

const token_random_bytes = 20;
/** Clients that log in before each call would fill the table: the oldest tokens of a credential make room. */
const tokens_per_credential_max = 200;

/** A token for who has just authenticated; it is in this answer and nowhere else afterwards. */
export async function issueToken(
  tx: Tx,
  input: {
    readonly principal: Pick<Principal, 'application_id' | 'credential_id'>;
    readonly label?: string;
    readonly settings?: Settings;
  },
): Promise<{ access_token_id: number; token: string }> {
  const { principal, label = '', settings = {} } = input;
  const { credential_id } = principal;
  const kept = JSON.stringify(settings);
  if (label.length > limits.title_chars_max) throw new Fault('invalid_input', { field: 'label' });
  if (kept.length > limits.metadata_bytes_max) throw new Fault('invalid_input', { field: 'settings' });
  const token = formatKey('guichet', tx.random(token_random_bytes));
  const access_token_id = await tx.id();
  await tx.db
    .insertInto('access_token')
    .values({
      id: access_token_id,
      credential_id,
      token_hash: hashKey(undefined, token),
      label,
      settings: kept,
      created_at: tx.now,
    })
    .execute();
  await tx.db
    .deleteFrom('access_token')
    .where('credential_id', '=', credential_id)
    .where('id', 'not in', (newest) =>
      newest
        .selectFrom('access_token')
        .select('id')
        .where('credential_id', '=', credential_id)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(tokens_per_credential_max),
    )
    .execute();
  const reach = await reachOf(tx, principal.application_id);
  await recordForEach(tx, reach, 'access_token.issued', access_token_id, { credential_id });
  return { access_token_id, token };
}

/** Ends one token, from the next call on; an unknown one is no error, so that a log-out can be sent twice. */
export async function revokeToken(tx: Tx, input: { readonly token: string }): Promise<void> {
  const row = await tx.db
    .updateTable('access_token')
    .set({ revoked_at: tx.now })
    .where('token_hash', '=', hashKey(undefined, input.token))
    .where('revoked_at', 'is', null)
    .returning(['id', 'credential_id'])
    .executeTakeFirst();
  if (row === undefined) return;
  const { application_id } = await tx.db
    .selectFrom('credential')
    .select('application_id')
    .where('id', '=', row.credential_id)
    .executeTakeFirstOrThrow();
  await recordForEach(tx, await reachOf(tx, application_id), 'access_token.revoked', row.id, {});
}
