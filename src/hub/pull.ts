import type { ForeignRecord } from '../domain/foreign-records.ts';
import { isFault } from '../domain/faults.ts';
import type { Rx, Tx } from '../store/transaction.ts';
import { closedFor, noteSuccess, noteTrouble, troubleOf } from './breaker.ts';
import { connectionById, type Connection, type ConnectionKey } from './connections.ts';
import type { PulledPage } from './port.ts';
import { nameAside, namesAside, resolveAside, setAside } from './quarantine.ts';
import { LostLease, type Work } from './work.ts';

/** What a run came to, in records. */
export interface RunCounts {
  /** tickets that were not here before */
  new: number;
  /** records that were here and have changed at the source */
  changed: number;
  unchanged: number;
  /** gone at the source, found by a full pull */
  gone: number;
  quarantined: number;
}

export const nothingPulled = (): RunCounts => ({ new: 0, changed: 0, unchanged: 0, gone: 0, quarantined: 0 });

export interface RunResult {
  readonly run_id: number;
  readonly outcome: 'ok' | 'failed' | 'closed';
  readonly counts: RunCounts;
  /** what went wrong; empty when nothing did */
  readonly message: string;
}

/** How pulled records become the ledger's. */
export interface Intake {
  /** Takes them in, in one command, and counts what came of it. Throws a `Fault` for a record that cannot be taken in. */
  takeIn(tx: Tx, connection: Connection, records: readonly ForeignRecord[], counts: RunCounts): Promise<void>;
}

export interface PullWishes {
  readonly full?: boolean;
  readonly onProgress?: (progress: {
    readonly records: number;
    readonly expected: number | undefined;
  }) => void;
}

const cursor_kind = 'pull';
const overlap_ms = 600_000;
/** records of one command: scans and sales at the counter come between */
const chunk_records = 50;

/** Pulls what is new for a connection into the ledger. The work must hold the connection's lease for pulls. */
export async function pullRun(
  work: Work,
  intake: Intake,
  key: ConnectionKey,
  wishes: PullWishes = {},
): Promise<RunResult> {
  const { store, surroundings } = work.parts.office;
  const connection = await store.read((rx) => connectionById(rx, key));
  const run_id = await work.write((tx) => startRun(tx, connection.id));
  const counts = nothingPulled();
  const closed = closedFor(connection, surroundings.now());
  if (closed !== undefined) return endRun(work, { run_id, outcome: 'closed', counts, message: closed });
  try {
    const aside = await store.read((rx) => namesAside(rx, connection.id));
    await pullPages(work, intake, { connection, counts, wishes, aside });
    await work.write((tx) => noteSuccess(tx, connection.id));
    return await endRun(work, { run_id, outcome: 'ok', counts, message: '' });
  } catch (error) {
    if (error instanceof LostLease) throw error;
    const trouble = troubleOf(error);
    await work.write((tx) => noteTrouble(tx, connection.id, trouble));
    return endRun(work, { run_id, outcome: 'failed', counts, message: trouble.message });
  }
}

interface Pulling {
  readonly connection: Connection;
  readonly counts: RunCounts;
  readonly wishes: PullWishes;
  /** what stands in quarantine, by its name there */
  readonly aside: Set<string>;
}

async function pullPages(work: Work, intake: Intake, pulling: Pulling): Promise<void> {
  const { store } = work.parts.office;
  const { connection, wishes } = pulling;
  const { peer } = await store.read((rx) => work.peers.open(rx, connection, work.signal));
  const cursor = await store.read((rx) => readCursor(rx, connection.id));
  const full = wishes.full === true || cursor === undefined;
  let records = 0;
  for await (const page of peer.pull?.({ cursor, full, overlap_ms }) ?? []) {
    work.signal.throwIfAborted();
    await takePage(work, intake, pulling, page);
    records += page.records.length + page.refused.length;
    wishes.onProgress?.({ records, expected: page.expected });
  }
}

async function takePage(work: Work, intake: Intake, pulling: Pulling, page: PulledPage) {
  const { connection, counts } = pulling;
  for (let from = 0; from < page.records.length; from += chunk_records) {
    const chunk = page.records.slice(from, from + chunk_records);
    await takeChunk(work, intake, { ...pulling, chunk });
  }
  const { refused, cursor } = page;
  counts.quarantined += refused.length;
  if (refused.length === 0 && cursor === undefined) return;
  await work.write(async (tx) => {
    for (const { kind, ref, reason, payload } of refused)
      await setAside(tx, { connection_id: connection.id, kind, foreign_id: ref, reason, payload });
    if (cursor !== undefined) await keepCursor(tx, connection.id, cursor);
  });
}

interface Chunk extends Pulling {
  readonly chunk: readonly ForeignRecord[];
}

/** Takes records in together; where one of them cannot be, each alone, and that one is kept aside. */
async function takeChunk(work: Work, intake: Intake, pulling: Chunk): Promise<void> {
  const { connection, counts, aside, chunk } = pulling;
  const taken = nothingPulled();
  const back = chunk.filter((record) => aside.has(nameAside(record.kind, record.ref)));
  try {
    await work.write(async (tx) => {
      Object.assign(taken, nothingPulled());
      await intake.takeIn(tx, connection, chunk, taken);
      for (const { kind, ref } of back)
        await resolveAside(tx, { connection_id: connection.id, kind, foreign_ids: [ref] });
    });
  } catch (error) {
    const [only, ...others] = chunk;
    if (!isFault(error) || error.code === 'busy' || only === undefined) throw error;
    if (others.length > 0) {
      for (const record of chunk) await takeChunk(work, intake, { ...pulling, chunk: [record] });
      return;
    }
    const reason = `${error.message} (${error.code}) ${JSON.stringify(error.details)}`;
    const refused = {
      connection_id: connection.id,
      kind: only.kind,
      foreign_id: only.ref,
      reason,
      payload: only,
    };
    await work.write((tx) => setAside(tx, refused));
    taken.quarantined = 1;
  }
  for (const name of Object.keys(counts) as (keyof RunCounts)[]) counts[name] += taken[name];
}

async function startRun(tx: Tx, connection_id: number): Promise<number> {
  const id = await tx.id();
  await tx.db.insertInto('run').values({ id, connection_id, started_at: tx.now }).execute();
  return id;
}

async function endRun(work: Work, result: RunResult): Promise<RunResult> {
  const { run_id, outcome, counts, message } = result;
  await work.write((tx) =>
    tx.db
      .updateTable('run')
      .set({ ended_at: tx.now, outcome, counts: JSON.stringify(counts), message })
      .where('id', '=', run_id)
      .execute(),
  );
  return result;
}

async function readCursor(rx: Rx, connection_id: number): Promise<string | undefined> {
  const row = await rx.db
    .selectFrom('cursor')
    .select('value')
    .where('connection_id', '=', connection_id)
    .where('kind', '=', cursor_kind)
    .executeTakeFirst();
  return row?.value;
}

async function keepCursor(tx: Tx, connection_id: number, value: string): Promise<void> {
  await tx.db
    .insertInto('cursor')
    .values({ connection_id, kind: cursor_kind, value, updated_at: tx.now })
    .onConflict((conflict) =>
      conflict.columns(['connection_id', 'kind']).doUpdateSet({ value, updated_at: tx.now }),
    )
    .execute();
}
