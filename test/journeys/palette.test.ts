import { before } from 'node:test';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { assertAccessible, builtPages, focused, signIn, wide } from '../fixtures/pages.ts';
import { openTheatreNight, sellNight } from '../fixtures/theatre-night.ts';
import { onEachStore } from '../stores.ts';

before(builtPages);

/** Chromium logs every answer above 399, the first question who is there too. */
const refusals = { expectedErrors: ['the server responded with a status of 401'] };

onEachStore('the command palette', (open, turn) => {
  const skip = chromiumMissing();

  turn('opens an order by the barcode of a ticket, by the keyboard alone', { skip }, async () => {
    const store = open();
    const { night, sold } = await store.write(async (tx) => {
      const night = await openTheatreNight(tx);
      return { night, sold: await sellNight(tx, night) };
    });
    await using desk = await openDesk(store);
    const user = await desk.openUser({
      organizer_id: night.organizer_id,
      role: 'manager',
      name: 'Camille Roy',
    });
    await withPage(
      async (page) => {
        await signIn(page, desk.origin, user.email, password);
        await page.getByRole('heading', { name: 'Bonjour Camille Roy' }).waitFor();
        await page.keyboard.press('Control+k');
        await focused(page.getByPlaceholder(/^Une page, une action/));
        await page.keyboard.type(sold.tickets[0]?.barcode ?? '');
        await page.getByRole('dialog').getByText('Billet', { exact: false }).first().waitFor();
        await assertAccessible(page);
        await screenshot(page, 'palette-found-1280');
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: `Commande ${sold.label}` }).waitFor();
      },
      { viewport: wide, ...refusals },
    );
  });

  turn('offers a gate’s member no orders', { skip }, async () => {
    const store = open();
    const { night, sold } = await store.write(async (tx) => {
      const night = await openTheatreNight(tx);
      return { night, sold: await sellNight(tx, night) };
    });
    await using desk = await openDesk(store);
    const user = await desk.openUser({ organizer_id: night.organizer_id, role: 'gate', name: 'Sacha Petit' });
    await withPage(
      async (page) => {
        await signIn(page, desk.origin, user.email, password);
        await page.getByRole('heading', { name: 'Bonjour Sacha Petit' }).waitFor();
        await page.keyboard.press('Control+k');
        await focused(page.getByPlaceholder(/^Une page, une action/));
        await page.keyboard.type(sold.tickets[0]?.barcode ?? '');
        await page.getByText('Rien de ce nom.').waitFor();
      },
      { viewport: wide, ...refusals },
    );
  });
});
