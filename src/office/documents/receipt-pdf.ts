import { pdfBytes } from './pdf-bytes.ts';
import type { Receipt, ReceiptRow } from './receipt.ts';
import { faint, plainLines, plainText, rule, write, type Doc } from './sheet.ts';

/** Paper of 80 mm, of which 72 are printed on; as long as the receipt is. */
const paper_width = 227;
const margin = 11;
const width = paper_width - 2 * margin;
const long_enough = 14_000;

/** The receipt as a PDF, one page as long as it needs. A function of what is stored. */
export async function renderReceiptPdf(receipt: Receipt): Promise<Uint8Array> {
  const { title, organizer: author, changed_at: created_at, language } = receipt;
  const facts = { title, author, created_at, language };
  // laid out once to know how long it is, and once on paper of that length
  let length = 0;
  await pdfBytes({ ...facts, size: [paper_width, long_enough] }, (doc) => {
    length = drawReceipt(doc, receipt);
  });
  const size = [paper_width, Math.min(long_enough, Math.ceil(length) + margin)] as const;
  return pdfBytes({ ...facts, size }, (doc) => {
    drawReceipt(doc, receipt);
  });
}

/** Gives the y below the last row. */
function drawReceipt(doc: Doc, { rows }: Receipt): number {
  doc.addPage();
  let y = margin;
  for (const row of rows) y = drawRow(doc, row, y);
  return y;
}

function drawRow(doc: Doc, row: ReceiptRow, y: number): number {
  const box = { x: margin, y, width };
  switch (row.kind) {
    case 'rule':
      rule(doc, { ...box, y: y + 3 });
      return y + 8;
    case 'heading':
      return (
        write(doc, plainText(row.text), box, { size: 13, bold: true, align: 'center', lines_max: 3 }) + 2
      );
    case 'centred':
      return write(doc, plainText(row.text), box, { size: 9, align: 'center', lines_max: 3 }) + 1;
    case 'small':
      return (
        write(doc, plainLines(row.text), box, { size: 7.5, color: faint, align: 'center', lines_max: 12 }) + 2
      );
    default:
      return drawPair(doc, row, y);
  }
}

function drawPair(doc: Doc, row: Extract<ReceiptRow, { amount: string }>, y: number): number {
  const bold = row.kind === 'sum';
  const indent = row.kind === 'below' ? 8 : 0;
  const style = { size: bold ? 12 : row.kind === 'below' ? 8 : 9, bold } as const;
  const left = { x: margin + indent, y, width: width - indent - 62 };
  const below = write(doc, plainText(row.text), left, { ...style, lines_max: 4 });
  write(doc, row.amount, { x: margin + width - 60, y, width: 60 }, { ...style, size_min: 6, align: 'right' });
  return Math.max(below, y + style.size) + 2;
}
