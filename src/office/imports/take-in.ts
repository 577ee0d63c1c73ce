import { createHash } from 'node:crypto';
import type { Tx } from '../../store/transaction.ts';
import { recordReportedScan } from '../admission/reported.ts';
import { findOrCreateCustomer } from '../customers/find-or-create.ts';
import { recordForeignSale } from '../selling/foreign.ts';
import { findOrMakeEvent, findOrMakePrice, offerOfPrice, settle, type Source } from './find-or-make.ts';
import { findLink, renewLink } from './links.ts';
import type { ForeignRecord } from './records.ts';

/** What taking in came to. */
export interface TakenIn {
  events: number;
  prices: number;
  orders: number;
  tickets: number;
  /** tickets that were here already, as they are at the source */
  unchanged: number;
  /** tickets that were here, and are used at the source since */
  used: number;
  /** tickets that were here, and have changed at the source in another way: they stay as they are here */
  differing: number;
  /** refunded or cancelled at the source and never taken in: left out */
  left_out: number;
}

export const nothingTaken = (): TakenIn => ({
  events: 0,
  prices: 0,
  orders: 0,
  tickets: 0,
  unchanged: 0,
  used: 0,
  differing: 0,
  left_out: 0,
});

export interface Taking extends Source {
  /** where it was sold, as orders say it */
  readonly channel: string;
}

/**
 * Takes in tickets that another system has sold, those of one order together. One link per record: taken in again, they
 * change nothing. Sales made elsewhere are facts, so capacity never refuses them (see `recordForeignSale`).
 */
export async function takeIn(tx: Tx, source: Taking, records: readonly ForeignRecord[]): Promise<TakenIn> {
  const taken = nothingTaken();
  const fresh = new Map<string, ForeignRecord[]>();
  for (const record of records) {
    const { connection_id } = source;
    const link = await findLink(tx, { connection_id, kind: 'ticket', foreign_id: record.ticket_ref });
    if (link !== undefined) await meetAgain(tx, source, { record, link, taken });
    else if (record.ended) taken.left_out += 1;
    else {
      const order = fresh.get(record.order_ref);
      // the same ticket twice in one file is one ticket
      if (order?.some(({ ticket_ref }) => ticket_ref === record.ticket_ref) === true) taken.unchanged += 1;
      else if (order === undefined) fresh.set(record.order_ref, [record]);
      else order.push(record);
    }
  }
  for (const [order_ref, order] of fresh) await takeOrder(tx, source, order_ref, order, taken);
  return taken;
}

/** What is looked at to see whether a record has changed. */
function digestOf({ row: _row, ...record }: ForeignRecord): string {
  return createHash('sha256').update(JSON.stringify(record)).digest('base64url');
}

interface Meeting {
  readonly record: ForeignRecord;
  readonly link: { readonly local_id: number; readonly digest: string };
  readonly taken: TakenIn;
}

async function meetAgain(tx: Tx, source: Taking, { record, link, taken }: Meeting): Promise<void> {
  const digest = digestOf(record);
  if (digest === link.digest) {
    taken.unchanged += 1;
    return;
  }
  const { connection_id } = source;
  const asUnused = digestOf({ ...record, used_at: null });
  if (record.used_at !== null && asUnused === link.digest) {
    await reportUse(tx, source, link.local_id, record.used_at);
    await renewLink(tx, { connection_id, kind: 'ticket', foreign_id: record.ticket_ref, digest });
    taken.used += 1;
  } else {
    taken.differing += 1;
  }
}

async function takeOrder(
  tx: Tx,
  source: Taking,
  order_ref: string,
  records: readonly ForeignRecord[],
  taken: TakenIn,
): Promise<void> {
  const [first] = records;
  if (first === undefined) return;
  const { organizer_id, connection_id, channel } = source;
  const known = await findLink(tx, { connection_id, kind: 'order', foreign_id: order_ref });
  const tickets = [];
  for (const record of records) {
    const event = await findOrMakeEvent(tx, source, record.event);
    const { amount } = record;
    const price = await findOrMakePrice(tx, source, record.price, { event_id: event.id, amount });
    taken.events += event.made ? 1 : 0;
    taken.prices += price.made ? 1 : 0;
    tickets.push({
      offer_id: await offerOfPrice(tx, { organizer_id, event_id: event.id, price_id: price.id }),
      charged_amount: amount,
      holder: record.holder,
      foreign_ref: record.ticket_ref,
      barcode: record.barcode === undefined ? undefined : { code: record.barcode, issuer: channel },
      sold_at: record.sold_at,
    });
  }
  const sale = {
    organizer_id,
    connection_id,
    channel,
    order_id: known?.local_id,
    foreign_ref: order_ref,
    customer_id: await buyerOf(tx, organizer_id, first),
    sold_at: first.sold_at,
    paid: records.every(({ paid }) => paid),
    tickets,
  };
  const { order_id, ticket_ids } = await recordForeignSale(tx, sale);
  if (known === undefined) {
    taken.orders += 1;
    await settle(tx, source, 'order', { ref: order_ref, local_id: order_id });
  }
  for (const [index, record] of records.entries()) {
    const local_id = ticket_ids[index] ?? 0;
    const digest = digestOf(record);
    await settle(tx, source, 'ticket', { ref: record.ticket_ref, local_id, digest });
    if (record.used_at !== null) await reportUse(tx, source, local_id, record.used_at);
    taken.tickets += 1;
  }
}

async function buyerOf(tx: Tx, organizer_id: number, { buyer }: ForeignRecord): Promise<number | undefined> {
  const { email, first_name, last_name } = buyer;
  if (email === '' && first_name === '' && last_name === '') return undefined;
  return findOrCreateCustomer(tx, {
    organizer_id,
    email: email === '' ? null : email,
    first_name,
    last_name,
  });
}

async function reportUse(tx: Tx, source: Taking, ticket_id: number, scanned_at: number): Promise<void> {
  const { organizer_id, connection_id, channel } = source;
  await recordReportedScan(tx, {
    organizer_id,
    connection_id,
    source: channel,
    ticket_id,
    direction: 'in',
    scanned_at,
    tells: 'state',
  });
}
