import assert from 'node:assert/strict';
import { before } from 'node:test';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { assertAccessible, assertFits, builtPages, narrow, wide } from '../fixtures/pages.ts';
import { openTillDay, openTillHouse } from '../fixtures/till-house.ts';
import { openPackNight } from '../fixtures/till-packs.ts';
import { onEachStore } from '../stores.ts';

before(builtPages);

onEachStore('packs at the till', (open, turn) => {
  const skip = chromiumMissing();

  turn(
    'are sold like a price: one touch, the seats of their parts on the plan, gone when a part is',
    { skip },
    async () => {
      const office = open();
      await using house = await openTillHouse(office, 'counter', openPackNight);
      await withPage(
        async (page) => {
          const { keyboard } = page;
          await house.enter(page);
          await openTillDay(page);
          const basket = page.getByRole('region', { name: 'Panier' });
          const shop = page.getByRole('region', { name: 'Que vendre' });
          await shop.getByRole('button', { name: /Malade/ }).click();
          const pack = shop.getByRole('button', { name: /Pack soirée et atelier/ });
          await pack.getByText('Reste 3').waitFor();
          await assertAccessible(page);
          await screenshot(page, 'till-packs-1280');
          await pack.click();
          await pack.click();
          await basket.getByText('Au mieux : A4, A5').waitFor();
          await page.getByRole('button', { name: /Payer 76,00/ }).waitFor();
          await basket.getByRole('button', { name: /Choisir sur le plan : Place assise/ }).click();
          await page.getByRole('checkbox', { name: 'Rang B, place 1, libre' }).click();
          await page.getByRole('checkbox', { name: 'Rang B, place 2, libre' }).click();
          await page.getByRole('button', { name: 'Prendre ces places' }).click();
          await basket.getByText('Places B1, B2').waitFor();
          // a pack whose buyer chooses asks what goes into it
          await shop.getByRole('button', { name: /Pack tribu/ }).click();
          await page.getByRole('heading', { name: /que contient-il/ }).waitFor();
          await page.getByRole('button', { name: 'Un de plus : Fosse debout' }).click();
          await assertAccessible(page);
          await screenshot(page, 'till-pack-choice-1280');
          await page.setViewportSize(narrow);
          await assertFits(page);
          await screenshot(page, 'till-pack-choice-360');
          await page.setViewportSize(wide);
          await page.getByRole('button', { name: /Ajouter.*43,50/ }).click();
          await page.getByRole('button', { name: /Payer 119,50/ }).waitFor();
          await basket.getByText(/Au mieux : A4/).waitFor();
          await assertAccessible(page);
          await screenshot(page, 'till-packs-basket-1280');
          await page.setViewportSize(narrow);
          await assertFits(page);
          await screenshot(page, 'till-packs-360');
          await page.setViewportSize(wide);
          await page.getByRole('button', { name: 'Tout par Carte' }).click();
          await page
            .getByRole('status')
            .getByText(/^Vente /)
            .waitFor();
          const { organizer_id, seats } = house.night;
          const places = await office.read((rx) =>
            rx.db
              .selectFrom('ticket')
              .select('place_id')
              .where('organizer_id', '=', organizer_id)
              .where('place_id', 'is not', null)
              .execute(),
          );
          assert.deepEqual(
            new Set(places.map(({ place_id }) => place_id)),
            new Set(['B;1', 'B;2', 'A;4'].map((name) => seats.get(name))),
          );
          await keyboard.press('Enter');
          // the last of the workshop goes: the pack says why it cannot be sold
          await shop.getByRole('button', { name: 'Toutes les séances' }).click();
          await shop.getByRole('button', { name: /Atelier masques/ }).click();
          await shop.getByRole('button', { name: /^Atelier/ }).click();
          await page.getByRole('button', { name: 'Tout par Carte' }).click();
          await page
            .getByRole('status')
            .getByText(/^Vente /)
            .waitFor();
          await keyboard.press('Enter');
          await shop.getByRole('button', { name: 'Toutes les séances' }).click();
          await shop.getByRole('button', { name: /Malade/ }).click();
          await pack.getByText('Complet : Atelier').waitFor();
          assert.equal(await pack.isDisabled(), true);
          await assertAccessible(page);
          await screenshot(page, 'till-pack-sold-out-1280');
        },
        { viewport: wide },
      );
    },
  );
});
