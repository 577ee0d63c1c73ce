import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { TOTP, URI } from 'otpauth';
import type { Page } from 'playwright-core';
import { openDesk, password } from '../fixtures/desk.ts';
import { openEvent } from '../fixtures/open-event.ts';
import { scanned } from '../fixtures/scanned.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn, wide } from '../fixtures/pages.ts';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { onEachStore, type TestStore } from '../stores.ts';

before(builtPages);

const step_ms = 30_000;
/** Chromium logs every answer above 399, those that the page expects too. */
const refusals = {
  expectedErrors: ['the server responded with a status of 401', 'the server responded with a status of 422'],
};

async function openOffice(store: TestStore) {
  const { organizer_id } = await store.write((tx) => openEvent(tx, 10));
  const desk = await openDesk(store);
  const user = await desk.openUser({ organizer_id, role: 'manager', name: 'Camille Roy' });
  return { desk, user, [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose]() };
}

const section = (page: Page, title: string) =>
  page.locator('section', { has: page.getByRole('heading', { name: title }) });

onEachStore('somebody’s own account', (open, turn) => {
  const skip = chromiumMissing();

  test(
    'takes a second step: the QR code read by an app, codes for the day it is lost',
    { skip },
    async () => {
      const { surroundings } = open();
      await using office = await openOffice(open());
      const { origin } = office.desk;
      await withPage(
        async (page) => {
          await signIn(page, origin, office.user.email, password);
          await page.getByRole('navigation').getByText('Mon compte').click();
          const second = section(page, 'Double authentification');
          await second.getByText('Inactive').waitFor();
          await assertAccessible(page);
          await screenshot(page, 'account-1280');
          await second.getByRole('button', { name: 'Activer' }).click();
          await second.getByRole('textbox', { name: 'Mot de passe actuel' }).fill('not it at all');
          await page.keyboard.press('Enter');
          await second.getByRole('alert').getByText('Le mot de passe ne convient pas.').waitFor();
          await second.getByRole('textbox', { name: 'Mot de passe actuel' }).fill(password);
          await page.keyboard.press('Enter');
          await second.getByRole('img', { name: 'Code à scanner' }).waitFor();
          await assertAccessible(page);
          await screenshot(page, 'account-totp-1280');
          const app = URI.parse(await scanned(second.getByRole('img', { name: 'Code à scanner' })));
          const codeNow = (): string => {
            assert.ok(app instanceof TOTP);
            return app.generate({ timestamp: surroundings.now() });
          };
          await second.getByRole('textbox').fill(codeNow());
          await page.keyboard.press('Enter');
          await second.getByText('Vos codes de secours').waitFor();
          await assertAccessible(page);
          await screenshot(page, 'account-recovery-1280');
          const [recovery = ''] = (await second.locator('pre').innerText()).split('\n');
          await second.getByRole('button', { name: 'Je les ai gardés' }).click();
          await second.getByText('10 codes de secours restants').waitFor();

          surroundings.advance(step_ms);
          await signOut(page);
          await enterPassword(page, office.user.email);
          await page.getByRole('textbox', { name: 'Code à six chiffres' }).fill('000000');
          await page.keyboard.press('Enter');
          await page.getByRole('alert').getByText('Le code ne convient pas').waitFor();
          await assertAccessible(page);
          await screenshot(page, 'sign-in-code-1280');
          await page.getByRole('textbox', { name: 'Code à six chiffres' }).fill(codeNow());
          await page.keyboard.press('Enter');
          await page.getByRole('heading', { name: 'Bonjour Camille Roy' }).waitFor();

          await signOut(page);
          await enterPassword(page, office.user.email);
          await page.getByText('utiliser un code de secours').click();
          await page.getByRole('textbox', { name: 'Code de secours' }).fill(recovery);
          await page.keyboard.press('Enter');
          await page.getByRole('heading', { name: 'Bonjour Camille Roy' }).waitFor();
          await page.goto(`${origin}/admin/account`);
          await section(page, 'Double authentification').getByText('9 codes de secours restants').waitFor();
        },
        { viewport: wide, ...refusals },
      );
    },
  );

  turn('changes name, language and password on a phone, and ends its other sessions', { skip }, async () => {
    await using office = await openOffice(open());
    const { origin } = office.desk;
    await withPage(
      async (other) => {
        await signIn(other, origin, office.user.email, password);
        await withPage(
          async (page) => {
            await signIn(page, origin, office.user.email, password);
            await page.goto(`${origin}/admin/account`);
            const sessions = section(page, 'Où vous êtes connecté');
            await sessions.getByRole('button', { name: 'Déconnecter', exact: true }).waitFor();
            await assertFits(page);
            await assertAccessible(page);
            await screenshot(page, 'account-360');
            await sessions.getByRole('button', { name: 'Déconnecter', exact: true }).click();
            await page.getByText('1 session terminée.').waitFor();
            await page.getByRole('textbox', { name: 'Nom' }).fill('Camille Leroy');
            await page.getByLabel('Langue des pages').selectOption('en');
            await page.getByRole('button', { name: 'Enregistrer' }).click();
            await page.getByRole('heading', { name: 'My account' }).waitFor();
            await page.getByRole('textbox', { name: 'Current password' }).fill(password);
            await page.getByRole('textbox', { name: 'New password' }).fill('short');
            await page.getByRole('button', { name: 'Change the password' }).click();
            await page.getByText('It takes ten characters or more.').waitFor();
            await page.getByRole('textbox', { name: 'New password' }).fill('a whole new sentence');
            await page.getByRole('button', { name: 'Change the password' }).click();
            await page.getByText('You are signed out everywhere else.', { exact: false }).last().waitFor();
            await page.goto(`${origin}/admin`);
            await page.getByRole('heading', { name: 'Hello Camille Leroy' }).waitFor();
          },
          { viewport: narrow, ...refusals },
        );
        await other.goto(`${origin}/admin/account`);
        await other.getByRole('heading', { name: 'Connexion' }).waitFor();
        assert.match(other.url(), /sign-in\?to=%2Faccount$/);
      },
      { viewport: wide, ...refusals },
    );
  });
});

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await page.getByRole('heading', { name: 'Connexion' }).waitFor();
}

async function enterPassword(page: Page, email: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Adresse électronique' }).fill(email);
  await page.getByRole('textbox', { name: 'Mot de passe' }).fill(password);
  await page.keyboard.press('Enter');
}
