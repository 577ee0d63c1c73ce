import { sql, type RawBuilder } from 'kysely';

/**
 * The ids of every attempt with these tickets (one at least), as a subquery. An entry is found from its entitlement, each
 * leading to the one before; an attempt that changed nothing stands in an index of its own (docs/decisions/0016).
 */
export function scanIdsOf(ticket_ids: readonly number[]): RawBuilder<number> {
  const ids = sql.join(ticket_ids);
  return sql<number>`(
    with recursive "linked" ("id") as (
      select "latest_scan_id" from "entitlement" where "ticket_id" in (${ids}) and "latest_scan_id" > 0
      union all
      select s."earlier_scan_id" from "scan" s join "linked" l on l."id" = s."id" where s."earlier_scan_id" > 0)
    select "id" from "linked"
    union all
    select "id" from "scan" where "ticket_id" in (${ids}) and "earlier_scan_id" is null)`;
}
