import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { closePeriods } from '../../src/office/counter/close-periods.ts';
import { refundOrder } from '../../src/office/counter/refund-order.ts';
import { returnLines } from '../../src/office/counter/return-lines.ts';
import { payAtTill, ringUp, validateQuote, type TillPayment } from '../../src/office/counter/ring-up.ts';
import type { TillItem } from '../../src/office/counter/sell-articles.ts';
import { tillOrders } from '../../src/office/counter/list-till-orders.ts';
import { quoteItems } from '../../src/office/counter/quote-items.ts';
import { mergeQuotes, splitQuote } from '../../src/office/counter/share-quotes.ts';
import { issueReceipt } from '../../src/office/documents/issue-receipt.ts';
import { closeCounterSession, moveCash, openCounterSession } from '../../src/office/counter/session.ts';
import type { Row } from '../../src/store/tables.ts';
import { testSealer } from '../fixtures/sealer.ts';
import { someOrder, type Move } from './selling-moves.ts';
import type { World } from './world.ts';

/** What is done at a till: its drawer is opened, filled, emptied and counted. */

const openTill: Move = async ({ office, organizer_id, chance, counter_ids }) => {
  const opening_amount = chance.between(0, 20_000);
  const open = await office.read((rx) =>
    rx.db
      .selectFrom('counter_session')
      .select('counter_id')
      .where('organizer_id', '=', organizer_id)
      .where('closed_at', 'is', null)
      .execute(),
  );
  const shut = counter_ids.filter((id) => !open.some(({ counter_id }) => counter_id === id));
  // now and then one that is open: that is refused
  const counter_id = chance.one(shut.length === 0 || chance.happens(0.1) ? counter_ids : shut);
  await office.write((tx) => openCounterSession(tx, { organizer_id, counter_id, opening_amount }));
  return true;
};

function items({ chance, article_ids, variation_id, packs }: World): TillItem[] {
  const some: TillItem[] = [
    { kind: 'free', title: 'Jeton', quantity: 1, unit_amount: chance.between(1, 900) },
  ];
  for (const article_id of chance.shuffled(article_ids).slice(0, chance.between(0, 2)))
    some.push({
      kind: 'article',
      article_id,
      quantity: chance.between(1, 2),
      variation_ids: chance.happens(0.3) ? [variation_id] : [],
    });
  if (chance.happens(0.2)) {
    const { offer_id, part_ids } = chance.one(packs);
    const parts = part_ids.map((part) => ({ offer_id: part, quantity: 1 }));
    some.push({ kind: 'pack', offer_id, quantity: chance.between(1, 2), parts });
  }
  return some;
}

/** Nothing, all at once, or a part by card and the rest in cash. */
function payments({ chance, cash_mode_id, card_mode_id }: World): TillPayment[] {
  const kind = chance.between(0, 3);
  if (kind === 0) return [];
  const rest = { payment_mode_id: cash_mode_id, amount: 'rest' } as const;
  if (kind === 1) return [rest];
  return [{ payment_mode_id: card_mode_id, amount: chance.between(1, 1500) }, rest];
}

const ring: Move = async (world) => {
  const { office, organizer_id, chance, counter_ids, orders } = world;
  const stage = chance.happens(0.3) ? 'quote' : 'validated';
  const sale = {
    organizer_id,
    counter_id: chance.one(counter_ids),
    channel: 'counter',
    stage,
    items: items(world),
    payments: stage === 'quote' ? [] : payments(world),
  } as const;
  const { order_id } = await office.write((tx) => ringUp(tx, sale));
  orders.push(order_id);
  return true;
};

/** Keyed in by hand, and put aside: it waits for the moves that follow, however little there is left of anything. */
const putAside: Move = async (world) => {
  const { office, organizer_id, chance, counter_ids, orders } = world;
  const lines = Array.from({ length: chance.between(1, 3) }, (_, at): TillItem => ({
    ...{ kind: 'free', title: `Table ${at}`, quantity: chance.between(1, 3) },
    unit_amount: chance.between(1, 900),
  }));
  const counter_id = chance.one(counter_ids);
  const quote = { organizer_id, counter_id, channel: 'counter', stage: 'quote', items: lines } as const;
  const { order_id } = await office.write((tx) => ringUp(tx, quote));
  orders.push(order_id);
  return true;
};

