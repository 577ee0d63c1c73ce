import { statement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';

/** What was used of a ticket: first of any of its entitlements, inside with any. */
export interface TicketUse {
  readonly first_used_at: number | null;
  readonly inside: number;
}

const selectUse = statement<{ ticket_id: number }, { first_used_at: number | null; inside: number | null }>(
  (db, slot) =>
    db
      .selectFrom('entitlement')
      .select((eb) => [eb.fn.min('first_used_at').as('first_used_at'), eb.fn.max('inside').as('inside')])
      .where('ticket_id', '=', slot('ticket_id')),
);

export async function useOfTicket(rx: Rx, ticket_id: number): Promise<TicketUse> {
  const use = await rx.first(selectUse, { ticket_id });
  return { first_used_at: use?.first_used_at ?? null, inside: use?.inside ?? 0 };
}
