import {
  beforeJournal,
  canonicalLine,
  hashLine,
  signLine,
  type JournalKind,
  type JournalLine,
} from '../../domain/journal.ts';
import { sumAmounts } from '../../domain/money.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';

/** One line to be written; the journal gives it its number, its totals and its hash. */
export interface JournalEntry {
  readonly kind: JournalKind;
  readonly counter_session_id?: number | undefined;
  readonly order_id?: number | undefined;
  readonly refund_id?: number | undefined;
  readonly payment_mode_id?: number | undefined;
  readonly method?: string | undefined;
  /** below 0 for what came back or went out */
  readonly amount: number;
  readonly content: Readonly<Record<string, unknown>>;
  /** PEM of the key that signs it */
  readonly signed_with?: string | undefined;
}

export interface JournalPlace {
  readonly organizer_id: number;
  readonly counter_id: number;
}

export type JournalHead = Row<'journal_head'>;

const takeHead = statement<{ counter_id: number }, JournalHead>((db, slot, lock) =>
  lock(db.selectFrom('journal_head').selectAll().where('counter_id', '=', slot('counter_id'))),
);

const startHead = statement<JournalPlace & { hash: string }, never>((db, slot) =>
  db
    .insertInto('journal_head')
    .values({
      counter_id: slot('counter_id'),
      organizer_id: slot('organizer_id'),
      number: 0,
      recorded_at: 0,
      sold_total: 0,
      returned_total: 0,
      hash: slot('hash'),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

type Moved = Omit<JournalHead, 'organizer_id' | 'closed_number' | 'first_key'>;

const moveHead = statement<Moved, never>((db, slot) =>
  db
    .updateTable('journal_head')
    .set({
      number: slot('number'),
      recorded_at: slot('recorded_at'),
      sold_total: slot('sold_total'),
      returned_total: slot('returned_total'),
      hash: slot('hash'),
    })
    .where('counter_id', '=', slot('counter_id')),
);

type LineValues = Omit<Row<'journal_line'>, never>;

const insertLines = new RowsInsert<LineValues>((db, rows) => db.insertInto('journal_line').values(rows));

/** The end of a counter's journal, kept from every other writer until the transaction ends. */
export async function lockJournal(tx: Tx, place: JournalPlace): Promise<JournalHead> {
  const { organizer_id, counter_id } = place;
  const head = await tx.first(takeHead, { counter_id });
  if (head !== undefined) return head;
  await tx.run(startHead, { organizer_id, counter_id, hash: beforeJournal });
  const begun = await tx.first(takeHead, { counter_id });
  if (begun === undefined) throw new Error('the journal of a counter has no head');
  return begun;
}

/**
 * Writes lines into the journal of a counter, in the transaction of what they tell of; gives their numbers. Numbers have no
 * gaps: they are taken from a row that stays locked until the commit, so a sale that fails gives its number back. For that
 * reason it is the last thing that a command does, and each counter has a journal of its own: on PostgreSQL the writers of
 * one counter wait for each other from here to the commit, and no longer.
 */
export async function writeJournal(
  tx: Tx,
  place: JournalPlace,
  entries: readonly JournalEntry[],
): Promise<number[]> {
  const head = await lockJournal(tx, place);
  let { number, sold_total, returned_total, hash } = head;
  // never before the line above: what a day's closing has covered gets no more lines, whatever the clocks of processes
  const recorded_at = Math.max(tx.now, head.recorded_at);
  const lines: LineValues[] = [];
  for (const entry of entries) {
    number += 1;
    if (entry.kind === 'sale') sold_total = sumAmounts([sold_total, entry.amount]);
    if (entry.kind === 'return') returned_total = sumAmounts([returned_total, -entry.amount]);
    const line: JournalLine = {
      counter_id: place.counter_id,
      number,
      recorded_at,
      kind: entry.kind,
      counter_session_id: entry.counter_session_id ?? null,
      order_id: entry.order_id ?? null,
      refund_id: entry.refund_id ?? null,
      payment_mode_id: entry.payment_mode_id ?? null,
      method: entry.method ?? null,
      amount: entry.amount,
      sold_total,
      returned_total,
      content: JSON.stringify(entry.content),
    };
    hash = hashLine(hash, canonicalLine(line));
    const { signed_with } = entry;
    const signature = signed_with === undefined ? null : signLine(hash, signed_with);
    lines.push({ ...line, organizer_id: place.organizer_id, hash, signature });
  }
  await insertLines.put(tx, lines);
  const { counter_id } = place;
  await tx.run(moveHead, { counter_id, number, recorded_at, sold_total, returned_total, hash });
  return lines.map((line) => line.number);
}
