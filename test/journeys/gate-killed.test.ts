import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { chromiumMissing, withKilledBrowser } from '../browser.ts';
import { allSent, codeOf, cutOff, joinGate, openGateHouse, scanAt, verdict } from '../fixtures/gate-phone.ts';
import { builtPages } from '../fixtures/pages.ts';
import { onSqlite } from '../stores.ts';

before(builtPages);

onSqlite('a phone at the gate whose browser is killed', (open) => {
  const skip = chromiumMissing();

  test('has what it let in, and sends it once', { skip }, async () => {
    await using house = await openGateHouse(open());
    await withKilledBrowser(
      async (page) => {
        await joinGate(page, house, 'Téléphone 1');
        await cutOff(page, true);
        for (const index of [0, 1]) {
          await scanAt(page, codeOf(house, index));
          await verdict(page).getByRole('heading', { name: 'Entrez' }).waitFor();
          await verdict(page).getByText('Décidé hors ligne').waitFor();
        }
      },
      async (page) => {
        await page.goto(`${house.desk.origin}/gate/`);
        await page.getByText('2 à l’intérieur').waitFor();
        await page.getByText('En ligne', { exact: true }).waitFor();
        await allSent(page);
      },
    );
    const scans = await open().read((rx) =>
      rx.db
        .selectFrom('scan')
        .select(['ticket_id', 'outcome'])
        .where('organizer_id', '=', house.sold.organizer_id)
        .orderBy('scanned_at')
        .execute(),
    );
    assert.deepEqual(
      scans.map((row) => ({ ...row })),
      house.sold.tickets.slice(0, 2).map(({ ticket_id }) => ({ ticket_id, outcome: 'admitted' })),
    );
  });
});
