import type { Input } from '../../../api/call.ts';
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

/** A row with what was typed in it, as it is sent. */
export type GridRow = Input<'change_offers'>['body']['rows'][number];

/** What brings a row to what was typed; undefined where nothing was. The cells have no complaints. */
export function rowOf(
  offer: Offer,
  typed: Cells,
  context: GridContext,
  currency: string,
): GridRow | undefined {
  const was = cellsOf(offer, context);
  const { zone } = context;
  const changed = (cell: CellName): boolean => typed[cell].trim() !== was[cell];
  const capacity = typed.capacity.trim();
  const row: GridRow = {
    offer_id: offer.id,
    ...(changed('name') ? { name: typed.name.trim() } : {}),
    ...(changed('amount') ? { amount: amountIn(typed.amount, currency) ?? 0 } : {}),
    ...(changed('starts') ? { sale_starts_at: instantOf(typed.starts, zone) ?? null } : {}),
    ...(changed('ends') ? { sale_ends_at: instantOf(typed.ends, zone) ?? null } : {}),
    ...(changed('capacity') && capacityOf(offer, context) !== undefined
      ? { capacity: capacity === '' ? null : Number(capacity) }
      : {}),
  };
  return Object.keys(row).length === 1 ? undefined : row;
}

const cellOfColumn: Readonly<Record<string, CellName>> = {
  ...{ name: 'name', amount: 'amount', capacity: 'capacity' },
  ...{ sale_starts_at: 'starts', sale_ends_at: 'ends' },
};

/** Which cell of which row the office refused, by the path that it names: `rows.3.capacity`. */
export function cellRefused(
  path: string,
  rows: readonly GridRow[],
): { readonly id: number; readonly cell: CellName } | undefined {
  const [, index, column = ''] = /^rows\.(\d+)\.(\w+)$/.exec(path) ?? [];
  const row = index === undefined ? undefined : rows[Number(index)];
  // a row that is no more is said at its first cell
  return row === undefined ? undefined : { id: row.offer_id, cell: cellOfColumn[column] ?? 'name' };
}

/** Where a key leads from a cell: how many rows down (up, when negative). Undefined: the key is the cell's own. */
export function rowsMoved(key: string, shift: boolean, cell: CellName): -1 | 1 | undefined {
  if (key === 'Enter') return shift ? -1 : 1;
  // arrows turn the parts of a date
  if (cell === 'starts' || cell === 'ends') return undefined;
  if (key === 'ArrowDown') return 1;
  return key === 'ArrowUp' ? -1 : undefined;
}
