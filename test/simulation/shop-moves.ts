import { applyCode } from '../../src/office/selling/apply-code.ts';
import { changeParticulars } from '../../src/office/selling/change-particulars.ts';
import { changePayment } from '../../src/office/selling/change-payment.ts';
import { listOrders } from '../../src/office/selling/list-orders.ts';
import { listPayments } from '../../src/office/selling/list-payments.ts';
import { redrawHall } from '../../src/office/catalogue/change-places.ts';
import { moveToSeat } from '../../src/office/selling/move-seat.ts';
import { moveOrderToward } from '../../src/office/selling/move-toward.ts';
import { openOrder } from '../../src/office/selling/open-order.ts';
import { fillPack } from '../../src/office/selling/packs.ts';
import { sell } from '../../src/office/selling/request.ts';
import { listProducts, type SoldProduct } from '../../src/office/selling/sold-products.ts';
import type { Move } from './selling-moves.ts';
import type { World } from './world.ts';

/** What a shop does with an order that it fills bit by bit. */

async function anOrder(world: World, statuses: readonly number[]): Promise<number | undefined> {
  const { office, organizer_id, chance } = world;
  const orders = await office.read((rx) =>
    listOrders(rx, { organizer_ids: [organizer_id], statuses, limit: 60 }),
  );
  return orders.length === 0 ? undefined : chance.one(orders).id;
}

async function products(world: World, order_id: number): Promise<SoldProduct[]> {
  const { office, organizer_id } = world;
  return office.read((rx) => listProducts(rx, { organizer_id, order_id, limit: 100 }));
}

const unpaid = [0, 1, 10] as const;

/** An order with nothing in it, then something put into it. */
const openAndFill: Move = async ({ office, organizer_id, chance, open_offer_ids, orders }) => {
  const { id: order_id } = await office.write((tx) =>
    openOrder(tx, { organizer_id, channel: 'web', currency: 'EUR' }),
  );
  orders.push(order_id);
  if (chance.happens(0.2)) return true;
  const requests = [{ offer_id: chance.one(open_offer_ids), quantity: chance.between(1, 2) }];
  await office.write((tx) => sell(tx, { organizer_id, channel: 'web', order_id, requests }));
  return true;
};

const changeSeat: Move = async (world) => {
  const { office, organizer_id, chance, seat_ids } = world;
  const order_id = await anOrder(world, unpaid);
  if (order_id === undefined) return false;
  const seated = (await products(world, order_id)).filter((one) => one.place_kind === 'seat');
  if (seated.length === 0) return false;
  const { id: ticket_id, place_id: before } = chance.one(seated);
  const taken = await office.read((rx) =>
    rx.db.selectFrom('place_sale').select('place_id').where('place_id', 'in', seat_ids).execute(),
  );
  const free = seat_ids.filter((id) => !taken.some((one) => one.place_id === id));
  // now and then one that is taken: that is refused
  const place_id = chance.one(free.length === 0 || chance.happens(0.2) ? seat_ids : free);
  if (place_id === before) return false;
  await office.write((tx) => moveToSeat(tx, { organizer_id, order_id, ticket_id, place_id }));
  return true;
};

/** A code that helps nowhere is refused, one that changes nothing leaves no trace. */
const putCode: Move = async (world) => {
  const { office, organizer_id, chance, promo_code_ids } = world;
  const order_id = await anOrder(world, unpaid);
  if (order_id === undefined) return false;
  const promo_code_id = chance.one(promo_code_ids);
  await office.write((tx) => applyCode(tx, { organizer_id, order_id, promo_code_id }));
  return true;
};

/** A pack that is filled bit by bit, a part of it or all. */
const putIntoPack: Move = async ({ office, organizer_id, chance, packs, orders }) => {
  const pack = chance.one(packs);
  const channel = 'web';
  const { order_id, tickets } = await office.write((tx) =>
    sell(tx, { organizer_id, channel, requests: [{ offer_id: pack.offer_id, quantity: 1 }] }),
  );
  orders.push(order_id);
  const main_ticket_id = tickets[0]?.id ?? 0;
  for (const offer_id of pack.part_ids.slice(0, chance.between(1, pack.part_ids.length))) {
    const requests = [{ offer_id, quantity: 1 }];
    const part = await office.write((tx) => sell(tx, { organizer_id, channel, order_id, requests }));
    const ticket_ids = part.tickets.map(({ id }) => id);
    await office.write((tx) => fillPack(tx, { organizer_id, order_id, main_ticket_id, ticket_ids }));
  }
  return true;
};

const correctPayment: Move = async (world) => {
  const { office, organizer_id, chance } = world;
  const payments = await office.read((rx) => listPayments(rx, { organizer_id, limit: 100 }));
  const positive = payments.filter(({ amount }) => amount > 0);
  if (positive.length === 0) return false;
  const { id: payment_id, order_id } = chance.one(positive);
  const amount = chance.between(1, 5000);
  await office.write((tx) => changePayment(tx, { organizer_id, order_id, payment_id, amount }));
  return true;
};

const lead: Move = async (world) => {
  const { office, organizer_id, chance, customers } = world;
  const order_id = await anOrder(world, [-20, -10, 0, 1, 10, 12]);
  if (order_id === undefined) return false;
  const asked = chance.one(['creating', 'confirmed', 'paid', 'completed', 'cancelled'] as const);
  const customer_id = chance.one(customers);
  await office.write((tx) => moveOrderToward(tx, { organizer_id, order_id, asked, customer_id }));
  return true;
};

const write: Move = async (world) => {
  const { office, organizer_id, chance } = world;
  const order_id = await anOrder(world, [0, 1, 12, 15, 30]);
  if (order_id === undefined) return false;
  const metadata = { shop: chance.between(1, 9) };
  const private_comment = 'call back';
  await office.write((tx) => changeParticulars(tx, { organizer_id, order_id, metadata, private_comment }));
  return true;
};

/** A seat leaves the hall, or comes back as the place that it was. */
const redraw: Move = async ({ office, organizer_id, chance, seat_ids }) => {
  const id = chance.one(seat_ids);
  const row = await office.read((rx) =>
    rx.db.selectFrom('place').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  );
  const { hall_id, zone_id, kind, code, row_label, seat_label, position, rank, withdrawn_at } = row;
  const place = { zone_id, kind, code, row_label, seat_label, position, rank };
  const change = withdrawn_at === null ? { gone: [id] } : { added: [place] };
  await office.write((tx) => redrawHall(tx, { organizer_id, hall_id, ...change }));
  return true;
};

/** By name, with how often each is chosen. */
export const shopMoves: Readonly<Record<string, readonly [number, Move]>> = {
  redraw: [3, redraw],
  openAndFill: [4, openAndFill],
  changeSeat: [4, changeSeat],
  putCode: [4, putCode],
  putIntoPack: [2, putIntoPack],
  correctPayment: [3, correctPayment],
  lead: [5, lead],
  write: [2, write],
};
