import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { newOrganizer } from '../../../test/fixtures/model-case.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createArticle, createVariation } from '../counter/article.ts';
import { cancelOrder } from '../selling/cancel.ts';
import { createPaymentMode } from '../counter/counter.ts';
import { periodReports } from '../counter/period-report.ts';
import { reportCsv } from '../counter/report-csv.ts';
import { payAtTill, ringUp } from '../counter/ring-up.ts';
import { counterJournals } from '../counter/archive.ts';
import { verifyJournal } from '../counter/verify-journal.ts';
import { issueReceipt, type ReceiptMeans } from './issue-receipt.ts';
import { encodeReceipt } from './receipt-escpos.ts';
import { renderReceiptPdf } from './receipt-pdf.ts';
import { receiptOf, type Receipt } from './receipt.ts';
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

const journalOf = ({ read }: TestStore, order_id: number) =>
  read((rx) =>
    rx.db
      .selectFrom('journal_line')
      .select(['kind', 'amount', 'content'])
      .where('order_id', '=', order_id)
      .orderBy('number')
      .execute(),
  );

function copyOf(content: string): unknown[] {
  const { copy, means } = JSON.parse(content) as { copy: number; means: string };
  return [copy, means];
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

  test('that is handed out again is a duplicate with its number, on every paper and in the journal', async () => {
    const office = open();
    const bought = await coffees(office);
    const issue = (means: ReceiptMeans) => office.write((tx) => issueReceipt(tx, { ...bought, means }));
    const marks = ({ rows }: Receipt) =>
      rows.flatMap((row) => (row.kind === 'heading' && /DUPLI/.test(row.text) ? [row.text] : []));
    assert.deepEqual(marks(await issue('page')), []);
    office.surroundings.advance(3_600_000);
    const second = await issue('printer');
    assert.deepEqual(marks(second), ['DUPLICATA n° 1']);
    assert.match(second.title, /DUPLICATA n° 1$/);
    assert.match(await textOf(await renderReceiptPdf(second)), /DUPLICATA n° 1\s+Imprimé le/);
    const bytes = Buffer.from(await encodeReceipt(second));
    assert.ok(bytes.indexOf('DUPLICATA') < bytes.indexOf('Ticket de caisse'), 'said first');
    const english = await office.write((tx) =>
      issueReceipt(tx, { ...bought, language: 'en', means: 'escpos' }),
    );
    assert.deepEqual(marks(english), ['DUPLICATE no. 2']);

    const lines = await journalOf(office, bought.order_id);
    assert.deepEqual(
      lines.map(({ kind }) => kind),
      ['sale', 'payment', 'receipt', 'receipt', 'receipt'],
    );
    assert.deepEqual(
      lines.slice(2).map(({ content, amount }) => [amount, copyOf(content)]),
      [
        [0, [0, 'page']],
        [0, [1, 'printer']],
        [0, [2, 'escpos']],
      ],
    );
    const counted = await office.read((rx) => counterJournals(rx));
    const { damages } = await verifyJournal({ read: office.read }, counted[0]!);
    assert.deepEqual(damages, []);
    const [report] = await office.read((rx) =>
      periodReports(rx, { organizer_id: bought.organizer_id, period: '2026-05-15' }),
    );
    assert.equal(report?.report.net, 700, 'paper is no money');
  });

  test('is one document behind its link, whichever comes first, the link or the paper', async () => {
    const office = open();
    const [early, late] = [await coffees(office), await coffees(office)];
    const issue = (bought: typeof early, means: ReceiptMeans) =>
      office.write((tx) => issueReceipt(tx, { ...bought, means }));
    const first = await issue(early, 'link');
    office.surroundings.advance(3_600_000);
    assert.deepEqual(await issue(early, 'link'), first);
    assert.match((await issue(early, 'page')).title, /DUPLICATA n° 1$/);
    assert.deepEqual(await issue(early, 'link'), first);

    await issue(late, 'page');
    const copy = await issue(late, 'link');
    assert.match(copy.title, /DUPLICATA n° 1$/);
    office.surroundings.advance(3_600_000);
    assert.deepEqual(await issue(late, 'link'), copy);
    assert.equal((await journalOf(office, late.order_id)).length, 4);
  });

  test('that has more to tell is another receipt, with duplicates of its own', async () => {
    const office = open();
    const { organizer_id } = await coffees(office);
    const { order_id } = await office.write((tx) =>
      ringUp(tx, {
        ...{ organizer_id, channel: 'counter', stage: 'validated', payments: [] },
        items: [{ kind: 'free', title: 'Consigne', quantity: 1, unit_amount: 100 }],
      }),
    );
    const issue = async () =>
      (await office.write((tx) => issueReceipt(tx, { organizer_id, order_id, means: 'page' }))).title;
    assert.doesNotMatch(await issue(), /DUPLICATA/, 'the bill');
    assert.match(await issue(), /DUPLICATA n° 1$/);
    const payment_mode_id = await office.write((tx) =>
      createPaymentMode(tx, { organizer_id, name: 'Carte', method: 'card' }),
    );
    const payments = [{ payment_mode_id, amount: 'rest' as const }];
    await office.write((tx) => payAtTill(tx, { organizer_id, order_id, payments }));
    assert.doesNotMatch(await issue(), /DUPLICATA/, 'the receipt of what was paid');
    assert.match(await issue(), /DUPLICATA n° 1$/);
  });

  test('of a sale that was given up says so, and is no quote', async () => {
    const office = open();
    const { organizer_id } = await coffees(office);
    const { order_id } = await office.write((tx) =>
      ringUp(tx, {
        ...{ organizer_id, channel: 'counter', stage: 'validated', payments: [] },
        items: [{ kind: 'free', title: 'Consigne', quantity: 1, unit_amount: 100 }],
      }),
    );
    await office.write((tx) => cancelOrder(tx, { organizer_id, order_id }));
    const { rows } = await office.write((tx) => issueReceipt(tx, { organizer_id, order_id, means: 'page' }));
    const texts = rows.flatMap((row) => (row.kind === 'centred' ? [row.text] : []));
    assert.ok(texts.includes('Ticket de caisse') && texts.includes('ANNULÉE'), texts.join());
    assert.equal((await journalOf(office, order_id)).at(-1)?.kind, 'receipt');
  });

  test('of a quote is not counted, since it is none', async () => {
    const office = open();
    const { organizer_id } = await coffees(office);
    const { order_id } = await office.write((tx) =>
      ringUp(tx, {
        ...{ organizer_id, channel: 'counter', stage: 'quote', payments: [] },
        items: [{ kind: 'free', title: 'Consigne', quantity: 1, unit_amount: 100 }],
      }),
    );
    const issue = () => office.write((tx) => issueReceipt(tx, { organizer_id, order_id, means: 'page' }));
    assert.deepEqual(await issue(), await issue());
    assert.deepEqual(await journalOf(office, order_id), []);
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
