import { sql } from 'kysely';
import type { Columns } from '../../store/column.ts';
import { tables, type TableName } from '../../store/tables.ts';
import { tallyTables } from '../../store/tables/tallies.ts';
import { everybody } from '../served-ids/served-ids.ts';
import { subjects_max, type Check, type Finding, type Subject } from './check.ts';

const limit = subjects_max + 1;

interface Reference {
  readonly table: TableName;
  readonly column: string;
  readonly target: TableName;
  /** the database itself keeps it whole */
  readonly enforced: boolean;
}

/** Columns whose name does not say what they point to; null: to nothing that is kept for ever. */
const named: Readonly<Record<string, TableName | null>> = {
  main_ticket_id: 'ticket',
  pack_price_id: 'price',
  parent_id: 'price_group',
  // the chain of the ledger is a check of its own
  seal_id: null,
  // the oldest tokens of a login make room; the device that had one is kept
  access_token_id: null,
  // whoever acted may be gone; the record of what they did is not
  actor_id: null,
  // their kind stands beside them, each has its own check
  subject_id: null,
  local_id: null,
  target_id: null,
};

/** Every column that points to a row of another table, from the declaration of the tables: a new one is checked by itself. */
export function references(): Reference[] {
  return Object.entries(tables).flatMap(([table, { columns }]) => {
    // sums are made of rows that are checked themselves; 0 stands for none in them
    if (table in tallyTables) return [];
    return Object.entries(columns as Columns).flatMap(([column, { spec }]) => {
      const byName = column.endsWith('_id') ? column.slice(0, -'_id'.length) : '';
      const target = spec.references ?? (column in named ? named[column] : byName);
      if (target === null || target === undefined || !(target in tables)) return [];
      const enforced = spec.references !== undefined;
      return [{ table: table as TableName, column, target: target as TableName, enforced }];
    });
  });
}

const hasColumn = (table: TableName, column: string): boolean => column in tables[table].columns;

/** The ids of what all organizers share (the catalogue of kinds of events) are fixed for none of them. */
const exceptEverybodys = ({ table, column }: Reference) =>
  table === 'served_id' && column === 'organizer_id' ? sql`and a."organizer_id" <> ${everybody}` : sql``;

/** What is named in a finding: the row's id, or what the column says where rows have none. */
function idOf({ table, column }: Reference): string {
  return hasColumn(table, 'id') ? 'id' : column;
}

/** Rows that point to nothing (the busy tables have few foreign keys), or to what belongs to another organizer. */
export const referencesCheck: Check = {
  name: 'references',
  title: { en: 'Rows that point to other rows', fr: 'Lignes qui en désignent d’autres' },
  diagnoses: {
    row_points_to_nothing: {
      severity: 'error',
      subject_kind: 'row',
      message: {
        en: 'A row points to another that does not exist.',
        fr: 'Une ligne en désigne une autre qui n’existe pas.',
      },
      advice: {
        en: 'Fetch the missing row from a backup, or empty the column named in the details.',
        fr: 'Reprenez la ligne manquante d’une sauvegarde, ou videz la colonne indiquée.',
      },
    },
    row_of_another_organizer: {
      severity: 'error',
      subject_kind: 'row',
      message: {
        en: 'A row points to one that belongs to another organizer.',
        fr: 'Une ligne en désigne une qui appartient à un autre organisateur.',
      },
      advice: {
        en: 'One organizer may see what is another’s: see the ledger for how it came about, and correct the column named.',
        fr: 'Un organisateur peut voir ce qui est à un autre : cherchez l’origine dans le journal et corrigez la colonne indiquée.',
      },
    },
  },
  async run(rx, { found, progress }) {
    const findings: Finding[] = [];
    const all = references();
    for (const [index, reference] of all.entries()) {
      const { table, column, target, enforced } = reference;
      const subject = (rows: readonly { id: number; to: number }[]): Subject[] =>
        rows.map(({ id, to }) => ({ id, table, column, target, to }));
      const from = sql`${sql.table(table)} a left join ${sql.table(target)} b on b."id" = a.${sql.ref(column)}`;
      const id = sql.ref(idOf(reference));
      const to = sql.ref(column);
      if (!enforced) {
        const { rows } = await sql<{ id: number; to: number }>`
          select a.${id} as "id", a.${to} as "to" from ${from}
          where a.${to} is not null and b."id" is null ${exceptEverybodys(reference)} order by 1 limit ${limit}`.execute(
          rx.db,
        );
        findings.push(...found('row_points_to_nothing', subject(rows)));
      }
      if (target !== 'organizer' && hasColumn(table, 'organizer_id') && hasColumn(target, 'organizer_id')) {
        const { rows } = await sql<{ id: number; to: number }>`
          select a.${id} as "id", a.${to} as "to" from ${from}
          where b."organizer_id" <> a."organizer_id" order by 1 limit ${limit}`.execute(rx.db);
        findings.push(...found('row_of_another_organizer', subject(rows)));
      }
      progress((index + 1) / all.length);
    }
    return findings;
  },
};
