import { randomBytes } from 'node:crypto';
import { demoCredentials } from '../demo/credentials.ts';
import { formatUtc } from '../domain/local-time.ts';
import { isPermission, permissions } from '../domain/roles.ts';
import { formatKey } from '../domain/secrets.ts';
import { createApplication } from '../office/access/applications.ts';
import {
  issueCredential,
  listCredentials,
  revokeCredential,
  type NewCredential,
} from '../office/access/credentials.ts';
import { passwordSettings } from '../office/access/login.ts';
import {
  isVendorDialect,
  madePublicName,
  needsPassword,
  signsRequests,
  vendorKeys,
} from '../office/access/vendor-keys.ts';

import { systemActor, type Rx } from '../store/transaction.ts';
import { CommandError, exitCodes } from './exit.ts';
import { openSealer, withStore, type ToolOptions } from './open-office.ts';
import { organizerBySlug } from './organizers.ts';
import type { Output } from './output.ts';
import { tableOf } from './table.ts';

/** What the vendors call the two halves; a dialect that is not here has a key alone. */
const halves: Readonly<Record<string, { name: string; key: string }>> = {
  billetweb: { name: 'user', key: 'key' },
  utick: { name: 'public key', key: 'private key' },
  weezevent: { name: 'username', key: 'api_key' },
  caisse: { name: 'idboutique', key: 'key' },
};

/** of Guichet's own */
const ownDialects = ['api', 'hub'];

export async function listKeys(
  options: ToolOptions & { readonly organizer?: string | undefined; readonly dialect?: string | undefined },
  output: Output,
): Promise<void> {
  const { organizer, dialect } = options;
  await withStore(options, async ({ store }) => {
    const { rows, reach } = await store.read(async (rx) => {
      const organizer_id = organizer === undefined ? undefined : (await organizerBySlug(rx, organizer)).id;
      const found = await listCredentials(rx, {
        ...(organizer_id === undefined ? {} : { organizer_id }),
        ...(dialect === undefined ? {} : { dialect }),
      });
      return { rows: found, reach: await slugsByApplication(rx) };
    });
    const listed = rows.map((row) => ({ ...row, organizers: reach.get(row.application_id) ?? [] }));
    const shown = listed.map((row) => ({
      id: row.credential_id,
      dialect: row.dialect,
      name: row.public_name,
      key: row.key_hint,
      application: row.application_name,
      organizers: row.organizers.join(', '),
      issued: formatUtc(row.created_at).slice(0, 10),
      state: stateOf(row),
    }));
    output.tell(tableOf(shown, 'There are no keys yet: guichet keys issue makes one.'), listed);
  });
}

function stateOf(row: { readonly revoked_at: number | null; readonly expires_at: number | null }): string {
  if (row.revoked_at !== null) return `revoked ${formatUtc(row.revoked_at).slice(0, 10)}`;
  if (row.expires_at === null) return 'valid';
  return `${row.expires_at <= Date.now() ? 'over since' : 'until'} ${formatUtc(row.expires_at).slice(0, 10)}`;
}

/** Whom each application reaches. */
async function slugsByApplication(rx: Rx): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await rx.db
    .selectFrom('application_reach')
    .innerJoin('organizer', 'organizer.id', 'application_reach.organizer_id')
    .select(['application_reach.application_id', 'organizer.slug'])
    .orderBy('organizer.slug')
    .execute();
  const groups = Map.groupBy(rows, ({ application_id }) => application_id);
  return new Map([...groups].map(([id, own]) => [id, own.map(({ slug }) => slug)]));
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
  checkWish(wanted);
  const names = halves[dialect];
  await withStore(options, async ({ store, config }) => {
    const sealer = isVendorDialect(dialect) && signsRequests(dialect) ? openSealer(config) : undefined;
    const password = isVendorDialect(dialect) && needsPassword(dialect) ? madePassword() : undefined;
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

/** Throws for a key that nobody could call with: of a dialect that there is not, for nothing, or over already. */
function checkWish({ dialect, scopes = [], public_name, expires_at }: KeyToIssue): void {
  const refuse = (words: string): never => {
    throw new CommandError(words, exitCodes.usage);
  };
  const vendor = isVendorDialect(dialect);
  if (!vendor && !ownDialects.includes(dialect)) {
    const known = [...ownDialects, ...Object.keys(vendorKeys)].join(', ');
    refuse(`There is no dialect "${dialect}". There are: ${known}.`);
  }
  if (public_name !== undefined && halves[dialect] === undefined)
    refuse(`A key for ${dialect} has no --user.`);
  const unknown = scopes.filter((scope) => !vendor && scope !== '*' && !isPermission(scope));
  if (unknown.length > 0)
    refuse(`${unknown.join(', ')}: no such scope. There are: *, ${permissions.join(', ')}.`);
  if (expires_at !== undefined && expires_at <= Date.now()) refuse('--expires must lie ahead.');
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
