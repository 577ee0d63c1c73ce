import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { filterValues, pageLimit, pageOf, type Page, type PageRequest } from './page.ts';
import { group_depth_max } from './price.ts';

const tree_groups_max = 5_000;
const tree_prices_max = 20_000;

export interface PriceFilter extends PageRequest {
  readonly organizer_ids: readonly number[];
  readonly event_ids?: readonly number[] | undefined;
  readonly ids?: readonly number[] | undefined;
  readonly code?: string | undefined;
  readonly updated_from?: number | undefined;
  /** deleted ones too, as their tickets still name them */
  readonly deleted?: boolean | undefined;
}

/** Prices by id. */
export async function listPrices(rx: Rx, filter: PriceFilter): Promise<Page<Row<'price'>>> {
  const limit = pageLimit(filter);
  let query = rx.db
    .selectFrom('price')
    .selectAll()
    .where('organizer_id', 'in', filterValues('organizer_ids', filter.organizer_ids))
    .where('id', '>', filter.after ?? 0)
    .orderBy('id')
    .limit(limit + 1);
  if (filter.deleted !== true) query = query.where('deleted_at', 'is', null);
  if (filter.event_ids !== undefined) {
    query = query.where('event_id', 'in', filterValues('event_ids', filter.event_ids));
  }
  if (filter.ids !== undefined) query = query.where('id', 'in', filterValues('ids', filter.ids));
  if (filter.code !== undefined) query = query.where('code', '=', filter.code);
  if (filter.updated_from !== undefined) query = query.where('updated_at', '>=', filter.updated_from);
  return pageOf(await query.execute(), limit);
}

/** A group with its prices and the groups below it, each in order of position. */
export interface PriceGroupNode {
  readonly id: number;
  readonly name: string;
  readonly position: number;
  readonly prices: Row<'price'>[];
  readonly groups: PriceGroupNode[];
}

export interface PriceTree {
  readonly groups: PriceGroupNode[];
  /** of no group */
  readonly prices: Row<'price'>[];
}

/** The prices of an event as they are shown, groups in groups to any depth. Groups without prices are in it too. */
export async function priceTree(
  rx: Rx,
  input: { organizer_id: number; event_id: number },
): Promise<PriceTree> {
  const groups = await rx.db
    .selectFrom('price_group')
    .select(['id', 'name', 'position', 'parent_id'])
    .where('event_id', '=', input.event_id)
    .where('organizer_id', '=', input.organizer_id)
    .orderBy('position')
    .orderBy('id')
    .limit(tree_groups_max)
    .execute();
  const prices = await rx.db
    .selectFrom('price')
    .selectAll()
    .where('event_id', '=', input.event_id)
    .where('organizer_id', '=', input.organizer_id)
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .limit(tree_prices_max)
    .execute();
  const byGroup = Map.groupBy(prices, (price) => price.price_group_id);
  const byParent = Map.groupBy(groups, (group) => group.parent_id);
  const below = (parent_id: number | null, depth: number): PriceGroupNode[] =>
    depth > group_depth_max
      ? []
      : (byParent.get(parent_id) ?? []).map(({ id, name, position }) => ({
          id,
          name,
          position,
          prices: byGroup.get(id) ?? [],
          groups: below(id, depth + 1),
        }));
  return { groups: below(null, 1), prices: byGroup.get(null) ?? [] };
}
