import { Fault } from '../../../domain/faults.ts';
import { readConditions } from '../../../domain/filter.ts';
import { columnOf, type SqlColumns } from '../../../office/filters/compile.ts';
import type { KeptTotals } from '../../../office/filters/kept-totals.ts';
import { KeptByKey } from '../../../office/filters/kept-by-key.ts';
import { listPage, type ListSource } from '../../../office/filters/list-page.ts';
import { hasFixedIds } from '../../../office/filters/shown-ids.ts';
import type { Engine } from '../../../store/ddl.ts';
import { statement } from '../../../store/statement.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { ListInput } from '../inputs.ts';
import type { Caller } from './caller.ts';
import type { Speech } from './list-columns.ts';

const dialect = 'qtickets';

/** The words of the caller's first organizer; a token that reaches none does not get in. */
export async function speechOf(rx: Rx, caller: Pick<Caller, 'organizer_ids'>): Promise<Speech> {
  const { organizer_ids } = caller;
  const organizer = await rx.first(wordsOf, { organizer_id: organizer_ids[0] ?? 0 });
  if (organizer === undefined) throw new Fault('forbidden');
  return { zone: organizer.zone, currency: organizer.currency, by: { dialect, organizer_ids } };
}

const wordsOf = statement<{ organizer_id: number }, Omit<Speech, 'by'>>((db, slot) =>
  db.selectFrom('organizer').select(['zone', 'currency']).where('id', '=', slot('organizer_id')),
);

/** A list, and by what it can be asked for. */
export interface Listing {
  /** of what the list is, by whose ids it is ordered */
  readonly kind: string;
  readonly per_page: number;
  /** `fixed`: some of the kind have ids that came from elsewhere */
  columns(engine: Engine, speech: Speech, fixed: boolean): SqlColumns;
  source(columns: SqlColumns): ListSource;
}

const sources_max = 300;
const sources = new KeptByKey<ListSource>(sources_max);

/** Kept, and with it the statements that were built from it: columns depend on nothing but this. */
async function sourceOf(rx: Rx, listing: Listing, speech: Speech): Promise<ListSource> {
  const fixed = await hasFixedIds(rx, speech.by, listing.kind);
  const key = JSON.stringify([listing.kind, rx.engine, speech, fixed]);
  return sources.get(key, () => listing.source(listing.columns(rx.engine, speech, fixed)));
}

export interface PageIds {
  readonly ids: readonly number[];
  readonly paging: { readonly perPage: number; readonly currentPage: number; readonly total: number };
}

/** A page of a list, ascending by id unless asked otherwise. Throws `unknown_filter`, `invalid_input`, `invalid_date`. */
export async function pageIds(
  rx: Rx,
  asked: {
    readonly input: ListInput;
    readonly speech: Speech;
    readonly listing: Listing;
    readonly totals: KeptTotals;
  },
): Promise<PageIds> {
  const { input, speech, listing } = asked;
  const { per_page } = listing;
  const source = await sourceOf(rx, listing, speech);
  const { columns } = source;
  const conditions = readConditions(columns, input.where ?? []);
  const currentPage = Number(input.page ?? 1);
  const order = Object.entries(input.orderBy ?? {}).map(([column, direction]) => {
    const { type } = columnOf(columns, { column });
    if (type === 'numbers' || type === 'texts') throw new Fault('unknown_filter', { column });
    return { column, direction: direction.toLowerCase() as 'asc' | 'desc' };
  });
  const { ids, total } = await listPage(
    rx,
    source,
    {
      organizer_ids: speech.by.organizer_ids,
      conditions,
      order: order.length === 0 ? [{ column: 'id', direction: 'asc' }] : order,
      offset: (currentPage - 1) * per_page,
      limit: per_page,
    },
    asked.totals,
  );
  return { ids, paging: { perPage: per_page, currentPage, total } };
}
