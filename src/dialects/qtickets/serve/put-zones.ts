import { deleteOffer, updateOffer } from '../../../office/catalogue/offer.ts';
import { followZone } from '../../../office/catalogue/place-offers.ts';
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
      // another price puts nothing on sale that was not
      const wasOff = usual.length > 0 && usual.every((offer) => offer.enabled === 0);
      if (wasOff || kept.is_active === false) {
        for (const { id } of offers.filter((offer) => offer.price_id === price_id))
          await updateOffer(tx, { organizer_id, offer_id: id, enabled: 0 });
      }
    }
    const enabled = kept.is_active === false || isOn(zone.disabled ?? false) ? 0 : 1;
    if (zone.disabled !== undefined) {
      for (const { id } of offers) await updateOffer(tx, { organizer_id, offer_id: id, enabled });
    }
  }
}

export async function zoneOf(tx: Tx, { hall_id }: Row<'session'>, code: string): Promise<{ id: number }> {
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
