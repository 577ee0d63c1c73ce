import type { Actor, Store, Tx } from '../store/transaction.ts';
import { endLease, keepLease, takeLease } from './lease.ts';
import { Others } from './others.ts';
import type { HubParts } from './parts.ts';
import type { Peers } from './peers.ts';

/** Somebody else does this work now: what we were about to write is not written. */
export class LostLease extends Error {
  constructor() {
    super('another process has taken this work over');
    this.name = 'LostLease';
  }
}

/** Work on one connection that one process does at a time. */
export interface Work {
  readonly parts: HubParts;
  readonly peers: Peers;
  /** ends the work between two calls */
  readonly signal: AbortSignal;
  readonly store: Pick<Store, 'read'>;
  /** who else is at work in this office */
  readonly others: Others;
  /** One short command, as the connection, if the work is still ours; throws `LostLease` when it is not. */
  write<T>(command: (tx: Tx) => Promise<T>): Promise<T>;
}

export interface WorkWish {
  readonly parts: HubParts;
  readonly peers: Peers;
  readonly connection_id: number;
  /** `pull` or `push`: each is done by one process at a time */
  readonly what: 'pull' | 'push';
  /** of this process, and of nobody else */
  readonly holder: string;
  readonly signal: AbortSignal;
}

/** Does the work under the connection's lease; undefined when another process is at it. */
export async function withLease<T>(wish: WorkWish, run: (work: Work) => Promise<T>): Promise<T | undefined> {
  const { parts, peers, signal, holder, connection_id, what } = wish;
  const { store } = parts.office;
  const actor: Actor = { kind: 'connection', id: connection_id };
  const lease = { name: `${what}:${connection_id}`, holder };
  if (!(await store.write(actor, (tx) => takeLease(tx, lease)))) return undefined;
  const others = new Others(store);
  const write = async <R>(command: (tx: Tx) => Promise<R>): Promise<R> => {
    const started = performance.now();
    const value = await store.write(actor, async (tx) => {
      if (!(await keepLease(tx, lease))) throw new LostLease();
      return command(tx);
    });
    if (what === 'pull') await others.giveWay(performance.now() - started);
    return value;
  };
  const renewal = setInterval(() => {
    // a call may take longer than a lease holds
    store.write(actor, (tx) => takeLease(tx, lease)).catch(() => undefined);
  }, renew_ms);
  renewal.unref();
  try {
    return await run({ parts, peers, signal, store, write, others });
  } finally {
    clearInterval(renewal);
    await store.write(actor, (tx) => endLease(tx, lease));
  }
}

const renew_ms = 20_000;
