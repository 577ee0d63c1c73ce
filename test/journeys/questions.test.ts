import { before, test } from 'node:test';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn, wide } from '../fixtures/pages.ts';
import { openTheatreNight, sellNight } from '../fixtures/theatre-night.ts';
import { onSqlite } from '../stores.ts';
import { createQuestion } from '../../src/office/catalogue/question.ts';
import { orderLink } from '../../src/office/documents/order-link.ts';

before(builtPages);

onSqlite('questions to buyers', (open) => {
  const skip = chromiumMissing();

  test('are answered by the buyer on a phone, and by staff at the desk', { skip }, async () => {
    const store = open();
    const { night, sold } = await store.write(async (tx) => {
      const night = await openTheatreNight(tx);
      const { organizer_id, event_id } = night;
      const ask = (label: string, kind: string, more: object = {}) =>
        createQuestion(tx, { organizer_id, event_id, scope: 'order', label, kind, required: 1, ...more });
      await ask('Venez-vous en fauteuil roulant ?', 'yes_no');
      await ask('Quel jour arrivez-vous ?', 'date', { required: 0 });
      await ask('Ateliers', 'choices', { options: JSON.stringify(['Danse', 'Chant']), required: 0 });
      await ask('Repas', 'choice', { scope: 'ticket', options: JSON.stringify(['Poisson', 'Sans viande']) });
      return { night, sold: await sellNight(tx, night) };
    });
    await using desk = await openDesk(store);
    const { organizer_id } = night;
    const user = await desk.openUser({ organizer_id, role: 'manager', name: 'Camille Roy' });
    await withPage(async (page) => {
      await page.setViewportSize(narrow);
      await page.goto(orderLink(desk.origin, { id: sold.order_id, secret: sold.secret }));
      await page.getByText('Il manque 4 réponses à l’organisateur.').waitFor();
      await page.getByRole('link', { name: 'Répondre' }).click();
      await page.getByRole('heading', { name: 'Ce que l’organisateur vous demande' }).waitFor();
      await assertFits(page);
      await assertAccessible(page);
      await page
        .getByRole('group', { name: /fauteuil roulant/ })
        .getByRole('radio', { name: 'Non' })
        .check();
      await page.getByLabel('Quel jour arrivez-vous ?').fill('2026-05-15');
      await page.getByRole('checkbox', { name: 'Chant' }).check();
      await page.getByLabel('Repas').first().selectOption('Sans viande');
      await screenshot(page, 'buyer-questions-360');
      await page.setViewportSize(wide);
      await assertFits(page);
      await screenshot(page, 'buyer-questions-1280');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText('Vos réponses sont enregistrées.').waitFor();
      await page.getByText('Il manque 2 réponses à l’organisateur.').waitFor();
      await screenshot(page, 'buyer-answered-1280');

      await signIn(page, desk.origin, user.email, password);
      await page.goto(`${desk.origin}/admin/orders/${sold.order_id}`);
      await page.getByText('Réponse attendue').first().waitFor();
      await page.getByRole('button', { name: 'Répondre' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: 'Oui' }).check();
      for (const meal of await dialog.getByLabel('Repas').all()) await meal.selectOption('Poisson');
      await assertAccessible(page);
      await screenshot(page, 'order-answers-dialog-1280');
      await page.setViewportSize(narrow);
      await screenshot(page, 'order-answers-dialog-360');
      await dialog.getByRole('button', { name: 'Enregistrer' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('Réponse attendue').first().waitFor({ state: 'detached' });
      await assertFits(page);
      await screenshot(page, 'order-answers-360');
    });
  });
});
