import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sealLedger } from '../../src/office/ledger/seal.ts';
import { sell } from '../../src/office/selling/request.ts';
import { tallySales } from '../../src/office/tallies/tally-sales.ts';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { openEvent } from '../fixtures/open-event.ts';
import { builtPages, signIn, wide } from '../fixtures/pages.ts';
import { onEachStore } from '../stores.ts';

before(builtPages);

/** the longest that a commit of another process is waited for */
const settle_ms = 11_000;

onEachStore('a sale seen live', (open) => {
  const skip = chromiumMissing();

  test('stands in the list of orders and on the home page without being asked for', { skip }, async () => {
    const store = open();
    const { organizer_id, offer_id } = await store.write((tx) => openEvent(tx, 100));
    const sold = async (quantity: number) => {
      const order = await store.write((tx) =>
        sell(tx, {
          ...{ organizer_id, channel: 'web', confirm: true },
          requests: [{ offer_id, quantity }],
          payment: { amount: 'total', method: 'card' },
        }),
      );
      // what chores do while an office is served
      store.surroundings.advance(settle_ms);
      while ((await store.write((tx) => sealLedger(tx))) > 0);
      await store.write((tx) => tallySales(tx, { organizer_id, limit: 100 }));
      return order;
    };
    await sold(1);
    await using desk = await openDesk(store);
    const user = await desk.openUser({ organizer_id, role: 'manager', name: 'Camille Roy' });
    await withPage(
      async (page) => {
        // no page asks by itself from time to time: what comes, comes by the stream
        await page.addInitScript('window.setInterval = () => 0');
        const asked: string[] = [];
        page.on('request', (one) => asked.push(new URL(one.url()).pathname));
        await signIn(page, desk.origin, user.email, password);
        await page.getByText('1 billet · 1 commande').waitFor();
        await sold(3);
        await page.getByText('4 billets · 2 commandes').waitFor();
        await screenshot(page, 'live-home');
        await page.getByRole('link', { name: 'Commandes', exact: true }).click();
        const order = page.getByRole('table').getByRole('row');
        await order.nth(2).waitFor();
        await sold(2);
        await order.nth(3).waitFor();
        const streams = asked.filter((path) => path === '/api/live').length;
        assert.equal(streams, 1, 'one stream for all that the page shows');
      },
      { viewport: wide, expectedErrors: ['the server responded with a status of 401'] },
    );
  });
});
