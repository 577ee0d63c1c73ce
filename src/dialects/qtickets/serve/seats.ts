import { readConditions, type Condition } from '../../../domain/filter.ts';
import { normaliseEmail } from '../../../domain/person.ts';
import { localIdOf, servedIdOf } from '../../../domain/served-id.ts';
import { requireScope } from '../../../office/access/principal.ts';
import { seatColumns, seatRows, type SeatsOf } from '../../../office/catalogue/list-seats.ts';
import type { SqlColumn } from '../../../office/filters/compile.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { SeatField, SeatsInput } from '../inputs.ts';
import { seatFields } from '../inputs.ts';
import { comparedAmount, money } from '../wire.ts';
import type { Caller } from './caller.ts';
import { looseSeats } from './loose-seats.ts';
import { reachedShow, type Show } from './shows.ts';

type Seat = Record<string, unknown>;
type Seats = Record<string, Seat>;

type ZoneOfSeats = {
  readonly zone_id: string;
  readonly name: string;
  readonly description: string;
  readonly seats: Record<string, Seat>;
};

/** "Партер: Ряд 1, Место 6" */
const words = { row: ': Ряд ', seat: ', Место ' };

/** Seats of a show, each once per price level (qtickets-api.txt, "Получение информации о местах"). */
export function listSeats(
  office: Office,
  caller: Caller,
  show_id: number,
  input: SeatsInput,
): Promise<{ data: Seats }> {
  requireScope(caller, 'events.read');
  return office.store.read(async (rx) => {
    const show = await reachedShow(rx, caller, show_id);
    const fields = input.select === undefined || input.select.length === 0 ? seatFields : input.select;
    const seats: KeyedSeat[] = [];
    const { session_id, event_id } = show;
    const of = { session_id: session_id ?? 0, event_id, buyer: buyerOf(caller, show, input), words };
    const known = whereColumns(await seatColumns(rx, of), show);
    const conditions = readConditions(known, input.where ?? []);
    if (show.session_id !== null && show.hall_id !== null) {
      seats.push(...(await seatsInHall(rx, of, { show, fields, known, conditions })));
    }
    for (const loose of await looseSeats(rx, show, { conditions, now: office.surroundings.now() })) {
      seats.push({ ...loose.keys, seat: shaped(fields, (field) => loose.fields[field]) });
    }
    return { data: input.flat === true ? flat(seats) : byZone(seats, await descriptions(rx, show)) };
  });
}

/** `context`: who would buy, as far as places are kept for somebody (qtickets-api.txt, "context"). */
function buyerOf(caller: Caller, show: Show, { context = {} }: SeatsInput): SeatsOf['buyer'] {
  const { client_email, user_id, partner_id } = context;
  const local = (id: number | string | null | undefined): number | undefined =>
    id === null || id === undefined ? undefined : (localIdOf(String(id)) ?? -1);
  return {
    organizer_id: show.organizer_id,
    channel: 'qtickets',
    application_id: local(partner_id) ?? caller.application_id,
    customer_id: undefined,
    user_id: local(user_id),
    email: client_email === null || client_email === undefined ? undefined : normaliseEmail(client_email),
    staff: false,
  };
}

type Columns = Awaited<ReturnType<typeof seatColumns>>;

/** Every field of the document's table, and `root_zone_id` as its sample calls `zone_root_id`. */
function whereColumns(seat: Columns, { currency }: Show): Record<SeatField | 'root_zone_id', SqlColumn> {
  const ids = (column: SqlColumn): SqlColumn => ({
    ...column,
    read: (value) => {
      if (!/^\d{1,16}$/.test(String(value))) throw new Error('is not an id');
      return localIdOf(String(value)) ?? -1;
    },
  });
  return {
    id: seat.id,
    root_id: seat.root_id,
    name: seat.name,
    zone_id: seat.zone_id,
    zone_root_id: seat.zone_code,
    root_zone_id: seat.zone_code,
    short_seat_id: seat.short_id,
    admission: seat.admission,
    row: seat.row,
    place: seat.seat,
    max_quantity: seat.most,
    free_quantity: seat.free,
    ordered_quantity: seat.taken,
    available: seat.available,
    disabled: seat.off,
    ordered: seat.ordered,
    payed_quantity: seat.paid,
    in_basket_quantity: seat.held,
    price: { ...seat.amount, read: (value) => comparedAmount(value, currency) },
    currency_id: seat.currency,
    related_seats: seat.related,
    multiprice_name: seat.level_name,
    multiprice_code: seat.level,
    'spread.partner_id': ids(seat.application_id),
    'spread.users': ids(seat.users),
    'spread.client_groups': seat.groups,
    'spread.client_emails': seat.customers,
    'spread.agents': seat.for_agents,
    color_theme_id: seat.color,
    coords: seat.coordinates,
  };
}

