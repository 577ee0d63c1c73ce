import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before } from 'node:test';
import { sell } from '../../src/office/selling/request.ts';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openDesk, password } from '../fixtures/desk.ts';
import { openEvent } from '../fixtures/open-event.ts';
import { openTill } from '../fixtures/open-till.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn, wide } from '../fixtures/pages.ts';
import { onEachStore } from '../stores.ts';

before(builtPages);

onEachStore('the reports at the desk', (open, turn) => {
  const skip = chromiumMissing();

  for (const viewport of [wide, narrow])
    turn(`are chosen, looked at and taken away, ${viewport.width} wide`, { skip }, async () => {
      const store = open();
      const { organizer_id, offer_id } = await store.write((tx) => openEvent(tx, 10));
      await store.write((tx) =>
        sell(tx, {
          ...{ organizer_id, channel: 'web', confirm: true },
          requests: [{ offer_id, quantity: 3 }],
          payment: { amount: 'total', method: 'card' },
        }),
      );
      await using desk = await openDesk(store);
      const user = await desk.openUser({ organizer_id, role: 'accountant', name: 'Sacha' });
      await withPage(
        async (page) => {
          await signIn(page, desk.origin, user.email, password);
          await page.goto(`${desk.origin}/admin/reports`);
          await page.getByRole('cell', { name: '33,00' }).first().waitFor();
          await assertAccessible(page);
          await assertFits(page);
          await screenshot(page, `reports-${viewport.width}`);
          await page.getByRole('img', { name: /^Ventes : 33,00/ }).waitFor();
          if (viewport === narrow) return;
          await page.getByLabel('Par', { exact: true }).selectOption('event');
          await page.getByRole('cell', { name: 'Billetterie' }).waitFor();
          const take = async (kind: string) => {
            const [file] = await Promise.all([
              page.waitForEvent('download'),
              page.getByRole('button', { name: kind, exact: true }).click(),
            ]);
            return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
          };
          const csv = await take('CSV');
          assert.match(csv.name, /^guichet-sales-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
          assert.match(csv.bytes.toString(), /Billetterie,EUR,3,33\.00,0\.00,33\.00/);
          // what they hold is tested where they are made
          assert.equal((await take('Excel')).bytes.subarray(0, 2).toString(), 'PK');
          assert.equal((await take('PDF')).bytes.subarray(0, 5).toString(), '%PDF-');
          await page.getByLabel('Rapport', { exact: true }).selectOption('vat');
          await page.getByRole('cell', { name: '10 %' }).waitFor();
          await page.getByLabel('Rapport', { exact: true }).selectOption('platforms');
          await page.getByRole('cell', { name: 'En ligne' }).waitFor();
          await assertAccessible(page);
          await screenshot(page, 'reports-platforms');
          await page.getByLabel('Plateforme', { exact: true }).waitFor({ state: 'detached' });
          await page.getByLabel('Période').selectOption('yesterday');
          await page.getByText('Rien sur cette période').waitFor();
        },
        { viewport, expectedErrors: ['the server responded with a status of 401'] },
      );
    });

  turn('lead from the row of a closing to its Z', { skip }, async () => {
    const store = open();
    const till = await openTill(store);
    await till.playDrawer({
      sales: [{ quantity: 2, cash: true, returned: false }],
      ...{ moved: 0, miscounted: -50, closed: true },
    });
    await using desk = await openDesk(store);
    const { organizer_id } = till;
    const user = await desk.openUser({ organizer_id, role: 'accountant', name: 'Sacha' });
    await withPage(
      async (page) => {
        await signIn(page, desk.origin, user.email, password);
        await page.goto(`${desk.origin}/admin/reports?report=closings`);
        await page.getByText('Chiffres lus le').waitFor();
        await page.getByRole('button', { name: /^Z · Session de caisse/ }).click();
        const paper = page.getByRole('dialog');
        await paper.getByRole('row', { name: /2 × Bar.*7,00/ }).waitFor();
        await paper.getByText('-0,50').or(paper.getByText('−0,50')).first().waitFor();
        await assertAccessible(page);
        await screenshot(page, 'reports-closing-z');
        await page.setViewportSize(narrow);
        await assertFits(page);
        await screenshot(page, 'reports-closing-z-360');
      },
      { viewport: wide, expectedErrors: ['the server responded with a status of 401'] },
    );
  });
});
