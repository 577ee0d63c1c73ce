import { fonts, type Doc } from './sheet.ts';

export interface PdfFacts {
  readonly title: string;
  readonly author: string;
  /** ms; of the last change, so that the same content gives the same bytes */
  readonly created_at: number;
  readonly language: string;
  /** points; A4 unless given */
  readonly size?: readonly [width: number, height: number];
}

/** The bytes of a document that `draw` fills: it adds the pages itself. */
export async function pdfBytes(
  { title, author, created_at, language, size }: PdfFacts,
  draw: (doc: Doc) => void | Promise<void>,
): Promise<Uint8Array> {
  // loaded by the first document: an office that prints nothing starts faster and smaller
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({
    size: size === undefined ? 'A4' : [...size],
    margin: 0,
    autoFirstPage: false,
    font: fonts.regular,
    lang: language,
    displayTitle: true,
    info: { Title: title, Author: author, Creator: 'Guichet', CreationDate: new Date(created_at) },
  });
  const chunks: Uint8Array[] = [];
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  await draw(doc);
  doc.end();
  return whole;
}
