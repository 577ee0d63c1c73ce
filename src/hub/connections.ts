import { Fault } from '../domain/faults.ts';
import { sealedFor } from '../office/access/sealing.ts';
import { recordChange } from '../office/ledger/record.ts';
import type { Row, RowPatch } from '../store/tables.ts';
import type { Rx, Tx } from '../store/transaction.ts';
import {
  assertObject,
  checkedBaseUrl,
  checkedFields,
  checkedName,
  checkedSchedule,
  checkedSecrets,
  checkedTopics,
  checkPace,
  type PaceFields,
} from './connection-fields.ts';
import type { HubParts } from './parts.ts';
import type { Connector } from './port.ts';

/** A connection as it is kept. */
export type Connection = Row<'connection'>;

export interface ConnectionKey {
  readonly organizer_id: number;
  readonly connection_id: number;
}

export interface ConnectionFields extends PaceFields {
  readonly name?: string | undefined;
  readonly base_url?: string | undefined;
  /** as the connector's schemas say */
  readonly settings?: unknown;
  readonly secrets?: unknown;
  /** what it is told of; all that the connector can be told of unless given */
  readonly topics?: readonly string[] | undefined;
  readonly schedule?: string | undefined;
  readonly full_schedule?: string | undefined;
}

type Parts = Pick<HubParts, 'connectors'> & { readonly office: Pick<HubParts['office'], 'sealer'> };

export function connectorOf({ connectors }: Pick<HubParts, 'connectors'>, dialect: string): Connector {
  const connector = connectors.get(dialect);
  if (connector === undefined)
    throw new Fault('not_supported', { dialect, there_are: [...connectors.keys()] });
  return connector;
}

/** Keeps a new connection, its secrets sealed. Throws `not_supported` for a dialect without a connector, `invalid_input`. */
export async function addConnection(
  tx: Tx,
  parts: Parts,
  input: ConnectionFields & { readonly organizer_id: number; readonly dialect: string },
): Promise<number> {
  const { organizer_id, dialect } = input;
  const connector = connectorOf(parts, dialect);
  const id = await tx.id();
  const secrets = checkedSecrets(connector, input.secrets ?? {});
  checkPace(input);
  const row = {
    id,
    organizer_id,
    dialect,
    name: checkedName(input.name ?? connector.title),
    base_url: checkedBaseUrl(input.base_url ?? connector.default_base_url),
    settings: JSON.stringify(checkedFields(connector.settings, input.settings ?? {}, 'settings')),
    secrets_sealed: parts.office.sealer.seal(JSON.stringify(secrets), sealedFor.connection(id)),
    topics: JSON.stringify(checkedTopics(connector.abilities, input.topics ?? connector.abilities.pushes)),
    ...(input.schedule === undefined ? {} : { schedule: checkedSchedule(input.schedule, 'schedule') }),
    ...(input.full_schedule === undefined
      ? {}
      : { full_schedule: checkedSchedule(input.full_schedule, 'full_schedule') }),
    ...paceOf(input),
    created_at: tx.now,
    updated_at: tx.now,
  };
  await tx.db.insertInto('connection').values(row).execute();
  const { secrets_sealed: _kept, ...after } = row;
  await recordChange(tx, { ...subjectOf(organizer_id, id), action: 'connection.added', after });
  return id;
}

/**
 * Changes what is given and keeps the rest; of the secrets too, each alone. A halt ends: a person has looked. What the system
 * asked for stands, unless another is called, or as somebody else.
 */
export async function changeConnection(
  tx: Tx,
  parts: Parts,
  input: ConnectionFields & ConnectionKey,
): Promise<void> {
  const connection = await connectionById(tx, input);
  const connector = connectorOf(parts, connection.dialect);
  checkPace(input);
  const patch: RowPatch<'connection'> = { ...paceOf(input) };
  if (input.name !== undefined) patch.name = checkedName(input.name);
  if (input.base_url !== undefined) patch.base_url = checkedBaseUrl(input.base_url);
  if (input.settings !== undefined)
    patch.settings = JSON.stringify(mergedSettings(connector, connection, input));
  if (input.topics !== undefined)
    patch.topics = JSON.stringify(checkedTopics(connector.abilities, input.topics));
  if (input.schedule !== undefined) patch.schedule = checkedSchedule(input.schedule, 'schedule');
  if (input.full_schedule !== undefined)
    patch.full_schedule = checkedSchedule(input.full_schedule, 'full_schedule');
  const shown = { ...patch, secrets_changed: input.secrets !== undefined };
  if (input.secrets !== undefined)
    patch.secrets_sealed = mergedSecrets(parts, connector, connection, input.secrets);
  const another =
    input.secrets !== undefined || (patch.base_url ?? connection.base_url) !== connection.base_url;
  await tx.db
    .updateTable('connection')
    .set({ ...patch, ...untroubled, ...(another ? { asked_until: null } : {}), updated_at: tx.now })
    .where('id', '=', connection.id)
    .execute();
  await recordChange(tx, {
    ...subjectOf(connection.organizer_id, connection.id),
    action: 'connection.changed',
    before: Object.fromEntries(
      Object.keys(patch)
        .filter((name) => name !== 'secrets_sealed')
        .map((name) => [name, connection[name as keyof Connection]]),
    ),
    after: shown,
  });
}

