import { Fault } from '../../../domain/faults.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { createEvent, updateEvent } from '../../../office/catalogue/event.ts';
import { ownRow } from '../../../office/catalogue/rows.ts';
import { findOrCreateVenue } from '../../../office/catalogue/venue.ts';
import type { Office } from '../../../office/office.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { EventInput, ShowInput } from '../event-inputs.ts';
import type { EventWire } from '../event-shapes.ts';
import { isOn } from '../wire.ts';
import type { Caller } from './caller.ts';
import { keptOfEvent, oneEvent, reachedEvent, type KeptOfEvent } from './events.ts';
import { named, namedEntry } from './named-things.ts';
import { putShow } from './put-show.ts';

/** An event with its shows, zones, seats and prices, all of it or nothing; ids of shows and prices are given here. */
export async function postEvent(
  office: Office,
  caller: Caller,
  data: EventInput,
): Promise<{ data: EventWire }> {
  requireScope(caller, 'events.change');
  const id = await office.store.write(actorOf(caller), async (tx) => {
    const organizer_id = caller.organizer_ids[0] ?? 0;
    if (data.name === undefined) throw new Fault('invalid_input', { field: 'name', reason: 'missing' });
    const kept = await keptFrom(tx, organizer_id, data, {});
    const event_id = await createEvent(tx, {
      organizer_id,
      name: data.name,
      currency: data.currency_id,
      ...(await columnsOf(tx, organizer_id, data, null)),
      metadata: JSON.stringify({ qtickets: kept }),
    });
    // an id in a new event names nothing yet
    for (const show of data.shows ?? []) {
      await putShow(tx, { organizer_id, event_id, hall_id: kept.hall_id ?? null }, withoutIds(show));
    }
    return event_id;
  });
  return office.store.read((rx) => oneEvent(rx, id));
}

function withoutIds(show: ShowInput): ShowInput {
  const { prices } = show;
  const named = { ...show, id: null };
  return prices === undefined ? named : { ...named, prices: prices.map((price) => ({ ...price, id: null })) };
}

/** What is left out stays: fields, shows, prices (qtickets-api.txt, "Редактирование мероприятия"). */
export async function putEvent(
  office: Office,
  caller: Caller,
  served_id: number,
  data: EventInput,
): Promise<{ data: EventWire }> {
  requireScope(caller, 'events.change');
  const id = await office.store.write(actorOf(caller), async (tx) => {
    const { organizer_id, id: event_id } = await reachedEvent(tx, caller, served_id);
    const event = await tx.db
      .selectFrom('event')
      .select(['metadata', 'currency', 'venue_id'])
      .where('id', '=', event_id)
      .executeTakeFirstOrThrow();
    if (data.currency_id !== undefined && data.currency_id !== event.currency) {
      throw new Fault('invalid_input', { field: 'currency_id', reason: `not ${event.currency}` });
    }
    const kept = await keptFrom(tx, organizer_id, data, keptOfEvent(event.metadata));
    if (data.scheme_id !== undefined) await assertScheme(tx, event_id, kept.hall_id);
    await updateEvent(tx, {
      organizer_id,
      event_id,
      name: data.name,
      ...(await columnsOf(tx, organizer_id, data, event.venue_id)),
      metadata: JSON.stringify({ ...(JSON.parse(event.metadata) as object), qtickets: kept }),
    });
    for (const show of data.shows ?? []) {
      await putShow(tx, { organizer_id, event_id, hall_id: kept.hall_id ?? null }, show);
    }
    return event_id;
  });
  return office.store.read((rx) => oneEvent(rx, id));
}

async function columnsOf(tx: Tx, organizer_id: number, data: EventInput, venue_id: number | null) {
  return {
    status: data.is_active === undefined ? undefined : isOn(data.is_active) ? 'published' : 'draft',
    description: text(data.description),
    site_url: text(data.site_url),
    image_url: text(data.poster),
    venue_id: await venueOf(tx, organizer_id, data, venue_id),
  };
}

const text = (value: string | null | undefined): string | undefined =>
  value === undefined ? undefined : (value ?? '');

/** The place by its name; an address alone is another one of the place that the event has. */
async function venueOf(
  tx: Tx,
  organizer_id: number,
  data: EventInput,
  known: number | null,
): Promise<number | null | undefined> {
  const address_1 = text(data.place_address);
  let name = text(data.place_name)?.trim();
  if (name === undefined && address_1 === undefined) return undefined;
  if (name === undefined && known !== null) name = (await ownRow(tx, 'venue', organizer_id, known)).name;
  if (name !== undefined && name !== '')
    return findOrCreateVenue(tx, { organizer_id, name, address_1: address_1 ?? '' });
  if (address_1 !== undefined && address_1.trim() !== '')
    throw new Fault('invalid_input', { field: 'place_address', reason: 'without place_name' });
  return name === '' ? null : undefined;
}

/** The shows stand in the hall that the event had: it takes another one while it has none. */
async function assertScheme(tx: Tx, event_id: number, hall_id: number | undefined): Promise<void> {
  const elsewhere = await tx.db
    .selectFrom('session')
    .select('id')
    .where('event_id', '=', event_id)
    .where('deleted_at', 'is', null)
    .where('hall_id', 'is not', null)
    .where('hall_id', '!=', hall_id ?? 0)
    .executeTakeFirst();
  if (elsewhere !== undefined)
    throw new Fault('invalid_input', { field: 'scheme_id', reason: 'the event has shows in another' });
}

/** What is named has to be the organizer's. */
async function keptFrom(
  tx: Tx,
  organizer_id: number,
  data: EventInput,
  known: KeptOfEvent,
): Promise<KeptOfEvent> {
  type Asked = number | string | null | undefined;
  const changed = async (
    asked: Asked,
    now: number | undefined,
    find: (id: number | string) => Promise<number>,
  ): Promise<number | undefined> => (asked === undefined ? now : asked === null ? undefined : find(asked));
  const entry = (kind: 'town' | 'ticket_design' | 'mail_text', field: string) => (id: number | string) =>
    namedEntry(tx, organizer_id, kind, field, id);
  const payment_mode_ids: number[] = [];
  for (const id of data.payments ?? []) {
    payment_mode_ids.push(await named(tx, organizer_id, 'payment_mode', 'payments', id));
  }
  return {
    hall_id: await changed(data.scheme_id, known.hall_id, (id) =>
      named(tx, organizer_id, 'hall', 'scheme_id', id),
    ),
    city_id: await changed(data.city_id, known.city_id, entry('town', 'city_id')),
    ticket_design_id: await changed(
      data.ticket_id,
      known.ticket_design_id,
      entry('ticket_design', 'ticket_id'),
    ),
    mail_text_id: await changed(
      data.mail_template_id,
      known.mail_text_id,
      entry('mail_text', 'mail_template_id'),
    ),
    payment_mode_ids: data.payments === undefined ? known.payment_mode_ids : payment_mode_ids,
    external_id: data.external_id === undefined ? known.external_id : (data.external_id ?? undefined),
    place_description:
      data.place_description === undefined ? known.place_description : (data.place_description ?? undefined),
  };
}
