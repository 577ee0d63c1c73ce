import { setImmediate as breathe } from 'node:timers/promises';
import { firstSeal, type LedgerRow } from '../../domain/ledger-chain.ts';
import { firstDifference, hashOfSeal, ledgerFields, markedRows, marksOf } from '../../domain/ledger-marks.ts';
import { limits } from '../../domain/limits.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Row } from '../../store/tables.ts';
import { chainHeadKey, emptyChain, type ChainHead } from './seal.ts';

/** How a part of the ledger does not fit. */
export type BreakKind =
  | 'row_changed'
  | 'row_missing'
  | 'row_inserted'
  | 'rows_reordered'
  | 'row_without_seal'
  | 'seal_changed'
  | 'seal_missing'
  | 'seal_inserted'
  | 'seal_not_linked'
  | 'head_changed';

export interface Break {
  readonly kind: BreakKind;
  /** of the seal in the chain, from 1 */
  readonly seal_position: number | null;
  readonly seal_id: number | null;
  /** of the row under its seal, from 1 */
  readonly row_position: number | null;
  readonly row_id: number | null;
  readonly field: string | null;
}

export interface Verification {
  readonly rows: number;
  readonly seals: number;
  /** what the chain ends with: kept elsewhere, it proves later that nothing before it was rewritten */
  readonly head: ChainHead;
  readonly broken: Break[];
}

export interface VerifyOptions {
  /** position of the first seal to check; what stands before it is trusted */
  readonly from?: number;
  readonly onProgress?: (done: { rows: number; seals: number; seals_total: number }) => void;
  /** breaks reported at most */
  readonly broken_max?: number;
}

type Seal = Row<'ledger_seal'>;
type SealedRow = LedgerRow & { seal_position: number | null };

const nowhere = { seal_position: null, seal_id: null, row_position: null, row_id: null, field: null };
const seals_per_page = 16;

/**
 * Checks the chain from its first seal (or `from`) to its head, with one batch of rows in memory at a time. Names for each
 * seal that does not fit the first row and field. Rows that are not sealed yet are not its business.
 */
export async function verifyLedger(rx: Rx, options: VerifyOptions = {}): Promise<Verification> {
  const { from = 1, onProgress, broken_max = 100 } = options;
  const { head, broken } = await readHead(rx);
  let previous = await before(rx, from);
  let [rows, seals] = [0, 0];
  reading: for (;;) {
    const page = await sealsAfter(rx, previous.position, head.position);
    if (page.length === 0) break;
    for (const seal of page) {
      const under = await rowsOf(rx, seal.id);
      broken.push(...linkBreaks(previous, seal));
      const inside = sealBreak(seal, under);
      if (inside !== undefined)
        broken.push({ ...nowhere, seal_position: seal.position, seal_id: seal.id, ...inside });
      rows += under.length;
      seals += 1;
      previous = seal;
      onProgress?.({ rows, seals, seals_total: head.position - from + 1 });
      if (broken.length >= broken_max) break reading;
      // SQLite answers at once: without this nobody else would have a turn
      await breathe();
    }
  }
  if (broken.length < broken_max) broken.push(...headBreaks(previous, head), ...(await rowsWithoutSeal(rx)));
  return { rows, seals, head, broken: broken.slice(0, broken_max) };
}

/** The last seal is read before the head, which moves in the same transaction: it can never be ahead of it. */
async function readHead(rx: Rx): Promise<{ head: ChainHead; broken: Break[] }> {
  const last = await rx.db
    .selectFrom('ledger_seal')
    .select(['id', 'position', 'hash'])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  const row = await rx.db
    .selectFrom('meta')
    .select('value')
    .where('key', '=', chainHeadKey)
    .executeTakeFirst();
  const head = row === undefined ? emptyChain : parseHead(row.value);
  if (last === undefined) return { head: head ?? emptyChain, broken: head === null ? [headChanged] : [] };
  if (head === null) return { head: last, broken: [headChanged] };
  if (last.position <= head.position) return { head, broken: [] };
  const { id, position, hash } = last;
  const kind = row === undefined ? 'head_changed' : 'seal_inserted';
  return { head: { position, hash }, broken: [{ ...nowhere, kind, seal_position: position, seal_id: id }] };
}

const headChanged: Break = { ...nowhere, kind: 'head_changed' };

function parseHead(value: string): ChainHead | null {
  try {
    const head = JSON.parse(value) as Partial<ChainHead> | null;
    const { position, hash } = head ?? {};
    if (!Number.isSafeInteger(position) || typeof hash !== 'string') return null;
    return { position: position ?? 0, hash };
  } catch {
    return null;
  }
}

