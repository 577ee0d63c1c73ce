import { oneRowEach } from '../../../office/filters/joined-rows.ts';
import type { Rx } from '../../../store/transaction.ts';

/** The tickets of an event with what of their order, buyer and place a list shows. */
export function selectRows(rx: Rx, event_id: number) {
  return rx.db
    .selectFrom('ticket as t')
    .innerJoin('order as o', 'o.id', 't.order_id')
    .leftJoin('customer as c', 'c.id', 'o.customer_id')
    .leftJoin('promo_code as k', 'k.id', 't.promo_code_id')
    .leftJoin('place as l', 'l.id', 't.place_id')
    .leftJoin('entitlement as n', 'n.ticket_id', 't.id')
    .leftJoin('barcode as b', 'b.ticket_id', 't.id')
    .select((eb) => [
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
      't.foreign_ref',
      'n.first_used_at',
      'n.inside',
      't.created_at',
      't.updated_at',
      'n.updated_at as used_at',
      'o.updated_at as order_updated_at',
      'o.created_at as ordered_at',
      'o.paid_at',
      'o.status',
      'o.total',
      'o.channel',
      'o.language',
      'o.secret',
      'o.foreign_ref as order_ref',
      'o.metadata as order_metadata',
      'c.first_name',
      'c.last_name',
      'c.email',
      'k.label as promo_label',
      'l.code as place_code',
      'b.code',
      'b.issuer',
      eb
        .selectFrom('payment as p')
        .select('p.method')
        .whereRef('p.order_id', '=', 'o.id')
        .where('p.deleted_at', 'is', null)
        .orderBy('p.id')
        .limit(1)
        .as('payment_method'),
    ])
    .where('t.event_id', '=', event_id);
}

export type RowQuery = ReturnType<typeof selectRows>;
export type AttendeeRow = Awaited<ReturnType<RowQuery['execute']>>[number];

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
  foreign_ref: string | null,
  first_used_at: number | null,
  inside: number | null,
  created_at: number,
  updated_at: number,
  used_at: number | null,
  order_updated_at: number,
  ordered_at: number,
  paid_at: number | null,
  status: number,
  total: number,
  channel: string,
  language: string | null,
  secret: string,
  order_ref: string | null,
  order_metadata: string,
  first_name: string | null,
  last_name: string | null,
  email: string | null,
  promo_label: string | null,
  place_code: string | null,
  code: string | null,
  issuer: string | null,
  payment_method: string | null,
];

function rowOf(values: unknown[]): AttendeeRow {
  const row = values as Values;
  return {
    id: row[0],
    order_id: row[1],
    price_id: row[2],
    session_id: row[3],
    state: row[4],
    charged_amount: row[5],
    holder_first_name: row[6],
    holder_last_name: row[7],
    holder_email: row[8],
    holder_metadata: row[9],
    foreign_ref: row[10],
    first_used_at: row[11],
    inside: row[12],
    created_at: row[13],
    // a scan writes the entitlement alone, a payment or another buyer the order: the row shows them, so they are changes of it
    updated_at: Math.max(row[14], row[15] ?? 0, row[16]),
    used_at: row[15],
    order_updated_at: row[16],
    ordered_at: row[17],
    paid_at: row[18],
    status: row[19],
    total: row[20],
    channel: row[21],
    language: row[22],
    secret: row[23],
    order_ref: row[24],
    order_metadata: row[25],
    first_name: row[26],
    last_name: row[27],
    email: row[28],
    promo_label: row[29],
    place_code: row[30],
    code: row[31],
    issuer: row[32],
    payment_method: row[33],
  };
}

export async function rowsOf(rx: Rx, query: RowQuery): Promise<AttendeeRow[]> {
  return oneRowEach(await rx.lists(query), rowOf, addUse);
}

/** First used when any was, inside with any, changed with any. */
function addUse(ticket: AttendeeRow, other: AttendeeRow): void {
  const times = [ticket.first_used_at, other.first_used_at].filter((time) => time !== null);
  ticket.first_used_at = times.length === 0 ? null : Math.min(...times);
  ticket.inside = Math.max(ticket.inside ?? 0, other.inside ?? 0);
  ticket.updated_at = Math.max(ticket.updated_at, other.updated_at);
}
