import type { Rx } from '../../../store/transaction.ts';
import { dialect, shownIds } from './reach.ts';

const things_max = 20_000;

const main_types = ['pack', 'subscription'];

/** What many participants of an event share, read once for a list instead of being joined to every row. */
export interface Lookups {
  readonly served_event: string;
  /** served ids of its prices */
  readonly prices: ReadonlyMap<number, string>;
  /** served ids of its dates, where it has several: a single one is shown as 0 */
  readonly dates: ReadonlyMap<number, string>;
  /** sold as main tickets, on which nobody enters */
  readonly main_price_ids: readonly number[];
  /** kinds of which some ids are fixed: where none is, nothing has to be looked up for a page of rows */
  readonly fixed: ReadonlySet<string>;
}

export async function lookupsOf(
  rx: Rx,
  of: { readonly organizer_id: number; readonly event_id: number },
): Promise<Lookups> {
  const { organizer_id, event_id } = of;
  const prices = await rx.db
    .selectFrom('price')
    .select(['id', 'product_type'])
    .where('organizer_id', '=', organizer_id)
    .where((eb) => eb.or([eb('event_id', '=', event_id), eb('event_id', 'is', null)]))
    .limit(things_max)
    .execute();
  const sessions = await rx.db
    .selectFrom('session')
    .select(['id', 'deleted_at'])
    .where('event_id', '=', event_id)
    .limit(things_max)
    .execute();
  const ids = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id);
  const several = sessions.filter(({ deleted_at }) => deleted_at === null).length > 1;
  const events = await shownIds(rx, organizer_id, 'event', [event_id]);
  return {
    served_event: events.get(event_id) ?? '',
    prices: await shownIds(rx, organizer_id, 'price', ids(prices)),
    dates: several ? await shownIds(rx, organizer_id, 'session', ids(sessions)) : new Map(),
    main_price_ids: ids(prices.filter(({ product_type }) => main_types.includes(product_type))),
    fixed: await fixedKinds(rx, organizer_id),
  };
}

/** Of the prices of an event, those on which nobody enters. */
export async function mainPricesOf(
  rx: Rx,
  of: { readonly organizer_id: number; readonly event_id: number },
): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('price')
    .select('id')
    .where('organizer_id', '=', of.organizer_id)
    .where((eb) => eb.or([eb('event_id', '=', of.event_id), eb('event_id', 'is', null)]))
    .where('product_type', 'in', main_types)
    .limit(things_max)
    .execute();
  return rows.map(({ id }) => id);
}

const looked_up = ['ticket', 'order', 'customer'] as const;

async function fixedKinds(rx: Rx, organizer_id: number): Promise<ReadonlySet<string>> {
  const kinds = new Set<string>();
  for (const kind of looked_up) {
    const row = await rx.db
      .selectFrom('served_id')
      .select('local_id')
      .where('organizer_id', '=', organizer_id)
      .where('dialect', '=', dialect)
      .where('kind', '=', kind)
      .limit(1)
      .executeTakeFirst();
    if (row !== undefined) kinds.add(kind);
  }
  return kinds;
}
