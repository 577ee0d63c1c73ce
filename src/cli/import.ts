import { readFileSync } from 'node:fs';
import { Fault } from '../domain/faults.ts';
import type { ForeignRecord } from '../domain/foreign-records.ts';
import { fileConnection } from '../office/imports/links.ts';
import { addTaken, nothingTaken, type Source } from '../office/imports/source.ts';
import { DryRun, looking, takeRecords, type Write } from '../office/imports/take-in.ts';
import { systemActor, type Store, type Tx } from '../store/transaction.ts';
import { catalogueColumns, takeEvent, takePrice, type Outcome } from './catalogue-rows.ts';
import { openCsv, type CsvColumns, type CsvRow } from './csv.ts';
import { CommandError, exitCodes } from './exit.ts';
import { withStore, type ToolOptions } from './open-office.ts';
import { organizerBySlug } from './organizers.ts';
import type { Output } from './output.ts';
import { openProgress, type Progress } from './progress.ts';
import { readTicketRow, ticketColumns, type TicketRow } from './ticket-rows.ts';

export interface ImportOptions extends ToolOptions {
  readonly what: string;
  readonly file: string;
  readonly organizer: string;
  readonly dry_run: boolean;
  /** takes what is right and leaves out what is not */
  readonly skip_errors: boolean;
  /** what the file is from: records of one source are known again by it; "import" unless given */
  readonly source?: string | undefined;
  /** the vendor's id and the name of the event, where its list names neither */
  readonly event_id?: string | undefined;
  readonly event_name?: string | undefined;
}

interface Importing {
  readonly store: Store;
  readonly options: ImportOptions;
  readonly organizer_id: number;
  readonly zone: string;
  readonly currency: string;
  readonly progress: Progress;
  /** columns of the file that nobody reads; known once it is open */
  readonly left_out: string[];
}

type Counts = Readonly<Record<string, number>>;
const problems_shown = 50;
const batch_rows = 500;

/** What was wrong with a row of a file. */
interface RowProblem {
  readonly row: number;
  readonly message: string;
}

/** Options that the kind of file has no use for are refused: nobody should think that they were heeded. */
function checkOptions({ what, source, event_id, event_name }: ImportOptions): void {
  const refuse = (option: string, kinds: string): never => {
    throw new CommandError(`${option} is for ${kinds} alone.`, exitCodes.usage);
  };
  if (event_id !== undefined && what !== 'billetweb') refuse('--event', 'billetweb');
  if (event_name !== undefined && what !== 'billetweb') refuse('--event-name', 'billetweb');
  if (source !== undefined && (what === 'events' || what === 'prices'))
    refuse('--source', 'tickets and billetweb');
}

/** Takes a file in. Gives the exit code: 1 when rows were wrong, and then nothing was taken unless it was asked for. */
export async function runImport(options: ImportOptions, output: Output): Promise<number> {
  checkOptions(options);
  return withStore(options, async ({ store }) => {
    const { id, zone, currency } = await store.read((rx) => organizerBySlug(rx, options.organizer));
    const progress = await openProgress(output, options.dry_run ? 'Looking' : 'Importing');
    const importing: Importing = { store, options, organizer_id: id, zone, currency, progress, left_out: [] };
    const { problems, counts } = await take(importing).finally(() => progress.end());
    const { left_out } = importing;
    if (left_out.length > 0 && !output.json)
      output.complain(`Columns that are not read: ${left_out.join(', ')}.`);
    // an error of the store may stop it half way: what was in before stays, and a rerun goes on from there
    const nothing = Object.values(counts).every((many) => many === 0);
    const refused = problems.length > 0 && nothing && !options.dry_run;
    for (const { row, message } of problems.slice(0, problems_shown)) {
      if (!output.json) output.complain(`row ${row}: ${message}`);
    }
    if (problems.length > problems_shown && !output.json) {
      output.complain(`and ${problems.length - problems_shown} more`);
    }
    const done = Object.entries(counts)
      .filter(([, many]) => many > 0)
      .map(([name, many]) => `${many} ${name.replaceAll('_', ' ')}`)
      .join(', ');
    const heading = refused ? 'Nothing was taken in' : options.dry_run ? 'It would come to' : 'It came to';
    const rest = refused ? ': correct the rows above, or take --skip-errors.' : `: ${done || 'nothing'}.`;
    output.tell(`${heading}${rest}`, {
      what: options.what,
      dry_run: options.dry_run,
      taken: !refused && !options.dry_run,
      counts: refused ? {} : counts,
      problems,
      columns_left_out: left_out,
    });
    return problems.length > 0 ? exitCodes.failed : exitCodes.ok;
  });
}

interface Result {
  readonly problems: readonly RowProblem[];
  readonly counts: Counts;
}

/** The rows of the file, and what of it nobody reads. */
async function csvRows(
  { options, left_out }: Importing,
  columns: CsvColumns,
): Promise<AsyncGenerator<CsvRow>> {
  const opened = await openCsv(options.file, columns);
  left_out.push(...opened.left_out);
  return opened.rows;
}

async function take(importing: Importing): Promise<Result> {
  const { what } = importing.options;
  if (what === 'events' || what === 'prices') return takeCatalogue(importing, what);
  return takeTickets(importing, await (what === 'tickets' ? ticketRows : attendees)(importing));
}

