import type { ForeignRecord } from '../domain/foreign-records.ts';
import type { AsideReason } from '../domain/hub-reasons.ts';
import { takeRecords } from '../office/imports/take-in.ts';
import { announceTo } from '../office/ledger/outbox.ts';
import { systemActor, type Store } from '../store/transaction.ts';
import { connectionById, type Connection } from './connections.ts';
import type { RefusedRecord } from './port.ts';
import { sourceOf } from './pull.ts';
import {
  listAside,
  resolveAside,
  setAside,
  type Aside,
  type AsideFilter,
  type SetAside,
} from './quarantine.ts';
import type { Runner } from './runner.ts';

export interface RetriedAside {
  /** went in */
  resolved: number;
  /** parts of our orders, which will be told again */
  announced: number;
  /** stay, with the reason of now */
  still: number;
}

const records_max = 10_000;

/** Tries again what was set aside: all of it, of a connection, or these. */
export async function retryAside(runner: Runner, filter: Omit<AsideFilter, 'limit'>): Promise<RetriedAside> {
  const { store } = runner.parts.office;
  const found = await store.read((rx) => listAside(rx, { ...filter, limit: records_max }));
  const counts = { resolved: 0, announced: 0, still: 0 };
  for (const [connection_id, asides] of Map.groupBy(found, (aside) => aside.connection_id)) {
    const connection = await store.read((rx) => connectionOf(rx, connection_id));
    if (connection === undefined) counts.still += asides.length;
    else await retryOf(runner, connection, asides, counts);
  }
  return counts;
}

async function connectionOf(rx: Parameters<Parameters<Store['read']>[0]>[0], connection_id: number) {
  const row = await rx.db
    .selectFrom('connection')
    .select('organizer_id')
    .where('id', '=', connection_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : connectionById(rx, { ...row, connection_id });
}

async function retryOf(
  runner: Runner,
  connection: Connection,
  asides: readonly Aside[],
  counts: RetriedAside,
): Promise<void> {
  const { store } = runner.parts.office;
  const parts = asides.filter(({ foreign_id }) => foreign_id.startsWith('#'));
  const orders = new Set(parts.map(({ foreign_id }) => Number(foreign_id.slice(1).split('/')[0])));
  await store.write(systemActor, async (tx) => {
    for (const subject_id of orders)
      await announceTo(tx, connection, { topic: 'order', subject_kind: 'order', subject_id });
  });
  counts.announced += orders.size;
  const pulled = asides.filter(({ foreign_id }) => !foreign_id.startsWith('#'));
  if (pulled.length === 0) return;
  const opened = await store.read((rx) => runner.peers.open(rx, connection, runner));
  for (const aside of pulled) {
    const record = recordOf(aside, (refused) => opened.peer.understand?.(refused));
    const still = record === undefined ? asBefore(aside) : await takeOne(store, connection, record);
    const { connection_id, kind, foreign_id } = aside;
    if (still === undefined) {
      await store.write(systemActor, (tx) =>
        resolveAside(tx, { connection_id, kind, foreign_ids: [foreign_id] }),
      );
      counts.resolved += 1;
    } else {
      const { reason, why } = still;
      const payload: unknown = JSON.parse(aside.payload);
      const { setting, named } = aside;
      const lacks = setting === '' ? undefined : { setting, named };
      await store.write(systemActor, (tx) =>
        setAside(tx, { connection_id, kind, foreign_id, reason, why, lacks, payload }),
      );
      counts.still += 1;
    }
  }
}

/** The record itself, or what the connector makes of it now. */
function recordOf(
  { kind, foreign_id: ref, reason, payload }: Aside,
  understand: (refused: RefusedRecord) => ForeignRecord | undefined,
): ForeignRecord | undefined {
  const kept = JSON.parse(payload) as { record?: ForeignRecord; raw?: unknown };
  if (kept.record !== undefined) return kept.record;
  return understand({ kind: kind as ForeignRecord['kind'], ref, reason, payload: kept.raw });
}

/** Why it cannot be taken in; undefined when it was. */
async function takeOne(
  store: Store,
  connection: Connection,
  record: ForeignRecord,
): Promise<Still | undefined> {
  const actor = { kind: 'connection', id: connection.id } as const;
  const { refused } = await takeRecords((command) => store.write(actor, command), sourceOf(connection), [
    record,
  ]);
  return refused[0];
}

type Still = Pick<SetAside, 'reason' | 'why'>;

const asBefore = ({ reason, why }: Aside): Still => ({
  reason,
  why: why === null ? undefined : (JSON.parse(why) as AsideReason),
});
