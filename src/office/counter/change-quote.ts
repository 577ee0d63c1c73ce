import type { Tx } from '../../store/transaction.ts';
import { Fault } from '../../domain/faults.ts';
import { recordChange } from '../ledger/record.ts';
import type { ApplicableCode } from '../promotions/find-applicable.ts';
import { removeTickets } from '../selling/cancel.ts';
import {
  announceOrder,
  assertOrderMove,
  changeOrder,
  isLive,
  lockOrder,
  ticketsOfOrder,
} from '../selling/orders.ts';
import { releaseExtras } from '../selling/release.ts';
import { sellArticles, type SoldItems, type TillItem } from './sell-articles.ts';
import { assertDetails, type TillDetails } from './till-details.ts';

/**
 * Puts other items into a quote, in the place of those it had: what they held is free again, what the new ones take is taken.
 * Throws `illegal_move` once the order is validated, and what `sellArticles` throws.
 */
export async function changeQuoteItems(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly order_id: number;
    readonly items: readonly TillItem[];
    readonly code?: ApplicableCode | undefined;
    readonly staff?: { readonly reason: string } | undefined;
  },
): Promise<SoldItems> {
  const { organizer_id, order_id, items, code, staff } = input;
  const order = await lockOrder(tx, input);
  assertOrderMove(tx, order, 'change');
  if (order.confirmed_at !== null) throw new Fault('illegal_move', { id: order_id, reason: 'validated' });
  const live = (await ticketsOfOrder(tx, order_id)).filter(isLive);
  if (live.length > 0)
    await removeTickets(tx, { organizer_id, order_id, ticket_ids: live.map((ticket) => ticket.id) });
  await releaseExtras(tx, order_id);
  await tx.db
    .updateTable('order_line')
    .set({ cancelled_at: tx.now })
    .where('order_id', '=', order_id)
    .where('cancelled_at', 'is', null)
    .execute();
  await changeOrder(tx, order, { total: 0 });
  const { channel } = order;
  return sellArticles(tx, { organizer_id, order_id, channel, items, code, staff });
}

type Emptied = 'customer_id' | 'dining_table_id' | 'covers';

/** What stands beside an order's items; null takes it away, and what is left out stays. */
export type DetailChanges = Omit<TillDetails, Emptied> & {
  readonly [K in Emptied]?: TillDetails[K] | null;
};

/** Changes what stands beside an order's items. Throws `not_found`, `invalid_input`, `too_large`. */
export async function changeTillDetails(
  tx: Tx,
  input: DetailChanges & {
    readonly organizer_id: number;
    readonly order_id: number;
    /** what a dialect keeps beside: goes over what is there, field by field */
    readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  },
): Promise<void> {
  const { organizer_id, order_id } = input;
  const order = await lockOrder(tx, input);
  await assertDetails(tx, organizer_id, {
    ...input,
    customer_id: input.customer_id ?? undefined,
    dining_table_id: input.dining_table_id ?? undefined,
    covers: input.covers ?? undefined,
  });
  const { customer_id, user_id, dining_table_id, covers, delivery_method } = input;
  const { public_comment, private_comment } = input;
  const columns = { customer_id, user_id, dining_table_id, covers, delivery_method };
  const given = Object.entries({ ...columns, public_comment, private_comment }).filter(
    ([, value]) => value !== undefined,
  );
  const beside = Object.keys(input.metadata ?? {}).length > 0 ? input.metadata : undefined;
  if (given.length === 0 && beside === undefined) return;
  const set = { ...Object.fromEntries(given), updated_at: tx.now };
  const metadata = beside === undefined ? {} : { metadata: await besideWhatIsThere(tx, order_id, beside) };
  await tx.db
    .updateTable('order')
    .set({ ...set, ...metadata })
    .where('id', '=', order_id)
    .execute();
  // the words themselves may be about a person: the ledger names the fields alone
  const numbers = given.filter(([, value]) => typeof value !== 'string');
  await recordChange(tx, {
    organizer_id,
    action: 'order.details_changed',
    subject_kind: 'order',
    subject_id: order_id,
    after: { ...Object.fromEntries(numbers), fields: given.map(([field]) => field) },
  });
  if (order.confirmed_at !== null) await announceOrder(tx, order);
}

async function besideWhatIsThere(
  tx: Tx,
  order_id: number,
  beside: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { metadata } = await tx.db
    .selectFrom('order')
    .select('metadata')
    .where('id', '=', order_id)
    .executeTakeFirstOrThrow();
  return JSON.stringify({ ...(JSON.parse(metadata) as object), ...beside });
}
