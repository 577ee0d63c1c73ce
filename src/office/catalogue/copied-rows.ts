import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';

/** New ids by old ones. */
export type Ids = ReadonlyMap<number, number>;

/** What a copy is made with. */
export interface Copying {
  readonly organizer_id: number;
  /** of the event that is copied, and of the new one */
  readonly from_id: number;
  readonly event_id: number;
  /** to when what happens at an instant is moved */
  readonly shift: (instant: number | null) => number | null;
  /** only what belongs to sessions is copied, into the event itself */
  readonly of_sessions?: boolean;
}

/** What is set by nobody, or anew. */
const anew = new Set(['id', 'event_id', 'created_at', 'updated_at', 'deleted_at', 'taken', 'reserved']);

/** What a row has that its copy has too. */
export function fieldsOf<T extends object>(row: T): Omit<T, 'id' | 'event_id' | 'created_at' | 'updated_at'> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !anew.has(name))) as T;
}

type OfEvent = 'session' | 'price_group' | 'price' | 'pool' | 'offer' | 'question' | 'add_on';

const withDeleted: ReadonlySet<OfEvent> = new Set<OfEvent>(['price_group', 'pool', 'question']);

/** The living rows of an event. */
export async function rowsOfEvent<K extends OfEvent>(rx: Rx, kind: K, event_id: number): Promise<Row<K>[]> {
  // Kysely types a table by its name: one that stands for all keeps the query typed
  let query = rx.db
    .selectFrom(kind as 'offer')
    .selectAll()
    .where('event_id', '=', event_id)
    .orderBy('id');
  if (!withDeleted.has(kind)) query = query.where('deleted_at', 'is', null);
  return (await query.execute()) as unknown as Row<K>[];
}

/** Pools that the copied event has for itself: others, which events share, stay what its copy draws from. */
export async function ownPoolIds(rx: Rx, event_id: number): Promise<ReadonlySet<number>> {
  return new Set((await rowsOfEvent(rx, 'pool', event_id)).map(({ id }) => id));
}
