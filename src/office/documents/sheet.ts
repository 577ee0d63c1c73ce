/** A page being filled from above: text that fits its box, rules, barcodes. All measures in points. */
import { createRequire } from 'node:module';
import type PDFDocument from 'pdfkit';
import type { BarShape, QrShape } from './code-shapes.ts';

export type Doc = InstanceType<typeof PDFDocument>;

const fontFile = (name: string): string =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

/**
 * DejaVu carries Latin, Cyrillic, Greek and more in one family; only the glyphs that are used go into a document. pdfkit
 * keeps a font open under its path (under a name of ours it would read the file anew each time).
 */
export const fonts = {
  regular: fontFile('DejaVuSansCondensed'),
  bold: fontFile('DejaVuSansCondensed-Bold'),
} as const;

export const ink = '#16181d';
export const faint = '#5c6370';
export const line = '#c9cdd4';
export const alarm = '#b3261e';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Style {
  readonly bold?: boolean;
  readonly size: number;
  /** a long text shrinks down to this before it is cut */
  readonly size_min?: number;
  readonly lines_max?: number;
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right';
}

/** Controls and marks that turn the writing round are no part of a name; runs of spaces are one. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

/** The same for words of several lines. */
export function plainLines(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map(plainText);
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Writes into the box, smaller or cut with an ellipsis where it must be; gives the y below. Nothing for no text. */
export function write(doc: Doc, text: string, box: Box, style: Style): number {
  if (text === '') return box.y;
  const { bold = false, size, size_min = size, lines_max = 1, color = ink, align = 'left' } = style;
  const { x, y, width } = box;
  doc.font(bold ? fonts.bold : fonts.regular).fillColor(color);
  let chosen = size;
  const height = (): number => doc.fontSize(chosen).heightOfString(text, { width });
  const room = (): number => lines_max * doc.fontSize(chosen).currentLineHeight(true) + 0.5;
  while (height() > room() && chosen > size_min) chosen = Math.max(size_min, chosen - 1);
  const used = Math.min(height(), room());
  doc.text(text, x, y, { width, height: room(), ellipsis: '…', align });
  return y + used;
}

/** A small label and its value below; nothing for no value. */
export function field(doc: Doc, label: string, value: string, box: Box, style: Style): number {
  if (value === '') return box.y;
  const below = write(doc, label.toUpperCase(), box, { size: 7.5, size_min: 5, color: faint });
  return write(doc, value, { ...box, y: below + 1 }, style);
}

export function rule(doc: Doc, box: Box, color = line, thickness = 0.75): void {
  const { x, y, width } = box;
  doc.rect(x, y, width, thickness).fill(color);
}

/** With its quiet zone of four modules inside the square. */
export function drawQr(doc: Doc, qr: QrShape, x: number, y: number, side: number): void {
  const module = side / (qr.size + 8);
  for (const run of qr.runs) {
    doc.rect(x + (run.x + 4) * module, y + (run.y + 4) * module, run.length * module, module);
  }
  doc.fill('#000000');
}

/** Centred in the box, a module as wide as it may be up to 1.5 points, with a quiet zone of ten modules inside. */
export function drawBars(doc: Doc, bars: BarShape, box: Box, height: number): void {
  const module = Math.min(1.5, box.width / (bars.modules + 20));
  let x = box.x + (box.width - bars.modules * module) / 2;
  for (const [index, width] of bars.widths.entries()) {
    if (index % 2 === 0) doc.rect(x, box.y, width * module, height);
    x += width * module;
  }
  doc.fill('#000000');
}
