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

/** The categories of offers by their local ids, which are unique over all kinds. */
export async function categoriesOf(rx: Rx, offers: readonly Placed[]): Promise<Map<number, CategoryFacts>> {
  const wanted = new Map(offers.map((offer) => [categoryOf(offer).id, categoryOf(offer).kind]));
  const found = new Map<number, CategoryFacts>();
  const ids = (kind: CategoryFacts['kind']) => [...wanted].flatMap(([id, one]) => (one === kind ? [id] : []));
  const [zones, groups, events] = [ids('zone'), ids('price_group'), ids('event')];
  if (zones.length > 0) {
    const rows = await rx.db
      .selectFrom('zone')
      .select(['id', 'name', 'description'])
      .where('id', 'in', zones)
      .execute();
    for (const row of rows) found.set(row.id, { kind: 'zone', ...row });
  }
  if (groups.length > 0) {
    const rows = await rx.db
      .selectFrom('price_group')
      .select(['id', 'name'])
      .where('id', 'in', groups)
      .execute();
    for (const row of rows) found.set(row.id, { kind: 'price_group', ...row, description: '' });
  }
  if (events.length > 0) {
    const rows = await rx.db.selectFrom('event').select(['id', 'name']).where('id', 'in', events).execute();
    for (const row of rows) found.set(row.id, { kind: 'event', ...row, description: '' });
  }
  return found;
}