interface KeyedSeat {
  readonly id: string;
  readonly zone_id: string;
  readonly zone_name: string;
  readonly short_id: string;
  readonly seat: Seat;
}

type Read = (cell: unknown) => unknown;
const asIs: Read = (cell) => cell;
const asFlag: Read = (cell) => cell === 1;
const asList: Read = (cell) => (cell === null ? [] : typeof cell === 'string' ? JSON.parse(cell) : cell);
const asId: Read = (cell) => (cell === null ? null : Number(servedIdOf('integer', Number(cell))));
const asIds: Read = (cell) => (asList(cell) as number[]).map((id) => asId(id));

/** What stands in a column → what is shown. */
function readersOf({ currency }: Show): Partial<Record<SeatField, Read>> {
  return {
    admission: asFlag,
    available: asFlag,
    disabled: asFlag,
    ordered: asFlag,
    price: (cell) => money(Number(cell), currency),
    related_seats: asList,
    'spread.partner_id': asId,
    'spread.users': asIds,
    'spread.client_groups': asList,
    'spread.client_emails': asList,
    'spread.agents': asFlag,
    coords: asList,
  };
}

async function seatsInHall(
  rx: Rx,
  of: SeatsOf,
  asked: {
    readonly show: Show;
    readonly fields: readonly SeatField[];
    readonly known: Record<SeatField | 'root_zone_id', SqlColumn>;
    readonly conditions: readonly Condition[];
  },
): Promise<KeyedSeat[]> {
  const { known, fields, conditions } = asked;
  const zone_name = (await seatColumns(rx, of)).zone_name;
  const keys = [known.id, known.zone_id, zone_name, known.short_seat_id];
  const rows = await seatRows(rx, of, [...keys, ...fields.map((field) => known[field])], {
    columns: known,
    conditions,
  });
  const shape = shaperOf(fields, readersOf(asked.show));
  return rows.map((row) => ({
    id: row[0] as string,
    zone_id: row[1] as string,
    zone_name: row[2] as string,
    short_id: row[3] as string,
    seat: shape(row),
  }));
}

const keys_before = 4;

/** Builds a seat of the selected fields out of a row. Tens of thousands of them: what can be decided once is. */
function shaperOf(
  fields: readonly SeatField[],
  readers: Partial<Record<SeatField, Read>>,
): (row: readonly unknown[]) => Seat {
  const parts = fields.map((field, index) => {
    const [name = field, below] = field.split('.');
    return { name, below, at: index + keys_before, read: readers[field] ?? asIs };
  });
  return (row) => {
    const seat: Record<string, unknown> = {};
    for (const { name, below, at, read } of parts) {
      const value = read(row[at]);
      if (below === undefined) {
        seat[name] = value;
        continue;
      }
      const map = (seat[name] ??= {}) as Record<string, unknown>;
      map[below] = value;
    }
    return seat;
  };
}

/** A seat of the selected fields, where dots lead into a map. */
function shaped(fields: readonly SeatField[], valueOf: (field: SeatField) => unknown): Seat {
  const row: unknown[] = Array.from({ length: keys_before });
  return shaperOf(fields, {})([...row, ...fields.map(valueOf)]);
}

function flat(seats: readonly KeyedSeat[]): Seats {
  const found: Seats = {};
  for (const { id, seat } of seats) found[id] = seat;
  return found;
}

/** Zones with their seats by "row;place" (wire-notes.md, "Qtickets": `flat: false`). */
function byZone(seats: readonly KeyedSeat[], descriptions: ReadonlyMap<string, string>): Seats {
  const zones = new Map<string, ZoneOfSeats>();
  for (const { zone_id, zone_name, short_id, seat } of seats) {
    let zone = zones.get(zone_id);
    if (zone === undefined) {
      zone = { zone_id, name: zone_name, description: descriptions.get(zone_name) ?? '', seats: {} };
      zones.set(zone_id, zone);
    }
    zone.seats[short_id] = seat;
  }
  return Object.fromEntries(zones);
}

async function descriptions(rx: Rx, { hall_id }: Show): Promise<Map<string, string>> {
  if (hall_id === null) return new Map();
  const rows = await rx.db
    .selectFrom('zone')
    .select(['name', 'description'])
    .where('hall_id', '=', hall_id)
    .execute();
  return new Map(rows.map((row) => [row.name, row.description]));
}
