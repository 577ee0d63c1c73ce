import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely';
import type { Condition } from '../../domain/filter.ts';
import { inJson, plain, whether } from '../filters/columns.ts';
import { whereOf, type SqlColumn, type SqlColumns } from '../filters/compile.ts';
import { quotasAgainst, type Buyer } from '../selling/kept-places.ts';
import type { Rx } from '../../store/transaction.ts';

/** Whose seats: a session in a hall, as a buyer finds them. */
export interface SeatsOf {
  readonly session_id: number;
  readonly event_id: number;
  readonly buyer: Buyer;
  /** between zone, row and seat in a seat's name: `Stalls: row A, seat 3` */
  readonly words: { readonly row: string; readonly seat: string };
}

const ref = (name: string): RawBuilder<unknown> => sql.ref(name);
const isSeat = sql<SqlBool>`${ref('place.kind')} = 'seat'`;
const front = sql`case when ${ref('price.code')} is null then '' else ${ref('price.code')} || '_' end`;
const own_front = sql`${ref('zone.code')} || '-'`;
/** the place's own part of its code: an area that has its zone's code is `1;1` */
const short = sql`case when ${ref('place.code')} = ${ref('zone.code')} then '1;1'
  when substr(${ref('place.code')}, 1, length(${ref('zone.code')}) + 1) = ${own_front}
  then substr(${ref('place.code')}, length(${ref('zone.code')}) + 2) else ${ref('place.code')} end`;
const most = sql`case when ${isSeat} then 1 else coalesce(${ref('pool.capacity')}, ${ref('place.capacity')}) end`;
const taken = sql`case when ${isSeat} then case when ${ref('sale.ticket_id')} is null then 0 else 1 end
  else coalesce(${ref('pool.taken')}, 0) end`;
const kept_back = sql`case when ${isSeat} then 0 else coalesce(${ref('pool.reserved')}, 0) end`;
const free = sql`(${most} - ${taken} - ${kept_back})`;
const off = sql<SqlBool>`(${ref('offer.enabled')} = 0 or coalesce(${ref('kept.blocked')}, 0) = 1)`;

/** Tickets of an area, or of its zone where they name no place, that meet the condition. */
function inArea({ session_id, event_id }: SeatsOf, condition: Expression<SqlBool>): RawBuilder<unknown> {
  return sql`(select count(*) from ticket as one join "order" as bought on bought.id = one.order_id
    where one.event_id = ${event_id} and one.session_id = ${session_id} and one.zone_id = ${ref('place.zone_id')}
      and (one.place_id is null or one.place_id = ${ref('place.id')}) and ${condition})`;
}

