import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createSession } from '../catalogue/session.ts';
import { createVenue } from '../catalogue/venue.ts';
import type { Tx } from '../../store/transaction.ts';
import { cancelOrder } from '../selling/cancel.ts';
import { confirmOrder } from '../selling/confirm.ts';
import { refundTickets } from '../selling/refund.ts';
import { sell } from '../selling/request.ts';
import type { Sale, SoldOrder } from '../selling/sale.ts';
import { renderTicketsPdf, type TicketsPdfWish } from './tickets-pdf.ts';

const public_base_url = 'https://billets.example.org';

interface Sold extends SoldOrder {
  readonly organizer_id: number;
  readonly event_id: number;
}

async function sold(office: TestStore, quantity: number, more: Partial<Sale> = {}): Promise<Sold> {
  return office.write(async (tx) => {
    const { organizer_id, event_id, offer_id } = await openEvent(tx, null);
    const order = await sell(tx, {
      organizer_id,
      channel: 'web',
      requests: [
        { offer_id, quantity, holders: [{ first_name: 'Маргарита', last_name: 'Ильинична-Œuvré' }] },
      ],
      confirm: true,
      payment: { amount: 'total', method: 'card' },
      ...more,
    });
    return { ...order, organizer_id, event_id };
  });
}

function print(office: TestStore, order: Sold, more: Partial<TicketsPdfWish> = {}): Promise<Uint8Array> {
  const { organizer_id, order_id } = order;
  return office.read((rx) => renderTicketsPdf(rx, { organizer_id, order_id, public_base_url, ...more }));
}

interface ReadPage {
  /** in the order of the page, spaces and line ends as one space */
  readonly text: string;
  /** what a scanner reads in the picture of the page, by symbology */
  readonly codes: Record<string, string>;
}

/** Prints the pages and reads them as a person and as a scanner would. */
async function readPages(pdf: Uint8Array, { codes: withCodes = true } = {}): Promise<ReadPage[]> {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const { buffer } = Uint8Array.from(readFileSync(wasm));
  await prepareZXingModule({ overrides: { wasmBinary: buffer }, fireImmediately: true });
  const pdfium = await PDFiumLibrary.init();
  const document = await pdfium.loadDocument(pdf);
  const pages: ReadPage[] = [];
  for (const page of document.pages()) {
    // before the picture: pdfium loses the text of a page that it has drawn
    const text = page.getText().replace(/\s+/gu, ' ');
    const codes: Record<string, string> = {};
    if (withCodes) {
      const { data, width, height } = await page.render({ scale: 2, render: 'bitmap' });
      const image = { data: new Uint8ClampedArray(data), width, height, colorSpace: 'srgb' as const };
      for (const found of await readBarcodes(image)) codes[found.format] = found.text;
    }
    pages.push({ text, codes });
  }
  document.destroy();
  pdfium.destroy();
  return pages;
}

