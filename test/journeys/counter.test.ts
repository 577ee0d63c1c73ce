import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { assertAccessible, assertFits, builtPages, narrow, wide } from '../fixtures/pages.ts';
import { openTillDay, openTillHouse } from '../fixtures/till-house.ts';
import { onEachStore } from '../stores.ts';

before(builtPages);

onEachStore('the till', (open, turn) => {
  const skip = chromiumMissing();

  test(
    'tickets and articles are sold together, paid by card and by cash, by the keyboard alone',
    { skip },
    async () => {
      await using house = await openTillHouse(open());
      await withPage(
        async (page) => {
          const { keyboard } = page;
          // a browser without a screen has no dialog to print by: what would be printed stays
          await page.addInitScript(
            `window.print = () => {
              const kept = document.querySelector('.paper').cloneNode(true);
              kept.id = 'printed';
              document.body.append(kept);
            }`,
          );
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
          await page.getByRole('link', { name: /2 × Place assise/ }).waitFor();
          await page.getByRole('link', { name: /2 × Place assise/ }).press('Enter');
          await page.getByText('Rang A, place 4').waitFor();
          await page.getByRole('button', { name: 'Imprimer les billets' }).waitFor();
          await page.getByRole('button', { name: 'Ticket de caisse' }).press('Enter');
          await page.locator('#printed').waitFor({ state: 'attached' });
          assert.match((await page.locator('#printed').textContent()) ?? '', /Programme5,00.*TOTAL EUR77,00/);
          assert.doesNotMatch((await page.locator('#printed').textContent()) ?? '', /DUPLICATA/);
          await page.evaluate(`document.getElementById('printed').remove()`);
          // the focus is where it was
          await keyboard.press('Enter');
          await page.locator('#printed').getByText('DUPLICATA n° 1').waitFor({ state: 'attached' });
          await page.emulateMedia({ media: 'print' });
          await page.locator('#printed').waitFor({ state: 'visible' });
          assert.equal(await page.getByRole('navigation').isVisible(), false);
          await screenshot(page, 'till-receipt-print');
          await page.emulateMedia({ media: null });
          await assertAccessible(page);
          await screenshot(page, 'till-order-1280');
          await page.getByRole('button', { name: 'Rembourser' }).press('Enter');
          await page.getByRole('checkbox', { name: /Rang A, place 5/ }).press('Space');
          await page.getByRole('button', { name: '+ Repris : Programme' }).press('Enter');
          await assertAccessible(page);
          await screenshot(page, 'till-refund-1280');
          await page.getByRole('button', { name: /Rendre 37,50/ }).press('Enter');
          await page
            .getByRole('status')
            .getByText(/Rendez 37,50/)
            .waitFor();
          await screenshot(page, 'till-refunded-1280');
          await keyboard.press('Enter');
          await page
            .getByText(/Rendu 32,50/)
            .first()
            .waitFor();
          await page.setViewportSize(narrow);
          await assertFits(page);
          await screenshot(page, 'till-order-360');
          await keyboard.press('F2');
          // back at the prices that were sold before the articles
          await keyboard.press('F6');
          await page.getByRole('button', { name: /Place assise/ }).click();
          await basket.getByText(/Au mieux/).waitFor();
          await assertFits(page);
          await screenshot(page, 'till-offers-360');
          await page.getByRole('button', { name: /Choisir sur le plan/ }).click();
          await page.getByRole('checkbox', { name: 'Rang B, place 4, libre' }).click();
          await screenshot(page, 'till-seats-360');
          const foot = await page.locator('.seat-foot').boundingBox();
          assert.ok((foot?.height ?? Infinity) < 150, 'the plan keeps the screen');
          await page.getByRole('button', { name: 'Prendre ces places' }).click();
          await basket.getByText('Places B4').waitFor();
        },
        { viewport: wide },
      );
    },
  );

  turn(
    'what is put aside waits at its table and is paid later; tickets are found by their code',
    { skip },
    async () => {
      await using house = await openTillHouse(open(), 'manager');
      await withPage(
        async (page) => {
          const { keyboard } = page;
          await house.enter(page);
          await openTillDay(page);
          const basket = page.getByRole('region', { name: 'Panier' });
          await page.getByRole('button', { name: /Malade/ }).click();
          await page.getByRole('button', { name: /Fosse debout/ }).click();
          await basket.getByText('Fosse debout').waitFor();
          await keyboard.press('F7');
          await page.getByRole('dialog').getByLabel('Prénom').fill('Ada');
          await assertAccessible(page);
          await screenshot(page, 'till-customer-1280');
          await keyboard.press('Enter');
          await basket.getByRole('button', { name: 'Ada' }).waitFor();
          await keyboard.press('F8');
          await page.getByRole('dialog').getByRole('textbox', { name: 'Code promo' }).fill('RIEN');
          await keyboard.press('Enter');
          await basket.getByText('Ce code promo n’existe pas').waitFor();
          await screenshot(page, 'till-code-1280');
          await keyboard.press('F8');
          await page.getByRole('dialog').getByRole('button', { name: 'Retirer' }).click();
          await page.getByRole('button', { name: /Payer 11,00/ }).waitFor();
          await keyboard.press('F10');
          await page.getByRole('dialog').getByLabel('Table').selectOption('Table 4');
          await assertAccessible(page);
          await screenshot(page, 'till-park-1280');
          await page.getByRole('dialog').getByRole('button', { name: 'Mettre en attente' }).click();
          await basket.getByText('Le panier est vide').waitFor();
          await keyboard.press('F3');
          await page.getByText('En attente', { exact: true }).click();
          await page.getByRole('heading', { name: 'Table 4' }).waitFor();
          await page.getByRole('link', { name: /Ada/ }).click();
          await page.getByRole('button', { name: /Encaisser 11,00/ }).click();
          await page.getByRole('textbox', { name: 'Somme reçue' }).waitFor();
          await screenshot(page, 'till-pay-order-1280');
          await keyboard.press('Enter');
          await page
            .getByRole('status')
            .getByText(/est payée/)
            .waitFor();
          await keyboard.press('Enter');
          const code = await page.locator('.ticket-code').first().innerText();
          // a scanner types it, wherever the focus is
          await keyboard.press('F2');
          await page.getByRole('button', { name: /Fosse debout/ }).waitFor();
          await keyboard.type(code);
          await keyboard.press('Enter');
          await page.getByRole('heading', { name: /^ORD/ }).waitFor();
          await page.getByText('Ada').first().waitFor();
          await page.emulateMedia({ colorScheme: 'dark' });
          await screenshot(page, 'till-found-dark-1280');
          await page.getByRole('button', { name: 'Imprimante de la caisse' }).click();
          await page.getByRole('dialog').getByLabel('Adresse IP').fill('192.168.1.50');
          await assertAccessible(page);
          await screenshot(page, 'till-printer-dark-1280');
          await keyboard.press('Enter');
          await page.getByText('Aucune imprimante n’est permise à cette adresse.').waitFor();
        },
        { viewport: wide, expectedErrors: ['the server responded with a status of 4'] },
      );
    },
  );

  turn('after a sale the till stays where its clerk sells, and is found there again', { skip }, async () => {
    await using house = await openTillHouse(open());
    await withPage(
      async (page) => {
        const { keyboard } = page;
        await house.enter(page);
        await openTillDay(page);
        const sell = async (tile: RegExp): Promise<void> => {
          await page.getByRole('button', { name: tile }).click();
          await keyboard.press('F9');
          await page.getByRole('textbox', { name: 'Somme reçue' }).waitFor();
          await keyboard.press('Enter');
          await page.getByRole('button', { name: 'Vente suivante' }).waitFor();
          await keyboard.press('Enter');
        };
        const focusedTile = page.locator('button.tile:focus');
        await page.getByRole('button', { name: /Malade/ }).click();
        await sell(/Fosse debout/);
        // the next visitor of the same show: the first price has the focus
        await focusedTile.getByText('Place assise').waitFor();
        await keyboard.press('F6');
        await page.getByRole('button', { name: 'Boutique' }).click();
        await sell(/Programme/);
        await focusedTile.getByText('Programme').waitFor();
        assert.equal(await page.getByRole('button', { name: /Bière pression/ }).count(), 0);
        await page.reload();
        await page.getByRole('button', { name: /Programme/ }).waitFor();
        assert.equal(await page.getByRole('button', { name: /Bière pression/ }).count(), 0);
        await keyboard.press('F6');
        await page.getByRole('button', { name: /Fosse debout/ }).waitFor();
        await keyboard.press('Escape');
        await page.getByRole('button', { name: /Malade/ }).waitFor();
        // another page of the till does not lead astray either
        await keyboard.press('F6');
        await page.getByRole('button', { name: /Programme/ }).waitFor();
        await keyboard.press('F4');
        await page.getByRole('heading', { name: 'Journée' }).first().waitFor();
        await keyboard.press('F2');
        await page.getByRole('button', { name: /Programme/ }).waitFor();
      },
      { viewport: wide },
    );
  });

  turn(
    'a sale on its way is the only one: what comes meanwhile is the next customer’s',
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
          const sales = page.getByRole('status').getByText(/^Vente /);
          const scan = async (plu: string): Promise<void> => {
            await keyboard.type(plu);
            await keyboard.press('Enter');
          };
          // each answer comes when it is let through, or not at all
          let held = Promise.withResolvers<void>();
          let asked = Promise.withResolvers<void>();
          let lost = false;
          let sent = 0;
          await page.route('**/api/till/orders', async (route) => {
            if (route.request().method() !== 'POST') return route.continue();
            sent += 1;
            const response = await route.fetch();
            asked.resolve();
            await held.promise;
            await (lost ? route.abort() : route.fulfill({ response }));
            lost = false;
          });
          await scan('3760001234567');
          await page.getByRole('button', { name: 'Tout par Carte' }).click();
          await asked.promise;
          // who waits presses other keys
          await keyboard.press('F9');
          await keyboard.press('F10');
          await keyboard.press('Escape');
          assert.equal(await page.getByRole('textbox', { name: 'Somme reçue' }).count(), 0);
          assert.equal(await page.getByRole('dialog').count(), 0);
          await scan('3760001234567');
          held.resolve();
          await sales.waitFor();
          await keyboard.press('Enter');
          await page.getByRole('button', { name: /Payer 5,00/ }).waitFor();

          // the same sale once more is another sale, and its answer is lost on the way
          held = Promise.withResolvers<void>();
          asked = Promise.withResolvers<void>();
          lost = true;
          await keyboard.press('F9');
          await page.getByRole('textbox', { name: 'Somme reçue' }).press('Enter');
          await asked.promise;
          await keyboard.press('Escape');
          await page.getByRole('textbox', { name: 'Somme reçue' }).waitFor();
          held.resolve();
          await sales.waitFor();
          assert.equal(sent, 3, 'what was not answered was asked for again');
          await keyboard.press('Enter');
          await basket.getByText('Le panier est vide').waitFor();
          await scan('3760001234567');
          await keyboard.press('F9');
          await page.getByRole('textbox', { name: 'Somme reçue' }).press('Enter');
          await sales.waitFor();
          const { organizer_id } = house.night;
          const sold = await office.read((rx) =>
            rx.db
              .selectFrom('order')
              .select('total')
              .where('organizer_id', '=', organizer_id)
              .where('channel', '=', 'counter')
              .execute(),
          );
          assert.deepEqual(
            sold.map(({ total }) => total),
            [500, 500, 500],
          );
        },
        { viewport: wide, expectedErrors: ['net::ERR_FAILED'] },
      );
    },
  );

  turn('a sale whose answer was lost with the page is asked for again, and done once', { skip }, async () => {
    const office = open();
    await using house = await openTillHouse(office);
    await withPage(
      async (page) => {
        const { keyboard } = page;
        await house.enter(page);
        await openTillDay(page);
        await keyboard.type('3760001234567');
        await keyboard.press('Enter');
        await page.getByRole('button', { name: /Payer 5,00/ }).waitFor();
        // the office sells, and its answer gets lost on the way
        const lost = Promise.withResolvers<void>();
        let asked = 0;
        await page.route('**/api/till/orders', async (route) => {
          if (route.request().method() !== 'POST' || ++asked > 1) return route.continue();
          await route.fetch();
          lost.resolve();
        });
        await keyboard.press('F9');
        await page.getByRole('textbox', { name: 'Somme reçue' }).waitFor();
        await keyboard.press('Enter');
        await lost.promise;
        await page.reload();
        await page
          .getByRole('status')
          .getByText(/^Vente /)
          .waitFor();
        assert.equal(asked, 2);
        const { organizer_id } = house.night;
        const { sold } = await office.read((rx) =>
          rx.db
            .selectFrom('order')
            .select((eb) => eb.fn.countAll<number>().as('sold'))
            .where('organizer_id', '=', organizer_id)
            .where('channel', '=', 'counter')
            .executeTakeFirstOrThrow(),
        );
        assert.equal(sold, 1);
        // what was answered is kept no longer
        await page.reload();
        await page.getByText('Le panier est vide').waitFor();
      },
      { viewport: wide },
    );
  });
});
