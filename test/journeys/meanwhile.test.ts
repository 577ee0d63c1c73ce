import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { openEvent } from '../fixtures/open-event.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn, wide } from '../fixtures/pages.ts';
import { onEachStore, onSqlite } from '../stores.ts';
import { updateEvent } from '../../src/office/catalogue/event.ts';
import { createQuestion, updateQuestion } from '../../src/office/catalogue/question.ts';
import { findOrCreateCustomer } from '../../src/office/customers/find-or-create.ts';
import { sealLedger } from '../../src/office/ledger/seal.ts';
import { indexNext } from '../../src/office/search/index-next.ts';
import { sell } from '../../src/office/selling/request.ts';
import type { Tx } from '../../src/store/transaction.ts';

before(builtPages);

/** Of somebody who is not signed in yet, and of a save that is refused. */
const refused = {
  expectedErrors: ['the server responded with a status of 401', 'the server responded with a status of 409'],
};

onEachStore('two people at the desk', (open, turn) => {
  const skip = chromiumMissing();

  turn(
    'the second hears of what the first changed meanwhile, and keeps theirs knowingly',
    { skip },
    async () => {
      const store = open();
      const { organizer_id, event_id } = await store.write((tx) => openEvent(tx, 10));
      const question = { organizer_id, event_id, scope: 'ticket', kind: 'text' as const, label: 'Taille' };
      const question_id = await store.write((tx) => createQuestion(tx, question));
      await using desk = await openDesk(store);
      const user = await desk.openUser({ organizer_id, role: 'manager', name: 'Camille Roy' });
      const meanwhile = (change: { name?: string; description?: string }) =>
        store.write((tx) => updateEvent(tx, { organizer_id, event_id, ...change }));
      const kept = () =>
        store.read((rx) =>
          rx.db
            .selectFrom('event')
            .select(['name', 'description'])
            .where('id', '=', event_id)
            .executeTakeFirstOrThrow(),
        );
      await withPage(async (page) => {
        await signIn(page, desk.origin, user.email, password);
        const at = `${desk.origin}/admin/events/${event_id}`;
        await page.goto(at);
        const name = page.getByLabel('Nom', { exact: true });
        await name.fill('Nuit des luges');
        await meanwhile({ description: 'De l’autre' });
        const save = page.getByRole('button', { name: 'Enregistrer', exact: true });
        await save.press('Enter');
        await page.getByText('Enregistré.', { exact: true }).first().waitFor();
        // the form still shows no description, and has taken none away
        assert.deepEqual({ ...(await kept()) }, { name: 'Nuit des luges', description: 'De l’autre' });

        await name.fill('Nuit blanche');
        await meanwhile({ name: 'Nuit noire' });
        await save.press('Enter');
        await page.getByText('Quelqu’un d’autre vient de le changer').waitFor();
        await page.getByText('Nom : Nuit noire').waitFor();
        assert.equal((await kept()).name, 'Nuit noire');
        await assertAccessible(page);
        await screenshot(page, 'meanwhile-1280');
        await page.setViewportSize(narrow);
        await assertFits(page);
        await screenshot(page, 'meanwhile-360');
        await page.setViewportSize(wide);
        await save.press('Enter');
        await page.getByText('Quelqu’un d’autre vient de le changer').waitFor({ state: 'detached' });
        assert.equal((await kept()).name, 'Nuit blanche');

        await page.goto(`${at}/questions`);
        await page.getByRole('button', { name: 'Modifier' }).press('Enter');
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Question').fill('Pointure');
        await store.write((tx) =>
          updateQuestion(tx, { organizer_id, question_id, label: 'Casque', required: 1 }),
        );
        await dialog.getByRole('button', { name: 'Enregistrer' }).press('Enter');
        await dialog.getByText('Question : Casque').waitFor();
        await screenshot(page, 'meanwhile-dialog-1280');
        await dialog.getByRole('button', { name: 'Enregistrer' }).press('Enter');
        await dialog.waitFor({ state: 'detached' });
        const row = await store.read((rx) =>
          rx.db
            .selectFrom('question')
            .select(['label', 'required'])
            .where('id', '=', question_id)
            .executeTakeFirstOrThrow(),
        );
        assert.deepEqual({ ...row }, { label: 'Pointure', required: 1 });
      }, refused);
    },
  );
});

const day_ms = 86_400_000;

