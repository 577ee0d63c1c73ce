import type { Rx } from '../store/transaction.ts';
import { noteAsked, waitOf } from './breaker.ts';
import { connectorOf, openSecrets, type Connection } from './connections.ts';
import { CallPace, realWaiting, TooSoon, type Waiting } from './pace.ts';
import type { HubParts } from './parts.ts';
import type { Connector, Pace, Peer } from './port.ts';

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

/** How work goes about its turns. */
export interface Turns {
  /** ends the work between two calls */
  readonly signal: AbortSignal;
  /** a call whose turn is further off is given up */
  readonly patience_ms?: number;
  /** how long it waits in the midst of its work where the system asks for that; not at all unless given */
  readonly waits_ms?: number;
}

/** Opens the peers of a process: all that call one system keep one pace. */
export class Peers {
  readonly #parts: HubParts;
  readonly #waiting: Waiting;
  readonly #paces = new Map<number, CallPace>();

  constructor(parts: HubParts) {
    this.#parts = parts;
    this.#waiting = parts.waiting ?? realWaiting;
  }

  /** Throws `not_supported` where nobody speaks the dialect. */
  async open(rx: Rx, connection: Connection, turns: Turns): Promise<OpenedPeer> {
    return { connection, ...(await this.call(rx, connection, turns)) };
  }

  /** The same of what may not be kept yet. */
  async call(
    rx: Rx,
    connection: CallableConnection,
    turns: Turns,
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
      turn: () => this.#turn(connection.id, pace, turns),
      asked_to_wait: (wait_ms) => this.#askedToWait(connection.id, wait_ms, turns),
      timeout_ms: connection.timeout_ms ?? connector.pace.timeout_ms,
    });
    return { connector, peer };
  }

  /** Its turn by the pace, and not before the time that the system asked for, whichever process heard it. */
  async #turn(
    connection_id: number,
    pace: Pick<Pace, 'gap_ms' | 'calls_per_minute'>,
    { signal, patience_ms, waits_ms = 0 }: Turns,
  ): Promise<void> {
    const { store, surroundings } = this.#parts.office;
    for (;;) {
      await this.#paceOf(connection_id).turn(pace, signal, patience_ms);
      const asked = await store.read((rx) => waitOf(rx, connection_id, surroundings.now()));
      if (asked === undefined) return;
      const { wait_ms, words } = asked;
      if (wait_ms > waits_ms) throw new TooSoon(words, wait_ms);
      await this.#waiting.sleep(wait_ms, signal);
    }
  }

  async #askedToWait(connection_id: number, wait_ms: number, { waits_ms = 0 }: Turns): Promise<boolean> {
    const actor = { kind: 'connection', id: connection_id } as const;
    await this.#parts.office.store.write(actor, (tx) => noteAsked(tx, connection_id, wait_ms));
    return wait_ms <= waits_ms;
  }

  #paceOf(connection_id: number): CallPace {
    let pace = this.#paces.get(connection_id);
    if (pace === undefined) {
      pace = new CallPace(this.#waiting);
      this.#paces.set(connection_id, pace);
    }
    return pace;
  }
}
