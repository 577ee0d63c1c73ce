import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { request } from 'undici';
import { chromiumMissing, screenshot, until, withPage } from '../../../test/browser.ts';
import { assertAccessible, assertFits, narrow } from '../../../test/fixtures/pages.ts';
import { openHttpOffice, type HttpOffice } from '../../../test/fixtures/http-office.ts';
import { scanned } from '../../../test/fixtures/scanned.ts';
import { openTheatreNight, sellNight, type TheatreNight } from '../../../test/fixtures/theatre-night.ts';
import { createSession } from '../../office/catalogue/session.ts';
import { updateEvent } from '../../office/catalogue/event.ts';
import { formatOrderKey } from '../../office/documents/order-link.ts';
import { refundTickets } from '../../office/selling/refund.ts';
import type { Sale, SoldOrder } from '../../office/selling/sale.ts';
import { systemActor } from '../../store/transaction.ts';
import type { DemoNotice } from './home.ts';

const demo: DemoNotice = {
  credentials: [{ title: 'Kiosk', fields: { user: '268537', key: 'demo-kiosk' } }],
  tries: [
    {
      title: { fr: 'Vendre un billet', en: 'Sell a ticket' },
      command: `curl 'http://127.0.0.1:8855/kiosk/api/event/1350897/add_order?user=268537&key=demo-kiosk&version=1' -d '{"data":[]}'`,
    },
  ],
};

const wide = { width: 1280, height: 900 };

async function soldNight(
  office: HttpOffice,
  more: Partial<Sale> = {},
): Promise<{ night: TheatreNight; sold: SoldOrder; url: string }> {
  const night = await office.store.write(systemActor, openTheatreNight);
  const sold = await office.store.write(systemActor, (tx) => sellNight(tx, night, more));
  return {
    night,
    sold,
    url: `${office.origin}/o/${formatOrderKey({ id: sold.order_id, secret: sold.secret })}`,
  };
}

/** The lowest contrast of any text against what is behind it, as WCAG counts it. */
const lowestContrast = `(() => {
  const light = (c) => { const v = c / 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const parts = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (text) => { const [r, g, b] = parts(text); return 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b); };
  let lowest = 21;
  for (const node of document.body.querySelectorAll('*')) {
    if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== '')) continue;
    let behind = node;
    while (behind && (parts(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0) behind = behind.parentElement;
    const back = luminance(behind ? getComputedStyle(behind).backgroundColor : 'rgb(255, 255, 255)');
    const front = luminance(getComputedStyle(node).color);
    lowest = Math.min(lowest, (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05));
  }
  return lowest;
})()`;

