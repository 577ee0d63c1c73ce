import type { Row } from '../../store/tables.ts';
import type { Store } from '../../store/transaction.ts';
import { organizerOf } from './organizer.ts';

const remembered_ms = 1000;
const organizers_max = 1000;

/**
 * What an organizer is, remembered for a second as credentials are (docs/decisions/0013): every call of a program asks for
 * it, and it changes once a year. Throws `not_found`.
 */
export function rememberedOrganizers(
  store: Store,
  clock = () => performance.now(),
): (id: number) => Row<'organizer'> | Promise<Row<'organizer'>> {
  const kept = new Map<number, { readonly facts: Row<'organizer'>; readonly read_at: number }>();
  return (id) => {
    const known = kept.get(id);
    const read_at = clock();
    if (known !== undefined && read_at - known.read_at < remembered_ms) return known.facts;
    return store
      .read((rx) => organizerOf(rx, id))
      .then((facts) => {
        if (kept.size >= organizers_max) kept.clear();
        kept.set(id, { facts, read_at });
        return facts;
      });
  };
}
