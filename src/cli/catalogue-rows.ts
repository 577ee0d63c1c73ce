import { createEvent, updateEvent } from '../office/catalogue/event.ts';
import { createOffer } from '../office/catalogue/offer.ts';
import { createPool } from '../office/catalogue/pool.ts';
import { createPrice, updatePrice } from '../office/catalogue/price.ts';
import { resizeQuotas } from '../office/catalogue/resize-quotas.ts';
import type { Tx } from '../store/transaction.ts';
import type { CsvColumns, CsvRow } from './csv.ts';
import { amountIn, instantIn } from './ticket-rows.ts';

export interface CatalogueContext {
  readonly organizer_id: number;
  readonly zone: string;
  readonly currency: string;
}

export const catalogueColumns = {
  events: { needed: ['name'], further: ['starts_at', 'ends_at', 'status', 'description'] },
  prices: {
    needed: ['event', 'name', 'amount'],
    further: ['code', 'capacity', 'vat_bp', 'minimum', 'maximum'],
  },
} as const satisfies Readonly<Record<string, CsvColumns>>;

export type Outcome = 'made' | 'changed' | 'unchanged';

/** An event by its name: made, or brought to what the row says. Empty cells change nothing. */
export async function takeEvent(tx: Tx, { cells }: CsvRow, context: CatalogueContext): Promise<Outcome> {
  const { organizer_id, zone } = context;
  const name = neededIn(cells, 'name');
  const at = (column: string) => {
    const written = cells[column] ?? '';
    return written === '' ? undefined : instantIn(column, written, zone);
  };
  const fields = {
    name,
    status: cells['status'] || undefined,
    description: cells['description'] || undefined,
    starts_at: at('starts_at'),
    ends_at: at('ends_at'),
  };
  const known = await eventByName(tx, organizer_id, name);
  if (known === undefined) {
    await createEvent(tx, { ...fields, organizer_id, status: fields.status ?? 'published' });
    return 'made';
  }
  const after = await updateEvent(tx, { organizer_id, event_id: known.id, ...fields });
  return after.updated_at === known.updated_at ? 'unchanged' : 'changed';
}

/** A price of an event by its code, else by its name: made and put on sale, or brought to what the row says. */
export async function takePrice(tx: Tx, { cells }: CsvRow, context: CatalogueContext): Promise<Outcome> {
  const { organizer_id, currency } = context;
  const event = await eventByName(tx, organizer_id, neededIn(cells, 'event'));
  if (event === undefined) throw new Error(`event: there is none named "${cells['event'] ?? ''}"`);
  const name = neededIn(cells, 'name');
  const code = cells['code'] || undefined;
  const fields = {
    name,
    code,
    amount: amountIn('amount', neededIn(cells, 'amount'), currency),
    vat_bp: whole(cells, 'vat_bp'),
    minimum: whole(cells, 'minimum'),
    maximum: whole(cells, 'maximum'),
  };
  let query = tx.db
    .selectFrom('price')
    .select(['id', 'updated_at'])
    .where('organizer_id', '=', organizer_id)
    .where('event_id', '=', event.id)
    .where('deleted_at', 'is', null)
    .orderBy('id');
  query = code === undefined ? query.where('name', '=', name) : query.where('code', '=', code);
  const known = await query.executeTakeFirst();
  const capacity = whole(cells, 'capacity');
  if (known === undefined) {
    const price_id = await createPrice(tx, { ...fields, organizer_id, event_id: event.id });
    const pool = { organizer_id, event_id: event.id, kind: 'quota', name, capacity };
    const pool_ids = capacity === undefined ? [] : [await createPool(tx, pool)];
    await createOffer(tx, { organizer_id, event_id: event.id, price_id, pool_ids });
    return 'made';
  }
  const after = await updatePrice(tx, { organizer_id, price_id: known.id, ...fields });
  const resized =
    capacity !== undefined && (await resize(tx, { organizer_id, price_id: known.id, capacity }));
  return !resized && after.updated_at === known.updated_at ? 'unchanged' : 'changed';
}

async function resize(tx: Tx, input: Parameters<typeof resizeQuotas>[1]): Promise<boolean> {
  const outcome = await resizeQuotas(tx, input);
  if (outcome === 'no_quota') throw new Error('capacity: the price has none yet: give it one at the desk');
  if (outcome === 'quota_of_several') throw new Error('capacity: it is that of other prices too');
  return outcome === 'changed';
}

function eventByName(tx: Tx, organizer_id: number, name: string) {
  return tx.db
    .selectFrom('event')
    .select(['id', 'updated_at'])
    .where('organizer_id', '=', organizer_id)
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
}

function neededIn(cells: CsvRow['cells'], name: string): string {
  const value = cells[name] ?? '';
  if (value === '') throw new Error(`${name} is missing`);
  return value;
}

function whole(cells: CsvRow['cells'], name: string): number | undefined {
  const written = cells[name] ?? '';
  if (written === '') return undefined;
  if (!/^\d{1,15}$/.test(written)) throw new Error(`${name}: "${written.slice(0, 40)}" is no whole number`);
  return Number(written);
}
