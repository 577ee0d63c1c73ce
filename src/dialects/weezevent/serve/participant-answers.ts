import { Fault } from '../../../domain/faults.ts';
import { requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import type { AnswerRow } from '../shapes.ts';
import type { Caller } from './caller.ts';
import { answersOf } from './page-extras.ts';
import { reachedOrganizers, reachedThing } from './reach.ts';

/** What who enters has answered; when nothing was, what the buyer has. */
export function listAnswers(office: Office, caller: Caller, id: string): Promise<{ answers: AnswerRow[] }> {
  requireScope(caller, 'attendees.read');
  return office.store.read(async (rx) => {
    const organizers = await reachedOrganizers(rx, caller);
    const ticket = await reachedThing(rx, organizers, 'ticket', id);
    const row = await rx.db
      .selectFrom('ticket')
      .select('order_id')
      .where('id', '=', ticket.id)
      .executeTakeFirst();
    if (row === undefined) throw new Fault('not_found', { kind: 'ticket' });
    const { ofTickets, ofOrders } = await answersOf(rx, [row.order_id]);
    return { answers: ofTickets.get(ticket.id) ?? ofOrders.get(row.order_id) ?? [] };
  });
}
