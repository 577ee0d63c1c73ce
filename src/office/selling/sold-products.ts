import type { Kysely } from 'kysely';
import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { statement } from '../../store/statement.ts';
import type { Tables } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { scanIdsOf } from '../admission/scans-of-tickets.ts';
import { filterValues } from '../catalogue/page.ts';

export interface ProductsFilter {
  readonly organizer_id: number;
  readonly ids?: readonly number[] | undefined;
  readonly order_id?: number | undefined;
  readonly main_ticket_id?: number | undefined;
  /** the buyer */
  readonly customer_id?: number | undefined;
  /** valid tickets alone; else those that are held as well */
  readonly valid?: boolean | undefined;
  readonly limit: number;
  readonly offset?: number | undefined;
}

/** Rows of one answer: an order has at most as many tickets. */
const rows_max = limits.order_tickets_max;

/**
 * Living tickets with all that stands on them, in the order of their ids: what was bought, where, for when, by whom, and
 * whether it was used. Those of an order that was given up, refunded and removed ones are no products any more.
 */
export async function listProducts(rx: Rx, filter: ProductsFilter): Promise<SoldProduct[]> {
  const { limit, offset = 0 } = filter;
  if (!Number.isSafeInteger(limit) || limit < 0 || limit > rows_max)
    throw new Fault('invalid_input', { field: 'limit', most: rows_max });
  if (limit === 0) return [];
  let query = productsQuery(rx.db)
    .where('ticket.organizer_id', '=', filter.organizer_id)
    .where('ticket.state', 'in', filter.valid === true ? ['valid'] : ['held', 'valid'])
    .orderBy('ticket.id')
    .limit(limit)
    .offset(offset);
  const { ids, order_id, main_ticket_id, customer_id } = filter;
  if (ids !== undefined) query = query.where('ticket.id', 'in', filterValues('ids', ids));
  if (order_id !== undefined) query = query.where('ticket.order_id', '=', order_id);
  if (main_ticket_id !== undefined) query = query.where('ticket.main_ticket_id', '=', main_ticket_id);
  if (customer_id !== undefined) query = query.where('order.customer_id', '=', customer_id);
  return marked(rx, await query.execute());
}

/** The products of one order, by a statement that is compiled once: what a sale answers with. */
export async function productsOfOrder(
  rx: Rx,
  input: { readonly organizer_id: number; readonly order_id: number },
): Promise<SoldProduct[]> {
  return marked(
    rx,
    await rx.run(selectOfOrder, { organizer_id: input.organizer_id, order_id: input.order_id }),
  );
}

async function marked(rx: Rx, rows: readonly ProductRow[]): Promise<SoldProduct[]> {
  const marks = await marksOf(rx, rows);
  // onto the row itself: rows of SQLite are slow to copy
  return rows.map((row) => Object.assign(row, marks.get(row.id) ?? noMarks));
}

type ProductRow = Awaited<ReturnType<ReturnType<typeof productsQuery>['execute']>>[number];

export type SoldProduct = ProductRow & Marks;

const selectOfOrder = statement<{ organizer_id: number; order_id: number }, ProductRow>((db, slot) =>
  productsQuery(db)
    .where('ticket.order_id', '=', slot('order_id'))
    .where('ticket.organizer_id', '=', slot('organizer_id'))
    .where('ticket.state', 'in', ['held', 'valid'])
    .orderBy('ticket.id'),
);

