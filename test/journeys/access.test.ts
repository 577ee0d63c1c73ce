import assert from 'node:assert/strict';
import { before } from 'node:test';
import type { Page } from 'playwright-core';
import { request } from 'undici';
import { openDesk, password } from '../fixtures/desk.ts';
import { openEvent } from '../fixtures/open-event.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn, wide } from '../fixtures/pages.ts';
import { scanned } from '../fixtures/scanned.ts';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { onEachStore, type TestStore } from '../stores.ts';

before(builtPages);

/** Chromium logs every answer above 399, those that the page expects too. */
const refusals = {
  expectedErrors: [401, 403, 404, 422].map((status) => `the server responded with a status of ${status}`),
};

async function openOffice(store: TestStore) {
  const { organizer_id } = await store.write((tx) => openEvent(tx, 10));
  const desk = await openDesk(store);
  const manager = await desk.openUser({ organizer_id, role: 'manager', name: 'Camille Roy' });
  return { ...desk, manager, [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose]() };
}

const go = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').getByText(name, { exact: true }).click();

async function look(page: Page, name: string): Promise<void> {
  await assertAccessible(page);
  await screenshot(page, `${name}-1280`);
  await page.setViewportSize(narrow);
  await assertFits(page);
  await screenshot(page, `${name}-360`);
  await page.setViewportSize(wide);
}

