import assert from 'node:assert/strict';
import { before } from 'node:test';
import type { Page } from 'playwright-core';
import { updateControlPoint } from '../../src/office/admission/control-points.ts';
import { revokeDevice } from '../../src/office/admission/devices.ts';
import { scanCode } from '../../src/office/admission/scan.ts';
import { gateTicketsOf } from '../../src/office/admission/gate-tickets.ts';
import { listConflicts } from '../../src/office/admission/conflicts.ts';
import { chromiumMissing, screenshot, until, withPage } from '../browser.ts';
import {
  allSent,
  codeOf,
  cut,
  cutOff,
  joinGate,
  openGateHouse,
  scanAt,
  verdict,
  withPhone,
} from '../fixtures/gate-phone.ts';
import { password } from '../fixtures/desk.ts';
import { assertAccessible, assertFits, builtPages, narrow, signIn } from '../fixtures/pages.ts';
import { onEachStore } from '../stores.ts';

before(builtPages);

onEachStore('a phone at the gate', (open, turn) => {
  const skip = chromiumMissing();

  turn(
    'joins by a link, lets a ticket in, and says of it then when and where it was used',
    { skip },
    async () => {
      await using house = await openGateHouse(open());
      await withPhone(house, async (page) => {
        await page.getByRole('heading', { name: 'Porte Nord' }).waitFor();
        // the code was good once, and does not stay in the address
        assert.equal(new URL(page.url()).hash, '');
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'gate-scan-360');
        await scanAt(page, codeOf(house, 0));
        await verdict(page).getByRole('heading', { name: 'Entrez' }).waitFor();
        await verdict(page).getByText('Camille Lefèvre').waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'gate-good-360');
        // a scanner does not wait for anybody to press a button
        await scanAt(page, codeOf(house, 0));
        await verdict(page).getByRole('heading', { name: 'Refusé' }).waitFor();
        await verdict(page).getByText('Billet déjà utilisé').waitFor();
        await verdict(page).getByText('Utilisé le').getByText('Porte Nord · Téléphone 1 · Léa').waitFor();
        await assertAccessible(page);
        await screenshot(page, 'gate-used-360');
        await verdict(page).getByRole('button', { name: 'Suivant' }).click();
        await page.getByText('1 à l’intérieur').waitFor();
        await scanAt(page, '0000000000');
        await verdict(page).getByText('Billet inconnu').waitFor();
        await verdict(page).getByRole('button', { name: 'Suivant' }).click();
        await page.getByRole('textbox', { name: 'Chercher par nom' }).fill('gar noe');
        await page.getByRole('button', { name: 'Noé Garnier' }).waitFor();
        await assertAccessible(page);
        await screenshot(page, 'gate-search-360');
        await page.getByRole('button', { name: 'Noé Garnier' }).click();
        await verdict(page).getByRole('heading', { name: 'Entrez' }).waitFor();
      });
    },
  );

  turn(
    'asks the office while its first download is on the way: it calls no ticket unknown',
    { skip },
    async () => {
      await using house = await openGateHouse(open());
      await withPage(async (page) => {
        const held = Promise.withResolvers<void>();
        await page.route('**/api/gate/events/*/tickets*', async (route) => {
          await held.promise;
          await route.continue();
        });
        await page.goto(`${house.desk.origin}/gate#join=${await house.code('Téléphone 1')}`);
        await page.getByRole('button', { name: 'Relier cet appareil' }).click();
        await page.getByRole('textbox', { name: 'Votre nom' }).fill('Léa');
        await page.getByRole('button', { name: 'Commencer' }).click();
        await page.getByText('Connexion au guichet…').waitFor();
        await scanAt(page, codeOf(house, 0));
        await verdict(page).getByRole('heading', { name: 'Entrez' }).waitFor();
        await verdict(page).getByRole('button', { name: 'Suivant' }).click();
        held.resolve();
        await page.getByText('3 billets,').waitFor();
        await page.getByText('En ligne', { exact: true }).waitFor();
      }, cut);
    },
  );

  turn('sounds and vibrates with each answer, unless it was told to be quiet', { skip }, async () => {
    await using house = await openGateHouse(open());
    await withPhone(house, async (page) => {
      const listen = (): Promise<void> =>
        page.evaluate<void>(`{
          globalThis.heard = [];
          navigator.vibrate = (pattern) => heard.push(pattern.join('-')) > 0;
          const Tone = OscillatorNode;
          globalThis.OscillatorNode = class extends Tone {
            start(at) { heard.push(this.frequency.value + ' Hz'); super.start(at); }
          };
        }`);
      const heard = (): Promise<string[]> => page.evaluate<string[]>('heard.splice(0)');
      const next = verdict(page).getByRole('button', { name: 'Suivant' });
      await listen();
      await scanAt(page, codeOf(house, 0));
      await next.click();
      assert.deepEqual(await heard(), ['80', '1046 Hz']);
      await scanAt(page, codeOf(house, 0));
      await next.click();
      assert.deepEqual(await heard(), ['400', '196 Hz']);
      await page.getByRole('checkbox', { name: 'Son' }).uncheck();
      await scanAt(page, codeOf(house, 0));
      await next.click();
      assert.deepEqual(await heard(), ['400']);
      await page.getByRole('checkbox', { name: 'Vibration' }).uncheck();
      await assertFits(page);
      await page.reload();
      await page.getByRole('checkbox', { name: 'Vibration' }).waitFor();
      await listen();
      await scanAt(page, codeOf(house, 0));
      await next.click();
      assert.deepEqual(await heard(), [], 'a phone that was told to be quiet stays so');
      await page.getByRole('checkbox', { name: 'Son' }).check();
      assert.deepEqual(await heard(), ['1046 Hz'], 'what is switched on is heard at once');
    });
  });

  turn('is handed over: whoever takes it is named by what is scanned from then on', { skip }, async () => {
    await using house = await openGateHouse(open());
    await withPhone(house, async (page) => {
      await scanAt(page, codeOf(house, 0));
      await verdict(page).getByRole('button', { name: 'Suivant' }).click();
      await page.getByRole('button', { name: 'Passer à quelqu’un d’autre' }).click();
      await page.getByRole('heading', { name: 'Qui contrôle les billets ?' }).waitFor();
      await assertAccessible(page);
      await assertFits(page);
      await screenshot(page, 'gate-who-360');
      const name = page.getByRole('textbox', { name: 'Votre nom' });
      // a ticket that is scanned here is nobody's name
      await name.fill('6743097169');
      await name.press('Enter');
      await page.getByText('Écrivez un nom ou un prénom.').waitFor();
      await name.fill('Sam');
      await name.press('Enter');
      await page.getByText('Contrôle : Sam').waitFor();
      await scanAt(page, codeOf(house, 0));
      await verdict(page).getByText('Porte Nord · Téléphone 1 · Léa').waitFor();
      await verdict(page).getByRole('button', { name: 'Suivant' }).click();
      await scanAt(page, codeOf(house, 1));
      await verdict(page).getByRole('heading', { name: 'Entrez' }).waitFor();
      await verdict(page).getByRole('button', { name: 'Suivant' }).click();
      await page.reload();
      // who had it before takes it back with one tap
      await page.getByText('Contrôle : Sam').waitFor();
      await page.getByRole('button', { name: 'Passer à quelqu’un d’autre' }).click();
      await page.getByRole('button', { name: 'Léa' }).click();
      await page.getByText('Contrôle : Léa').waitFor();
      await allSent(page);
    });
    const scans = await open().read((rx) =>
      rx.db
        .selectFrom('scan')
        .select(['operator', 'outcome'])
        .where('organizer_id', '=', house.sold.organizer_id)
        .orderBy('id')
        .execute(),
    );
    assert.deepEqual(
      scans.map(({ operator, outcome }) => `${operator} ${outcome}`),
      ['Léa admitted', 'Sam refused', 'Sam admitted'],
    );
  });

  turn('decides without a network, is closed and opened again, and loses nothing', { skip }, async () => {
    await using house = await openGateHouse(open());
    await withPhone(house, async (page) => {
      await cutOff(page, true);
      await scanAt(page, codeOf(house, 0));
      await verdict(page).getByRole('heading', { name: 'Entrez' }).waitFor();
      await verdict(page).getByText('Décidé hors ligne').waitFor();
      await page.reload();
      await page.getByText('1 passage à envoyer').waitFor();
      await page.getByText('Hors ligne').waitFor();
      await assertAccessible(page);
      await screenshot(page, 'gate-offline-360');
      await scanAt(page, codeOf(house, 0));
      await verdict(page).getByText('Billet déjà utilisé').waitFor();
      await verdict(page).getByText('Porte Nord · Téléphone 1 · Léa').waitFor();
      await verdict(page).getByRole('button', { name: 'Suivant' }).click();
      await page.getByText('2 passages à envoyer').waitFor();
      await cutOff(page, false);
      await page.getByText('En ligne', { exact: true }).waitFor();
      await allSent(page);
    });
    const scans = await open().read((rx) =>
      rx.db
        .selectFrom('scan')
        .select(['ticket_id', 'outcome', 'refusal', 'source'])
        .where('organizer_id', '=', house.sold.organizer_id)
        .orderBy('scanned_at')
        .execute(),
    );
    const ticket_id = house.sold.tickets[0]?.ticket_id;
    assert.deepEqual(
      scans.map((row) => ({ ...row })),
      [
        { ticket_id, outcome: 'admitted', refusal: null, source: 'gate' },
        { ticket_id, outcome: 'refused', refusal: 'already_used', source: 'gate' },
      ],
    );
  });

  turn('is offline, whatever an answer says that had left before the network went', { skip }, async () => {
    await using house = await openGateHouse(open());
    await withPhone(house, async (page) => {
      const [asked, answering] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const json = { items: [], next_cursor: 'changes:0', complete: true, start_over: true };
      await page.route('**/api/gate/events/**', async (route) => {
        asked.resolve();
        await answering.promise;
        await route.fulfill({ json });
      });
      await asked.promise;
      await cutOff(page, true);
      answering.resolve();
      await page.getByText('0 billet,').waitFor();
      await assertAccessible(page);
      await page.getByText('Hors ligne : cet appareil décide seul').waitFor();
      assert.equal(await page.getByText('En ligne', { exact: true }).count(), 0);
    });
  });

  turn(
    'knows by live events what another gate let in, without asking for all that changed',
    { skip },
    async () => {
      await using house = await openGateHouse(open());
      const { organizer_id } = house.sold;
      await withPage(
        async (page) => {
          const followed = page.waitForResponse('**/api/live');
          await joinGate(page, house, 'Téléphone 1');
          await followed;
          const nothing = { items: [], next_cursor: 'changes:0', complete: true, start_over: false };
          await page.route('**/api/gate/events/**', (route) => route.fulfill({ json: nothing }));
          const scan = { organizer_id, code: codeOf(house, 0), direction: 'in', source: 'gate' } as const;
          await open().write((tx) => scanCode(tx, scan));
          await page.getByText('1 à l’intérieur').waitFor();
        },
        { viewport: narrow },
      );
    },
  );

  turn('is told of the entry that another phone gave while both were offline', { skip }, async () => {
    await using house = await openGateHouse(open());
    await withPhone(house, async (first) => {
      const work = async (second: Page): Promise<void> => {
        for (const page of [first, second]) {
          await cutOff(page, true);
          await scanAt(page, codeOf(house, 0));
          await verdict(page).getByRole('heading', { name: 'Entrez' }).waitFor();
          await verdict(page).getByRole('button', { name: 'Suivant' }).click();
        }
        await cutOff(first, false);
        await allSent(first);
        await cutOff(second, false);
        await second.getByText('1 entrée en conflit').waitFor();
        await second.getByText('Billet déjà utilisé').waitFor();
        await second.getByText('Déjà :').getByText('Porte Nord · Téléphone 1 · Léa').waitFor();
        await assertAccessible(second);
        await assertFits(second);
        await screenshot(second, 'gate-conflict-360');
      };
      await withPhone(house, work, { name: 'Téléphone 2', operator: 'Sam' });
    });
    const { organizer_id } = house.sold;
    const { email } = await house.desk.openUser({ organizer_id, role: 'manager', name: 'Alix Roux' });
    await withPage(async (page) => {
      await signIn(page, house.desk.origin, email, password);
      await page.goto(`${house.desk.origin}/admin/gate`);
      const conflicts = page.getByRole('table', { name: 'Entrées en conflit' });
      await conflicts.getByText('Porte Nord · Téléphone 1 · Léa').waitFor();
      await conflicts.getByText('Porte Nord · Téléphone 2 · Sam').waitFor();
      await page.getByRole('table', { name: 'Appareils du contrôle' }).getByText('Téléphone 2').waitFor();
      await page.getByRole('table', { name: 'Par porte, sur 24 heures' }).waitFor();
      await assertAccessible(page);
      await screenshot(page, 'desk-gate-1280');
      await page.setViewportSize(narrow);
      await assertFits(page);
      await screenshot(page, 'desk-gate-360');
      await page.getByRole('button', { name: 'Entrée de trop' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Entrée de trop' }).click();
      await page.getByText('Aucun conflit').waitFor();
    });
    const [judged] = await open().read((rx) => listConflicts(rx, { organizer_id, resolved: true }));
    const ticket_id = house.sold.tickets[0]?.ticket_id;
    assert.deepEqual(
      [judged?.ticket_id, judged?.refusal, judged?.resolution],
      [ticket_id, 'already_used', 'rejected'],
    );
  });

  turn('lets out and in again, with and without a network, and says who is inside', { skip }, async () => {
    await using house = await openGateHouse(open());
    const { organizer_id } = house.sold;
    const rules = { direction: 'both', exit_rule: 'free' } as const;
    const { control_point_id } = house;
    await open().write((tx) => updateControlPoint(tx, { organizer_id, control_point_id, ...rules }));
    await withPhone(house, async (page) => {
      const pass = async (title: string): Promise<void> => {
        await scanAt(page, codeOf(house, 0));
        await verdict(page).getByRole('heading', { name: title }).waitFor();
        await verdict(page).getByRole('button', { name: 'Suivant' }).click();
      };
      const way = (name: string) => page.getByText(name, { exact: true });
      await pass('Entrez');
      await page.getByText('1 à l’intérieur').waitFor();
      await pass('Refusé');
      await way('Sortie').click();
      await assertAccessible(page);
      await screenshot(page, 'gate-exit-360');
      await pass('Sortie notée');
      await page.getByText('0 à l’intérieur').waitFor();
      await cutOff(page, true);
      await way('Entrée').click();
      await pass('Entrez');
      await way('Sortie').click();
      await page.reload();
      // it stays a way out for whoever loads the page again
      await page.getByText('1 à l’intérieur').waitFor();
      await pass('Sortie notée');
      await page.getByText('2 passages à envoyer').waitFor();
      await cutOff(page, false);
      await allSent(page);
    });
    const [ticket] = await open().read((rx) => gateTicketsOf(rx, [house.sold.tickets[0]?.ticket_id ?? 0]));
    const [{ used, inside } = { used: 0, inside: 1 }] = ticket?.entitlements ?? [];
    assert.deepEqual([used, inside], [1, 0]);
  });

  turn(
    'keeps a passage that the office does not take, goes on fetching, and sends it again when asked',
    { skip },
    async () => {
      await using house = await openGateHouse(open());
      const work = async (page: Page): Promise<void> => {
        await cutOff(page, true);
        await scanAt(page, codeOf(house, 0));
        await verdict(page).getByRole('button', { name: 'Suivant' }).click();
        const sent = '**/api/gate/scans/batch';
        const json = { code: 'forbidden', title: 'no', status: 403, type: 'urn:guichet:error:forbidden' };
        await page.route(sent, (route) =>
          route.fulfill({ status: 403, json, contentType: 'application/problem+json' }),
        );
        await cutOff(page, false);
        await page.getByText('1 passage que le guichet n’a pas pris').waitFor();
        await page.getByText('Cet appareil n’en a pas le droit').waitFor();
        await page.getByText('En ligne', { exact: true }).waitFor();
        await assertAccessible(page);
        await assertFits(page);
        await screenshot(page, 'gate-rejected-360');
        await page.reload();
        await page.getByText('1 passage que le guichet n’a pas pris').waitFor();
        // what another gate lets in comes through all the same
        const { organizer_id } = house.sold;
        const scan = { organizer_id, code: codeOf(house, 1), direction: 'in', source: 'gate' } as const;
        await open().write((tx) => scanCode(tx, scan));
        await page.getByText('2 à l’intérieur').waitFor();
        await page.unroute(sent);
        await page.getByRole('button', { name: 'Renvoyer' }).click();
        await page.getByText('1 passage que le guichet n’a pas pris').waitFor({ state: 'hidden' });
        await allSent(page);
      };
      await withPhone(house, work, { expectedErrors: [...cut.expectedErrors, 'status of 403'] });
      const [ticket] = await open().read((rx) => gateTicketsOf(rx, [house.sold.tickets[0]?.ticket_id ?? 0]));
      assert.equal(ticket?.entitlements[0]?.used, 1);
    },
  );

  turn('is empty once it was taken out', { skip }, async () => {
    await using house = await openGateHouse(open());
    await withPhone(house, async (page) => {
      const { organizer_id } = house.sold;
      const device = await open().read((rx) =>
        rx.db
          .selectFrom('device')
          .select('id')
          .where('organizer_id', '=', organizer_id)
          .executeTakeFirstOrThrow(),
      );
      await open().write((tx) => revokeDevice(tx, { organizer_id, device_id: device.id }));
      await page.getByText('Cet appareil a été retiré.').waitFor();
      await assertAccessible(page);
      await assertFits(page);
      await screenshot(page, 'gate-wiped-360');
      // what it held goes a moment after the page has said so
      await until(page, 'indexedDB.databases().then((all) => all.length === 0)');
    });
  });
});
