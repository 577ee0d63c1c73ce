import { systemActor } from '../store/transaction.ts';
import { noteSuccess, noteTrouble, troubleOf } from './breaker.ts';
import { connectionById, type ConnectionKey } from './connections.ts';
import type { Runner } from './runner.ts';

/** What one cheap call came to. */
export interface TestedConnection {
  readonly reached: boolean;
  /** what was reached, or what went wrong; never a secret */
  readonly words: string;
}

/** Calls the other system once, whatever the breaker says: a person asks. That it answers ends a halt. */
export async function testConnection(runner: Runner, key: ConnectionKey): Promise<TestedConnection> {
  const { store } = runner.parts.office;
  const connection = await store.read((rx) => connectionById(rx, key));
  try {
    const { peer } = await store.read((rx) => runner.peers.open(rx, connection, runner.signal));
    const words = await peer.probe();
    await store.write(systemActor, (tx) => noteSuccess(tx, connection.id));
    return { reached: true, words };
  } catch (error) {
    const trouble = troubleOf(error);
    await store.write(systemActor, (tx) => noteTrouble(tx, connection.id, trouble));
    return { reached: false, words: `${trouble.kind}: ${trouble.message}` };
  }
}
