import { before, test } from 'node:test';
import { chromiumMissing, screenshot, showCamera, withPage } from '../browser.ts';
import { filmedCode } from '../fixtures/filmed-code.ts';
import {
  codeOf,
  cut,
  cutOff,
  joinGate,
  openGateHouse,
  readyForOffline,
  verdict,
} from '../fixtures/gate-phone.ts';
import { assertAccessible, assertFits, builtPages } from '../fixtures/pages.ts';
import { onSqlite } from '../stores.ts';

before(builtPages);

onSqlite('the camera of a phone at the gate', (open) => {
  const skip = chromiumMissing();

  test(
    'says what to do while it is not allowed, then reads a ticket without a network',
    { skip },
    async () => {
      await using house = await openGateHouse(open());
      showCamera(filmedCode(codeOf(house, 1)));
      await withPage(async (page) => {
        await joinGate(page, house, 'Téléphone 1');
        await readyForOffline(page);
        await cutOff(page, true);
        await page.getByRole('button', { name: 'Scanner avec la caméra' }).click();
        await page.getByText('La caméra n’est pas autorisée').waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'gate-camera-refused-360');
        await page.context().grantPermissions(['camera']);
        await page.getByRole('button', { name: 'Réessayer' }).click();
        await verdict(page).getByRole('heading', { name: 'Entrez' }).waitFor();
        await verdict(page).getByText('Noé Garnier').waitFor();
        // hands are full: what is good goes by itself, and what is still before the camera is not scanned again
        await verdict(page).waitFor({ state: 'hidden' });
        await page.getByText('1 passage à envoyer').waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'gate-camera-360');
        await verdict(page).waitFor({ state: 'hidden' });
      }, cut);
    },
  );
});
