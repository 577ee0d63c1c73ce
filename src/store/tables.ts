import type { Columns, RowOf } from './column.ts';
import { accessTables } from './tables/access.ts';
import { catalogueTables } from './tables/catalogue.ts';
import { counterTables } from './tables/counter.ts';
import { gateTables } from './tables/gate.ts';
import { hubTables } from './tables/hub.ts';
import { ledgerTables } from './tables/ledger.ts';
import { sellingTables } from './tables/selling.ts';
import { tallyTables } from './tables/tallies.ts';
import type { Insertable, Selectable, Updateable } from 'kysely';

/** Every table, in an order in which each refers to earlier ones only. */
export const tables = {
  ...accessTables,
  ...catalogueTables,
  ...sellingTables,
  ...counterTables,
  ...gateTables,
  ...hubTables,
  ...ledgerTables,
  ...tallyTables,
};

export type TableName = keyof typeof tables;

/** The row types of Kysely. */
export type Tables = { [K in TableName]: RowOf<(typeof tables)[K]> };

export type Row<K extends TableName> = Selectable<Tables[K]>;
export type NewRow<K extends TableName> = Insertable<Tables[K]>;
export type RowPatch<K extends TableName> = Updateable<Tables[K]>;

/** Every place where data of a person stands: table and columns. */
export function personalColumns(): { table: TableName; columns: string[] }[] {
  return Object.entries(tables).flatMap(([name, declared]) => {
    const columns = Object.entries(declared.columns as Columns)
      .filter(([, column]) => column.spec.personal)
      .map(([column]) => column);
    return columns.length === 0 ? [] : [{ table: name as TableName, columns }];
  });
}
