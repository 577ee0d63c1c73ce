import { sql, type RawBuilder } from 'kysely';
import type { Rx } from '../../store/transaction.ts';

/** What a ticket shows as its price, in minor units. */
export interface ShownAmounts {
  readonly listed: number;
  readonly charged: number;
  readonly refunded: number;
}

/**
 * What tickets show: money sits on the leaves, so a main ticket shows the sum of the leaves that stand as it stands (all that
 * live, while it lives) and of what was refunded of any; a leaf shows its own. Tickets that do not exist are left out.
 */
export async function shownAmounts(
  rx: Rx,
  ticket_ids: readonly number[],
): Promise<Map<number, ShownAmounts>> {
  if (ticket_ids.length === 0) return new Map();
  const rows = await rx.db
    .selectFrom('ticket')
    .leftJoin('ticket as leaf', (join) =>
      join.onRef('leaf.main_ticket_id', '=', 'ticket.id').on('leaf.state', '!=', 'deleted'),
    )
    .select(['ticket.id', ofLeaves('listed_amount').as('listed'), ofLeaves('charged_amount').as('charged')])
    .select(
      sql<number>`case when count("leaf"."id") = 0 then "ticket"."refunded_amount"
        else sum("leaf"."refunded_amount") end`.as('refunded'),
    )
    .where('ticket.id', 'in', ticket_ids)
    .groupBy('ticket.id')
    .execute();
  return new Map(rows.map(({ id, listed, charged, refunded }) => [id, { listed, charged, refunded }]));
}

function ofLeaves(column: 'listed_amount' | 'charged_amount'): RawBuilder<number> {
  return sql<number>`case when count("leaf"."id") = 0 then ${sql.ref(`ticket.${column}`)}
    else sum(case when "leaf"."state" = "ticket"."state" then ${sql.ref(`leaf.${column}`)} else 0 end) end`;
}