const isQuote = ({ confirmed_at, channel, status }: Row<'order'>): boolean =>
  confirmed_at === null && channel === 'counter' && status === 0;

const validate: Move = async (world) => {
  const { office, organizer_id, chance, counter_ids } = world;
  const quote = await someOrder(world, isQuote);
  if (quote === null) return false;
  const counter_id = chance.one(counter_ids);
  await office.write((tx) => validateQuote(tx, { organizer_id, order_id: quote.id, counter_id }));
  return true;
};

/** Two that wait become one. */
const putTogether: Move = async (world) => {
  const { office, organizer_id } = world;
  const one = await someOrder(world, isQuote);
  const other = await someOrder(world, (order) => isQuote(order) && order.id !== one?.id);
  if (one === null || other === null) return false;
  const order_ids = [other.id];
  await office.write((tx) => mergeQuotes(tx, { organizer_id, order_id: one.id, order_ids }));
  const [together] = await office.read((rx) => tillOrders(rx, organizer_id, [one.id]));
  const lines = together!.lines.reduce((sum, line) => sum + line.quantity * line.charged_amount, 0);
  assert.equal(together!.order.total, lines, 'what is put together costs what its lines do');
  return true;
};

/** Some of what waits becomes an order of its own. */
const shareOut: Move = async (world) => {
  const { office, organizer_id, chance, counter_ids, orders } = world;
  const quote = await someOrder(world, isQuote);
  if (quote === null) return false;
  const about = { organizer_id, order_id: quote.id };
  const { items: all } = await office.read((rx) => quoteItems(rx, about));
  if (all.length === 0) return false;
  const { order_line_id, item } = chance.one(all);
  const lines = [{ order_line_id, quantity: chance.between(1, item.quantity) }];
  const counter_id = chance.one(counter_ids);
  const taken = await office.write((tx) => splitQuote(tx, { ...about, counter_id, lines }));
  orders.push(taken.order_id);
  const [left] = await office.read((rx) => tillOrders(rx, organizer_id, [quote.id]));
  assert.ok(left!.order.total >= 0 && taken.total >= 0);
  return true;
};

/** What waits is opened again, and put aside or sold with other items. */
const ringAgain: Move = async (world) => {
  const { office, organizer_id, chance, counter_ids } = world;
  const quote = await someOrder(world, isQuote);
  if (quote === null) return false;
  const stage = chance.happens(0.5) ? 'quote' : 'validated';
  const sale = {
    ...{ organizer_id, quote_id: quote.id, channel: 'counter', items: items(world) },
    stage,
    counter_id: chance.one(counter_ids),
    payments: stage === 'quote' ? [] : payments(world),
  } as const;
  await office.write((tx) => ringUp(tx, sale));
  return true;
};

const payThere: Move = async (world) => {
  const { office, organizer_id, chance, counter_ids } = world;
  const order = await someOrder(world, ({ status, total, paid }) => status > 0 && paid < total);
  if (order === null) return false;
  const counter_id = chance.one(counter_ids);
  const wanted = { organizer_id, order_id: order.id, counter_id, payments: payments(world) };
  await office.write((tx) => payAtTill(tx, wanted));
  return true;
};

const isPaidAtTill = ({ counter_session_id, total, paid, confirmed_at }: Row<'order'>): boolean =>
  counter_session_id !== null && confirmed_at !== null && total > 0 && paid > 0;

/** One of a line comes back. */
const bringBack: Move = async (world) => {
  const { office, organizer_id, chance, counter_ids, cash_mode_id, orders } = world;
  const order = await someOrder(world, isPaidAtTill);
  if (order === null) return false;
  const lines = await office.read((rx) =>
    rx.db
      .selectFrom('order_line')
      .select('id')
      .where('order_id', '=', order.id)
      .where('kind', 'in', ['article', 'free'])
      .execute(),
  );
  if (lines.length === 0) return false;
  const wanted = {
    organizer_id,
    order_id: order.id,
    lines: [{ order_line_id: chance.one(lines).id, quantity: 1 }],
    payment_mode_id: cash_mode_id,
    counter_id: chance.one(counter_ids),
    restock: chance.happens(0.5),
  };
  orders.push((await office.write((tx) => returnLines(tx, wanted))).order_id);
  return true;
};

