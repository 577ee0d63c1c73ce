import type { ForeignRecord, ForeignScan } from '../domain/foreign-records.ts';
import { isFault } from '../domain/faults.ts';
import { wait_within_pull_ms_max } from '../domain/retry.ts';
import { Seen, takeGone, takeLeftOut } from '../office/imports/gone.ts';
import { addTaken, type Source, type TakenIn } from '../office/imports/source.ts';
import { DryRun, takeRecords } from '../office/imports/take-in.ts';
import { closedFor, noteSuccess, noteTrouble, troubleOf } from './breaker.ts';
import { connectionById, type Connection, type ConnectionKey } from './connections.ts';
import { keepCursor, readCursor } from './cursor.ts';
import { gatherPages } from './gather-pages.ts';
import { tellLostScans, UnusedThere } from './lost-scans.ts';
import { settleNotices, takeScanOf } from './notices.ts';
import { TooSoon } from './pace.ts';
import type { PulledPage, RefusedRecord } from './port.ts';
import { forgetAside, nameAside, namesAside, resolveAside, setAside } from './quarantine.ts';
import { reconcile } from './reconcile.ts';
import { nothingPulled, type RunCounts, type RunResult } from './run-counts.ts';
import { runFailure, type RunFailure } from './run-failure.ts';
import { beginRun, endBrokenOff, endRun, startRun, type RunProgress } from './runs.ts';
import { LostLease, type Work } from './work.ts';

export interface PullWishes {
  readonly full?: boolean;
  /** only counts: nothing is written, not even that it was run */
  readonly dry_run?: boolean;
  /** of a full pull: a person has looked, and takes away however many are gone */
  readonly however_many_gone?: boolean;
  /** the run that was announced for this one; unless given, a dry run is kept nowhere */
  readonly run_id?: number;
  readonly onProgress?: (progress: RunProgress) => void;
}

const overlap_ms = 600_000;
const idle_records = 500;
const busy_records = 10;

/**
 * Pulls what is new for a connection into the ledger, in short commands: sales and scans come between. The work must hold the
 * connection's lease for pulls. A failure keeps what is in, and the cursor where the last whole page has left it.
 */
export async function pullRun(work: Work, key: ConnectionKey, wishes: PullWishes = {}): Promise<RunResult> {
  const { store } = work;
  const connection = await store.read((rx) => connectionById(rx, key));
  const counts = nothingPulled();
  const closed = closedFor(connection, work.parts.office.surroundings.now());
  if (closed !== undefined)
    return { outcome: 'closed', counts, message: closed, why: { code: 'not_called', params: {} } };
  const pull = await Pull.of(work, { connection, counts, wishes });
  if (wishes.dry_run === true) return lookRun(pull);
  const { full } = pull;
  await work.write((tx) => endBrokenOff(tx, connection.id, { but: wishes.run_id, started_before: tx.now }));
  const run_id = wishes.run_id ?? (await work.write((tx) => startRun(tx, connection.id, { full })));
  if (wishes.run_id !== undefined) await work.write((tx) => beginRun(tx, run_id, full));
  let failure: RunFailure = { message: '' };
  try {
    await pull.run();
    await work.write((tx) => noteSuccess(tx, connection.id));
  } catch (error) {
    if (error instanceof LostLease) throw error;
    failure = await failureOf(work, connection, error);
  }
  const outcome = failure.message === '' ? 'ok' : 'failed';
  const result = { outcome, counts, records: pull.records, ...failure } as const;
  await work.write((tx) => endRun(tx, run_id, result));
  return result;
}

/** The same, which writes nothing. */
async function lookRun(pull: Pull): Promise<RunResult> {
  const { counts } = pull;
  try {
    await pull.run();
    return { outcome: 'ok', counts, records: pull.records, message: '' };
  } catch (error) {
    return { outcome: 'failed', counts, records: pull.records, ...runFailure(error) };
  }
}

