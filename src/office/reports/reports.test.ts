import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore } from '../../../test/stores.ts';
import { cancelOrder } from '../selling/cancel.ts';
import { refundTickets } from '../selling/refund.ts';
import { sell } from '../selling/request.ts';
import { salesDimensions, salesReport, vatReport } from './reports.ts';
import { saleBalances } from './sale-parts.ts';

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
          for (const by of salesDimensions) {
            const { rows } = await salesReport(rx, span, by);
            const sum = rows.reduce((all, row) => all + Number(row['amount']), 0);
            assert.equal(sum, balance.payments - balance.refunds + balance.due, by);
            for (const row of rows)
              assert.equal(Number(row['sold']) - Number(row['given_back']), row['amount']);
          }
          const { rows } = await vatReport(rx, span);
          const gross = rows.reduce((all, row) => all + Number(row['net']) + Number(row['vat']), 0);
          assert.equal(gross, balance.amount);
        });
      }),
      { numRuns: 12 },
    );
  });
});
