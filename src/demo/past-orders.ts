import { parseLocal } from '../domain/local-time.ts';
import { scanCode } from '../office/admission/scan.ts';
import { findOrCreateCustomer } from '../office/customers/find-or-create.ts';
import { refundTickets } from '../office/selling/refund.ts';
import { sell } from '../office/selling/request.ts';
import type { SoldOrder } from '../office/selling/sale.ts';
import { fixServedId } from '../office/served-ids/served-ids.ts';
import type { Tx } from '../store/transaction.ts';
import type { ParkOffers } from './park.ts';

interface PastOrder {
  readonly bought: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  /** codes of products, one ticket each */
  readonly products: readonly string[];
  readonly foreign_ref?: string;
  readonly afterwards?: 'used' | 'refunded';
}

/** The attendee of the document comes first. */
const documented: PastOrder = {
  bought: '2026-05-15 10:30:00',
  first_name: 'Jean',
  last_name: 'Dupont',
  email: 'jean@email.com',
  products: ['BW-LUGE-4T'],
  foreign_ref: 'BW-XXXXXX',
};
const documented_order_id = '12345678';
const documented_barcode = '6743097169';

const others: readonly PastOrder[] = [
  {
    bought: '2026-05-16 09:12:41',
    first_name: 'Marie',
    last_name: 'Lefèvre',
    email: 'marie.lefevre@example.com',
    products: ['BW-LUGE-6T', 'BW-LUGE-6T', 'BW-PONEY'],
  },
  {
    bought: '2026-05-17 14:03:05',
    first_name: 'Karim',
    last_name: 'Benali',
    email: 'karim.benali@example.com',
    products: ['BW-LUGE-JOUR'],
    afterwards: 'used',
  },
  {
    bought: '2026-05-18 18:45:30',
    first_name: 'Sophie',
    last_name: 'Moreau',
    email: 'sophie.moreau@example.com',
    products: ['BW-TIR-20', 'BW-TROTT-20'],
    afterwards: 'refunded',
  },
  {
    bought: '2026-05-20 20:21:00',
    first_name: 'Paul',
    last_name: 'Girard',
    email: 'paul.girard@example.com',
    products: ['BW-CADEAU-LUGE4', 'BW-CADEAU-PONEY'],
  },
];

const hour_ms = 3_600_000;

/** Orders that were made before the demo was opened, at their own instants. */
export async function sellPastOrders(
  tx: Tx,
  input: { organizer_id: number; zone: string; offers: ParkOffers },
): Promise<void> {
  const { organizer_id } = input;
  const first = await sellPast(tx, input, documented);
  await fixServedId(tx, {
    organizer_id,
    dialect: 'billetweb',
    kind: 'order',
    local_id: first.order_id,
    served_id: documented_order_id,
  });
  // the barcode that the document prints, in the place of the one just drawn
  await tx.db
    .updateTable('barcode')
    .set({ code: documented_barcode })
    .where('ticket_id', '=', first.tickets[0]?.id ?? 0)
    .execute();
  for (const order of others) await sellPast(tx, input, order);
}

async function sellPast(
  tx: Tx,
  input: { organizer_id: number; zone: string; offers: ParkOffers },
  order: PastOrder,
): Promise<SoldOrder> {
  const { organizer_id, zone, offers } = input;
  const { first_name, last_name, email } = order;
  const bought_at = parseLocal(order.bought, zone);
  const then: Tx = { ...tx, now: bought_at };
  const customer_id = await findOrCreateCustomer(then, { organizer_id, email, first_name, last_name });
  const sold = await sell(then, {
    organizer_id,
    channel: 'billetweb',
    customer_id,
    confirm: true,
    payment: { amount: 'total', method: 'card' },
    foreign_ref: order.foreign_ref,
    requests: order.products.map((code) => ({
      offer_id: offerOf(offers, code),
      quantity: 1,
      holders: [{ first_name, last_name, email }],
    })),
  });
  const [ticket] = sold.tickets;
  const later: Tx = { ...tx, now: bought_at + 26 * hour_ms };
  if (order.afterwards === 'used') {
    await scanCode(later, { organizer_id, ticket_id: ticket?.id, direction: 'in', source: 'gate' });
  }
  if (order.afterwards === 'refunded' && ticket !== undefined) {
    await refundTickets(later, {
      organizer_id,
      order_id: sold.order_id,
      ticket_ids: [ticket.id],
      deduction: 0,
    });
  }
  return sold;
}

function offerOf(offers: ParkOffers, code: string): number {
  const offer_id = offers.get(code);
  if (offer_id === undefined) throw new Error(`The demo has no product ${code}`);
  return offer_id;
}
