import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { newOrganizer } from '../../../test/fixtures/model-case.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createArticle, createVariation } from '../counter/article.ts';
import { createPaymentMode } from '../counter/counter.ts';
import { periodReports } from '../counter/period-report.ts';
import { reportCsv } from '../counter/report-csv.ts';
import { ringUp } from '../counter/ring-up.ts';
import { encodeReceipt } from './receipt-escpos.ts';
import { renderReceiptPdf } from './receipt-pdf.ts';
import { receiptOf } from './receipt.ts';
import { renderReportPdf } from './report-pdf.ts';

/** Two coffees, large, paid with a note of ten. */
async function coffees({ write }: TestStore) {
  return write(async (tx) => {
    const organizer_id = await newOrganizer(tx);
    const article_id = await createArticle(tx, {
      organizer_id,
      name: '=Café crème\u001b@',
      amount: 250,
      vat_bp: 1000,
    });
    const large = await createVariation(tx, { organizer_id, article_id, name: 'Grand', surcharge: 100 });
    const cash = await createPaymentMode(tx, { organizer_id, name: 'Espèces', method: 'cash' });
    const { order_id } = await ringUp(tx, {
      organizer_id,
      channel: 'counter',
      stage: 'validated',
      items: [{ kind: 'article', article_id, quantity: 2, variation_ids: [large] }],
      payments: [{ payment_mode_id: cash, amount: 1000 }],
    });
    return { organizer_id, order_id };
  });
}

async function textOf(pdf: Uint8Array): Promise<string> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const texts = [...document.pages()].map((page) => page.getText());
  document.destroy();
  library.destroy();
  return texts.join('\n');
}

onEachStore('a receipt', (open) => {
  test('says what was bought, the VAT in it, what was given and the change, in both languages', async () => {
    const office = open();
    const bought = await coffees(office);
    const receipt = await office.read((rx) => receiptOf(rx, bought));
    const text = await textOf(await renderReceiptPdf(receipt));
    for (const part of [
      '2 × =Café crème',
      '7,00',
      '+ Grand',
      'dont TVA 10 %',
      '0,64',
      'Reçu',
      '10,00',
      'Rendu',
      '3,00',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
    assert.match(text, /Journal n° 2 · [0-9a-f]{16}/);
    const english = await office.read((rx) => receiptOf(rx, { ...bought, language: 'en' }));
    assert.match(await textOf(await renderReceiptPdf(english)), /of which VAT 10 %/);
    await assert.rejects(
      office.read((rx) => receiptOf(rx, { ...bought, organizer_id: bought.organizer_id + 1 })),
      { code: 'not_found' },
    );
  });

  test('is the same bytes whenever it is asked for', async () => {
    const office = open();
    const bought = await coffees(office);
    const draw = async () => renderReceiptPdf(await office.read((rx) => receiptOf(rx, bought)));
    assert.deepEqual(await draw(), await draw());
  });

  test('is told to a thermal printer in commands: begun, cut, and nothing that a title smuggles in', async () => {
    const office = open();
    const bought = await coffees(office);
    const receipt = await office.read((rx) => receiptOf(rx, bought));
    for (const columns of [32, 42, 48] as const) {
      const bytes = Buffer.from(await encodeReceipt(receipt, { columns }));
      assert.deepEqual([...bytes.subarray(0, 2)], [0x1b, 0x40]);
      // ESC @ comes once, at the start: the one in the title is no command any more
      assert.equal(bytes.indexOf(Buffer.from([0x1b, 0x40]), 2), -1);
      assert.ok(bytes.includes(Buffer.from([0x1d, 0x56])), 'the paper is cut');
      assert.ok(bytes.includes('TOTAL EUR'), 'the total is there');
      assert.equal(bytes.includes(Buffer.from([0x1b, 0x70])), false);
    }
    const drawer = Buffer.from(await encodeReceipt(receipt, { opens_drawer: true }));
    assert.ok(drawer.includes(Buffer.from([0x1b, 0x70])), 'the drawer is opened');
  });

  test('has a report behind it, as PDF and as CSV whose amounts stay numbers', async () => {
    const office = open();
    const { organizer_id } = await coffees(office);
    const reports = await office.read((rx) => periodReports(rx, { organizer_id, period: '2026-05-15' }));
    const text = await textOf(await renderReportPdf('Parc', reports));
    for (const part of ['Rapport X', 'Journée 2026-05-15', 'Espèces', '7,00 EUR', 'Totaux perpétuels'])
      assert.ok(text.includes(part), `${part} in ${text}`);
    const csv = reportCsv(reports);
    assert.match(csv, /^period,counter,section,name,count,gross,vat,net\n/);
    assert.match(csv, /2026-05-15,Caisse,vat,10 %,,7\.00,0\.64,6\.36/);
    assert.match(await textOf(await renderReportPdf('Parc', [])), /^\s*$/);
  });
});
