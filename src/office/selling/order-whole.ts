import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { listPayments, type PaymentView } from './list-payments.ts';
import { ticketListings, type TicketListing } from './ticket-listing.ts';

/** An order with all that hangs on it, for the office. Instants in ms, amounts in minor units of its currency. */
export interface OrderWhole {
  readonly order: Row<'order'>;
  readonly event: string | null;
  /** null: none, or one who was erased */
  readonly customer: Row<'customer'> | null;
  /** where it came from */
  readonly application: string | null;
  readonly connection: { readonly id: number; readonly dialect: string; readonly name: string } | null;
  /** what that connection's system calls it */
  readonly foreign_id: string | null;
  readonly user: string | null;
  /** by id, those taken out too */
  readonly lines: readonly Row<'order_line'>[];
  readonly tickets: readonly TicketListing[];
  /** that stand */
  readonly payments: readonly PaymentView[];
  readonly refunds: readonly RefundWhole[];
  readonly answers: readonly Row<'answer'>[];
}

export interface RefundWhole extends Row<'refund'> {
  readonly tickets: readonly { readonly id: number; readonly amount: number; readonly deduction: number }[];
}

/** Throws `not_found`. */
export async function orderWhole(
  rx: Rx,
  { organizer_id, order_id }: { readonly organizer_id: number; readonly order_id: number },
): Promise<OrderWhole> {
  const order = await rx.db
    .selectFrom('order')
    .selectAll()
    .where('id', '=', order_id)
    .where('organizer_id', '=', organizer_id)
    .executeTakeFirst();
  if (order === undefined) throw new Fault('not_found', { kind: 'order', id: order_id });
  const limit = limits.page_rows_max;
  return {
    order,
    ...(await around(rx, order)),
    lines: await rx.db
      .selectFrom('order_line')
      .selectAll()
      .where('order_id', '=', order_id)
      .orderBy('id')
      .execute(),
    tickets: (await ticketListings(rx, await ticketIds(rx, order_id))).toSorted((a, b) => a.id - b.id),
    payments: await listPayments(rx, { organizer_id, order_id, limit }),
    refunds: await refundsOf(rx, order_id),
    answers: await rx.db
      .selectFrom('answer')
      .selectAll()
      .where('order_id', '=', order_id)
      .orderBy('id')
      .execute(),
  };
}

export async function ticketIds(rx: Rx, order_id: number): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('ticket')
    .select('id')
    .where('order_id', '=', order_id)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Who and where: each is a row by its primary key. */
async function around(rx: Rx, order: Row<'order'>) {
  const { event_id, customer_id, application_id, connection_id, user_id } = order;
  const { db } = rx;
  const named = async (table: 'event' | 'application' | 'user', id: number | null) =>
    id === null
      ? null
      : ((await db.selectFrom(table).select('name').where('id', '=', id).executeTakeFirst())?.name ?? null);
  const customer =
    customer_id === null
      ? undefined
      : await db
          .selectFrom('customer')
          .selectAll()
          .where('id', '=', customer_id)
          .where('erased_at', 'is', null)
          .executeTakeFirst();
  const connection =
    connection_id === null
      ? undefined
      : await db
          .selectFrom('connection')
          .select(['id', 'dialect', 'name'])
          .where('id', '=', connection_id)
          .executeTakeFirst();
  return {
    event: await named('event', event_id),
    application: await named('application', application_id),
    user: await named('user', user_id),
    customer: customer ?? null,
    connection: connection ?? null,
    foreign_id: await foreignId(rx, order),
  };
}

async function foreignId(rx: Rx, { id, connection_id }: Row<'order'>): Promise<string | null> {
  if (connection_id === null) return null;
  const row = await rx.db
    .selectFrom('link')
    .select('foreign_id')
    .where('connection_id', '=', connection_id)
    .where('kind', '=', 'order')
    .where('local_id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row?.foreign_id ?? null;
}

async function refundsOf(rx: Rx, order_id: number): Promise<RefundWhole[]> {
  const refunds = await rx.db
    .selectFrom('refund')
    .selectAll()
    .where('order_id', '=', order_id)
    .orderBy('id')
    .execute();
  const parts = await rx.db
    .selectFrom('refund_ticket')
    .innerJoin('refund', 'refund.id', 'refund_ticket.refund_id')
    .select(['refund_id', 'ticket_id as id', 'refund_ticket.amount', 'refund_ticket.deduction'])
    .where('refund.order_id', '=', order_id)
    .orderBy('ticket_id')
    .execute();
  const of = Map.groupBy(parts, (part) => part.refund_id);
  return refunds.map((refund) => ({
    ...refund,
    tickets: (of.get(refund.id) ?? []).map(({ id, amount, deduction }) => ({ id, amount, deduction })),
  }));
}
