import { ByIds } from '../../../store/by-ids.ts';
import type { Rx } from '../../../store/transaction.ts';

/**
 * A category of the vendor is what a price stands under: a zone of the hall (or above several stocks), else its price
 * group, else the event as a whole.
 */
export interface CategoryFacts {
  readonly kind: 'zone' | 'price_group' | 'event';
  readonly id: number;
  readonly name: string;
  readonly description: string;
}

interface Placed {
  readonly zone_id: number | null;
  readonly price_group_id: number | null;
  readonly event_id: number;
}

export function categoryOf(offer: Placed): Pick<CategoryFacts, 'kind' | 'id'> {
  if (offer.zone_id !== null) return { kind: 'zone', id: offer.zone_id };
  if (offer.price_group_id !== null) return { kind: 'price_group', id: offer.price_group_id };
  return { kind: 'event', id: offer.event_id };
}

interface Named {
  readonly id: number;
  readonly name: string;
}

const zonesById = new ByIds<Named & { description: string }>((db, ids) =>
  db.selectFrom('zone').select(['id', 'name', 'description']).where('id', 'in', ids),
);
const groupsById = new ByIds<Named>((db, ids) =>
  db.selectFrom('price_group').select(['id', 'name']).where('id', 'in', ids),
);
const eventsById = new ByIds<Named>((db, ids) =>
  db.selectFrom('event').select(['id', 'name']).where('id', 'in', ids),
);

/** The categories of offers by their local ids, which are unique over all kinds. */
export async function categoriesOf(rx: Rx, offers: readonly Placed[]): Promise<Map<number, CategoryFacts>> {
  const wanted = new Map<number, CategoryFacts['kind']>();
  for (const offer of offers) {
    const { id, kind } = categoryOf(offer);
    wanted.set(id, kind);
  }
  const found = new Map<number, CategoryFacts>();
  const ids = (kind: CategoryFacts['kind']) => [...wanted].flatMap(([id, one]) => (one === kind ? [id] : []));
  const [zones, groups, events] = [ids('zone'), ids('price_group'), ids('event')];
  for (const row of await zonesById.read(rx, zones)) found.set(row.id, { kind: 'zone', ...row });
  for (const row of await groupsById.read(rx, groups))
    found.set(row.id, { kind: 'price_group', ...row, description: '' });
  for (const row of await eventsById.read(rx, events))
    found.set(row.id, { kind: 'event', ...row, description: '' });
  return found;
}
