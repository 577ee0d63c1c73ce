import type { Receipt, ReceiptRow } from './receipt.ts';
import { plainText } from './sheet.ts';

/** Columns of the usual papers: 80 mm in the small letter, 80 mm, 58 mm. */
export const receipt_columns = [32, 42, 44, 48] as const;

export type ReceiptColumns = (typeof receipt_columns)[number];

type Encoder = InstanceType<Awaited<typeof import('@point-of-sale/receipt-printer-encoder')>['default']>;

/** The receipt as the bytes that a thermal printer takes: ESC/POS, paper cut at the end, and the drawer opened if wanted. */
export async function encodeReceipt(
  receipt: Receipt,
  options: { readonly columns?: ReceiptColumns; readonly opens_drawer?: boolean } = {},
): Promise<Uint8Array> {
  // loaded by the first receipt
  const { default: ReceiptPrinterEncoder } = await import('@point-of-sale/receipt-printer-encoder');
  const { columns = 42, opens_drawer = false } = options;
  const encoder = new ReceiptPrinterEncoder({ language: 'esc-pos', columns });
  encoder.initialize().codepage('auto');
  for (const row of receipt.rows) encodeRow(encoder, row, columns);
  encoder.newline(3).cut('partial');
  if (opens_drawer) encoder.pulse();
  return encoder.encode();
}

/** The bytes that open the drawer, and print nothing. */
export async function encodePulse(): Promise<Uint8Array> {
  const { default: ReceiptPrinterEncoder } = await import('@point-of-sale/receipt-printer-encoder');
  return new ReceiptPrinterEncoder({ language: 'esc-pos' }).initialize().pulse().encode();
}

function encodeRow(encoder: Encoder, row: ReceiptRow, columns: number): void {
  switch (row.kind) {
    case 'rule':
      encoder.rule({ style: 'single' });
      return;
    case 'heading':
      encoder.align('center').bold(true).line(printable(row.text)).bold(false).align('left');
      return;
    case 'centred':
    case 'small':
      encoder.align('center').line(printable(row.text)).align('left');
      return;
    case 'pair':
    case 'sum':
    case 'below': {
      const right = Math.max(8, row.amount.length);
      const left = columns - right - 1;
      const text = row.kind === 'below' ? `  ${printable(row.text)}` : printable(row.text);
      encoder.bold(row.kind === 'sum');
      encoder.table(
        [
          { width: left, align: 'left', marginRight: 1 },
          { width: right, align: 'right' },
        ],
        [[text, printable(row.amount)]],
      );
      encoder.bold(false);
    }
  }
}

/** No controls: they would be commands to the printer. What its code pages lack, the encoder replaces. */
const printable = (text: string): string => plainText(text).replaceAll('×', 'x').replaceAll('·', '-');
