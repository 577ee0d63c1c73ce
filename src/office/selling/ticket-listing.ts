import { sql } from 'kysely';
import { ByIds } from '../../store/by-ids.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { filled, plain, present } from '../filters/columns.ts';
import type { SqlColumn, SqlColumns } from '../filters/compile.ts';
import type { ListSource } from '../filters/list-page.ts';
import { linkedTo } from './linked-column.ts';
import type { Reach } from './order-reach.ts';

/** All tickets of the organizer, with what the caller adds (columns of instants). */
export function ticketsListing({ organizer_id }: Reach, more: SqlColumns): ListSource {
  return {
    name: 'ticket',
    from: sql`ticket`,
    id: sql.ref('ticket.id'),
    organizer_id: sql.ref('ticket.organizer_id'),
    columns: {
      id: plain('number', 'ticket.id'),
      order_id: plain('number', 'ticket.order_id'),
      main_ticket_id: plain('number', 'ticket.main_ticket_id'),
      event_id: plain('number', 'ticket.event_id'),
      session_id: plain('number', 'ticket.session_id'),
      price_id: plain('number', 'ticket.price_id'),
      offer_id: plain('number', 'ticket.offer_id'),
      zone_id: plain('number', 'ticket.zone_id'),
      place_id: plain('number', 'ticket.place_id'),
      state: plain('text', 'ticket.state'),
      blocked: present('ticket.blocked_at'),
      charged_amount: plain('number', 'ticket.charged_amount'),
      holder_email: filled('ticket.holder_email'),
      holder_last_name: filled('ticket.holder_last_name'),
      foreign_ref: plain('text', 'ticket.foreign_ref'),
      barcode: barcodeColumn(organizer_id),
      foreign_id: linkedTo('ticket', sql.ref('ticket.id'), organizer_id),
      ...more,
    },
  };
}

/** A code, of whichever issuer, is found by its own index. */
function barcodeColumn(organizer_id: number): SqlColumn {
  const id = sql.ref('ticket.id');
  return {
    type: 'text',
    sql: sql`(select code.code from barcode as code where code.ticket_id = ${id} order by code.issuer limit 1)`,
    kindOf: () => '',
    among: (values) => sql`${id} in (select code.ticket_id from barcode as code
      where code.organizer_id = ${organizer_id} and code.code in (${sql.join(values.map((value) => value.bind(String)))}))`,
  };
}

/** A ticket as the office sees it. Instants in ms, amounts in minor units of its order's currency. */
export interface TicketListing extends Omit<
  Row<'ticket'>,
  'organizer_id' | 'promo_code_id' | 'holder_metadata' | 'comment'
> {
  readonly order_label: string;
  readonly order_status: number;
  readonly currency: string;
  readonly price: string;
  readonly event: string;
  readonly session: string | null;
  readonly starts_at: number | null;
  readonly zone: string | null;
  readonly place: string | null;
  readonly row_label: string | null;
  readonly seat_label: string | null;
  readonly place_kind: string | null;
  readonly barcodes: readonly { readonly code: string; readonly issuer: string }[];
  readonly entries_used: number;
  /** null: as many as one likes; undefined: it opens no door */
  readonly entries_allowed: number | null | undefined;
  readonly first_used_at: number | null;
}

const rows = new ByIds((db, ids) =>
  db
    .selectFrom('ticket')
    .innerJoin('order', 'order.id', 'ticket.order_id')
    .innerJoin('order_line', 'order_line.id', 'ticket.order_line_id')
    .innerJoin('event', 'event.id', 'ticket.event_id')
    .leftJoin('session', 'session.id', 'ticket.session_id')
    .leftJoin('zone', 'zone.id', 'ticket.zone_id')
    .leftJoin('place', 'place.id', 'ticket.place_id')
    .select(['ticket.id', 'ticket.order_id', 'ticket.order_line_id', 'ticket.main_ticket_id'])
    .select(['ticket.event_id', 'ticket.session_id', 'ticket.offer_id', 'ticket.price_id'])
    .select(['ticket.zone_id', 'ticket.place_id', 'ticket.state', 'ticket.listed_amount'])
    .select(['ticket.charged_amount', 'ticket.refunded_amount', 'ticket.deducted_amount'])
    .select(['ticket.holder_first_name', 'ticket.holder_last_name', 'ticket.holder_email'])
    .select(['ticket.holder_phone', 'ticket.foreign_ref', 'ticket.created_at', 'ticket.updated_at'])
    .select(['ticket.refunded_at', 'ticket.deleted_at', 'ticket.blocked_at'])
    .select(['order.label as order_label', 'order.status as order_status', 'order.currency'])
    .select(['order_line.title as price', 'event.name as event', 'session.name as session'])
    .select(['session.starts_at', 'zone.name as zone', 'place.code as place', 'place.kind as place_kind'])
    .select(['place.row_label', 'place.seat_label'])
    .where('ticket.id', 'in', ids),
);

const codes = new ByIds((db, ids) =>
  db
    .selectFrom('barcode')
    .select(['ticket_id', 'code', 'issuer'])
    .where('ticket_id', 'in', ids)
    .orderBy('issuer'),
);

const entries = new ByIds((db, ids) =>
  db
    .selectFrom('entitlement')
    .select(['ticket_id', 'allowed', 'used', 'first_used_at'])
    .where('ticket_id', 'in', ids),
);

/** In no order. */
export async function ticketListings(rx: Rx, ids: readonly number[]): Promise<TicketListing[]> {
  const codesOf = Map.groupBy(await codes.read(rx, ids), (row) => row.ticket_id);
  const entriesOf = Map.groupBy(await entries.read(rx, ids), (row) => row.ticket_id);
  return (await rows.read(rx, ids)).map((row) => ({
    ...row,
    barcodes: (codesOf.get(row.id) ?? []).map(({ code, issuer }) => ({ code, issuer })),
    ...entriesIn(entriesOf.get(row.id) ?? []),
  }));
}

type EntryRow = {
  readonly allowed: number | null;
  readonly used: number;
  readonly first_used_at: number | null;
};

/** Of several sessions, the entries of all together; one without a limit lifts it. */
function entriesIn(all: readonly EntryRow[]) {
  const firsts = all.flatMap(({ first_used_at }) => first_used_at ?? []);
  return {
    entries_used: all.reduce((sum, { used }) => sum + used, 0),
    entries_allowed:
      all.length === 0
        ? undefined
        : all.reduce<number | null>(
            (sum, { allowed }) => (sum === null || allowed === null ? null : sum + allowed),
            0,
          ),
    first_used_at: firsts.length === 0 ? null : Math.min(...firsts),
  };
}
