import { formatAmount } from '../../../domain/money.ts';
import { formatOffset } from '../../../domain/local-time.ts';
import { isMainProduct } from '../../../domain/pricing.ts';
import { findEvent, type EventView } from '../../../office/catalogue/list-events.ts';
import { venuesOf, type PlacedEvent } from '../../../office/catalogue/find-public-events.ts';
import type { OfferView } from '../../../office/catalogue/list-offers.ts';
import { profileOf } from '../../../office/catalogue/organizer-profile.ts';
import { requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import { everybody } from '../../../office/served-ids/served-ids.ts';
import type { Row } from '../../../store/tables.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { EventDetails, FoundEvent } from '../shapes.ts';
import { localText } from '../wire.ts';
import type { Caller } from './caller.ts';
import { offersOf, sessionsOf } from './catalogue-lists.ts';
import { reachedOrganizers, reachedThing, shownIds, type Organizer } from './reach.ts';

const no_coordinate = '0.0000000';

/** Everything about one event; `events` holds the one object, as in the document. */
export function eventDetails(
  office: Office,
  caller: Caller,
  id: string,
): Promise<{ last_update: string; events: EventDetails }> {
  requireScope(caller, 'events.read');
  const now = office.surroundings.now();
  return office.store.read(async (rx) => {
    const organizers = await reachedOrganizers(rx, caller);
    const { organizer, id: event_id } = await reachedThing(rx, organizers, 'event', id);
    const event = await findEvent(rx, { organizer_ids: [organizer.id], event_id });
    const venue = (await venuesOf(rx, [event])).get(event_id);
    const [details] = await detailsOf(rx, { office, organizer, now }, [{ event, venue }]);
    if (details === undefined) throw new Error('an event has no details');
    return { last_update: formatOffset(event.updated_at, organizer.zone), events: details };
  });
}

export interface DetailsOf {
  readonly office: Office;
  readonly organizer: Organizer;
  readonly now: number;
}

export async function detailsOf(
  rx: Rx,
  of: DetailsOf,
  events: readonly PlacedEvent[],
): Promise<EventDetails[]> {
  const { organizer } = of;
  const details: EventDetails[] = [];
  const found = await foundEvents(rx, of, events);
  for (const [index, { event }] of events.entries()) {
    const written = found[index];
    if (written === undefined) continue;
    const key = { organizer_id: organizer.id, event_id: event.id };
    const sessions = await sessionsOf(rx, key);
    const offers = await offersOf(rx, { ...key, now: of.now });
    const time = (instant: number | null) => localText(instant, organizer.zone);
    details.push({
      ...written,
      sale_period: salePeriod(offers, time),
      dates: sessions
        .filter(({ status }) => status !== 'cancelled')
        .map(({ starts_at, ends_at }) => ({ start: time(starts_at), end: time(ends_at) })),
      organizer: organizerOf(organizer),
    });
  }
  return details;
}

export async function foundEvents(
  rx: Rx,
  { office, organizer, now }: DetailsOf,
  events: readonly PlacedEvent[],
): Promise<FoundEvent[]> {
  const rows = events.map(({ event }) => event);
  const ids = await shownIds(
    rx,
    organizer.id,
    'event',
    rows.map(({ id }) => id),
  );
  const categories = await categoryIds(rx, rows);
  const found: FoundEvent[] = [];
  for (const { event, venue } of events) {
    const offers = await offersOf(rx, { organizer_id: organizer.id, event_id: event.id, now });
    const time = (instant: number | null) => localText(instant, organizer.zone);
    const { event_category_id: category_id } = event;
    found.push({
      id: ids.get(event.id) ?? '',
      title: event.name,
      site_url: event.site_url,
      description: event.description,
      image: event.image_url,
      category: {
        id: category_id === null ? '' : (categories.get(category_id) ?? ''),
        name: event.category_name ?? '',
      },
      period: { start: time(event.first_starts_at), end: time(event.last_ends_at) },
      price: priceRange(event, offers),
      venue: venueOf(venue, organizer.language),
      extras: { minisite_url: `${office.settings.public_base_url}/` },
    });
  }
  return found;
}

function categoryIds(rx: Rx, events: readonly EventView[]): Promise<Map<number, string>> {
  const ids = events.flatMap(({ event_category_id: id }) => (id === null ? [] : [id]));
  return shownIds(rx, everybody, 'event_category', ids);
}

/** Of what is for everybody: prices that only a code reveals are left out. */
function priceRange(event: EventView, offers: readonly OfferView[]): FoundEvent['price'] {
  const amounts = offers
    .filter(
      ({ hidden, enabled, product_type }) => hidden === 0 && enabled === 1 && !isMainProduct(product_type),
    )
    .map(({ amount }) => amount);
  const text = (amount: number): string => formatAmount(Number.isFinite(amount) ? amount : 0, event.currency);
  return { min: text(Math.min(...amounts)), max: text(Math.max(...amounts)) };
}

function salePeriod(
  offers: readonly OfferView[],
  time: (instant: number | null) => string,
): EventDetails['sale_period'] {
  const known = (times: readonly (number | null)[]): number[] => times.filter((at) => at !== null);
  const opens = known(offers.map(({ opens_at }) => opens_at));
  const closes = known(offers.map(({ closes_at }) => closes_at));
  return {
    start: time(opens.length === 0 ? null : Math.min(...opens)),
    end: time(closes.length === 0 ? null : Math.max(...closes)),
  };
}

function venueOf(venue: Row<'venue'> | undefined, language: string): FoundEvent['venue'] {
  const coordinate = (value: number | null | undefined): string => value?.toFixed(7) ?? no_coordinate;
  return {
    name: venue?.name ?? '',
    address: [venue?.address_1, venue?.address_2]
      .filter((line) => line !== undefined && line !== '')
      .join(', '),
    zip_code: venue?.zip_code ?? '',
    city: venue?.city ?? '',
    state: venue?.province ?? '',
    country: countryOf(venue?.country ?? '', language),
    coordinates: { long: coordinate(venue?.longitude), lat: coordinate(venue?.latitude) },
  };
}

function organizerOf(organizer: Organizer): EventDetails['organizer'] {
  const profile = profileOf(organizer);
  return {
    organization_name: profile.organization_name,
    first_name: profile.first_name,
    last_name: profile.last_name,
    location: {
      address: profile.address,
      zip_code: profile.zip_code,
      city: profile.city,
      state: profile.province,
      country: countryOf(profile.country, organizer.language),
    },
    phone: profile.phone,
    cell_phone: profile.cell_phone,
    fax: profile.fax,
    email: profile.email,
    website: profile.website,
    blog: profile.blog,
  };
}

/** "FR" → "FRANCE", in the organizer's language; without a country the document has null twice. */
function countryOf(code: string, language: string): FoundEvent['venue']['country'] {
  if (!/^[A-Z]{2}$/.test(code)) return { code: null, name: null };
  const names = new Intl.DisplayNames([language, 'fr'], { type: 'region', fallback: 'code' });
  return { code, name: (names.of(code) ?? code).toUpperCase() };
}
