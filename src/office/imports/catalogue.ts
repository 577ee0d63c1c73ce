import { Fault } from '../../domain/faults.ts';
import type { ForeignEvent, ForeignPrice, ForeignSession } from '../../domain/foreign-records.ts';
import type { Tx } from '../../store/transaction.ts';
import { createEvent, updateEvent } from '../catalogue/event.ts';
import { createPrice, createPriceGroup, updatePrice } from '../catalogue/price.ts';
import { createSession, updateSession } from '../catalogue/session.ts';
import { createVenue } from '../catalogue/venue.ts';
import { limitPrice, limitSession, offerPrice, switchOffers } from './capacities.ts';
import { recordDigest } from './digest.ts';
import { linksOf, renewLink, unseen, type LinkedKind } from './links.ts';
import { endAfterMove } from './moved-ends.ts';
import type { Source } from './source.ts';

export type CatalogueOutcome = 'made' | 'changed' | 'unchanged';

/** How a kind of record becomes a row here. `found` is one that was made here by hand and is the same thing. */
interface Making<R> {
  readonly kind: LinkedKind;
  readonly found: (record: R) => Promise<number | undefined>;
  readonly make: (record: R) => Promise<number>;
  /** `returned`: the source showed it no more for a while; `first`: its tickets came before it */
  readonly change: (id: number, record: R, of: { returned: boolean; first: boolean }) => Promise<void>;
}

/**
 * A thing of the catalogue by the source's id, else one of the same name, else a new one. What was here before stays as it is
 * until the source changes it: then the source is right. Deleted here, it is not made again.
 */
async function takeThing<R extends { readonly ref: string }>(
  tx: Tx,
  source: Source,
  record: R,
  making: Making<R>,
): Promise<CatalogueOutcome> {
  const { kind } = making;
  const { ref } = record;
  const link = (await linksOf(tx, source, kind, [ref])).get(ref);
  const digest = recordDigest(record, link?.digest ?? '');
  if (link?.digest === digest && link.deleted_at === null) return 'unchanged';
  if (link !== undefined && link.digest !== '') {
    if (await isDeleted(tx, kind, link.local_id)) return 'unchanged';
    const of = { returned: link.deleted_at !== null, first: link.digest === unseen };
    await making.change(link.local_id, record, of);
    await renewLink(tx, source, kind, { ref, local_id: link.local_id, digest });
    return 'changed';
  }
  const found = link?.local_id ?? (await making.found(record));
  const local_id = found ?? (await making.make(record));
  await renewLink(tx, source, kind, { ref, local_id, digest });
  return found === undefined ? 'made' : 'unchanged';
}

async function isDeleted(tx: Tx, kind: LinkedKind, id: number): Promise<boolean> {
  const row = await tx.db
    .selectFrom(kind as 'event')
    .select('deleted_at')
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined || row.deleted_at !== null;
}

export function takeEvent(tx: Tx, source: Source, record: ForeignEvent): Promise<CatalogueOutcome> {
  const { organizer_id } = source;
  const fields = async (event: ForeignEvent) => ({
    name: nameOf(event),
    description: event.description,
    starts_at: event.starts_at,
    ends_at: event.ends_at,
    venue_id: event.venue === undefined ? undefined : await venueOf(tx, organizer_id, event.venue),
  });
  return takeThing(tx, source, record, {
    kind: 'event',
    found: async ({ name }) => {
      const row = await tx.db
        .selectFrom('event')
        .select('id')
        .where('organizer_id', '=', organizer_id)
        .where('name', '=', name)
        .where('deleted_at', 'is', null)
        .orderBy('id')
        .executeTakeFirst();
      // one that this source calls by another id already is another event of the same name
      return row === undefined || (await isLinked(tx, source, 'event', row.id)) ? undefined : row.id;
    },
    make: async (event) => {
      const { currency } = event;
      const status = event.published === false ? 'closed' : 'published';
      return createEvent(tx, { organizer_id, ...(await fields(event)), currency, status });
    },
    change: async (event_id, event) => {
      const status = event.published === undefined ? undefined : event.published ? 'published' : 'closed';
      const ends_at = event.ends_at ?? (await endAfterMove(tx, 'event', event_id, event.starts_at));
      await updateEvent(tx, { organizer_id, event_id, ...(await fields(event)), ends_at, status });
    },
  });
}

export async function takeSession(tx: Tx, source: Source, record: ForeignSession): Promise<CatalogueOutcome> {
  const { organizer_id } = source;
  const event_id = await eventOf(tx, source, record.event_ref);
  const fields = ({ name, starts_at, ends_at, cancelled }: ForeignSession) => ({
    name,
    starts_at,
    ends_at,
    status: cancelled === undefined ? undefined : cancelled ? 'cancelled' : 'scheduled',
  });
  return takeThing(tx, source, record, {
    kind: 'session',
    found: async ({ starts_at, name }) => {
      const rows = await tx.db
        .selectFrom('session')
        .select(['id', 'name'])
        .where('event_id', '=', event_id)
        .where('starts_at', '=', starts_at)
        .where('deleted_at', 'is', null)
        .orderBy('id')
        .limit(100)
        .execute();
      for (const row of rows) {
        const same = row.name === name || row.name === '' || name === '';
        if (same && !(await isLinked(tx, source, 'session', row.id))) return row.id;
      }
      return undefined;
    },
    make: async (session) => {
      const session_id = await createSession(tx, { organizer_id, event_id, ...fields(session) });
      await limitSession(tx, { organizer_id, event_id, session_id, capacity: session.capacity });
      return session_id;
    },
    change: async (session_id, session, { returned, first }) => {
      const { capacity, closed = returned ? false : undefined } = session;
      const ends_at = session.ends_at ?? (await endAfterMove(tx, 'session', session_id, session.starts_at));
      const { cancelled = first ? false : undefined } = session;
      await updateSession(tx, { organizer_id, session_id, ...fields({ ...session, cancelled }), ends_at });
      await limitSession(tx, { organizer_id, event_id, session_id, capacity });
      await switchOffers(tx, { organizer_id, session_id }, closed);
    },
  });
}

