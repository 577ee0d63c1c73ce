import { setImmediate } from 'node:timers/promises';
import { streamPages, wholeOrStreamed, type RowStream } from '../../../contract/stream.ts';
import { formatLocal } from '../../../domain/local-time.ts';
import { requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import type { MinimizedParticipant, Participant } from '../shapes.ts';
import type { Caller } from './caller.ts';
import { extrasOf } from './page-extras.ts';
import { countParticipants } from './participant-counts.ts';
import {
  scopesOf,
  statesOf,
  type EventScope,
  type ParticipantsWish,
  type StateFilter,
} from './participant-filter.ts';
import { lookupsOf } from './participant-lookups.ts';
import { stretchAfter, type Listing } from './participant-rows.ts';
import { minimized, participantWriter } from './participant-wire.ts';
import { reachedOrganizers } from './reach.ts';
import { walkKey, type Position, type Start, type Walks } from './walks.ts';

interface Counters {
  counter?: number;
  counter_deleted?: number;
  counter_total?: number;
}

type Rows<T> = readonly T[] | RowStream<T>;

type ParticipantsAnswer = Counters & { readonly server_time: string } & (
    { readonly participants: Rows<Participant> } | { readonly p: Rows<MinimizedParticipant> }
  );

/** A list being read: its events, and what of them is asked for. */
interface Reading {
  readonly office: Office;
  readonly scopes: readonly EventScope[];
  readonly states: StateFilter;
  readonly wish: ParticipantsWish;
  /** made when it is first needed: the last page of a long list needs a few of them */
  readonly listings: Map<number, Listing>;
}

/** Participants in the order of events and tickets: all of them, streamed, or with `max` a page. */
export async function listParticipants(
  office: Office,
  caller: Caller,
  wish: ParticipantsWish,
  walks: Walks,
): Promise<ParticipantsAnswer> {
  requireScope(caller, 'attendees.read');
  const { store, surroundings } = office;
  const now = surroundings.now();
  const organizers = await store.read((rx) => reachedOrganizers(rx, caller));
  const scopes = await scopesOf(store, organizers, wish);
  const reading = { office, scopes, states: statesOf(wish), wish, listings: new Map<number, Listing>() };
  const rows = await rowsOf(reading, caller, walks);
  const server_time = formatLocal(now, organizers[0]?.zone ?? 'UTC');
  const counters = await countersOf(reading);
  return wish.minimized === true
    ? { p: asMinimized(rows), server_time, ...counters }
    : { participants: rows, server_time, ...counters };
}

async function rowsOf(reading: Reading, caller: Caller, walks: Walks): Promise<Rows<Participant>> {
  const { max, page = 1 } = reading.wish;
  // without `max` the first page is everything
  if (max === undefined) return page === 1 ? wholeOrStreamed(stretches(reading)) : [];
  const key = walkKey(caller.credential_id, { ...reading.wish, page: undefined });
  const known = (await walks.find(key, page)) ?? { page: 1, position: beginning };
  const start = await skip(reading, known.position, (page - known.page) * max);
  if (start === undefined) return [];
  // asked again, it need not be counted out again
  const page_starts: Start[] = [{ page, position: start }];
  const rows: Participant[] = [];
  // a filter that few pass goes on in larger stretches than what is still wanted
  const wanted = () => Math.max(tickets_per_stretch_min, max - rows.length);
  for await (const { written, starts } of stretchesFrom(reading, start, wanted)) {
    const taken = written.slice(0, max - rows.length);
    rows.push(...taken);
    if (rows.length < max) continue;
    const next = starts[taken.length - 1];
    if (next !== undefined) page_starts.push({ page: page + 1, position: next });
    break;
  }
  await walks.keep(key, page_starts);
  return rows;
}

interface WrittenStretch {
  readonly written: Participant[];
  /** by row: where a page begins that comes after it */
  readonly starts: Position[];
}

const tickets_per_stretch = 500;
const tickets_per_stretch_min = 50;

/** No event has this id: the list begins with its first one. */
const beginning: Position = { event_id: 0, after: 0 };

async function* stretches(reading: Reading): AsyncGenerator<Participant[]> {
  for await (const { written } of stretchesFrom(reading, beginning, () => tickets_per_stretch))
    if (written.length > 0) yield written;
}

/** Event by event, stretch by stretch; `wanted` tickets are looked at next. */
async function* stretchesFrom(
  reading: Reading,
  start: Position,
  wanted: () => number,
): AsyncGenerator<WrittenStretch> {
  const { office, scopes, wish } = reading;
  for (let index = firstScope(reading, start); index < scopes.length; index += 1) {
    const listing = await listingOf(reading, index);
    const { organizer, event_id } = listing.scope;
    const { id: organizer_id, zone, currency } = organizer;
    const { lookups } = listing;
    const full = wish.full === true;
    const write = participantWriter({ zone, lookups, full, moderation: wish.moderation === true });
    let after: number | null = event_id === start.event_id ? start.after : 0;
    while (after !== null) {
      const from: number = after;
      const { written, starts, next } = await office.store.read(async (rx) => {
        const { rows, next } = await stretchAfter(rx, listing, from, wanted());
        const extras = await extrasOf(rx, { organizer_id, currency, lookups, full }, rows);
        return {
          written: rows.map((row) => write(row, extras)),
          starts: rows.map(({ id }) => ({ event_id, after: id })),
          next,
        };
      });
      yield { written, starts };
      after = next;
      // the store answers at once on SQLite: between stretches, whoever waits at the gate has a turn
      await setImmediate();
    }
  }
}

async function listingOf(reading: Reading, index: number): Promise<Listing> {
  const { office, scopes, states, listings } = reading;
  const known = listings.get(index);
  if (known !== undefined) return known;
  const scope = scopes[index];
  if (scope === undefined) throw new RangeError('no such event of the list');
  const { event_id, organizer } = scope;
  const lookups = await office.store.read((rx) => lookupsOf(rx, { organizer_id: organizer.id, event_id }));
  const listing = { scope, states, lookups };
  listings.set(index, listing);
  return listing;
}

/** Where the list goes on so many rows after a place of it; undefined: it has no more. */
async function skip(reading: Reading, start: Position, rows_between: number): Promise<Position | undefined> {
  let left = rows_between;
  if (left === 0) return start;
  for (let index = firstScope(reading, start); index < reading.scopes.length; index += 1) {
    const listing = await listingOf(reading, index);
    const { event_id } = listing.scope;
    let after: number | null = event_id === start.event_id ? start.after : 0;
    while (after !== null) {
      const from: number = after;
      const { rows, next } = await reading.office.store.read((rx) =>
        stretchAfter(rx, listing, from, tickets_per_stretch),
      );
      const last = rows[left - 1];
      if (last !== undefined) return { event_id, after: last.id };
      left -= rows.length;
      after = next;
      await setImmediate();
    }
  }
  return undefined;
}

const firstScope = ({ scopes }: Reading, { event_id }: Position): number =>
  Math.max(
    0,
    scopes.findIndex((scope) => scope.event_id === event_id),
  );

function asMinimized(rows: Rows<Participant>): Rows<MinimizedParticipant> {
  if ('groups' in rows) return streamPages(minimizedPages(rows.groups));
  return rows.map(minimized);
}

async function* minimizedPages(
  pages: RowStream<Participant>['groups'],
): AsyncGenerator<MinimizedParticipant[]> {
  for await (const page of pages) yield page.map(minimized);
}

/** Counted over the whole list, whatever the page: active and deleted ones in the window; `counter_total` without it. */
async function countersOf(reading: Reading): Promise<Counters> {
  const { wish, office, scopes } = reading;
  const counters: Counters = {};
  if (wish.return_count !== true && wish.return_count_total !== true) return counters;
  const listings: Listing[] = [];
  for (const index of scopes.keys()) listings.push(await listingOf(reading, index));
  const unpaid = wish.include_unpaid === true;
  const count = (states: StateFilter, window: Partial<EventScope> = {}) =>
    countParticipants(
      office.store,
      listings.map((listing) => ({ ...listing, states, scope: { ...listing.scope, ...window } })),
    );
  if (wish.return_count === true) {
    counters.counter = await count({ active: true, removed: false, unpaid });
    counters.counter_deleted = await count({ active: false, removed: true, unpaid });
  }
  if (wish.return_count_total === true) {
    const always = { changed: undefined, changed_from: undefined, changed_before: undefined };
    counters.counter_total = await count({ active: true, removed: true, unpaid }, always);
  }
  return counters;
}
