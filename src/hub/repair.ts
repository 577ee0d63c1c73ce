import { Fault } from '../domain/faults.ts';
import { recordChange } from '../office/ledger/record.ts';
import type { Store } from '../store/transaction.ts';
import { connectionById, type ConnectionKey } from './connections.ts';
import { readOrderFacts } from './outbox/order-facts.ts';
import type { OrderFacts, RepairStep } from './port.ts';
import type { Work } from './work.ts';

export interface RepairOptions {
  /** only says what it would do */
  readonly dry_run: boolean;
  readonly onStep: (step: RepairStep) => void;
}

/** How much was, or would be, mended, and how much is left to a person. */
export interface Repaired {
  readonly mended: number;
  readonly left: number;
}

/**
 * Mends what an earlier integration left wrong in the other system, order by order. The work
 * holds the connection's lease for deliveries, so that none comes between. Throws `not_supported` for a system that has nothing
 * to be mended, and `PeerTrouble`.
 */
export async function repairConnection(
  work: Work,
  key: ConnectionKey,
  { dry_run, onStep }: RepairOptions,
): Promise<Repaired> {
  const { store } = work.parts.office;
  const connection = await store.read((rx) => connectionById(rx, key));
  const { peer } = await store.read((rx) => work.peers.open(rx, connection, work));
  if (peer.repair === undefined) throw new Fault('not_supported', { dialect: connection.dialect });
  const faults: Record<string, number> = {};
  let mended = 0;
  let left = 0;
  for await (const step of peer.repair({ dry_run, orders: () => ordersOf(store, key) })) {
    work.signal.throwIfAborted();
    faults[step.fault] = (faults[step.fault] ?? 0) + 1;
    if (step.left) left += 1;
    else mended += 1;
    onStep(step);
  }
  if (!dry_run && mended > 0) {
    await work.write((tx) =>
      recordChange(tx, {
        organizer_id: key.organizer_id,
        action: 'connection.repaired',
        subject_kind: 'connection',
        subject_id: key.connection_id,
        after: { faults },
      }),
    );
  }
  return { mended, left };
}

const page_orders = 200;

async function* ordersOf(
  store: Store,
  { organizer_id, connection_id }: ConnectionKey,
): AsyncGenerator<OrderFacts> {
  for (let last = 0; ;) {
    const page = await store.read(async (rx) => {
      const rows = await rx.db
        .selectFrom('order')
        .select('id')
        .where('organizer_id', '=', organizer_id)
        .where('id', '>', last)
        .orderBy('id')
        .limit(page_orders)
        .execute();
      const order_ids = rows.map(({ id }) => id);
      return { order_ids, facts: await readOrderFacts(rx, { connection_id, order_ids }) };
    });
    yield* page.order_ids.flatMap((id) => page.facts.get(id) ?? []);
    const end = page.order_ids.at(-1);
    if (end === undefined || page.order_ids.length < page_orders) return;
    last = end;
  }
}
