import {
  codeOfStatus,
  isPaid,
  orderStatuses,
  statusOfCode,
  type OrderStatus,
} from '../../../domain/order-life.ts';
import { oneRowEach } from '../../../office/filters/joined-rows.ts';
import type { Rx } from '../../../store/transaction.ts';

/** The tickets of an event with their orders: what tells whether they are listed. */
export function ticketsOfEvent(rx: Rx, event_id: number) {
  return rx.db
    .selectFrom('ticket as t')
    .innerJoin('order as o', 'o.id', 't.order_id')
    .where('t.event_id', '=', event_id);
}

export type TicketQuery = ReturnType<typeof ticketsOfEvent>;

/** Tickets with what of their order, buyer and use a list shows. */
export function selectRows(query: TicketQuery) {
  return query
    .leftJoin('customer as c', 'c.id', 'o.customer_id')
    .leftJoin('entitlement as n', 'n.ticket_id', 't.id')
    .leftJoin('barcode as b', 'b.ticket_id', 't.id')
    .select([
      't.id',
      't.order_id',
      't.price_id',
      't.session_id',
      't.state',
      't.charged_amount',
      't.holder_first_name',
      't.holder_last_name',
      't.holder_email',
      't.holder_metadata',
      't.comment',
      't.foreign_ref',
      't.created_at',
      't.updated_at',
      't.deleted_at',
      't.blocked_at',
      'n.used',
      'n.last_used_at',
      'n.updated_at as used_at',
      'o.status',
      'o.channel',
      'o.connection_id',
      'o.confirmed_at',
      'o.paid as order_paid',
      'o.updated_at as order_updated_at',
      'o.customer_id',
      'c.first_name',
      'c.last_name',
      'c.email',
      'b.code',
      'b.issuer',
    ]);
}

type RowQuery = ReturnType<typeof selectRows>;

/** Rows come as arrays, which are several times faster to read; this names their fields, in the order of the columns. */
type Values = [
  id: number,
  order_id: number,
  price_id: number | null,
  session_id: number | null,
  state: string,
  charged_amount: number,
  holder_first_name: string,
  holder_last_name: string,
  holder_email: string,
  holder_metadata: string,
  comment: string,
  foreign_ref: string | null,
  created_at: number,
  updated_at: number,
  deleted_at: number | null,
  blocked_at: number | null,
  used: number | null,
  last_used_at: number | null,
  used_at: number | null,
  status: number,
  channel: string,
  connection_id: number | null,
  confirmed_at: number | null,
  order_paid: number,
  order_updated_at: number,
  customer_id: number | null,
  first_name: string | null,
  last_name: string | null,
  email: string | null,
  code: string | null,
  issuer: string | null,
];

export interface ParticipantRow {
  readonly id: number;
  readonly order_id: number;
  readonly price_id: number | null;
  readonly session_id: number | null;
  readonly state: string;
  readonly holder_first_name: string;
  readonly holder_last_name: string;
  readonly holder_email: string;
  readonly holder_metadata: string;
  readonly comment: string;
  readonly foreign_ref: string | null;
  readonly created_at: number;
  readonly deleted_at: number | null;
  readonly blocked: boolean;
  readonly paid: boolean;
  readonly channel: string;
  readonly connection_id: number | null;
  readonly customer_id: number | null;
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  used: number;
  last_used_at: number | null;
  /** the last change of the ticket, of its use, or of its order */
  changed_at: number;
  code: string | null;
  issuer: string | null;
}

function rowOf(values: unknown[]): ParticipantRow {
  const row = values as Values;
  return {
    id: row[0],
    order_id: row[1],
    price_id: row[2],
    session_id: row[3],
    state: row[4],
    holder_first_name: row[6],
    holder_last_name: row[7],
    holder_email: row[8],
    holder_metadata: row[9],
    comment: row[10],
    foreign_ref: row[11],
    created_at: row[12],
    deleted_at: row[14],
    blocked: row[15] !== null,
    paid: paidOf({ status: row[19], confirmed_at: row[22], paid: row[23], charged_amount: row[5] }),
    channel: row[20],
    connection_id: row[21],
    customer_id: row[25],
    first_name: row[26] ?? '',
    last_name: row[27] ?? '',
    email: row[28] ?? '',
    used: row[16] ?? 0,
    last_used_at: row[17],
    changed_at: Math.max(row[13], row[18] ?? 0, row[24]),
    code: row[29],
    issuer: row[30],
  };
}

export async function rowsOf(rx: Rx, query: RowQuery): Promise<ParticipantRow[]> {
  return oneRowEach(await rx.lists(query), rowOf, addUse);
}

/** Used when any was, the last time of any. */
function addUse(ticket: ParticipantRow, other: ParticipantRow): void {
  ticket.used = Math.max(ticket.used, other.used);
  ticket.last_used_at = Math.max(ticket.last_used_at ?? 0, other.last_used_at ?? 0) || null;
  ticket.changed_at = Math.max(ticket.changed_at, other.changed_at);
}

const paid_statuses = (Object.keys(orderStatuses) as OrderStatus[]).filter(isPaid).map(codeOfStatus);
const ended_statuses = (['cancelled', 'abandoned'] as const).map(codeOfStatus);

/** Whether the participant is paid; of an order that was given up, whether it had been. `wherePaid` says the same in SQL. */
function paidOf(of: {
  readonly status: number;
  readonly confirmed_at: number | null;
  readonly paid: number;
  readonly charged_amount: number;
}): boolean {
  if (isPaid(statusOfCode(of.status))) return true;
  const ended = ended_statuses.includes(of.status);
  return ended && of.confirmed_at !== null && (of.paid > 0 || of.charged_amount === 0);
}

export function wherePaid(query: TicketQuery): TicketQuery {
  return query.where((eb) =>
    eb.or([
      eb('o.status', 'in', paid_statuses),
      eb.and([
        eb('o.status', 'in', ended_statuses),
        eb('o.confirmed_at', 'is not', null),
        eb.or([eb('o.paid', '>', 0), eb('t.charged_amount', '=', 0)]),
      ]),
    ]),
  );
}
