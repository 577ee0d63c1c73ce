import { before, test } from 'node:test';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { assertAccessible, assertFits, builtPages, narrow, wide } from '../fixtures/pages.ts';
import { openTillDay, openTillHouse } from '../fixtures/till-house.ts';
import { onEachStore } from '../stores.ts';

before(builtPages);

onEachStore('the till', (open) => {
  const skip = chromiumMissing();

  test(
    'tickets and articles are sold together, paid by card and by cash, by the keyboard alone',
    { skip },
    async () => {
      await using house = await openTillHouse(open());
      await withPage(
        async (page) => {
          const { keyboard } = page;
          await house.enter(page);
          await page.getByRole('heading', { name: 'Quelle caisse ?' }).waitFor();
          await openTillDay(page);
          await assertAccessible(page);
          await screenshot(page, 'till-shows-1280');
          await keyboard.press('Enter');
          const basket = page.getByRole('region', { name: 'Panier' });
          // the first price has the focus
          await page.getByRole('button', { name: /Place assise/ }).waitFor();
          await keyboard.press('Enter');
          await keyboard.press('Enter');
          await basket.getByText('Au mieux : A4, A5').waitFor();
          await assertAccessible(page);
          await screenshot(page, 'till-offers-1280');
          await keyboard.press('F6');
          await page.getByRole('button', { name: 'Boutique' }).waitFor();
          await screenshot(page, 'till-articles-1280');
          // a programme is scanned, tea is looked for by its name
          await keyboard.type('3760001234567');
          await keyboard.press('Enter');
          await basket.getByText('Programme').waitFor();
          await keyboard.type('the');
          await page.getByRole('button', { name: 'Bière pression' }).waitFor({ state: 'detached' });
          await page.getByRole('button', { name: /^Thé/ }).press('Enter');
          await page.getByRole('button', { name: /Grand/ }).press('Enter');
          await screenshot(page, 'till-variations-1280');
          await keyboard.press('Enter');
          await basket.getByText('Grand').waitFor();
          await keyboard.press('+');
          await page.getByRole('button', { name: /Payer 77,00/ }).waitFor();
          await keyboard.press('F9');
          await page.getByRole('textbox', { name: 'Somme reçue' }).fill('50');
          // from cash to the card
          await keyboard.press('ArrowDown');
          await keyboard.press('Enter');
          await basket.getByText(/27,00/).waitFor();
          await page.getByRole('textbox', { name: 'Somme reçue' }).fill('30');
          await basket.getByText(/3,00/).waitFor();
          await assertAccessible(page);
          await screenshot(page, 'till-pay-1280');
          await keyboard.press('Enter');
          await page
            .getByRole('status')
            .getByText(/^Vente /)
            .waitFor();
          await page.getByText('À rendre').waitFor();
          await assertAccessible(page);
          await screenshot(page, 'till-sold-1280');
          await keyboard.press('Enter');
          await page.getByText('Le panier est vide').waitFor();
          await keyboard.press('F1');
          await page.getByRole('dialog').getByText('Touches de la caisse').waitFor();
          await assertAccessible(page);
          await screenshot(page, 'till-keys-1280');
          await keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
          await keyboard.press('F3');
          await page.getByText(/2 × Place assise/).waitFor();
          await page.setViewportSize(narrow);
          await keyboard.press('F2');
          await page.getByRole('button', { name: /Malade/ }).click();
          await page.getByRole('button', { name: /Place assise/ }).click();
          await basket.getByText(/Au mieux/).waitFor();
          await assertFits(page);
          await screenshot(page, 'till-offers-360');
          await page.getByRole('button', { name: /Choisir sur le plan/ }).click();
          await page.getByRole('checkbox', { name: 'Rang B, place 4, libre' }).click();
          await screenshot(page, 'till-seats-360');
          await page.getByRole('button', { name: 'Prendre ces places' }).click();
          await basket.getByText('Places B4').waitFor();
        },
        { viewport: wide },
      );
    },
  );
});