onSqlite('lists at the desk', (open) => {
  const skip = chromiumMissing();

  test('who works for one event is offered no page that they would be refused', { skip }, async () => {
    const store = open();
    const { organizer_id, event_id } = await store.write((tx) => openEvent(tx, 10));
    await using desk = await openDesk(store);
    const user = await desk.openUser({ organizer_id, role: 'manager', name: 'Sacha Petit', event_id });
    await withPage(async (page) => {
      await signIn(page, desk.origin, user.email, password);
      const links = page.getByRole('navigation').getByRole('link');
      await links.getByText('Événements').waitFor();
      const offered = ['Accueil', 'Événements', 'Commandes', 'Billets', 'Contrôle', 'Rapports', 'Mon compte'];
      assert.deepEqual(await links.allTextContents(), offered);
      await links.getByText('Événements').click();
      await page.getByRole('link', { name: 'Billetterie' }).waitFor();
      assert.equal(await page.getByRole('link', { name: 'Nouvel événement' }).count(), 0);
    }, refused);
  });

  test('people are found by the beginning of a name, orders and the ledger by days', { skip }, async () => {
    const store = open();
    const { organizer_id, offer_id } = await store.write((tx) => openEvent(tx, 10));
    const buy = (first_name: string, last_name: string, city: string) => async (tx: Tx) => {
      const customer_id = await findOrCreateCustomer(tx, {
        ...{ organizer_id, first_name, last_name, city },
        email: `${first_name.toLowerCase()}@example.org`,
      });
      const requests = [{ offer_id, quantity: 1 }];
      return sell(tx, { organizer_id, channel: 'web', requests, customer_id, confirm: true });
    };
    const first = await store.write(buy('Zoe', 'Lefèvre', 'Annecy'));
    store.surroundings.advance(3 * day_ms);
    const second = await store.write(buy('Hugo', 'Vidal', ''));
    await using desk = await openDesk(store);
    const user = await desk.openUser({ organizer_id, role: 'manager', name: 'Camille Roy' });
    // what the chores of a server do within two seconds
    while ((await store.write((tx) => sealLedger(tx))) > 0);
    while ((await store.write((tx) => indexNext(tx, { limit: 100 }))) > 0);
    await withPage(async (page) => {
      await signIn(page, desk.origin, user.email, password);
      await page.goto(`${desk.origin}/admin/customers`);
      await page.getByLabel('Chercher un client').fill('lefe');
      await page.getByLabel('Chercher un client').press('Enter');
      await page.getByRole('row', { name: /Lefèvre/ }).waitFor();
      assert.equal(await page.getByRole('row', { name: /Vidal/ }).count(), 0);
      await assertAccessible(page);
      await screenshot(page, 'customers-found-1280');
      await page.goBack();
      await page.getByRole('row', { name: /Vidal/ }).waitFor();
      await page.getByLabel('Il manque').selectOption('La ville');
      await page.getByRole('row', { name: /Lefèvre/ }).waitFor({ state: 'detached' });
      await page.getByRole('row', { name: /Vidal/ }).waitFor();
      await page.reload();
      await page.getByRole('row', { name: /Vidal/ }).waitFor();
      assert.equal(await page.getByRole('row', { name: /Lefèvre/ }).count(), 0);
      await assertAccessible(page);
      await screenshot(page, 'customers-without-1280');

      await page.goto(`${desk.origin}/admin/orders`);
      await page.getByRole('link', { name: first.label }).waitFor();
      await page.getByLabel('Du', { exact: true }).fill('2026-05-16');
      await page.getByRole('link', { name: first.label }).waitFor({ state: 'detached' });
      await page.getByRole('link', { name: second.label }).waitFor();
      await page.getByLabel('Du', { exact: true }).fill('');
      await page.getByLabel('Au', { exact: true }).fill('2026-05-15');
      await page.getByRole('link', { name: first.label }).waitFor();
      await page.getByRole('link', { name: second.label }).waitFor({ state: 'detached' });
      await assertAccessible(page);
      await screenshot(page, 'orders-days-1280');
      await page.setViewportSize(narrow);
      await assertFits(page);
      await screenshot(page, 'orders-days-360');
      await page.setViewportSize(wide);

      await page.goto(`${desk.origin}/admin/audit`);
      await page.getByLabel('Personne').selectOption('Camille Roy');
      await page
        .getByRole('row', { name: /Utilisateur connecté/ })
        .first()
        .waitFor();
      await page
        .getByRole('row', { name: /Commande/ })
        .first()
        .waitFor({ state: 'detached' });
      await page.getByLabel('Au', { exact: true }).fill('2026-05-15');
      await page.getByText('Rien ne correspond à ces filtres').waitFor();
      await assertAccessible(page);
    }, refused);
  });
});
