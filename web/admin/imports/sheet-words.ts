import { defineWords } from '../../words/define.ts';

/** Beside lists that come from spreadsheets and go to them. */
export const words = defineWords(
  'sheets',
  {
    import: 'Importer',
    sheets: 'Tableur',
    csv: 'CSV\u00A0: exporter cette liste, filtrée comme elle est',
    xlsx: 'Excel\u00A0: exporter cette liste, filtrée comme elle est, 50\u00A0000 lignes au plus',
    most: 'Excel\u00A0: 50\u00A0000 lignes au plus\u00A0; CSV\u00A0: sans limite.',
    tooLong: 'Cette liste a plus de 50\u00A0000 lignes\u00A0: prenez le CSV, qui n’a pas de limite.',
  },
  {
    import: 'Take in',
    sheets: 'Spreadsheets',
    csv: 'CSV: export this list, filtered as it is',
    xlsx: 'Excel: export this list, filtered as it is, 50,000 rows at most',
    most: 'Excel: 50,000 rows at most; CSV: no limit.',
    tooLong: 'This list has more than 50,000 rows: take the CSV, which has no limit.',
  },
);