function productsQuery(db: Kysely<Tables>) {
  return db
    .selectFrom('ticket')
    .innerJoin('order', 'order.id', 'ticket.order_id')
    .innerJoin('order_line', 'order_line.id', 'ticket.order_line_id')
    .innerJoin('event', 'event.id', 'ticket.event_id')
    .leftJoin('price', 'price.id', 'ticket.price_id')
    .leftJoin('price_group', 'price_group.id', 'price.price_group_id')
    .leftJoin('session', 'session.id', 'ticket.session_id')
    .leftJoin('hall', 'hall.id', 'session.hall_id')
    .leftJoin('venue', (join) =>
      join.on((eb) =>
        eb('venue.id', '=', eb.fn.coalesce('session.venue_id', 'hall.venue_id', 'event.venue_id')),
      ),
    )
    .leftJoin('zone', 'zone.id', 'ticket.zone_id')
    .leftJoin('place', 'place.id', 'ticket.place_id')
    .leftJoin('customer', 'customer.id', 'order.customer_id')
    .leftJoin('promo_code', 'promo_code.id', 'ticket.promo_code_id')
    .select(['ticket.id', 'ticket.order_id', 'ticket.event_id', 'ticket.session_id', 'ticket.price_id'])
    .select([
      'ticket.main_ticket_id',
      'ticket.state',
      'ticket.zone_id',
      'ticket.place_id',
      'ticket.updated_at',
    ])
    .select(['ticket.listed_amount', 'ticket.charged_amount', 'ticket.created_at'])
    .select(['ticket.holder_first_name', 'ticket.holder_last_name', 'ticket.holder_email'])
    .select(['ticket.holder_metadata', 'ticket.comment'])
    .select(['order.label as order_label', 'order.currency', 'order.language', 'order.application_id'])
    .select(['order_line.title', 'price.description as price_description', 'price.product_type'])
    .select(['price.price_group_id', 'price_group.name as price_group_name'])
    .select(['event.name as event_name', 'event.presenting_label', 'event.notes as event_notes'])
    .select(['session.starts_at', 'session.ends_at', 'session.notes as session_notes'])
    .select(['session.kind as session_kind', 'hall.name as hall_name'])
    .select(['venue.name as venue_name', 'venue.address_1', 'venue.zip_code', 'venue.city'])
    .select(['zone.name as zone_name', 'zone.description as zone_description'])
    .select(['place.kind as place_kind', 'place.row_label', 'place.seat_label'])
    .select(['customer.first_name as buyer_first_name', 'customer.last_name as buyer_last_name'])
    .select(['promo_code.label as promo_label', 'promo_code.description as promo_description']);
}

/** The code at the gate, the entries, and the last entry that was made. */
interface Marks {
  readonly barcode: string | null;
  /** null: as many as one likes; 0: opens no door */
  readonly entries_allowed: number | null;
  readonly entries_used: number;
  readonly inside: boolean;
  readonly last_used_at: number | null;
  /** the device, or where the word came from */
  readonly used_by: string;
}

const noMarks: Marks = {
  barcode: null,
  entries_allowed: 0,
  entries_used: 0,
  inside: false,
  last_used_at: null,
  used_by: '',
};

async function marksOf(rx: Rx, rows: readonly ProductRow[]): Promise<Map<number, Marks>> {
  const valid = rows.filter(({ state }) => state === 'valid').map(({ id }) => id);
  const marks = new Map<number, Marks>();
  // what is held has no code yet, and opens no door
  for (let from = 0; from < valid.length; from += limits.filter_values_max) {
    await addMarks(rx, valid.slice(from, from + limits.filter_values_max), marks);
  }
  return marks;
}

async function addMarks(rx: Rx, ids: readonly number[], marks: Map<number, Marks>): Promise<void> {
  const entries = await rx.db
    .selectFrom('entitlement')
    .select(['ticket_id', 'allowed', 'used', 'inside', 'last_used_at'])
    .where('ticket_id', 'in', ids)
    .execute();
  for (const { ticket_id, allowed, used, inside, last_used_at } of entries) {
    const before = marks.get(ticket_id) ?? noMarks;
    marks.set(ticket_id, {
      ...before,
      entries_allowed:
        before.entries_allowed === null || allowed === null ? null : before.entries_allowed + allowed,
      entries_used: before.entries_used + used,
      inside: before.inside || inside === 1,
      last_used_at: Math.max(before.last_used_at ?? 0, last_used_at ?? 0) || null,
    });
  }
  const codes = await rx.db
    .selectFrom('barcode')
    .select(['ticket_id', 'code'])
    .where('ticket_id', 'in', ids)
    // the last one stays: our own issuer is the empty text
    .orderBy('issuer', 'desc')
    .execute();
  for (const { ticket_id, code } of codes) {
    const before = ticket_id === null ? undefined : marks.get(ticket_id);
    if (ticket_id !== null && before !== undefined) marks.set(ticket_id, { ...before, barcode: code });
  }
  const used = [...marks].filter(([, mark]) => mark.entries_used > 0).map(([id]) => id);
  if (used.length === 0) return;
  const scans = await rx.db
    .selectFrom('scan')
    .select(['ticket_id', 'device', 'source'])
    .where('id', 'in', scanIdsOf(used))
    .where('direction', '=', 'in')
    .where('outcome', 'in', ['admitted', 'reported'])
    .orderBy('scanned_at')
    .execute();
  for (const { ticket_id, device, source } of scans) {
    const before = ticket_id === null ? undefined : marks.get(ticket_id);
    if (ticket_id !== null && before !== undefined)
      marks.set(ticket_id, { ...before, used_by: device === '' ? source : device });
  }
}
