import assert from 'node:assert/strict';
import { before } from 'node:test';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { assertAccessible, assertFits, builtPages, narrow, wide } from '../fixtures/pages.ts';
import { openTillDay, openTillHouse } from '../fixtures/till-house.ts';
import { onEachStore } from '../stores.ts';

before(builtPages);

onEachStore('what was put aside', (open, turn) => {
  const skip = chromiumMissing();

  turn(
    'is opened again with its seats, changed and put aside; a table is paid together, and shared out',
    { skip },
    async () => {
      const office = open();
      await using house = await openTillHouse(office);
      await withPage(
        async (page) => {
          const { keyboard } = page;
          await house.enter(page);
          await openTillDay(page);
          const basket = page.getByRole('region', { name: 'Panier' });
          const shop = page.getByRole('region', { name: 'Que vendre' });
          const dialog = page.getByRole('dialog');
          const putAside = async (): Promise<void> => {
            await keyboard.press('F10');
            await dialog.getByLabel('Table').selectOption('Table 4');
            await dialog.getByLabel('Couverts').fill('2');
            await dialog.getByRole('button', { name: 'Mettre en attente' }).click();
            await basket.getByText('Le panier est vide').waitFor();
          };
          const waiting = async (): Promise<void> => {
            await keyboard.press('F3');
            await page.getByText('En attente', { exact: true }).first().click();
            await page.getByRole('heading', { name: 'Table 4' }).waitFor();
          };
          await shop.getByRole('button', { name: /Malade/ }).click();
          await shop.getByRole('button', { name: /Place assise/ }).click();
          await shop.getByRole('button', { name: /Place assise/ }).click();
          await basket.getByText('Au mieux : A4, A5').waitFor();
          await page.getByRole('button', { name: /Payer 65,00/ }).waitFor();
          await keyboard.press('F10');
          await dialog.getByLabel('Table').waitFor();
          await keyboard.press('Escape');
          await dialog.waitFor({ state: 'detached' });
          await shop.locator('button:focus', { hasText: 'Place assise' }).waitFor();
          await putAside();

          // opened again: its own seats are still its own, and a beer comes along
          await waiting();
          await page.getByRole('link', { name: /2 × Place assise/ }).click();
          await page.getByRole('button', { name: 'Rouvrir' }).click();
          await basket.getByText(/est rouverte/).waitFor();
          await basket.getByText('Places A4, A5').waitFor();
          await keyboard.press('F6');
          await shop.getByRole('button', { name: /Bière pression/ }).click();
          await page.getByRole('button', { name: /Payer 69,50/ }).waitFor();
          await assertAccessible(page);
          await screenshot(page, 'till-reopened-1280');
          await page.setViewportSize(narrow);
          await assertFits(page);
          await screenshot(page, 'till-reopened-360');
          await page.setViewportSize(wide);
          await keyboard.press('F10');
          assert.equal(await dialog.getByLabel('Couverts').inputValue(), '2');
          await dialog.getByLabel('Note').fill('terrasse');
          await dialog.getByRole('button', { name: 'Mettre en attente' }).click();
          await basket.getByText('Le panier est vide').waitFor();

          // a second one for the table, and the two are paid together
          await keyboard.press('F6');
          await keyboard.type('3760001234567');
          await keyboard.press('Enter');
          await basket.getByText('Programme').waitFor();
          await putAside();
          await waiting();
          await assertAccessible(page);
          await screenshot(page, 'till-table-1280');
          await page.getByRole('button', { name: /Tout encaisser ensemble · 74,50/ }).click();
          await page.getByRole('textbox', { name: 'Somme reçue' }).waitFor();
          await keyboard.press('Escape');
          await page.getByText(/Note : terrasse/).waitFor();

          // one of them pays for a seat and the programme
          await page.getByRole('button', { name: 'Partager' }).press('Enter');
          // the form takes the focus of the button that is gone: its first count is one Tab away
          await page.locator(':focus', { hasText: 'Qui paie quoi ?' }).waitFor();
          await keyboard.press('Tab');
          await keyboard.press('Enter');
          await page.getByRole('button', { name: '+ À part : Programme' }).click();
          await assertAccessible(page);
          await screenshot(page, 'till-share-1280');
          await page.setViewportSize(narrow);
          await assertFits(page);
          await screenshot(page, 'till-share-360');
          await page.setViewportSize(wide);
          await page.getByRole('button', { name: 'Encaisser cette part' }).click();
          await page.getByRole('region', { name: 'Commandes' }).getByText(/37,50/).first().waitFor();
          await page.getByRole('textbox', { name: 'Somme reçue' }).press('Enter');
          await page
            .getByRole('status')
            .getByText(/est payée/)
            .waitFor();
          await page.getByRole('link', { name: /Place assise/ }).click();
          await page.getByRole('button', { name: 'Table, couverts, note' }).click();
          await dialog.getByLabel('Couverts').fill('1');
          await assertAccessible(page);
          await screenshot(page, 'till-move-1280');
          await dialog.getByRole('button', { name: 'Enregistrer' }).click();
          await dialog.waitFor({ state: 'detached' });
          await page.getByRole('button', { name: /Encaisser 37,00/ }).click();
          await page.getByRole('textbox', { name: 'Somme reçue' }).press('Enter');
          await page
            .getByRole('status')
            .getByText(/est payée/)
            .waitFor();
          const orders = await office.read((rx) =>
            rx.db
              .selectFrom('order')
              .select(['total', 'paid', 'covers'])
              .where('organizer_id', '=', house.night.organizer_id)
              .where('channel', '=', 'counter')
              .where('cancelled_at', 'is', null)
              .orderBy('id')
              .execute(),
          );
          assert.deepEqual(
            orders.map(({ total, paid, covers }) => [total, paid, covers]),
            [
              [3700, 3700, 1],
              [3750, 3750, null],
            ],
          );
        },
        { viewport: wide },
      );
    },
  );

  turn('an article that comes in sizes asks which, wherever it is scanned', { skip }, async () => {
    await using house = await openTillHouse(open());
    await withPage(
      async (page) => {
        const { keyboard } = page;
        await house.enter(page);
        await openTillDay(page);
        const basket = page.getByRole('region', { name: 'Panier' });
        await keyboard.press('F3');
        await page.getByText('Aucune vente encore').waitFor();
        await keyboard.type('3760009876543');
        await keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Thé : lequel ?' }).waitFor();
        await page.getByRole('button', { name: /Grand/ }).press('Enter');
        await keyboard.press('Enter');
        await basket.getByText('Grand').waitFor();
        await page.getByRole('button', { name: /Payer 3,50/ }).waitFor();
        // back where one was, and nothing comes by Escape
        await page.getByRole('button', { name: /Malade/ }).waitFor();
        await keyboard.type('3760009876543');
        await keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Thé : lequel ?' }).waitFor();
        await keyboard.press('Escape');
        await page.getByRole('button', { name: /Malade/ }).waitFor();
        await page.getByRole('button', { name: /Payer 3,50/ }).waitFor();
      },
      { viewport: wide },
    );
  });
});
