import { stringify } from 'csv-stringify/sync';
import { Refusal } from '../../../contract/endpoint.ts';

/** Cells of a list: what JSON carries as it is, CSV and a page as text. */
export type Cells = Readonly<Record<string, string | number | boolean | null>>;

/** Sent as it stands, whatever the contract declares for JSON: the same list as a file or as a page. */
export const sentAs = (type: string, body: string | Buffer): Refusal =>
  new Refusal(200, body, { 'content-type': type });

/** Comma, CRLF and a heading, also where there are no rows; cells that a spreadsheet would take for a formula get an apostrophe in front. */
export function csvOf(columns: readonly string[], rows: readonly Cells[]): Refusal {
  const text = stringify([...rows], {
    header: true,
    columns: [...columns],
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { boolean: (value) => (value ? '1' : '0') },
  });
  return sentAs('text/csv; charset=utf-8', text);
}

export function htmlOf(title: string, columns: readonly string[], rows: readonly Cells[]): Refusal {
  const row = (tag: string, cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((cells) =>
    row(
      'td',
      columns.map((column) => String(cells[column] ?? '')),
    ),
  );
  return sentAs(
    'text/html; charset=utf-8',
    `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${escaped(title)}</title><table>${row('th', columns)}${body.join('')}</table></html>`,
  );
}

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
