import { sql } from 'kysely';
import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { formatKey, hashKey, maskKey } from '../../domain/secrets.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { plain } from '../filters/columns.ts';
import type { SqlColumns } from '../filters/compile.ts';
import type { ListSource } from '../filters/list-page.ts';
import { reachOf, recordForEach } from './applications.ts';
import { noteCredentialChange } from './credential-changes.ts';
import type { Settings } from './principal.ts';
import { sealedFor, type SecretSealer } from './sealing.ts';

/** 160 bits: no dictionary holds it, so one SHA-256 is enough to keep it, and each request can afford to check it. */
const key_random_bytes = 20;
/** A chosen key is a vendor's own (to move in) or the demo's; it is only as good as the vendor made it. */
const chosen_key_chars_min = 8;
const key_chars_max = 500;
const public_name_chars_max = 200;
const scopes_max = 100;
/** live credentials under one public name: each is compared with when that name calls */
const credentials_per_name_max = 10;

export interface NewCredential {
  readonly application_id: number;
  /** `billetweb`, …, or `api` */
  readonly dialect: string;
  readonly public_name?: string;
  /** a key that exists already; without it one is made */
  readonly key?: string;
  /** everything, unless said otherwise */
  readonly scopes?: readonly string[];
  readonly settings?: Settings;
  readonly calls_per_minute?: number | null;
  /** in ms; null: never */
  readonly expires_at?: number | null;
  /** keeps the key so that it can be read again, for dialects whose requests are signed with it */
  readonly sealer?: SecretSealer;
}

/**
 * Gives an application a credential. The key is in this answer and nowhere else afterwards. Throws `not_found` for the
 * application, `key_in_use` for a chosen key that was given out before, `invalid_input`.
 */
