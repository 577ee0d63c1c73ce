import { Fault } from '../../domain/faults.ts';
import type { ForeignKind, ForeignRecord } from '../../domain/foreign-records.ts';
import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { announceEach } from '../ledger/outbox.ts';
import { endForeignTicket } from '../selling/foreign-endings.ts';
import { switchOffers } from './capacities.ts';
import { linksOf, type LinkedKind } from './links.ts';
import { nothingTaken, type Source, type TakenIn } from './source.ts';
import { looking, type TakeOptions, type Write } from './take-in.ts';

const links_per_read = 1_000;
const gone_per_command = 100;
/** More than this, and more than half of what is known: it is rather the source that is wrong. */
const gone_without_question_max = 50;

/** What a whole pull has shown. Records that could not be taken in were shown as well. */
export class Seen {
  readonly #refs = new Map<ForeignKind, Set<string>>();

  add(records: Iterable<Pick<ForeignRecord, 'kind' | 'ref'>>): void {
    for (const { kind, ref } of records) {
      let refs = this.#refs.get(kind);
      if (refs === undefined) this.#refs.set(kind, (refs = new Set()));
      refs.add(ref);
    }
  }

  has(kind: ForeignKind, ref: string): boolean {
    return this.#refs.get(kind)?.has(ref) === true;
  }

  /** Whether the pull shows records of this kind at all. */
  shows(kind: ForeignKind): boolean {
    return this.#refs.has(kind);
  }
}

/** Reads what is committed, and runs commands. */
export interface Office {
  readonly read: <T>(query: (rx: Rx) => Promise<T>) => Promise<T>;
  readonly write: Write;
}

export interface GoneOptions extends TakeOptions {
  /** a person has looked: take away however many are gone */
  readonly however_many?: boolean;
}

/**
 * After a whole pull that went well: what the source shows no more is gone there. Tickets of events that were shown get a
 * tombstone and end; prices and sessions of these events are sold no more. What belongs to events that were not shown stays:
 * they may only have been left out of the connection. Throws `in_use` when so many tickets are gone that a person has to look.
 */
export async function takeGone(
  store: Office,
  source: Source,
  seen: Seen,
  options: GoneOptions = {},
): Promise<TakenIn> {
  const taken = nothingTaken();
  if (!seen.shows('event')) return taken;
  const { gone, known } = await goneLinks(store, source, seen, 'ticket');
  const many = gone.length > gone_without_question_max && gone.length * 2 > known;
  if (many && options.however_many !== true) {
    throw new Fault('in_use', {
      reason: 'too many tickets are gone at the source',
      gone: gone.length,
      known,
    });
  }
  const run = <T>(command: (tx: Tx) => Promise<T>): Promise<T> =>
    options.dry_run === undefined ? store.write(command) : looking(store.write, command);
  for (let from = 0; from < gone.length; from += gone_per_command) {
    const some = gone.slice(from, from + gone_per_command);
    taken.ended += await run((tx) => buryTickets(tx, source, some));
  }
  for (const kind of ['session', 'price'] as const) {
    if (!seen.shows(kind)) continue;
    const closed = await goneLinks(store, source, seen, kind);
    if (closed.gone.length === 0) continue;
    taken.changed += await run((tx) => closeAll(tx, source, kind, closed.gone));
  }
  return taken;
}

/** An order as the source has it now: these are all its tickets. */
export interface WholeOrder {
  readonly ref: string;
  readonly ticket_refs: readonly string[];
}

/**
 * What was known of these orders and is not in them any more is gone at the source, as after a whole pull: its tickets end.
 * Gives how many did. Orders and tickets that are not known are passed over.
 */
export async function takeLeftOut(
  store: Office,
  source: Source,
  orders: readonly WholeOrder[],
  options: TakeOptions = {},
): Promise<number> {
  const run = <T>(command: (tx: Tx) => Promise<T>): Promise<T> =>
    options.dry_run === undefined ? store.write(command) : looking(store.write, command);
  let ended = 0;
  for (let from = 0; from < orders.length; from += gone_per_command) {
    const some = orders.slice(from, from + gone_per_command);
    const there = new Set(some.flatMap(({ ticket_refs }) => ticket_refs));
    const known = await store.read((rx) => ticketsOfOrders(rx, source, some));
    const gone = known.filter(({ foreign_id }) => !there.has(foreign_id));
    if (gone.length > 0) ended += await run((tx) => buryTickets(tx, source, gone));
  }
  return ended;
}

