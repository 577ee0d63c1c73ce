import { setImmediate as breathe } from 'node:timers/promises';
import { formatAmount } from '../../domain/money.ts';
import { Fault } from '../../domain/faults.ts';
import { formatLocal } from '../../domain/local-time.ts';
import { cellText, dayText, type PrintedReport } from '../reports/printed-report.ts';
import { columnTitle, reportWords } from '../reports/report-words.ts';
import type { ReportColumn, ReportRow } from '../reports/report.ts';
import { pdfBytes } from './pdf-bytes.ts';
import { faint, plainText, rule, write, type Doc } from './sheet.ts';

/** A4 on its side: tables are wide */
const size = [841.89, 595.28] as const;
const margin = 40;
const width = size[0] - 2 * margin;
const bottom = size[1] - 60;
const gap = 8;
const row_height = 15;

/** A reader leafs through a hundred pages at most; what is longer is taken away as a spreadsheet or CSV. */
export const report_pdf_rows_max = 3_000;

/** A report as a PDF: a table with its sums. Throws `too_large` beyond `report_pdf_rows_max` rows. */
export async function renderTablePdf(printed: PrintedReport): Promise<Uint8Array> {
  const { name, language, organizer, at, rows } = printed;
  if (rows.length > report_pdf_rows_max)
    throw new Fault('too_large', { rows: rows.length, limit: report_pdf_rows_max });
  const title = reportWords[language].names[name];
  return pdfBytes({ title, author: organizer, created_at: at, language, size }, async (doc) => {
    const table = new Table(doc, printed);
    for (const row of rows) if (table.row(row)) await breathe();
    table.end();
  });
}

/** The table as it grows down the pages, its head on each. */
class Table {
  readonly #doc: Doc;
  readonly #printed: PrintedReport;
  readonly #columns: readonly { column: ReportColumn; x: number; width: number }[];
  readonly #pages: number;
  #page = 0;
  #y = 0;

  constructor(doc: Doc, printed: PrintedReport) {
    this.#doc = doc;
    this.#printed = printed;
    this.#columns = laidOut(printed.columns);
    const lines = printed.rows.length + printed.totals.length + printed.balances.length + 1;
    this.#pages = Math.max(1, Math.ceil(lines / Math.floor((bottom - head_below) / row_height)));
    this.#newPage();
  }

  /** Whether it began a page. */
  row(row: ReportRow, bold = false): boolean {
    const turned = this.#y + row_height > bottom;
    if (turned) this.#newPage();
    for (const [index, { column, x, width: room }] of this.#columns.entries()) {
      const sum = bold && index === 0;
      const text = sum ? reportWords[this.#printed.language].total : cellText(this.#printed, column, row);
      write(
        this.#doc,
        plainText(text),
        { x, y: this.#y, width: room },
        { size: 9, size_min: 6, bold, align: alignOf(column) },
      );
    }
    this.#y += row_height;
    return turned;
  }

  end(): void {
    const { language, rows, totals, balances } = this.#printed;
    const words = reportWords[language];
    if (rows.length === 0) this.#line(words.nothing);
    if (totals.length > 0) rule(this.#doc, { x: margin, y: this.#y - 2, width });
    for (const total of totals) this.row(total, true);
    const separator = language === 'fr' ? ',' : '.';
    for (const { currency, payments, refunds, due } of balances) {
      const text = (amount: number): string => `${formatAmount(amount, currency, separator)} ${currency}`;
      this.#line(words.balance(text(payments), text(refunds), text(due)));
    }
  }

  #line(text: string): void {
    if (this.#y + row_height > bottom) this.#newPage();
    write(this.#doc, text, { x: margin, y: this.#y, width }, { size: 9, color: faint });
    this.#y += row_height;
  }

  #newPage(): void {
    const { name, language, organizer, from, until, at, zone } = this.#printed;
    const words = reportWords[language];
    const doc = this.#doc;
    doc.addPage();
    this.#page += 1;
    write(doc, words.names[name], { x: margin, y: margin, width: width / 2 }, { size: 16, bold: true });
    const beside = { x: margin + width / 2, y: margin, width: width / 2 };
    write(doc, plainText(organizer), beside, { size: 10, size_min: 6, align: 'right' });
    const day = (text: string): string => dayText(language, text);
    const read = `${words.span(day(from), day(until))} · ${day(formatLocal(at, zone).slice(0, 16))}`;
    write(doc, read, { ...beside, y: margin + 14 }, { size: 9, color: faint, align: 'right' });
    for (const { column, x, width: room } of this.#columns)
      write(
        doc,
        columnTitle(language, name, column.key),
        { x, y: head_below - row_height - 3, width: room },
        { size: 8, size_min: 5, color: faint, align: alignOf(column) },
      );
    rule(doc, { x: margin, y: head_below - 4, width });
    const foot = { x: margin, y: size[1] - 40, width };
    write(doc, words.page(this.#page, Math.max(this.#pages, this.#page)), foot, {
      ...{ size: 8, color: faint, align: 'right' },
    });
    this.#y = head_below;
  }
}

const head_below = margin + 60;

const alignOf = ({ type }: ReportColumn): 'left' | 'right' =>
  type === 'text' || type === 'platform' || type === 'at' ? 'left' : 'right';

/** Names get twice the room of figures, instants one and a half. */
const shareOf = ({ key, type }: ReportColumn): number => {
  if (key === 'currency' || key === 'sign') return 0.7;
  if (type === 'at') return 1.7;
  if (key === 'counter' || key === 'seller') return 1.4;
  return type === 'text' || type === 'platform' ? 2 : 1;
};

function laidOut(columns: readonly ReportColumn[]) {
  const shares = columns.reduce((sum, column) => sum + shareOf(column), 0);
  const unit = (width - gap * (columns.length - 1)) / shares;
  let x = margin;
  return columns.map((column) => {
    const place = { column, x, width: unit * shareOf(column) };
    x += place.width + gap;
    return place;
  });
}
