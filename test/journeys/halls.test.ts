import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { openEvent } from '../fixtures/open-event.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn, wide } from '../fixtures/pages.ts';
import { onEachStore, type TestStore } from '../stores.ts';
import { openEvent as openPlan } from '../../src/office/catalogue/open-event.ts';
import { openHall } from '../../src/office/catalogue/open-hall.ts';
import { sell } from '../../src/office/selling/request.ts';

before(builtPages);

async function openHouse(store: TestStore) {
  const { organizer_id } = await store.write((tx) => openEvent(tx, 10));
  const desk = await openDesk(store);
  const user = await desk.openUser({ organizer_id, role: 'manager', name: 'Camille Roy' });
  return { desk, user, organizer_id, [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose]() };
}

/** A session in a hall of two rows of four, its first seat sold. */
async function openSession(store: TestStore, organizer_id: number) {
  return store.write(async (tx) => {
    const rows = ['A', 'B'].map((label) => ({ label, seats: 4 }));
    const zones = [{ code: 'P', name: 'Parterre', rows }];
    const { hall_id, zones: opened } = await openHall(tx, { organizer_id, hall: { name: 'Salle' }, zones });
    const { event_id, session_ids } = await openPlan(tx, {
      ...{ organizer_id, name: 'Assis', hall_id, published: true },
      sessions: [{ starts_at: tx.now + 86_400_000 }],
      prices: [{ name: 'Plein', amount: 1200 }],
    });
    const { id: offer_id } = await tx.db
      .selectFrom('offer')
      .select('id')
      .where('event_id', '=', event_id)
      .executeTakeFirstOrThrow();
    const place_ids = [opened[0]!.seats.get('A;1')!];
    await sell(tx, { organizer_id, channel: 'web', requests: [{ offer_id, quantity: 1, place_ids }] });
    return session_ids[0]!;
  });
}

/** Of somebody who is not signed in yet. */
const signedOut = { expectedErrors: ['the server responded with a status of 401'] };

