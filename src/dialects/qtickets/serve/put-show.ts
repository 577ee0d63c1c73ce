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
import { putZones } from './put-zones.ts';
import { shareZones } from './share-zones.ts';
import { missing } from './shown-ids.ts';
import { keptOff, switchOffers } from './switch-show.ts';
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
  const known = before === undefined ? {} : keptOfShow(before.metadata);
  const prices = await putPrices(tx, around, input);
  const kept = await keptFrom(tx, input, { known, prices, session_id: before?.id });
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
  await putZones(tx, session, { input, prices, kept });
  await shareZones(tx, session, { input, known, kept });
  await putSeats(tx, session, { input, prices, kept });
  if (input.is_active !== undefined) await switchOffers(tx, session, { input, known, kept });
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
  const at = (
    field: 'finish_date' | 'open_date' | 'sale_start_date' | 'sale_finish_date',
  ): number | null | undefined => {
    const text = input[field];
    return text === null || text === undefined ? text : instantOf(text, zone, field);
  };
  return {
    starts_at: input.start_date === undefined ? undefined : instantOf(input.start_date, zone, 'start_date'),
    ends_at: at('finish_date'),
    doors_open_at: at('open_date'),
    sale_starts_at: at('sale_start_date'),
    sale_ends_at: at('sale_finish_date'),
  };
}

async function keptFrom(
  tx: Tx,
  input: ShowInput,
  before: { known: KeptOfShow; prices: readonly number[]; session_id: number | undefined },
): Promise<KeptOfShow> {
  const { known, prices, session_id } = before;
  const { admin, zones, seats } = input.scheme_properties ?? {};
  const is_active = input.is_active === undefined ? known.is_active : isOn(input.is_active);
  const shared = mapped(zones, (zone, code) =>
    zone.shared === undefined ? (known.shared?.[code] ?? '') : (zone.shared ?? ''),
  );
  return {
    is_active,
    off: await keptOff(tx, session_id, { input, known, is_active }),
    price_ids: [...new Set([...(known.price_ids ?? []), ...prices])],
    opened: { ...known.opened, ...mapped(admin?.zones, (zone) => isOn(zone.opened ?? false)) },
    shared: { ...known.shared, ...shared },
    seats: { ...known.seats, ...mapped(seats, (seat, id) => keptSeat(seat, known.seats?.[id])) },
  };
}

function mapped<T, R>(
  map: Readonly<Record<string, T>> | readonly [] | undefined,
  value: (one: T, key: string) => R,
): Record<string, R> {
  return Object.fromEntries(entriesOf(map).map(([key, one]) => [key, value(one, key)]));
}

/** What is left out stays as it was said before; who says a number alone means it. */
function keptSeat(seat: SeatInput, known: KeptOfSeat | undefined): KeptOfSeat {
  const { hot, disabled, max_quantity, shared_max_quantity } = seat;
  const most = max_quantity === undefined ? (known?.max_quantity ?? null) : quantityOf(max_quantity);
  return {
    hot: hot === undefined ? (known?.hot ?? (max_quantity !== undefined && most !== null)) : isOn(hot),
    disabled: disabled === undefined ? (known?.disabled ?? false) : isOn(disabled),
    max_quantity: most,
    shared_max_quantity:
      shared_max_quantity === undefined
        ? (known?.shared_max_quantity ?? null)
        : quantityOf(shared_max_quantity),
  };
}
