import { Fault } from '../../../domain/faults.ts';
import { readConditions } from '../../../domain/filter.ts';
import { columnOf, type SqlColumns } from '../../../office/filters/compile.ts';
import type { KeptTotals } from '../../../office/filters/kept-totals.ts';
import { listPage, type ListSource } from '../../../office/filters/list-page.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { ListInput } from '../inputs.ts';
import type { Caller } from './caller.ts';
import type { Speech } from './list-columns.ts';

const dialect = 'qtickets';

/** The words of the caller's first organizer; a token that reaches none does not get in. */
export async function speechOf(rx: Rx, caller: Pick<Caller, 'organizer_ids'>): Promise<Speech> {
  const { organizer_ids } = caller;
  const organizer = await rx.db
    .selectFrom('organizer')
    .select(['zone', 'currency'])
    .where('id', '=', organizer_ids[0] ?? 0)
    .executeTakeFirst();
  if (organizer === undefined) throw new Fault('forbidden');
  return { ...organizer, by: { dialect, organizer_ids } };
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
    readonly caller: Caller;
    readonly columns: SqlColumns;
    readonly source: (columns: SqlColumns) => ListSource;
    readonly per_page: number;
    readonly totals: KeptTotals;
  },
): Promise<PageIds> {
  const { input, caller, columns, per_page } = asked;
  const conditions = readConditions(columns, input.where ?? []);
  const currentPage = Number(input.page ?? 1);
  const order = Object.entries(input.orderBy ?? {}).map(([column, direction]) => {
    const { type } = columnOf(columns, { column });
    if (type === 'numbers' || type === 'texts') throw new Fault('unknown_filter', { column });
    return { column, direction: direction.toLowerCase() as 'asc' | 'desc' };
  });
  const { ids, total } = await listPage(
    rx,
    asked.source(columns),
    {
      organizer_ids: caller.organizer_ids,
      conditions,
      order: order.length === 0 ? [{ column: 'id', direction: 'asc' }] : order,
      offset: (currentPage - 1) * per_page,
      limit: per_page,
    },
    asked.totals,
  );
  return { ids, paging: { perPage: per_page, currentPage, total } };
}
