import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { openEvent } from '../fixtures/open-event.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn, wide } from '../fixtures/pages.ts';
import { onEachStore, type TestStore } from '../stores.ts';
import { sell } from '../../src/office/selling/request.ts';
import type { Tx } from '../../src/store/transaction.ts';
import { openEvent as openPlan } from '../../src/office/catalogue/open-event.ts';
import { openHall } from '../../src/office/catalogue/open-hall.ts';
import type { Role } from '../../src/domain/roles.ts';

before(builtPages);

async function openHouse(store: TestStore, role: Role = 'manager') {
  const { organizer_id, event_id } = await store.write(async (tx) => {
    const event = await openEvent(tx, 10);
    await openHall(tx, {
      ...{ organizer_id: event.organizer_id, hall: { name: 'Grande salle' } },
      zones: [{ code: 'P', name: 'Parterre', rows: [{ label: 'A', seats: 12 }] }],
    });
    return event;
  });
  const desk = await openDesk(store);
  const user = await desk.openUser({ organizer_id, role, name: 'Camille Roy' });
  return { desk, user, event_id, [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose]() };
}

function amountOf(tx: Tx, offer_id: number, price_id: number): Promise<{ amount: number }> {
  return tx.db
    .selectFrom('offer')
    .innerJoin('price', 'price.id', 'offer.price_id')
    .select((eb) => eb.fn.coalesce('offer.amount', 'price.amount').as('amount'))
    .where('offer.id', '=', offer_id)
    .where('price.id', '=', price_id)
    .executeTakeFirstOrThrow();
}

/** Of somebody who is not signed in yet. */
const signedOut = { expectedErrors: ['the server responded with a status of 401'] };

