import { Fault } from '../../../domain/faults.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { updateOffer } from '../../../office/catalogue/offer.ts';
import type { Office } from '../../../office/office.ts';
import { localId, servedId } from '../../../office/served-ids/served-ids.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { ChangedRow } from '../shapes.ts';
import { listOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { reachedEvent, type EventFacts } from './event-facts.ts';

/** POST bodies of many things. */
export type Batch<T> = readonly T[] | { readonly data: readonly T[] };

/** All things of the request, or none: one write command. `apply` gives the local id of each. */
export async function inOneStep<T>(
  office: Office,
  caller: Caller,
  event_id: number,
  body: Batch<T>,
  kind: string,
  apply: (tx: Tx, event: EventFacts, change: T) => Promise<number>,
): Promise<ChangedRow[]> {
  requireScope(caller, 'catalogue.change');
  const changes = listOf(body);
  return office.store.write(actorOf(caller), async (tx) => {
    const event = await reachedEvent(tx, caller, event_id);
    const { organizer_id } = event;
    const rows: ChangedRow[] = [];
    for (const change of changes) {
      const local_id = await apply(tx, event, change);
      rows.push({ id: await servedId(tx, { organizer_id, dialect: 'billetweb', kind, local_id }) });
    }
    return rows;
  });
}

/** Throws `not_found`. */
export async function ownId(
  rx: Rx,
  { organizer_id }: EventFacts,
  kind: string,
  served_id: string,
): Promise<number> {
  const id = await localId(rx, { organizer_id, dialect: 'billetweb', kind, served_id });
  if (id === undefined) throw new Fault('not_found', { kind, id: served_id });
  return id;
}

/** "0" is no limit. */
export function capacityOf(quota: string | undefined): number | null | undefined {
  if (quota === undefined) return undefined;
  return Number(quota) === 0 ? null : Number(quota);
}

/** The offers of a date, or of a type. */
interface OffersOf {
  readonly session_id?: number;
  readonly price_id?: number;
}

async function offersOf(rx: Rx, event_id: number, of: OffersOf): Promise<number[]> {
  let query = rx.db
    .selectFrom('offer')
    .select('id')
    .where('event_id', '=', event_id)
    .where('deleted_at', 'is', null)
    .orderBy('id');
  if (of.session_id !== undefined) query = query.where('session_id', '=', of.session_id);
  if (of.price_id !== undefined) query = query.where('price_id', '=', of.price_id);
  return (await query.execute()).map(({ id }) => id);
}

/** Puts them on sale, or takes them off. How many there are. */
export async function switchOffers(tx: Tx, event: EventFacts, of: OffersOf, on: boolean): Promise<number> {
  const { organizer_id, event_id } = event;
  const offer_ids = await offersOf(tx, event_id, of);
  for (const offer_id of offer_ids) {
    await updateOffer(tx, { organizer_id, offer_id, enabled: on ? 1 : 0 });
  }
  return offer_ids.length;
}