suite('pages in a browser', { skip: chromiumMissing() }, () => {
  test('the root page says what runs here, on a desk and on a phone', async () => {
    await using office = await openHttpOffice({}, { demo });
    for (const [name, viewport] of [
      ['wide', wide],
      ['narrow', narrow],
    ] as const) {
      await withPage(
        async (page) => {
          await page.goto(office.origin);
          await page.getByRole('heading', { level: 1, name: 'La billetterie est ouverte' }).waitFor();
          assert.equal(await page.getByText('https://tickets.example/kiosk', { exact: true }).count(), 1);
          for (const face of ['Le bureau', 'La caisse', 'L’entrée'])
            await page.getByRole('link', { name: face, exact: true }).waitFor();
          await assertFits(page);
          assert.ok((await page.evaluate<number>(lowestContrast)) >= 4.5);
          await screenshot(page, `home-${name}`);
          await page.getByRole('link', { name: 'English' }).click();
          await page.getByRole('heading', { level: 1, name: 'The ticket office is open' }).waitFor();
          await page.getByRole('link', { name: 'Reference Kiosk' }).click();
          await page.getByText('/api/hello/{name}').first().waitFor();
        },
        { viewport },
      );
    }
  });

  test('the order page shows places, codes, states and money, on a desk and on a phone', async () => {
    await using office = await openHttpOffice();
    const { night, sold, url } = await soldNight(office);
    const { organizer_id } = night;
    const refund = {
      organizer_id,
      order_id: sold.order_id,
      ticket_ids: [sold.tickets[1]!.id],
      deduction: 250,
    };
    await office.store.write(systemActor, (tx) => refundTickets(tx, refund));
    for (const [name, viewport] of [
      ['wide', wide],
      ['narrow', narrow],
    ] as const) {
      await withPage(
        async (page) => {
          await page.goto(url);
          await page.getByRole('heading', { level: 2, name: 'Le Malade <imaginaire> & compagnie' }).waitFor();
          const text = await page.locator('main').innerText();
          assert.match(text, /samedi 16 mai 2026 à 20:30/);
          assert.match(text, /Zone Orchestre, rang A, place 3/);
          assert.match(text, /Pour Jean-<b>Claude<\/b> Dusse/);
          assert.match(text, /Remboursé\s: 30,00\s€ \(frais retenus\s: 2,50\s€\)/);
          assert.equal(await page.getByRole('img').count(), 2);
          assert.equal(await page.locator('figcaption').first().innerText(), sold.tickets[0]!.barcode);
          await assertFits(page);
          assert.ok((await page.evaluate<number>(lowestContrast)) >= 4.5);
          await screenshot(page, `order-${name}`);
        },
        { viewport },
      );
    }
  });

  test('the order page is as readable in the dark, and in English', async () => {
    await using office = await openHttpOffice();
    const { url } = await soldNight(office, { confirm: false, payment: undefined });
    await withPage(
      async (page) => {
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.goto(url);
        const text = await page.locator('main').innerText();
        assert.match(text, /Places held, order to be confirmed/);
        assert.match(text, /Your places are held until Friday,? 15 May 2026 at 10:50/);
        assert.equal(await page.getByRole('img').count(), 0);
        assert.equal(await page.getByRole('link', { name: 'Download the tickets (PDF)' }).count(), 0);
        assert.ok((await page.evaluate<number>(lowestContrast)) >= 4.5);
        await screenshot(page, 'order-dark');
      },
      { viewport: narrow, locale: 'en-GB' },
    );
  });

  test('a ticket that is not paid says so, unless the doors are open to those who pay there', async () => {
    await using office = await openHttpOffice();
    const { night, url } = await soldNight(office, { confirm: true, payment: undefined });
    const read = async (address: string): Promise<string> => (await request(address)).body.text();
    for (const page of [url, `${url}/door`]) {
      const text = await read(`${page}?lang=fr`);
      assert.match(text, /À payer avant d’entrer/);
      assert.doesNotMatch(text, /Valable/);
    }
    const { organizer_id, event_id } = night;
    await office.store.write(systemActor, (tx) =>
      updateEvent(tx, { organizer_id, event_id, admits_unpaid: 1 }),
    );
    assert.match(await read(`${url}?lang=en`), /Valid/);
  });

  test('a ticket for any session of an event that has one names its evening, and several none', async () => {
    await using office = await openHttpOffice();
    const { night, sold, url } = await soldNight(office);
    const read = async (address: string): Promise<string> => (await request(address)).body.text();
    const { organizer_id, event_id } = night;
    await office.store.write(systemActor, (tx) =>
      tx.db.updateTable('ticket').set({ session_id: null }).where('order_id', '=', sold.order_id).execute(),
    );
    assert.match(await read(`${url}?lang=fr`), /samedi 16 mai 2026 à 20:30/);
    assert.match(await read(`${url}/calendar.ics`), /DTSTART:20260516T183000Z/);
    const starts_at = Date.UTC(2026, 4, 17, 18, 30);
    await office.store.write(systemActor, (tx) => createSession(tx, { organizer_id, event_id, starts_at }));
    assert.match(await read(`${url}?lang=fr`), /Valable pour toutes les séances/);
  });

  test('on a phone each ticket fills a white screen, and its buyer says who comes with it', async () => {
    await using office = await openHttpOffice();
    const { night, sold, url } = await soldNight(office);
    const { organizer_id, event_id } = night;
    const rights = { buyer_cancel_hours: 24, buyer_holder_hours: 2 };
    await office.store.write(systemActor, (tx) => updateEvent(tx, { organizer_id, event_id, ...rights }));
    const [first, second] = sold.tickets;
    await withPage(
      async (page) => {
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.goto(url);
        await assertAccessible(page);
        await screenshot(page, 'order-rights-360-dark');
        await page.getByRole('link', { name: 'Montrer les billets à l’entrée' }).click();
        const code = page.getByRole('img', { name: first!.barcode! });
        const { width = 0, x = 0 } = (await code.boundingBox()) ?? {};
        assert.ok(width >= 300, `the code is ${width} wide`);
        assert.ok(x >= 0 && x + width <= narrow.width);
        assert.equal(await scanned(code), first!.barcode);
        const ground = (selector: string) =>
          page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).backgroundColor`);
        for (const selector of ['body', '.screen svg'])
          assert.equal(await ground(selector), 'rgb(255, 255, 255)', selector);
        await assertAccessible(page);
        await assertFits(page);
        await screenshot(page, 'order-door-360-dark');
        await page.locator(`#ticket-${first!.id}`).getByRole('link', { name: 'Suivant' }).click();
        await until(
          page,
          `Math.abs(document.querySelector('#ticket-${second!.id}').getBoundingClientRect().x) < 2`,
        );
        await page.getByRole('link', { name: 'Revenir à la commande' }).click();
        await page.locator(`#ticket-${second!.id}`).getByRole('link', { name: 'Changer le nom' }).click();
        await page.getByLabel('Prénom').fill('Louise');
        await page.getByLabel('Nom', { exact: true }).fill('Petit');
        await page.getByLabel('Adresse électronique').fill('louise@example.org');
        await assertAccessible(page);
        await screenshot(page, 'order-holder-360-dark');
        await page.getByRole('button', { name: 'Enregistrer' }).click();
        await page.getByText('Le nom est changé.').waitFor();
        await page.getByText('Pour Louise Petit').waitFor();
        await page.emulateMedia({ colorScheme: 'light' });
        await page.getByRole('link', { name: 'Annuler la commande…' }).click();
        await assertAccessible(page);
        await screenshot(page, 'order-cancel-360');
        await page.getByRole('button', { name: 'Annuler la commande' }).click();
        await page.getByText('La commande est annulée.').waitFor();
        await page.getByText('Vous avez payé 82,00 €').waitFor();
      },
      { viewport: narrow },
    );
  });

  test('a link that opens nothing says what to do', async () => {
    await using office = await openHttpOffice();
    await withPage(
      async (page) => {
        await page.goto(`${office.origin}/o/1a.${'x'.repeat(24)}`);
        await page.getByText('Ouvrez de nouveau le lien reçu par courriel').waitFor();
        await screenshot(page, 'order-missing');
      },
      { viewport: narrow, expectedErrors: ['404'] },
    );
  });
});

