import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEvent, type OpenEvent } from '../../../test/fixtures/open-event.ts';
import { soldTickets } from '../../../test/fixtures/sold-tickets.ts';
import { onEachStore } from '../../../test/stores.ts';
import { scanCode } from '../admission/scan.ts';
import { cancelOrder, restoreOrder } from '../selling/cancel.ts';
import { refundTickets } from '../selling/refund.ts';
import { sell } from '../selling/request.ts';
import type { SoldOrder } from '../selling/sale.ts';
import { arrivalsByHour, salesByHour } from './read-tallies.ts';
import { tallyArrivals } from './tally-arrivals.ts';
import { tallySales } from './tally-sales.ts';

const hour_ms = 3_600_000;
/** the longest that a commit of another process is waited for */
const settle_ms = 11_000;

onEachStore('the sums of sales', (open) => {
  const sale = (event: OpenEvent, quantity: number, channel = 'web'): Promise<SoldOrder> =>
    open().write((tx) =>
      sell(tx, {
        organizer_id: event.organizer_id,
        channel,
        requests: [{ offer_id: event.offer_id, quantity }],
        confirm: true,
        payment: { amount: 'total', method: 'card' },
      }),
    );
  async function tally({ organizer_id }: OpenEvent, limit = 100): Promise<number> {
    open().surroundings.advance(settle_ms);
    return open().write((tx) => tallySales(tx, { organizer_id, limit }));
  }
  async function sums({ organizer_id }: OpenEvent) {
    const from = 0;
    const until = open().surroundings.now() + hour_ms;
    const rows = await open().read((rx) => salesByHour(rx, { organizer_id, from, until }));
    return rows
      .filter(({ orders, tickets, amount }) => orders !== 0 || tickets !== 0 || amount !== 0)
      .map(({ channel, orders, tickets, amount }) => [channel, orders, tickets, amount].join(' '));
  }

  test('follow what is sold, given up, taken up again and refunded, however often they are made', async () => {
    const event = await open().write((tx) => openEvent(tx, 100));
    const first = await sale(event, 3);
    await sale(event, 1, 'billetweb');
    await tally(event);
    assert.deepEqual(await sums(event), ['billetweb 1 1 1100', 'web 1 3 3300']);
    await tally(event);
    assert.deepEqual(await sums(event), ['billetweb 1 1 1100', 'web 1 3 3300']);
    const key = { organizer_id: event.organizer_id, order_id: first.order_id };
    await open().write((tx) => cancelOrder(tx, key));
    await tally(event);
    assert.deepEqual(await sums(event), ['billetweb 1 1 1100']);
    await open().write((tx) => restoreOrder(tx, key));
    await tally(event);
    assert.deepEqual(await sums(event), ['billetweb 1 1 1100', 'web 1 3 3300']);
    const [ticket] = first.tickets;
    await open().write((tx) => refundTickets(tx, { ...key, ticket_ids: [ticket!.id], deduction: 100 }));
    await tally(event);
    assert.deepEqual(await sums(event), ['billetweb 1 1 1100', 'web 1 2 2300']);
  });

  test('count a hold only once it is confirmed', async () => {
    const event = await open().write((tx) => openEvent(tx, 100));
    await open().write((tx) =>
      sell(tx, {
        organizer_id: event.organizer_id,
        channel: 'web',
        requests: [{ offer_id: event.offer_id, quantity: 2 }],
      }),
    );
    await tally(event);
    assert.deepEqual(await sums(event), []);
  });

  test('come to the same in steps of one order', async () => {
    const event = await open().write((tx) => openEvent(tx, 100));
    // several orders of one instant: the step ends between them
    for (let order = 0; order < 5; order += 1) await sale(event, 1);
    let steps = 0;
    while ((await tally(event, 1)) > 0) steps += 1;
    assert.equal(steps, 5);
    assert.deepEqual(await sums(event), ['web 5 5 5500']);
  });

  test('begin anew where the clock was set back, and count nothing twice', async () => {
    const event = await open().write((tx) => openEvent(tx, 100));
    await sale(event, 2);
    await tally(event);
    open().surroundings.advance(-24 * hour_ms);
    await sale(event, 1);
    await tally(event);
    open().surroundings.advance(24 * hour_ms);
    assert.deepEqual(await sums(event), ['web 1 1 1100', 'web 1 2 2200']);
  });
});

onEachStore('the sums of arrivals', (open) => {
  test('count entries, exits and refusals by the hour, again and again the same', async () => {
    const { surroundings } = open();
    const sold = await open().write((tx) => soldTickets(tx, { tickets: 2 }));
    const { organizer_id } = sold;
    const scan = (index: number) =>
      open().write((tx) =>
        scanCode(tx, { organizer_id, code: sold.tickets[index]!.code, direction: 'in', source: 'gate' }),
      );
    const arrivals = async () => {
      surroundings.advance(settle_ms);
      while ((await open().write((tx) => tallyArrivals(tx, { organizer_id, limit: 2 }))) > 0);
      const until = surroundings.now() + hour_ms;
      const rows = await open().read((rx) => arrivalsByHour(rx, { organizer_id, from: 0, until }));
      return rows.map(({ entries, exits, refused }) => [entries, exits, refused]);
    };
    await scan(0);
    await scan(0);
    assert.deepEqual(await arrivals(), [[1, 0, 1]]);
    assert.deepEqual(await arrivals(), [[1, 0, 1]]);
    surroundings.advance(5 * hour_ms);
    await scan(1);
    assert.deepEqual(await arrivals(), [
      [1, 0, 1],
      [1, 0, 0],
    ]);
  });
});