onEachStore('halls at the desk', (open, turn) => {
  const skip = chromiumMissing();

  test('a hall is drawn, a zone copied and taken back, and saved as it was shown', { skip }, async () => {
    await using house = await openHouse(open());
    await withPage(
      async (page) => {
        await signIn(page, house.desk.origin, house.user.email, password);
        await page.getByRole('link', { name: 'Salles' }).click();
        await page.getByText('Aucune salle pour l’instant').waitFor();
        await page.getByRole('link', { name: 'Dessiner une salle' }).first().click();
        await page.getByLabel('Nom de la salle').fill('Théâtre');
        await page.getByLabel('Nom de la zone 1').fill('Parterre');
        await page.getByLabel('Rangs de la zone 1').fill('3');
        await page.getByLabel('Sièges par rang de la zone 1').fill('8');
        await page.getByText('24 places').waitFor();
        await page.getByRole('button', { name: 'Copier la zone 1' }).click();
        await page.getByText('48 places').waitFor();
        await page.getByRole('button', { name: 'Annuler le dernier changement' }).click();
        await page.getByText('24 places').waitFor();
        await page.getByRole('button', { name: 'Ajouter une zone' }).click();
        await page.getByLabel('Nom de la zone 2').fill('Fosse');
        await page
          .getByRole('radiogroup', { name: 'Places de la zone 2' })
          .getByText('Espace sans numéros')
          .click();
        await page.getByLabel('Personnes dans la zone 2').fill('200');
        await page.getByText('224 places').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'hall-new-1280');
        await page.getByRole('button', { name: 'Enregistrer la salle' }).click();
        await page.getByRole('heading', { name: 'Théâtre' }).waitFor();
        await page.getByText('Fosse · 200 places').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'hall-1280');
      },
      { viewport: wide, ...signedOut },
    );
  });

  turn(
    'seats are blocked by the keyboard and given back, and one that is sold cannot be',
    { skip },
    async () => {
      const store = open();
      await using house = await openHouse(store);
      const session_id = await openSession(store, house.organizer_id);
      await withPage(
        async (page) => {
          await signIn(page, house.desk.origin, house.user.email, password);
          await page.goto(`${house.desk.origin}/admin/sessions/${session_id}/seats`);
          await page.getByText('Vendu : 1').waitFor();
          assert.equal(await page.getByRole('checkbox', { name: 'Rang A, siège 1, Vendu' }).count(), 0);
          const seat = page.getByRole('checkbox', { name: 'Rang B, siège 2, Libre' });
          await seat.focus();
          await page.keyboard.press('Space');
          await page.getByRole('button', { name: 'Bloquer 1 siège' }).click();
          await page.getByText('Bloqué : 1').waitFor();
          await assertFits(page);
          await assertAccessible(page);
          await screenshot(page, 'session-seats-360');
          await page.getByRole('checkbox', { name: 'Rang B, siège 2, Bloqué' }).click();
          await page.getByRole('button', { name: 'Rendre 1 siège' }).click();
          await page.getByText('Bloqué : 0').waitFor();
        },
        { viewport: narrow, ...signedOut },
      );
    },
  );

  turn(
    'a row is given a price of its own, sold at it on the plan, and given the price of its zone again',
    { skip },
    async () => {
      const store = open();
      await using house = await openHouse(store);
      const session_id = await openSession(store, house.organizer_id);
      await withPage(
        async (page) => {
          await signIn(page, house.desk.origin, house.user.email, password);
          await page.goto(`${house.desk.origin}/admin/sessions/${session_id}/seats`);
          await page.getByLabel('Choisir').selectOption('Parterre · Rang A');
          await assertFits(page);
          await screenshot(page, 'session-seats-chosen-360');
          await page.getByRole('button', { name: 'Donner un prix à 3 sièges' }).press('Enter');
          const dialog = page.getByRole('dialog');
          await dialog.getByRole('button', { name: 'Donner ce prix' }).click();
          await dialog.getByText('Donnez un montant').waitFor();
          await dialog.getByLabel('Nom du tarif').fill('Loge');
          await dialog.getByLabel('Montant').fill('40');
          await assertFits(page);
          await assertAccessible(page);
          await screenshot(page, 'seat-price-360');
          await dialog.getByLabel('Montant').press('Enter');
          await page.getByText('Loge, 40,00 € : 3 sièges').waitFor();
          const priced = page.getByRole('checkbox', { name: 'Rang A, siège 4, Libre, Loge 40,00 €' });
          await page.setViewportSize(wide);
          await assertAccessible(page);
          await screenshot(page, 'session-seats-priced-1280');
          await priced.press(' ');
          await page.getByRole('button', { name: 'Donner un prix à 1 siège' }).click();
          await screenshot(page, 'seat-price-1280');
          await dialog.getByLabel('Prix de ces sièges').selectOption({ label: 'Celui de leur zone' });
          await dialog.getByRole('button', { name: 'Donner ce prix' }).click();
          await page.getByText('Loge, 40,00 € : 2 sièges').waitFor();
        },
        { viewport: narrow, ...signedOut },
      );
    },
  );

  turn(
    'a seat that a session to come has sold stays in the hall, and who stands in the way is named',
    { skip },
    async () => {
      const store = open();
      await using house = await openHouse(store);
      const session_id = await openSession(store, house.organizer_id);
      const { hall_id } = await store.write((tx) =>
        tx.db.selectFrom('session').select('hall_id').where('id', '=', session_id).executeTakeFirstOrThrow(),
      );
      await withPage(
        async (page) => {
          await signIn(page, house.desk.origin, house.user.email, password);
          await page.goto(`${house.desk.origin}/admin/halls/${hall_id}/edit`);
          await page.getByLabel('Choisir').selectOption('Parterre · Rang A');
          await page.getByRole('button', { name: 'Retirer 4 places' }).click();
          await page.getByRole('button', { name: 'Enregistrer le plan' }).click();
          await page.getByText('Des séances à venir ont vendu ou gardent ces places').waitFor();
          await page.getByText('Rang A, siège 1', { exact: true }).waitFor();
          await assertAccessible(page);
          await screenshot(page, 'hall-edit-refused-1280');
          await page.setViewportSize(narrow);
          await assertFits(page);
          await screenshot(page, 'hall-edit-refused-360');
          await page.getByRole('button', { name: 'Annuler le dernier changement' }).click();
          await page.getByLabel('Choisir').selectOption('Parterre · Rang B');
          await page.getByRole('button', { name: 'Retirer 4 places' }).click();
          await page.getByRole('button', { name: 'Enregistrer le plan' }).click();
          await page.getByText('Parterre · 4 places').waitFor();
          await page.goto(`${house.desk.origin}/admin/sessions/${session_id}/seats`);
          await page.getByText('Libre : 3').waitFor();
        },
        {
          viewport: wide,
          expectedErrors: [...signedOut.expectedErrors, 'the server responded with a status of 409'],
        },
      );
    },
  );
});
