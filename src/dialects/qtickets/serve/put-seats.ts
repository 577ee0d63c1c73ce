import { Fault } from '../../../domain/faults.ts';
import { normaliseEmail } from '../../../domain/person.ts';
import { localIdOf } from '../../../domain/served-id.ts';
import { priceOfPlaces } from '../../../office/catalogue/place-offers.ts';
import { updatePool } from '../../../office/catalogue/pool.ts';
import { setSessionPlaces } from '../../../office/catalogue/session.ts';
import { areaPool } from '../../../office/selling/places.ts';
import type { Row } from '../../../store/tables.ts';
import type { Tx } from '../../../store/transaction.ts';
import { entriesOf, type ShowInput, type Spread } from '../event-inputs.ts';
import { isOn } from '../wire.ts';
import { missing } from './shown-ids.ts';
import type { KeptOfSeat, KeptOfShow } from './show-wire.ts';
import { priceOf } from './zone-prices.ts';

interface Sent {
  readonly input: ShowInput;
  /** local ids of the show's `prices`, in their order */
  readonly prices: readonly number[];
  /** what was said of the show up to now */
  readonly kept: KeptOfShow;
}

interface Priced {
  readonly place_id: number;
  readonly zone_id: number;
  readonly price_id: number | null;
}

/** What is said of a place; what is left out stays as it is. */
interface Wanted {
  readonly blocked: boolean | undefined;
  readonly quota: string | null | undefined;
}

/**
 * An area takes `max_quantity` while it is `hot`, else what the hall says; a `disabled` place is not sold, one with a
 * `spread` only to whom that names. With a `price_id` it costs that; with an empty one, what its zone does.
 */
export async function putSeats(
  tx: Tx,
  session: Row<'session'>,
  { input, prices, kept }: Sent,
): Promise<void> {
  const { organizer_id } = session;
  const wanted = new Map<number, Wanted>();
  const priced: Priced[] = [];
  for (const [id, seat] of entriesOf(input.scheme_properties?.seats)) {
    const place = await placeOf(tx, session, id);
    const { disabled, spread } = seat;
    const price_id =
      seat.price_id === '' || seat.price_id === null
        ? null
        : await priceOf(tx, session, seat.price_id, prices);
    if (price_id !== undefined) priced.push({ place_id: place.id, zone_id: place.zone_id, price_id });
    wanted.set(place.id, {
      blocked: disabled === undefined ? undefined : isOn(disabled),
      quota: spread === undefined ? undefined : await quotaOf(tx, organizer_id, spread ?? {}),
    });
    if (seat.hot !== undefined || seat.max_quantity !== undefined)
      await putCapacity(tx, session, place, kept.seats?.[id]);
  }
  await changePlaces(tx, session, wanted);
  await putPlacePrices(tx, session, priced);
}

async function putCapacity(
  tx: Tx,
  session: Row<'session'>,
  place: Place,
  kept: KeptOfSeat | undefined,
): Promise<void> {
  const most = kept?.max_quantity ?? null;
  if (place.kind === 'seat') {
    if (most !== null && most > 1)
      throw new Fault('invalid_input', { field: 'max_quantity', reason: 'a seat is for one' });
    return;
  }
  const pool_id = await areaPool(tx, session.id, place.id);
  if (pool_id === undefined) return;
  const capacity = most !== null && kept?.hot === true ? most : place.capacity;
  await updatePool(tx, { organizer_id: session.organizer_id, pool_id, capacity });
}

/** Places of one zone that are to cost the same are told together; what is not said of stays as it is. */
async function putPlacePrices(tx: Tx, session: Row<'session'>, priced: readonly Priced[]): Promise<void> {
  const { organizer_id, id: session_id } = session;
  for (const group of Map.groupBy(priced, ({ zone_id, price_id }) => `${zone_id} ${price_id}`).values()) {
    const [{ zone_id, price_id }] = group as [Priced];
    const place_ids = group.map(({ place_id }) => place_id);
    await priceOfPlaces(tx, { organizer_id, session_id, zone_id, place_ids, price_id });
  }
}

