import assert from 'node:assert/strict';
import { isFault } from '../../src/domain/faults.ts';
import { sellArticles, type TillItem } from '../../src/office/counter/sell-articles.ts';
import { cancelOrder, removeTickets, restoreOrder } from '../../src/office/selling/cancel.ts';
import { changeTicket } from '../../src/office/selling/change-ticket.ts';
import { confirmOrder, extendHold } from '../../src/office/selling/confirm.ts';
import { recordForeignSale, type ForeignTicket } from '../../src/office/selling/foreign.ts';
import { sellPack } from '../../src/office/selling/packs.ts';
import {
  archiveOrder,
  deletePayment,
  deliverOrder,
  recordPayment,
} from '../../src/office/selling/payments.ts';
import { refundPayment, refundTickets } from '../../src/office/selling/refund.ts';
import { sell } from '../../src/office/selling/request.ts';
import type { ExtraLine, Sale, SaleRequest, SoldOrder } from '../../src/office/selling/sale.ts';
import { eraseCustomer } from '../../src/office/customers/erase.ts';
import { findOrCreateCustomer } from '../../src/office/customers/find-or-create.ts';
import type { Row } from '../../src/store/tables.ts';
import { channels, type World } from './world.ts';

/** What somebody does in the office; false: there was nothing to do it with. A Fault is an answer, and the office stays as it was. */
export type Move = (world: World) => Promise<boolean>;

type Order = Row<'order'>;

export async function someOrder(
  world: World,
  wanted: (order: Order) => boolean = () => true,
): Promise<Order | null> {
  const rows = await world.office.read((rx) =>
    rx.db
      .selectFrom('order')
      .selectAll()
      .where('organizer_id', '=', world.organizer_id)
      .orderBy('id', 'desc')
      .limit(60)
      .execute(),
  );
  const found = rows.filter(wanted);
  return found.length === 0 ? null : world.chance.one(found);
}

async function ticketsOf(world: World, order: Order): Promise<Row<'ticket'>[]> {
  return world.office.read((rx) =>
    rx.db.selectFrom('ticket').selectAll().where('order_id', '=', order.id).orderBy('id').execute(),
  );
}

function request(world: World): SaleRequest {
  const { chance } = world;
  const kind = chance.between(0, 5);
  const offer_id = chance.one(
    kind < 2 ? world.seat_offer_ids : kind < 4 ? world.area_offer_ids : world.open_offer_ids,
  );
  const named = kind === 0 && chance.happens(0.5);
  const own = named && chance.happens(0.3);
  const place_ids = own ? [world.own_seat.place_id] : named ? [chance.one(world.seat_ids)] : undefined;
  return {
    offer_id: own && chance.happens(0.8) ? world.own_seat.offer_id : offer_id,
    quantity: named ? 1 : chance.between(1, 3),
    place_ids,
    session_id: kind > 3 && chance.happens(0.3) ? chance.one(world.session_ids) : undefined,
    promo_code_ids: chance.happens(0.4) ? [chance.one(world.promo_code_ids)] : undefined,
    holders: chance.happens(0.5) ? [{ first_name: 'Ada', email: 'ada@example.org' }] : undefined,
  };
}

function extras(world: World): ExtraLine[] {
  if (!world.chance.happens(0.25)) return [];
  const quantity = world.chance.between(1, 2);
  return [
    {
      kind: 'add_on',
      title: 'Parking',
      quantity,
      unit_amount: 501,
      vat_bp: 2000,
      pool_id: world.add_on_pool_id,
      // one stands alone in the order, two go with the first ticket
      with_request: quantity > 1 ? 0 : undefined,
    },
  ];
}

function sale(world: World): Omit<Sale, 'requests'> {
  const { chance, organizer_id } = world;
  const confirm = chance.happens(0.5);
  const amount = chance.one(['total', 1, 1500, 9000] as const);
  return {
    organizer_id,
    channel: chance.one(channels),
    confirm,
    payment: confirm && chance.happens(0.7) ? { amount, method: 'card' } : undefined,
    hold_minutes: chance.one([5, 30, 600, 'endless'] as const),
    customer_id: chance.happens(0.4) ? chance.one(world.customers) : undefined,
    lenient_codes: chance.happens(0.5),
    staff: chance.happens(0.1) ? { reason: 'a guest' } : undefined,
  };
}

function sold(world: World, order: SoldOrder): true {
  world.orders.push(order.order_id);
  return true;
}

const sellSome: Move = async (world) => {
  const requests = Array.from({ length: world.chance.between(1, 3) }, () => request(world));
  const wanted = { ...sale(world), requests, extras: extras(world) };
  return sold(world, await world.office.write((tx) => sell(tx, wanted)));
};

/** Several buyers at once. */
const crowd: Move = async (world) => {
  const wanted = Array.from({ length: world.chance.between(3, 6) }, () => ({
    ...sale(world),
    requests: [request(world)],
  }));
  const results = await Promise.allSettled(wanted.map((each) => world.office.write((tx) => sell(tx, each))));
  const orders = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.order_id] : []));
  world.orders.push(...orders);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return true;
};

