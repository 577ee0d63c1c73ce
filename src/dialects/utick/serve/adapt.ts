import { Fault } from '../../../domain/faults.ts';
import { actorOf } from '../../../office/access/principal.ts';
import { updatePool } from '../../../office/catalogue/pool.ts';
import type { Office } from '../../../office/office.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { Stock } from '../shapes.ts';
import { stockRefOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { categoryOf } from './categories.ts';
import { local } from './ids.ts';
import { findStock, type StockSource } from './stock-sources.ts';
import { stocksFor } from './stocks.ts';

/**
 * Changes how much of a stock there is: the capacity of the one pool that all its offers, or those of the category, draw
 * from. Refused below what is sold or held, and where no one pool is the limit: numbered seats, packs, prices with
 * quotas of their own.
 */
export async function adaptStock(
  office: Office,
  caller: Caller,
  id: string,
  wish: { readonly capacity_total: number; readonly categoryid?: string | undefined },
): Promise<Stock> {
  const organizer_id = caller.organizer.id;
  return office.store.write(actorOf(caller), async (tx) => {
    const find = () => findStock(tx, { organizer_id, now: tx.now }, stockRefOf(id));
    const pool_id = await poolOf(tx, organizer_id, await find(), wish.categoryid);
    await updatePool(tx, { organizer_id, pool_id, capacity: wish.capacity_total });
    const [stock] = await stocksFor(tx, office, caller, [await find()], {});
    if (stock === undefined) throw new Fault('internal');
    return stock;
  });
}

async function poolOf(
  tx: Tx,
  organizer_id: number,
  source: StockSource,
  categoryid: string | undefined,
): Promise<number> {
  const offers: StockSource['offers'][number][] = [];
  for (const offer of source.offers) {
    const { kind, id } = categoryOf(offer);
    const wanted = categoryid === undefined || (await isId(tx, organizer_id, kind, categoryid, id));
    if (wanted) offers.push(offer);
  }
  if (offers.length === 0) throw new Fault('not_found', { kind: 'category', field: 'categoryid' });
  const keys = new Set(offers.map(({ limit }) => limit?.key ?? ''));
  const [key = ''] = keys;
  const pool_id = /^pool (\d+)$/.exec(key)?.[1];
  if (keys.size !== 1 || pool_id === undefined)
    throw new Fault('in_use', { kind: 'stock', limited_by: keys.size });
  return Number(pool_id);
}

async function isId(
  tx: Tx,
  organizer_id: number,
  kind: 'zone' | 'price_group' | 'event',
  served: string,
  id: number,
): Promise<boolean> {
  try {
    return (await local(tx, organizer_id, kind, served)) === id;
  } catch {
    return false;
  }
}
