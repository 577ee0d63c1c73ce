import type { Tx, Rx } from '../../store/transaction.ts';
import { ownRow } from '../catalogue/rows.ts';
import { receipt_columns, type ReceiptColumns } from '../documents/receipt-escpos.ts';
import { recordChange } from '../ledger/record.ts';
import { updateCounter } from './counter.ts';

/** The receipt printer of a till, in the venue's network. */
export interface TillPrinter {
  readonly host: string;
  readonly port: number;
  readonly columns: ReceiptColumns;
  /** with each receipt */
  readonly opens_drawer: boolean;
}

/** What a till's settings say of its printer; they are whatever programs keep there, hence looked at with care. */
export function printerIn(settings: string): TillPrinter | null {
  const { printer } = JSON.parse(settings) as { readonly printer?: unknown };
  if (typeof printer !== 'object' || printer === null) return null;
  const { host, port, columns, opens_drawer } = printer as Readonly<Record<string, unknown>>;
  const paper = receipt_columns.find((known) => known === columns);
  if (typeof host !== 'string' || typeof port !== 'number' || paper === undefined) return null;
  return { host, port, columns: paper, opens_drawer: opens_drawer === true };
}

/** Throws `not_found`. */
export async function printerOf(
  rx: Rx,
  { organizer_id, counter_id }: { readonly organizer_id: number; readonly counter_id: number },
): Promise<TillPrinter | null> {
  return printerIn((await ownRow(rx, 'counter', organizer_id, counter_id)).settings);
}

/** null: none any more. Throws `not_found`. */
export async function setTillPrinter(
  tx: Tx,
  input: { readonly organizer_id: number; readonly counter_id: number; readonly printer: TillPrinter | null },
): Promise<void> {
  const { organizer_id, counter_id, printer } = input;
  const { settings } = await ownRow(tx, 'counter', organizer_id, counter_id);
  const { printer: _before, ...rest } = JSON.parse(settings) as Readonly<Record<string, unknown>>;
  const after = printer === null ? rest : { ...rest, printer };
  await updateCounter(tx, { organizer_id, counter_id, settings: JSON.stringify(after) });
}

/** A drawer that opens without a sale is noted: whose hands it was in then, the ledger tells. Throws `not_found`. */
export async function noteDrawerOpened(
  tx: Tx,
  { organizer_id, counter_id }: { readonly organizer_id: number; readonly counter_id: number },
): Promise<void> {
  await ownRow(tx, 'counter', organizer_id, counter_id);
  await recordChange(tx, {
    organizer_id,
    action: 'counter.drawer_opened',
    subject_kind: 'counter',
    subject_id: counter_id,
    after: {},
  });
}
