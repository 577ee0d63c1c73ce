import { isFault } from '../../domain/faults.ts';
import { guessFields, readSheetRow, type RowComplaint, type RowValues } from '../../domain/sheet-fields.ts';
import type { Actor, Store } from '../../store/transaction.ts';
import { looking, type Write } from '../imports/take-in.ts';
import { sheetFields, type SheetKind } from './kinds.ts';
import type { SheetRows } from './read-sheet.ts';
import { text, type RowOutcome, type TakeRow } from './row-values.ts';
import { takeCustomer } from './take-customers.ts';
import { takeEvent } from './take-events.ts';
import { takePrice } from './take-prices.ts';
import { takeArticle, takePromoCode } from './take-rows.ts';
import { takeTickets } from './take-tickets.ts';

export interface SheetWish {
  readonly kind: SheetKind;
  readonly rows: SheetRows;
  /** the field of each column; guessed by its heading unless given */
  readonly columns?: readonly (string | null)[] | undefined;
  readonly organizer_id: number;
  /** IANA: of dates without an offset */
  readonly zone: string;
  readonly currency: string;
}

export interface LookedRow {
  /** where it stands in the file, its heading being 1 */
  readonly row: number;
  readonly cells: readonly string[];
  readonly outcome: RowOutcome | 'wrong';
  readonly complaints: readonly RowComplaint[];
}

export interface LookedSheet {
  readonly headings: readonly string[];
  readonly columns: readonly (string | null)[];
  readonly rows: readonly LookedRow[];
}

interface ReadRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly values: RowValues;
  readonly complaints: RowComplaint[];
}

interface Reading {
  readonly headings: readonly string[];
  readonly columns: readonly (string | null)[];
  readonly rows: readonly ReadRow[];
}

/** Tickets have a mechanism of their own. */
const takers: Readonly<Record<Exclude<SheetKind, 'tickets'>, TakeRow>> = {
  ...{ promo_codes: takePromoCode, articles: takeArticle },
  ...{ events: takeEvent, prices: takePrice, customers: takeCustomer },
};

/** What a row is known by: the first of these that it has. */
const keys: Readonly<Record<SheetKind, readonly (readonly string[])[]>> = {
  promo_codes: [['label']],
  articles: [['plu'], ['name']],
  tickets: [['ticket_ref'], ['barcode']],
  events: [['event', 'starts_at', 'session']],
  prices: [['event', 'name']],
  customers: [['email']],
};

/** What would come of each row; nothing is kept. */
export async function lookAtSheet(store: Store, actor: Actor, wish: SheetWish): Promise<LookedSheet> {
  const reading = readRows(wish);
  const write: Write = (command) => store.write(actor, command);
  const outcomes = await look(store, write, wish, reading.rows);
  const rows = reading.rows.map(({ row, cells, complaints }): LookedRow => ({
    ...{ row, cells, complaints },
    outcome: complaints.length > 0 ? 'wrong' : (outcomes.get(row) ?? 'wrong'),
  }));
  return { headings: reading.headings, columns: reading.columns, rows };
}

/**
 * Takes the rows in: all of them or, where `only_good`, those that are right. `taken` is false where rows were wrong and nothing
 * was taken. The same file again changes nothing: each row is known by what stands in `keys`.
 */
export async function takeSheet(
  store: Store,
  actor: Actor,
  wish: SheetWish & { readonly only_good: boolean },
): Promise<LookedSheet & { readonly taken: boolean }> {
  const looked = await lookAtSheet(store, actor, wish);
  const wrong = new Set(looked.rows.flatMap(({ row, outcome }) => (outcome === 'wrong' ? [row] : [])));
  if (wrong.size > 0 && !wish.only_good) return { ...looked, taken: false };
  const good = readRows(wish).rows.filter(({ row }) => !wrong.has(row));
  const { kind, organizer_id } = wish;
  if (kind === 'tickets') {
    await takeTickets(
      (command) => store.write(actor, command),
      (query) => store.read(query),
      {
        ...{ organizer_id, rows: good, look: false },
      },
    );
    return { ...looked, taken: true };
  }
  await store.write(actor, async (tx) => {
    for (const { values } of good) await takers[kind](tx, { organizer_id }, values);
  });
  return { ...looked, taken: true };
}

function readRows({ kind, rows, columns: given, zone, currency }: SheetWish): Reading {
  const fields = sheetFields[kind];
  const [headings = [], ...others] = rows;
  const columns = headings.map((_, at) => (given ?? guessFields(headings, fields))[at] ?? null);
  const seen = new Set<string>();
  const read = others.flatMap((cells, index): ReadRow[] => {
    if (cells.every((cell) => cell === '')) return [];
    const { values, complaints } = readSheetRow(cells, columns, fields, { zone, currency });
    const known = keyOf(kind, values);
    const twice = known !== undefined && seen.has(known.key);
    if (known !== undefined) seen.add(known.key);
    const more: RowComplaint[] = twice
      ? [{ field: known.field, code: 'twice', value: text(values, known.field) }]
      : [];
    // a comma in an amount parts it, and all that follows stands a column too far: "12,50" would be read as 12
    if (cells.slice(headings.length).some((cell) => cell !== ''))
      more.push({ field: undefined, code: 'too_many_cells', value: '' });
    return [{ row: index + 2, cells, values, complaints: [...complaints, ...more] }];
  });
  return { headings, columns, rows: read };
}

/** Twice in one file, one of the two is a slip. */
function keyOf(
  kind: SheetKind,
  values: RowValues,
): { readonly field: string; readonly key: string } | undefined {
  const names = keys[kind].find(([first = '']) => values[first] !== undefined);
  if (names === undefined) return undefined;
  const given = names.filter((name) => values[name] !== undefined);
  const key = names.map((name) => String(values[name] ?? '').toUpperCase()).join('\n');
  return { field: given.at(-1) ?? '', key };
}

/** Takes the rows that can be read, and takes it all back; what the office says against one is added to its complaints. */
async function look(
  store: Store,
  write: Write,
  { kind, organizer_id }: SheetWish,
  rows: readonly ReadRow[],
): Promise<ReadonlyMap<number, RowOutcome>> {
  const readable = rows.filter(({ complaints }) => complaints.length === 0);
  if (kind === 'tickets') {
    const wish = { organizer_id, rows: readable, look: true };
    const { outcomes, complaints } = await takeTickets(write, (query) => store.read(query), wish);
    for (const { row, complaints: own } of readable) own.push(...[complaints.get(row) ?? []].flat());
    return outcomes;
  }
  return looking(write, async (tx) => {
    const outcomes = new Map<number, RowOutcome>();
    for (const { row, values, complaints } of readable) {
      try {
        outcomes.set(row, await takers[kind](tx, { organizer_id }, values));
      } catch (error) {
        if (!isFault(error) || error.status >= 500) throw error;
        complaints.push(complaintOf(error.code, error.details));
      }
    }
    return outcomes;
  });
}

function complaintOf(code: string, details: Readonly<Record<string, unknown>>): RowComplaint {
  const { field, code: finer } = details;
  return {
    field: typeof field === 'string' ? field : undefined,
    code: typeof finer === 'string' ? finer : code,
    value: '',
  };
}
