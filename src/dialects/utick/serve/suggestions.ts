import type { Office } from '../../../office/office.ts';
import { expireDue } from '../../../office/selling/expire.ts';
import { sessionsLike, type SessionLike } from '../../../office/catalogue/sessions-like.ts';
import type { Stock } from '../shapes.ts';
import { stockRefOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { pageIn, type Paging } from './envelope.ts';
import { findStock, stocksOfSession, type StockSource } from './stock-sources.ts';
import { stocksFor, type BuyerParameters } from './stocks.ts';

/** Sessions looked at for one answer, the nearest first. */
const sessions_max = 20;

/**
 * What a buyer may like instead: other sessions that are on sale and have something free. First those of the same event, then
 * those at the same venue, then those of events in the same category; within each by how near they are in time. Stocks
 * of the same product type come first within a session.
 */
export async function suggest(
  office: Office,
  caller: Caller,
  id: string,
  asked: BuyerParameters & Paging,
): Promise<Stock[]> {
  const now = office.surroundings.now();
  await expireDue(office.store, now);
  return office.store.read(async (rx) => {
    const organizer_id = caller.organizer.id;
    const selling = { organizer_id, now };
    const source = await findStock(rx, selling, stockRefOf(id));
    const about = { organizer_id, event_id: source.event_id, session_id: source.session?.id ?? null, now };
    const like: SessionLike[] = await sessionsLike(rx, { ...about, limit: sessions_max });
    const sources: StockSource[] = [];
    for (const { session_id } of like) {
      const own = await stocksOfSession(rx, selling, session_id);
      sources.push(...own.toSorted((a, b) => rankOf(a, source) - rankOf(b, source)));
    }
    const stocks = await stocksFor(rx, office, caller, sources, asked);
    return pageIn(stocks.filter(isOpen), asked);
  });
}

const rankOf = (one: StockSource, source: StockSource): number =>
  one.product_type === source.product_type ? 0 : 1;

/** Something of it can be bought now. */
function isOpen(stock: Stock): boolean {
  return stock.categories.some(({ prices }) => prices.some(({ quantity_max }) => quantity_max > 0));
}
