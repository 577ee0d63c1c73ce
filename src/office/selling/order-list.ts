import { sql } from 'kysely';
import { codeOfStatus } from '../../domain/order-life.ts';
import { inJson, plain, present, whether } from '../filters/columns.ts';
import type { SqlColumn, SqlColumns } from '../filters/compile.ts';
import type { ListSource } from '../filters/list-page.ts';
import { bornId, shownId, type ShownBy } from '../filters/shown-ids.ts';
import type { Engine } from '../../store/ddl.ts';

const organizer_id = sql.ref('order.organizer_id');

/** What orders can be filtered and ordered by; `fixed`: some have ids that came from elsewhere. */
export function orderColumns(by: ShownBy, fixed: boolean) {
  const shown = (kind: string, id: string): SqlColumn => shownId(by, kind, { id: sql.ref(id), organizer_id });
  return {
    id: fixed ? shown('order', 'order.id') : bornId(sql.ref('order.id')),
    label: plain('text', 'order.label'),
    /** the front of its secret, by which a client that made it knows it */
    secret_start: { type: 'text', sql: sql`substr(${sql.ref('order.secret')}, 1, 10)` },
    paid: present('order.paid_at'),
    paid_at: plain('number', 'order.paid_at'),
    created_at: plain('number', 'order.created_at'),
    updated_at: plain('number', 'order.updated_at'),
    cancelled_at: plain('number', 'order.cancelled_at'),
    expires_at: plain('number', 'order.expires_at'),
    /** held without an end; the clock has given up what has no end any more either */
    endless: whether(
      sql`${sql.ref('order.paid_at')} is null and ${sql.ref('order.expires_at')} is null
        and ${sql.ref('order.status')} not in (${sql.lit(codeOfStatus('cancelled'))}, ${sql.lit(codeOfStatus('abandoned'))})`,
    ),
    event_id: shown('event', 'order.event_id'),
    customer_id: shown('customer', 'order.customer_id'),
    user_id: shown('user', 'order.user_id'),
    currency: plain('text', 'order.currency'),
    charged: { type: 'number', sql: sumOf('charged_amount') },
    listed: { type: 'number', sql: sumOf('listed_amount') },
    promo_code_id: fromLines('promo_code_id', by, 'promo_code'),
    discount_id: fromLines('discount_id', by, 'discount'),
  } satisfies SqlColumns;
}

/** A field that a dialect keeps in the order's metadata; with a kind, the id of such a thing. */
export function keptInOrder(
  engine: Engine,
  type: 'number' | 'text' | 'flag',
  path: readonly string[],
  of?: { readonly by: ShownBy; readonly kind: string },
): SqlColumn {
  const column = inJson(engine, type, 'order.metadata', path);
  return of === undefined ? column : shownId(of.by, of.kind, { id: column.sql, organizer_id });
}

/** What its tickets cost that were not taken out of it; a main ticket costs what its leaves do. */
function sumOf(column: 'charged_amount' | 'listed_amount') {
  return sql`(select coalesce(sum(${sql.ref(`sold.${column}`)}), 0) from ticket as sold
    where sold.order_id = ${sql.ref('order.id')} and sold.state != 'deleted'
    and not exists (select 1 from ticket as leaf where leaf.main_ticket_id = sold.id))`;
}

/** The first of its lines that has one says it for the order. */
function fromLines(column: 'promo_code_id' | 'discount_id', by: ShownBy, kind: string): SqlColumn {
  const id = sql`(select ${sql.ref(`line.${column}`)} from order_line as line
    where line.order_id = ${sql.ref('order.id')} and ${sql.ref(`line.${column}`)} is not null
    order by line.id limit 1)`;
  return shownId(by, kind, { id, organizer_id });
}

/** Orders that hold or held tickets: what is sold without one is the till's matter. */
export function orderList(columns: SqlColumns): ListSource {
  return {
    name: 'order',
    from: sql`"order"`,
    id: sql.ref('order.id'),
    organizer_id,
    columns,
    belongs: sql`${sql.ref('order.event_id')} is not null`,
  };
}
