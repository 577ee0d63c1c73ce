import { sql } from 'kysely';
import { ByIds } from '../../store/by-ids.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { plain } from '../filters/columns.ts';
import type { SqlColumns } from '../filters/compile.ts';
import type { ListSource } from '../filters/list-page.ts';
import { whollyOf, type Reach } from './order-reach.ts';

/** The lines of all orders, with what the caller adds; `order` stands in the query. */
export function linesListing({ event_ids }: Reach, more: SqlColumns): ListSource {
  return {
    name: 'order_line',
    from: sql`order_line join "order" on "order".id = order_line.order_id`,
    id: sql.ref('order_line.id'),
    organizer_id: sql.ref('order_line.organizer_id'),
    columns: {
      id: plain('number', 'order_line.id'),
      order_id: plain('number', 'order_line.order_id'),
      kind: plain('text', 'order_line.kind'),
      offer_id: plain('number', 'order_line.offer_id'),
      price_id: plain('number', 'order_line.price_id'),
      promo_code_id: plain('number', 'order_line.promo_code_id'),
      discount_id: plain('number', 'order_line.discount_id'),
      article_id: plain('number', 'order_line.article_id'),
      ticket_id: plain('number', 'order_line.ticket_id'),
      vat_bp: plain('number', 'order_line.vat_bp'),
      ...more,
    },
    belongs: event_ids === undefined ? undefined : whollyOf(event_ids),
  };
}

const rows = new ByIds((db, ids) => db.selectFrom('order_line').selectAll().where('id', 'in', ids));

/** In no order. */
export function linesByIds(rx: Rx, ids: readonly number[]): Promise<Row<'order_line'>[]> {
  return rows.read(rx, ids);
}