export async function takePrice(tx: Tx, source: Source, record: ForeignPrice): Promise<CatalogueOutcome> {
  const { organizer_id } = source;
  const event_id = await eventOf(tx, source, record.event_ref);
  const fields = async (price: ForeignPrice) => ({
    name: nameOf(price),
    amount: price.amount,
    vat_bp: price.vat_bp,
    code: price.code,
    price_group_id:
      price.groups === undefined ? undefined : await groupOf(tx, { organizer_id, event_id }, price.groups),
  });
  const settle = async (price_id: number, price: ForeignPrice) => {
    const session_ids = await sessionsOf(tx, source, price.session_refs);
    await offerPrice(tx, { organizer_id, event_id, price_id, session_ids });
    await limitPrice(tx, { organizer_id, event_id, price_id, name: price.name, capacity: price.capacity });
    await switchOffers(tx, { organizer_id, price_id }, price.closed);
  };
  return takeThing(tx, source, record, {
    kind: 'price',
    found: (price) => priceOf(tx, source, event_id, price),
    make: async (price) => {
      const price_id = await createPrice(tx, { organizer_id, event_id, ...(await fields(price)) });
      await settle(price_id, price);
      return price_id;
    },
    change: async (price_id, price, { returned }) => {
      await updatePrice(tx, { organizer_id, price_id, ...(await fields(price)) });
      await settle(price_id, { ...price, closed: price.closed ?? (returned ? false : undefined) });
    },
  });
}

/** The price of the event by its code, else by its name, unless the source calls it by another id already. */
export async function priceOf(
  tx: Tx,
  source: Source,
  event_id: number,
  { code, name }: { readonly code?: string | undefined; readonly name: string },
): Promise<number | undefined> {
  const rows = await tx.db
    .selectFrom('price')
    .select(['id', 'code', 'name'])
    .where('organizer_id', '=', source.organizer_id)
    .where('event_id', '=', event_id)
    .where('deleted_at', 'is', null)
    .where((eb) => eb.or([eb('name', '=', name), eb('code', '=', code ?? '')]))
    .orderBy('id')
    .limit(100)
    .execute();
  const byCode = rows.filter((row) => code !== undefined && row.code === code);
  const byName = rows.filter((row) => row.name === name);
  for (const { id } of [...byCode, ...byName]) if (!(await isLinked(tx, source, 'price', id))) return id;
  return undefined;
}

/** The local id of the source's event. Throws `not_found` for one that was not taken in before. */
export async function eventOf(tx: Tx, source: Source, ref: string): Promise<number> {
  const link = (await linksOf(tx, source, 'event', [ref])).get(ref);
  if (link === undefined) throw new Fault('not_found', { kind: 'event', id: ref });
  return link.local_id;
}

async function sessionsOf(
  tx: Tx,
  source: Source,
  refs: readonly string[] | undefined,
): Promise<number[] | undefined> {
  if (refs === undefined) return undefined;
  const links = await linksOf(tx, source, 'session', refs);
  return refs.map((ref) => {
    const link = links.get(ref);
    if (link === undefined) throw new Fault('not_found', { kind: 'session', id: ref });
    return link.local_id;
  });
}

async function isLinked(tx: Tx, source: Source, kind: LinkedKind, local_id: number): Promise<boolean> {
  const row = await tx.db
    .selectFrom('link')
    .select('foreign_id')
    .where('connection_id', '=', source.connection_id)
    .where('kind', '=', kind)
    .where('local_id', '=', local_id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A thing without a name is called by its id, so that people can tell it apart. */
function nameOf({ name, ref }: { readonly name: string; readonly ref: string }): string {
  return name.trim() === '' ? ref : name;
}

async function venueOf(
  tx: Tx,
  organizer_id: number,
  { name, address }: NonNullable<ForeignEvent['venue']>,
): Promise<number | undefined> {
  if (name.trim() === '') return undefined;
  const row = await tx.db
    .selectFrom('venue')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('name', '=', name)
    .orderBy('id')
    .executeTakeFirst();
  return row?.id ?? createVenue(tx, { organizer_id, name, address_1: address ?? '' });
}

/** The innermost of the groups of these names, made where they are missing; none: null. */
async function groupOf(
  tx: Tx,
  of: { readonly organizer_id: number; readonly event_id: number },
  names: readonly string[],
): Promise<number | null> {
  let parent_id: number | null = null;
  for (const name of names.filter((one) => one.trim() !== '')) {
    const rows: { id: number; parent_id: number | null }[] = await tx.db
      .selectFrom('price_group')
      .select(['id', 'parent_id'])
      .where('event_id', '=', of.event_id)
      .where('name', '=', name)
      .orderBy('id')
      .execute();
    const known: { id: number } | undefined = rows.find((row) => row.parent_id === parent_id);
    parent_id = known?.id ?? (await createPriceGroup(tx, { ...of, parent_id, name }));
  }
  return parent_id;
}