onEachStore('events at the desk', (open, turn) => {
  const skip = chromiumMissing();

  test('an event goes from nothing to on sale, what is missing is said at its field', { skip }, async () => {
    await using house = await openHouse(open());
    await withPage(
      async (page) => {
        await signIn(page, house.desk.origin, house.user.email, password);
        await page.getByRole('link', { name: 'Événements' }).click();
        await page.getByRole('heading', { name: 'Événements' }).waitFor();
        await assertAccessible(page);
        await screenshot(page, 'events-1280');
        await page.getByRole('link', { name: 'Nouvel événement' }).click();
        await page.getByRole('button', { name: 'Créer l’événement' }).click();
        await page.getByText('Donnez la date et l’heure.').waitFor();
        await page.getByLabel('Nom', { exact: true }).fill('Nuit des luges');
        await page.getByLabel('Début de la séance 1').fill('2026-06-01T20:00');
        await page.getByLabel('Places de la séance 1').fill('12');
        await page.getByLabel('Nom du tarif 1').fill('Plein');
        await page.getByLabel('Prix du tarif 1').fill('12,5O');
        await page.getByText('Donnez un montant').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'event-new-1280');
        await page.getByLabel('Prix du tarif 1').fill('12,50');
        await page.getByRole('button', { name: 'Ajouter un tarif' }).click();
        await page.getByLabel('Nom du tarif 2').fill('Réduit');
        await page.getByLabel('Prix du tarif 2').fill('8');
        await page.getByLabel('Quota du tarif 2').fill('0');
        await page.getByRole('button', { name: 'Créer l’événement' }).click();
        await page.getByRole('heading', { name: 'Nuit des luges' }).waitFor();
        await page.getByRole('cell', { name: 'Complet' }).waitFor();
        const cell = (name: string) => page.getByRole('textbox', { name: new RegExp(`^${name}`) });
        assert.equal(await cell('Prix : Plein, 1 juin 2026').inputValue(), '12,50');
        await cell('Prix : Plein').fill('13');
        await cell('Prix : Plein').press('Enter');
        await page.keyboard.type('neuf');
        await cell('Capacité : Réduit').fill('9');
        await page.keyboard.press('Control+s');
        await page.getByText('Donnez un montant').waitFor();
        await page.getByText('1 ligne à corriger : rien n’est enregistré avant.').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'event-grid-1280');
        await cell('Prix : Réduit').fill('9');
        await page.getByText('2 lignes à enregistrer').waitFor();
        await page.getByRole('button', { name: 'Enregistrer les lignes' }).click();
        await page.getByText('Tout est enregistré.').waitFor();
        assert.equal(await cell('Prix : Plein').inputValue(), '13,00');
        await page.getByRole('button', { name: 'Ajouter un tarif' }).click();
        await page.getByRole('dialog').getByLabel('Tarif').fill('Enfant');
        await page.getByRole('dialog').getByLabel('Prix').fill('5');
        await page.getByRole('button', { name: 'Mettre en vente' }).click();
        await cell('Prix : Enfant').waitFor();
        await page.getByRole('button', { name: 'Couper Plein' }).click();
        await page.getByRole('row', { name: /Plein.*Coupé/ }).waitFor();
        await assertAccessible(page);
        await screenshot(page, 'event-1280');
        await page.getByRole('button', { name: 'Fermer la vente' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Fermer la vente' }).click();
        await page.getByRole('button', { name: 'Rouvrir la vente' }).waitFor();
      },
      { viewport: wide, ...signedOut },
    );
  });

  turn(
    'rows are saved together or not at all, and the office names the cell that stands in the way',
    { skip },
    async () => {
      const store = open();
      await using house = await openHouse(store);
      const { offer_id, price_id } = await store.write(async (tx) => {
        const of = await tx.db
          .selectFrom('offer')
          .select(['id', 'price_id', 'organizer_id'])
          .where('event_id', '=', house.event_id)
          .executeTakeFirstOrThrow();
        const requests = [{ offer_id: of.id, quantity: 4 }];
        await sell(tx, { organizer_id: of.organizer_id, channel: 'web', requests });
        return { offer_id: of.id, price_id: of.price_id };
      });
      await withPage(
        async (page) => {
          await signIn(page, house.desk.origin, house.user.email, password);
          await page.goto(`${house.desk.origin}/admin/events/${house.event_id}`);
          const cell = (name: string) => page.getByRole('textbox', { name: new RegExp(`^${name}`) });
          await cell('Prix').fill('25');
          await cell('Capacité').fill('3');
          await page.keyboard.press('Control+s');
          await page.getByText('La capacité serait inférieure').waitFor();
          await page.getByText('1 ligne à corriger').waitFor();
          assert.equal(await cell('Prix').inputValue(), '25', 'what was typed stays to be corrected');
          await assertFits(page);
          await assertAccessible(page);
          await screenshot(page, 'event-grid-refused-360');
          await page.setViewportSize(wide);
          await screenshot(page, 'event-grid-refused-1280');
          const { amount } = await store.write((tx) => amountOf(tx, offer_id, price_id));
          assert.notEqual(amount, 2500);
          await cell('Capacité').fill('4');
          await page.keyboard.press('Control+s');
          await page.getByText('Tout est enregistré.').waitFor();
          assert.equal((await store.write((tx) => amountOf(tx, offer_id, price_id))).amount, 2500);
        },
        {
          viewport: narrow,
          expectedErrors: [...signedOut.expectedErrors, 'the server responded with a status of 422'],
        },
      );
    },
  );

  turn('an event is copied as a draft for another day, by the keyboard', { skip }, async () => {
    const store = open();
    await using house = await openHouse(store);
    await store.write(async (tx) => {
      const { organizer_id } = await tx.db
        .selectFrom('event')
        .select('organizer_id')
        .where('id', '=', house.event_id)
        .executeTakeFirstOrThrow();
      await openPlan(tx, {
        ...{ organizer_id, name: 'Nuit des luges', published: true },
        sessions: [{ starts_at: Date.parse('2026-06-01T18:00:00Z') }],
        prices: [{ name: 'Plein', amount: 1200, quota: 12 }],
      });
    });
    await withPage(
      async (page) => {
        await signIn(page, house.desk.origin, house.user.email, password);
        await page.goto(`${house.desk.origin}/admin/events`);
        await page.getByRole('link', { name: 'Nuit des luges' }).press('Enter');
        await page.getByRole('button', { name: 'Copier', exact: true }).press('Enter');
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Nom de la copie').fill(' ');
        await dialog.getByLabel('Début de la première séance').fill('2026-12-01T20:30');
        await dialog.getByRole('button', { name: 'Copier l’événement' }).press('Enter');
        await dialog.getByText('Donnez un nom.').waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'event-copy-360');
        await page.setViewportSize(wide);
        await screenshot(page, 'event-copy-1280');
        await dialog.getByLabel('Nom de la copie').fill('Nuit d’hiver');
        await dialog.getByLabel('Nom de la copie').press('Enter');
        await page.getByRole('heading', { name: 'Nuit d’hiver' }).waitFor();
        await page.getByRole('button', { name: 'Mettre en vente' }).waitFor();
        await page.getByRole('textbox', { name: /^Capacité : Plein, 1 déc. 2026/ }).waitFor();
        await page.getByText('reste 12').waitFor();
      },
      { viewport: narrow, ...signedOut },
    );
  });

  turn(
    'what buyers change alone, what is asked of them and what the door is told are kept',
    { skip },
    async () => {
      await using house = await openHouse(open());
      await withPage(
        async (page) => {
          await signIn(page, house.desk.origin, house.user.email, password);
          const at = `${house.desk.origin}/admin/events/${house.event_id}`;
          await page.goto(`${at}/questions`);
          await page.getByText('Demandez ce dont vous avez besoin').waitFor();
          await page.getByRole('button', { name: 'Ajouter', exact: true }).press('Enter');
          const dialog = page.getByRole('dialog');
          await dialog.getByLabel('Question').fill('Taille de casque');
          await dialog.getByLabel('Tarif').selectOption({ label: 'Luge - Forfait 4 tours' });
          assert.equal(await dialog.getByLabel('Réponses possibles').count(), 0);
          await dialog.getByLabel('Se répond par').selectOption('Un choix');
          await dialog.getByLabel('Réponses possibles').fill('S\nM\nL');
          await dialog.getByLabel('Obligatoire').press(' ');
          await assertFits(page);
          await assertAccessible(page);
          await screenshot(page, 'question-new-360');
          await dialog.getByRole('button', { name: 'Enregistrer' }).press('Enter');
          const card = page.getByRole('listitem').filter({ hasText: 'Taille de casque' });
          await card.getByText('S, M, L').waitFor();
          await card.getByText('Oui', { exact: true }).waitFor();
          await card.getByRole('button', { name: 'Modifier' }).press('Enter');
          await dialog.getByLabel('Question').fill('Tour de tête');
          await page.setViewportSize(wide);
          await screenshot(page, 'question-change-1280');
          await dialog.getByRole('button', { name: 'Enregistrer' }).press('Enter');
          await page.getByRole('row', { name: /Tour de tête.*Luge.*S, M, L.*Oui/ }).waitFor();
          await assertAccessible(page);

          await page.goto(at);
          await page.getByLabel('Annuler la commande').fill('12 h');
          await page.getByRole('button', { name: 'Enregistrer ces délais' }).press('Enter');
          await page.getByText('Un nombre d’heures').waitFor();
          await page.getByLabel('Annuler la commande').fill('48');
          await page.getByLabel('Changer le nom d’un billet').fill('2');
          await page.getByRole('button', { name: 'Enregistrer ces délais' }).press('Enter');
          await page.getByText('Enregistré.', { exact: true }).first().waitFor();
          await page.getByRole('switch', { name: 'Tour de tête' }).press(' ');
          await page.getByLabel('Luge - Forfait 4 tours', { exact: true }).fill('Casque obligatoire');
          await page.getByRole('button', { name: 'Enregistrer les consignes' }).press('Enter');
          await page.getByText('Consignes enregistrées').waitFor();
          await assertAccessible(page);
          await screenshot(page, 'event-rights-1280');
          await page.reload();
          await page.getByRole('switch', { name: 'Tour de tête' }).waitFor();
          assert.equal(await page.getByLabel('Annuler la commande').inputValue(), '48');
          assert.equal(await page.getByLabel('Changer le nom d’un billet').inputValue(), '2');
          const alert = page.getByLabel('Luge - Forfait 4 tours', { exact: true });
          assert.equal(await alert.inputValue(), 'Casque obligatoire');
          assert.ok(await page.getByRole('switch', { name: 'Tour de tête' }).isChecked());
          await page.setViewportSize(narrow);
          await assertFits(page);
          await screenshot(page, 'event-rights-360');
          await page.goto(`${at}/questions`);
          await page.getByRole('button', { name: 'Supprimer' }).press('Enter');
          await dialog.getByRole('button', { name: 'Supprimer' }).press('Enter');
          await page.getByText('Demandez ce dont vous avez besoin').waitFor();
        },
        { viewport: narrow, ...signedOut },
      );
    },
  );

  turn('dates are added, moved, cancelled and taken away', { skip }, async () => {
    const store = open();
    await using house = await openHouse(store);
    const { event_id } = await store.write(async (tx) => {
      const { organizer_id } = await tx.db
        .selectFrom('event')
        .select('organizer_id')
        .where('id', '=', house.event_id)
        .executeTakeFirstOrThrow();
      return openPlan(tx, {
        ...{ organizer_id, name: 'Nuit des luges', published: true },
        sessions: [{ starts_at: Date.parse('2026-06-01T18:00:00Z'), capacity: 12 }],
        prices: [{ name: 'Plein', amount: 1200 }],
      });
    });
    await withPage(
      async (page) => {
        await signIn(page, house.desk.origin, house.user.email, password);
        await page.goto(`${house.desk.origin}/admin/events/${event_id}`);
        await page.getByRole('link', { name: 'Séances', exact: true }).press('Enter');
        await page.getByRole('button', { name: 'Ajouter une séance' }).press('Enter');
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('button', { name: 'Enregistrer' }).press('Enter');
        await dialog.getByText('Remplissez ce champ.').waitFor();
        await dialog.getByLabel('Début').fill('2026-06-08T20:00');
        await dialog.getByLabel('Nom').fill('Dernière');
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'event-session-new-360');
        await dialog.getByRole('button', { name: 'Enregistrer' }).press('Enter');
        const added = page.getByRole('listitem').filter({ hasText: 'Dernière' });
        await added.getByText('8 juin 2026, 20:00').waitFor();
        await added.getByRole('button', { name: /^Modifier/ }).press('Enter');
        await dialog.getByLabel('Début', { exact: true }).fill('2026-06-09T21:00');
        await dialog.getByRole('button', { name: 'Enregistrer' }).press('Enter');
        await added.getByText('9 juin 2026, 21:00').waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'event-sessions-360');
        await page.setViewportSize(wide);
        const row = page.getByRole('row', { name: /Dernière/ });
        await row.getByRole('button', { name: 'Annuler la séance' }).press('Enter');
        await dialog.getByRole('button', { name: 'Annuler la séance' }).press('Enter');
        await page.getByRole('row', { name: /Dernière.*Annulée/ }).waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'event-sessions-1280');
        await row.getByRole('button', { name: /^Rétablir/ }).press('Enter');
        await page.getByRole('row', { name: /Dernière.*Prévue/ }).waitFor();
        await page.getByRole('link', { name: 'Vente', exact: true }).press('Enter');
        await page.getByRole('textbox', { name: /^Capacité : Plein, 9 juin 2026/ }).waitFor();
        await page.getByRole('link', { name: 'Séances', exact: true }).press('Enter');
        await row.getByRole('button', { name: 'Supprimer' }).press('Enter');
        await dialog.getByRole('button', { name: 'Supprimer' }).press('Enter');
        await row.waitFor({ state: 'detached' });
      },
      { viewport: narrow, ...signedOut },
    );
  });

  turn('on a phone too, in a hall, and who may only look is offered no changes', { skip }, async () => {
    await using house = await openHouse(open(), 'read_only');
    await withPage(
      async (page) => {
        await signIn(page, house.desk.origin, house.user.email, password);
        await page.goto(`${house.desk.origin}/admin/events/${house.event_id}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.getByText('10 places').waitFor();
        assert.equal(
          await page.getByRole('button', { name: /Couper|Fermer la vente|Enregistrer/ }).count(),
          0,
        );
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'event-360');
      },
      { viewport: narrow, ...signedOut },
    );
    const manager = await openHouse(open());
    await withPage(
      async (page) => {
        await signIn(page, manager.desk.origin, manager.user.email, password);
        await page.goto(`${manager.desk.origin}/admin/events/new`);
        await page.getByLabel('Salle').selectOption('Grande salle');
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'event-new-360');
      },
      { viewport: narrow, ...signedOut },
    );
    await manager.desk[Symbol.asyncDispose]();
  });
});
