import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import {
  assertAccessible,
  assertFits,
  builtPages,
  focused,
  narrow,
  signIn,
  wide,
} from '../fixtures/pages.ts';
import { openTheatreNight, sellNight } from '../fixtures/theatre-night.ts';
import { onEachStore, type TestStore } from '../stores.ts';
import { sealLedger } from '../../src/office/ledger/seal.ts';
import { verifyLedger } from '../../src/office/ledger/verify.ts';
import { scanCode } from '../../src/office/admission/scan.ts';
import { recordPayment } from '../../src/office/selling/payments.ts';
import { indexNext } from '../../src/office/search/index-next.ts';
import type { Role } from '../../src/domain/roles.ts';

before(builtPages);

/** A theatre's night with one sale to Zoé Martin: 3 tickets and 2 programmes, 82.00 €. */
async function openHouse(store: TestStore, role: Role = 'manager') {
  const { night, sold } = await store.write(async (tx) => {
    const night = await openTheatreNight(tx);
    return { night, sold: await sellNight(tx, night) };
  });
  const desk = await openDesk(store);
  const user = await desk.openUser({ organizer_id: night.organizer_id, role, name: 'Camille Roy' });
  return {
    night,
    sold,
    store,
    enter: (page: Page) => signIn(page, desk.origin, user.email, password),
    at: (path: string) => `${desk.origin}/admin${path}`,
    [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose](),
  };
}

/** What the chores of a server do within two seconds: names can be searched for then. */
async function settle(store: TestStore): Promise<void> {
  while ((await store.write((tx) => sealLedger(tx))) > 0);
  while ((await store.write((tx) => indexNext(tx, { limit: 100 }))) > 0);
}

const refusals = (...statuses: number[]) => ({
  expectedErrors: [
    'the server responded with a status of 401',
    ...statuses.map((one) => `the server responded with a status of ${one}`),
  ],
});

async function menuItem(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Autres actions' }).click();
  await page.getByRole('menuitem', { name }).click();
}

