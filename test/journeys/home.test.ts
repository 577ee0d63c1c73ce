import { before, test } from 'node:test';
import { tallySales } from '../../src/office/tallies/tally-sales.ts';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn, wide } from '../fixtures/pages.ts';
import { openToyHub } from '../fixtures/toy-hub.ts';
import { ToySystem } from '../fixtures/toy-system.ts';
import { onEachStore } from '../stores.ts';

before(builtPages);

/** the longest that a commit of another process is waited for */
const settle_ms = 11_000;

onEachStore('the home of the desk', (open) => {
  const skip = chromiumMissing();

  for (const viewport of [wide, narrow])
    test(
      `says what needs attention, and shows a sale while one looks, ${viewport.width} wide`,
      { skip },
      async () => {
        const store = open();
        const toy = new ToySystem();
        const hub = await openToyHub(store, toy);
        const key = await hub.connect(toy);
        await using desk = await openDesk(store, { hub: hub.runner });
        const { organizer_id } = hub;
        const user = await desk.openUser({ organizer_id, role: 'manager', name: 'Camille Roy' });
        await withPage(
          async (page) => {
            await signIn(page, desk.origin, user.email, password);
            await page.getByText('Tout va bien : rien ne demande votre attention.').waitFor();
            await page.getByText('Aucune vente aujourd’hui pour l’instant.').waitFor();
            await assertAccessible(page);
            await assertFits(page);
            await screenshot(page, `home-empty-${viewport.width}`);
            toy.answer = () => ({ refused: 'no' });
            await hub.sell(3);
            await hub.runner.deliver(key);
            store.surroundings.advance(settle_ms);
            await store.write((tx) => tallySales(tx, { organizer_id, limit: 100 }));
            await page.getByText('3 billets · 1 commande').waitFor();
            await page.getByRole('link', { name: 'Toy : 1 envoi abandonné' }).waitFor();
            await page.getByRole('img', { name: /Ventes par jour/ }).waitFor();
            await assertAccessible(page);
            await assertFits(page);
            await screenshot(page, `home-sales-${viewport.width}`);
          },
          { viewport, expectedErrors: ['the server responded with a status of 401'] },
        );
      },
    );
});
