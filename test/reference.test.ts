import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveExample } from '../src/contract/testing/server.ts';
import { chromiumMissing, withPage } from './browser.ts';

test(
  'calls are tried on the reference page, with key and with Basic, under its strict policy',
  { skip: chromiumMissing() },
  async (t) => {
    const app = serveExample();
    t.after(() => app.close());
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    await withPage(async (page) => {
      const asked: { url: string; authorization: string | undefined }[] = [];
      page.on('request', (request) => {
        if (!request.url().includes('/attendees')) return;
        asked.push({ url: request.url(), authorization: request.headers().authorization });
      });
      await page.goto(`${url}/example/reference`);

      await page.getByRole('button', { name: 'Authorize' }).first().click();
      const apply = page.locator('.modal-ux').getByRole('button', { name: 'Apply credentials' });
      await page.locator('#api_key_value').fill('demo-key');
      await apply.first().click();
      await page.locator('#auth-basic-username').fill('ada');
      await page.locator('#auth-basic-password').fill('secret');
      await apply.first().click();
      await page.locator('.modal-ux .close-modal').click();

      const operation = page.locator('#operations-default-listAttendees');
      await operation.locator('.opblock-summary-control').click();
      await operation.locator('tr[data-param-name="id"] input').fill('42');
      await operation.getByRole('button', { name: 'Execute' }).click();
      const answer = operation.locator('.live-responses-table');
      await answer.getByText('Ada').first().waitFor();
      assert.match(asked[0]?.url ?? '', /\/example\/event\/42\/attendees\?.*key=demo-key/);
      assert.equal(asked[0]?.authorization, `Basic ${Buffer.from('ada:secret').toString('base64')}`);
    });
  },
);
