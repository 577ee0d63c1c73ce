import type { ForeignRecord, ForeignTicket } from '../../domain/foreign-records.ts';
import type { RowComplaint, RowValues } from '../../domain/sheet-fields.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { fileConnection, linksOf } from '../imports/links.ts';
import { addTaken, nothingTaken, type Source } from '../imports/source.ts';
import { DryRun, takeRecords, type Write } from '../imports/take-in.ts';
import type { RowOutcome } from './row-values.ts';

/** Tickets that were sold or given elsewhere: facts, taken in by the mechanism of all platforms. */

export interface TicketRow {
  /** where it stands in the file */
  readonly row: number;
  readonly values: RowValues;
}

export interface TicketsLooked {
  readonly outcomes: ReadonlyMap<number, RowOutcome>;
  readonly complaints: ReadonlyMap<number, RowComplaint>;
}

/** all lists that are taken in at the desk are one source: a ticket is known again by its number */
const channel = 'csv';

/**
 * Takes the rows in; with `look`, only says what would come of them. Capacity refuses none of them. An event must be here
 * already, by its name: a slip of the pen makes no second one.
 */
export async function takeTickets(
  write: Write,
  read: <T>(query: (rx: Rx) => Promise<T>) => Promise<T>,
  wish: { readonly organizer_id: number; readonly rows: readonly TicketRow[]; readonly look: boolean },
): Promise<TicketsLooked> {
  const { organizer_id, rows, look } = wish;
  const events = await read((rx) => eventsNamed(rx, organizer_id, rows));
  const outcomes = new Map<number, RowOutcome>();
  const complaints = new Map<number, RowComplaint>();
  const records = new Map<ForeignRecord, number>();
  const told = new Set<string>();
  for (const { row, values } of rows) {
    const name = String(values['event']);
    const created_at = events.get(name);
    const complaint = complaintOf(values, created_at);
    if (complaint !== undefined || created_at === undefined) {
      if (complaint !== undefined) complaints.set(row, complaint);
      continue;
    }
    if (!told.has(name)) records.set({ kind: 'event', ref: name, name }, row);
    told.add(name);
    records.set({ kind: 'ticket', ...ticketOf(values, created_at) }, row);
  }
  const source = async (tx: Tx): Promise<Source> => ({
    ...{ organizer_id, dialect: undefined, channel },
    connection_id: await fileConnection(tx, { organizer_id, dialect: 'csv', name: 'files: desk' }),
  });
  for (const [row, known] of await knownOf(write, source, records))
    outcomes.set(row, known ? 'unchanged' : 'made');
  const sum = nothingTaken();
  const options = look ? { dry_run: new DryRun() } : {};
  const { taken, refused } = await takeRecords(write, source, [...records.keys()], options);
  addTaken(sum, taken);
  for (const { record, fault } of refused) {
    const row = records.get(record) ?? 0;
    complaints.set(row, { field: undefined, code: fault.code, value: '' });
    outcomes.delete(row);
  }
  return { outcomes, complaints };
}

function complaintOf(values: RowValues, created_at: number | undefined): RowComplaint | undefined {
  if (created_at === undefined)
    return { field: 'event', code: 'unknown', value: String(values['event']).slice(0, 80) };
  if (values['ticket_ref'] === undefined && values['barcode'] === undefined)
    return { field: 'ticket_ref', code: 'missing', value: '' };
  return undefined;
}

/** `sold_at` of a list that does not tell it: that the event was made, which stays the same however often it is taken in. */
function ticketOf(values: RowValues, sold_at: number): ForeignTicket {
  const text = (name: string): string => String(values[name] ?? '');
  const { barcode } = values;
  const ref = text('ticket_ref') || text('barcode');
  const person = { first_name: text('first_name'), last_name: text('last_name'), email: text('email') };
  return {
    ref,
    event_ref: text('event'),
    price: { name: text('price') },
    order: {
      ref: text('order_ref') || ref,
      sold_at: typeof values['sold_at'] === 'number' ? values['sold_at'] : sold_at,
      paid: true,
      buyer: person,
    },
    amount: typeof values['amount'] === 'number' ? values['amount'] : 0,
    barcode: barcode === undefined ? undefined : String(barcode),
    state: (values['state'] ?? 'valid') as ForeignTicket['state'],
    holder: person,
    used: null,
  };
}

async function eventsNamed(
  rx: Rx,
  organizer_id: number,
  rows: readonly TicketRow[],
): Promise<Map<string, number>> {
  const names = [...new Set(rows.map(({ values }) => String(values['event'])))];
  if (names.length === 0) return new Map();
  const found = await rx.db
    .selectFrom('event')
    .select(['name', 'created_at'])
    .where('organizer_id', '=', organizer_id)
    .where('name', 'in', names)
    .where('deleted_at', 'is', null)
    .execute();
  return new Map(found.map(({ name, created_at }) => [name, created_at]));
}

/** Which rows' tickets are here already, by their number. */
async function knownOf(
  write: Write,
  source: (tx: Tx) => Promise<Source>,
  records: ReadonlyMap<ForeignRecord, number>,
): Promise<Map<number, boolean>> {
  const tickets = [...records].flatMap(([record, row]) =>
    record.kind === 'ticket' ? [[record.ref, row] as const] : [],
  );
  if (tickets.length === 0) return new Map();
  const refs = tickets.map(([ref]) => ref);
  const links = await write(async (tx) => linksOf(tx, await source(tx), 'ticket', refs));
  return new Map(tickets.map(([ref, row]) => [row, links.has(ref)]));
}
