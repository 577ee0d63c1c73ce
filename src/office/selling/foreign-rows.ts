import { Fault } from '../../domain/faults.ts';
import { RowsByKey } from '../../store/rows-by-key.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { insertTickets, type OrderValues, type TicketValues } from './rows.ts';

export type LineRow = Omit<Row<'order_line'>, 'department_id' | 'article_id' | 'cancelled_at' | 'returned'>;
export type EntitlementRow = Row<'entitlement'>;
export type BarcodeRow = Row<'barcode'>;
export type PaymentRow = Pick<
  Row<'payment'>,
  'id' | 'organizer_id' | 'order_id' | 'method' | 'amount' | 'currency' | 'paid_at' | 'created_at'
>;
export type AnswerRow = Omit<Row<'answer'>, 'question_id'>;
export type ScanRow = Pick<
  Row<'scan'>,
  | 'id'
  | 'organizer_id'
  | 'ticket_id'
  | 'entitlement_id'
  | 'event_id'
  | 'session_id'
  | 'code'
  | 'direction'
  | 'outcome'
  | 'source'
  | 'connection_id'
  | 'device'
  | 'nonce'
  | 'scanned_at'
  | 'received_at'
>;

/** The rows of sales made elsewhere: gathered for many orders, then written table by table. */
export interface ForeignRows {
  readonly orders: OrderValues[];
  readonly lines: LineRow[];
  readonly tickets: TicketValues[];
  readonly entitlements: EntitlementRow[];
  readonly barcodes: BarcodeRow[];
  readonly payments: PaymentRow[];
  readonly answers: AnswerRow[];
  readonly scans: ScanRow[];
}

export const noRows = (): ForeignRows => ({
  orders: [],
  lines: [],
  tickets: [],
  entitlements: [],
  barcodes: [],
  payments: [],
  answers: [],
  scans: [],
});

const insertOrders = new RowsInsert<OrderValues>((db, rows) => db.insertInto('order').values(rows));
const insertLines = new RowsInsert<LineRow>((db, rows) => db.insertInto('order_line').values(rows));
const insertEntitlements = new RowsInsert<EntitlementRow>((db, rows) =>
  db.insertInto('entitlement').values(rows),
);
const insertPayments = new RowsInsert<PaymentRow>((db, rows) => db.insertInto('payment').values(rows));
const insertAnswers = new RowsInsert<AnswerRow>((db, rows) => db.insertInto('answer').values(rows));
const insertScans = new RowsInsert<ScanRow>((db, rows) => db.insertInto('scan').values(rows));
const insertBarcodes = new RowsInsert<BarcodeRow>((db, rows) =>
  db
    .insertInto('barcode')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['organizer_id', 'code', 'issuer']).doNothing()),
);

/** Writes them all. Throws `barcode_taken` when the issuer's code belongs to another ticket that lives. */
export async function writeRows(tx: Tx, rows: ForeignRows): Promise<void> {
  await insertOrders.put(tx, rows.orders);
  await insertLines.put(tx, rows.lines);
  await insertTickets.put(tx, rows.tickets);
  await insertEntitlements.put(tx, rows.entitlements);
  await putBarcodes(tx, rows.barcodes);
  await insertPayments.put(tx, rows.payments);
  await insertAnswers.put(tx, rows.answers);
  await insertScans.put(tx, rows.scans);
}

interface Holder extends BarcodeRow {
  /** null: of an add-on's line */
  readonly state: string | null;
}

const holdersOf = new RowsByKey<{ organizer_id: number; issuer: string }, string, Holder>((db, slot, keys) =>
  db
    .selectFrom('barcode')
    .leftJoin('ticket', 'ticket.id', 'barcode.ticket_id')
    .select([
      'barcode.organizer_id',
      'barcode.code',
      'barcode.issuer',
      'barcode.ticket_id',
      'barcode.order_line_id',
      'ticket.state',
    ])
    .where('barcode.organizer_id', '=', slot('organizer_id'))
    .where('barcode.issuer', '=', slot('issuer'))
    .where('barcode.code', 'in', keys),
);

const moveBarcode = statement<BarcodeRow, never>((db, slot) =>
  db
    .updateTable('barcode')
    .set({ ticket_id: slot('ticket_id'), order_line_id: slot('order_line_id') })
    .where('organizer_id', '=', slot('organizer_id'))
    .where('code', '=', slot('code'))
    .where('issuer', '=', slot('issuer')),
);

/**
 * Writes codes of one organizer and issuer. A platform gives the code of a ticket that ended to the one that takes its
 * place: it goes over. Throws `barcode_taken` where a ticket that lives has it.
 */
export async function putBarcodes(tx: Tx, barcodes: readonly BarcodeRow[]): Promise<void> {
  const [first] = barcodes;
  if (first === undefined || (await insertBarcodes.put(tx, barcodes)) === barcodes.length) return;
  const { organizer_id, issuer } = first;
  const holders = await holdersOf.read(
    tx,
    { organizer_id, issuer },
    barcodes.map(({ code }) => code),
  );
  const byCode = new Map(holders.map((holder) => [holder.code, holder]));
  for (const barcode of barcodes) {
    const holder = byCode.get(barcode.code);
    if (holder?.ticket_id === barcode.ticket_id && holder.order_line_id === barcode.order_line_id) continue;
    const lives = holder?.state === null || holder?.state === 'valid' || holder?.state === 'held';
    if (lives) throw new Fault('barcode_taken', { ticket_id: holder.ticket_id });
    await tx.run(moveBarcode, barcode);
  }
}
