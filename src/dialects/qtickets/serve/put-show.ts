import { Fault } from '../../../domain/faults.ts';
import { createPool, updatePool } from '../../../office/catalogue/pool.ts';
import { deleteOffer, linkPool, updateOffer } from '../../../office/catalogue/offer.ts';
import { createPrice, updatePrice } from '../../../office/catalogue/price.ts';
import { putOnSale } from '../../../office/catalogue/put-on-sale.ts';
import { ownRow } from '../../../office/catalogue/rows.ts';
import { createSession, updateSession } from '../../../office/catalogue/session.ts';
import type { Row } from '../../../store/tables.ts';
import type { Tx } from '../../../store/transaction.ts';
import { entriesOf, quantityOf, type SeatInput, type ShowInput } from '../event-inputs.ts';
import { amountOf, instantOf, isOn } from '../wire.ts';
import { colorThemes } from './color-themes.ts';
import { named } from './named-things.ts';
import { putSeats } from './put-seats.ts';
import { missing } from './shown-ids.ts';
import { keptOfShow, type KeptOfSeat, type KeptOfShow } from './show-wire.ts';
import { offersOf, priceOf } from './zone-prices.ts';

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

/** The local ids of `prices`, in their order: what `#0` and its like mean. */
async function putPrices(tx: Tx, { organizer_id, event_id }: Around, input: ShowInput): Promise<number[]> {
  const { currency } = await ownRow(tx, 'event', organizer_id, event_id);
  const ids: number[] = [];
  for (const [position, price] of (input.prices ?? []).entries()) {
    const amount = amountOf(price.default_price, currency);
    const color = price.color_theme ?? undefined;
    if (color !== undefined && !colorThemes.some((theme) => theme.id === color))
      throw missing('color_theme', color);
    if (price.id === undefined || price.id === null) {
      const metadata = JSON.stringify({ qtickets: { color_theme: color } });
      const name = nameOf(input, position);
      ids.push(await createPrice(tx, { organizer_id, event_id, name, amount, position, metadata }));
      continue;
    }
    const price_id = await named(tx, organizer_id, 'price', 'prices', price.id);
    const known = await ownRow(tx, 'price', organizer_id, price_id);
    if (known.event_id !== event_id) throw missing('prices', price.id);
    const metadata =
      price.color_theme === undefined
        ? undefined
        : JSON.stringify({ ...(JSON.parse(known.metadata) as object), qtickets: { color_theme: color } });
    await updatePrice(tx, { organizer_id, price_id, amount, metadata });
    ids.push(price_id);
  }
  return ids;
}

/** A price has no name in Qtickets: that of the zones where it is asked. */
function nameOf(input: ShowInput, position: number): string {
  const zones = entriesOf(input.scheme_properties?.zones).filter(
    ([, zone]) => zone.price_id === `#${position}`,
  );
  return zones.length === 0
    ? `#${position}`
    : zones
        .map(([code]) => code)
        .join(', ')
        .slice(0, 200);
}

interface Putting {
  readonly input: ShowInput;
  readonly prices: readonly number[];
  readonly kept: KeptOfShow;
}

async function putZones(tx: Tx, session: Row<'session'>, { input, prices, kept }: Putting): Promise<void> {
  const { organizer_id, id: session_id } = session;
  for (const [code, zone] of entriesOf(input.scheme_properties?.zones)) {
    const { id: zone_id } = await zoneOf(tx, session, code);
    const price_id = await priceOf(tx, session, zone.price_id, prices);
    let offers = await offersOf(tx, session_id, zone_id);
    if (price_id !== undefined && !offers.some((offer) => offer.price_id === price_id)) {
      // tickets that were sold at the old price keep it
      for (const { id } of offers.filter((offer) => offer.code === null))
        await deleteOffer(tx, { organizer_id, offer_id: id });
      await putOnSale(tx, { organizer_id, session_id, prices: [{ price_id, zone_ids: [zone_id] }] });
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
async function switchOffers(
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
