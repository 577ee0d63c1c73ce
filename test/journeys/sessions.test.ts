import assert from 'node:assert/strict';
import { before } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { openEvent } from '../fixtures/open-event.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn, wide } from '../fixtures/pages.ts';
import { onEachStore, type TestStore } from '../stores.ts';
import { openEvent as openPlan } from '../../src/office/catalogue/open-event.ts';
import { openHall } from '../../src/office/catalogue/open-hall.ts';
import { sell } from '../../src/office/selling/request.ts';

before(builtPages);

/** An evening in a small hall, and a larger one. */
async function openHouse(store: TestStore) {
  const made = await store.write(async (tx) => {
    const { organizer_id } = await openEvent(tx, 10);
    const hall = (name: string, seats: number) =>
      openHall(tx, {
        ...{ organizer_id, hall: { name } },
        zones: [{ code: 'P', name: 'Parterre', rows: [{ label: 'A', seats }] }],
      });
    const { hall_id } = await hall('Petite salle', 4);
    await hall('Grande salle', 12);
    const { event_id, session_ids } = await openPlan(tx, {
      ...{ organizer_id, hall_id, name: 'Récital', published: true },
      sessions: [{ starts_at: Date.parse('2026-06-01T18:00:00Z') }],
      prices: [{ name: 'Plein', amount: 1200 }],
    });
    return { organizer_id, event_id, session_id: session_ids[0]! };
  });
  const desk = await openDesk(store);
  const user = await desk.openUser({ organizer_id: made.organizer_id, role: 'manager', name: 'Camille Roy' });
  return { ...made, desk, user, [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose]() };
}

const signedOut = {
  expectedErrors: ['the server responded with a status of 401', 'the server responded with a status of 409'],
};

async function looked(page: Page, name: string): Promise<void> {
  await assertFits(page);
  await assertAccessible(page);
  await screenshot(page, name);
}

async function isInView(page: Page, one: Locator): Promise<boolean> {
  const box = await one.boundingBox();
  const { height } = page.viewportSize() ?? wide;
  return box !== null && box.y >= 0 && box.y + box.height <= height;
}

onEachStore('a session at the desk', (open, turn) => {
  const skip = chromiumMissing();

  turn('goes to another hall, opens its doors and its sale, until a ticket holds it', { skip }, async () => {
    const store = open();
    await using house = await openHouse(store);
    await withPage(
      async (page) => {
        await signIn(page, house.desk.origin, house.user.email, password);
        await page.goto(`${house.desk.origin}/admin/events/${house.event_id}/sessions`);
        const change = page.getByRole('button', { name: /^Modifier/ });
        const dialog = page.getByRole('dialog');
        const save = dialog.getByRole('button', { name: 'Enregistrer' });
        await change.press('Enter');
        await dialog.getByLabel('Salle').selectOption('Grande salle');
        await dialog.getByLabel('Ouverture des portes').fill('2026-06-01T19:30');
        await dialog.getByLabel('Fermeture des portes').fill('2026-06-01T18:30');
        await dialog.getByLabel('Début de la vente').fill('2026-03-01T10:00');
        await dialog.getByLabel('Fin de la vente').fill('2026-06-01T19:00');
        await save.press('Enter');
        await dialog.getByText('C’est avant « Ouverture des portes ».').waitFor();
        // wherever one was in a long form, what is wrong has the focus
        await page.locator(':focus[aria-invalid="true"]').waitFor();
        await looked(page, 'session-change-360');
        await dialog.getByLabel('Fermeture des portes').fill('2026-06-01T21:00');
        await save.press('Enter');
        await dialog.waitFor({ state: 'detached' });
        await page.getByRole('listitem').getByText('Grande salle').waitFor();
        await looked(page, 'session-moved-360');
        await change.press('Enter');
        assert.equal(await dialog.getByLabel('Début de la vente').inputValue(), '2026-03-01T10:00');
        await page.keyboard.press('Escape');
        await page.setViewportSize(wide);
        await page.getByRole('link', { name: 'Vente', exact: true }).press('Enter');
        await page
          .getByRole('row', { name: /Parterre/ })
          .getByText(/\b12\b/)
          .waitFor();
        await store.write(async (tx) => {
          const { id } = await tx.db
            .selectFrom('offer')
            .select('id')
            .where('session_id', '=', house.session_id)
            .where('deleted_at', 'is', null)
            .executeTakeFirstOrThrow();
          await sell(tx, {
            ...{ organizer_id: house.organizer_id, channel: 'counter', confirm: true },
            requests: [{ offer_id: id, quantity: 1 }],
            staff: { reason: 'the test sells before the sale begins' },
          });
        });
        await page.getByRole('link', { name: 'Séances', exact: true }).press('Enter');
        await change.press('Enter');
        await dialog.getByLabel('Salle').selectOption('Sans salle');
        await save.press('Enter');
        await dialog.getByText('elle reste dans sa salle').waitFor();
        assert.ok(await isInView(page, dialog.getByRole('alert')), 'a refusal is seen where it is said');
        await looked(page, 'session-held-1280');
        await page.keyboard.press('Escape');
        await page.getByRole('row', { name: /Grande salle/ }).waitFor();
      },
      { viewport: narrow, ...signedOut },
    );
  });
});
