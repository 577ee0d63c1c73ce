import { deleteOffer, linkPool, updateOffer } from '../../../office/catalogue/offer.ts';
import { followZone } from '../../../office/catalogue/place-offers.ts';
import { createPool, updatePool } from '../../../office/catalogue/pool.ts';
import { putOnSale } from '../../../office/catalogue/put-on-sale.ts';
import type { Row } from '../../../store/tables.ts';
import type { Tx } from '../../../store/transaction.ts';
import { entriesOf, type ShowInput } from '../event-inputs.ts';
import { isOn } from '../wire.ts';
import { missing } from './shown-ids.ts';
import type { KeptOfShow } from './show-wire.ts';
import { offersOf, priceOf } from './zone-prices.ts';

interface Putting {
  readonly input: ShowInput;
  readonly prices: readonly number[];
  readonly kept: KeptOfShow;
}

export async function putZones(
  tx: Tx,
  session: Row<'session'>,
  { input, prices, kept }: Putting,
): Promise<void> {
  const { organizer_id, id: session_id } = session;
  for (const [code, zone] of entriesOf(input.scheme_properties?.zones)) {
    const { id: zone_id } = await zoneOf(tx, session, code);
    const price_id = await priceOf(tx, session, zone.price_id, prices);
    let offers = await offersOf(tx, session_id, zone_id);
    const usual = offers.filter((offer) => offer.places_only === 0);
    if (price_id !== undefined && !usual.some((offer) => offer.price_id === price_id)) {
      // tickets that were sold at the old price keep it, and so do places with a price of their own
      for (const { id } of usual.filter((offer) => offer.code === null))
        await deleteOffer(tx, { organizer_id, offer_id: id });
      await putOnSale(tx, { organizer_id, session_id, prices: [{ price_id, zone_ids: [zone_id] }] });
      await followZone(tx, session, zone_id);
      offers = await offersOf(tx, session_id, zone_id);
    }
    const enabled = kept.is_active === false || isOn(zone.disabled ?? false) ? 0 : 1;
    if (zone.disabled !== undefined) {
      for (const { id } of offers) await updateOffer(tx, { organizer_id, offer_id: id, enabled });
    }
    if (zone.shared !== undefined && zone.shared !== null && zone.shared !== '') {
      await share(tx, session, { name: zone.shared, offer_ids: offers.map(({ id }) => id), kept, code });
    }
  }
}

async function zoneOf(tx: Tx, { hall_id }: Row<'session'>, code: string): Promise<{ id: number }> {
  const zone =
    hall_id === null
      ? undefined
      : await tx.db
          .selectFrom('zone')
          .select('id')
          .where('hall_id', '=', hall_id)
          .where('code', '=', code)
          .executeTakeFirst();
  if (zone === undefined) throw missing('zone', code);
  return zone;
}

/** Zones of the event with the same `shared` draw from one quota; its size is the largest `shared_max_quantity` of theirs. */
async function share(
  tx: Tx,
  { organizer_id, event_id }: Row<'session'>,
  shared: {
    readonly name: string;
    readonly offer_ids: readonly number[];
    readonly kept: KeptOfShow;
    readonly code: string;
  },
): Promise<void> {
  const name = `shared: ${shared.name}`;
  const sizes = Object.entries(shared.kept.seats ?? {}).flatMap(([id, seat]) =>
    id.startsWith(`${shared.code}-`) ? (seat.shared_max_quantity ?? []) : [],
  );
  const capacity = sizes.length === 0 ? null : Math.max(...sizes);
  const pool = await tx.db
    .selectFrom('pool')
    .select(['id'])
    .where('event_id', '=', event_id)
    .where('kind', '=', 'quota')
    .where('name', '=', name)
    .executeTakeFirst();
  const pool_id =
    pool?.id ?? (await createPool(tx, { organizer_id, event_id, kind: 'quota', name, capacity }));
  if (pool !== undefined && capacity !== null) await updatePool(tx, { organizer_id, pool_id, capacity });
  for (const offer_id of shared.offer_ids) await linkPool(tx, { organizer_id, offer_id, pool_id });
}

/** A show that is not active sells nothing; active again, what its zones say counts again. */
export async function switchOffers(
  tx: Tx,
  session: Row<'session'>,
  input: ShowInput,
  kept: KeptOfShow,
): Promise<void> {
  const { organizer_id, id: session_id } = session;
  const said = new Set(entriesOf(input.scheme_properties?.zones).map(([code]) => code));
  const offers = await tx.db
    .selectFrom('offer')
    .leftJoin('zone', 'zone.id', 'offer.zone_id')
    .select(['offer.id', 'zone.code'])
    .where('offer.session_id', '=', session_id)
    .where('offer.deleted_at', 'is', null)
    .execute();
  for (const { id, code } of offers) {
    // zones of this same request have said it for themselves
    if (kept.is_active !== false && code !== null && said.has(code)) continue;
    await updateOffer(tx, { organizer_id, offer_id: id, enabled: kept.is_active === false ? 0 : 1 });
  }
}