type TicketLink = Pick<KnownLink, 'foreign_id' | 'local_id'>;

async function ticketsOfOrders(rx: Rx, source: Source, orders: readonly WholeOrder[]): Promise<TicketLink[]> {
  const known = await linksOf(
    rx,
    source,
    'order',
    orders.map(({ ref }) => ref),
  );
  if (known.size === 0) return [];
  const order_ids = [...known.values()].map(({ local_id }) => local_id);
  return rx.db
    .selectFrom('ticket')
    .innerJoin('link', (join) => join.onRef('link.local_id', '=', 'ticket.id').on('link.kind', '=', 'ticket'))
    .select(['link.foreign_id', 'link.local_id'])
    .where('ticket.order_id', 'in', order_ids)
    .where('link.connection_id', '=', source.connection_id)
    .where('link.deleted_at', 'is', null)
    .orderBy('link.foreign_id')
    .execute();
}

interface KnownLink {
  readonly foreign_id: string;
  readonly local_id: number;
  readonly event_ref: string;
}

/** The living links of a kind to things of events that were shown, and those of them that were not. */
async function goneLinks(
  store: Office,
  source: Source,
  seen: Seen,
  kind: 'ticket' | 'session' | 'price',
): Promise<{ gone: KnownLink[]; known: number }> {
  const gone: KnownLink[] = [];
  let known = 0;
  let after = '';
  for (;;) {
    const from = after;
    const page = await store.read((rx) => livingLinks(rx, source, kind, from));
    for (const link of page) {
      after = link.foreign_id;
      if (!seen.has('event', link.event_ref)) continue;
      known += 1;
      if (!seen.has(kind, link.foreign_id)) gone.push(link);
    }
    if (page.length < links_per_read) return { gone, known };
  }
}

function livingLinks(
  rx: Rx,
  { connection_id }: Source,
  kind: 'ticket' | 'session' | 'price',
  after: string,
): Promise<KnownLink[]> {
  return rx.db
    .selectFrom('link')
    .innerJoin(`${kind as 'ticket'} as thing`, 'thing.id', 'link.local_id')
    .innerJoin('link as of', (join) =>
      join
        .on('of.connection_id', '=', connection_id)
        .on('of.kind', '=', 'event')
        .onRef('of.local_id', '=', 'thing.event_id'),
    )
    .select(['link.foreign_id', 'link.local_id', 'of.foreign_id as event_ref'])
    .where('link.connection_id', '=', connection_id)
    .where('link.kind', '=', kind)
    .where('link.foreign_id', '>', after)
    .where('link.deleted_at', 'is', null)
    .orderBy('link.foreign_id')
    .limit(links_per_read)
    .execute();
}

const orderOfTicket = statement<{ id: number }, { order_id: number }>((db, slot) =>
  db.selectFrom('ticket').select('order_id').where('id', '=', slot('id')),
);

async function buryTickets(tx: Tx, source: Source, gone: readonly TicketLink[]): Promise<number> {
  const { organizer_id, connection_id } = source;
  const orders = new Set<number>();
  for (const { foreign_id, local_id: ticket_id } of gone) {
    const order = await tx.first(orderOfTicket, { id: ticket_id });
    if (order === undefined) continue;
    const { order_id } = order;
    await endForeignTicket(tx, { organizer_id, connection_id, order_id, ticket_id }, { ending: 'deleted' });
    await entomb(tx, source, 'ticket', foreign_id);
    orders.add(order_id);
  }
  await announceEach(
    tx,
    { organizer_id, topic: 'order', subject_kind: 'order', origin_connection_id: connection_id },
    [...orders],
  );
  return gone.length;
}

async function closeAll(
  tx: Tx,
  source: Source,
  kind: 'session' | 'price',
  gone: readonly KnownLink[],
): Promise<number> {
  const { organizer_id } = source;
  for (const { foreign_id, local_id } of gone) {
    const of = kind === 'session' ? { session_id: local_id } : { price_id: local_id };
    await switchOffers(tx, { organizer_id, ...of }, true);
    await entomb(tx, source, kind, foreign_id);
  }
  return gone.length;
}

async function entomb(
  tx: Tx,
  { connection_id }: Source,
  kind: LinkedKind,
  foreign_id: string,
): Promise<void> {
  await tx.db
    .updateTable('link')
    .set({ deleted_at: tx.now })
    .where('connection_id', '=', connection_id)
    .where('kind', '=', kind)
    .where('foreign_id', '=', foreign_id)
    .execute();
}
