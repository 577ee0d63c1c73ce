import { sealedFor } from '../office/access/sealing.ts';
import { systemActor } from '../store/transaction.ts';
import { noteSuccess, noteTrouble, troubleOf } from './breaker.ts';
import { checkedBaseUrl, checkedFields, checkedSecrets } from './connection-fields.ts';
import { connectionById, connectorOf, openSecrets, type ConnectionKey } from './connections.ts';
import { TooSoon } from './pace.ts';
import type { CallableConnection } from './peers.ts';
import type { TroubleKind } from './port.ts';
import type { Runner } from './runner.ts';

/** What one cheap call came to. */
export interface TestedConnection {
  readonly reached: boolean;
  /** null: nothing went wrong */
  readonly kind: TroubleKind | null;
  /** what was reached, or what went wrong; never a secret */
  readonly words: string;
}

/** how long a person waits for the turn of a test */
const patience_ms = 10_000;

/**
 * Calls the other system once, whatever the breaker says: a person asks. That it answers ends a halt. One that asks not to be
 * called is not.
 */
export async function testConnection(runner: Runner, key: ConnectionKey): Promise<TestedConnection> {
  const { store } = runner.parts.office;
  const connection = await store.read((rx) => connectionById(rx, key));
  try {
    const { peer } = await store.read((rx) =>
      runner.peers.open(rx, connection, { signal: runner.signal, patience_ms }),
    );
    const words = await peer.probe();
    await store.write(systemActor, (tx) => noteSuccess(tx, connection.id));
    return { reached: true, kind: null, words };
  } catch (error) {
    const trouble = troubleOf(error);
    // nobody was called
    if (!(error instanceof TooSoon))
      await store.write(systemActor, (tx) => noteTrouble(tx, connection.id, trouble));
    return { reached: false, kind: trouble.kind, words: trouble.message };
  }
}

/** What somebody is about to keep. Of a connection that is kept already, what is not given is as it stands. */
export interface FieldsToTest {
  readonly organizer_id: number;
  readonly dialect: string;
  readonly connection_id?: number | undefined;
  readonly base_url?: string | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly secrets?: Readonly<Record<string, unknown>> | undefined;
}

/** The same before anything is kept: nothing is written. Throws `not_supported`, `not_found`, `invalid_input`. */
export async function testFields(runner: Runner, fields: FieldsToTest): Promise<TestedConnection> {
  const { store } = runner.parts.office;
  const connection = await asKept(runner, fields);
  try {
    const { peer } = await store.read((rx) =>
      runner.peers.call(rx, connection, { signal: runner.signal, patience_ms }),
    );
    return { reached: true, kind: null, words: await peer.probe() };
  } catch (error) {
    const { kind, message } = troubleOf(error);
    return { reached: false, kind, words: message };
  }
}

/** The connection as it would be kept. */
async function asKept(
  { parts }: Runner,
  { organizer_id, connection_id, ...fields }: FieldsToTest,
): Promise<CallableConnection> {
  const { sealer, store } = parts.office;
  const kept =
    connection_id === undefined
      ? undefined
      : await store.read((rx) => connectionById(rx, { organizer_id, connection_id }));
  const dialect = kept?.dialect ?? fields.dialect;
  const connector = connectorOf(parts, dialect);
  const id = kept?.id ?? 0;
  const settings = kept === undefined ? {} : (JSON.parse(kept.settings) as object);
  const secrets = kept === undefined ? {} : openSecrets(sealer, kept);
  const sealed = JSON.stringify(checkedSecrets(connector, { ...secrets, ...fields.secrets }));
  return {
    id,
    organizer_id,
    dialect,
    base_url: checkedBaseUrl(fields.base_url ?? kept?.base_url ?? connector.default_base_url),
    settings: JSON.stringify(
      checkedFields(connector.settings, { ...settings, ...fields.settings }, 'settings'),
    ),
    secrets_sealed: sealer.seal(sealed, sealedFor.connection(id)),
    gap_ms: kept?.gap_ms ?? null,
    calls_per_minute: kept?.calls_per_minute ?? null,
    timeout_ms: kept?.timeout_ms ?? null,
  };
}
