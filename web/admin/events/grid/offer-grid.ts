import type { ItemOf } from '../../../api/queries.ts';
import { amountIn } from '../../../kit/amount-in.ts';
import { instantOf, localText } from '../../../kit/local-instant.ts';

export type Offer = ItemOf<'list_offers'>;
export type Pool = ItemOf<'list_pools'>;

/** The cells of a row that are typed in. */
export const cellNames = ['name', 'amount', 'starts', 'ends', 'capacity'] as const;
export type CellName = (typeof cellNames)[number];
export type Cells = Readonly<Record<CellName, string>>;

export interface GridContext {
  /** IANA: of the windows */
  readonly zone: string;
  /** minor units as they are typed */
  readonly amountText: (amount: number) => string;
  readonly pools: ReadonlyMap<number, Pool>;
  /** how many rows draw from a pool */
  readonly sharing: ReadonlyMap<number, number>;
}

/**
 * The capacity that is changed in a row: its quota, or the only one that it has. A row that draws from several others has
 * none of its own: they are changed where capacities are.
 */
export function capacityOf(offer: Offer, { pools }: Pick<GridContext, 'pools'>): Pool | undefined {
  const drawn = offer.pool_ids.flatMap((id) => pools.get(id) ?? []);
  return drawn.find(({ kind }) => kind === 'quota') ?? (drawn.length === 1 ? drawn[0] : undefined);
}

/** How many rows draw from each pool. */
export function sharingOf(offers: readonly Offer[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const id of offers.flatMap(({ pool_ids }) => pool_ids)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** A row as it is typed. */
export function cellsOf(offer: Offer, context: GridContext): Cells {
  const { zone, amountText } = context;
  const { sale_starts_at, sale_ends_at } = offer;
  const capacity = capacityOf(offer, context)?.capacity ?? null;
  return {
    name: offer.name,
    amount: amountText(offer.amount),
    starts: sale_starts_at === null ? '' : localText(sale_starts_at, zone),
    ends: sale_ends_at === null ? '' : localText(sale_ends_at, zone),
    capacity: capacity === null ? '' : String(capacity),
  };
}

export type CellComplaint = 'nameMissing' | 'amountWrong' | 'dateWrong' | 'endBefore' | 'numberWrong';

/** What is wrong with which cell. */
export function cellComplaints(
  cells: Cells,
  zone: string,
  currency: string,
): Partial<Record<CellName, CellComplaint>> {
  const found: Partial<Record<CellName, CellComplaint>> = {};
  const amount = amountIn(cells.amount, currency);
  const [from, until] = [instantOf(cells.starts, zone), instantOf(cells.ends, zone)];
  if (cells.name.trim() === '') found.name = 'nameMissing';
  if (amount === undefined || amount < 0) found.amount = 'amountWrong';
  if (cells.starts !== '' && from === undefined) found.starts = 'dateWrong';
  if (cells.ends !== '' && until === undefined) found.ends = 'dateWrong';
  if (from !== undefined && until !== undefined && until <= from) found.ends = 'endBefore';
  if (!/^\d{0,9}$/.test(cells.capacity.trim())) found.capacity = 'numberWrong';
  return found;
}

/** A write that a changed cell needs, and the cells that it is of. */
export type RowWrite =
  | { readonly of: 'price'; readonly cell: 'name'; readonly id: number; readonly name: string }
  | {
      readonly of: 'offer';
      readonly cell: 'amount' | 'starts' | 'ends';
      readonly id: number;
      readonly body: {
        readonly amount?: number;
        readonly sale_starts_at?: string | null;
        readonly sale_ends_at?: string | null;
      };
    }
  | { readonly of: 'pool'; readonly cell: 'capacity'; readonly id: number; readonly capacity: number | null };

/** The writes that bring a row to what was typed; none where nothing was. The cells have no complaints. */
export function writesOf(offer: Offer, typed: Cells, context: GridContext, currency: string): RowWrite[] {
  const was = cellsOf(offer, context);
  const { zone } = context;
  const changed = (cell: CellName): boolean => typed[cell].trim() !== was[cell];
  const writes: RowWrite[] = [];
  if (changed('name'))
    writes.push({ of: 'price', cell: 'name', id: offer.price_id, name: typed.name.trim() });
  const body = {
    ...(changed('amount') ? { amount: amountIn(typed.amount, currency) ?? 0 } : {}),
    ...(changed('starts') ? { sale_starts_at: instantOf(typed.starts, zone) ?? null } : {}),
    ...(changed('ends') ? { sale_ends_at: instantOf(typed.ends, zone) ?? null } : {}),
  };
  const cell = changed('amount') ? 'amount' : changed('starts') ? 'starts' : 'ends';
  if (Object.keys(body).length > 0) writes.push({ of: 'offer', cell, id: offer.id, body });
  const pool = capacityOf(offer, context);
  if (changed('capacity') && pool !== undefined) {
    const text = typed.capacity.trim();
    writes.push({ of: 'pool', cell: 'capacity', id: pool.id, capacity: text === '' ? null : Number(text) });
  }
  return writes;
}

/** Where a key leads from a cell: how many rows down (up, when negative). Undefined: the key is the cell's own. */
export function rowsMoved(key: string, shift: boolean, cell: CellName): -1 | 1 | undefined {
  if (key === 'Enter') return shift ? -1 : 1;
  // arrows turn the parts of a date
  if (cell === 'starts' || cell === 'ends') return undefined;
  if (key === 'ArrowDown') return 1;
  return key === 'ArrowUp' ? -1 : undefined;
}
