import { readFileSync } from 'node:fs';
import { Fault } from '../domain/faults.ts';
import { fileConnection } from '../office/imports/links.ts';
import type { ForeignRecord, RowProblem } from '../office/imports/records.ts';
import { nothingTaken, takeIn, type TakenIn } from '../office/imports/take-in.ts';
import { systemActor, type Store, type Tx } from '../store/transaction.ts';
import { takeEvent, takePrice, type Outcome } from './catalogue-rows.ts';
import { readCsv, type CsvRow } from './csv.ts';
import { CommandError, exitCodes } from './exit.ts';
import { withStore, type ToolOptions } from './open-office.ts';
import { organizerBySlug } from './organizers.ts';
import type { Output } from './output.ts';
import { openProgress, type Progress } from './progress.ts';
import { readTicketRow } from './ticket-rows.ts';

export interface ImportOptions extends ToolOptions {
  readonly what: string;
  readonly file: string;
  readonly organizer: string;
  readonly dry_run: boolean;
  /** takes what is right and leaves out what is not */
  readonly skip_errors: boolean;
  /** what the file is from: records of one source are known again by it */
  readonly source: string;
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
}

type Counts = Readonly<Record<string, number>>;
const problems_shown = 50;
const batch_rows = 200;

/** What a dry run ends its transaction with: everything that it did is undone. */
class Undone extends Error {
  readonly value: unknown;

  constructor(value: unknown) {
    super('undone');
    this.value = value;
  }
}

/** Takes a file in. Gives the exit code: 1 when rows were wrong, and then nothing was taken unless it was asked for. */
export async function runImport(options: ImportOptions, output: Output): Promise<number> {
  return withStore(options, async ({ store }) => {
    const { id, zone, currency } = await store.read((rx) => organizerBySlug(rx, options.organizer));
    const progress = await openProgress(output, options.dry_run ? 'Looking' : 'Importing');
    const importing: Importing = { store, options, organizer_id: id, zone, currency, progress };
    const { problems, counts } = await take(importing).finally(() => progress.end());
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
    });
    return problems.length > 0 ? exitCodes.failed : exitCodes.ok;
  });
}

interface Result {
  readonly problems: readonly RowProblem[];
  readonly counts: Counts;
}

async function take(importing: Importing): Promise<Result> {
  const { what } = importing.options;
  if (what === 'events' || what === 'prices') return takeCatalogue(importing, what);
  const { records, problems } =
    what === 'tickets' ? await ticketRecords(importing) : await attendees(importing);
  return takeRecords(importing, records, problems);
}

/** A catalogue is small and its rows build on one another: it is one transaction. */
async function takeCatalogue(importing: Importing, what: 'events' | 'prices'): Promise<Result> {
  const { store, options } = importing;
  const rows: CsvRow[] = [];
  for await (const row of readCsv(options.file)) rows.push(row);
  return inOneStep(store, options.dry_run, async (tx) => {
    const problems: RowProblem[] = [];
    const counts: Record<Outcome, number> = { made: 0, changed: 0, unchanged: 0 };
    for (const row of rows) {
      try {
        const outcome = await (what === 'events' ? takeEvent : takePrice)(tx, row, importing);
        counts[outcome] += 1;
      } catch (error) {
        problems.push({ row: row.row, message: messageOf(error) });
      }
    }
    const result = { problems, counts };
    if (problems.length > 0 && !options.skip_errors && !options.dry_run) {
      throw new Undone({ problems, counts: {} });
    }
    return result;
  });
}

async function inOneStep<T>(store: Store, dry_run: boolean, run: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await store.write(systemActor, async (tx) => {
      const value = await run(tx);
      if (dry_run) throw new Undone(value);
      return value;
    });
  } catch (error) {
    if (error instanceof Undone) return error.value as T;
    throw error;
  }
}

interface Read {
  readonly records: ForeignRecord[];
  readonly problems: RowProblem[];
}

async function ticketRecords({ options, zone, currency }: Importing): Promise<Read> {
  const records: ForeignRecord[] = [];
  const problems: RowProblem[] = [];
  for await (const row of readCsv(options.file)) {
    try {
      records.push(readTicketRow(row, { zone, currency }));
    } catch (error) {
      problems.push({ row: row.row, message: messageOf(error) });
    }
  }
  return { records, problems };
}

async function attendees({ options, zone, currency }: Importing): Promise<Read> {
  const { readAttendee } = await import('../dialects/billetweb/attendee-file.ts');
  const list = listIn(options.file);
  const records: ForeignRecord[] = [];
  const problems: RowProblem[] = [];
  const { event_id, event_name } = options;
  for (const [index, value] of list.entries()) {
    try {
      records.push(readAttendee(value, index + 1, { zone, currency, event_id, event_name }));
    } catch (error) {
      problems.push({ row: index + 1, message: messageOf(error) });
    }
  }
  return { records, problems };
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

async function takeRecords(
  importing: Importing,
  records: readonly ForeignRecord[],
  read: readonly RowProblem[],
): Promise<Result> {
  const { options, progress } = importing;
  const problems = [...read];
  const counts: TakenIn = nothingTaken();
  // what cannot be read stops everything before anything is written
  if (problems.length > 0 && !options.skip_errors && !options.dry_run)
    return { problems, counts: { ...counts } };
  for (let start = 0; start < records.length; start += batch_rows) {
    const batch = records.slice(start, start + batch_rows);
    const taken = await takeBatch(importing, batch).catch((error: unknown) => {
      problems.push({ row: batch[0]?.row ?? 0, message: `from here on: ${messageOf(error)}` });
    });
    if (taken === undefined) {
      if (!options.skip_errors) break;
      continue;
    }
    for (const name of Object.keys(taken) as (keyof TakenIn)[]) counts[name] += taken[name];
    progress.show(Math.min(1, (start + batch.length) / records.length), `${start + batch.length} rows`);
  }
  return { problems, counts: { ...counts } };
}

function takeBatch(importing: Importing, batch: readonly ForeignRecord[]): Promise<TakenIn> {
  const { store, options, organizer_id } = importing;
  const dialect = options.what === 'tickets' ? undefined : options.what;
  return inOneStep(store, options.dry_run, async (tx) => {
    const channel = dialect ?? options.source;
    const name = `files: ${options.source}`;
    const connection_id = await fileConnection(tx, { organizer_id, dialect: dialect ?? 'csv', name });
    return takeIn(tx, { organizer_id, connection_id, dialect, channel }, batch);
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
