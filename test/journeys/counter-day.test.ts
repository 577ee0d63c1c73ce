import assert from 'node:assert/strict';
import { before } from 'node:test';
import type { Page } from 'playwright-core';
import { deleteArticle } from '../../src/office/counter/article.ts';
import { setTillPin, hashPin } from '../../src/office/counter/till-pins.ts';
import type { Tx } from '../../src/store/transaction.ts';
import { chromiumMissing, screenshot, until, withPage } from '../browser.ts';
import { assertAccessible, assertFits, builtPages, narrow, wide } from '../fixtures/pages.ts';
import { openTillDay, openTillHouse, type TillHouse } from '../fixtures/till-house.ts';
import { onEachStore, type TestStore } from '../stores.ts';

before(builtPages);

const pin = '4711';

/** Somebody else of the house, who has a PIN. */
async function openColleague(store: TestStore, { desk, night }: TillHouse): Promise<void> {
  const { organizer_id } = night;
  const { user_id } = await desk.openUser({ organizer_id, role: 'counter', name: 'Noé Petit' });
  const pin_hash = await hashPin(pin, (bytes) => store.surroundings.random(bytes));
  await store.write((tx) => setTillPin(tx, { organizer_id, user_id, pin_hash }));
}

/** What the screen sells is called over `/api`, as its own page would: the sale itself has a journey of its own. */
async function post<T>(page: Page, path: string, data: unknown): Promise<T> {
  const origin = new URL(page.url()).origin;
  const headers = { origin, 'guichet-csrf': '1', 'sec-fetch-site': 'same-origin' };
  const answer = await page.request.post(`${origin}/api${path}`, { data, headers });
  assert.equal(answer.status(), 200, await answer.text());
  return (await answer.json()) as T;
}

interface Catalogue {
  readonly articles: readonly { readonly id: number; readonly name: string }[];
  readonly payment_modes: readonly { readonly id: number; readonly method: string }[];
}

/** What a manager does at the desk while the till is alone. */
async function takeOffSale(tx: Tx, { night: { organizer_id } }: TillHouse, name: string): Promise<void> {
  const { id: article_id } = await tx.db
    .selectFrom('article')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  await deleteArticle(tx, { organizer_id, article_id });
}

/** A beer and a programme for cash, a place in the pit by card; the programme comes back. */
async function sellMixed(page: Page, house: TillHouse): Promise<void> {
  const { counter_id, night } = house;
  const shop = (await (
    await page.request.get(`${house.desk.origin}/api/till/catalogue`)
  ).json()) as Catalogue;
  const article_id = (name: string): number => shop.articles.find((one) => one.name === name)!.id;
  const mode = (method: string): number => shop.payment_modes.find((one) => one.method === method)!.id;
  const one = { kind: 'article', quantity: 1 };
  const sold = await post<{ id: number; line_ids: number[] }>(page, '/till/orders', {
    counter_id,
    items: [
      { ...one, article_id: article_id('Bière pression') },
      { ...one, article_id: article_id('Programme') },
      { kind: 'ticket', offer_id: night.standing_offer_id, quantity: 1 },
    ],
    payments: [{ payment_mode_id: mode('card'), amount: 1_100 }, { payment_mode_id: mode('cash') }],
  });
  await post(page, `/till/orders/${sold.id}/refund`, {
    ...{ counter_id, payment_mode_id: mode('cash') },
    lines: [{ order_line_id: sold.line_ids[1], quantity: 1 }],
  });
}

/** The page can be opened without a network, and what is sold without the office is on the disk. */
async function readyToBeAlone(page: Page): Promise<void> {
  await until(page, 'navigator.serviceWorker.controller !== null');
  await until(
    page,
    `indexedDB.databases().then((all) => all.some(({ name }) => name === 'guichet-till') && new Promise((done) => {
      const opening = indexedDB.open('guichet-till');
      opening.onsuccess = () => {
        const counting = opening.result.transaction('catalogues').objectStore('catalogues').count();
        counting.onsuccess = () => done(counting.result > 0);
        opening.result.close();
      };
    }))`,
  );
}