onEachStore('the PDF of the tickets', (open) => {
  test('says what the buyer bought, and its codes are the barcodes of the tickets', async () => {
    const order = await sold(open(), 2);
    const pdf = await print(open(), order);
    if (process.env['KEEP_PDF'] !== undefined) writeFileSync(process.env['KEEP_PDF'], pdf);
    const pages = await readPages(pdf);
    assert.equal(pages.length, 2);
    for (const [index, page] of pages.entries()) {
      const ticket = order.tickets[index];
      assert.ok(ticket?.barcode);
      assert.deepEqual(page.codes, { QRCode: ticket.barcode, Code128: ticket.barcode });
      for (const words of ['Billetterie', 'Parc de la Luge', 'Luge - Forfait 4 tours', '11,00 €', '1,00 €']) {
        assert.ok(page.text.includes(words), `${words} in ${page.text}`);
      }
      assert.ok(page.text.includes(order.label));
      assert.ok(page.text.includes(String(ticket.id)));
    }
    assert.ok(pages[0]?.text.includes('Маргарита Ильинична-Œuvré'));
    assert.ok(!pages[1]?.text.includes('TITULAIRE'), 'no label without a holder');
  });

  test('stays one page for each ticket, however long the words are and whatever is missing', async () => {
    const office = open();
    const order = await sold(office, 1);
    const long = 'Très longue représentation exceptionnelle '.repeat(11).trim();
    await office.write(async (tx) => {
      const { organizer_id, event_id } = order;
      const venue_id = await createVenue(tx, {
        organizer_id,
        name: long,
        address_1: `${long} 1`,
        address_2: 'Anticonstitutionnellement'.repeat(20),
        zip_code: '74170',
        city: long,
      });
      const notes = `${long}\n\nSecond paragraphe\u0007 \u202eàl'envers\n`.repeat(15);
      const words = { name: long, presenting_label: long, notes };
      await tx.db
        .updateTable('event')
        .set({ ...words, venue_id, status: 'cancelled' })
        .where('id', '=', event_id)
        .execute();
      const zone = await zoneWithSeat(tx, organizer_id, long);
      await tx.db
        .updateTable('ticket')
        .set({ ...zone, holder_first_name: long, holder_last_name: 'W'.repeat(180) })
        .where('order_id', '=', order.order_id)
        .execute();
      await tx.db
        .updateTable('order_line')
        .set({ title: long })
        .where('order_id', '=', order.order_id)
        .execute();
      await tx.db.updateTable('order').set({ status: 1 }).where('id', '=', order.order_id).execute();
    });
    const pdf = await print(office, order);
    if (process.env['KEEP_LONG_PDF'] !== undefined) writeFileSync(process.env['KEEP_LONG_PDF'], pdf);
    const [page, ...more] = await readPages(pdf);
    assert.ok(page);
    assert.equal(more.length, 0);
    const code = order.tickets[0]?.barcode;
    assert.deepEqual(page.codes, { QRCode: code, Code128: code });
    for (const words of ['ÉVÉNEMENT ANNULÉ', 'NON PAYÉ', 'Fauteuil', '…', 'https://billets.example.org']) {
      assert.ok(page.text.includes(words), `${words} in ${page.text}`);
    }
  });

  test('gives the session in the zone of the organizer, in the language asked for', async () => {
    const office = open();
    const order = await sold(office, 1);
    await office.write(async (tx) => {
      const { organizer_id, event_id } = order;
      const session_id = await createSession(tx, {
        organizer_id,
        event_id,
        name: 'Last night',
        starts_at: Date.UTC(2026, 6, 14, 19, 30),
        doors_open_at: Date.UTC(2026, 6, 14, 18, 45),
      });
      await tx.db
        .updateTable('ticket')
        .set({ session_id, charged_amount: 0 })
        .where('order_id', '=', order.order_id)
        .execute();
    });
    const [english] = await readPages(await print(office, order, { language: 'en-US' }), { codes: false });
    for (const words of ['Tuesday, 14 July 2026, 21:30', 'Last night', 'Doors open : 20:45', 'Free'])
      assert.ok(english?.text.includes(words), `${words} in ${english?.text}`);
    const [french] = await readPages(await print(office, order), { codes: false });
    for (const words of ['Mardi 14 juillet 2026, 21:30', 'Ouverture des portes : 20:45', 'Gratuit'])
      assert.ok(french?.text.includes(words), `${words} in ${french?.text}`);
  });

  test('marks what is not paid, and refuses what is held, cancelled or refunded', async () => {
    const office = open();
    const unpaid = await sold(office, 1, { payment: undefined });
    const [page] = await readPages(await print(office, unpaid), { codes: false });
    assert.ok(page?.text.includes('NON PAYÉ'));
    assert.ok(page?.text.includes('Reste à payer pour la commande : 11,00 €'));

    const held = await sold(office, 1, { confirm: false, payment: undefined });
    await assert.rejects(print(office, held), { code: 'ticket_not_printable' });
    const { organizer_id, order_id } = held;
    await office.write((tx) => confirmOrder(tx, { organizer_id, order_id }));
    await print(office, held);
    await office.write((tx) => cancelOrder(tx, { organizer_id, order_id }));
    await assert.rejects(print(office, held), { code: 'ticket_not_printable' });

    const paid = await sold(office, 2);
    const [gone, kept] = paid.tickets.map((ticket) => ticket.id);
    assert.ok(gone !== undefined && kept !== undefined);
    await office.write((tx) =>
      refundTickets(tx, {
        organizer_id: paid.organizer_id,
        order_id: paid.order_id,
        ticket_ids: [gone],
        deduction: 0,
      }),
    );
    await assert.rejects(print(office, paid, { ticket_ids: [gone] }), { code: 'ticket_not_printable' });
    const rest = await readPages(await print(office, paid), { codes: false });
    assert.equal(rest.length, 1);
    assert.ok(rest[0]?.text.includes(String(kept)));
    await assert.rejects(print(office, paid, { ticket_ids: [order_id] }), { code: 'not_found' });
    await assert.rejects(print(office, { ...paid, organizer_id: unpaid.organizer_id }), {
      code: 'not_found',
    });
  });

  test('is the same document as long as the order is the same', async () => {
    const office = open();
    const order = await sold(office, 2);
    const one = await print(office, order);
    office.surroundings.advance(60_000);
    assert.deepEqual(await print(office, order), one);
  });

  test('prints the code of another issuer, as a QR code alone where bars cannot say it', async () => {
    const office = open();
    const order = await sold(office, 1);
    const code = 'Préfixe-ÄЖ-0123456789-0123456789-0123456789';
    await office.write((tx) =>
      tx.db
        .updateTable('barcode')
        .set({ code, issuer: 'elsewhere' })
        .where('ticket_id', '=', order.tickets[0]?.id ?? 0)
        .execute(),
    );
    const [page] = await readPages(await print(office, order));
    assert.deepEqual(page?.codes, { QRCode: code });
  });

  test('prints 500 tickets within bounds of time and memory, and lets others have their turn', async () => {
    const office = open();
    const order = await sold(office, 500);
    const before = process.memoryUsage().rss;
    // of the processor: what the machine does beside this is none of it
    const started = process.cpuUsage();
    let turns = 0;
    let turn = setImmediate(function again() {
      turns += 1;
      turn = setImmediate(again);
    });
    const pdf = await print(office, order);
    clearImmediate(turn);
    const { user, system } = process.cpuUsage(started);
    const seconds = (user + system) / 1e6;
    const grown_mb = (process.memoryUsage().rss - before) / 1e6;
    assert.ok(seconds < 60, `${seconds} s`);
    assert.ok(grown_mb < 300, `${grown_mb} MB`);
    assert.ok(pdf.length < 5e6, `${pdf.length} bytes`);
    assert.ok(turns > 100, `${turns} turns`);
  });
});

/** A numbered seat in a hall whose names are long. */
async function zoneWithSeat(
  tx: Tx,
  organizer_id: number,
  name: string,
): Promise<{ zone_id: number; place_id: number }> {
  const hall_id = await tx.id();
  await tx.db.insertInto('hall').values({ id: hall_id, organizer_id, name, created_at: tx.now }).execute();
  const zone_id = await tx.id();
  await tx.db.insertInto('zone').values({ id: zone_id, organizer_id, hall_id, code: 'Z', name }).execute();
  const place_id = await tx.id();
  const labels = { code: 'Z-12-Fauteuil', row_label: '12', seat_label: 'Fauteuil 14 bis' };
  await tx.db
    .insertInto('place')
    .values({ id: place_id, organizer_id, hall_id, zone_id, kind: 'seat', ...labels })
    .execute();
  return { zone_id, place_id };
}
