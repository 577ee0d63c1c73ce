import { sql } from 'kysely';
import { storageFaults } from '../../store/integrity.ts';
import { laterMigrations, pendingMigrations } from '../../store/migrations.ts';
import type { Rx } from '../../store/transaction.ts';
import { tables, type TableName } from '../../store/tables.ts';
import { subjects_max, type Check, type Subject } from './check.ts';

/** The database itself. */
export const storageCheck: Check = {
  name: 'storage',
  title: { en: 'The database itself', fr: 'La base de données elle-même' },
  diagnoses: {
    storage_damaged: {
      severity: 'error',
      subject_kind: 'storage',
      message: {
        en: 'The database engine finds damage in what it stores.',
        fr: 'Le moteur de base de données trouve des dégâts dans ce qu’il conserve.',
      },
      advice: {
        en: 'Stop Guichet, copy the files as they are, check the disk, and restore the latest backup that is whole.',
        fr: 'Arrêtez Guichet, copiez les fichiers tels quels, vérifiez le disque, et restaurez la dernière sauvegarde saine.',
      },
    },
    migration_missing: {
      severity: 'error',
      subject_kind: 'migration',
      message: {
        en: 'The tables are not those of this version of Guichet.',
        fr: 'Les tables ne sont pas celles de cette version de Guichet.',
      },
      advice: {
        en: 'Start `guichet serve` once: it brings them up to date.',
        fr: 'Lancez une fois `guichet serve` : il les met à jour.',
      },
    },
    later_version: {
      severity: 'error',
      subject_kind: 'migration',
      message: {
        en: 'The tables are those of a later version of Guichet.',
        fr: 'Les tables sont celles d’une version plus récente de Guichet.',
      },
      advice: {
        en: 'Run that version, or restore a copy from before it.',
        fr: 'Utilisez cette version, ou restaurez une copie faite avant elle.',
      },
    },
    id_beyond_mark: {
      severity: 'error',
      subject_kind: 'table',
      message: {
        en: 'A row has an id that has not been handed out yet: a new row may get the same.',
        fr: 'Une ligne porte un identifiant pas encore attribué : une nouvelle pourrait recevoir le même.',
      },
      advice: {
        en: 'Stop Guichet and set `next` of id_block beyond the highest id.',
        fr: 'Arrêtez Guichet et mettez `next` de id_block au-delà de l’identifiant le plus haut.',
      },
    },
  },
  async run(rx, { found }) {
    const damage = await storageFaults(rx, subjects_max + 1);
    const pending = await pendingMigrations(rx.db, rx.engine);
    const later = await laterMigrations(rx.db, rx.engine);
    return [
      ...found(
        'storage_damaged',
        damage.map((fault) => ({ id: fault.table ?? rx.engine, ...fault })),
      ),
      ...found(
        'migration_missing',
        pending.map((name) => ({ id: name })),
      ),
      ...found(
        'later_version',
        later.map((name) => ({ id: name })),
      ),
      ...found('id_beyond_mark', await beyondMark(rx)),
    ];
  },
};

/** The mark is read after the ids: it only ever rises, so what is handed out meanwhile is below it. */
async function beyondMark(rx: Rx): Promise<Subject[]> {
  const highest: { table: TableName; id: number }[] = [];
  for (const [name, { columns }] of Object.entries(tables)) {
    if (!('id' in columns) || name === 'id_block') continue;
    const { rows } = await sql<{ id: number | null }>`
      select max("id") as "id" from ${sql.table(name)}`.execute(rx.db);
    highest.push({ table: name as TableName, id: rows[0]?.id ?? 0 });
  }
  const mark = await rx.db.selectFrom('id_block').select('next').where('id', '=', 1).executeTakeFirst();
  const next = mark?.next ?? 0;
  return highest.filter(({ id }) => id >= next).map(({ table, id }) => ({ id: table, highest: id, next }));
}