export async function issueCredential(
  tx: Tx,
  input: NewCredential,
): Promise<{ credential_id: number; key: string }> {
  const { application_id, dialect, public_name = '', expires_at = null } = input;
  checkCredential(tx.now, input);
  await liveApplication(tx, application_id);
  await roomUnderName(tx, dialect, public_name);
  const key = input.key ?? formatKey('guichet', tx.random(key_random_bytes));
  const credential_id = await tx.id();
  const inserted = await tx.db
    .insertInto('credential')
    .values({
      id: credential_id,
      application_id,
      dialect,
      public_name,
      key_hash: hashKey(undefined, key),
      key_hint: maskKey(key),
      key_sealed: input.sealer?.seal(key, sealedFor.credential(credential_id)) ?? null,
      scopes: JSON.stringify(input.scopes ?? ['*']),
      settings: JSON.stringify(input.settings ?? {}),
      calls_per_minute: input.calls_per_minute ?? null,
      created_at: tx.now,
      expires_at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) throw new Fault('key_in_use', { dialect });
  noteCredentialChange();
  const after = { application_id, dialect, scopes: input.scopes ?? ['*'], expires_at };
  await recordForEach(tx, await reachOf(tx, application_id), 'credential.issued', credential_id, after);
  return { credential_id, key };
}

/**
 * Ends a credential and its tokens, from the next call on (of another process on the same database: within a second);
 * again: no change. With `organizer_id`, only one that reaches that organizer. Throws `not_found`.
 */
export async function revokeCredential(
  tx: Tx,
  input: { readonly credential_id: number; readonly organizer_id?: number },
): Promise<void> {
  const { credential_id, organizer_id } = input;
  const row = await tx.db
    .selectFrom('credential')
    .select('application_id')
    .where('id', '=', credential_id)
    .executeTakeFirst();
  const reach = row === undefined ? [] : await reachOf(tx, row.application_id);
  if (row === undefined || (organizer_id !== undefined && !reach.includes(organizer_id))) {
    throw new Fault('not_found', { credential_id });
  }
  const revoked = await tx.db
    .updateTable('credential')
    .set({ revoked_at: tx.now })
    .where('id', '=', credential_id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (revoked === undefined) return;
  noteCredentialChange();
  await recordForEach(tx, reach, 'credential.revoked', credential_id, {});
}

export type CredentialSummary = Omit<
  Row<'credential'>,
  'id' | 'key_hash' | 'key_sealed' | 'scopes' | 'settings'
> & {
  readonly credential_id: number;
  readonly application_name: string;
  readonly scopes: readonly string[];
  readonly settings: Settings;
};

/** The credentials of the applications that reach organizers, to be listed. */
export function credentialList(columns: SqlColumns): ListSource {
  return {
    name: 'credential',
    from: sql`credential inner join application on application.id = credential.application_id
      inner join application_reach on application_reach.application_id = application.id`,
    id: sql.ref('credential.id'),
    organizer_id: sql.ref('application_reach.organizer_id'),
    columns: {
      id: plain('number', 'credential.id'),
      name: plain('text', 'application.name'),
      dialect: plain('text', 'credential.dialect'),
      public_name: plain('text', 'credential.public_name'),
      ...columns,
    },
  };
}

/** Credentials by their ids. Of keys, the hint alone. */
export async function credentialsByIds(
  rx: Rx,
  ids: readonly number[],
): Promise<(CredentialSummary & { readonly id: number })[]> {
  const rows = await selectCredentials(rx).where('credential.id', 'in', ids).execute();
  return rows.map((row) => ({ id: row.credential_id, ...summaryOf(row) }));
}

/** The credentials of the applications that reach the organizer; of every one without it. Of keys, the hint alone. */
export async function listCredentials(
  rx: Rx,
  filter: { readonly organizer_id?: number; readonly dialect?: string } = {},
): Promise<CredentialSummary[]> {
  let query = selectCredentials(rx).orderBy('credential.id');
  const { organizer_id, dialect } = filter;
  if (dialect !== undefined) query = query.where('credential.dialect', '=', dialect);
  if (organizer_id !== undefined) {
    query = query.where('credential.application_id', 'in', (reach) =>
      reach
        .selectFrom('application_reach')
        .select('application_reach.application_id')
        .where('application_reach.organizer_id', '=', organizer_id),
    );
  }
  return (await query.execute()).map(summaryOf);
}

function selectCredentials(rx: Rx) {
  return rx.db
    .selectFrom('credential')
    .innerJoin('application', 'application.id', 'credential.application_id')
    .select([
      'credential.id as credential_id',
      'credential.application_id',
      'application.name as application_name',
      'credential.dialect',
      'credential.public_name',
      'credential.key_hint',
      'credential.scopes',
      'credential.settings',
      'credential.calls_per_minute',
      'credential.created_at',
      'credential.expires_at',
      'credential.revoked_at',
    ]);
}

function summaryOf<T extends { readonly scopes: string; readonly settings: string }>(row: T) {
  return {
    ...row,
    scopes: JSON.parse(row.scopes) as string[],
    settings: JSON.parse(row.settings) as Settings,
  };
}

function checkCredential(now: number, input: NewCredential): void {
  const refuse = (field: string, details: Record<string, unknown> = {}): never => {
    throw new Fault('invalid_input', { field, ...details });
  };
  const { dialect, public_name = '', key, scopes, settings, calls_per_minute, expires_at } = input;
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(dialect)) refuse('dialect');
  if (public_name.length > public_name_chars_max) refuse('public_name', { chars_max: public_name_chars_max });
  if (key !== undefined && (key.length < chosen_key_chars_min || key.length > key_chars_max)) {
    refuse('key', { chars_min: chosen_key_chars_min, chars_max: key_chars_max });
  }
  if (scopes !== undefined && (scopes.length > scopes_max || !scopes.every(isScope))) refuse('scopes');
  if (JSON.stringify(settings ?? {}).length > limits.metadata_bytes_max) refuse('settings');
  if (
    typeof calls_per_minute === 'number' &&
    !(Number.isSafeInteger(calls_per_minute) && calls_per_minute > 0)
  ) {
    refuse('calls_per_minute');
  }
  if (typeof expires_at === 'number' && !(Number.isSafeInteger(expires_at) && expires_at > now)) {
    refuse('expires_at');
  }
}

function isScope(scope: string): boolean {
  return scope === '*' || /^[a-z][a-z0-9_.:-]{0,60}$/.test(scope);
}

async function liveApplication(tx: Tx, application_id: number): Promise<void> {
  const row = await tx.db
    .selectFrom('application')
    .select('revoked_at')
    .where('id', '=', application_id)
    .executeTakeFirst();
  if (row === undefined || row.revoked_at !== null) throw new Fault('not_found', { application_id });
}

async function roomUnderName(tx: Tx, dialect: string, public_name: string): Promise<void> {
  if (public_name === '') return;
  const live = await tx.db
    .selectFrom('credential')
    .select('id')
    .where('dialect', '=', dialect)
    .where('public_name', '=', public_name)
    .where('revoked_at', 'is', null)
    .limit(credentials_per_name_max)
    .execute();
  if (live.length >= credentials_per_name_max) {
    throw new Fault('invalid_input', {
      field: 'public_name',
      live_credentials_max: credentials_per_name_max,
    });
  }
}
