import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { chromiumMissing, screenshot, showCamera, until } from '../browser.ts';
import { filmedCode } from '../fixtures/filmed-code.ts';
import { codeOf, cutOff, openGateHouse, verdict, withPhone } from '../fixtures/gate-phone.ts';
import { assertAccessible, assertFits, builtPages } from '../fixtures/pages.ts';
import { onSqlite } from '../stores.ts';

before(builtPages);

/** Keeps what verdicts said: one that is good goes by itself, before a slow machine has looked at it. */
const verdicts = `
  globalThis.verdicts = [];
  new MutationObserver(() => {
    const shown = document.querySelector('[role="alertdialog"]')?.textContent;
    if (shown !== undefined) verdicts.push(shown);
  }).observe(document, { childList: true, subtree: true });
`;

/** No pretend camera has a lamp: the track says that it has one, and keeps what it is told. */
const lamp = `
  globalThis.lit = [];
  globalThis.lampBroken = false;
  const { getCapabilities, applyConstraints } = MediaStreamTrack.prototype;
  MediaStreamTrack.prototype.getCapabilities = function () {
    return { ...getCapabilities.call(this), torch: true };
  };
  MediaStreamTrack.prototype.applyConstraints = async function (wanted) {
    const torch = wanted.advanced?.[0]?.torch;
    if (torch === undefined) return applyConstraints.call(this, wanted);
    lit.push(torch);
    if (lampBroken) throw new DOMException('', 'OverconstrainedError');
  };
`;

onSqlite('the camera of a phone at the gate', (open) => {
  const skip = chromiumMissing();

  test(
    'says what to do while it is not allowed, then reads a ticket without a network',
    { skip },
    async () => {
      await using house = await openGateHouse(open());
      showCamera(filmedCode(codeOf(house, 1)));
      await withPhone(house, async (page) => {
        await page.evaluate(verdicts);
        await cutOff(page, true);
        await page.getByRole('button', { name: 'Scanner avec la caméra' }).click();
        await page.getByText('La caméra n’est pas autorisée').waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'gate-camera-refused-360');
        await page.context().grantPermissions(['camera']);
        await page.getByRole('button', { name: 'Réessayer' }).click();
        await until(page, `verdicts.some((said) => said.includes('Entrez') && said.includes('Noé Garnier'))`);
        // hands are full: what is good goes by itself, and what is still before the camera is not scanned again
        await verdict(page).waitFor({ state: 'hidden' });
        await page.getByText('1 passage à envoyer').waitFor();
        await assertFits(page);
        await assertAccessible(page);
        await screenshot(page, 'gate-camera-360');
        await verdict(page).waitFor({ state: 'hidden' });
      });
    },
  );

  test('is chosen among several, and remembered', { skip }, async () => {
    await using house = await openGateHouse(open());
    const choose = async (page: Page): Promise<void> => {
      await page.context().grantPermissions(['camera']);
      await page.getByRole('button', { name: 'Scanner avec la caméra' }).click();
      const choice = page.getByRole('combobox', { name: 'Caméra' });
      const filmed = (): Promise<unknown> =>
        page.evaluate('document.querySelector("video").srcObject.getVideoTracks()[0].getSettings().deviceId');
      const first = await choice.inputValue();
      const ids = await choice
        .locator('option')
        .evaluateAll((all) => all.map((one) => one.getAttribute('value')));
      const [other = ''] = ids.filter((id) => id !== first);
      assert.deepEqual([ids.length, await filmed()], [2, first]);
      await choice.selectOption(other);
      await until(
        page,
        `document.querySelector('video')?.srcObject?.getVideoTracks()[0].getSettings().deviceId === '${other}'`,
      );
      await assertFits(page);
      await assertAccessible(page);
      await screenshot(page, 'gate-cameras-360');
      await page.reload();
      await choice.waitFor();
      await until(page, `document.querySelector('video')?.srcObject !== null`);
      assert.deepEqual([await choice.inputValue(), await filmed()], [other, other]);
      // it has no lamp, so none is offered
      assert.equal(await page.getByRole('button', { name: 'Lampe' }).count(), 0);
    };
    await withPhone(house, choose, { cameras: 2 });
  });

  test('has a lamp where the phone says so, on and off by a tap', { skip }, async () => {
    await using house = await openGateHouse(open());
    const light = async (page: Page): Promise<void> => {
      await page.context().grantPermissions(['camera']);
      await page.addInitScript(lamp);
      await page.reload();
      await page.getByRole('button', { name: 'Scanner avec la caméra' }).click();
      const button = page.getByRole('button', { name: 'Lampe' });
      for (const [pressed, told] of [
        ['true', [true]],
        ['false', [true, false]],
      ] as const) {
        await button.click();
        await page.locator(`button[aria-pressed=${pressed}]`).waitFor();
        assert.deepEqual(await page.evaluate('lit'), told);
      }
      await assertAccessible(page);
      // what the phone refuses does not look as if it were on
      await page.evaluate('lampBroken = true');
      await button.click();
      await until(page, 'lit.length === 3');
      assert.equal(await button.getAttribute('aria-pressed'), 'false');
    };
    await withPhone(house, light, { cameras: 1 });
  });
});