const fill: Move = async (world) => {
  const order = await someOrder(world, ({ status }) => status === 0);
  if (order === null) return false;
  const { confirm: _confirm, payment: _payment, ...rest } = sale(world);
  const wanted = { ...rest, order_id: order.id, requests: [request(world)], extras: extras(world) };
  return sold(world, await world.office.write((tx) => sell(tx, wanted)));
};

const sellOnePack: Move = async (world) => {
  const pack = world.chance.one(world.packs);
  const parts = pack.part_ids.map((offer_id) => ({ offer_id, quantity: 1 }));
  const wanted = { ...sale(world), staff: undefined, pack_offer_id: pack.offer_id, parts };
  return sold(world, await world.office.write((tx) => sellPack(tx, wanted)));
};

const sellAtTill: Move = async (world) => {
  const { chance, organizer_id } = world;
  const items: TillItem[] = [
    {
      kind: 'article',
      article_id: chance.one(world.article_ids),
      quantity: chance.between(1, 2),
      variation_ids: chance.happens(0.5) ? [world.variation_id] : undefined,
    },
    { kind: 'free', title: 'Tip', quantity: 1, unit_amount: chance.between(0, 300) },
  ];
  const payment = { amount: 'total', payment_mode_id: world.cash_mode_id } as const;
  const wanted = { organizer_id, channel: 'counter', items, confirm: true, payment };
  return sold(world, await world.office.write((tx) => sellArticles(tx, wanted)));
};

/** A move of one order, chosen among those for which it makes sense (and now and then among all). */
function ofOrder(
  wanted: (order: Order) => boolean,
  act: (world: World, order: Order) => Promise<boolean | void>,
): Move {
  return async (world) => {
    const any = world.chance.happens(0.1);
    const order = await someOrder(world, any ? undefined : wanted);
    return order === null ? false : (await act(world, order)) !== false;
  };
}

const keyOf = (order: Order) => ({ organizer_id: order.organizer_id, order_id: order.id });
const due = (order: Pick<Order, 'total' | 'paid' | 'refunded'>): number =>
  order.total - order.paid + order.refunded;
const confirmed = (order: Order): boolean => order.status > 0;

const confirm = ofOrder(
  (order) => order.status === 0,
  async ({ office }, order) => {
    await office.write((tx) => confirmOrder(tx, keyOf(order)));
  },
);

const extend = ofOrder(
  (order) => order.status === 0,
  async ({ office, chance }, order) => {
    const hold_minutes = chance.one([10, 90, 'endless'] as const);
    await office.write((tx) => extendHold(tx, { ...keyOf(order), hold_minutes }));
  },
);

const pay = ofOrder(confirmed, async ({ office, chance, cash_mode_id }, order) => {
  const amount = Math.max(1, chance.one([due(order), Math.floor(due(order) / 2), due(order) + 7, 1]));
  const how = chance.happens(0.5) ? { payment_mode_id: cash_mode_id } : { method: 'card' };
  await office.write((tx) => recordPayment(tx, { ...keyOf(order), amount, ...how }));
});

const takeBack = ofOrder(
  (order) => order.paid > 0,
  async ({ office, chance }, order) => {
    const payments = await office.read((rx) =>
      rx.db.selectFrom('payment').select('id').where('order_id', '=', order.id).orderBy('id').execute(),
    );
    if (payments.length === 0) return false;
    const payment_id = chance.one(payments).id;
    await office.write((tx) => deletePayment(tx, { ...keyOf(order), payment_id }));
    return true;
  },
);

const deliver = ofOrder(confirmed, async ({ office }, order) => {
  await office.write((tx) => deliverOrder(tx, keyOf(order)));
});

const archive = ofOrder(
  (order) => order.status === 15 || order.status === 30,
  async ({ office }, order) => {
    await office.write((tx) => archiveOrder(tx, keyOf(order)));
  },
);

const cancel = ofOrder(
  (order) => order.status >= 0,
  async ({ office }, order) => {
    await office.write((tx) => cancelOrder(tx, keyOf(order)));
  },
);

const restore = ofOrder(
  (order) => order.status < 0 && order.refunded === 0,
  async (world, order) => {
    await world.office.write((tx) => restoreOrder(tx, { ...keyOf(order), hold_minutes: 60 }));
  },
);

const remove = ofOrder(
  (order) => order.status >= 0,
  async (world, order) => {
    const live = (await ticketsOf(world, order)).filter(({ state }) => state === 'held' || state === 'valid');
    if (live.length === 0) return false;
    const ticket_ids = [world.chance.one(live).id];
    await world.office.write((tx) => removeTickets(tx, { ...keyOf(order), ticket_ids }));
    return true;
  },
);

