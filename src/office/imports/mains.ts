import type { ForeignTicket } from '../../domain/foreign-records.ts';
import { statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import { linksOf, renewLink } from './links.ts';
import type { Source } from './source.ts';

const setMain = statement<{ id: number; main_ticket_id: number }, never>((db, slot) =>
  db
    .updateTable('ticket')
    .set({ main_ticket_id: slot('main_ticket_id') })
    .where('id', '=', slot('id'))
    .where('order_id', '=', (eb) =>
      eb.selectFrom('ticket as main').select('main.order_id').where('main.id', '=', slot('main_ticket_id')),
    ),
);

/**
 * Says which tickets go with which. Where the main ticket has not come yet, the link forgets how the ticket was seen, so that
 * the next pull looks again.
 */
export async function setMains(tx: Tx, source: Source, tickets: readonly ForeignTicket[]): Promise<void> {
  const going = tickets.filter(({ main_ref, ref }) => main_ref !== undefined && main_ref !== ref);
  if (going.length === 0) return;
  const refs = going.flatMap(({ ref, main_ref }) => [ref, main_ref ?? '']);
  const links = await linksOf(tx, source, 'ticket', refs);
  for (const { ref, main_ref } of going) {
    const ticket = links.get(ref);
    const main = links.get(main_ref ?? '');
    if (ticket === undefined) continue;
    if (main === undefined) {
      await renewLink(tx, source, 'ticket', { ref, local_id: ticket.local_id, digest: '-' });
    } else {
      await tx.run(setMain, { id: ticket.local_id, main_ticket_id: main.local_id });
    }
  }
}
