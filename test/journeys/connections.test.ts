import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { odooLogin } from '../../src/demo/odoo/park.ts';
import { connectBilletweb } from '../../src/dialects/billetweb/connect.ts';
import { connectOdoo } from '../../src/dialects/odoo/connect.ts';
import { addConnection } from '../../src/hub/connections.ts';
import { Runner } from '../../src/hub/runner.ts';
import { sell } from '../../src/office/selling/request.ts';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openBilletwebPark } from '../fixtures/billetweb-park.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { openEvent } from '../fixtures/open-event.ts';
import { TestOdoo, wireTo } from '../fixtures/odoo.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn, wide } from '../fixtures/pages.ts';
import { testSealer } from '../fixtures/sealer.ts';
import { openToyHub } from '../fixtures/toy-hub.ts';
import { ToySystem } from '../fixtures/toy-system.ts';
import { onEachStore, type TestStore } from '../stores.ts';

before(builtPages);

/** BilletWeb as an office of its own serves it on a port, with two tickets sold. */
async function openOrigin(office: TestStore) {
  const origin = await openBilletwebPark(office);
  const address = await origin.app.listen({ port: 0, host: '127.0.0.1' });
  const { organizer_id, offer_id } = origin;
  const customer = { email: 'ada@example.org', first_name: 'Ada', last_name: 'Lovelace' };
  await office.write((tx) =>
    sell(tx, {
      ...{ organizer_id, channel: 'web', customer, confirm: true },
      requests: [{ offer_id, quantity: 2 }],
      payment: { amount: 'total', method: 'card' },
    }),
  );
  return { ...origin, base_url: `${address}/billetweb`, [Symbol.asyncDispose]: () => origin.app.close() };
}

/** A venue whose Odoo is told of everything, and knows none of the products by their names. */
async function openVenue(store: TestStore) {
  const wire = wireTo(new TestOdoo());
  const odoo = connectOdoo({ transport: (request) => wire.transport(request) });
  const billetweb = connectBilletweb();
  const pace = { gap_ms: 0, calls_per_minute: 6_000, timeout_ms: 10_000 };
  const parts = {
    office: { store: store.store, surroundings: store.surroundings, sealer: testSealer },
    connectors: new Map([odoo, billetweb].map((one) => [one.dialect, { ...one, pace }])),
  };
  const runner = new Runner(parts, 'journey');
  const { organizer_id } = await store.write((tx) => openEvent(tx, 10));
  const { database, login, key } = odooLogin;
  const connection_id = await store.write((tx) =>
    addConnection(tx, parts, {
      ...{ organizer_id, dialect: 'odoo', base_url: 'http://odoo.test' },
      settings: { protocol: 'json-rpc', database, login, products: [] },
      secrets: { key },
    }),
  );
  const desk = await openDesk(store, { hub: runner });
  const user = await desk.openUser({ organizer_id, role: 'manager', name: 'Camille Roy' });
  const to = { organizer_id, connection_id };
  return { desk, user, runner, to, [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose]() };
}

