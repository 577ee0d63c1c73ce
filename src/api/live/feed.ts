import { Fault } from '../../domain/faults.ts';
import {
  chainEnd,
  changesAfter,
  connectionsNow,
  lastRuns,
  openAlarms,
  scansFrom,
  sumsEnd,
} from '../../office/live/tail.ts';
import type { Office } from '../../office/office.ts';
import type { Caller } from '../caller.ts';
import { Subscriber, type Position } from './subscriber.ts';

const streams_max = 500;
const streams_per_caller_max = 10;
/** what was missed beyond so many seals is not told one by one */
const missed_seals_max = 500;
/** processes of one office have clocks of their own */
const clocks_apart_ms = 60_000;
/** where several processes write, a scan may be committed this long after the instant that stands in it */
const late_commits_ms = 5_000;

export interface FeedTimes {
  /** how often it is looked whether something has happened */
  readonly poll_ms: number;
  /** how often it is looked how connections are and which alarms are open: nobody waits for those at a gate */
  readonly calm_ms: number;
  readonly beat_ms: number;
  /** a stream ends after so long: the next one asks anew who may read */
  readonly life_ms: number;
}

/** a scan is told well within a second, the way to the device included */
export const feedTimes: FeedTimes = { poll_ms: 250, calm_ms: 1_000, beat_ms: 15_000, life_ms: 120_000 };

/** All streams of this process, fed by one reader that rests while nobody listens. */
export class LiveFeed {
  readonly #office: Office;
  readonly #times: FeedTimes;
  readonly #streams = new Map<Subscriber, number>();
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  /** when it is next looked for what is not pressing */
  #calm_at = 0;
  #closed = false;

  constructor(office: Office, times: FeedTimes = feedTimes) {
    this.#office = office;
    this.#times = times;
  }

  get size(): number {
    return this.#streams.size;
  }

  /** A stream from a position on, or from now; whose position is unknown has to read everything anew. Throws `busy` and `rate_limited` beyond the limits. */
  async open(caller: Caller, from: Position | 'unknown' | undefined): Promise<Subscriber> {
    const { caller_id } = caller.known;
    const own = [...this.#streams.values()].filter((id) => id === caller_id).length;
    if (this.#closed || this.#streams.size >= streams_max) throw new Fault('busy');
    if (own >= streams_per_caller_max)
      throw new Fault('rate_limited', { streams_max: streams_per_caller_max });
    const [end, sums] = await this.#office.store.read(
      async (rx) => [await chainEnd(rx), await sumsEnd(rx, caller.organizer_id)] as const,
    );
    const now = this.#office.surroundings.now();
    const here = { seal: end, received_at: now };
    const missed = from !== undefined && !follows(from, here);
    const subscriber = new Subscriber(caller, from === undefined || missed ? here : from);
    subscriber.sums(sums);
    if (missed) subscriber.reset(here);
    this.#streams.set(subscriber, caller_id);
    // who comes is told at once how things are
    this.#calm_at = 0;
    const beat = setInterval(() => subscriber.beat(), this.#times.beat_ms);
    const life = setTimeout(() => subscriber.end(), this.#times.life_ms);
    for (const timer of [beat, life]) timer.unref();
    subscriber.stream.on('close', () => {
      clearInterval(beat);
      clearTimeout(life);
      this.#streams.delete(subscriber);
    });
    this.#wait(0);
    return subscriber;
  }

  /** Looks once what has happened, and tells everybody. */
  async poll(): Promise<void> {
    await this.#changes();
    const calm = performance.now() >= this.#calm_at;
    if (calm) this.#calm_at = performance.now() + this.#times.calm_ms;
    const listening = Map.groupBy(this.#streams.keys(), (one) => one.organizer_id);
    for (const [organizer_id, subscribers] of listening) {
      await this.#tell(organizer_id, subscribers);
      if (calm) await this.#tellCalm(organizer_id, subscribers);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const subscriber of this.#streams.keys()) subscriber.end();
    await this.#polling;
  }

  async #changes(): Promise<void> {
    if (this.#streams.size === 0) return;
    const from = Math.min(...[...this.#streams.keys()].map(({ position }) => position.seal));
    const { changes, upto } = await this.#office.store.read((rx) => changesAfter(rx, from));
    for (const subscriber of this.#streams.keys()) subscriber.changes(changes, upto);
  }

  async #tell(organizer_id: number, subscribers: readonly Subscriber[]): Promise<void> {
    const { store } = this.#office;
    const from = Math.min(...subscribers.map(({ position }) => position.received_at)) - late_commits_ms;
    const [scans, sums] = await store.read(
      async (rx) => [await scansFrom(rx, organizer_id, from), await sumsEnd(rx, organizer_id)] as const,
    );
    for (const subscriber of subscribers) {
      subscriber.scans(scans, from);
      subscriber.sums(sums);
    }
  }

  async #tellCalm(organizer_id: number, subscribers: readonly Subscriber[]): Promise<void> {
    const [runs, connections, alarms] = await this.#office.store.read(
      async (rx) =>
        [
          await lastRuns(rx, organizer_id),
          await connectionsNow(rx, organizer_id),
          await openAlarms(rx, organizer_id),
        ] as const,
    );
    for (const subscriber of subscribers) {
      subscriber.runs(runs);
      subscriber.connections(connections);
      subscriber.alarms(alarms);
    }
  }

  #wait(ms: number): void {
    if (this.#closed || this.#polling !== undefined || this.#streams.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // a store that fails says so to those who ask it; the feed looks again
      this.#polling = this.poll()
        .catch(() => undefined)
        .finally(() => {
          this.#polling = undefined;
          this.#wait(this.#times.poll_ms);
        });
    }, ms);
    this.#timer.unref();
  }
}

/** Whether what came between can be told one by one. Another database, or another clock, may have given the position. */
function follows(from: Position | 'unknown', here: Position): from is Position {
  if (from === 'unknown' || from.seal > here.seal || from.received_at > here.received_at + clocks_apart_ms)
    return false;
  return here.seal - from.seal <= missed_seals_max;
}
