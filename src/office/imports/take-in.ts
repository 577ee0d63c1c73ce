import { isFault, type Fault } from '../../domain/faults.ts';
import type { ForeignRecord, ForeignTicket } from '../../domain/foreign-records.ts';
import { whyNotTaken, type WhyNotTaken } from '../../domain/why-not-taken.ts';
import type { Tx } from '../../store/transaction.ts';
import { takeEvent, takePrice, takeSession, type CatalogueOutcome } from './catalogue.ts';
import { ticketDigest } from './digest.ts';
import { changesOf, takeChange, type KnownTicket } from './known-tickets.ts';
import { linksOf, type Link } from './links.ts';
import { takeNew, type FreshTicket } from './new-tickets.ts';
import { addTaken, nothingTaken, type Source, type TakenIn } from './source.ts';
import { Targets } from './targets.ts';
import { takeScan } from './uses.ts';

/** Records of one command: whoever waits at the gate waits for one of these at most. */
const records_per_command_default = 100;

/** Runs a command: `store.write` on somebody's behalf, or what a caller puts around it. */
export type Write = <T>(command: (tx: Tx) => Promise<T>) => Promise<T>;

/** Where records come from; a function is asked inside each command. */
export type SourceOf = Source | ((tx: Tx) => Promise<Source>);

export interface TakeOptions {
  /** 100 unless given */
  readonly records_per_command?: number;
  readonly dry_run?: DryRun | undefined;
}

/** Looks what would come of records, page after page, and keeps nothing. */
export class DryRun {
  /** what earlier pages told of the catalogue, which their tickets need */
  readonly catalogue: ForeignRecord[] = [];
}

export interface RefusedForeign extends WhyNotTaken {
  readonly record: ForeignRecord;
  readonly fault: Fault;
}

export interface Taking {
  readonly taken: TakenIn;
  /** the rest went on without these */
  readonly refused: readonly RefusedForeign[];
}

/**
 * Takes in what another system says of its catalogue and sales, in short commands one after the other. One link for each
 * record, with a digest of how it was seen: told again, it changes nothing, and a kill at any instant and a rerun come to the
 * same. Sales made elsewhere are facts, so that capacity never refuses them. What cannot be taken in is given back with the
 * reason; an error of the store ends it, and what was in before stays.
 */
export async function takeRecords(
  write: Write,
  source: SourceOf,
  records: readonly ForeignRecord[],
  options: TakeOptions = {},
): Promise<Taking> {
  const taken = nothingTaken();
  const refused: RefusedForeign[] = [];
  const { dry_run, records_per_command = records_per_command_default } = options;
  const run = (some: readonly ForeignRecord[]): Promise<Taking> => {
    if (dry_run === undefined) return write(async (tx) => takeSome(tx, await sourceIn(tx, source), some));
    return looking(write, async (tx) => {
      const from = await sourceIn(tx, source);
      await takeSome(tx, from, dry_run.catalogue);
      return takeSome(tx, from, some);
    });
  };
  for (let from = 0; from < records.length; from += records_per_command) {
    const part = await takeOrSplit(run, records.slice(from, from + records_per_command));
    addTaken(taken, part.taken);
    refused.push(...part.refused);
  }
  dry_run?.catalogue.push(...records.filter(({ kind }) => kind !== 'ticket' && kind !== 'scan'));
  return { taken, refused };
}

export function sourceIn(tx: Tx, source: SourceOf): Source | Promise<Source> {
  return typeof source === 'function' ? source(tx) : source;
}

/** A record that cannot be taken in takes all of its command back: halves of it find out which one it is. */
async function takeOrSplit(
  run: (records: readonly ForeignRecord[]) => Promise<Taking>,
  records: readonly ForeignRecord[],
): Promise<Taking> {
  try {
    return await run(records);
  } catch (error) {
    const [record] = records;
    if (record === undefined || !isFault(error) || error.status >= 500) throw error;
    if (records.length === 1) return { taken: nothingTaken(), refused: [refusedFor(record, error)] };
    const middle = Math.ceil(records.length / 2);
    const first = await takeOrSplit(run, records.slice(0, middle));
    const second = await takeOrSplit(run, records.slice(middle));
    addTaken(first.taken, second.taken);
    return { taken: first.taken, refused: [...first.refused, ...second.refused] };
  }
}

