import assert from 'node:assert/strict';
import { before } from 'node:test';
import { giveRole } from '../../src/office/access/users.ts';
import { updateEvent } from '../../src/office/catalogue/event.ts';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { openEvent } from '../fixtures/open-event.ts';
import { assertAccessible, builtPages, signIn, wide } from '../fixtures/pages.ts';
import { onEachStore } from '../stores.ts';

before(builtPages);

onEachStore('somebody with two organizers', (open, turn) => {
  const skip = chromiumMissing();

  turn(
    'turns from one to the other, sees nothing of the one left, and finds the choice again',
    { skip },
    async () => {
      const store = open();
      const named = async (name: string) => {
        const { organizer_id, event_id } = await store.write((tx) => openEvent(tx, 10));
        await store.write(async (tx) => {
          await updateEvent(tx, { organizer_id, event_id, name: `Fête de ${name}` });
          await tx.db.updateTable('organizer').set({ name }).where('id', '=', organizer_id).execute();
        });
        return { organizer_id, event_id };
      };
      const park = await named('Parc');
      const theatre = await named('Théâtre');
      const stranger = await named('Cirque');
      await using desk = await openDesk(store);
      const user = await desk.openUser({ ...park, role: 'manager', name: 'Camille Roy' });
      await store.write((tx) =>
        giveRole(tx, { organizer_id: theatre.organizer_id, user_id: user.user_id, role: 'read_only' }),
      );
      await withPage(
        async (page) => {
          await signIn(page, desk.origin, user.email, password);
          const choice = page.getByLabel('Organisateur');
          await choice.waitFor();
          assert.deepEqual(await choice.locator('option').allInnerTexts(), ['Parc', 'Théâtre']);
          await page.getByRole('link', { name: 'Événements' }).click();
          await page.getByText('Fête de Parc').waitFor();
          await page.getByRole('link', { name: 'Fête de Parc' }).click();
          await page.waitForURL(/\/events\/\d+/);
          await choice.selectOption('Théâtre');
          // a thing of the one office is none of the other's: the list it stood in is shown
          await page.waitForURL(/\/admin\/events$/);
          await page.getByText('Fête de Théâtre').waitFor();
          for (const other of ['Parc', 'Cirque'])
            assert.equal(await page.getByText(`Fête de ${other}`).count(), 0);
          await assertAccessible(page);
          await screenshot(page, 'organizers');
          // what the role allows is that of the organizer which is looked at
          assert.equal(await page.getByRole('link', { name: 'Clés' }).count(), 0);
          await page.reload();
          await page.getByText('Fête de Théâtre').waitFor();
          assert.equal(await choice.inputValue(), String(theatre.organizer_id));
          assert.equal(await page.getByText('Fête de Parc').count(), 0);
          await page.goto(`${desk.origin}/admin/events/${stranger.event_id}`);
          await page.getByRole('alert').waitFor();
          assert.equal(await page.getByText('Cirque').count(), 0);
        },
        { viewport: wide, expectedErrors: ['the server responded with a status of 40'] },
      );
    },
  );
});