async function before(rx: Rx, from: number): Promise<{ position: number; hash: string }> {
  if (from <= 1) return { position: 0, hash: firstSeal };
  const seal = await rx.db
    .selectFrom('ledger_seal')
    .select(['position', 'hash'])
    .where('position', '=', from - 1)
    .executeTakeFirst();
  return seal ?? { position: from - 1, hash: '' };
}

function sealsAfter(rx: Rx, after: number, until: number): Promise<Seal[]> {
  return rx.db
    .selectFrom('ledger_seal')
    .selectAll()
    .where('position', '>', after)
    .where('position', '<=', until)
    .orderBy('position')
    .limit(seals_per_page)
    .execute();
}

function rowsOf(rx: Rx, seal_id: number): Promise<SealedRow[]> {
  return (
    rx.db
      .selectFrom('ledger')
      .select([...ledgerFields, 'seal_position'])
      .where('seal_id', '=', seal_id)
      .orderBy('seal_position')
      .orderBy('id')
      // one more than a seal can have shows that rows were added
      .limit(limits.seal_rows_max + 1)
      .execute()
  );
}

function linkBreaks(previous: { position: number; hash: string }, seal: Seal): Break[] {
  const at = { ...nowhere, seal_position: seal.position, seal_id: seal.id };
  if (seal.position !== previous.position + 1)
    return [{ ...at, kind: 'seal_missing', seal_position: previous.position + 1, seal_id: null }];
  return seal.previous_hash === previous.hash
    ? []
    : [{ ...at, kind: 'seal_not_linked', field: 'previous_hash' }];
}

/** What of a seal and its rows does not fit; the first row by its marks. */
function sealBreak(
  seal: Seal,
  rows: SealedRow[],
): (Pick<Break, 'kind' | 'field'> & Partial<Break>) | undefined {
  if (hashOfSeal(seal, rows) === seal.hash && rows.length === seal.row_count) {
    const moved = rows.findIndex((row, index) => row.seal_position !== index + 1);
    if (moved === -1) return undefined;
    return {
      kind: 'row_changed',
      field: 'seal_position',
      row_position: moved + 1,
      row_id: rows[moved]?.id ?? null,
    };
  }
  const marks = marksOf(rows);
  const difference = firstDifference(seal.row_marks, marks);
  if (difference === undefined) return { kind: 'seal_changed', field: changedHeader(seal, rows) };
  const { index, field } = difference;
  const row_position = index + 1;
  const row_id = rows[index]?.id ?? null;
  if (markedRows(seal.row_marks) !== seal.row_count) return { kind: 'seal_changed', field: 'row_marks' };
  if (field === 'id') {
    if (rows.length < seal.row_count) return { kind: 'row_missing', field: null, row_position };
    if (rows.length > seal.row_count) return { kind: 'row_inserted', field: null, row_position, row_id };
    const sameRows = [...chunks(seal.row_marks)].toSorted().join() === [...chunks(marks)].toSorted().join();
    if (sameRows) return { kind: 'rows_reordered', field: 'seal_position', row_position, row_id };
  }
  // the rows are as they were when the hash fits them under other marks: then it is the marks that were changed
  const asMarked = hashOfSeal({ ...seal, row_marks: marks }, rows) === seal.hash;
  if (asMarked) return { kind: 'seal_changed', field: 'row_marks' };
  return { kind: 'row_changed', field, row_position, row_id };
}

function* chunks(marks: string): Generator<string> {
  const chars = marks.length / Math.max(1, markedRows(marks));
  for (let at = 0; at < marks.length; at += chars) yield marks.slice(at, at + chars);
}

function changedHeader(seal: Seal, rows: SealedRow[]): string | null {
  return seal.row_count === rows.length ? null : 'row_count';
}

function headBreaks(last: { position: number; hash: string }, head: ChainHead): Break[] {
  if (last.position < head.position)
    return [{ ...nowhere, kind: 'seal_missing', seal_position: last.position + 1 }];
  return last.hash === head.hash ? [] : [{ ...nowhere, kind: 'head_changed', seal_position: head.position }];
}

/** Rows that name a seal which is not there. */
async function rowsWithoutSeal(rx: Rx): Promise<Break[]> {
  const row = await rx.db
    .selectFrom('ledger')
    .select(['id', 'seal_id', 'seal_position'])
    .where('seal_id', 'is not', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('ledger_seal')
            .select('ledger_seal.id')
            .whereRef('ledger_seal.id', '=', 'ledger.seal_id'),
        ),
      ),
    )
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return [];
  const { id, seal_id, seal_position } = row;
  return [
    {
      ...nowhere,
      kind: 'row_without_seal',
      seal_id,
      row_id: id,
      row_position: seal_position,
      field: 'seal_id',
    },
  ];
}