suite('the order page', () => {
  test('is kept by nobody, found by no search engine, and tells no other site of itself', async () => {
    await using office = await openHttpOffice();
    const { url } = await soldNight(office);
    for (const path of ['', '/tickets.pdf', '/calendar.ics', '/tickets/1.pdf']) {
      const { headers, body } = await request(url + path);
      await body.dump();
      assert.equal(headers['cache-control'], 'private, no-store', path);
      assert.equal(headers['referrer-policy'], 'no-referrer', path);
      assert.match(String(headers['x-robots-tag']), /noindex/, path);
    }
    const { headers } = await request(url);
    assert.match(String(headers['content-security-policy']), /default-src 'none'; style-src 'self'/);
  });

  test('gives the tickets as PDF, all of them or one', async () => {
    await using office = await openHttpOffice();
    const { sold, url } = await soldNight(office);
    for (const path of ['tickets.pdf', `tickets/${sold.tickets[0]!.id}.pdf`]) {
      const { statusCode, headers, body } = await request(`${url}/${path}`);
      assert.equal(statusCode, 200);
      assert.equal(headers['content-type'], 'application/pdf');
      assert.equal(
        Buffer.from(await body.arrayBuffer())
          .subarray(0, 5)
          .toString(),
        '%PDF-',
      );
    }
    const other = await request(`${url}/tickets/99999999.pdf`);
    assert.equal(other.statusCode, 404);
    const held = await soldNight(office, { confirm: false, payment: undefined });
    const early = await request(`${held.url}/tickets.pdf`, { headers: { 'accept-language': 'en' } });
    assert.equal(early.statusCode, 409);
    assert.match(await early.body.text(), /There is no ticket to print yet/);
  });

  test('gives the evening to a calendar', async () => {
    await using office = await openHttpOffice();
    const { url } = await soldNight(office);
    const { headers, body } = await request(`${url}/calendar.ics`);
    assert.equal(headers['content-type'], 'text/calendar; charset=utf-8');
    const text = await body.text();
    assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
    const unfolded = text.replaceAll('\r\n ', '');
    assert.match(unfolded, /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
    assert.match(
      unfolded,
      /\r\nDTSTART:20260516T183000Z\r\nDTEND:20260516T203000Z\r\nSUMMARY:Le Malade <imaginaire> & compagnie\r\n/,
    );
    assert.match(
      unfolded,
      /LOCATION:Grande salle\\, Théâtre de la Luge\\, 12 rue des Alpes\\, 74400 Chamonix\r\n/,
    );
    assert.match(unfolded, /https:\/\/tickets\.example\/o\//);
    assert.match(text, /END:VCALENDAR\r\n$/);
  });

  test('speaks the language asked for, then the browser’s, then the buyer’s', async () => {
    await using office = await openHttpOffice();
    const { url } = await soldNight(office, { language: 'en' });
    const languageOf = async (query: string, accept?: string): Promise<string> => {
      const headers = accept === undefined ? {} : { 'accept-language': accept };
      const { body } = await request(url + query, { headers });
      return /<html lang="(\w+)"/.exec(await body.text())?.[1] ?? '';
    };
    assert.equal(await languageOf(''), 'en');
    assert.equal(await languageOf('', 'de, fr-CH;q=0.8, en;q=0.4'), 'fr');
    assert.equal(await languageOf('?lang=en', 'fr'), 'en');
    assert.equal(await languageOf('?lang=xx', 'xx'), 'en');
  });
});
