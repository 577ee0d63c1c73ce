import { before, test } from 'node:test';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { assertAccessible, assertFits, builtPages, narrow, wide } from '../fixtures/pages.ts';
import { openTillDay, openTillHouse } from '../fixtures/till-house.ts';
import { onEachStore } from '../stores.ts';

before(builtPages);

onEachStore('the till', (open) => {
  const skip = chromiumMissing();

  test('a ticket is sold for cash, by the keyboard alone', { skip }, async () => {
    await using house = await openTillHouse(open());
    await withPage(
      async (page) => {
        await house.enter(page);
        await page.getByRole('heading', { name: 'Quelle caisse ?' }).waitFor();
        await screenshot(page, 'till-choose-1280');
        await openTillDay(page);
        await assertAccessible(page);
        await screenshot(page, 'till-shows-1280');
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: /Fosse debout/ }).waitFor();
        await page.getByRole('button', { name: /Fosse debout/ }).press('Enter');
        await page.getByRole('button', { name: /Payer 11,00/ }).waitFor();
        await assertAccessible(page);
        await screenshot(page, 'till-offers-1280');
        await page.getByRole('button', { name: /Payer 11,00/ }).press('Enter');
        await page.getByRole('textbox', { name: 'Somme reçue' }).fill('20');
        await page.getByText(/9,00/).first().waitFor();
        await assertAccessible(page);
        await screenshot(page, 'till-pay-1280');
        await page.keyboard.press('Enter');
        await page
          .getByRole('status')
          .getByText(/^Vente /)
          .waitFor();
        await page.getByText('À rendre').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'till-sold-1280');
        await page.keyboard.press('Enter');
        await page.getByText('Le panier est vide').waitFor();
        await page.getByRole('link', { name: 'Commandes' }).click();
        await page.getByText(/1 × Fosse debout/).waitFor();
        await page.getByRole('link', { name: 'Journée' }).click();
        await page.getByText(/111,00/).waitFor();
        await page.setViewportSize(narrow);
        await assertFits(page);
        await screenshot(page, 'till-day-360');
        await page.getByRole('link', { name: 'Vendre' }).click();
        await page.getByRole('button', { name: /Malade/ }).click();
        await page.getByRole('button', { name: /Fosse debout/ }).click();
        await assertFits(page);
        await screenshot(page, 'till-offers-360');
      },
      { viewport: wide },
    );
  });
});
