import type { BarShape, QrShape } from './code-shapes.ts';
import {
  alarm,
  drawBars,
  drawQr,
  faint,
  field,
  ink,
  plainLines,
  plainText,
  rule,
  write,
  type Box,
  type Doc,
} from './sheet.ts';
import { clock, longDate, money, rate, ticketWords, type DocumentLanguage } from './ticket-words.ts';
import type { PrintedOrder, TicketPage } from './ticket-view.ts';

export interface PageContext {
  readonly printed: PrintedOrder;
  readonly language: DocumentLanguage;
  /** how the office is reached, at the foot of the page */
  readonly public_base_url: string;
  readonly page: number;
  readonly qr: QrShape;
  readonly bars: BarShape | null;
}

/** A4 upright */
const sheet_width = 595.28;
const sheet_height = 841.89;
const margin = 42;
const width = sheet_width - 2 * margin;
const qr_side = 176;
const left_width = width - qr_side - 24;
const foot = sheet_height - margin - 14;

/** One ticket on one page, whatever is long or missing. */
export function drawTicket(doc: Doc, ticket: TicketPage, context: PageContext): void {
  const { bars } = context;
  let y = drawHead(doc, ticket, context, margin);
  y = drawMarks(doc, ticket, context, y);
  y = drawWhen(doc, ticket, context, y + 10) + 14;
  const left = drawDetails(doc, ticket, context, y);
  const right = drawQrColumn(doc, ticket, context, y);
  y = Math.max(left, right) + 14;
  if (bars !== null) {
    drawBars(doc, bars, { x: margin, y, width }, 52);
    y = write(doc, ticket.ticket.barcode, { x: margin, y: y + 56, width }, { size: 9, align: 'center' }) + 12;
  }
  drawNotes(doc, ticket, y);
  drawFoot(doc, context);
}

function drawHead(doc: Doc, ticket: TicketPage, { printed }: PageContext, top: number): number {
  const box = { x: margin, width };
  const above = plainText(ticket.presenting_label) || plainText(printed.order.organizer.name);
  let y = write(doc, above, { ...box, y: top }, { size: 10, size_min: 8, lines_max: 2, color: faint });
  const name = plainText(ticket.event.name);
  y = write(doc, name, { ...box, y: y + 3 }, { bold: true, size: 26, size_min: 15, lines_max: 3 });
  rule(doc, { ...box, y: y + 7 }, ink, 2);
  return y + 9;
}

function drawMarks(doc: Doc, ticket: TicketPage, context: PageContext, top: number): number {
  const { printed, language } = context;
  const words = ticketWords[language];
  let y = top;
  for (const mark of ticket.marks) {
    const due =
      mark === 'unpaid' ? words.due(money(printed.order.due, printed.order.currency, language)) : '';
    const height = due === '' ? 32 : 46;
    doc
      .lineWidth(2)
      .roundedRect(margin, y + 10, width, height, 4)
      .stroke(alarm);
    const style = { color: alarm, align: 'center' } as const;
    const box = { x: margin + 8, width: width - 16 };
    const below = write(doc, words.marks[mark], { ...box, y: y + 17 }, { ...style, bold: true, size: 15 });
    write(doc, due, { ...box, y: below + 1 }, { ...style, size: 9.5 });
    y += height + 10;
  }
  return y;
}

function drawWhen(doc: Doc, ticket: TicketPage, { printed, language }: PageContext, top: number): number {
  const { zone } = printed.order.organizer;
  const words = ticketWords[language];
  const { session, event } = ticket;
  const box = { x: margin, width };
  const starts_at = session?.starts_at ?? event.starts_at;
  const when = starts_at === null ? words.any_session : capitalised(longDate(starts_at, zone, language));
  let y = write(doc, when, { ...box, y: top }, { bold: true, size: 16, size_min: 12, lines_max: 2 });
  const more = [plainText(session?.name ?? '')];
  if (session === null && starts_at !== null) more.push(words.any_session);
  const doors = session?.doors_open_at ?? null;
  if (doors !== null) more.push(`${words.doors} : ${clock(doors, zone, language)}`);
  const text = more.filter((part) => part !== '').join('  ·  ');
  y = write(doc, text, { ...box, y: y + 2 }, { size: 11, size_min: 9, lines_max: 2 });
  return y;
}

