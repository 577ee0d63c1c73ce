import { Fault } from '../../../domain/faults.ts';
import { ownRow } from '../../../office/catalogue/rows.ts';
import { createSession, updateSession } from '../../../office/catalogue/session.ts';
import type { Row } from '../../../store/tables.ts';
import type { Tx } from '../../../store/transaction.ts';
import { entriesOf, quantityOf, type SeatInput, type ShowInput } from '../event-inputs.ts';
import { instantOf, isOn } from '../wire.ts';
import { named } from './named-things.ts';
import { putPrices } from './put-prices.ts';
import { putSeats } from './put-seats.ts';
import { putZones, switchOffers } from './put-zones.ts';
import { missing } from './shown-ids.ts';
import { keptOfShow, type KeptOfSeat, type KeptOfShow } from './show-wire.ts';

interface Around {
  readonly organizer_id: number;
  readonly event_id: number;
  readonly hall_id: number | null;
}

/** A show with its prices, zones and places: one that is named, else a new one. What is left out stays as it is. */
export async function putShow(tx: Tx, around: Around, input: ShowInput): Promise<void> {
  const { organizer_id, event_id } = around;
  const { zone } = await tx.db
    .selectFrom('organizer')
    .select('zone')
    .where('id', '=', organizer_id)
    .executeTakeFirstOrThrow();
  const before = await knownShow(tx, around, input);
  const kept = keptFrom(input, before === undefined ? {} : keptOfShow(before.metadata));
  const metadata = JSON.stringify({ ...(JSON.parse(before?.metadata ?? '{}') as object), qtickets: kept });
  const instants = instantsOf(input, zone);
  let session: Row<'session'>;
  if (before !== undefined) {
    const { starts_at, ...others } = instants;
    session = await updateSession(tx, {
      organizer_id,
      session_id: before.id,
      starts_at,
      ...others,
      metadata,
    });
  } else {
    const { starts_at, ...others } = instants;
    if (starts_at === undefined) throw new Fault('invalid_input', { field: 'start_date', reason: 'missing' });
    const { hall_id } = around;
    const session_id = await createSession(tx, {
      organizer_id,
      event_id,
      hall_id,
      starts_at,
      ...others,
      metadata,
    });
    session = await ownRow(tx, 'session', organizer_id, session_id);
  }
  const prices = await putPrices(tx, around, input);
  await putZones(tx, session, { input, prices, kept });
  await putSeats(tx, session, { input, prices });
  if (input.is_active !== undefined) await switchOffers(tx, session, input, kept);
}

async function knownShow(tx: Tx, around: Around, input: ShowInput): Promise<Row<'session'> | undefined> {
  const { organizer_id, event_id } = around;
  if (input.id === undefined || input.id === null) return undefined;
  const id = await named(tx, organizer_id, 'session', 'shows', input.id);
  const session = await ownRow(tx, 'session', organizer_id, id);
  if (session.event_id !== event_id) throw missing('show', input.id);
  return session;
}

function instantsOf(input: ShowInput, zone: string) {
  const at = (text: string | null | undefined): number | null | undefined =>
    text === null || text === undefined ? text : instantOf(text, zone);
  return {
    starts_at: input.start_date === undefined ? undefined : instantOf(input.start_date, zone),
    ends_at: at(input.finish_date),
    doors_open_at: at(input.open_date),
    sale_starts_at: at(input.sale_start_date),
    sale_ends_at: at(input.sale_finish_date),
  };
}

function keptFrom(input: ShowInput, known: KeptOfShow): KeptOfShow {
  const { admin, zones, seats } = input.scheme_properties ?? {};
  return {
    is_active: input.is_active === undefined ? known.is_active : isOn(input.is_active),
    opened: { ...known.opened, ...mapped(admin?.zones, (zone) => isOn(zone.opened ?? false)) },
    shared: { ...known.shared, ...mapped(zones, (zone) => zone.shared ?? '') },
    seats: { ...known.seats, ...mapped(seats, keptSeat) },
  };
}

function mapped<T, R>(
  map: Readonly<Record<string, T>> | readonly [] | undefined,
  value: (one: T) => R,
): Record<string, R> {
  return Object.fromEntries(entriesOf(map).map(([key, one]) => [key, value(one)]));
}

function keptSeat(seat: SeatInput): KeptOfSeat {
  return {
    hot: isOn(seat.hot ?? false),
    disabled: isOn(seat.disabled ?? false),
    max_quantity: quantityOf(seat.max_quantity),
    shared_max_quantity: quantityOf(seat.shared_max_quantity),
  };
}
