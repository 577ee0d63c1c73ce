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

/** Runs what has not run yet, and names it. Two processes that start together wait for each other. */
export async function applyMigrations(db: Kysely<Tables>, engine: Engine): Promise<string[]> {
  const { error, results } = await migratorOf(db, engine).migrateToLatest();
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('a migration failed', { cause: error });
  return (results ?? [])
    .filter((result) => result.status === 'Success')
    .map((result) => result.migrationName);
}