/** What a run failed by; trouble of the other system goes into the breaker, a fault of ours does not. */
async function failureOf(work: Work, connection: Connection, error: unknown): Promise<RunFailure> {
  if (isFault(error)) return runFailure(error);
  const trouble = troubleOf(error);
  // who closes the office, or called nobody, has found nothing wrong out there
  if (!work.signal.aborted && !(error instanceof TooSoon))
    await work.write((tx) => noteTrouble(tx, connection.id, trouble));
  return runFailure(trouble);
}

interface Pulling {
  readonly connection: Connection;
  readonly counts: RunCounts;
  readonly wishes: PullWishes;
}

/** One run of one connection. */
class Pull {
  readonly full: boolean;
  readonly counts: RunCounts;
  /** seen so far */
  records = 0;
  readonly #work: Work;
  readonly #connection: Connection;
  readonly #wishes: PullWishes;
  readonly #source: Source;
  readonly #cursor: string | undefined;
  /** what stands in quarantine, by its name there */
  readonly #aside: Set<string>;
  /** what this run could not take either */
  readonly #still_aside = new Set<string>();
  readonly #seen = new Seen();
  readonly #unused = new UnusedThere();
  readonly #dry_run: DryRun | undefined;
  readonly #tells_scans: boolean;

  private constructor(
    work: Work,
    { connection, counts, wishes }: Pulling,
    known: { cursor: string | undefined; aside: Set<string> },
  ) {
    this.#work = work;
    this.#connection = connection;
    this.#wishes = wishes;
    this.counts = counts;
    this.#cursor = known.cursor;
    this.#aside = known.aside;
    this.full = wishes.full === true || known.cursor === undefined;
    this.#dry_run = wishes.dry_run === true ? new DryRun() : undefined;
    this.#source = sourceOf(connection);
    this.#tells_scans = (JSON.parse(connection.topics) as string[]).includes('scan');
  }

  static async of(work: Work, pulling: Pulling): Promise<Pull> {
    const { id } = pulling.connection;
    const cursor = await work.store.read((rx) => readCursor(rx, id));
    const aside = await work.store.read((rx) => namesAside(rx, id));
    return new Pull(work, pulling, { cursor, aside });
  }

