import { setImmediate as breathe } from 'node:timers/promises';
import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Rx } from '../../store/transaction.ts';
import { barShape, qrShape } from './code-shapes.ts';
import { fonts } from './sheet.ts';
import { drawTicket } from './ticket-page.ts';
import { documentLanguage, ticketWords } from './ticket-words.ts';
import { printedOrder, type PrintedOrder, type PrintWish } from './ticket-view.ts';

export interface TicketsPdfWish extends PrintWish {
  /** `fr` or `en`; else the order's language, else the organizer's */
  readonly language?: string | undefined;
  /** without a final slash */
  readonly public_base_url: string;
}

/**
 * The tickets of an order as a PDF, one page each. The document is a function of what is stored: its date is that of the last
 * change, so the same order gives the same bytes. Throws `not_found`, `ticket_not_printable`, `too_large`.
 */
export async function renderTicketsPdf(rx: Rx, wish: TicketsPdfWish): Promise<Uint8Array> {
  const printed = await printedOrder(rx, wish);
  if (printed.pages.length > limits.order_tickets_max)
    throw new Fault('too_large', { tickets: printed.pages.length, limit: limits.order_tickets_max });
  return drawDocument(printed, wish);
}

async function drawDocument(printed: PrintedOrder, wish: TicketsPdfWish): Promise<Uint8Array> {
  // loaded by the first document: an office that prints nothing starts faster and smaller
  const [{ default: PDFDocument }, { default: encoder }] = await Promise.all([
    import('pdfkit'),
    import('bwip-js/node'),
  ]);
  const { order, changed_at, pages } = printed;
  const language = documentLanguage(wish.language, order.language, order.organizer.language);
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    font: fonts.regular,
    lang: language,
    displayTitle: true,
    info: {
      Title: `${ticketWords[language].title} ${order.label}`,
      Author: order.organizer.name,
      Creator: 'Guichet',
      CreationDate: new Date(changed_at),
    },
  });
  const chunks: Uint8Array[] = [];
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  for (const [index, page] of pages.entries()) {
    const code = page.ticket.barcode;
    doc.addPage();
    drawTicket(doc, page, {
      printed,
      language,
      public_base_url: wish.public_base_url,
      page: index + 1,
      qr: qrShape(encoder, code),
      bars: barShape(encoder, code),
    });
    // a page takes a few milliseconds; between two of them others have their turn
    await breathe();
  }
  doc.end();
  return whole;
}