/** Whom a place is kept for, as the engine keeps it; null: anybody. Users and partners have to be the organizer's. */
async function quotaOf(tx: Tx, organizer_id: number, spread: Spread): Promise<string | null> {
  const users: number[] = [];
  for (const served of spread.users ?? []) {
    const user_id = localIdOf(String(served)) ?? 0;
    const member = await tx.db
      .selectFrom('membership')
      .select('user_id')
      .where('organizer_id', '=', organizer_id)
      .where('user_id', '=', user_id)
      .executeTakeFirst();
    if (member === undefined) throw missing('spread.users', served);
    users.push(user_id);
  }
  const { partner_id } = spread;
  const quota = {
    customers: (spread.client_emails ?? []).map(normaliseEmail),
    groups: spread.client_groups ?? [],
    users,
    applications:
      partner_id === null || partner_id === undefined ? [] : [await partnerOf(tx, organizer_id, partner_id)],
    channels: isOn(spread.agents ?? false) ? ['agent'] : [],
  };
  const named = Object.entries(quota).filter(([, list]) => list.length > 0);
  return named.length === 0 ? null : JSON.stringify(Object.fromEntries(named));
}

async function partnerOf(tx: Tx, organizer_id: number, served: number | string): Promise<number> {
  const application_id = localIdOf(String(served)) ?? 0;
  const known = await tx.db
    .selectFrom('application_reach')
    .select('application_id')
    .where('organizer_id', '=', organizer_id)
    .where('application_id', '=', application_id)
    .executeTakeFirst();
  if (known === undefined) throw missing('spread.partner_id', served);
  return application_id;
}

/** Those that come to the same are changed together; those that are so already are left alone. */
async function changePlaces(
  tx: Tx,
  { organizer_id, id: session_id }: Row<'session'>,
  wanted: ReadonlyMap<number, Wanted>,
): Promise<void> {
  if (wanted.size === 0) return;
  const rows = await tx.db
    .selectFrom('session_place')
    .select(['place_id', 'quota', 'blocked'])
    .where('session_id', '=', session_id)
    .where('place_id', 'in', [...wanted.keys()])
    .execute();
  const kept = new Map(rows.map((row) => [row.place_id, row]));
  const alike = new Map<string, { blocked: boolean; quota: string | null; place_ids: number[] }>();
  for (const [place_id, change] of wanted) {
    const known = kept.get(place_id);
    const [was_blocked, was_quota] = [known?.blocked === 1, known?.quota ?? null];
    const { blocked = was_blocked, quota = was_quota } = change;
    if (blocked === was_blocked && quota === was_quota) continue;
    const key = `${blocked} ${quota}`;
    const group = alike.get(key) ?? { blocked, quota, place_ids: [] };
    group.place_ids.push(place_id);
    alike.set(key, group);
  }
  for (const group of alike.values()) await setSessionPlaces(tx, { organizer_id, session_id, ...group });
}

interface Place {
  readonly id: number;
  readonly zone_id: number;
  readonly kind: string;
  readonly code: string;
  readonly capacity: number | null;
}

async function placeOf(tx: Tx, { hall_id }: Row<'session'>, id: string): Promise<Place> {
  const codes = id.endsWith('-1;1') ? [id, id.slice(0, -'-1;1'.length)] : [id];
  const places = await tx.db
    .selectFrom('place')
    .select(['id', 'zone_id', 'kind', 'code', 'capacity'])
    .where('hall_id', '=', hall_id ?? 0)
    .where('code', 'in', codes)
    .execute();
  const place = places.find(({ code }) => code === id) ?? places.find(({ kind }) => kind === 'area');
  if (place === undefined) throw missing('seat', id);
  return place;
}
