import { randomBytes } from 'node:crypto';
import { demoCredentials } from '../demo/credentials.ts';
import { formatUtc } from '../domain/local-time.ts';
import { formatKey } from '../domain/secrets.ts';
import { createApplication } from '../office/access/applications.ts';
import {
  issueCredential,
  listCredentials,
  revokeCredential,
  type NewCredential,
} from '../office/access/credentials.ts';
import { passwordSettings } from '../office/access/login.ts';
import { madePublicName } from '../office/access/vendor-keys.ts';
import { systemActor } from '../store/transaction.ts';
import { CommandError, exitCodes } from './exit.ts';
import { openSealer, withStore, type ToolOptions } from './open-office.ts';
import { organizerBySlug } from './organizers.ts';
import type { Output } from './output.ts';
import { tableOf } from './table.ts';

/** What the vendors call the two halves; a dialect that is not here has a key alone. */
const halves: Readonly<
  Record<string, { name: string; key: string; makes?: 'number' | 'text'; signs?: true; password?: true }>
> = {
  billetweb: { name: 'user', key: 'key', makes: 'number' },
  utick: { name: 'public key', key: 'private key', makes: 'text', signs: true },
  weezevent: { name: 'username', key: 'api_key', password: true },
  caisse: { name: 'idboutique', key: 'key', makes: 'number' },
};

export async function listKeys(
  options: ToolOptions & { readonly organizer?: string | undefined; readonly dialect?: string | undefined },
  output: Output,
): Promise<void> {
  const { organizer, dialect } = options;
  await withStore(options, async ({ store }) => {
    const rows = await store.read(async (rx) => {
      const organizer_id = organizer === undefined ? undefined : (await organizerBySlug(rx, organizer)).id;
      return listCredentials(rx, {
        ...(organizer_id === undefined ? {} : { organizer_id }),
        ...(dialect === undefined ? {} : { dialect }),
      });
    });
    const shown = rows.map((row) => ({
      id: row.credential_id,
      dialect: row.dialect,
      name: row.public_name,
      key: row.key_hint,
      application: row.application_name,
      issued: formatUtc(row.created_at).slice(0, 10),
      state: stateOf(row),
    }));
    output.tell(tableOf(shown, 'There are no keys yet: guichet keys issue makes one.'), rows);
  });
}

function stateOf(row: { readonly revoked_at: number | null; readonly expires_at: number | null }): string {
  if (row.revoked_at !== null) return `revoked ${formatUtc(row.revoked_at).slice(0, 10)}`;
  return row.expires_at === null ? 'valid' : `until ${formatUtc(row.expires_at).slice(0, 10)}`;
}

export interface KeyToIssue {
  readonly dialect: string;
  /** slugs of the organizers that it reaches */
  readonly organizers: readonly string[];
  /** the program's name */
  readonly application: string;
  readonly public_name?: string | undefined;
  /** a vendor's key to move in with */
  readonly key?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly calls_per_minute?: number | undefined;
  readonly expires_at?: number | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/** Makes an application and its key. The key is shown this once. */
export async function issueKey(options: ToolOptions, wanted: KeyToIssue, output: Output): Promise<void> {
  const { dialect, key } = wanted;
  if (key !== undefined && demoCredentials.some((known) => known.key === key)) {
    throw new CommandError('That is a key of the demo, which everybody knows.', exitCodes.usage);
  }
  const names = halves[dialect];
  if (names !== undefined && names.makes === undefined && wanted.public_name === undefined) {
    throw new CommandError(`A key for ${dialect} needs --user: the ${names.name}.`, exitCodes.usage);
  }
  await withStore(options, async ({ store, config }) => {
    const sealer = names?.signs === true ? openSealer(config) : undefined;
    const password = names?.password === true ? madePassword() : undefined;
    const settings = password === undefined ? wanted.settings : withPassword(wanted.settings, password);
    const issued = await store.write(systemActor, async (tx) => {
      const organizer_ids: number[] = [];
      for (const slug of wanted.organizers) organizer_ids.push((await organizerBySlug(tx, slug)).id);
      const application_id = await createApplication(tx, { name: wanted.application, organizer_ids });
      const public_name = wanted.public_name ?? (await madePublicName(tx, dialect));
      const credential: NewCredential = {
        application_id,
        dialect,
        public_name,
        ...definedOf({
          key,
          scopes: wanted.scopes,
          calls_per_minute: wanted.calls_per_minute,
          expires_at: wanted.expires_at,
          settings,
          sealer,
        }),
      };
      const made = await issueCredential(tx, credential);
      return { application_id, dialect, public_name, ...made, ...definedOf({ password }) };
    });
    const lines = [
      `Number ${issued.credential_id}, for ${dialect}. The key is shown this once:`,
      ...(issued.public_name === '' ? [] : [`  ${names?.name ?? 'name'}  ${issued.public_name}`]),
      `  ${names?.key ?? 'key'}  ${issued.key}`,
      ...(password === undefined ? [] : [`  password  ${password}`]),
    ];
    output.tell(lines.join('\n'), issued);
  });
}

function definedOf<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** For vendors whose clients log in with a password beside the key. */
const madePassword = (): string => formatKey('password', randomBytes(15));

function withPassword(settings: KeyToIssue['settings'], password: string): Readonly<Record<string, unknown>> {
  return { ...settings, ...passwordSettings(password, randomBytes) };
}

export async function revokeKey(
  options: ToolOptions & { readonly credential_id: number },
  output: Output,
): Promise<void> {
  const { credential_id } = options;
  await withStore(options, async ({ store }) => {
    await store.write(systemActor, (tx) => revokeCredential(tx, { credential_id }));
    output.tell(`Key number ${credential_id} is revoked, from the next call on.`, { credential_id });
  });
}