const refund = ofOrder(
  (order) => order.paid > order.refunded && order.status !== -20,
  async (world, order) => {
    const { chance } = world;
    const tickets = (await ticketsOf(world, order)).filter(({ state }) => state !== 'refunded');
    if (tickets.length === 0) return false;
    const chosen = new Set(Array.from({ length: chance.between(1, 2) }, () => chance.one(tickets)));
    const sum = [...chosen].reduce((total, ticket) => total + ticket.charged_amount, 0);
    const part = chance.one([0, sum, Math.floor(sum / 3)]);
    const how = chance.happens(0.5) ? { amount: part } : { deduction: part };
    const ticket_ids = [...chosen].map((ticket) => ticket.id);
    await world.office.write((tx) => refundTickets(tx, { ...keyOf(order), ticket_ids, ...how }));
    return true;
  },
);

const refundMoney = ofOrder(
  (order) => due(order) < 0,
  async ({ office, chance, cash_mode_id: payment_mode_id }, order) => {
    const amount = Math.max(1, chance.one([-due(order), Math.ceil(-due(order) / 2), 1 - due(order)]));
    const { order: after } = await office.write((tx) =>
      refundPayment(tx, { ...keyOf(order), amount, payment_mode_id }),
    );
    assert.ok(due(after) <= 0, 'what tickets stand for is not paid back without them');
  },
);

const change = ofOrder(
  (order) => order.status >= 0,
  async (world, order) => {
    const live = (await ticketsOf(world, order)).filter(({ state }) => state === 'held' || state === 'valid');
    if (live.length === 0) return false;
    const ticket_id = world.chance.one(live).id;
    const charged_amount = world.chance.happens(0.3) ? world.chance.between(0, 4000) : undefined;
    const holder = { first_name: 'Bob', email: 'bob@example.org' };
    await world.office.write((tx) =>
      changeTicket(tx, { ...keyOf(order), ticket_id, holder, charged_amount }),
    );
    return true;
  },
);

/** A sale made elsewhere, beyond what is left as well; its barcodes are the other platform's. */
const foreign: Move = async (world) => {
  const { chance, organizer_id, connection_id, office } = world;
  const sold_at = office.surroundings.now() - chance.between(0, 3_600_000);
  const tickets = Array.from({ length: chance.between(1, 4) }, (): ForeignTicket => {
    const seated = chance.happens(0.3);
    const offer_id = chance.one(
      seated ? world.seat_offer_ids : [...world.area_offer_ids, ...world.open_offer_ids],
    );
    world.nonces += 1;
    return {
      offer_id,
      place_id: seated ? chance.one(world.seat_ids) : undefined,
      charged_amount: chance.between(0, 2000),
      barcode: { code: `${9_000_000 + world.nonces}`, issuer: 'weezevent' },
      sold_at,
    };
  });
  const { order_id } = await office.write((tx) =>
    recordForeignSale(tx, {
      organizer_id,
      connection_id,
      channel: 'weezevent',
      foreign_ref: `W${world.nonces}`,
      sold_at,
      paid: chance.happens(0.8),
      tickets,
    }),
  );
  world.orders.push(order_id);
  return true;
};

const erase: Move = async (world) => {
  const { organizer_id, chance, office } = world;
  const index = chance.between(0, world.customers.length - 1);
  const customer_id = world.customers[index] ?? 0;
  await office.write((tx) => eraseCustomer(tx, { organizer_id, customer_id }));
  world.nonces += 1;
  const email = `new${world.nonces}@example.org`;
  world.customers[index] = await office.write((tx) => findOrCreateCustomer(tx, { organizer_id, email }));
  return true;
};

/** Several people do different things at once; the first who is refused is heard. */
const rush: Move = async (world) => {
  const together = Array.from({ length: world.chance.between(2, 4) }, () => world.chance.one(atOnce));
  const results = await Promise.allSettled(together.map((move) => move(world)));
  const failed = results.flatMap((result): unknown[] =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  const broken = failed.find((reason) => !isFault(reason));
  if (failed.length > 0) throw broken ?? failed[0];
  return true;
};

const atOnce: readonly Move[] = [
  sellSome,
  fill,
  sellOnePack,
  sellAtTill,
  confirm,
  pay,
  pay,
  takeBack,
  cancel,
  restore,
  remove,
  refund,
  refundMoney,
  change,
];

/** By name, with how often each is chosen. */
export const sellingMoves: Readonly<Record<string, readonly [number, Move]>> = {
  sell: [14, sellSome],
  crowd: [3, crowd],
  rush: [6, rush],
  fill: [5, fill],
  sellPack: [6, sellOnePack],
  sellAtTill: [4, sellAtTill],
  confirm: [8, confirm],
  extend: [4, extend],
  pay: [10, pay],
  takeBack: [3, takeBack],
  deliver: [4, deliver],
  archive: [2, archive],
  cancel: [5, cancel],
  restore: [5, restore],
  remove: [5, remove],
  refund: [7, refund],
  refundMoney: [5, refundMoney],
  change: [3, change],
  foreign: [4, foreign],
  erase: [1, erase],
};