function drawDetails(doc: Doc, ticket: TicketPage, context: PageContext, top: number): number {
  const { printed, language } = context;
  const words = ticketWords[language];
  const { venue, hall } = ticket;
  const box = { x: margin, width: left_width };
  const venueName = [venue?.name ?? '', hall ?? ''].map(plainText).filter((text) => text !== '');
  let y = field(
    doc,
    words.venue,
    [...new Set(venueName)].join(' – '),
    { ...box, y: top },
    {
      bold: true,
      size: 13,
      size_min: 10,
      lines_max: 2,
    },
  );
  const address = (venue?.address ?? []).map(plainText).join(', ');
  y = write(doc, address, { ...box, y: y + 1 }, { size: 10, size_min: 8, lines_max: 3 }) + 10;
  y = drawPlace(doc, ticket, language, y) + 10;
  const holder = plainText(ticket.ticket.holder);
  const named = field(
    doc,
    words.holder,
    holder,
    { ...box, y },
    { bold: true, size: 13, size_min: 9, lines_max: 2 },
  );
  y = holder === '' ? y : named + 10;
  y = drawPrice(doc, ticket, context, y) + 10;
  const half = { y, width: left_width / 2 - 6 };
  const style = { size: 10, size_min: 7, lines_max: 2 };
  const order = field(doc, words.order, plainText(printed.order.label), { ...half, x: margin }, style);
  const number = { ...half, x: margin + left_width / 2 + 6 };
  return Math.max(order, field(doc, words.ticket, String(ticket.ticket.id), number, style));
}

/** Zone, row and seat side by side, as they are looked for in the hall. */
function drawPlace(doc: Doc, ticket: TicketPage, language: DocumentLanguage, top: number): number {
  const words = ticketWords[language];
  const { zone, seat } = ticket.ticket;
  const cells: [label: string, value: string][] = [];
  if (zone !== null) cells.push([words.zone, plainText(zone)]);
  if (seat === null) {
    cells.push([words.place, words.free_seating]);
  } else if (seat.row_label === '' && seat.seat_label === '') {
    cells.push([words.place, plainText(seat.code)]);
  } else {
    if (seat.row_label !== '') cells.push([words.row, plainText(seat.row_label)]);
    cells.push([words.seat, plainText(seat.seat_label === '' ? seat.code : seat.seat_label)]);
  }
  const filled = cells.filter(([, value]) => value !== '');
  // a zone's name takes the room that short row and seat numbers leave
  const narrow = seat === null ? left_width / 2 : left_width / 4;
  const wide = left_width - narrow * (filled.length - 1);
  let x = margin;
  let y = top;
  for (const [index, [label, value]] of filled.entries()) {
    const own = index === 0 ? wide : narrow;
    const style = { bold: true, size: 16, size_min: 8, lines_max: 2 };
    y = Math.max(y, field(doc, label, value, { x, y: top, width: own - 6 }, style));
    x += own;
  }
  return y;
}

function drawPrice(doc: Doc, page: TicketPage, { printed, language }: PageContext, top: number): number {
  const words = ticketWords[language];
  const { currency } = printed.order;
  const { ticket, vat_amount } = page;
  const amount = ticket.amount === 0 ? words.free : money(ticket.amount, currency, language);
  const box: Omit<Box, 'y'> = { x: margin, width: left_width };
  const title = plainText(ticket.price);
  const style = { size: 12, size_min: 9, lines_max: 2 };
  let y = field(doc, words.price, title || amount, { ...box, y: top }, style);
  if (title !== '') y = write(doc, amount, { ...box, y: y + 1 }, { bold: true, size: 13 });
  const known = ticket.vat_bp > 0 ? `${rate(ticket.vat_bp, language)} : ` : ': ';
  const vat = vat_amount === 0 ? '' : words.vat(known, money(vat_amount, currency, language));
  y = write(doc, vat, { ...box, y: y + 1 }, { size: 8.5, color: faint });
  const { entries_allowed } = ticket;
  const entries =
    entries_allowed === null ? words.unlimited : entries_allowed > 1 ? words.entries(entries_allowed) : '';
  return write(doc, entries, { ...box, y: y + 3 }, { size: 10 });
}

function drawQrColumn(doc: Doc, { ticket }: TicketPage, { qr }: PageContext, top: number): number {
  const x = margin + width - qr_side;
  drawQr(doc, qr, x, top, qr_side);
  const box = { x, y: top + qr_side, width: qr_side };
  return write(doc, ticket.barcode, box, {
    bold: true,
    size: 12,
    size_min: 6,
    lines_max: 3,
    align: 'center',
  });
}

/** The organizer's words take what is left of the page. */
function drawNotes(doc: Doc, ticket: TicketPage, top: number): void {
  const text = ticket.notes.map((note) => plainLines(note).slice(0, note_chars_max)).join('\n\n');
  const line_height = 11;
  const lines_max = Math.floor((foot - top - 22) / line_height);
  if (text === '' || lines_max < 1) return;
  rule(doc, { x: margin, y: top, width });
  write(doc, text, { x: margin, y: top + 8, width }, { size: 9, size_min: 7, lines_max, color: faint });
}

/** more than a page of small print would not be seen */
const note_chars_max = 4000;

function drawFoot(doc: Doc, { printed, language, public_base_url, page }: PageContext): void {
  rule(doc, { x: margin, y: foot, width });
  const name = plainText(printed.order.organizer.name);
  const pages = printed.pages.length;
  const style = { size: 8, color: faint };
  const y = foot + 4;
  write(doc, `${name}  ·  ${public_base_url}`, { x: margin, y, width: width - 60 }, style);
  const count = pages === 1 ? '' : ticketWords[language].page(page, pages);
  write(doc, count, { x: margin + width - 60, y, width: 60 }, { ...style, align: 'right' });
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