const giveAllBack: Move = async (world) => {
  const { office, organizer_id, chance, counter_ids, cash_mode_id: payment_mode_id } = world;
  const order = await someOrder(world, isPaidAtTill);
  if (order === null) return false;
  const counter_id = chance.one(counter_ids);
  await office.write((tx) =>
    refundOrder(tx, { organizer_id, order_id: order.id, payment_mode_id, counter_id }),
  );
  return true;
};

async function anOpenSession({ office, organizer_id, chance }: World): Promise<number | undefined> {
  const open = await office.read((rx) =>
    rx.db
      .selectFrom('counter_session')
      .select('id')
      .where('organizer_id', '=', organizer_id)
      .where('closed_at', 'is', null)
      .orderBy('id')
      .execute(),
  );
  return open.length === 0 ? undefined : chance.one(open).id;
}

const putOrTakeCash: Move = async (world) => {
  const { office, organizer_id, chance } = world;
  const counter_session_id = await anOpenSession(world);
  if (counter_session_id === undefined) return false;
  const amount = chance.between(-3000, 3000);
  await office.write((tx) => moveCash(tx, { organizer_id, counter_session_id, amount, reason: 'bank' }));
  return true;
};

/** What lies in the drawer, asked of the rows of payments and refunds and not of the journal that the till itself reads. */
async function cashOf({ office }: World, counter_session_id: number): Promise<number> {
  const { rows } = await office.read((rx) =>
    sql<{ cash: number }>`
      select s."opening_amount"
        + (select coalesce(sum(p."amount"), 0) from "payment" p
          where p."counter_session_id" = s."id" and p."method" = 'cash' and p."deleted_at" is null)
        - (select coalesce(sum(r."amount"), 0) from "refund" r
          join "payment_mode" m on m."id" = r."payment_mode_id" and m."method" = 'cash'
          where r."counter_session_id" = s."id")
        + (select coalesce(sum(c."amount"), 0) from "cash_movement" c
          where c."counter_session_id" = s."id") as "cash"
      from "counter_session" s where s."id" = ${counter_session_id}`.execute(rx.db),
  );
  return Number(rows[0]?.cash);
}

const closeTill: Move = async (world) => {
  const { office, organizer_id, chance } = world;
  const counter_session_id = await anOpenSession(world);
  if (counter_session_id === undefined) return false;
  const cash = await cashOf(world, counter_session_id);
  const off = chance.between(-50, 50);
  const closing_amount = Math.max(0, cash + off);
  const sealer = testSealer;
  const { expected_amount, difference } = await office.write((tx) =>
    closeCounterSession(tx, { organizer_id, counter_session_id, closing_amount, sealer }),
  );
  assert.equal(expected_amount, cash, 'the till expects what came into its drawer and did not leave it');
  assert.equal(difference, closing_amount - cash);
  await office.write((tx) => closePeriods(tx, { sealer, limit: 10 }));
  return true;
};

/** Each paper is a line of the journal, and the duplicates of what an order shows are numbered without gaps. */
const handOut: Move = async (world) => {
  const { office, organizer_id, chance, counter_ids } = world;
  const order = await someOrder(world, ({ confirmed_at }) => confirmed_at !== null);
  if (order === null) return false;
  const wish = { organizer_id, order_id: order.id, means: 'printer' } as const;
  const issue = (counter_id: number) => office.write((tx) => issueReceipt(tx, { ...wish, counter_id }));
  const [first, second] = [await issue(chance.one(counter_ids)), await issue(chance.one(counter_ids))];
  const copy = ({ title }: { title: string }): number =>
    Number(/ (?:DUPLICATA n°|DUPLICATE no\.) (\d+)$/.exec(title)?.[1] ?? 0);
  assert.equal(copy(second), copy(first) + 1);
  return true;
};

export const counterMoves: Readonly<Record<string, readonly [number, Move]>> = {
  openTill: [3, openTill],
  ring: [6, ring],
  validate: [3, validate],
  putAside: [3, putAside],
  putTogether: [2, putTogether],
  shareOut: [2, shareOut],
  ringAgain: [2, ringAgain],
  payThere: [3, payThere],
  bringBack: [3, bringBack],
  giveAllBack: [2, giveAllBack],
  putOrTakeCash: [2, putOrTakeCash],
  closeTill: [4, closeTill],
  handOut: [2, handOut],
};
