import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { findEvent, type EventView } from '../catalogue/list-events.ts';
import { organizerOf } from '../catalogue/organizer.ts';

/** Where an event's tickets are sold. `public_base_url` has no final slash. */
export function shopLink(public_base_url: string, event_id: number): string {
  return `${public_base_url}/shop/${event_id.toString(36)}`;
}

/** The event behind `/shop/`; undefined for a text that is no such link. */
export function parseShopKey(text: string): number | undefined {
  const id = /^[0-9a-z]{1,11}$/.test(text) ? Number.parseInt(text, 36) : Number.NaN;
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

export interface ShopEntry {
  readonly event: EventView;
  readonly organizer: Row<'organizer'>;
}

/** A published event with who sells it: what anybody may see. Throws `not_found`. */
export async function shopEntry(rx: Rx, event_id: number): Promise<ShopEntry> {
  const row = await rx.db
    .selectFrom('event')
    .select('organizer_id')
    .where('id', '=', event_id)
    .where('status', '=', 'published')
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', { kind: 'event', id: event_id });
  const { organizer_id } = row;
  const event = await findEvent(rx, { organizer_ids: [organizer_id], event_id });
  return { event, organizer: await organizerOf(rx, organizer_id) };
}
