import { sql, type Expression, type SqlBool } from 'kysely';
import type { FilterValue } from '../../domain/filter.ts';
import type { SqlColumn } from '../filters/compile.ts';
import type { Given } from '../filters/given.ts';
import { shownId, type ShownBy } from '../filters/shown-ids.ts';

const ticket = (name: string) => sql.ref(`ticket.${name}`);

export interface SeatWords {
  /** before the price's id, of what has no hall */
  readonly without_hall: string;
}

/**
 * Where a ticket stands, as `ZONE-row;place`; an area is one place `1;1`, and a price with a code stands in front
 * (`child_ZONE-1;1`). Without a hall it is the price by its shown id, after the caller's word for that. Asked for seats, the
 * tickets come from an index of their places; asked for areas, also those of their zones' events that name no place.
 */
export function seatIdColumn(by: ShownBy, words: SeatWords): SqlColumn {
  const price = shownId(by, 'price', {
    id: ticket('price_id'),
    organizer_id: ticket('organizer_id'),
  });
  const seat_id = sql`case when ${ticket('zone_id')} is null
      then cast(${words.without_hall} as text) || coalesce(cast(${price.sql} as text), '') || '-1;1'
      else coalesce((select level.code || '_' from price as level where level.id = ${ticket('price_id')}), '')
        || (select zone.code || '-' || coalesce((select case
            when place.code = zone.code then '1;1'
            when substr(place.code, 1, length(zone.code) + 1) = zone.code || '-' then substr(place.code, length(zone.code) + 2)
            else place.code end
          from place where place.id = ${ticket('place_id')}), '1;1')
        from zone where zone.id = ${ticket('zone_id')}) end`;
  return {
    type: 'text',
    sql: seat_id,
    kindOf: (value) => kindOf(value, words),
    among: (values) => {
      const equal = sql<SqlBool>`${seat_id} in (${sql.join(values.map((value) => value.bind()))})`;
      // what stands in no hall is in no index of places
      if (values.some(({ kind }) => kind === loose)) return equal;
      // ids of one list: PostgreSQL goes into no index for one of two conditions
      const near = sql.join(
        values.flatMap((value) => nearby(by, value)),
        sql` union all `,
      );
      return sql<SqlBool>`(${ticket('id')} in (${near}) and ${equal})`;
    },
  };
}

const loose = 'loose';

/** An area or a seat, with how many codes its place may have. */
function kindOf(value: FilterValue, { without_hall }: SeatWords): string {
  const seat = String(value);
  const many = codesIn(seat).length;
  if (seat.startsWith(without_hall) || many > codes_max) return loose;
  return `${seat.endsWith(area_end) ? 'area' : 'seat'} ${many}`;
}

const area_end = '-1;1';
const codes_max = 16;

/** What the place's code may be: the whole, or what follows a price level or the zone in front of it. */
function codesIn(seat: string): string[] {
  return [seat, ...[...seat.matchAll(/[_-]/g)].map(({ index }) => seat.slice(index + 1))];
}

/** Tickets that may be the value's, by the place that they name or by the events of its zone. */
function nearby({ organizer_ids }: ShownBy, value: Given): Expression<unknown>[] {
  const [kind, many] = value.kind.split(' ');
  const codes = (end: number): Expression<unknown>[] =>
    Array.from({ length: Number(many) }, (_, index) =>
      value.bind((seat) => (codesIn(String(seat))[index] ?? '').slice(0, end)),
    );
  const own = sql.join(organizer_ids);
  const zones = codes(-area_end.length);
  const whole = codes(Number.MAX_SAFE_INTEGER);
  const placed = sql`select seated.id from ticket as seated where seated.place_id is not null
    and seated.place_id in (select place.id from place
      where place.hall_id in (select hall.id from hall where hall.organizer_id in (${own}))
        and place.code in (${sql.join(kind === 'area' ? [...whole, ...zones] : whole)}))`;
  if (kind !== 'area') return [placed];
  return [
    placed,
    sql`select standing.id from ticket as standing where standing.place_id is null
      and standing.event_id in (select held.event_id from session as held join zone on zone.hall_id = held.hall_id
        where held.organizer_id in (${own}) and zone.code in (${sql.join(zones)}))`,
  ];
}
