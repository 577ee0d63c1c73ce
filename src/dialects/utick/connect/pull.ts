import type { PulledPage, PullWish } from '../../../hub/port.ts';
import type { Ask } from '../connect.ts';
import type { Order } from '../shapes.ts';
import { SourceCatalogue } from './catalogue.ts';
import { readOrder } from './order-records.ts';

/** Orders of a page that the next one shows again: while it is read, new ones push the old ones down. */
const overlap_orders = 10;
/** Pages of one pull; what is beyond is read by no client of uTick either */
const pages_max = 100_000;

export interface PullSettings {
  readonly page_orders: number;
  /** how far behind the last pull the orders are read again */
  readonly window_ms: number;
}

/** Where a pull ended: the newest order that it saw. */
interface Cursor {
  readonly newest: number;
}

/**
 * Events and their sessions first, then the orders, page by page, each with its products. uTick lists orders by no stated
 * order and has no filter for what has changed, so:
 *
 * - pages overlap by ten orders, and an order that was seen is not read again in the same pull;
 * - where the first page runs from new to old, a pull that is not full stops after a page whose orders were all made before
 *   the window (`window_days` before the newest order of the last pull); where it does not, every page is read;
 * - a page with fewer orders than asked for is the last.
 */
export async function* pullSales(
  ask: Ask,
  wish: PullWish,
  settings: PullSettings,
): AsyncGenerator<PulledPage> {
  const catalogue = new SourceCatalogue(ask);
  yield { records: await catalogue.events(), refused: [] };
  const before = wish.full ? undefined : readCursor(wish.cursor);
  const from =
    before === undefined ? -Infinity : before.newest - Math.max(settings.window_ms, wish.overlap_ms);
  const seen = new Set<string>();
  let newest = before?.newest ?? 0;
  let newestFirst: boolean | undefined;
  const limit = settings.page_orders;
  for (let page = 0; page < pages_max; page += 1) {
    const offset = page * (limit - overlap_orders);
    const orders = await ask((api) => api.orders({ input: { limit, offset } }));
    newestFirst ??= runsFromNew(orders);
    const fresh = orders.filter(({ id }) => !seen.has(id));
    for (const { id, created } of fresh) {
      seen.add(id);
      newest = Math.max(newest, created);
    }
    const wanted = fresh.filter(({ created }) => created >= from);
    for (const order of wanted) yield await readOrder(ask, catalogue, order);
    const older = newestFirst && orders.length > 0 && orders.every(({ created }) => created < from);
    if (orders.length < limit || fresh.length === 0 || older) break;
  }
  const cursor: Cursor = { newest };
  yield { records: [], refused: [], cursor: JSON.stringify(cursor) };
}

function runsFromNew(orders: readonly Order[]): boolean {
  return orders.every(({ created }, index) => index === 0 || created <= (orders[index - 1]?.created ?? 0));
}

function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(text);
    const newest = typeof read === 'object' && read !== null && 'newest' in read ? read.newest : undefined;
    return typeof newest === 'number' && Number.isSafeInteger(newest) ? { newest } : undefined;
  } catch {
    return undefined;
  }
}
