import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { openDesk, password } from '../fixtures/desk.ts';
import { openEvent } from '../fixtures/open-event.ts';
import {
  assertAccessible,
  assertFits,
  builtPages,
  focused,
  narrow,
  signIn,
  wide,
} from '../fixtures/pages.ts';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { onEachStore, type TestStore } from '../stores.ts';

before(builtPages);

async function openOffice(store: TestStore) {
  const { organizer_id } = await store.write((tx) => openEvent(tx, 10));
  const desk = await openDesk(store);
  const user = await desk.openUser({ organizer_id, role: 'manager', name: 'Camille Roy' });
  return { desk, user, organizer_id, [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose]() };
}

/** Chromium logs every answer above 399, those that the page expects too. */
const refusals = { expectedErrors: ['the server responded with a status of 401'] };

onEachStore('a manager at the desk', (open, turn) => {
  const skip = chromiumMissing();

  test('is told of a wrong password, enters by the right one, and stays signed in', { skip }, async () => {
    await using office = await openOffice(open());
    const { origin } = office.desk;
    await withPage(
      async (page) => {
        await page.goto(`${origin}/admin`);
        await page.getByRole('heading', { name: 'Connexion' }).waitFor();
        await assertAccessible(page);
        await screenshot(page, 'desk-sign-in-1280');
        await page.getByRole('button', { name: 'Se connecter' }).click();
        await page.getByText('Entrez votre adresse.').waitFor();
        await page.getByLabel('Adresse électronique').fill(office.user.email);
        await page.getByRole('textbox', { name: 'Mot de passe' }).fill('not the password');
        await page.getByRole('button', { name: 'Se connecter' }).click();
        await page.getByRole('alert').getByText('L’adresse ou le mot de passe ne convient pas.').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'desk-sign-in-wrong-1280');
        await page.getByRole('textbox', { name: 'Mot de passe' }).fill(password);
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Bonjour Camille Roy' }).waitFor();
        assert.match(page.url(), /\/admin\/$/);
        await assertAccessible(page);
        await screenshot(page, 'desk-home-1280');
        await page.reload();
        await page.getByRole('heading', { name: 'Bonjour Camille Roy' }).waitFor();
      },
      { viewport: wide, ...refusals },
    );
  });

  turn('is led on to the page that was asked for, and out again by signing out', { skip }, async () => {
    await using office = await openOffice(open());
    const { origin } = office.desk;
    await withPage(
      async (page) => {
        await page.goto(`${origin}/admin/nowhere?x=1`);
        await page.getByLabel('Adresse électronique').fill(office.user.email);
        await page.getByRole('textbox', { name: 'Mot de passe' }).fill(password);
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Cette page n’existe pas' }).waitFor();
        assert.equal(new URL(page.url()).pathname, '/admin/nowhere');
        await assertAccessible(page);
        await page.getByRole('button', { name: 'Se déconnecter' }).click();
        await page.getByRole('heading', { name: 'Connexion' }).waitFor();
        await page.goto(`${origin}/admin`);
        await page.getByRole('heading', { name: 'Connexion' }).waitFor();
      },
      { viewport: wide, ...refusals },
    );
  });

  test('changes the language, and finds it kept', { skip }, async () => {
    await using office = await openOffice(open());
    const { origin } = office.desk;
    await withPage(
      async (page) => {
        await signIn(page, origin, office.user.email, password);
        await page.getByRole('banner').getByText('English').click();
        await page.getByRole('heading', { name: 'Hello Camille Roy' }).waitFor();
        assert.equal(await page.locator('html').getAttribute('lang'), 'en');
        await page.reload();
        await page.getByRole('heading', { name: 'Hello Camille Roy' }).waitFor();
      },
      { viewport: wide, ...refusals },
    );
  });

  turn('moves by the keyboard alone: skip link, palette, dark theme', { skip }, async () => {
    await using office = await openOffice(open());
    const { origin } = office.desk;
    await withPage(
      async (page) => {
        await signIn(page, origin, office.user.email, password);
        await page.goto(`${origin}/admin/nowhere`);
        await page.getByRole('heading', { name: 'Cette page n’existe pas' }).waitFor();
        await page.keyboard.press('Tab');
        await focused(page.locator('.skip'));
        await page.keyboard.press('Enter');
        await focused(page.locator('#content'));
        await page.keyboard.press('Control+k');
        const palette = page.getByPlaceholder(/^Une page, une action/);
        await focused(palette);
        await screenshot(page, 'desk-palette-1280');
        await page.keyboard.type('accue');
        await page.getByRole('dialog').getByText('Accueil').waitFor();
        await assertAccessible(page);
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Bonjour Camille Roy' }).waitFor();
        await palette.waitFor({ state: 'hidden' });
        await page.keyboard.press('Control+k');
        await focused(palette);
        await page.keyboard.type('sombre');
        await page.getByRole('dialog').getByText('Passer au thème sombre').waitFor();
        await page.keyboard.press('Enter');
        await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'desk-home-dark-1280');
      },
      { viewport: wide, ...refusals },
    );
  });

  turn('has all of it on a phone, the navigation in a drawer', { skip }, async () => {
    await using office = await openOffice(open());
    const { origin } = office.desk;
    await withPage(
      async (page) => {
        await page.goto(`${origin}/admin`);
        await page.getByRole('heading', { name: 'Connexion' }).waitFor();
        await assertFits(page);
        await screenshot(page, 'desk-sign-in-360');
        await signIn(page, origin, office.user.email, password);
        await page.getByRole('heading', { name: 'Bonjour Camille Roy' }).waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'desk-home-360');
        await page.getByRole('button', { name: 'Ouvrir le menu' }).click();
        await page.getByRole('navigation').getByText('Accueil').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'desk-drawer-360');
        await page.keyboard.press('Escape');
        await page.getByRole('navigation').waitFor({ state: 'hidden' });
      },
      { viewport: narrow, ...refusals },
    );
  });
});
