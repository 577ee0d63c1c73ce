import { offsetAt } from '../../domain/local-time.ts';
import { amountToNumber, exponentOf } from '../../domain/money.ts';
import type { WorkbookCell, WorkbookColumn } from './workbook.ts';

/** The parts of an XLSX file as XML (ECMA-376, part 1), for what Guichet writes. */

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const width_chars_default = 18;
/** what XLSX holds in one cell */
const cell_chars_max = 32_767;
const sheet_name_chars_max = 31;
const day_ms = 86_400_000;
/** days from the first of a spreadsheet's to 1970 */
const first_day = 25_569;

/** How cells look, by their number in the file: 0 is plain. */
const bold = 1;
const formats = ['#,##0', ...[1, 2, 3, 4].map((decimals) => `#,##0.${'0'.repeat(decimals)}`)];
const instant_format = formats.length;
const rate_format = instant_format + 1;
const all_formats = [...formats, 'yyyy-mm-dd hh:mm', '0.##%'];
/** below it, numbers of formats are the spreadsheet's own */
const first_format = 164;
const styleOf = (format: number): number => bold + 1 + format;

export function stylesXml(): string {
  const own = all_formats.map(
    (code, index) => `<numFmt numFmtId="${first_format + index}" formatCode="${escaped(code)}"/>`,
  );
  const looks = all_formats.map(
    (_, index) =>
      `<xf numFmtId="${first_format + index}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  );
  const font = (more: string): string => `<font>${more}<sz val="11"/><name val="Calibri"/></font>`;
  return `${head}<styleSheet xmlns="${main}"><numFmts count="${own.length}">${own.join('')}</numFmts>
<fonts count="2">${font('')}${font('<b/>')}</fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="${2 + looks.length}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${looks.join('')}</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

/** What comes before the rows: the heading stays in sight. */
export function sheetStart(columns: readonly WorkbookColumn[]): string {
  const widths = columns.map(
    ({ width_chars = width_chars_default }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width_chars}" customWidth="1"/>`,
  );
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>
<sheetFormatPr defaultRowHeight="15"/>${widths.length === 0 ? '' : `<cols>${widths.join('')}</cols>`}<sheetData>`;
}

export const sheetEnd = '</sheetData></worksheet>';

export function headXml(columns: readonly WorkbookColumn[]): string {
  const cells = columns.map(({ title }, index) => textXml(`${lettersOf(index)}1`, title, ` s="${bold}"`));
  return `<row r="1">${cells.join('')}</row>`;
}

/** `line`: where the row stands, from 1. */
export function rowXml(line: number, row: readonly WorkbookCell[]): string {
  let cells = '';
  for (let index = 0; index < row.length; index += 1) {
    const cell = row[index];
    if (cell !== null && cell !== undefined && cell !== '')
      cells += cellXml(`${lettersOf(index)}${line}`, cell);
  }
  return `<row r="${line}">${cells}</row>`;
}

function cellXml(place: string, cell: Exclude<WorkbookCell, null>): string {
  if (typeof cell === 'string') return textXml(place, cell, '');
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if ('rate_bp' in cell) return numberXml(place, rate_format, cell.rate_bp / 10_000);
  if ('at' in cell) {
    // spreadsheets know no zones: the clock of the zone, as if it were UTC
    const days = (cell.at + offsetAt(cell.at, cell.zone)) / day_ms + first_day;
    return numberXml(place, instant_format, days);
  }
  const { amount, currency } = cell;
  return numberXml(place, exponentOf(currency), amountToNumber(amount, currency));
}

function numberXml(place: string, format: number, value: number): string {
  return `<c r="${place}" s="${styleOf(format)}"><v>${value}</v></c>`;
}

function textXml(place: string, text: string, style: string): string {
  return `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${written(text)}</t></is></c>`;
}

/** A for the first column, AA for the 27th. */
function lettersOf(index: number): string {
  const known = letters[index];
  if (known !== undefined) return known;
  const last = String.fromCharCode(65 + (index % 26));
  const made = index < 26 ? last : lettersOf(Math.floor(index / 26) - 1) + last;
  letters[index] = made;
  return made;
}
const letters: string[] = [];

/** Without what XML has no way to write; what a spreadsheet would read as the code of a character stays what it is. */
function written(text: string): string {
  const plain = /^[\w .,:;@/+()-]*$/.test(text) && !text.includes('_x');
  if (plain) return text.slice(0, cell_chars_max);
  const kept = text.slice(0, cell_chars_max).replaceAll(/[^\P{Cc}\t\n]|[\p{Cs}\uFFFE\uFFFF]/gu, '');
  return escaped(kept.replaceAll(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_'));
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function bookXml(name: string, sheets: number): string {
  const named = Array.from({ length: sheets }, (_, index) => {
    const title = escaped(sheetName(name, index + 1));
    return `<sheet name="${title}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`;
  });
  return `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${named.join('')}</sheets></workbook>`;
}

function sheetName(name: string, number: number): string {
  const more = number === 1 ? '' : ` ${number}`;
  const kept = name
    .replaceAll(/[\\/?*[\]:]|[^\P{Cc}]|[\p{Cs}\uFFFE\uFFFF]/gu, ' ')
    .slice(0, sheet_name_chars_max - more.length)
    // an apostrophe at an end quotes names in formulas
    .replaceAll(/^[\s']+|[\s']+$/g, '');
  return `${kept === '' ? 'Guichet' : kept}${more}`;
}

export function workbookRelationsXml(sheets: number): string {
  const of = (id: number, kind: string, target: string): string =>
    `<Relationship Id="rId${id}" Type="${relations}/${kind}" Target="${target}"/>`;
  const all = Array.from({ length: sheets }, (_, index) =>
    of(index + 1, 'worksheet', `worksheets/sheet${index + 1}.xml`),
  );
  return `${head}<Relationships xmlns="${packages}/relationships">${all.join('')}${of(sheets + 1, 'styles', 'styles.xml')}</Relationships>`;
}

export const relationsXml = `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

export function contentTypesXml(sheets: number): string {
  const of = (part: string, kind: string): string =>
    `<Override PartName="/xl/${part}.xml" ContentType="${types}.${kind}+xml"/>`;
  const all = Array.from({ length: sheets }, (_, index) =>
    of(`worksheets/sheet${index + 1}`, 'worksheet'),
  ).join('');
  const plain =
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>';
  return `${head}<Types xmlns="${packages}/content-types">${plain}${of('workbook', 'sheet.main')}${of('styles', 'styles')}${all}</Types>`;
}