onEachStore('a manager who gives access', (open, turn) => {
  const skip = chromiumMissing();

  turn(
    'invites somebody for the gate, who enters, sees no more than that, and is let go',
    { skip },
    async () => {
      await using office = await openOffice(open());
      const { origin, manager } = office;
      await withPage(
        async (page) => {
          await signIn(page, origin, manager.email, password);
          await go(page, 'Utilisateurs');
          await page.getByRole('table').getByText('Camille Roy').waitFor();
          await look(page, 'users');
          await page.getByRole('link', { name: 'Inviter quelqu’un' }).click();
          await page.getByRole('button', { name: 'Créer l’invitation' }).click();
          await page.getByText('Entrez une adresse.').waitFor();
          await page.getByRole('textbox', { name: 'Nom' }).fill('Sacha Petit');
          await page.getByRole('textbox', { name: 'Adresse électronique' }).fill('sacha@example.org');
          await page.getByLabel('Rôle', { exact: true }).selectOption('gate');
          await look(page, 'users-invite');
          await page.getByRole('button', { name: 'Créer l’invitation' }).click();
          await page.getByText('Lien d’invitation pour Sacha Petit').waitFor();
          await look(page, 'users-invited');
          const link = new URL(await page.locator('pre').innerText());
          await enterByInvitation(`${origin}${link.pathname}${link.hash}`, origin);

          await go(page, 'Utilisateurs');
          await page.getByRole('link', { name: 'Sacha Petit' }).click();
          await page.getByRole('heading', { name: 'Sacha Petit' }).waitFor();
          await page.getByText('Actif', { exact: true }).waitFor();
          await look(page, 'users-one');
          await page.getByLabel('Rôle', { exact: true }).selectOption('counter');
          await page.getByRole('button', { name: 'Enregistrer les rôles' }).click();
          await page.getByText('Rôles enregistrés.').waitFor();
          const pin = page.getByRole('region', { name: 'Code PIN de caisse' });
          await pin.getByText('Aucun code').waitFor();
          await pin.getByLabel('Nouveau code').fill('12');
          await pin.getByRole('button', { name: 'Choisir ce code' }).click();
          await pin.getByText('Entrez 4 à 8 chiffres.').waitFor();
          await pin.getByLabel('Nouveau code').fill('4711');
          await pin.getByRole('button', { name: 'Choisir ce code' }).click();
          await pin.getByText('Un code est choisi').waitFor();
          await look(page, 'users-pin');
          await page.getByRole('button', { name: 'Retirer', exact: true }).click();
          const question = page.getByRole('dialog');
          await question.getByText('Retirer Sacha Petit ?').waitFor();
          await assertAccessible(page);
          await question.getByRole('button', { name: 'Retirer' }).click();
          await page.getByText('Sacha Petit n’a plus accès.').waitFor();
          await page.getByRole('table').getByText('Camille Roy').waitFor();
          assert.equal(await page.getByRole('table').getByText('Sacha Petit').count(), 0);
        },
        { viewport: wide, ...refusals },
      );
    },
  );

  turn('makes a key that works until it is revoked, and is shown once', { skip }, async () => {
    await using office = await openOffice(open());
    const { origin, manager } = office;
    await withPage(
      async (page) => {
        await signIn(page, origin, manager.email, password);
        await go(page, 'Clés');
        await page.getByText('Aucune clé').waitFor();
        await look(page, 'keys-none');
        await page.getByRole('link', { name: 'Créer une clé' }).first().click();
        await page.getByRole('textbox', { name: 'Nom' }).fill('Site web');
        await page.getByRole('button', { name: 'Créer la clé' }).click();
        await page.getByText('Choisissez au moins un droit.').waitFor();
        await page.getByLabel('Voir les événements').check();
        await look(page, 'keys-new');
        await page.getByRole('button', { name: 'Créer la clé' }).click();
        await page.getByText('Votre nouvelle clé').waitFor();
        await look(page, 'keys-made');
        const key = await page.locator('pre').innerText();
        assert.equal(await statusOf(`${origin}/api/events`, key), 200);
        assert.equal(await statusOf(`${origin}/api/orders`, key), 403);
        await page.getByRole('link', { name: 'Retour aux clés' }).click();
        await page.getByRole('table').getByText('Site web').waitFor();
        assert.equal(await page.getByText(key).count(), 0);
        await look(page, 'keys');
        await page.getByRole('button', { name: 'Révoquer' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Révoquer' }).click();
        await page.getByRole('table').getByText('Révoquée').waitFor();
        assert.equal(await statusOf(`${origin}/api/events`, key), 401);
        await page.getByRole('link', { name: 'Créer une clé' }).first().click();
        await page.getByRole('textbox', { name: 'Nom' }).fill('Ancien site');
        await page.getByLabel('Pour').selectOption('Weezevent');
        await page.getByRole('button', { name: 'Créer la clé' }).click();
        await page.getByText(`${origin}/weezevent`).waitFor();
        await look(page, 'keys-vendor');
        assert.match(await page.locator('pre').innerText(), /^username: .+\npassword: .+\napi_key: .+$/);
      },
      { viewport: wide, ...refusals },
    );
  });

  turn('joins a device by the QR code on the screen, and revokes it from the list', { skip }, async () => {
    await using office = await openOffice(open());
    const { origin, manager } = office;
    await withPage(
      async (page) => {
        await signIn(page, origin, manager.email, password);
        await go(page, 'Appareils');
        await page.getByText('Aucun appareil').waitFor();
        await page.getByRole('link', { name: 'Relier un appareil' }).first().click();
        await page.getByRole('textbox', { name: 'Nom' }).fill('Entrée nord');
        await page.getByRole('button', { name: 'Montrer le code' }).click();
        const code = page.getByRole('img', { name: 'Code à scanner avec l’appareil' });
        await code.waitFor();
        await look(page, 'devices-join');
        const link = new URL(await scanned(code));
        assert.equal(link.pathname, '/gate');
        const joined = await request(`${origin}/api/devices/join`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code: link.hash.slice('#join='.length) }),
        });
        assert.equal(joined.statusCode, 201);
        const { token } = (await joined.body.json()) as { token: string };
        await page.getByText('Entrée nord est relié.').waitFor();
        await page.getByRole('link', { name: 'Retour aux appareils' }).click();
        await page.getByRole('table').getByText('Entrée nord').waitFor();
        await look(page, 'devices');
        assert.equal(await statusOf(`${origin}/api/me`, token), 200);
        await page.getByRole('button', { name: 'Révoquer' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Révoquer' }).click();
        await page.getByRole('table').getByText('Révoqué', { exact: true }).waitFor();
        assert.equal(await statusOf(`${origin}/api/me`, token), 401);
      },
      { viewport: wide, ...refusals },
    );
  });

  turn(
    'reads in the audit who did what, filtered in the address, and has the chain checked',
    { skip },
    async () => {
      await using office = await openOffice(open());
      const { origin, manager } = office;
      await withPage(
        async (page) => {
          await signIn(page, origin, manager.email, password);
          await go(page, 'Journal');
          const table = page.getByRole('table');
          await table.getByText('Utilisateur connecté').first().waitFor();
          await look(page, 'audit');
          await page.getByLabel('Qui').selectOption('system');
          await page.waitForURL(/\?actor_kind=system$/);
          await table.getByText('Le guichet').first().waitFor();
          await table.getByText('Camille Roy').first().waitFor({ state: 'detached' });
          await page.reload();
          await table.getByText('Le guichet').first().waitFor();
          await page.getByLabel('Fait').selectOption('order.refunded');
          await page.getByText('Rien ne correspond à ces filtres').waitFor();
          await page.getByRole('button', { name: 'Effacer les filtres' }).click();
          await table.getByText('Utilisateur connecté').first().waitFor();
          await page.getByRole('button', { name: 'Vérifier la chaîne' }).click();
          await page.getByText('Intacte').waitFor();
          await assertAccessible(page);
        },
        { viewport: wide, ...refusals },
      );
    },
  );
});

/** In another browser: the invited person chooses a password, and finds what the gate may see. */
async function enterByInvitation(link: string, origin: string): Promise<void> {
  await withPage(
    async (page) => {
      await page.goto(link);
      await page.getByRole('heading', { name: 'Bienvenue au guichet' }).waitFor();
      await assertAccessible(page);
      await screenshot(page, 'invitation-1280');
      await page.getByRole('textbox', { name: 'Mot de passe' }).fill(password);
      await page.getByRole('button', { name: 'Choisir ce mot de passe' }).click();
      await page.getByRole('heading', { name: 'Connexion' }).waitFor();
      await signIn(page, origin, 'sacha@example.org', password);
      await page.getByRole('navigation').getByText('Mon compte').waitFor();
      assert.equal(await page.getByRole('navigation').getByText('Utilisateurs').count(), 0);
      await page.goto(`${origin}/admin/users`);
      await page.getByText('Votre rôle ne le permet pas.').waitFor();
      await assertAccessible(page);
      await page.goto(link);
      await page.getByRole('heading', { name: 'Ce lien n’est plus valable' }).waitFor();
    },
    { viewport: wide, ...refusals },
  );
}

async function statusOf(url: string, token: string): Promise<number> {
  const { statusCode, body } = await request(url, { headers: { authorization: `Bearer ${token}` } });
  await body.dump();
  return statusCode;
}
