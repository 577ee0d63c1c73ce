import type { ForeignRecord } from '../../../domain/foreign-records.ts';
import { formatOffset, parseInstant } from '../../../domain/local-time.ts';
import { PeerTrouble, type PulledPage, type PullWish, type RefusedRecord } from '../../../hub/port.ts';
import { unread } from '../../unread.ts';
import type { Ask } from '../connect.ts';
import { addCapacities, strangeBarcodes, toldEvents } from './events.ts';
import { heardOrder, idOf, type HeardOrder } from './heard.ts';
import { barcodesOf, ticketRecords, wholeOrder } from './tickets.ts';

const pages_max = 100_000;

export interface PullSettings {
  readonly zone: string;
  readonly now: number;
  /** full pulls ask how many seats shows to come have */
  readonly capacities: boolean;
}

/**
 * Events with their shows and prices first, then the orders that changed since the last pull (less the overlap), in the order
 * of their changes. The next page starts where the last one ended, so that an order which moves to the end while the list is
 * read pushes no other one out of it. A full pull also holds the barcodes of shows to come against what the orders told. An
 * event or an order that cannot be understood is set aside, and the others go on.
 */
export async function* pullSales(
  ask: Ask,
  wish: PullWish,
  settings: PullSettings,
): AsyncGenerator<PulledPage> {
  const { zone } = settings;
  const told = await toldEvents(ask, zone);
  const { records } = told;
  if (wish.full && settings.capacities) await addCapacities(ask, told, settings);
  yield { records, refused: told.refused };
  const from = wish.full ? 0 : Math.max(0, Number(wish.cursor ?? 0) - wish.overlap_ms);
  const shows = new Set(records.flatMap((record) => (record.kind === 'session' ? [record.ref] : [])));
  const codes = new Set<string>();
  let newest = Number(wish.cursor ?? 0);
  for await (const orders of changedOrders(ask, from, zone)) {
    const page = readOrders(orders, { zone, shows, codes });
    newest = Math.max(newest, page.newest);
    yield { ...page.told, cursor: String(newest) };
  }
  const strange = wish.full ? await strangeBarcodes(ask, told, { codes, ...settings }) : [];
  yield { records: [], refused: strange, cursor: String(newest) };
}

interface Reading {
  readonly zone: string;
  readonly shows: ReadonlySet<string>;
  /** every barcode that was told */
  readonly codes: Set<string>;
}

function readOrders(orders: readonly unknown[], { zone, shows, codes }: Reading) {
  const records: ForeignRecord[] = [];
  const refused: RefusedRecord[] = [];
  const whole: NonNullable<PulledPage['orders']>[number][] = [];
  let newest = 0;
  for (const told of orders) {
    let order: HeardOrder;
    try {
      order = heardOrder(told);
      newest = Math.max(newest, parseInstant(order.updated_at, zone));
    } catch (error) {
      const aside = setAside(told, unread(error));
      refused.push(...aside);
      for (const { payload } of aside) codes.add(String((payload as { barcode?: unknown }).barcode));
      continue;
    }
    for (const code of barcodesOf(order)) codes.add(code);
    const tickets = ticketRecords(order, zone, shows);
    records.push(...tickets.records);
    refused.push(...tickets.refused);
    whole.push(wholeOrder(order));
  }
  return { newest, told: { records, refused, orders: whole } };
}

/** Its tickets by their own names: they are there, and are not taken for gone. Throws where not even they can be told. */
function setAside(told: unknown, { reason: words, why }: ReturnType<typeof unread>): RefusedRecord[] {
  const reason = `order ${idOf(told)}: ${words}`;
  const { baskets } = (told ?? {}) as { baskets?: unknown };
  const all = Array.isArray(baskets)
    ? (baskets as unknown[]).flatMap((basket) => {
        const { related_baskets: leaves } = (basket ?? {}) as { related_baskets?: unknown };
        return [basket, ...(Array.isArray(leaves) ? (leaves as unknown[]) : [])];
      })
    : [undefined];
  return all.map((payload) => {
    const ref = idOf(payload);
    if (ref === '') throw new PeerTrouble('nonsense', `Qtickets: ${reason}`);
    return { kind: 'ticket', ref, reason, why, payload };
  });
}

/** Pages of orders that changed at or after the instant. */
async function* changedOrders(ask: Ask, from: number, zone: string): AsyncGenerator<unknown[]> {
  let since = from;
  let page = 1;
  let seen = new Set<string>();
  for (let pages = 0; pages < pages_max; pages += 1) {
    const where =
      since === 0 ? [] : [{ column: 'updated_at', operator: '>=', value: formatOffset(since, zone) }];
    const { data, paging } = await ask((api) =>
      api.orders({ input: { where, orderBy: { updated_at: 'asc', id: 'asc' }, page } }),
    );
    yield data.filter((order) => !seen.has(nameOf(order)));
    if (data.length < paging.perPage) return;
    const last = changedAt(data.at(-1), zone) ?? since;
    // very many of one second: they are paged through, else the next page starts at the last one's second
    const isLater = last > since;
    page = isLater ? 1 : page + 1;
    if (isLater) seen = new Set();
    for (const order of data) seen.add(nameOf(order));
    if (isLater) since = last;
  }
}

/** An order as it was told: once it has changed, it is another. */
function nameOf(order: unknown): string {
  const { updated_at } = (order ?? {}) as { updated_at?: unknown };
  return `${idOf(order)} ${String(updated_at)}`;
}

function changedAt(order: unknown, zone: string): number | undefined {
  const { updated_at } = (order ?? {}) as { updated_at?: unknown };
  try {
    return typeof updated_at === 'string' ? parseInstant(updated_at, zone) : undefined;
  } catch {
    return undefined;
  }
}
