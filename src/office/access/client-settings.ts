import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Tx } from '../../store/transaction.ts';
import { reachOf, recordForEach } from './applications.ts';
import { noteCredentialChange } from './credential-changes.ts';
import type { Principal, Settings } from './principal.ts';

const settings_max = 100;

/** What a client program has stored with its login for itself; the office does not look at it. */
export function clientSettings(settings: Settings): Record<string, string> {
  const { client } = settings;
  if (typeof client !== 'object' || client === null) return {};
  return Object.fromEntries(Object.entries(client).filter((entry) => typeof entry[1] === 'string'));
}

/** Stores settings of a client program: those given replace those before, the others stay. Throws `too_large`. */
export async function setClientSettings(
  tx: Tx,
  input: {
    readonly principal: Pick<Principal, 'application_id' | 'credential_id'>;
    readonly settings: Readonly<Record<string, string>>;
  },
): Promise<Record<string, string>> {
  const { application_id, credential_id } = input.principal;
  const row = await tx.db
    .selectFrom('credential')
    .select('settings')
    .where('id', '=', credential_id)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', { credential_id });
  const before = JSON.parse(row.settings) as Settings;
  const client = { ...clientSettings(before), ...input.settings };
  const settings = JSON.stringify({ ...before, client });
  if (Object.keys(client).length > settings_max || settings.length > limits.metadata_bytes_max)
    throw new Fault('too_large', { settings_max });
  await tx.db.updateTable('credential').set({ settings }).where('id', '=', credential_id).execute();
  noteCredentialChange();
  const after = { names: Object.keys(input.settings) };
  await recordForEach(
    tx,
    await reachOf(tx, application_id),
    'credential.settings_stored',
    credential_id,
    after,
  );
  return client;
}
