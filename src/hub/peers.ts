import type { Rx } from '../store/transaction.ts';
import { connectorOf, openSecrets, type Connection } from './connections.ts';
import { CallPace } from './pace.ts';
import type { HubParts } from './parts.ts';
import type { Connector, Peer } from './port.ts';

/** The other system of a connection, ready to be called. */
export interface OpenedPeer {
  readonly connection: Connection;
  readonly connector: Connector;
  readonly peer: Peer;
}

/** What of a connection is needed to call its system. */
export type CallableConnection = Pick<
  Connection,
  | 'id'
  | 'organizer_id'
  | 'dialect'
  | 'base_url'
  | 'settings'
  | 'secrets_sealed'
  | 'gap_ms'
  | 'calls_per_minute'
  | 'timeout_ms'
>;

/** Opens the peers of a process: all that call one system keep one pace. */
export class Peers {
  readonly #parts: HubParts;
  readonly #paces = new Map<number, CallPace>();

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  /**
   * `signal` ends the work between two calls; a call whose turn is further off than `patience_ms` is given up. Throws
   * `not_supported` where nobody speaks the dialect.
   */
  async open(rx: Rx, connection: Connection, signal: AbortSignal, patience_ms?: number): Promise<OpenedPeer> {
    return { connection, ...(await this.call(rx, connection, signal, patience_ms)) };
  }

  /** The same of what may not be kept yet. */
  async call(
    rx: Rx,
    connection: CallableConnection,
    signal: AbortSignal,
    patience_ms?: number,
  ): Promise<Pick<OpenedPeer, 'connector' | 'peer'>> {
    const { sealer, surroundings } = this.#parts.office;
    const connector = connectorOf(this.#parts, connection.dialect);
    const { zone } = await rx.db
      .selectFrom('organizer')
      .select('zone')
      .where('id', '=', connection.organizer_id)
      .executeTakeFirstOrThrow();
    const pace = {
      gap_ms: connection.gap_ms ?? connector.pace.gap_ms,
      calls_per_minute: connection.calls_per_minute ?? connector.pace.calls_per_minute,
    };
    const peer = connector.open({
      connection_id: connection.id,
      base_url: connection.base_url,
      settings: JSON.parse(connection.settings) as Record<string, unknown>,
      secrets: openSecrets(sealer, connection),
      zone,
      now: () => surroundings.now(),
      turn: () => this.#paceOf(connection.id).turn(pace, signal, patience_ms),
      timeout_ms: connection.timeout_ms ?? connector.pace.timeout_ms,
    });
    return { connector, peer };
  }

  #paceOf(connection_id: number): CallPace {
    let pace = this.#paces.get(connection_id);
    if (pace === undefined) {
      pace = new CallPace();
      this.#paces.set(connection_id, pace);
    }
    return pace;
  }
}
