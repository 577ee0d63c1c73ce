/** The grid of an event's prices, saved as a whole: all that was typed is kept, or nothing, and each cell says what is wrong. */
import { Fault, faults, isFault, type FaultCode } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { updateOffer } from './offer.ts';
import { updatePool } from './pool.ts';
import { updatePrice } from './price.ts';
import { ownRow } from './rows.ts';

const ofOffer = ['amount', 'sale_starts_at', 'sale_ends_at', 'enabled'] as const;
const columns = ['offer_id', 'name', ...ofOffer, 'capacity'] as const;
type GridColumn = (typeof columns)[number];

/** One offer; what is not given stays. */
export interface GridRow extends Partial<
  Pick<Row<'offer'>, 'amount' | 'sale_starts_at' | 'sale_ends_at' | 'enabled'>
> {
  readonly offer_id: number;
  /** of its price: rows of the same price have the same */
  readonly name?: string;
  /** of its quota, or of the only capacity that it has */
  readonly capacity?: number | null;
}

/** A cell that cannot be kept, by the index of its row. */
export interface CellError {
  readonly path: string;
  readonly code: FaultCode;
  readonly message: string;
}

/**
 * Changes offers of one event, the names of their prices and their capacities. All rows are tried, so that every wrong cell is
 * named at once; throws `rows_refused` with them when there is one, and the transaction keeps nothing.
 */
export async function changeGrid(
  tx: Tx,
  input: { organizer_id: number; event_id: number; rows: readonly GridRow[] },
): Promise<void> {
  const { organizer_id, event_id } = input;
  const errors: CellError[] = [];
  const shared = new SharedCells();
  for (const [index, row] of input.rows.entries()) {
    const attempt = async (column: GridColumn, write: () => Promise<unknown>): Promise<boolean> => {
      try {
        await write();
        return true;
      } catch (error) {
        if (!isFault(error)) throw error;
        errors.push(cellError(index, columnOf(error, row) ?? column, error));
        return false;
      }
    };
    const found: { offer?: Row<'offer'> } = {};
    const known = await attempt('offer_id', async () => {
      found.offer = await offerOf(tx, organizer_id, event_id, row.offer_id);
    });
    if (!known || found.offer === undefined) continue;
    const { offer } = found;
    const { name, capacity } = row;
    const patch = Object.fromEntries(
      ofOffer.flatMap((key) => (row[key] === undefined ? [] : [[key, row[key]]])),
    );
    const [first] = Object.keys(patch);
    if (first !== undefined)
      await attempt(first as GridColumn, () =>
        updateOffer(tx, { organizer_id, offer_id: offer.id, ...patch }),
      );
    if (name !== undefined)
      await attempt('name', async () => {
        const { price_id } = offer;
        if (shared.isNew('price', price_id, name)) await updatePrice(tx, { organizer_id, price_id, name });
      });
    if (capacity !== undefined)
      await attempt('capacity', async () => {
        const pool_id = await poolOfRow(tx, offer.id);
        if (shared.isNew('pool', pool_id, capacity))
          await updatePool(tx, { organizer_id, pool_id, capacity });
      });
  }
  if (errors.length > 0) throw new Fault('rows_refused', { errors });
}

async function offerOf(rx: Rx, organizer_id: number, event_id: number, id: number): Promise<Row<'offer'>> {
  const offer = await ownRow(rx, 'offer', organizer_id, id);
  if (offer.event_id !== event_id) throw new Fault('not_found', { kind: 'offer', id });
  return offer;
}

/** What several rows have in common is written once; two rows that want it otherwise are refused. */
class SharedCells {
  readonly #wanted = new Map<string, unknown>();

  isNew(kind: 'price' | 'pool', id: number, value: unknown): boolean {
    const key = `${kind} ${id}`;
    if (!this.#wanted.has(key)) {
      this.#wanted.set(key, value);
      return true;
    }
    if (this.#wanted.get(key) !== value)
      throw new Fault('invalid_input', { kind, id, reason: 'another row says otherwise' });
    return false;
  }
}

/** The pool whose capacity is typed in a row: its quota, else the only one that it draws from. */
async function poolOfRow(rx: Rx, offer_id: number): Promise<number> {
  const pools = await rx.db
    .selectFrom('offer_pool')
    .innerJoin('pool', 'pool.id', 'offer_pool.pool_id')
    .select(['pool.id', 'pool.kind'])
    .where('offer_pool.offer_id', '=', offer_id)
    .orderBy('pool.id')
    .execute();
  const own = pools.find(({ kind }) => kind === 'quota') ?? (pools.length === 1 ? pools[0] : undefined);
  if (own === undefined)
    throw new Fault('invalid_input', {
      ...{ kind: 'offer', field: 'capacity' },
      reason: pools.length === 0 ? 'it draws from no capacity' : 'it draws from several capacities',
    });
  return own.id;
}

/** The column that a fault speaks of, where the row gives it. */
function columnOf({ details }: Fault, row: GridRow): GridColumn | undefined {
  return columns.find((column) => details['field'] === column && row[column] !== undefined);
}

function cellError(index: number, column: GridColumn, { code, details }: Fault): CellError {
  const { reason } = details;
  return {
    path: `rows.${index}.${column}`,
    code,
    message: typeof reason === 'string' ? reason : faults[code].title,
  };
}