/** What a dry run ends its command with: everything that it did is taken back. */
class Undone extends Error {
  readonly value: unknown;

  constructor(value: unknown) {
    super('undone');
    this.value = value;
  }
}

/** Runs a command for its result alone. */
export async function looking<T>(write: Write, run: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await write(async (tx): Promise<never> => {
      throw new Undone(await run(tx));
    });
  } catch (error) {
    if (error instanceof Undone) return error.value as T;
    throw error;
  }
}

/** The records of one command, in their order: what tickets were sold of comes before them. */
async function takeSome(tx: Tx, source: Source, records: readonly ForeignRecord[]): Promise<Taking> {
  const taken = nothingTaken();
  const refused: RefusedForeign[] = [];
  let tickets: TicketRecord[] = [];
  for (const record of records) {
    if (record.kind === 'ticket') {
      tickets.push(record);
      continue;
    }
    refused.push(...(await takeTickets(tx, source, tickets, taken)));
    tickets = [];
    if (record.kind === 'scan') taken.scans += (await takeScan(tx, source, record)) ? 1 : 0;
    else count(taken, record.kind, await takeCatalogue(tx, source, record));
  }
  refused.push(...(await takeTickets(tx, source, tickets, taken)));
  return { taken, refused };
}

type TicketRecord = { readonly kind: 'ticket' } & ForeignTicket;
type CatalogueRecord = Exclude<ForeignRecord, { kind: 'ticket' | 'scan' }>;

function takeCatalogue(tx: Tx, source: Source, record: CatalogueRecord): Promise<CatalogueOutcome> {
  if (record.kind === 'event') return takeEvent(tx, source, record);
  return record.kind === 'session' ? takeSession(tx, source, record) : takePrice(tx, source, record);
}

function count(taken: TakenIn, kind: CatalogueRecord['kind'], outcome: CatalogueOutcome): void {
  if (outcome === 'made') taken[`${kind}s`] += 1;
  else if (outcome === 'changed') taken.changed += 1;
}

async function takeTickets(
  tx: Tx,
  source: Source,
  records: readonly TicketRecord[],
  taken: TakenIn,
): Promise<RefusedForeign[]> {
  if (records.length === 0) return [];
  const links = await linksOf(
    tx,
    source,
    'ticket',
    records.map(({ ref }) => ref),
  );
  // of a ticket that comes twice, the later word counts
  const last = new Map(records.map((record) => [record.ref, record]));
  taken.unchanged += records.length - last.size;
  const news: { record: TicketRecord; link: Link | undefined }[] = [];
  for (const record of last.values()) {
    const link = links.get(record.ref);
    if (link === undefined && record.state === 'deleted') taken.left_out += 1;
    else if (link !== undefined && isSame(record, link)) taken.unchanged += 1;
    else news.push({ record, link });
  }
  const { fresh, known, refused } = await aim(tx, source, news, taken);
  await takeNew(tx, source, fresh, taken);
  for (const one of known) await takeChange(tx, source, one, taken);
  return refused;
}

function isSame(record: TicketRecord, link: Link): boolean {
  return link.digest === ticketDigest(record) && (link.deleted_at === null) === (record.state !== 'deleted');
}

interface Aimed {
  readonly fresh: FreshTicket[];
  readonly known: KnownTicket[];
  readonly refused: RefusedForeign[];
}

/** Finds what each ticket was sold of; one of an event or a date that is not known is put aside. */
async function aim(
  tx: Tx,
  source: Source,
  news: readonly { readonly record: TicketRecord; readonly link: Link | undefined }[],
  taken: TakenIn,
): Promise<Aimed> {
  const targets = new Targets(tx, source);
  const aimed: Aimed = { fresh: [], known: [], refused: [] };
  for (const { record, link } of news) {
    try {
      if (link === undefined) aimed.fresh.push({ told: record, target: await targets.of(record) });
      else {
        const moved = changesOf(record, link).has('sale');
        aimed.known.push({ told: record, link, target: moved ? await targets.of(record) : undefined });
      }
    } catch (error) {
      if (!isFault(error, 'not_found')) throw error;
      aimed.refused.push(refusedFor(record, error));
    }
  }
  taken.prices += targets.prices_made;
  return aimed;
}

function refusedFor(record: ForeignRecord, fault: Fault): RefusedForeign {
  return { record, fault, ...whyNotTaken(fault) };
}
