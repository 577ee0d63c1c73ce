import { Fault } from '../../domain/faults.ts';
import { assertOfflineMark, type OfflineMark } from '../../domain/offline-sale.ts';
import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { countOfflineReceipts } from '../documents/issue-receipt.ts';
import { counterFor, sessionFor } from './register.ts';
import { ringUp } from './ring-up.ts';
import type { TillItem } from './sell-articles.ts';
import { lockOpenSession } from './session.ts';
import { assertMember } from './till-users.ts';

/** What was sold, at what it was sold for: `unit_amount` holds the variations' surcharges too. */
export type OfflineItem =
  | {
      readonly kind: 'article';
      readonly article_id: number;
      readonly title: string;
      readonly quantity: number;
      readonly unit_amount: number;
      readonly variation_ids?: readonly number[] | undefined;
    }
  | Exclude<TillItem, { readonly kind: 'article' | 'ticket' }>;

export interface OfflineSale extends OfflineMark {
  readonly organizer_id: number;
  readonly counter_id: number;
  /** who stood at the till then, as it says; else whoever holds it now */
  readonly user_id?: number | undefined;
  readonly items: readonly OfflineItem[];
  /** of cash: nothing else can be taken while nobody can be asked */
  readonly payment_mode_id: number;
  /** what the items came to, by the till */
  readonly total: number;
  /** what was put on the counter */
  readonly tendered?: number | undefined;
  /** how often the till has printed its receipt */
  readonly receipts?: number | undefined;
}

export interface TakenOfflineSale {
  readonly order_id: number;
  readonly label: string;
  readonly secret: string;
  readonly total: number;
  /** it was here already, and nothing was done */
  readonly repeated: boolean;
}

/**
 * Takes in a sale that a till made alone, once, however often it is sent (receipts that were printed since are counted then): under the time and the number that the till gave it, in the
 * session that is open now. Throws `invalid_input`, `invalid_amount` where the items do not come to the total, `already_exists` where
 * another sale has the number, `not_found` for what is not sold any more, `sold_out`.
 */
export async function takeOfflineSale(tx: Tx, sale: OfflineSale): Promise<TakenOfflineSale> {
  const taken = await takeOnce(tx, sale);
  const { organizer_id, receipts: printed = 0 } = sale;
  await countOfflineReceipts(tx, { organizer_id, order_id: taken.order_id, printed });
  return taken;
}

async function takeOnce(tx: Tx, sale: OfflineSale): Promise<TakenOfflineSale> {
  const { organizer_id, number, sold_at, user_id, payment_mode_id, total, tendered } = sale;
  assertOfflineMark(sale, tx.now);
  if (user_id !== undefined) await assertMember(tx, organizer_id, user_id);
  await assertCash(tx, organizer_id, payment_mode_id);
  const counter_id = await counterFor(tx, organizer_id, sale.counter_id);
  const counter_session_id = await sessionFor(tx, { organizer_id, counter_id, user_id });
  // the same sale sent twice at once: the second waits here until the first is done
  await lockOpenSession(tx, { organizer_id, counter_session_id });
  const known = await orderOfNumber(tx, organizer_id, number);
  if (known !== undefined) return repeatedSale(known, sale);
  const items: TillItem[] = [];
  for (const item of sale.items) items.push(await asSold(tx, organizer_id, item));
  const sold = await ringUp(tx, {
    ...{ organizer_id, counter_id, channel: 'counter', stage: 'validated', items, user_id },
    payments: [{ payment_mode_id, amount: tendered ?? 'rest' }],
    // at the price that the buyer has paid, whatever it is by now
    staff: { reason: `sold offline as ${number}` },
    foreign_ref: number,
    offline: { number, sold_at },
    metadata: { offline: { number, sold_at } },
  });
  const paid = tendered === undefined ? sold.total : sold.paid;
  if (sold.total !== total || paid !== total) throw new Fault('invalid_amount', { total: sold.total });
  const { order_id, label, secret } = sold;
  return { order_id, label, secret, total, repeated: false };
}

const selectMode = statement<{ organizer_id: number; id: number }, { method: string }>((db, slot) =>
  db
    .selectFrom('payment_mode')
    .select('method')
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id')),
);

async function assertCash(rx: Rx, organizer_id: number, id: number): Promise<void> {
  const mode = await rx.first(selectMode, { organizer_id, id });
  if (mode === undefined) throw new Fault('not_found', { kind: 'payment_mode', id });
  if (mode.method !== 'cash')
    throw new Fault('invalid_input', { field: 'payment_mode_id', reason: 'not cash' });
}

interface KnownOrder {
  readonly id: number;
  readonly label: string;
  readonly secret: string;
  readonly total: number;
  readonly metadata: string;
}

const selectByNumber = statement<{ organizer_id: number; number: string }, KnownOrder>((db, slot) =>
  db
    .selectFrom('order')
    .select(['id', 'label', 'secret', 'total', 'metadata'])
    .where('organizer_id', '=', slot('organizer_id'))
    .where('foreign_ref', '=', slot('number'))
    .where('channel', '=', 'counter')
    .limit(1),
);

function orderOfNumber(rx: Rx, organizer_id: number, number: string): Promise<KnownOrder | undefined> {
  return rx.first(selectByNumber, { organizer_id, number });
}

/** Two screens that drew the same series are two sales: the second is for a person to see. */
function repeatedSale(known: KnownOrder, { number, sold_at }: OfflineSale): TakenOfflineSale {
  if (offlineMarkOf(known.metadata)?.sold_at !== sold_at)
    throw new Fault('already_exists', { kind: 'offline_sale', number });
  const { id: order_id, label, secret, total } = known;
  return { order_id, label, secret, total, repeated: true };
}

/** How an order was sold, where it was sold while the office was away. */
export function offlineMarkOf(metadata: string): OfflineMark | undefined {
  return (JSON.parse(metadata) as { readonly offline?: OfflineMark }).offline;
}

const selectArticle = statement<{ organizer_id: number; id: number }, { offer_id: number | null }>(
  (db, slot) =>
    db
      .selectFrom('article')
      .select('offer_id')
      .where('id', '=', slot('id'))
      .where('organizer_id', '=', slot('organizer_id')),
);

const selectSurcharge = statement<{ organizer_id: number; id: number }, { surcharge: number }>((db, slot) =>
  db
    .selectFrom('variation')
    .select('surcharge')
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id')),
);

/** The item at what it was sold for: what its variations cost by now is taken off, since the till adds it again. */
async function asSold(rx: Rx, organizer_id: number, item: OfflineItem): Promise<TillItem> {
  if (item.kind !== 'article') return item;
  const { article_id: id, variation_ids = [] } = item;
  const article = await rx.first(selectArticle, { organizer_id, id });
  if (typeof article?.offer_id === 'number')
    throw new Fault('invalid_input', { field: 'items', reason: 'a ticket is not sold offline' });
  let unit_amount = item.unit_amount;
  for (const variation of variation_ids)
    unit_amount -= (await rx.first(selectSurcharge, { organizer_id, id: variation }))?.surcharge ?? 0;
  return { ...item, unit_amount };
}