/** What seats can be filtered by; the same that is shown of them. */
export async function seatColumns(rx: Rx, of: SeatsOf) {
  const against = [...(await quotasAgainst(rx, of.buyer, of.session_id))];
  const kept =
    against.length === 0
      ? sql<SqlBool>`1 = 0`
      : sql<SqlBool>`coalesce(${ref('kept.quota')}, '') in (${sql.join(against)})`;
  const paid = sql`case when ${isSeat} then case when ${ref('bought.paid_at')} is null then 0 else 1 end
    else ${inArea(of, sql<SqlBool>`one.state = 'valid' and bought.paid_at is not null`)} end`;
  const held = sql`case when ${isSeat} then case when ${ref('sold.state')} = 'held' then 1 else 0 end
    else ${inArea(of, sql<SqlBool>`one.state = 'held'`)} end`;
  const list = (type: 'numbers' | 'texts', name: string): SqlColumn => ({
    type,
    sql:
      rx.engine === 'sqlite'
        ? inJson('sqlite', 'text', 'kept.quota', [name]).sql
        : sql`(cast(${ref('kept.quota')} as jsonb) -> ${sql.lit(name)})`,
  });
  return {
    id: { type: 'text', sql: sql`(${front} || ${own_front} || ${short})` },
    root_id: { type: 'text', sql: sql`(${own_front} || ${short})` },
    zone_code: plain('text', 'zone.code'),
    zone_id: { type: 'text', sql: sql`(${front} || ${ref('zone.code')})` },
    zone_name: plain('text', 'zone.name'),
    name: {
      type: 'text',
      sql: sql`case when ${isSeat} then ${ref('zone.name')} || ${of.words.row} || ${ref('place.row_label')}
        || ${of.words.seat} || ${ref('place.seat_label')} else ${ref('zone.name')} end`,
    },
    short_id: { type: 'text', sql: short },
    admission: whether(sql`${ref('place.kind')} != 'seat'`),
    row: plain('text', 'place.row_label'),
    seat: { type: 'text', sql: sql`case when ${isSeat} then ${ref('place.seat_label')} else '' end` },
    most: { type: 'number', sql: most },
    free: { type: 'number', sql: free },
    taken: { type: 'number', sql: taken },
    available: whether(sql`${free} > 0 and not ${off} and not ${kept}`),
    off: whether(off),
    ordered: whether(sql`${taken} > 0`),
    paid: { type: 'number', sql: paid },
    held: { type: 'number', sql: held },
    amount: { type: 'number', sql: sql`coalesce(${ref('offer.amount')}, ${ref('price.amount')})` },
    currency: plain('text', 'price.currency'),
    level_name: {
      type: 'text',
      sql: sql`case when ${ref('price.code')} is null then null else ${ref('price.name')} end`,
    },
    level: plain('text', 'price.code'),
    customers: list('texts', 'customers'),
    groups: list('texts', 'groups'),
    users: list('numbers', 'users'),
    /** the first one that it is kept for */
    application_id: {
      type: 'number',
      sql:
        rx.engine === 'sqlite'
          ? sql`json_extract(${ref('kept.quota')}, '$.applications[0]')`
          : sql`cast(cast(${ref('kept.quota')} as jsonb) #>> '{applications,0}' as bigint)`,
    },
    /** kept for a channel of this name */
    for_agents: whether(sql`coalesce(cast(${list('texts', 'channels').sql} as text), '') like '%"agent"%'`),
    coordinates: {
      type: 'numbers',
      sql:
        rx.engine === 'sqlite'
          ? sql`case when ${ref('place.x')} is null then null else json_array(${ref('place.x')}, ${ref('place.y')}) end`
          : sql`case when ${ref('place.x')} is null then null else jsonb_build_array(${ref('place.x')}, ${ref('place.y')}) end`,
    },
    /** seats that go with it: none in a hall */
    related: { type: 'texts', sql: sql`cast(null as text)` },
    quota: plain('text', 'kept.quota'),
    color: {
      type: 'number',
      sql: inJson(rx.engine, 'number', 'price.metadata', ['qtickets', 'color_theme']).sql,
    },
    x: plain('number', 'place.x'),
    y: plain('number', 'place.y'),
  } satisfies SqlColumns;
}

/**
 * The seats that meet the conditions, each once per price level, as arrays in the order of `fields`. From the session's
 * offers over their zones to the places: a filter by price or zone leaves the other zones' places unread.
 */
export function seatRows(
  rx: Rx,
  { session_id }: SeatsOf,
  fields: readonly SqlColumn[],
  filter: { readonly columns: SqlColumns; readonly conditions: readonly Condition[] },
): Promise<unknown[][]> {
  const where = whereOf(rx.engine, filter.columns, filter.conditions) ?? sql<SqlBool>`1 = 1`;
  const shown = fields.map((field, index) => sql`${field.sql} as ${sql.ref(`f${index}`)}`);
  const query = sql`select ${sql.join(shown)}
    from offer
    join price on price.id = offer.price_id
    join zone on zone.id = offer.zone_id
    join place on place.zone_id = zone.id
    left join session_place as kept on kept.session_id = offer.session_id and kept.place_id = place.id
    left join place_sale as sale on sale.session_id = offer.session_id and sale.place_id = place.id
    left join ticket as sold on sold.id = sale.ticket_id
    left join "order" as bought on bought.id = sold.order_id
    left join pool on place.kind != 'seat' and pool.session_id = offer.session_id and pool.place_id = place.id
    where offer.session_id = ${session_id} and offer.deleted_at is null and price.deleted_at is null and price.hidden = 0
      and case when kept.offer_id is null then offer.places_only = 0 else kept.offer_id = offer.id end
      and ${where}`;
  return rx.lists({ compile: () => query.compile(rx.db) });
}
