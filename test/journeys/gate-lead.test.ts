import { before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import {
  allSent,
  codeOf,
  cutOff,
  openGateHouse,
  scanAt,
  verdict,
  withPhone,
} from '../fixtures/gate-phone.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn } from '../fixtures/pages.ts';
import { password } from '../fixtures/desk.ts';
import { onSqlite } from '../stores.ts';

before(builtPages);

onSqlite('the phone of who leads the gate', (open) => {
  const skip = chromiumMissing();

  test(
    'is told what to look at, as the desk has set it, and lets in against the rules with a reason, offline too',
    { skip },
    async () => {
      await using house = await openGateHouse(open());
      const { organizer_id, event_id } = house.sold;
      const wish = { organizer_id, role: 'manager', name: 'Alix Roux' } as const;
      const { email } = await house.desk.openUser(wish);
      await withPage(
        async (page) => {
          await signIn(page, house.desk.origin, email, password);
          await page.goto(`${house.desk.origin}/admin/events/${event_id}`);
          await page.getByRole('textbox', { name: 'Plein tarif' }).fill('Carte d’étudiant');
          await page.getByRole('button', { name: 'Enregistrer les consignes' }).click();
          await page.getByText('Consignes enregistrées').waitFor();
          await assertAccessible(page);
          await assertFits(page);
          await screenshot(page, 'event-at-gate-360');
        },
        { viewport: narrow },
      );
      const lead = async (page: Page): Promise<void> => {
        await scanAt(page, codeOf(house, 0));
        await verdict(page).getByText('Carte d’étudiant').waitFor();
        await verdict(page).getByText('Entrée notée').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'gate-alert-360');
        await cutOff(page, true);
        await scanAt(page, codeOf(house, 0));
        await verdict(page).getByText('Billet déjà utilisé').waitFor();
        await verdict(page).getByRole('button', { name: 'Laisser passer quand même' }).click();
        await assertAccessible(page);
        await assertFits(page);
        await screenshot(page, 'gate-force-360');
        await verdict(page).getByRole('button', { name: 'Scanné par erreur' }).click();
        await verdict(page).getByText('Entrée forcée').waitFor();
        await cutOff(page, false);
        await verdict(page).getByRole('button', { name: 'Suivant' }).click();
        await allSent(page);
      };
      await withPhone(house, lead, { name: 'Téléphone du chef', role: 'gate_lead' });
      const { reason } = await open().read((rx) =>
        rx.db
          .selectFrom('ledger')
          .select('reason')
          .where('organizer_id', '=', organizer_id)
          .where('reason', '!=', '')
          .executeTakeFirstOrThrow(),
      );
      if (reason !== 'Scanné par erreur') throw new Error(`the ledger says ${reason}`);
    },
  );
});
