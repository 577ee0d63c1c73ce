import { formatAmount } from '../../domain/money.ts';
import { formatLocal } from '../../domain/local-time.ts';
import type { PeriodReport } from '../counter/period-report.ts';
import { pdfBytes } from './pdf-bytes.ts';
import { faint, plainText, rule, write, type Doc } from './sheet.ts';

const margin = 50;
const width = 495;
const bottom = 780;

const titles = { day: 'Journée', month: 'Mois', year: 'Année' } as const;

/** X and Z reports as a PDF, each counter on pages of its own. A function of what is stored. */
export async function renderReportPdf(
  organizer: string,
  reports: readonly PeriodReport[],
): Promise<Uint8Array> {
  const last_at = Math.max(0, ...reports.map(({ report }) => report.last_at ?? 0));
  const title = reports[0] === undefined ? 'Rapport' : `Rapport ${reports[0].period}`;
  return pdfBytes({ title, author: organizer, created_at: last_at, language: 'fr' }, (doc) => {
    if (reports.length === 0) doc.addPage();
    for (const report of reports) drawReport(doc, organizer, report);
  });
}

type Cells = readonly [name: string, count: string, amount: string];

function drawReport(doc: Doc, organizer: string, one: PeriodReport): void {
  const { kind, period, counter, zone, report, closed_by, currency } = one;
  const amount = (value: number) => `${formatAmount(value, currency, ',')} ${currency}`;
  doc.addPage();
  let y = write(doc, plainText(organizer), { x: margin, y: margin, width }, { size: 11, color: faint });
  const sign = closed_by === null ? 'X (en cours)' : 'Z';
  y = write(
    doc,
    `Rapport ${sign} · ${titles[kind]} ${period}`,
    { x: margin, y: y + 4, width },
    { size: 18, bold: true },
  );
  y = write(doc, `Caisse : ${plainText(counter.name)}`, { x: margin, y: y + 4, width }, { size: 11 });
  const stretch =
    report.last_number < report.first_number
      ? 'Aucune ligne de journal'
      : `Lignes ${report.first_number} à ${report.last_number} du journal, du ${formatLocal(report.first_at ?? 0, zone)} au ${formatLocal(report.last_at ?? 0, zone)}`;
  y = write(doc, stretch, { x: margin, y: y + 2, width }, { size: 9, color: faint }) + 12;
  const table = (title: string, rows: readonly Cells[]) => {
    if (rows.length === 0) return;
    if (y > bottom - 60) y = nextPage(doc);
    y = write(doc, title, { x: margin, y, width }, { size: 11, bold: true }) + 3;
    rule(doc, { x: margin, y, width });
    y += 5;
    for (const cells of rows) {
      if (y > bottom) y = nextPage(doc);
      y = drawRow(doc, cells, y);
    }
    y += 10;
  };
  const { sales, returns, net, cash } = report;
  table('Ventes', [
    ['Ventes', String(sales.count), amount(sales.amount)],
    ['Retours', String(returns.count), amount(returns.amount)],
    ['Net', '', amount(net)],
  ]);
  table(
    'TVA',
    report.vat.flatMap(({ vat_bp, vat, net: base }): Cells[] => [
      [`Base HT à ${String(vat_bp / 100).replace('.', ',')} %`, '', amount(base)],
      [`TVA à ${String(vat_bp / 100).replace('.', ',')} %`, '', amount(vat)],
    ]),
  );
  table(
    'Rayons',
    report.departments.map(({ name, quantity, gross }): Cells => [
      name === '' ? 'Sans rayon' : name,
      String(quantity),
      amount(gross),
    ]),
  );
  table(
    'Paiements',
    report.payments.map(({ name, count, amount: sum }): Cells => [name, String(count), amount(sum)]),
  );
  table('Espèces', [
    ['Fonds de caisse', '', amount(cash.openings)],
    ['Encaissé', '', amount(cash.received)],
    ['Rendu', '', amount(cash.paid_back)],
    ['Apports', '', amount(cash.put_in)],
    ['Retraits', '', amount(cash.taken_out)],
    ['Écart constaté aux clôtures', '', amount(cash.difference)],
  ]);
  table('Totaux perpétuels', [
    ['Vendu', '', amount(report.sold_total)],
    ['Retourné', '', amount(report.returned_total)],
  ]);
  if (closed_by !== null)
    write(
      doc,
      `Clôturé par la ligne ${closed_by.number} du journal, ${closed_by.hash}`,
      { x: margin, y, width },
      { size: 8, size_min: 5, color: faint, lines_max: 2 },
    );
}

function nextPage(doc: Doc): number {
  doc.addPage();
  return margin;
}

function drawRow(doc: Doc, [name, count, amount]: Cells, y: number): number {
  const below = write(doc, plainText(name), { x: margin, y, width: 280 }, { size: 10, size_min: 7 });
  write(doc, count, { x: margin + 290, y, width: 60 }, { size: 10, align: 'right' });
  write(doc, amount, { x: margin + 360, y, width: 135 }, { size: 10, size_min: 6, align: 'right' });
  return below + 3;
}
