import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { ControlPoint } from '../../src/domain/control-point.ts';
import { listControlPoints } from '../../src/office/admission/control-points.ts';
import { createPrice } from '../../src/office/catalogue/price.ts';
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

  test(
    'let through some sessions and prices of an event, and are changed where they stand',
    { skip },
    async () => {
      const day_ms = 86_400_000;
      const now = open().surroundings.now();
      const { organizer_id, event_id, session_ids } = await open().write(async (tx) => {
        const sessions = [{ starts_at: now + day_ms }, { starts_at: now + 2 * day_ms }];
        const sold = await soldTickets(tx, { sessions, by_session: true });
        await createPrice(tx, {
          organizer_id: sold.organizer_id,
          event_id: sold.event_id,
          name: 'Jeune',
          amount: 500,
        });
        return sold;
      });
      await using desk = await openDesk(open());
      const { email } = await desk.openUser({ organizer_id, role: 'manager', name: 'Alix Roux' });
      const doors = (): Promise<readonly ControlPoint[]> =>
        open().read((rx) => listControlPoints(rx, { organizer_id }));
      await withPage(async (page) => {
        await signIn(page, desk.origin, email, password);
        await page.goto(`${desk.origin}/admin/gate`);
        // an event of several sessions tells of each of them
        await page.getByRole('table', { name: 'Par séance' }).getByText('sam. 16 mai 2026').waitFor();
        await page.goto(`${desk.origin}/admin/gate/doors`);
        await page.getByRole('textbox', { name: 'Nom' }).fill('Balcon');
        await page.getByRole('combobox', { name: 'Événement' }).selectOption(String(event_id));
        await page.getByRole('checkbox', { name: 'sam. 16 mai 2026' }).check();
        await page.getByRole('checkbox', { name: 'Jeune' }).check();
        await assertAccessible(page);
        await screenshot(page, 'desk-door-limits-1280');
        await page.setViewportSize(narrow);
        await assertFits(page);
        await screenshot(page, 'desk-door-limits-360');
        await page.getByRole('button', { name: 'Ajouter une porte' }).click();
        await page.getByText('1 séance, 1 tarif').waitFor();
        const [added] = await doors();
        assert.deepEqual([added?.session_ids, added?.price_ids.length], [[session_ids[0]], 1]);
        await page.getByRole('link', { name: 'Modifier Balcon' }).click();
        await page.getByRole('heading', { name: 'Balcon' }).waitFor();
        assert.equal(await page.getByRole('checkbox', { name: 'sam. 16 mai 2026' }).isChecked(), true);
        await page.getByRole('checkbox', { name: 'Jeune' }).uncheck();
        await page.getByRole('checkbox', { name: 'dim. 17 mai 2026' }).check();
        await page.getByRole('textbox', { name: 'Nom' }).fill('Balcon gauche');
        await assertAccessible(page);
        await assertFits(page);
        await screenshot(page, 'desk-door-360');
        await page.getByRole('button', { name: 'Enregistrer' }).click();
        await page.getByText('2 séances').waitFor();
      });
      const [changed] = await doors();
      assert.deepEqual(
        [changed?.name, changed?.session_ids, changed?.price_ids],
        ['Balcon gauche', session_ids, []],
      );
    },
  );
});