/** A catalogue is small and its rows build on one another: it is one transaction, of all rows or none. */
async function takeCatalogue(importing: Importing, what: 'events' | 'prices'): Promise<Result> {
  const { store, options } = importing;
  const rows: CsvRow[] = [];
  for await (const row of await csvRows(importing, catalogueColumns[what])) rows.push(row);
  const look = (): Promise<Result> => looking(writing(store), (tx) => takeRows(tx, importing, what, rows));
  if (options.dry_run) return look();
  if (!options.skip_errors) {
    const { problems } = await look();
    if (problems.length > 0) return { problems, counts: {} };
  }
  return store.write(systemActor, (tx) => takeRows(tx, importing, what, rows));
}

function writing(store: Store): Write {
  return (command) => store.write(systemActor, command);
}

async function takeRows(
  tx: Tx,
  importing: Importing,
  what: 'events' | 'prices',
  rows: readonly CsvRow[],
): Promise<Result> {
  const problems: RowProblem[] = [];
  const counts: Record<Outcome, number> = { made: 0, changed: 0, unchanged: 0 };
  for (const row of rows) {
    try {
      counts[await (what === 'events' ? takeEvent : takePrice)(tx, row, importing)] += 1;
    } catch (error) {
      problems.push({ row: row.row, message: messageOf(error) });
    }
  }
  return { problems, counts };
}

/** Tickets as a file has them, each with its event. */
interface Read {
  readonly rows: readonly TicketRow[];
  readonly problems: RowProblem[];
}

async function ticketRows(importing: Importing): Promise<Read> {
  const rows: TicketRow[] = [];
  const problems: RowProblem[] = [];
  const { zone, currency } = importing;
  for await (const row of await csvRows(importing, ticketColumns)) {
    try {
      rows.push(readTicketRow(row, { zone, currency }));
    } catch (error) {
      problems.push({ row: row.row, message: messageOf(error) });
    }
  }
  return { rows, problems };
}

async function attendees({ options, zone, currency }: Importing): Promise<Read> {
  const { readAttendee } = await import('../dialects/billetweb/attendee-reading.ts');
  const list = listIn(options.file);
  const rows: TicketRow[] = [];
  const problems: RowProblem[] = [];
  const { event_id: event_ref, event_name } = options;
  for (const [index, value] of list.entries()) {
    const row = index + 1;
    try {
      const ticket = readAttendee(value, { zone, currency, event_ref });
      const { event_name: named } = value as { readonly event_name?: unknown };
      const told = typeof named === 'string' && named !== '' ? named : event_name;
      const event = { ref: ticket.event_ref, name: told ?? `BilletWeb ${ticket.event_ref}` };
      rows.push({ row, event, ticket });
    } catch (error) {
      problems.push({ row, message: messageOf(error) });
    }
  }
  return { rows, problems };
}

function listIn(file: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(`${file}: ${messageOf(error)}`, exitCodes.failed);
  }
  if (!Array.isArray(value)) throw new CommandError(`${file}: it holds no list.`, exitCodes.failed);
  return value as unknown[];
}

async function takeTickets(importing: Importing, { rows, problems: read }: Read): Promise<Result> {
  const { store, options, progress } = importing;
  const problems = [...read];
  const counts = nothingTaken();
  // what cannot be read stops everything before anything is written
  if (problems.length > 0 && !options.skip_errors && !options.dry_run)
    return { problems, counts: { ...counts } };
  const source = sourceOf(importing);
  const write = writing(store);
  const dry_run = options.dry_run ? new DryRun() : undefined;
  const told = new Set<string>();
  for (let start = 0; start < rows.length; start += batch_rows) {
    const batch = rows.slice(start, start + batch_rows);
    const records = new Map<ForeignRecord, number>();
    for (const { row, event, ticket } of batch) {
      const first = JSON.stringify(event);
      if (!told.has(first)) records.set({ kind: 'event', ...event }, row);
      told.add(first);
      records.set({ kind: 'ticket', ...ticket }, row);
    }
    const { taken, refused } = await takeRecords(write, source, [...records.keys()], { dry_run });
    addTaken(counts, taken);
    problems.push(
      ...refused.map(({ record, reason }) => ({ row: records.get(record) ?? 0, message: reason })),
    );
    if (refused.length > 0 && !options.skip_errors && !options.dry_run) break;
    progress.show(Math.min(1, (start + batch.length) / rows.length), `${start + batch.length} rows`);
  }
  return { problems, counts: { ...counts } };
}

/** The files of one source are a connection, found or made in the command itself: a dry run keeps none. */
function sourceOf({ options, organizer_id }: Importing): (tx: Tx) => Promise<Source> {
  const dialect = options.what === 'tickets' ? undefined : options.what;
  const { source = 'import' } = options;
  const channel = dialect ?? source;
  const connection = { organizer_id, dialect: dialect ?? 'csv', name: `files: ${source}` };
  return async (tx) => ({
    organizer_id,
    connection_id: await fileConnection(tx, connection),
    dialect,
    channel,
  });
}

function messageOf(error: unknown): string {
  if (error instanceof Fault) {
    const { path, field, message, reason } = error.details;
    const about = [path ?? field, message ?? reason].filter((part) => typeof part === 'string').join(' ');
    return about === '' ? `${error.message} (${error.code})` : about;
  }
  return error instanceof Error ? error.message : String(error);
}