onEachStore('orders at the desk', (open, turn) => {
  const skip = chromiumMissing();

  turn('an order is found by a barcode and tells its whole story', { skip }, async () => {
    await using house = await openHouse(open());
    await withPage(
      async (page) => {
        await house.enter(page);
        await page.getByRole('link', { name: 'Commandes' }).click();
        await page.getByRole('heading', { name: 'Commandes' }).waitFor();
        await page.getByRole('link', { name: house.sold.label }).waitFor();
        await assertAccessible(page);
        await screenshot(page, 'orders-1280');
        const box = page.getByRole('searchbox', { name: 'Chercher une commande' });
        await box.fill('no such code');
        await box.press('Enter');
        await page.getByText('Aucune commande pour « no such code »').waitFor();
        await box.fill(house.sold.tickets[2]?.barcode ?? '');
        await box.press('Enter');
        await page.getByRole('link', { name: house.sold.label }).click();
        await page.getByRole('heading', { name: `Commande ${house.sold.label}` }).waitFor();
        await page.getByText('Payé avec la vente').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'order-1280');
        await page.goBack();
        assert.match(page.url(), /[?]q=\d+/);
        await settle(house.store);
        await box.fill('martin zo');
        await box.press('Enter');
        await page.waitForURL(/martin/);
        await page.getByRole('link', { name: house.sold.label }).waitFor();
        await page.goto(house.at('/orders'));
        await page.getByLabel('État').selectOption('Annulée');
        await page.getByText('Rien ne correspond à ces filtres').waitFor();
        assert.match(page.url(), /[?]status=cancelled/);
        await page.reload();
        await page.getByText('Rien ne correspond à ces filtres').waitFor();
        await page.getByRole('button', { name: 'Effacer les filtres' }).click();
        await page.getByRole('link', { name: house.sold.label }).waitFor();
      },
      { viewport: wide, ...refusals() },
    );
  });

  test('a refund shows its split before, keeps the deduction and says what it did', { skip }, async () => {
    await using house = await openHouse(open());
    await withPage(
      async (page) => {
        await house.enter(page);
        await page.goto(house.at(`/orders/${house.sold.order_id}`));
        await menuItem(page, 'Rembourser');
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('checkbox', { name: /Fosse debout/ }).uncheck();
        await dialog.getByRole('textbox', { name: 'Somme retenue' }).fill('99999');
        await dialog.getByText('Le remboursement dépasse ce qui reste payé.').waitFor();
        await dialog.getByRole('textbox', { name: 'Somme retenue' }).fill('10,01');
        await dialog.getByRole('button', { name: /Rembourser 54,99/ }).waitFor();
        await assertAccessible(page);
        await screenshot(page, 'order-refund-1280');
        await dialog.getByRole('textbox', { name: 'Motif' }).fill('Malade');
        await dialog.getByRole('button', { name: /Rembourser 54,99/ }).click();
        await page.getByText(/54,99.€ remboursés, 10,01.€ retenus/).waitFor();
        await page.getByText('Billets remboursés').waitFor();
        await page
          .getByRole('list', { name: 'Remboursements' })
          .getByText(/54,99.*dont retenu 10,01/)
          .waitFor();
      },
      { viewport: wide, ...refusals(422) },
    );
  });

  turn(
    'a cancelled order is restored, but not once money went back, and the reason is said',
    { skip },
    async () => {
      await using house = await openHouse(open());
      await withPage(
        async (page) => {
          await house.enter(page);
          await page.goto(house.at(`/orders/${house.sold.order_id}`));
          await menuItem(page, 'Annuler la commande');
          await page.getByRole('dialog').getByRole('button', { name: 'Annuler la commande' }).click();
          await page.getByText('Commande annulée : tout ce qu’elle retenait est libre.').waitFor();
          await page.getByRole('button', { name: 'Rembourser' }).click();
          await page
            .getByRole('dialog')
            .getByRole('button', { name: /Rembourser 76,00/ })
            .click();
          await page.getByText(/76,00.€ remboursés/).waitFor();
          await menuItem(page, 'Reprendre la commande');
          await page.getByRole('dialog').getByRole('button', { name: 'Reprendre la commande' }).click();
          await page
            .getByRole('dialog')
            .getByText(/Une commande remboursée, même en partie/)
            .waitFor();
          await assertAccessible(page);
          await screenshot(page, 'order-restore-refused-1280');
        },
        { viewport: wide, ...refusals(409) },
      );
    },
  );

  turn('staff hold seats, confirm and take the money, by the keyboard', { skip }, async () => {
    await using house = await openHouse(open(), 'counter');
    await withPage(
      async (page) => {
        await house.enter(page);
        await page.goto(house.at('/orders/new'));
        await page.getByRole('textbox', { name: 'Quantité : Fosse debout · Fosse' }).fill('2');
        await page.getByLabel('Prénom').fill('Ada');
        await page.getByLabel('Adresse électronique').fill('ada@example');
        await assertAccessible(page);
        await page.keyboard.press('Enter');
        await page.getByText('Cette adresse n’est pas valable.').waitFor();
        await page.getByLabel('Adresse électronique').fill('ada@example.org');
        await screenshot(page, 'order-new-1280');
        await page.keyboard.press('Enter');
        await page.getByText('Places retenues : confirmez, puis encaissez.').waitFor();
        await page.getByRole('button', { name: 'Confirmer' }).press('Enter');
        await page.getByRole('dialog').getByRole('button', { name: 'Confirmer' }).press('Enter');
        await page.getByText('Commande confirmée : les billets sont valables.').waitFor();
        await page.getByRole('button', { name: 'Encaisser' }).press('Enter');
        await page.getByRole('dialog').getByRole('textbox', { name: 'Montant' }).press('Enter');
        await page.getByText(/Paiement de 22,00.€ enregistré/).waitFor();
        await page.getByText('Payée', { exact: true }).waitFor();
        await page.getByRole('button', { name: 'Redonner les billets' }).press('Enter');
        await page.locator(':focus').getByText('Montrer les liens').waitFor();
        await page.keyboard.press('Enter');
        await page.getByRole('link', { name: 'Tous les billets (PDF)' }).waitFor();
        await page.locator('a:focus').getByText('Page de l’acheteur').waitFor();
        await page.getByRole('link', { name: 'Écrire à ada@example.org' }).waitFor();
        await assertAccessible(page);
        await screenshot(page, 'order-links-1280');
        await page.keyboard.press('Escape');
        await page.locator('button:focus').getByText('Redonner les billets').waitFor();
        await page.getByRole('button', { name: 'Autres actions' }).press('Enter');
        await page.getByRole('menuitem', { name: 'Changer l’acheteur' }).press('Enter');
        await page.getByRole('dialog').waitFor();
        await page.keyboard.press('Escape');
        // what was opened from a menu gives the focus back to its button
        await page.locator('button:focus').getByText('Autres actions').waitFor();
      },
      { viewport: wide, ...refusals(400) },
    );
  });

  turn('an order gets another buyer, and back what was paid too much', { skip }, async () => {
    await using house = await openHouse(open());
    const { sold, night, store } = house;
    await store.write((tx) =>
      recordPayment(tx, {
        organizer_id: night.organizer_id,
        order_id: sold.order_id,
        amount: 350,
        method: 'cash',
      }),
    );
    await withPage(
      async (page) => {
        await house.enter(page);
        await page.goto(house.at(`/orders/${sold.order_id}`));
        await menuItem(page, 'Changer l’acheteur');
        await focused(page.getByRole('dialog').getByLabel('Adresse électronique'));
        await page.keyboard.press('Enter');
        await page.getByText('Entrez une adresse ou un nom.').waitFor();
        await page.getByRole('dialog').getByLabel('Adresse électronique').fill('grace@example.org');
        await page.getByRole('dialog').getByLabel('Prénom').fill('Grace');
        await page.keyboard.press('Enter');
        await page.getByRole('link', { name: 'Grace' }).waitFor();
        await menuItem(page, 'Rendre le trop-perçu');
        await page.getByText(/3,50.€ ont été payés de plus/).waitFor();
        await assertAccessible(page);
        await page
          .getByRole('dialog')
          .getByRole('button', { name: /Rembourser 3,50/ })
          .click();
        await page.getByText(/3,50.€ rendus/).waitFor();
        await page.getByText('Trop-perçu rendu').waitFor();
      },
      { viewport: wide, ...refusals() },
    );
  });

  turn(
    'a ticket gets another holder, its entry is taken back, and it is blocked with a reason',
    { skip },
    async () => {
      await using house = await openHouse(open());
      const { store, night, sold } = house;
      await store.write((tx) =>
        scanCode(tx, {
          ...{ organizer_id: night.organizer_id, code: sold.tickets[0]?.barcode ?? '' },
          ...{ direction: 'in', source: 'gate', scanned_at: tx.now, force: { reason: 'early' } },
        }),
      );
      await withPage(
        async (page) => {
          await house.enter(page);
          await page.goto(house.at(`/orders/${house.sold.order_id}`));
          const actions = page.getByRole('button', {
            name: `Actions pour le billet ${house.sold.tickets[0]?.id}`,
          });
          await actions.click();
          await page.getByRole('menuitem', { name: 'Changer le porteur' }).click();
          await page.getByRole('dialog').getByLabel('Prénom').fill('Grace');
          await page.getByRole('dialog').getByLabel('Nom', { exact: true }).fill('Hopper');
          await page.keyboard.press('Enter');
          await page.getByText('Grace Hopper').waitFor();
          await actions.click();
          await page.getByRole('menuitem', { name: 'Annuler les entrées' }).click();
          await page.getByRole('dialog').getByLabel('Motif').fill('Scanné à la place d’un autre');
          await page.getByRole('dialog').getByRole('button', { name: 'Annuler les entrées' }).click();
          await page.getByText('Motif : Scanné à la place d’un autre').waitFor();
          await actions.click();
          await page.getByRole('menuitem', { name: 'Changer le porteur' }).waitFor();
          assert.equal(await page.getByRole('menuitem', { name: 'Annuler les entrées' }).count(), 0);
          await page.getByRole('menuitem', { name: 'Bloquer' }).click();
          await page.getByRole('dialog').getByRole('button', { name: 'Bloquer' }).click();
          await page.getByText('Dites pourquoi : le motif reste au journal.').waitFor();
          await page.getByRole('dialog').getByLabel('Motif').fill('Volé');
          await page.getByRole('dialog').getByRole('button', { name: 'Bloquer' }).click();
          await page.getByText('Bloqué', { exact: true }).waitFor();
          await page.getByText('Motif : Volé').waitFor();
        },
        { viewport: wide, ...refusals() },
      );
    },
  );

  test(
    'a person is erased after what goes and what stays was shown, and the ledger verifies',
    { skip },
    async () => {
      await using house = await openHouse(open());
      const { store } = house;
      await withPage(
        async (page) => {
          await house.enter(page);
          await page.getByRole('link', { name: 'Clients' }).click();
          await page.getByRole('link', { name: 'Zoé Martin' }).waitFor();
          await assertAccessible(page);
          await screenshot(page, 'customers-1280');
          await page.getByRole('link', { name: 'Zoé Martin' }).click();
          await page.getByRole('heading', { name: 'Zoé Martin' }).waitFor();
          const [file] = await Promise.all([
            page.waitForEvent('download'),
            page.getByRole('button', { name: 'Exporter ses données' }).click(),
          ]);
          assert.match(file.suggestedFilename(), /^customer-\d+\.json$/);
          await page.getByRole('button', { name: 'Effacer la personne' }).click();
          await page.getByText(/Commandes : 1, billets : 2/).waitFor();
          await assertAccessible(page);
          await screenshot(page, 'customer-erase-1280');
          await page.getByRole('dialog').getByLabel('Motif').fill('À sa demande');
          await page.getByRole('button', { name: 'Effacer pour toujours' }).click();
          await page.getByText('Personne effacée ; ses commandes restent sans nom.').waitFor();
          await page.goto(house.at(`/orders/${house.sold.order_id}`));
          await page.getByText('Personne effacée').waitFor();
          assert.doesNotMatch(await page.locator('main').innerText(), /Zoé|zoe\.martin/);
        },
        { viewport: wide, ...refusals() },
      );
      await store.write((tx) => sealLedger(tx));
      assert.deepEqual((await store.read((rx) => verifyLedger(rx))).broken, []);
    },
  );

  test(
    'who may only read is offered no action, and is refused where the address is typed',
    { skip },
    async () => {
      await using house = await openHouse(open(), 'read_only');
      await withPage(
        async (page) => {
          await house.enter(page);
          await page.goto(house.at('/orders'));
          await page.getByRole('link', { name: house.sold.label }).waitFor();
          assert.equal(await page.getByRole('link', { name: 'Vendre' }).count(), 0);
          await page.getByRole('link', { name: house.sold.label }).click();
          await page.getByText('Payé avec la vente').waitFor();
          for (const name of ['Autres actions', 'Rembourser', 'Redonner les billets', 'Reprendre'])
            assert.equal(await page.getByRole('button', { name }).count(), 0, name);
          await page.goto(house.at('/orders/new'));
          await page
            .getByRole('alert')
            .getByText('Votre rôle ne le permet pas. Demandez à un responsable.')
            .waitFor();
          await assertAccessible(page);
          await screenshot(page, 'order-refused-read-only-1280');
        },
        { viewport: wide, ...refusals(403) },
      );
    },
  );

  turn('all of it fits a phone, in English too', { skip }, async () => {
    await using house = await openHouse(open());
    await withPage(
      async (page) => {
        await house.enter(page);
        const looks = [
          ['/orders', house.sold.label, 'orders-360'],
          [`/orders/${house.sold.order_id}`, 'Payé avec la vente', 'order-360'],
          ['/orders/new', 'Place assise · Orchestre', 'order-new-360'],
          ['/tickets', house.sold.tickets[0]?.barcode ?? '', 'tickets-360'],
          ['/customers', 'Zoé Martin', 'customers-360'],
        ] as const;
        for (const [path, text, name] of looks) {
          await page.goto(house.at(path));
          await page.getByText(text).first().waitFor();
          await assertFits(page);
          await assertAccessible(page);
          await screenshot(page, name);
        }
        await page.goto(house.at(`/orders/${house.sold.order_id}`));
        await menuItem(page, 'Rembourser');
        await page.getByRole('button', { name: /Rembourser 76,00/ }).waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'order-refund-360');
        await page.getByRole('dialog').getByRole('button', { name: 'Fermer' }).click();
        await page.getByRole('button', { name: 'Ouvrir le menu' }).click();
        await page.getByRole('dialog').getByText('English').click();
        await page.keyboard.press('Escape');
        await page.getByRole('heading', { name: `Order ${house.sold.label}` }).waitFor();
        await page.getByText('Paid with the sale').waitFor();
        await page.getByText('€82.00').first().waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'order-english-360');
      },
      { viewport: narrow, ...refusals() },
    );
  });
});
