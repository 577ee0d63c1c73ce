import type { ForeignRecord } from '../../../domain/foreign-records.ts';
import { formatOffset, parseInstant } from '../../../domain/local-time.ts';
import { amountFromNumber } from '../../../domain/money.ts';
import type { PulledPage, PullWish, RefusedRecord } from '../../../hub/port.ts';
import type { Ask } from '../connect.ts';
import type { EventWire, ShowWire } from '../event-shapes.ts';
import type { Order } from '../shapes.ts';
import { ticketRecords } from './tickets.ts';

const pages_max = 100_000;
/** As many as one likes, in the words of an office like this one. */
const without_limit = 1_000_000;

export interface PullSettings {
  readonly zone: string;
  readonly now: number;
  /** full pulls ask how many seats shows to come have */
  readonly capacities: boolean;
}

/**
 * Events with their shows and prices first, then the orders that changed since the last pull (less the overlap), in the order
 * of their changes. The next page starts where the last one ended, so that an order which moves to the end while the list is
 * read pushes no other one out of it. A full pull also holds the barcodes of shows to come against what the orders told.
 */
export async function* pullSales(
  ask: Ask,
  wish: PullWish,
  settings: PullSettings,
): AsyncGenerator<PulledPage> {
  const events = await allEvents(ask);
  const records = events.flatMap((event) => eventRecords(event, settings.zone));
  if (wish.full && settings.capacities) await addCapacities(ask, events, { records, ...settings });
  yield { records, refused: [] };
  const from = wish.full ? 0 : Math.max(0, Number(wish.cursor ?? 0) - wish.overlap_ms);
  const shows = new Set(records.flatMap((record) => (record.kind === 'session' ? [record.ref] : [])));
  const codes = new Set<string>();
  let newest = Number(wish.cursor ?? 0);
  for await (const page of changedOrders(ask, from, settings.zone)) {
    const tickets: ForeignRecord[] = [];
    const refused: RefusedRecord[] = [];
    for (const order of page) {
      newest = Math.max(newest, parseInstant(order.updated_at, settings.zone));
      const told = ticketRecords(order, settings.zone, shows);
      tickets.push(...told.records);
      refused.push(...told.refused);
      for (const basket of order.baskets) {
        for (const { barcode } of [basket, ...basket.related_baskets])
          if (barcode !== null) codes.add(barcode);
      }
    }
    yield { records: tickets, refused, cursor: String(newest) };
  }
  const strange = wish.full ? await strangeBarcodes(ask, events, { codes, ...settings }) : [];
  yield { records: [], refused: strange, cursor: String(newest) };
}

async function allEvents(ask: Ask): Promise<EventWire[]> {
  const events: EventWire[] = [];
  for (let page = 1; page < pages_max; page += 1) {
    const told = await ask((api) => api.events({ input: { orderBy: { id: 'asc' }, page } }));
    events.push(...told.data);
    if (told.data.length < told.paging.perPage) break;
  }
  return events.filter((event) => event.deleted_at === null);
}

function eventRecords(event: EventWire, zone: string): ForeignRecord[] {
  const at = (text: string | null): number | undefined =>
    text === null ? undefined : parseInstant(text, zone);
  const event_ref = String(event.id);
  const shows = event.shows.filter((show) => show.deleted_at === null);
  const starts = shows.flatMap((show) => at(show.start_date) ?? []);
  const records: ForeignRecord[] = [
    {
      kind: 'event',
      ref: event_ref,
      name: event.name,
      description: event.description,
      starts_at: starts.length === 0 ? undefined : Math.min(...starts),
      currency: event.currency_id,
      venue: event.place_name === '' ? undefined : { name: event.place_name, address: event.place_address },
      published: event.is_active === 1,
    },
  ];
  for (const show of shows) {
    const starts_at = at(show.start_date);
    if (starts_at === undefined) continue;
    records.push({
      kind: 'session',
      ref: String(show.id),
      event_ref,
      name: '',
      starts_at,
      ends_at: at(show.finish_date),
    });
    records.push(...priceRecords(event, show));
  }
  return records;
}

