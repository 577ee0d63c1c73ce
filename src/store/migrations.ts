import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { createBaseline, type Engine } from './ddl.ts';
import { idBlockSize } from './ids.ts';
import type { Tables } from './tables.ts';

/**
 * Migrations in their order; each makes one change, so that a failed one leaves nothing half made. A released
 * migration is never edited: a later one carries the change.
 */
function migrations(engine: Engine): Record<string, Migration> {
  return {
    '0001_baseline': {
      async up(db: Kysely<unknown>) {
        for (const statement of createBaseline(engine)) await sql.raw(statement).execute(db);
        await sql`insert into "id_block" ("id", "next") values (1, ${idBlockSize})`.execute(db);
      },
    },
  };
}

function migratorOf(db: Kysely<Tables>, engine: Engine): Migrator {
  return new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations(engine)) } });
}

/** The names of the migrations that have not run on this database. Changes nothing. */
export async function pendingMigrations(db: Kysely<Tables>, engine: Engine): Promise<string[]> {
  const known = await migratorOf(db, engine).getMigrations();
  return known.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
}

/** The names of migrations that a later version of Guichet has run: this one does not know the tables. Changes nothing. */
export async function laterMigrations(db: Kysely<Tables>, engine: Engine): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === migrations_table)) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(migrations_table)}`.execute(db);
  const known = migrations(engine);
  return rows.map(({ name }) => name).filter((name) => !Object.hasOwn(known, name));
}

const migrations_table = 'kysely_migration';

/** Runs what has not run yet, and names it. Two processes that start together wait for each other. */
export async function applyMigrations(db: Kysely<Tables>, engine: Engine): Promise<string[]> {
  if ((await laterMigrations(db, engine)).length > 0) {
    throw new Error(
      'The database is that of a later version of Guichet: start that one, or restore a copy from before.',
    );
  }
  const { error, results } = await migratorOf(db, engine).migrateToLatest();
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('a migration failed', { cause: error });
  return (results ?? [])
    .filter((result) => result.status === 'Success')
    .map((result) => result.migrationName);
}
