import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore } from '../../../test/stores.ts';
import { cancelOrder } from '../selling/cancel.ts';
import { refundTickets } from '../selling/refund.ts';
import { sell } from '../selling/request.ts';
import { scanCode } from '../admission/scan.ts';
import { soldTickets } from '../../../test/fixtures/sold-tickets.ts';
import { firstRows, reportPages, totalsOf } from './read-report.ts';
import type { ReportDimension, ReportName, ReportSpan } from './report.ts';
import { saleBalances } from './sale-parts.ts';
import { openTill } from '../../../test/fixtures/open-till.ts';

const sale = fc.record({
  quantity: fc.integer({ min: 1, max: 5 }),
  channel: fc.constantFrom('web', 'billetweb', 'counter'),
  paid: fc.boolean(),
  after: fc.constantFrom('nothing', 'refund', 'refund all', 'cancel'),
  deduction: fc.integer({ min: 0, max: 1100 }),
});

onEachStore('the reports', (open) => {
  test('add up to what was paid and given back, whatever is sold, refunded and given up', async () => {
    const office = open();
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { minLength: 1, maxLength: 8 }), async (sales) => {
        const { organizer_id, offer_id } = await office.write((tx) => openEvent(tx, null));
        const from = office.surroundings.now();
        for (const { quantity, channel, paid, after, deduction } of sales) {
          const order = await office.write((tx) =>
            sell(tx, {
              ...{ organizer_id, channel, confirm: true },
              requests: [{ offer_id, quantity }],
              ...(paid ? { payment: { amount: 'total', method: 'card' } } : {}),
            }),
          );
          const key = { organizer_id, order_id: order.order_id };
          const all = order.tickets.map(({ id }) => id);
          const ticket_ids = after === 'refund all' ? all : all.slice(0, 1);
          if (after === 'cancel') await office.write((tx) => cancelOrder(tx, key));
          else if (after !== 'nothing' && paid)
            await office.write((tx) => refundTickets(tx, { ...key, ticket_ids, deduction }));
        }
        const span = { organizer_id, zone: 'Europe/Paris', from, until: office.surroundings.now() + 1 };
        await office.read(async (rx) => {
          const [balance] = await saleBalances(rx, span);
          assert.ok(balance);
          const money = await rx.db
            .selectFrom('payment')
            .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('amount'), eb.lit(0)).as('sum'))
            .where('organizer_id', '=', organizer_id)
            .executeTakeFirstOrThrow();
          assert.equal(balance.payments, money.sum);
          const sumsOf = async (name: ReportName, by?: ReportDimension) => {
            const { rows, more } = await firstRows(rx, { name, by, span }, 10_000);
            assert.equal(more, false);
            return { rows, totals: totalsOf([{ key: 'amount', type: 'amount', summed: true }], rows) };
          };
          for (const by of ['day', 'event', 'price', 'platform'] as const) {
            const { rows, totals } = await sumsOf('sales', by);
            assert.equal(totals[0]?.['amount'], balance.payments - balance.refunds + balance.due, by);
            for (const row of rows)
              assert.equal(Number(row['sold']) - Number(row['given_back']), row['amount']);
          }
          const { rows: byPlatform, totals } = await sumsOf('platforms');
          assert.equal(totals[0]?.['amount'], balance.amount);
          assert.equal(
            byPlatform.reduce((sum, row) => sum + Number(row['orders']), 0),
            balance.orders,
          );
          for (const { platform, amount } of byPlatform) {
            const own = { ...span, platform: String(platform) };
            const { rows } = await firstRows(rx, { name: 'sales', by: 'event', span: own }, 10_000);
            assert.equal(
              rows.reduce((sum, row) => sum + Number(row['amount']), 0),
              amount,
            );
          }
          const orders = await sumsOf('orders');
          assert.equal(orders.totals[0]?.['amount'], balance.amount);
          assert.equal(
            orders.rows.reduce((sum, row) => sum + Number(row['due']), 0),
            balance.due,
          );
          const { rows: rates } = await sumsOf('vat');
          const gross = rates.reduce((all, row) => all + Number(row['net']) + Number(row['vat']), 0);
          assert.equal(gross, balance.amount);
        });
      }),
      { numRuns: 12 },
    );
  });

  test('of orders are read page by page, none twice and none left out', async () => {
    const office = open();
    const { organizer_id, offer_id } = await office.write((tx) => openEvent(tx, null));
    const from = office.surroundings.now();
    for (let order = 0; order < 7; order += 1)
      await office.write((tx) =>
        sell(tx, {
          ...{ organizer_id, channel: 'web', confirm: true },
          requests: [{ offer_id, quantity: 1 }],
        }),
      );
    const span = { organizer_id, zone: 'Europe/Paris', from, until: office.surroundings.now() + 1 };
    const wish = { name: 'orders', span } as const;
    const pages = await Array.fromAsync(await reportPages(office.store, wish, 3));
    assert.deepEqual(
      pages.map(({ length }) => length),
      [3, 3, 1],
    );
    assert.equal(new Set(pages.flat().map((row) => row['order'])).size, 7);
    const some = await office.read((rx) => firstRows(rx, wish, 5));
    assert.deepEqual([some.rows.length, some.more], [5, true]);
  });

  test('of attendance by hour count the attempts of each hour of the clock of the zone', async () => {
    const office = open();
    const { surroundings } = office;
    const sold = await office.write((tx) => soldTickets(tx, { tickets: 3 }));
    const { organizer_id } = sold;
    const at = (iso: string) => {
      surroundings.instant = Date.parse(iso);
    };
    const scan = (index: number, direction: 'in' | 'out' = 'in') =>
      office.write((tx) =>
        scanCode(tx, { organizer_id, code: sold.tickets[index]!.code, direction, source: 'gate' }),
      );
    const before = surroundings.now();
    // Nepal is a quarter of an hour beside the others
    at('2030-05-15T10:10:00Z');
    await scan(0);
    await scan(0);
    at('2030-05-15T10:20:00Z');
    await scan(1);
    await scan(0, 'out');
    surroundings.instant = before;
    const span: ReportSpan = {
      ...{ organizer_id, zone: 'Asia/Kathmandu' },
      from: Date.parse('2030-05-15T00:00:00Z'),
      until: Date.parse('2030-05-16T00:00:00Z'),
    };
    const { rows } = await office.read((rx) => firstRows(rx, { name: 'attendance', by: 'hour', span }, 100));
    assert.deepEqual(rows, [
      { hour: Date.parse('2030-05-15T09:15:00Z'), entries: 1, exits: 0, refused: 1 },
      { hour: Date.parse('2030-05-15T10:15:00Z'), entries: 1, exits: 1, refused: 0 },
    ]);
  });

  const drawer = fc.record({
    sales: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 4 }),
        cash: fc.boolean(),
        returned: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
    moved: fc.integer({ min: -500, max: 500 }),
    miscounted: fc.integer({ min: -50, max: 50 }),
    closed: fc.boolean(),
  });

  test('of closings add up to the journals of the tills, whatever is sold, taken back, moved and miscounted', async () => {
    const office = open();
    await fc.assert(
      fc.asyncProperty(fc.array(drawer, { minLength: 1, maxLength: 3 }), async (drawers) => {
        const shop = await openTill(office);
        const from = office.surroundings.now();
        const expected = [];
        for (const [index, one] of drawers.entries()) {
          const closed = one.closed || index < drawers.length - 1;
          expected.push(await shop.playDrawer({ ...one, closed }));
        }
        const { organizer_id } = shop;
        const span = { organizer_id, zone: 'Europe/Paris', from, until: office.surroundings.now() + 1 };
        const { rows } = await office.read((rx) => firstRows(rx, { name: 'closings', span }, 100));
        assert.deepEqual(
          rows.map((row) => [row['sign'], row['expected'], row['counted'], row['difference']]),
          expected,
        );
        const journal = await office.read((rx) =>
          rx.db
            .selectFrom('journal_line')
            .select((eb) => ['kind', eb.fn.sum<number>('amount').as('amount')])
            .where('organizer_id', '=', organizer_id)
            .groupBy('kind')
            .execute(),
        );
        const written = (...kinds: string[]) =>
          journal.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { amount }) => sum + amount, 0);
        const [total] = totalsOf([{ key: 'net', type: 'amount', summed: true }], rows);
        assert.equal(total?.['net'], written('sale', 'return'));
        assert.equal(total['net'], written('payment', 'refund'));
      }),
      { numRuns: 6 },
    );
  });
});