/** What a connection is after a person has looked at it. */
export const untroubled = {
  failures: 0,
  paused_until: null,
  halted_at: null,
  trouble: '',
  trouble_why: null,
} as const;

export async function setEnabled(
  tx: Tx,
  input: ConnectionKey & { readonly enabled: boolean },
): Promise<void> {
  const { id, organizer_id, enabled: before } = await connectionById(tx, input);
  const enabled = input.enabled ? 1 : 0;
  await tx.db
    .updateTable('connection')
    .set({ enabled, ...(input.enabled ? untroubled : {}), updated_at: tx.now })
    .where('id', '=', id)
    .execute();
  await recordChange(tx, {
    ...subjectOf(organizer_id, id),
    action: input.enabled ? 'connection.enabled' : 'connection.disabled',
    before: { enabled: before },
    after: { enabled },
  });
}

/** Ends a connection: its secrets are gone and nothing leaves for it any more. What came through it stays. */
export async function removeConnection(tx: Tx, input: ConnectionKey): Promise<void> {
  const { id, organizer_id, dialect, name } = await connectionById(tx, input);
  await tx.db
    .updateTable('connection')
    .set({ enabled: 0, secrets_sealed: '', topics: '[]', deleted_at: tx.now, updated_at: tx.now })
    .where('id', '=', id)
    .execute();
  await tx.db
    .updateTable('outbox')
    .set({ due_at: null, dead_at: null, dropped_at: tx.now })
    .where('connection_id', '=', id)
    .where((eb) => eb.or([eb('due_at', 'is not', null), eb('dead_at', 'is not', null)]))
    .execute();
  await recordChange(tx, {
    ...subjectOf(organizer_id, id),
    action: 'connection.removed',
    before: { dialect, name },
  });
}

/** A connection of the organizer that was not removed; throws `not_found`. */
export async function connectionById(
  rx: Rx,
  { organizer_id, connection_id }: ConnectionKey,
): Promise<Connection> {
  const row = await rx.db
    .selectFrom('connection')
    .selectAll()
    .where('id', '=', connection_id)
    .where('organizer_id', '=', organizer_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', { connection: connection_id });
  return row;
}

const subjectOf = (organizer_id: number, subject_id: number) => ({
  organizer_id,
  subject_kind: 'connection',
  subject_id,
});

function paceOf({ gap_ms, calls_per_minute, timeout_ms }: PaceFields): PaceFields {
  return {
    ...(gap_ms === undefined ? {} : { gap_ms }),
    ...(calls_per_minute === undefined ? {} : { calls_per_minute }),
    ...(timeout_ms === undefined ? {} : { timeout_ms }),
  };
}

function mergedSettings(
  connector: Connector,
  connection: Connection,
  { settings }: ConnectionFields,
): Record<string, unknown> {
  assertObject(settings, 'settings');
  const merged = { ...(JSON.parse(connection.settings) as object), ...settings };
  return checkedFields(connector.settings, merged, 'settings');
}

function mergedSecrets(
  { office: { sealer } }: Parts,
  connector: Connector,
  connection: Connection,
  secrets: unknown,
): string {
  assertObject(secrets, 'secrets');
  const after = checkedSecrets(connector, { ...openSecrets(sealer, connection), ...secrets });
  return sealer.seal(JSON.stringify(after), sealedFor.connection(connection.id));
}

export function openSecrets(
  sealer: Parts['office']['sealer'],
  { id, secrets_sealed }: Pick<Connection, 'id' | 'secrets_sealed'>,
): Record<string, string> {
  return JSON.parse(sealer.open(secrets_sealed, sealedFor.connection(id))) as Record<string, string>;
}