  async run(): Promise<void> {
    const { store, signal, write } = this.#work;
    const turns = { signal, waits_ms: wait_within_pull_ms_max };
    const opened = await store.read((rx) => this.#work.peers.open(rx, this.#connection, turns));
    const { peer } = opened;
    const began_at = this.#work.parts.office.surroundings.now();
    const wish = { cursor: this.full ? undefined : this.#cursor, full: this.full, overlap_ms };
    const pages = peer.pull === undefined ? [] : gatherPages(peer.pull(wish), idle_records);
    for await (const page of pages) {
      signal.throwIfAborted();
      await this.#takePage(page);
      this.records += page.records.length + page.refused.length;
      this.#wishes.onProgress?.({ records: this.records, expected: page.expected });
    }
    if (this.full) await this.#takeGone();
    if (this.#dry_run !== undefined) return;
    await this.#settleNotices();
    if (!this.full) return;
    if (this.#seen.shows('event')) {
      const connection_id = this.#connection.id;
      await forgetAside(write, connection_id, this.#aside.difference(this.#still_aside));
    }
    await reconcile(this.#work, opened);
    await tellLostScans(this.#work, this.#connection, { unused: this.#unused, began_at });
  }

  async #takePage(page: PulledPage): Promise<void> {
    const { cursor, refused } = page;
    if (this.full) {
      this.#seen.add([...page.records, ...refused]);
      if (this.#tells_scans) this.#unused.add(page.records);
    }
    const scans = page.records.filter((record) => record.kind === 'scan');
    const records = page.records.filter((record) => record.kind !== 'scan');
    await this.#takeRecords(records);
    for (const scan of scans) await this.#takeScan(scan);
    if (!this.full && page.orders !== undefined) await this.#takeLeftOut(page.orders);
    this.counts.quarantined += refused.length;
    if (this.#dry_run !== undefined) return;
    if (refused.length > 0)
      await this.#setAside(refused.map((one) => ({ ...one, payload: { raw: one.payload } })));
    if (cursor !== undefined && cursor !== this.#cursor)
      await this.#work.write((tx) => keepCursor(tx, this.#connection.id, cursor));
  }

  async #takeRecords(records: readonly ForeignRecord[]): Promise<void> {
    for (let from = 0; from < records.length;) {
      const chunk = records.slice(from, from + this.#chunk);
      await this.#takeChunk(chunk);
      from += chunk.length;
    }
  }

  /** Records of the next command: fewer while others are at work. */
  get #chunk(): number {
    return this.#work.others.areAtWork ? busy_records : idle_records;
  }

  async #takeChunk(records: readonly ForeignRecord[]): Promise<void> {
    const { write } = this.#work;
    const options = { dry_run: this.#dry_run, records_per_command: idle_records };
    const { taken, refused } = await takeRecords(write, this.#source, records, options);
    this.#count(taken);
    this.counts.quarantined += refused.length;
    if (this.#dry_run !== undefined) return;
    const out = new Set(refused.map(({ record }) => record));
    const back = records.filter((record) => this.#isAside(record) && !out.has(record));
    if (back.length > 0) await this.#resolve(back);
    await this.#setAside(
      refused.map(({ record, reason, why }) => ({
        kind: record.kind,
        ref: record.ref,
        reason,
        why,
        payload: { record },
      })),
    );
  }

  /** A use that was told elsewhere; one of a ticket that is not here yet waits for it. */
  async #takeScan(scan: ForeignScan): Promise<void> {
    if (this.#dry_run !== undefined) return;
    const { parts } = this.#work;
    const outcome = await this.#work.write((tx) => takeScanOf(tx, parts, this.#connection, scan));
    if (outcome === 'used') this.counts.changed += 1;
    else this.counts.unchanged += 1;
  }

  /** A full pull takes what is gone all at once, and first asks whether that can be. */
  async #takeLeftOut(orders: NonNullable<PulledPage['orders']>): Promise<void> {
    const { store, write } = this.#work;
    const options = { dry_run: this.#dry_run };
    this.counts.gone += await takeLeftOut({ read: store.read, write }, this.#source, orders, options);
  }

  async #takeGone(): Promise<void> {
    const { store, write } = this.#work;
    const options = {
      dry_run: this.#dry_run,
      however_many: this.#wishes.however_many_gone === true,
    };
    const taken = await takeGone({ read: store.read, write }, this.#source, this.#seen, options);
    this.counts.gone += taken.ended;
    this.#count({ ...taken, ended: 0 });
  }

  /** Uses that webhooks told of tickets which have only now come. */
  async #settleNotices(): Promise<void> {
    const { parts } = this.#work;
    const { organizer_id } = this.#connection;
    for (;;) {
      const settled = await this.#work.write((tx) => settleNotices(tx, parts, { organizer_id, limit: 100 }));
      this.counts.changed += settled;
      if (settled === 0) return;
    }
  }

  #count(taken: TakenIn): void {
    addTaken(this.counts.taken, taken);
    this.counts.new += taken.tickets;
    this.counts.changed += taken.changed + taken.used + taken.ended + taken.returned;
    this.counts.unchanged += taken.unchanged;
  }

  #isAside(record: ForeignRecord): boolean {
    return this.#aside.has(nameAside(record.kind, record.ref));
  }

  async #resolve(records: readonly ForeignRecord[]): Promise<void> {
    const connection_id = this.#connection.id;
    await this.#work.write(async (tx) => {
      for (const { kind, ref } of records)
        await resolveAside(tx, { connection_id, kind, foreign_ids: [ref] });
    });
  }

  async #setAside(refused: readonly RefusedRecord[]): Promise<void> {
    if (refused.length === 0) return;
    for (const { kind, ref } of refused) this.#still_aside.add(nameAside(kind, ref));
    const connection_id = this.#connection.id;
    await this.#work.write(async (tx) => {
      for (const { kind, ref: foreign_id, reason, why, payload } of refused)
        await setAside(tx, { connection_id, kind, foreign_id, reason, why, payload });
    });
  }
}

/** Where a connection's records come from. */
export function sourceOf({ id, organizer_id, dialect }: Connection): Source {
  return { organizer_id, connection_id: id, dialect, channel: dialect };
}
