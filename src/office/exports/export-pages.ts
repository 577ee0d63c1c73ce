import { statusOfCode } from '../../domain/order-life.ts';
import { priceQuotas } from '../catalogue/price-quotas.ts';
import type { Rx, Store } from '../../store/transaction.ts';

/** Rows of one page: memory holds one at a time, whatever the number of rows. */
const page_rows = 1_000;

export interface ExportOf {
  readonly organizer_id: number;
  readonly event_id?: number | undefined;
}

export type ExportRow = Readonly<Record<string, string | number | null>>;

/** What can be exported: its columns come from its rows, its pages follow the ids, each read by itself. */
export interface Export {
  readonly columns: readonly string[];
  count(rx: Rx, of: ExportOf): Promise<number>;
  page(rx: Rx, of: ExportOf, after: number): Promise<readonly (ExportRow & { readonly id: number })[]>;
}

/** The pages of an export, in the order of the ids. What is sold meanwhile may come along, nothing comes twice. */
export async function* exportPages(
  store: Store,
  kind: Export,
  of: ExportOf,
): AsyncGenerator<readonly ExportRow[]> {
  let after = 0;
  for (;;) {
    const position = after;
    const rows = await store.read((rx) => kind.page(rx, of, position));
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    if (rows.length < page_rows) return;
    after = last.id;
  }
}

async function counted(
  rx: Rx,
  table: 'ticket' | 'order' | 'event' | 'price',
  { organizer_id, event_id }: ExportOf,
): Promise<number> {
  let query = rx.db
    .selectFrom(table as 'ticket')
    .select((eb) => eb.fn.countAll<number>().as('many'))
    .where('organizer_id', '=', organizer_id);
  if (event_id !== undefined) query = query.where(table === 'event' ? 'id' : 'event_id', '=', event_id);
  return (await query.executeTakeFirstOrThrow()).many;
}

const tickets: Export = {
  columns: [
    'id',
    'order_id',
    'order_ref',
    'sold_at',
    'state',
    'event_id',
    'event',
    'price_id',
    'price_code',
    'price',
    'seat',
    'first_name',
    'last_name',
    'email',
    'phone',
    'barcode',
    'amount',
    'refunded_amount',
    'currency',
    'order_status',
    'used_at',
    'buyer_email',
    'channel',
    'ticket_ref',
  ],
  count: (rx, of) => counted(rx, 'ticket', of),
  async page(rx, { organizer_id, event_id }, after) {
    let query = rx.db
      .selectFrom('ticket as t')
      .innerJoin('order as o', 'o.id', 't.order_id')
      .innerJoin('event as e', 'e.id', 't.event_id')
      .leftJoin('price as p', 'p.id', 't.price_id')
      .leftJoin('place as l', 'l.id', 't.place_id')
      .leftJoin('customer as c', 'c.id', 'o.customer_id')
      .select((eb) => [
        't.id',
        't.order_id',
        'o.label as order_ref',
        't.created_at as sold_at',
        't.state',
        't.event_id',
        'e.name as event',
        't.price_id',
        'p.code as price_code',
        'p.name as price',
        'l.code as seat',
        't.holder_first_name as first_name',
        't.holder_last_name as last_name',
        't.holder_email as email',
        't.holder_phone as phone',
        eb
          .selectFrom('barcode as b')
          .select('b.code')
          .whereRef('b.ticket_id', '=', 't.id')
          .orderBy('b.issuer')
          .limit(1)
          .as('barcode'),
        't.charged_amount as amount',
        't.refunded_amount',
        'o.currency',
        'o.status',
        eb
          .selectFrom('entitlement as n')
          .select((of) => of.fn.min('n.first_used_at').as('first_used_at'))
          .whereRef('n.ticket_id', '=', 't.id')
          .as('used_at'),
        'c.email as buyer_email',
        'o.channel',
        't.foreign_ref as ticket_ref',
      ])
      .where('t.organizer_id', '=', organizer_id)
      .where('t.id', '>', after)
      .orderBy('t.id')
      .limit(page_rows);
    if (event_id !== undefined) query = query.where('t.event_id', '=', event_id);
    const rows = await query.execute();
    return rows.map(({ status, ...row }) => ({ ...row, order_status: statusOfCode(status) }));
  },
};

const orders: Export = {
  columns: [
    'id',
    'label',
    'status',
    'channel',
    'event_id',
    'created_at',
    'confirmed_at',
    'paid_at',
    'total',
    'paid',
    'refunded',
    'currency',
    'first_name',
    'last_name',
    'email',
    'foreign_ref',
  ],
  count: (rx, of) => counted(rx, 'order', of),
  async page(rx, { organizer_id, event_id }, after) {
    let query = rx.db
      .selectFrom('order as o')
      .leftJoin('customer as c', 'c.id', 'o.customer_id')
      .select([
        'o.id',
        'o.label',
        'o.status',
        'o.channel',
        'o.event_id',
        'o.created_at',
        'o.confirmed_at',
        'o.paid_at',
        'o.total',
        'o.paid',
        'o.refunded',
        'o.currency',
        'c.first_name',
        'c.last_name',
        'c.email',
        'o.foreign_ref',
      ])
      .where('o.organizer_id', '=', organizer_id)
      .where('o.id', '>', after)
      .orderBy('o.id')
      .limit(page_rows);
    if (event_id !== undefined) query = query.where('o.event_id', '=', event_id);
    const rows = await query.execute();
    return rows.map((row) => ({ ...row, status: statusOfCode(row.status) }));
  },
};

const events: Export = {
  columns: ['id', 'name', 'status', 'starts_at', 'ends_at', 'currency', 'description'],
  count: (rx, of) => counted(rx, 'event', of),
  page: (rx, { organizer_id, event_id }, after) => {
    let query = rx.db
      .selectFrom('event')
      .select(['id', 'name', 'status', 'starts_at', 'ends_at', 'currency', 'description'])
      .where('organizer_id', '=', organizer_id)
      .where('deleted_at', 'is', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(page_rows);
    if (event_id !== undefined) query = query.where('id', '=', event_id);
    return query.execute();
  },
};

const prices: Export = {
  columns: [
    ...['id', 'event_id', 'event', 'name', 'code', 'amount', 'currency', 'vat_bp', 'minimum', 'maximum'],
    'capacity',
  ],
  count: (rx, of) => counted(rx, 'price', of),
  async page(rx, { organizer_id, event_id }, after) {
    let query = rx.db
      .selectFrom('price as p')
      .leftJoin('event as e', 'e.id', 'p.event_id')
      .select([
        'p.id',
        'p.event_id',
        'e.name as event',
        'p.name',
        'p.code',
        'p.amount',
        'p.currency',
        'p.vat_bp',
        'p.minimum',
        'p.maximum',
      ])
      .where('p.organizer_id', '=', organizer_id)
      .where('p.deleted_at', 'is', null)
      .where('p.id', '>', after)
      .orderBy('p.id')
      .limit(page_rows);
    if (event_id !== undefined) query = query.where('p.event_id', '=', event_id);
    const rows = await query.execute();
    const quotas = await priceQuotas(
      rx,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => {
      // what is of several, or shared, is no number that an import could give to one price
      const [quota, another] = quotas.get(row.id) ?? [];
      const own = another === undefined && quota?.shared === false;
      return { ...row, capacity: own ? quota.capacity : null };
    });
  },
};

export const exportKinds = { tickets, orders, events, prices } as const;
