import type { ForeignRecord } from '../domain/foreign-records.ts';
import type { PulledPage, RefusedRecord } from './port.ts';

/**
 * Pages as large as a command: a list that is read as it arrives comes in pages of a few dozen records, and each command is a
 * write to the disk. A page with a cursor ends what is gathered, and so does the end; what came before an error is kept.
 */
export async function* gatherPages(
  pages: AsyncIterable<PulledPage>,
  records_each: number,
): AsyncGenerator<PulledPage> {
  let records: readonly ForeignRecord[] = [];
  let refused: readonly RefusedRecord[] = [];
  let orders: NonNullable<PulledPage['orders']> = [];
  const taken = (many: number): Pick<PulledPage, 'records' | 'refused' | 'orders'> => {
    const some = { records: records.slice(0, many), refused, ...(orders.length > 0 ? { orders } : {}) };
    [records, refused, orders] = [records.slice(many), [], []];
    return some;
  };
  const left = (): boolean => records.length + refused.length + orders.length > 0;
  try {
    for await (const page of pages) {
      records = joined(records, page.records);
      refused = joined(refused, page.refused);
      orders = joined(orders, page.orders ?? []);
      const whole = records.length - (records.length % records_each);
      if (page.cursor !== undefined) yield { ...page, ...taken(records.length) };
      else if (whole > 0) yield { ...page, ...taken(whole) };
    }
  } catch (error) {
    if (left()) yield taken(records.length);
    throw error;
  }
  if (left()) yield taken(records.length);
}

/** A list that is long already is not copied for nothing. */
function joined<T>(before: readonly T[], more: readonly T[]): readonly T[] {
  return before.length === 0 ? more : before.concat(more);
}
