import { ticketFigures } from '../../../office/admission/figures.ts';
import { requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import type { Caller } from './caller.ts';
import { reachedOrganizers, reachedThing } from './reach.ts';

/** The scans of one price, of all dates or of one: those inside are `in`, those who left are `out`. */
export async function statsOf(
  office: Office,
  caller: Caller,
  id: string,
  wish: { readonly id_date?: string | undefined },
): Promise<{ stats: { total: number; scanned: number; in: number; out: number } }> {
  requireScope(caller, 'attendees.read');
  const { id_date } = wish;
  const wanted = await office.store.read(async (rx) => {
    const organizers = await reachedOrganizers(rx, caller);
    const price = await reachedThing(rx, organizers, 'price', id);
    // 0 is how participants of an event with a single date show theirs
    const any = id_date === undefined || id_date === '0';
    const session = any ? undefined : await reachedThing(rx, [price.organizer], 'session', id_date);
    return { organizer_id: price.organizer.id, price_id: price.id, session_id: session?.id };
  });
  const { total, scanned, inside, out } = await ticketFigures(office.store, wanted);
  return { stats: { total, scanned, in: inside, out } };
}
