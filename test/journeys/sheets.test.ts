import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Role } from '../../src/domain/roles.ts';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn, wide } from '../fixtures/pages.ts';
import { openTheatreNight, sellNight } from '../fixtures/theatre-night.ts';
import { onEachStore, type TestStore } from '../stores.ts';

before(builtPages);

/** A theatre's night with one sale to Zoé Martin. */
async function openHouse(store: TestStore, role: Role = 'manager') {
  const { organizer_id } = await store.write(async (tx) => {
    const night = await openTheatreNight(tx);
    await sellNight(tx, night);
    return night;
  });
  const desk = await openDesk(store);
  const user = await desk.openUser({ organizer_id, role, name: 'Camille Roy' });
  return {
    enter: (page: Page) => signIn(page, desk.origin, user.email, password),
    at: (path: string) => `${desk.origin}/admin${path}`,
    [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose](),
  };
}

const told = { expectedErrors: ['the server responded with a status of 401'] };

/** The file that a button gives, its name and its text. */
async function taken(page: Page, button: RegExp): Promise<{ name: string; text: string }> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

onEachStore('spreadsheets at the desk', (open) => {
  const skip = chromiumMissing();

  test('orders, tickets and customers leave as their lists are filtered', { skip }, async () => {
    await using house = await openHouse(open());
    await withPage(
      async (page) => {
        await house.enter(page);
        await page.goto(house.at('/orders'));
        await page.getByRole('row', { name: /Zoé Martin/ }).waitFor();
        const all = await taken(page, /^CSV/);
        assert.equal(all.name, 'guichet-orders.csv');
        assert.match(all.text, /;Zoé;Martin;/);
        await page.getByLabel('État').selectOption('Annulée');
        await page.getByText('Rien ne correspond').or(page.getByText('Aucun')).first().waitFor();
        assert.doesNotMatch((await taken(page, /^CSV/)).text, /Martin/, 'filtered as the list is');
        assert.equal((await taken(page, /^Excel/)).name, 'guichet-orders.xlsx');
        await page.goto(house.at('/tickets'));
        await page.getByRole('link', { name: 'Importer' }).waitFor();
        assert.match((await taken(page, /^CSV/)).text, /;Valable;/);
        await assertAccessible(page);
        await screenshot(page, 'tickets-sheets-1280');
        await page.goto(house.at('/customers'));
        await page.getByRole('row', { name: /Zoé Martin/ }).waitFor();
        assert.match((await taken(page, /^CSV/)).text, /Zoé;Martin/);
        await page.goto(house.at('/audit'));
        await page
          .getByRole('row', { name: /Liste exportée/ })
          .first()
          .waitFor();
        await page.setViewportSize(narrow);
        await page.goto(house.at('/orders'));
        await page.getByText('Zoé Martin').first().waitFor();
        await assertAccessible(page);
        await assertFits(page);
        await screenshot(page, 'orders-sheets-360');
      },
      { viewport: wide, ...told },
    );
  });

  test(
    'a season and its customers come from a spreadsheet, once what is wrong with a row is mended',
    { skip },
    async () => {
      await using house = await openHouse(open());
      const season = (start: string) => ({
        ...{ name: 'saison.csv', mimeType: 'text/csv' },
        buffer: Buffer.from(
          `Événement;Début;Capacité;Publié\nNuit des luges;12/12/2026 20:00;120;oui\nNuit des luges;${start};80;oui\n`,
        ),
      });
      const people = {
        ...{ name: 'clients.csv', mimeType: 'text/csv' },
        buffer: Buffer.from('Courriel;Prénom;Nom\nada@example.org;Ada;Byron\n'),
      };
      await withPage(
        async (page) => {
          await house.enter(page);
          await page.goto(house.at('/events'));
          await page.getByRole('link', { name: 'Importer' }).click();
          const choice = page.locator('input[type="file"]');
          for (const bytes of [Buffer.alloc(0), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0])]) {
            await choice.setInputFiles({ name: 'affiche.png', mimeType: 'image/png', buffer: bytes });
            await page.getByText('Ce fichier est vide, ou n’est pas un tableau.').waitFor();
          }
          await choice.setInputFiles(season('demain'));
          await page.getByText('ce n’est pas une date (demain)').waitFor();
          await assertAccessible(page);
          await screenshot(page, 'import-events-wrong-1280');
          await choice.setInputFiles(season('13/12/2026 20:00'));
          await page.getByRole('button', { name: 'Importer 2 lignes' }).click();
          await page.getByText('C’est importé.').waitFor();
          await page.getByRole('link', { name: 'Voir la liste' }).click();
          await page.getByRole('row', { name: /Nuit des luges.*2$/ }).waitFor();
          await page.goto(house.at('/customers'));
          await page.getByRole('link', { name: 'Importer' }).click();
          await page.setViewportSize(narrow);
          await choice.setInputFiles(people);
          await page.getByRole('button', { name: 'Importer 1 ligne' }).waitFor();
          await assertAccessible(page);
          await assertFits(page);
          await screenshot(page, 'import-customers-360');
          await page.getByRole('button', { name: 'Importer 1 ligne' }).click();
          await page.getByRole('link', { name: 'Voir la liste' }).click();
          await page.getByText('Ada Byron').first().waitFor();
        },
        {
          viewport: wide,
          expectedErrors: [...told.expectedErrors, 'the server responded with a status of 400'],
        },
      );
    },
  );

  test('a cashier sees the lists and takes none of them away', { skip }, async () => {
    await using house = await openHouse(open(), 'counter');
    await withPage(
      async (page) => {
        await house.enter(page);
        await page.goto(house.at('/customers'));
        await page.getByRole('row', { name: /Zoé Martin/ }).waitFor();
        assert.equal(await page.getByRole('button', { name: /^CSV/ }).count(), 0);
      },
      { viewport: wide, ...told },
    );
  });
});
