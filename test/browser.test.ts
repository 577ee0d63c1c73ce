import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { after, before, suite, test } from 'node:test';
import { chromiumMissing, screenshot, withPage } from './browser.ts';

suite('pages in Chromium', { skip: chromiumMissing() }, () => {
  let server: Server;
  let origin: string;

  before(async () => {
    server = createServer((request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(pages[request.url ?? ''] ?? '');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert(address !== null && typeof address === 'object');
    origin = `http://127.0.0.1:${address.port}`;
  });
  after(() => server.close());

  test('run their scripts and answer clicks', async () => {
    const text = await withPage(async (page) => {
      await page.goto(`${origin}/button`);
      await page.getByRole('button', { name: 'Ouvrir' }).click();
      await screenshot(page, 'browser-button');
      return page.locator('#state').innerText();
    });
    assert.equal(text, 'ouvert');
  });

  test('fail a test by an error they throw', async () => {
    await assert.rejects(
      withPage(async (page) => page.goto(`${origin}/broken`)),
      /thrown: le guichet est cassé/,
    );
  });

  test('fail a test by asking another host', async () => {
    await assert.rejects(
      withPage(async (page) => page.goto(`${origin}/foreign`)),
      /asked another host: http:\/\/fonts\.example\//,
    );
  });
});

const icon = '<!doctype html><link rel="icon" href="data:,">';
const pages: Readonly<Record<string, string>> = {
  '/button': `${icon}<h1>Guichet</h1><button onclick="state.innerText='ouvert'">Ouvrir</button><p id="state">fermé</p>`,
  '/broken': `${icon}<script>throw new Error('le guichet est cassé')</script>`,
  '/foreign': `${icon}<img src="http://fonts.example/x.png" alt="">`,
};
