import { before } from 'node:test';
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

onEachStore('the home of the desk', (open, turn) => {
  const skip = chromiumMissing();

  for (const viewport of [wide, narrow])
    turn(
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
            if (viewport === narrow) return;
            await page.getByText('Voir les chiffres en tableau').click();
            await page.getByRole('table', { name: /Ventes par jour/ }).waitFor();
            await store.write(async (tx) => {
              const at = { scanned_at: tx.now, received_at: tx.now };
              const scan = { id: await tx.id(), organizer_id, code: '4004', source: 'gate', ...at };
              await tx.db
                .insertInto('scan')
                .values({ ...scan, direction: 'in', outcome: 'conflict', forced: 0 })
                .execute();
            });
            await page.getByRole('link', { name: '1 conflit au contrôle à trancher' }).click();
            await page.getByRole('cell', { name: '4004' }).waitFor();
            await assertAccessible(page);
            await screenshot(page, 'conflicts');
            await page.getByRole('button', { name: 'Entrée de trop' }).click();
            await page.getByRole('dialog').getByRole('button', { name: 'Entrée de trop' }).click();
            await page.getByText('Aucun conflit', { exact: true }).waitFor();
          },
          { viewport, expectedErrors: ['the server responded with a status of 401'] },
        );
      },
    );
});
