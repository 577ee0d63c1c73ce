import { isReservedServedId } from '../../domain/served-id.ts';
import type { Tx } from '../../store/transaction.ts';
import { createEvent } from '../catalogue/event.ts';
import { createOffer } from '../catalogue/offer.ts';
import { createPrice } from '../catalogue/price.ts';
import { fixServedId, localId } from '../served-ids/served-ids.ts';
import { findLink, putLink, type LinkedKind } from './links.ts';
import type { ForeignThing } from './records.ts';

/** Where records come from and where they go. */
export interface Source {
  readonly organizer_id: number;
  readonly connection_id: number;
  /** the dialect that will show them under the ids they had; undefined where they had none */
  readonly dialect: string | undefined;
}

export interface Found {
  readonly id: number;
  readonly made: boolean;
}

/** What the source's id stands for here: what it was linked to, or what the dialect shows under this id. */
async function known(
  tx: Tx,
  source: Source,
  kind: LinkedKind,
  ref: string | undefined,
): Promise<number | undefined> {
  if (ref === undefined) return undefined;
  const { organizer_id, connection_id, dialect } = source;
  const link = await findLink(tx, { connection_id, kind, foreign_id: ref });
  if (link !== undefined) return link.local_id;
  return dialect === undefined ? undefined : localId(tx, { organizer_id, dialect, kind, served_id: ref });
}

/** Links a thing to the source's id, and lets the dialect show it under that id where the id is free for it. */
export async function settle(
  tx: Tx,
  source: Source,
  kind: LinkedKind,
  thing: { readonly ref: string | undefined; readonly local_id: number; readonly digest?: string },
): Promise<void> {
  const { organizer_id, connection_id, dialect } = source;
  const { ref, local_id, digest = '' } = thing;
  if (ref === undefined) return;
  if ((await findLink(tx, { connection_id, kind, foreign_id: ref })) === undefined) {
    await putLink(tx, { connection_id, kind, foreign_id: ref, local_id, digest });
  }
  if (dialect === undefined || isReservedServedId(ref)) return;
  if ((await localId(tx, { organizer_id, dialect, kind, served_id: ref })) === undefined) {
    await fixServedId(tx, { organizer_id, dialect, kind, local_id, served_id: ref });
  }
}

/** The event by the source's id, else by its name; else a new one, published. */
export async function findOrMakeEvent(tx: Tx, source: Source, event: ForeignThing): Promise<Found> {
  const { organizer_id } = source;
  const by_ref = await known(tx, source, 'event', event.ref);
  let query = tx.db
    .selectFrom('event')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('deleted_at', 'is', null)
    .orderBy('id');
  query = by_ref === undefined ? query.where('name', '=', event.name) : query.where('id', '=', by_ref);
  const found = await query.executeTakeFirst();
  const id = found?.id ?? (await createEvent(tx, { organizer_id, name: event.name, status: 'published' }));
  if (by_ref === undefined) await settle(tx, source, 'event', { ref: event.ref, local_id: id });
  return { id, made: found === undefined };
}

/** The price of the event by the source's id, else by its code, else by its name; else a new one, on sale. */
export async function findOrMakePrice(
  tx: Tx,
  source: Source,
  price: ForeignThing & { readonly code?: string | undefined },
  of: { readonly event_id: number; readonly amount: number },
): Promise<Found> {
  const { organizer_id } = source;
  const { event_id, amount } = of;
  const by_ref = await known(tx, source, 'price', price.ref);
  const base = tx.db
    .selectFrom('price')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('event_id', '=', event_id)
    .where('deleted_at', 'is', null)
    .orderBy('id');
  const found =
    by_ref !== undefined
      ? await base.where('id', '=', by_ref).executeTakeFirst()
      : ((price.code === undefined
          ? undefined
          : await base.where('code', '=', price.code).executeTakeFirst()) ??
        (await base.where('name', '=', price.name).executeTakeFirst()));
  const { name, code } = price;
  const id = found?.id ?? (await createPrice(tx, { organizer_id, event_id, name, code, amount }));
  if (found === undefined) await createOffer(tx, { organizer_id, event_id, price_id: id });
  if (by_ref === undefined) await settle(tx, source, 'price', { ref: price.ref, local_id: id });
  return { id, made: found === undefined };
}

/** The offer of a price that a sale made elsewhere goes to: one of any session before one of a certain. */
export async function offerOfPrice(
  tx: Tx,
  of: { readonly organizer_id: number; readonly event_id: number; readonly price_id: number },
): Promise<number> {
  const { organizer_id, event_id, price_id } = of;
  const offers = await tx.db
    .selectFrom('offer')
    .select(['id', 'session_id'])
    .where('price_id', '=', price_id)
    .where('event_id', '=', event_id)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .limit(200)
    .execute();
  const offer = offers.find(({ session_id }) => session_id === null) ?? offers[0];
  return offer?.id ?? createOffer(tx, { organizer_id, event_id, price_id });
}
