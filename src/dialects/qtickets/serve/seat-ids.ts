/**
 * Seat ids as Qtickets writes them: `ZONE-row;place`, a place for many `ZONE-1;1`, and with several price levels the
 * level's code in front (`full_RIGHT_PARTERRE-1;6` with the root `RIGHT_PARTERRE-1;6`: qtickets-api.txt, "Получение
 * информации о местах"). What has no hall is one place for many per price, in a zone of that price.
 */

/** Where a ticket or an offer stands. */
export interface Standing {
  readonly zone_code: string | null;
  readonly place_code: string | null;
  readonly place_kind: string | null;
  /** of the price level, where there are several */
  readonly level: string | null;
  /** the price's id as it is shown */
  readonly price: string | null;
}

const area_place = '1;1';
/** what a zone without a hall starts with; the price's shown id follows */
export const seatless_zone = 'TICKETS_';

export interface SeatIds {
  readonly id: string;
  readonly root_id: string;
  readonly zone_id: string;
  readonly zone_root_id: string;
  /** row;place */
  readonly short_id: string;
}

export function seatIdsOf(standing: Standing): SeatIds {
  const { zone_code, price } = standing;
  if (zone_code === null) {
    const zone = `${seatless_zone}${price ?? ''}`;
    const id = `${zone}-${area_place}`;
    return { id, root_id: id, zone_id: zone, zone_root_id: zone, short_id: area_place };
  }
  const short_id = shortIdOf(standing, zone_code);
  const root_id = `${zone_code}-${short_id}`;
  const front = standing.level === null ? '' : `${standing.level}_`;
  return {
    id: `${front}${root_id}`,
    root_id,
    zone_id: `${front}${zone_code}`,
    zone_root_id: zone_code,
    short_id,
  };
}

/** A seat's code in its hall is `ZONE-row;place`; an area's is its zone's, or the same with a place of its own. */
function shortIdOf({ place_code }: Standing, zone_code: string): string {
  if (place_code === null || place_code === zone_code) return area_place;
  return place_code.startsWith(`${zone_code}-`) ? place_code.slice(zone_code.length + 1) : place_code;
}

/** "Партер: Ряд 1, Место 6", or the zone alone for a place for many. */
export function seatName(
  standing: { readonly zone_name: string | null; readonly row_label: string; readonly seat_label: string },
  seated: boolean,
  title: string,
): string {
  const { zone_name, row_label, seat_label } = standing;
  if (zone_name === null) return title;
  return seated ? `${zone_name}: Ряд ${row_label}, Место ${seat_label}` : zone_name;
}

/** The shown id of the price in a zone without a hall; undefined for another zone. */
export function priceOfZone(zone: string): string | undefined {
  return /^TICKETS_(\d{1,16})$/.exec(zone)?.[1];
}
