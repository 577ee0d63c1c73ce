import { defineWords } from '../../words/define.ts';

/** Beside lists that come from spreadsheets and go to them. */
export const words = defineWords('sheets', { import: 'Importer' }, { import: 'Take in' });
