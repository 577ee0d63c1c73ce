import { defineWords } from '../../words/define.ts';

/** Beside lists that come from spreadsheets and go to them. */
export const words = defineWords(
  'sheets',
  {
    import: 'Importer',
    sheets: 'Tableur',
    csv: 'CSV\u00A0: exporter cette liste, filtrée comme elle est',
    xlsx: 'Excel\u00A0: exporter cette liste, filtrée comme elle est',
  },
  {
    import: 'Take in',
    sheets: 'Spreadsheets',
    csv: 'CSV: export this list, filtered as it is',
    xlsx: 'Excel: export this list, filtered as it is',
  },
);