onEachStore('the connections at the desk', (open) => {
  const skip = chromiumMissing();

  test(
    'BilletWeb is added, wrong credentials are explained, it runs, and a name is mapped and retried',
    { skip },
    async () => {
      const store = open();
      await using origin = await openOrigin(store);
      await using venue = await openVenue(store);
      const { desk, user, runner, to } = venue;
      await withPage(
        async (page) => {
          await signIn(page, desk.origin, user.email, password);
          await page.getByRole('link', { name: 'Connexions' }).click();
          await page.getByRole('link', { name: 'Odoo' }).waitFor();
          await assertAccessible(page);
          await screenshot(page, 'connections-1280');
          await page.getByRole('link', { name: 'Ajouter une connexion' }).click();
          await page.getByRole('button', { name: 'BilletWeb' }).waitFor();
          await assertAccessible(page);
          await screenshot(page, 'connection-kinds-1280');
          await page.getByRole('button', { name: 'BilletWeb' }).click();
          await page.getByLabel('Adresse du service').fill(origin.base_url);
          await page.getByLabel('Utilisateur').fill(origin.user);
          await page.getByRole('textbox', { name: 'Clé' }).fill('not-the-key');
          await page.getByRole('button', { name: 'Connecter', exact: true }).click();
          await page.getByText('BilletWeb ne reconnaît pas ces identifiants').waitFor();
          await assertAccessible(page);
          await screenshot(page, 'connection-refused-1280');
          await page.getByRole('textbox', { name: 'Clé' }).fill(origin.key);
          await page.getByRole('button', { name: 'Connecter', exact: true }).click();
          await page.getByRole('heading', { name: 'BilletWeb', level: 1 }).waitFor();
          await page.getByRole('button', { name: 'Synchroniser maintenant' }).click();
          await page.getByText('2 nouveaux, 0 modifiés').first().waitFor();
          await assertAccessible(page);
          await screenshot(page, 'connection-run-1280');
          await runner.deliver(to);
          await page.goto(`${desk.origin}/admin/connections/${to.connection_id}`);
          const map = page.getByRole('button', { name: 'Associer et réessayer' });
          await map.first().waitFor();
          await page
            .getByText('Aucun article n’est associé à « Luge - Forfait 4 tours » dans Odoo')
            .first()
            .waitFor();
          await page.getByRole('banner').getByText('English').click();
          await page.getByText('No product of Odoo is mapped to “Luge - Forfait 4 tours”').first().waitFor();
          await page.getByRole('banner').getByText('Français').click();
          await assertAccessible(page);
          await screenshot(page, 'connection-quarantine-1280');
          await map.first().click();
          await page.getByLabel('Dans Odoo').fill('BW-LUGE-4T');
          await assertAccessible(page);
          await screenshot(page, 'connection-map-1280');
          await page.getByRole('dialog').getByRole('button', { name: 'Associer et réessayer' }).click();
          await page.getByText('Associé. 1 commande est renvoyée.').waitFor();
          const delivered = await runner.deliver(to);
          assert.deepEqual([delivered?.delivered, delivered?.dead], [1, 0]);
          await page.getByText('Rien n’est mis de côté').waitFor();
        },
        { viewport: wide, expectedErrors: ['the server responded with a status of 401'] },
      );
    },
  );

  test('a dead letter is replayed, and a run that fails says why, on a phone', { skip }, async () => {
    const store = open();
    const toy = new ToySystem();
    const hub = await openToyHub(store, toy);
    const key = await hub.connect(toy);
    const why = { code: 'answered', params: { words: 'The month is closed' } } as const;
    toy.answer = () => ({ refused: 'It refused: The month is closed', why });
    await hub.sell();
    await hub.runner.deliver(key);
    await using desk = await openDesk(store, { hub: hub.runner });
    const user = await desk.openUser({
      organizer_id: hub.organizer_id,
      role: 'manager',
      name: 'Camille Roy',
    });
    await withPage(
      async (page) => {
        await signIn(page, desk.origin, user.email, password);
        await page.getByText('1 envoi abandonné').click();
        await page.getByText('a répondu : « The month is closed »').waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'connection-dead-360');
        toy.answer = () => ({ done: true });
        await page.getByRole('button', { name: 'Renvoyer' }).click();
        await page.getByText('1 envoi repart.').waitFor();
        await hub.runner.deliver(key);
        await page.getByText('Aucun envoi n’a été abandonné').waitFor();
        toy.before = () => {
          throw new Error('the line is dead');
        };
        await page.getByRole('button', { name: 'Synchroniser maintenant' }).click();
        await page.getByRole('alert').getByText('the line is dead').waitFor();
        await assertFits(page);
        await screenshot(page, 'connection-failed-360');
      },
      { viewport: narrow, expectedErrors: ['the server responded with a status of 401'] },
    );
  });

  test('who may read alone is offered nothing that changes them', { skip }, async () => {
    const store = open();
    const toy = new ToySystem();
    const hub = await openToyHub(store, toy);
    const { connection_id } = await hub.connect(toy);
    await using desk = await openDesk(store, { hub: hub.runner });
    const user = await desk.openUser({ organizer_id: hub.organizer_id, role: 'read_only', name: 'Lou' });
    await withPage(
      async (page) => {
        await signIn(page, desk.origin, user.email, password);
        await page.goto(`${desk.origin}/admin/connections/${connection_id}`);
        await page.getByRole('heading', { name: 'Toy', level: 1 }).waitFor();
        await page.getByRole('button', { name: 'Historique' }).waitFor();
        assert.equal(await page.getByRole('button', { name: 'Synchroniser maintenant' }).count(), 0);
        assert.equal(await page.getByRole('button', { name: 'Réglages' }).count(), 0);
      },
      { viewport: wide, expectedErrors: ['the server responded with a status of 401'] },
    );
  });
});
