import { sql, type SqlBool } from 'kysely';
import { filled, plain } from '../filters/columns.ts';
import type { SqlColumn, SqlColumns } from '../filters/compile.ts';
import type { ListSource } from '../filters/list-page.ts';
import { bornHere, bornId, boundLocalId, isBorn, shownId, type ShownBy } from '../filters/shown-ids.ts';

const organizer_id = sql.ref('ticket.organizer_id');

/** What tickets can be filtered and ordered by; `fixed`: some have ids that came from elsewhere. */
export function ticketColumns(by: ShownBy, fixed: boolean) {
  const shown = (kind: string, id: string): SqlColumn => shownId(by, kind, { id: sql.ref(id), organizer_id });
  return {
    id: fixed ? shown('ticket', 'ticket.id') : bornId(sql.ref('ticket.id')),
    order_id: shown('order', 'ticket.order_id'),
    event_id: shown('event', 'ticket.event_id'),
    date_id: dateColumn(shown('session', 'ticket.session_id')),
    barcode: barcodeColumn(by),
    listed: { type: 'number', sql: shownAmount('listed_amount') },
    charged: { type: 'number', sql: shownAmount('charged_amount') },
    created_at: plain('number', 'ticket.created_at'),
    updated_at: plain('number', 'ticket.updated_at'),
    deleted_at: plain('number', 'ticket.deleted_at'),
    refunded_at: plain('number', 'ticket.refunded_at'),
    used_at: { type: 'number', sql: first_used },
    holder_email: filled('ticket.holder_email'),
    holder_phone: filled('ticket.holder_phone'),
    holder_first_name: filled('ticket.holder_first_name'),
    holder_last_name: filled('ticket.holder_last_name'),
    comment: filled('ticket.comment'),
    zone_code: {
      type: 'text',
      sql: sql`(select zone.code from zone where zone.id = ${sql.ref('ticket.zone_id')})`,
    },
    place_code: {
      type: 'text',
      sql: sql`(select place.code from place where place.id = ${sql.ref('ticket.place_id')})`,
    },
  } satisfies SqlColumns;
}

/** Money sits on the leaves: a main ticket shows the sum over those that stand as it stands (see `shown-amounts.ts`). */
function shownAmount(column: 'listed_amount' | 'charged_amount') {
  const leaves = sql`from ticket as leaf where leaf.main_ticket_id = ${sql.ref('ticket.id')}`;
  return sql`case when exists (select 1 ${leaves}) then
    (select coalesce(sum(${sql.ref(`leaf.${column}`)}), 0) ${leaves} and leaf.state = ${sql.ref('ticket.state')})
    else ${sql.ref(`ticket.${column}`)} end`;
}

/** Its session; a ticket for any date of its event is told by the event. */
function dateColumn(session: SqlColumn): SqlColumn {
  const any = sql<SqlBool>`${sql.ref('ticket.session_id')} is null`;
  const event_id = sql.ref('ticket.event_id');
  return {
    type: 'number',
    sql: sql`case when ${any} then ${bornHere(event_id)} else ${session.sql} end`,
    kindOf: session.kindOf,
    among: (values) => {
      const events = values.filter(isBorn).map(boundLocalId);
      const inSession = session.among?.(values) ?? sql<SqlBool>`1 = 0`;
      if (events.length === 0) return inSession;
      return sql<SqlBool>`(${inSession} or (${any} and ${event_id} in (${sql.join(events)})))`;
    },
  };
}

const first_used = sql`(select min(entry.first_used_at) from entitlement as entry where entry.ticket_id = ${sql.ref('ticket.id')})`;

/** A barcode is found by its own index, not by looking through all tickets; unpaid tickets show none. */
function barcodeColumn({ organizer_ids }: ShownBy): SqlColumn {
  const isPaid = sql<SqlBool>`exists (select 1 from "order" as sold
    where sold.id = ${sql.ref('ticket.order_id')} and sold.paid_at is not null)`;
  return {
    type: 'text',
    sql: sql`(select code.code from barcode as code where code.ticket_id = ${sql.ref('ticket.id')} and ${isPaid}
      order by code.issuer limit 1)`,
    among: (values) =>
      sql<SqlBool>`${sql.ref('ticket.id')} in (select code.ticket_id from barcode as code
        where code.organizer_id in (${sql.join(organizer_ids)}) and code.code in (${sql.join(values.map((value) => value.bind()))})) and ${isPaid}`,
  };
}

export function ticketList(columns: SqlColumns): ListSource {
  return { name: 'ticket', from: sql`ticket`, id: sql.ref('ticket.id'), organizer_id, columns };
}
