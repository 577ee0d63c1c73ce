import { firstSeal, type LedgerRow } from '../../domain/ledger-chain.ts';
import { hashOfSeal, ledgerFields, marksOf } from '../../domain/ledger-marks.ts';
import { limits } from '../../domain/limits.ts';
import { sql } from 'kysely';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import { systemActor, type Rx, type Store, type Tx } from '../../store/transaction.ts';

/** Where the chain ends: the row of `meta` that every sealer locks, and that gives away a last seal that was removed. */
export const chainHeadKey = 'ledger.chain_head';

export interface ChainHead {
  /** how many seals there are */
  readonly position: number;
  readonly hash: string;
}

export const emptyChain: ChainHead = { position: 0, hash: firstSeal };

/** Whether a row waits for its seal; reads one entry of an index. */
export async function hasUnsealed(rx: Rx): Promise<boolean> {
  const row = await rx.db
    .selectFrom('ledger')
    .select('id')
    .where('seal_id', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Takes the row of the head and keeps it until the transaction ends, so that two processes do not fork the chain: an
 * upsert locks the row on PostgreSQL and gives its latest value, and costs nothing where there is one writer.
 */
async function takeHead(tx: Tx): Promise<ChainHead> {
  const row = await tx.first(takeHeadRow, { key: chainHeadKey, empty: JSON.stringify(emptyChain) });
  return row === undefined ? emptyChain : (JSON.parse(row.value) as ChainHead);
}

const takeHeadRow = statement<{ key: string; empty: string }, { value: string }>((db, slot) =>
  db
    .insertInto('meta')
    .values({ key: slot('key'), value: slot('empty') })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: (eb) => eb.ref('meta.value') }))
    .returning('value'),
);

const moveHead = statement<{ key: string; head: string }, never>((db, slot) =>
  db
    .updateTable('meta')
    .set({ value: slot('head') })
    .where('key', '=', slot('key')),
);

const insertSeal = statement<Row<'ledger_seal'>, never>((db, slot) =>
  db.insertInto('ledger_seal').values({
    id: slot('id'),
    position: slot('position'),
    sealed_at: slot('sealed_at'),
    row_count: slot('row_count'),
    row_marks: slot('row_marks'),
    previous_hash: slot('previous_hash'),
    hash: slot('hash'),
  }),
);

/** Gives up to `limit` unsealed rows their place under the seal, in the order of their ids. */
async function placeRows(tx: Tx, seal_id: number, limit: number): Promise<LedgerRow[]> {
  const waiting = tx.db
    .selectFrom('ledger')
    .select(['id', sql<number>`row_number() over (order by "id")`.as('position')])
    .where('seal_id', 'is', null)
    .orderBy('id')
    .limit(limit);
  const rows = await tx.db
    .updateTable('ledger')
    .from(waiting.as('waiting'))
    .set((eb) => ({ seal_id, seal_position: eb.ref('waiting.position') }))
    .whereRef('ledger.id', '=', 'waiting.id')
    .returning(ledgerFields.map((field) => `ledger.${field}` as const))
    .execute();
  return rows.toSorted((a, b) => a.id - b.id);
}

/**
 * Seals the next batch: unsealed rows in the order of their ids, `limit` of them at most (1000 unless said). Rows of
 * transactions that are not committed yet join a later seal. Gives how many rows were sealed.
 */
export async function sealLedger(tx: Tx, options: { limit?: number } = {}): Promise<number> {
  const head = await takeHead(tx);
  const id = await tx.id();
  const rows = await placeRows(tx, id, Math.min(options.limit ?? limits.seal_rows_max, limits.seal_rows_max));
  if (rows.length > 0) await putSeal(tx, { head, id, rows });
  return rows.length;
}

/**
 * Puts rows that are about to be written under a seal of their own, `limits.seal_rows_max` at most; gives its id. For who
 * writes alone: others would wait for the head of the chain until the transaction ends.
 */
export async function sealNewRows(tx: Tx, rows: readonly LedgerRow[]): Promise<number> {
  const id = await tx.id();
  await putSeal(tx, { head: await takeHead(tx), id, rows });
  return id;
}

interface NewSeal {
  readonly head: ChainHead;
  readonly id: number;
  readonly rows: readonly LedgerRow[];
}

async function putSeal(tx: Tx, { head, id, rows }: NewSeal): Promise<void> {
  const seal = {
    id,
    position: head.position + 1,
    sealed_at: tx.now,
    row_count: rows.length,
    row_marks: marksOf(rows),
    previous_hash: head.hash,
  };
  const hash = hashOfSeal(seal, rows);
  await tx.run(insertSeal, { ...seal, hash });
  const moved: ChainHead = { position: seal.position, hash };
  await tx.run(moveHead, { key: chainHeadKey, head: JSON.stringify(moved) });
}

export interface Sealer {
  /** Resolves once nothing runs any more. */
  stop(): Promise<void>;
}

export interface SealerOptions {
  readonly every_ms: number;
  /** rows of one batch: a batch is one command, during which SQLite's writer does nothing else */
  readonly batch_rows?: number;
  /** how long a rush may keep rows unsealed: while commands queue up, sealing waits its turn, but no longer than this */
  readonly lag_ms_max?: number;
  readonly onError?: (error: unknown) => void;
}

/** Seals what has gathered, again and again; when nothing has, it reads one entry of an index and sleeps. */
export function startSealer(store: Store, options: SealerOptions): Sealer {
  const { every_ms, batch_rows = 250, lag_ms_max = 30_000, onError } = options;
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  let sealedUpTo = performance.now();

  const sealAll = async (): Promise<void> => {
    if (store.waiting() > 0 && performance.now() - sealedUpTo < lag_ms_max) return;
    if (!(await store.read(hasUnsealed))) return;
    let sealed = batch_rows;
    while (sealed === batch_rows && !stopping.signal.aborted) {
      sealed = await store.write(systemActor, (tx) => sealLedger(tx, { limit: batch_rows }));
    }
    sealedUpTo = performance.now();
  };
  const sealThenWait = async (): Promise<void> => {
    try {
      await sealAll();
    } catch (error) {
      onError?.(error);
    }
    wait();
  };
  const wait = (): void => {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      running = sealThenWait();
    }, every_ms);
    timer.unref();
  };
  wait();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
