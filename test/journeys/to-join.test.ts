import { before, suite, test } from 'node:test';
import { assertAccessible, assertFits, builtPages, narrow, wide } from '../fixtures/pages.ts';
import { chromiumMissing, screenshot, withPage } from '../browser.ts';
import { openHttpOffice } from '../fixtures/http-office.ts';

before(builtPages);

suite('a device that is not joined', { skip: chromiumMissing() }, () => {
  for (const [face, title] of [
    ['gate', 'Contrôle des billets'],
    ['counter', 'Caisse'],
  ] as const)
    test(`is told at /${face} what it is for and how it is joined`, async () => {
      await using office = await openHttpOffice();
      for (const viewport of [wide, narrow])
        await withPage(
          async (page) => {
            await page.goto(`${office.origin}/${face}`);
            await page.getByRole('heading', { name: title }).waitFor();
            await page.getByText('de vous montrer le code à scanner').waitFor();
            await assertFits(page);
            await assertAccessible(page);
            await screenshot(page, `${face}-to-join-${viewport.width}`);
            await page.getByText('English').click();
            await page.getByText('to show you the code to scan').waitFor();
          },
          // the counter asks first whether somebody of the desk is signed in
          { viewport, expectedErrors: ['the server responded with a status of 401'] },
        );
    });
});