onEachStore('a day at the till', (open, turn) => {
  const skip = chromiumMissing();

  turn('goes from a counted float to a Z with its difference, handed over on the way', { skip }, async () => {
    const store = open();
    await using house = await openTillHouse(store);
    await openColleague(store, house);
    await withPage(
      async (page) => {
        await house.enter(page);
        await page.getByRole('button', { name: 'Caisse du hall' }).click();
        await page.getByRole('button', { name: 'Compter les pièces et les billets' }).click();
        await page.getByLabel('50,00 €').fill('1');
        await page.getByLabel('20,00 €').fill('2');
        await page.getByLabel('20,00 €').press('Enter');
        await page.keyboard.type('1');
        await page.getByRole('status').getByText('100,00 €').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'day-float-1280');
        await page.getByRole('button', { name: 'Ouvrir la caisse' }).click();
        await page.getByRole('link', { name: 'Journée' }).click();
        await sellMixed(page, house);
        await page.getByRole('textbox', { name: 'Somme' }).fill('12,50');
        await page.getByRole('textbox', { name: 'Motif' }).fill('Pain pour le bar');
        await page.getByRole('button', { name: 'Sortir du tiroir' }).click();
        await page.getByText('-12,50').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'day-1280');

        // 100.00 float + 4.50 beer − 12.50 bread; the programme came and went
        await page.getByRole('button', { name: 'Voir le X' }).click();
        const x = page.getByRole('region', { name: 'Rapport X' });
        await x.getByRole('row', { name: /Attendu 92,00/ }).waitFor();
        await x.getByRole('row', { name: /^Net 15,50/ }).waitFor();
        await page.emulateMedia({ media: 'print' });
        await screenshot(page, 'day-x-paper');
        await page.emulateMedia({ media: 'screen' });

        await page.getByRole('button', { name: 'Verrouiller ou passer la main' }).click();
        await page.getByRole('button', { name: 'Noé Petit' }).click();
        await page.getByRole('textbox', { name: 'Code' }).fill('0000');
        await page.keyboard.press('Enter');
        await page.getByText('Ce code n’est pas le bon.').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'day-pin-1280');
        await page.getByRole('textbox', { name: 'Code' }).fill(pin);
        await page.keyboard.press('Enter');
        await page.getByRole('banner').getByText('Noé Petit').waitFor();

        await page.getByRole('button', { name: 'Fermer la caisse' }).click();
        await page.getByRole('heading', { name: 'Fermer la caisse' }).waitFor();
        assert.equal(
          await page.getByText('92,00').count(),
          0,
          'what is expected is not shown before the count',
        );
        await page.getByLabel('50,00 €').fill('1');
        await page.getByLabel('20,00 €').fill('2');
        await page.getByLabel('1,00 €').fill('1');
        await assertAccessible(page);
        await screenshot(page, 'day-count-1280');
        await page.setViewportSize(narrow);
        await assertFits(page);
        await screenshot(page, 'day-count-360');
        await page.getByRole('button', { name: 'Comparer' }).press('Enter');
        await page.getByText('Il manque').waitFor();
        // the keys go on from what was compared
        await page.locator(':focus', { hasText: 'Compté' }).waitFor();
        await page.getByRole('status').getByText('1,00').waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'day-compare-360');
        await page.getByRole('textbox', { name: /Remarque/ }).fill('Erreur de rendu');
        await page.getByRole('button', { name: 'Fermer définitivement' }).click();
        const z = page.getByRole('region', { name: 'Rapport Z' });
        await z.getByRole('row', { name: /Compté 91,00/ }).waitFor();
        await z.getByRole('row', { name: /Écart -1,00/ }).waitFor();
        await z.getByText('Erreur de rendu').waitFor();
        await z.getByRole('row', { name: /2 × 20,00 € 40,00/ }).waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'day-z-360');
        await page.reload();
        await z.waitFor();
        await page.getByRole('button', { name: 'Terminé' }).click();
        await page.getByRole('heading', { name: 'Ouvrir Caisse du hall' }).waitFor();
      },
      { viewport: wide, expectedErrors: ['422'] },
    );
  });

  turn(
    'goes on without the office: articles for cash, kept through the browser, sent once',
    { skip },
    async () => {
      const store = open();
      await using house = await openTillHouse(store);
      await withPage(
        async (page) => {
          await house.enter(page);
          await page.getByRole('button', { name: 'Caisse du hall' }).click();
          await page.getByRole('textbox', { name: 'Fond de caisse' }).fill('0');
          await page.keyboard.press('Enter');
          await page.getByRole('link', { name: 'Journée' }).click();
          await page.getByRole('button', { name: 'Voir le X' }).waitFor();
          await readyToBeAlone(page);
          await page.context().setOffline(true);
          await page.getByText('Le guichet ne répond pas').waitFor();
          await page.getByRole('button', { name: 'Vendre sans le guichet' }).click();
          await page.getByRole('button', { name: /^Thé · Grand/ }).click();
          await page.getByRole('button', { name: /^Thé · Grand/ }).click();
          await page.getByRole('textbox', { name: 'Somme reçue' }).fill('10');
          await assertAccessible(page);
          await screenshot(page, 'away-sale-1280');
          await page.getByRole('button', { name: 'Encaisser en espèces' }).click();
          await page.getByText(/^Vente [A-Z2-9]{6}-000001$/).waitFor();
          await page.getByText('Une vente attend d’être envoyée').waitFor();
          await page.setViewportSize(narrow);
          await assertFits(page);
          await screenshot(page, 'away-sold-360');
          // a browser without a screen has no dialog to print by
          await page.evaluate(
            `window.print = () => {
              const { dataset } = document.documentElement;
              dataset.prints = Number(dataset.prints ?? 0) + 1;
            }`,
          );
          const paper = page.getByRole('region', { name: 'Ticket de caisse' });
          await page.getByRole('button', { name: 'Imprimer le ticket' }).click();
          await page.locator('html[data-prints="1"]').waitFor();
          assert.equal(await paper.getByText('DUPLICATA').count(), 0);
          await page.getByRole('button', { name: 'Imprimer le ticket' }).click();
          await page.locator('html[data-prints="2"]').waitFor();
          await paper.getByText('DUPLICATA n° 1').waitFor();
          await assertFits(page);
          await screenshot(page, 'away-duplicate-360');

          await page.getByRole('button', { name: 'Vente suivante' }).click();
          await page.getByRole('button', { name: /^Bière pression/ }).click();
          await page.getByRole('button', { name: 'Encaisser en espèces' }).click();
          await page.getByText(/^Vente [A-Z2-9]{6}-000002$/).waitFor();

          // the browser is closed with the sales in it, opened while the office is still away, and once more when it is back
          const context = page.context();
          await page.close();
          const later = await context.newPage();
          await later.goto(`${house.desk.origin}/counter/day`);
          await later.getByText('2 ventes attendent d’être envoyées').waitFor();
          await later.close();
          await store.write((tx) => takeOffSale(tx, house, 'Bière pression'));
          await context.setOffline(false);
          const again = await context.newPage();
          await again.goto(`${house.desk.origin}/counter/day`);
          await again.getByText('Une vente faite sans le guichet a été refusée').waitFor();
          await again.getByText(/not_found/).waitFor();
          await assertAccessible(again);
          await screenshot(again, 'away-refused-1280');
          await again.getByRole('button', { name: 'Voir le X' }).click();
          await again.getByRole('row', { name: /Attendu 7,00/ }).waitFor();
          await again.reload();
          await again.getByRole('button', { name: /^Renvoyer [A-Z2-9]{6}-000002$/ }).waitFor();
          const sold = await store.read(({ db }) =>
            db
              .selectFrom('order')
              .select(['total', 'foreign_ref'])
              .where('organizer_id', '=', house.night.organizer_id)
              .execute(),
          );
          assert.equal(sold.length, 1);
          assert.equal(sold[0]!.total, 700);
          assert.match(sold[0]!.foreign_ref ?? '', /^[A-Z2-9]{6}-000001$/);
          const papers = await store.read(({ db }) =>
            db.selectFrom('journal_line').select('content').where('kind', '=', 'receipt').execute(),
          );
          assert.deepEqual(
            papers.map(({ content }) => (JSON.parse(content) as { copy: number }).copy),
            [0, 1],
          );
        },
        { viewport: wide, expectedErrors: ['net::ERR_INTERNET_DISCONNECTED', 'status of 404'] },
      );
    },
  );

  turn('a seat is not sold without the office, and not behind anybody’s back either', { skip }, async () => {
    const store = open();
    await using house = await openTillHouse(store);
    const sold = async (): Promise<number[]> => {
      const orders = await store.read(({ db }) =>
        db
          .selectFrom('order')
          .select('total')
          .where('organizer_id', '=', house.night.organizer_id)
          .where('channel', '=', 'counter')
          .execute(),
      );
      return orders.map(({ total }) => total);
    };
    await withPage(
      async (page) => {
        await house.enter(page);
        await openTillDay(page);
        const basket = page.getByRole('region', { name: 'Panier' });
        await page.getByRole('button', { name: /Malade/ }).click();
        await page.getByRole('button', { name: /Place assise/ }).click();
        // the ways to pay have come
        await page.getByRole('button', { name: 'Tout par Carte' }).waitFor();
        await page.getByRole('button', { name: /Payer 32,50/ }).click();
        await page.getByRole('textbox', { name: 'Somme reçue' }).waitFor();
        await page.context().setOffline(true);
        await page.getByText('Les billets et les places numérotées attendent.').waitFor();
        await page.getByRole('textbox', { name: 'Somme reçue' }).press('Enter');
        await basket.getByRole('alert').getByText('Le guichet ne répond pas').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'away-seat-1280');
        // the customer leaves; the network comes back, and nothing is sold by itself
        await page.keyboard.press('Escape');
        await page.context().setOffline(false);
        await page
          .getByText('Les billets et les places numérotées attendent.')
          .waitFor({ state: 'detached' });
        await page.reload();
        await basket.getByText('Place assise').waitFor();
        assert.deepEqual(await sold(), []);
        await page.getByRole('button', { name: 'Tout par Carte' }).click();
        await page
          .getByRole('status')
          .getByText(/^Vente /)
          .waitFor();
        assert.deepEqual(await sold(), [3250]);
      },
      { viewport: wide, expectedErrors: ['net::ERR_INTERNET_DISCONNECTED'] },
    );
  });
});