function priceRecords(event: EventWire, show: ShowWire): ForeignRecord[] {
  return show.prices.map((price) => ({
    kind: 'price',
    ref: String(price.id),
    event_ref: String(event.id),
    name: price.name ?? String(price.default_price),
    amount: amountFromNumber(price.default_price, event.currency_id),
  }));
}

interface Looking extends PullSettings {
  readonly records: ForeignRecord[];
}

/** Each place once, whatever its price levels. */
async function addCapacities(
  ask: Ask,
  events: readonly EventWire[],
  { records, zone, now }: Looking,
): Promise<void> {
  for (const show of showsToCome(events, zone, now)) {
    const { data } = await ask((api) =>
      api.seats({
        params: { id: show.id },
        input: { flat: true, select: ['root_id', 'max_quantity', 'related_seats'] },
      }),
    );
    // what goes with other seats, such as an abonement, is no place of its own
    const alone = Object.values(data).filter(
      ({ related_seats }) => !Array.isArray(related_seats) || related_seats.length === 0,
    );
    const places = new Map(alone.map((seat) => [String(seat['root_id']), Number(seat['max_quantity'])]));
    const limited = [...places.values()].filter((many) => many < without_limit);
    const capacity = limited.reduce((sum, many) => sum + many, 0);
    const at = records.findIndex((record) => record.kind === 'session' && record.ref === String(show.id));
    const session = records[at];
    if (session?.kind === 'session' && limited.length > 0) records[at] = { ...session, capacity };
  }
}

function showsToCome(events: readonly EventWire[], zone: string, now: number): ShowWire[] {
  return events
    .flatMap((event) => event.shows)
    .filter((show) => {
      const end = show.finish_date ?? show.start_date;
      return end !== null && parseInstant(end, zone) >= now;
    });
}

/** Barcodes that open a show and that no order told of: somebody has to look where they come from. */
async function strangeBarcodes(
  ask: Ask,
  events: readonly EventWire[],
  { codes, zone, now }: PullSettings & { readonly codes: ReadonlySet<string> },
): Promise<RefusedRecord[]> {
  const refused: RefusedRecord[] = [];
  for (const show of showsToCome(events, zone, now)) {
    const listed = await ask((api) => api.barcodes({ params: { id: show.id }, input: {} }));
    for (const payload of listed) {
      if (payload.barcode === undefined || codes.has(payload.barcode)) continue;
      const reason = 'opens a show, but no order holds it';
      refused.push({ kind: 'ticket', ref: `barcode ${payload.barcode}`, reason, payload });
    }
  }
  return refused;
}

/** Pages of orders that changed at or after the instant. */
async function* changedOrders(ask: Ask, from: number, zone: string): AsyncGenerator<Order[]> {
  let since = from;
  let page = 1;
  let seen = new Set<string>();
  for (let pages = 0; pages < pages_max; pages += 1) {
    const where =
      since === 0 ? [] : [{ column: 'updated_at', operator: '>=', value: formatOffset(since, zone) }];
    const told = await ask((api) =>
      api.orders({ input: { where, orderBy: { updated_at: 'asc', id: 'asc' }, page } }),
    );
    const fresh = told.data.filter((order) => !seen.has(`${order.id} ${order.updated_at}`));
    yield fresh;
    if (told.data.length < told.paging.perPage) return;
    const last = parseInstant(told.data.at(-1)?.updated_at ?? '', zone);
    // very many of one second: they are paged through, else the next page starts at the last one's second
    page = last > since ? 1 : page + 1;
    if (last > since) seen = new Set(told.data.map((order) => `${order.id} ${order.updated_at}`));
    else for (const order of told.data) seen.add(`${order.id} ${order.updated_at}`);
    since = last;
  }
}
