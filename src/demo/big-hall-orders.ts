import { parseInstant } from '../domain/local-time.ts';
import { findOrCreateCustomer } from '../office/customers/find-or-create.ts';
import { cancelOrder } from '../office/selling/cancel.ts';
import { sell } from '../office/selling/request.ts';
import type { Tx } from '../store/transaction.ts';
import type { BigHall } from './big-hall.ts';
import {
  holdChangedTicket,
  sellScannedTickets,
  takenRequests,
  takenTickets,
  type Fix,
} from './qtickets-samples.ts';

const buyer = { email: 'username@gmail.com', first_name: 'Иван', last_name: 'Петров', phone: '+79100000000' };
const holder = { ...buyer, metadata: { middle_name: 'Петрович' } };

/** Order 4360 of the document: its three seats with their ids and barcodes. */
const documented = {
  order_id: 4360,
  uniqid: 'z7rkjcV2BV',
  ordered_at: '2019-07-30T12:50:36+03:00',
  paid_at: '2019-07-30T12:50:52+03:00',
  reserved_to: '2019-07-31T12:50:36+03:00',
  tickets: [
    {
      id: 63993,
      zone: 'CENTER_PARTERRE',
      seat: '21;12',
      barcode: '877076325904',
      at: '2019-07-30T12:49:47+03:00',
    },
    {
      id: 63994,
      zone: 'CENTER_PARTERRE',
      seat: '21;11',
      barcode: '877344688530',
      at: '2019-07-30T12:49:50+03:00',
    },
    {
      id: 63995,
      zone: 'CENTER_BALCONY',
      seat: '1;14',
      barcode: '875606411179',
      at: '2019-07-30T12:49:54+03:00',
    },
  ],
} as const;

/**
 * The orders that the document names: 4360 with its three seats and what its samples delete and refund (88344, 88402, and an
 * abonement of 88374 to 88377), 11538 which was given up, 140844 which may still change.
 */
export async function sellDocumentedOrders(tx: Tx, fix: Fix, hall: BigHall): Promise<void> {
  const { organizer_id } = hall;
  const paid_at = parseInstant(documented.paid_at);
  const then: Tx = { ...tx, now: paid_at };
  const customer_id = await findOrCreateCustomer(then, { organizer_id, ...buyer });
  await fix('customer', customer_id, 235);
  await sellDocumented(then, fix, hall, customer_id);
  const sale = { organizer_id, channel: 'qtickets', customer_id } as const;
  const given_up = await sell(tx, {
    ...sale,
    confirm: true,
    requests: [{ offer_id: hall.offers.get('DANCE') ?? 0, quantity: 1, holders: [holder] }],
  });
  await fix('order', given_up.order_id, 11_538);
  await cancelOrder(tx, { organizer_id, order_id: given_up.order_id, reason: 'DELETE orders/{id}/baskets' });
  await sellScannedTickets(tx, hall, customer_id);
  await holdChangedTicket(tx, fix, hall, customer_id);
  for (const [email, first_name, last_name, middle_name, phone, served_id] of [
    ['ivanov@gmail.com', 'Иван', 'Иванович', 'Иванов', '', 337],
    ['sergeev@gmail.com', 'Сергей', 'Сергеевич', 'Сергеев', '+79190001234', 10],
  ] as const) {
    const metadata = { middle_name };
    const person = { email, first_name, last_name, phone, metadata };
    const id = await findOrCreateCustomer(tx, { organizer_id, ...person });
    await fix('customer', id, served_id);
  }
}

async function sellDocumented(tx: Tx, fix: Fix, hall: BigHall, customer_id: number): Promise<void> {
  const { organizer_id, offers, places } = hall;
  const site = await tx.db
    .selectFrom('directory_entry')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('kind', '=', 'site')
    .executeTakeFirst();
  const qtickets = {
    site_id: site?.id,
    payment_mode_id: hall.payment_mode_id,
    payment_type_id: 'bankcard',
    basket_user_id: 2111,
    reserved_to: parseInstant(documented.reserved_to),
  };
  const sold = await sell(tx, {
    organizer_id,
    channel: 'qtickets',
    customer_id,
    confirm: true,
    payment: { amount: 'total', method: 'card' },
    metadata: {
      custom: { var1: 'val1', var2: 'val2' },
      fields: { organization_name: 'ИП Петров' },
      integrations: { roistat: { roistat_visit: '100018' } },
      qtickets,
    },
    fixed_amounts: true,
    requests: [
      ...documented.tickets.map(({ zone, seat }) => ({
        offer_id: offers.get(zone) ?? 0,
        quantity: 1,
        place_ids: [places.get(`${zone}-${seat}`) ?? 0],
        holders: [holder],
      })),
      ...takenRequests(hall, { parts: hall.pack_parts, before: documented.tickets.length, holder }),
    ],
  });
  const { order_id } = sold;
  await fix('order', order_id, documented.order_id);
  await tx.db
    .updateTable('order')
    .set({
      created_at: parseInstant(documented.ordered_at),
      secret: `${documented.uniqid}${sold.secret.slice(10)}`,
    })
    .where('id', '=', order_id)
    .execute();
  for (const [index, { id, barcode, at }] of documented.tickets.entries()) {
    const ticket_id = sold.tickets[index]?.id ?? 0;
    await fix('ticket', ticket_id, id);
    await tx.db.updateTable('barcode').set({ code: barcode }).where('ticket_id', '=', ticket_id).execute();
    await tx.db
      .updateTable('ticket')
      .set({ created_at: parseInstant(at) })
      .where('id', '=', ticket_id)
      .execute();
  }
  for (const [index, id] of takenTickets.entries()) {
    await fix('ticket', sold.tickets[documented.tickets.length + index]?.id ?? 0, id);
  }
}
