import { before, test } from 'node:test';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn } from '../fixtures/pages.ts';
import { soldTickets } from '../fixtures/sold-tickets.ts';
import { onSqlite } from '../stores.ts';

before(builtPages);

onSqlite('the doors at the desk', (open) => {
  const skip = chromiumMissing();

  test('are added, and a phone is joined to one of them', { skip }, async () => {
    const { organizer_id } = await open().write((tx) => soldTickets(tx));
    await using desk = await openDesk(open());
    const { email } = await desk.openUser({ organizer_id, role: 'manager', name: 'Alix Roux' });
    await withPage(async (page) => {
      await signIn(page, desk.origin, email, password);
      await page.goto(`${desk.origin}/admin/gate/doors`);
      await page.getByText('Aucune porte').waitFor();
      await page.getByRole('textbox', { name: 'Nom' }).fill('Entrée sud');
      await page.getByRole('combobox', { name: 'Sens' }).selectOption('Entrée et sortie');
      await page.getByRole('button', { name: 'Ajouter une porte' }).click();
      const doors = page.getByRole('table', { name: 'Portes' });
      await doors.getByText('Entrée sud').waitFor();
      await assertAccessible(page);
      await screenshot(page, 'desk-doors-1280');
      await page.setViewportSize(narrow);
      await assertFits(page);
      await page.goto(`${desk.origin}/admin/devices/new`);
      await page.getByRole('textbox', { name: 'Nom' }).fill('Téléphone 1');
      await page.getByRole('combobox', { name: 'Porte' }).selectOption('Entrée sud');
      await assertFits(page);
      await screenshot(page, 'desk-join-360');
      await page.getByRole('button', { name: 'Montrer le code' }).click();
      await page.getByRole('img', { name: 'Code à scanner avec l’appareil' }).waitFor();
    });
    const code = await open().read((rx) =>
      rx.db
        .selectFrom('device_code')
        .innerJoin('control_point', 'control_point.id', 'device_code.control_point_id')
        .select(['control_point.name', 'control_point.direction'])
        .where('device_code.organizer_id', '=', organizer_id)
        .executeTakeFirstOrThrow(),
    );
    if (code.name !== 'Entrée sud' || code.direction !== 'both') throw new Error(JSON.stringify(code));
  });
});
