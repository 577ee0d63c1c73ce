import { statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import { writeJournal, type JournalPlace } from '../counter/journal.ts';
import { counterFor } from '../counter/register.ts';
import { recordChange } from '../ledger/record.ts';
import { lockOrder } from '../selling/orders.ts';
import { receiptOf, wasSold, type Receipt, type ReceiptWish } from './receipt.ts';

/** `link`: the document behind the buyer's link, which is one however often it is opened; of the others each is a paper of its own. */
export type ReceiptMeans = 'printer' | 'page' | 'pdf' | 'escpos' | 'link' | 'offline';

export interface ReceiptIssue extends ReceiptWish {
  readonly means: ReceiptMeans;
  /** the till that prints; its journal tells of orders that no till has sold */
  readonly counter_id?: number | undefined;
}

interface Told {
  readonly counter_id: number;
  readonly kind: string;
  readonly recorded_at: number;
  readonly content: string;
}

/** What the content of a line of kind `receipt` says. */
interface ReceiptContent {
  readonly order: string;
  /** 0: the receipt itself; n: its n-th duplicate */
  readonly copy: number;
  readonly means: ReceiptMeans;
  /** how many lines of sales and money it shows: a receipt that has more to tell is another one, no duplicate */
  readonly shows: number;
  /** the till that printed it */
  readonly till?: number | undefined;
}

const selectTold = statement<{ order_id: number }, Told>((db, slot) =>
  db
    .selectFrom('journal_line')
    .select(['counter_id', 'kind', 'recorded_at', 'content'])
    .where('order_id', '=', slot('order_id'))
    .orderBy('recorded_at')
    .orderBy('counter_id')
    .orderBy('number'),
);

const selectPlace = statement<{ order_id: number }, JournalPlace>((db, slot) =>
  db
    .selectFrom('order')
    .innerJoin('counter_session', 'counter_session.id', 'order.counter_session_id')
    .select(['counter_session.counter_id', 'counter_session.organizer_id'])
    .where('order.id', '=', slot('order_id')),
);

/**
 * The receipt of an order, to be handed out: the first is the receipt, each further one says that it is a duplicate and which, and
 * each is a line of the journal that tells of the sale. What was paid or came back since is another receipt, with duplicates of
 * its own. A quote is no receipt, and is not counted. Throws `not_found`.
 */
export async function issueReceipt(tx: Tx, wish: ReceiptIssue): Promise<Receipt> {
  const { organizer_id, order_id, means } = wish;
  const order = await lockOrder(tx, wish);
  if (!wasSold(order)) return receiptOf(tx, wish);
  const told = await tx.run(selectTold, { order_id });
  const place = await placeOf(tx, wish, told);
  // sold elsewhere and never on paper: the document on its page is all that there is, and no till's journal knows of it
  if (place === undefined) return receiptOf(tx, wish, { kind: 'copy', number: 0, at: tx.now });
  const shows = told.filter(({ kind }) => kind !== 'receipt').length;
  const issued = told
    .filter(({ kind }) => kind === 'receipt')
    .map(({ recorded_at, content }) => ({ recorded_at, ...(JSON.parse(content) as ReceiptContent) }))
    .filter((one) => one.shows === shows);
  const linked = issued.find((one) => one.means === 'link');
  if (means === 'link' && linked !== undefined)
    return receiptOf(tx, wish, { kind: 'copy', number: linked.copy, at: linked.recorded_at });
  const copy = issued.length;
  const receipt = await receiptOf(tx, wish, { kind: 'copy', number: copy, at: tx.now });
  await recordChange(tx, {
    organizer_id,
    action: 'order.receipt_issued',
    subject_kind: 'order',
    subject_id: order_id,
    after: { copy, means },
  });
  const content: ReceiptContent = { order: order.label, copy, means, shows, till: wish.counter_id };
  await writeJournal(tx, place, [{ kind: 'receipt', order_id, amount: 0, content: { ...content } }]);
  return receipt;
}

/** Of the sale; of what no till has sold, of the till that prints, or that printed it before. */
async function placeOf(
  tx: Tx,
  { organizer_id, order_id, counter_id }: ReceiptIssue,
  told: readonly Told[],
): Promise<JournalPlace | undefined> {
  const printing = counter_id === undefined ? undefined : await counterFor(tx, organizer_id, counter_id);
  const sold = await tx.first(selectPlace, { order_id });
  if (sold !== undefined) return sold;
  const known = printing ?? told[0]?.counter_id;
  return known === undefined ? undefined : { organizer_id, counter_id: known };
}

/** Counts what a till has printed of a sale that it made alone: as many as it says, those that were told before among them. */
export async function countOfflineReceipts(
  tx: Tx,
  { printed, ...wish }: ReceiptWish & { readonly printed: number },
): Promise<void> {
  const told = await tx.run(selectTold, { order_id: wish.order_id });
  const known = told.filter(
    ({ kind, content }) => kind === 'receipt' && (JSON.parse(content) as ReceiptContent).means === 'offline',
  );
  for (let copy = known.length; copy < printed; copy += 1)
    await issueReceipt(tx, { ...wish, means: 'offline' });
}
