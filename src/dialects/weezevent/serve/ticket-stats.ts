import { Fault } from '../../../domain/faults.ts';
import { ticketFigures } from '../../../office/admission/figures.ts';
import { requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx } from '../../../store/transaction.ts';
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
    // sold no more, it is still scanned
    const price = await reachedThing(rx, organizers, 'price', id, { deleted_too: true });
    // 0 is how participants of an event with a single date show theirs
    const any = id_date === undefined || id_date === '0';
    const session = any
      ? undefined
      : await reachedThing(rx, [price.organizer], 'session', id_date, { deleted_too: true });
    if (session !== undefined) await requireDateOf(rx, price.id, session.id);
    return { organizer_id: price.organizer.id, price_id: price.id, session_id: session?.id };
  });
  const { total, scanned, inside, out } = await ticketFigures(office.store, wanted);
  return { stats: { total, scanned, in: inside, out } };
}

/** A date of an event that does not have the price is none of its dates. Throws `not_found`. */
async function requireDateOf(rx: Rx, price_id: number, session_id: number): Promise<void> {
  const found = await rx.db
    .selectFrom('session as s')
    .innerJoin('offer as o', 'o.event_id', 's.event_id')
    .select('s.id')
    .where('s.id', '=', session_id)
    .where('o.price_id', '=', price_id)
    .limit(1)
    .executeTakeFirst();
  if (found === undefined) throw new Fault('not_found', { kind: 'session' });
}
