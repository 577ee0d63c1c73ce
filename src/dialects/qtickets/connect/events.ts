import type { ForeignRecord } from '../../../domain/foreign-records.ts';
import { parseInstant } from '../../../domain/local-time.ts';
import { amountFromNumber } from '../../../domain/money.ts';
import { PeerTrouble, type RefusedRecord } from '../../../hub/port.ts';
import { unread } from '../../unread.ts';
import type { Ask } from '../connect.ts';
import { heardEvent, idOf, type HeardEvent, type HeardShow } from './heard.ts';

const pages_max = 100_000;
/** As many as one likes, in the words of an office like this one. */
const without_limit = 1_000_000;

export interface ToldEvents {
  readonly events: readonly HeardEvent[];
  readonly records: ForeignRecord[];
  readonly refused: readonly RefusedRecord[];
}

/** All events, deleted ones too: tickets of them may still be there. */
export async function toldEvents(ask: Ask, zone: string): Promise<ToldEvents> {
  const events: HeardEvent[] = [];
  const records: ForeignRecord[] = [];
  const refused: RefusedRecord[] = [];
  for (let page = 1; page < pages_max; page += 1) {
    const { data, paging } = await ask((api) => api.events({ input: { orderBy: { id: 'asc' }, page } }));
    for (const told of data) {
      try {
        const event = heardEvent(told);
        records.push(...eventRecords(event, zone));
        events.push(event);
      } catch (error) {
        refused.push({ kind: 'event', ref: idOf(told), ...unread(error), payload: told });
      }
    }
    if (data.length < paging.perPage) break;
  }
  return { events, records, refused };
}

/** A show that is off, or deleted with its tickets still there, sells nothing more. */
function eventRecords(event: HeardEvent, zone: string): ForeignRecord[] {
  const at = (text: string | null | undefined): number | undefined =>
    text === null || text === undefined ? undefined : parseInstant(text, zone);
  const event_ref = String(event.id);
  const isGone = isDeleted(event);
  const starts = event.shows.flatMap((show) => (isDeleted(show) ? [] : (at(show.start_date) ?? [])));
  const place = event.place_name ?? '';
  const records: ForeignRecord[] = [
    {
      kind: 'event',
      ref: event_ref,
      name: event.name,
      description: event.description ?? '',
      starts_at: starts.length === 0 ? undefined : Math.min(...starts),
      currency: event.currency_id,
      venue: place === '' ? undefined : { name: place, address: event.place_address ?? '' },
      published: Number(event.is_active) === 1 && !isGone,
    },
  ];
  for (const show of event.shows) {
    const starts_at = at(show.start_date);
    if (starts_at === undefined) continue;
    const ref = String(show.id);
    const ends_at = at(show.finish_date);
    records.push({
      kind: 'session',
      ref,
      event_ref,
      name: '',
      starts_at,
      ends_at,
      closed: isOff(event, show),
    });
  }
  return [...records, ...priceRecords(event)];
}

const isOff = (event: HeardEvent, show: HeardShow): boolean =>
  isDeleted(event) || isDeleted(show) || Number(show.is_active ?? 1) === 0;

const isDeleted = ({ deleted_at }: { deleted_at?: string | null }): boolean =>
  deleted_at !== null && deleted_at !== undefined;

/** Each price once, for the shows that ask it and are on; where none is, nothing is sold at it. */
function priceRecords(event: HeardEvent): ForeignRecord[] {
  const asked = event.shows.flatMap((show) => (show.prices ?? []).map((price) => ({ price, show })));
  return [...Map.groupBy(asked, ({ price }) => price.id).values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    const { price } = first;
    const shows = of.map(({ show }) => show);
    const on = shows.filter((show) => !isOff(event, show));
    // an event without dates has one show, which is no session
    const isDated = shows.every(({ start_date }) => typeof start_date === 'string');
    const session_refs = (on.length === 0 ? shows : on).map(({ id }) => String(id));
    return [
      {
        kind: 'price' as const,
        ref: String(price.id),
        event_ref: String(event.id),
        name: price.name ?? String(price.default_price),
        amount: amountFromNumber(price.default_price, event.currency_id),
        session_refs: isDated ? session_refs : undefined,
        // each session says for itself whether it is on again
        closed: on.length === 0 ? true : isDated ? undefined : false,
      },
    ];
  });
}

/** How many seats shows to come have: each place once, whatever its price levels. */
export async function addCapacities(
  ask: Ask,
  { events, records }: ToldEvents,
  { zone, now }: { readonly zone: string; readonly now: number },
): Promise<void> {
  for (const show of showsToCome(events, zone, now)) {
    const told = await unlessRefused(() =>
      ask((api) =>
        api.seats({
          params: { id: show.id },
          input: { flat: true, select: ['root_id', 'max_quantity', 'related_seats'] },
        }),
      ),
    );
    // what goes with other seats, such as an abonement, is no place of its own
    const alone = Object.values(told?.data ?? {}).filter(
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

/** Undefined for a show that the vendor does not tell of by itself, such as one that went since it was listed. */
async function unlessRefused<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof PeerTrouble && error.kind === 'refused') return undefined;
    throw error;
  }
}

function showsToCome(events: readonly HeardEvent[], zone: string, now: number): HeardShow[] {
  return events
    .filter((event) => !isDeleted(event))
    .flatMap((event) => event.shows)
    .filter((show) => {
      const end = show.finish_date ?? show.start_date;
      return !isDeleted(show) && typeof end === 'string' && parseInstant(end, zone) >= now;
    });
}

/** Barcodes that open a show and that no order told of: somebody has to look where they come from. */
export async function strangeBarcodes(
  ask: Ask,
  { events }: ToldEvents,
  { codes, zone, now }: { readonly codes: ReadonlySet<string>; readonly zone: string; readonly now: number },
): Promise<RefusedRecord[]> {
  const refused: RefusedRecord[] = [];
  for (const show of showsToCome(events, zone, now)) {
    const listed = await unlessRefused(() =>
      ask((api) => api.barcodes({ params: { id: show.id }, input: {} })),
    );
    for (const payload of listed ?? []) {
      if (payload.barcode === undefined || codes.has(payload.barcode)) continue;
      const reason = 'opens a show, but no order holds it';
      const why = { code: 'no_order', params: { barcode: payload.barcode } } as const;
      refused.push({ kind: 'ticket', ref: `barcode ${payload.barcode}`, reason, why, payload });
    }
  }
  return refused;
}
