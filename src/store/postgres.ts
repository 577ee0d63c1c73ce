import pg from 'pg';
import { Kysely, PostgresDialect } from 'kysely';
import { Fault } from '../domain/faults.ts';
import { Gathered } from './gathered.ts';
import { FetchedIds } from './ids.ts';
import { heard, LostRace } from './lost-race.ts';
import { applyMigrations } from './migrations.ts';
import type { Tables } from './tables.ts';
import {
  rxOver,
  systemActor,
  type Actor,
  type Execute,
  type ExecuteLists,
  type Rx,
  type Store,
  type Surroundings,
  type Tx,
} from './transaction.ts';

export interface PostgresOptions {
  readonly url: string;
  readonly surroundings: Surroundings;
  readonly connections?: number;
  readonly queue_commands?: number;
  readonly statement_timeout_ms?: number;
}

/** Tries at a command that lost a race with another transaction before it is given up. */
const tries_max = 8;
const pause_ms = 4;
const serializationFailure = '40001';
const deadlock = '40P01';

const parsers: pg.CustomTypesConfig = {
  getTypeParser: (type: number, format?: 'text' | 'binary') => {
    // bigint, and numeric as the sum of bigints: all our numbers are safe integers
    if (type === 20 || type === 1700) return Number;
    return pg.types.getTypeParser(type, format);
  },
};

/** A pool for Kysely that only ever knows one client: queries then run inside that client's transaction. */
function kyselyOver(client: pg.PoolClient): Kysely<Tables> {
  // the client's own methods keep its state on itself: an object that inherits from it would go its own way
  const query: pg.PoolClient['query'] = client.query.bind(client);
  const one = Object.assign(Object.create(client) as pg.PoolClient, { query, release: () => undefined });
  const pool = { options: {}, connect: () => Promise.resolve(one), end: () => Promise.resolve() };
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

function outcomeOf(result: pg.QueryResult): { rows: unknown[]; changed: number } {
  return { rows: result.rows, changed: result.rowCount ?? 0 };
}

function lostRace(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return error instanceof LostRace || code === serializationFailure || code === deadlock;
}

/** A text with U+0000 in it: the one character that PostgreSQL keeps in no text, and that only SQLite does. */
const nulInText = new Set<unknown>(['22021', '22P05']);

/** What the caller hears of an error. Whoever sent such a text is told that it is not valid, not that we failed. */
function told(error: unknown): unknown {
  const { code } = (error ?? {}) as { code?: unknown };
  return nulInText.has(code) ? new Fault('invalid_input', { reason: 'a text holds U+0000' }) : heard(error);
}

function listsFrom(source: pg.Pool | pg.PoolClient): ExecuteLists {
  return async (text, parameters) =>
    (await source.query<unknown[]>({ text, values: [...parameters], rowMode: 'array' })).rows;
}

export function openPostgres(options: PostgresOptions): Store {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 10,
    types: parsers,
    statement_timeout: options.statement_timeout_ms ?? 60_000,
    connectionTimeoutMillis: 30_000,
  });
  // a connection that dies while idle is replaced by the pool; the next query reports what it finds
  pool.on('error', () => undefined);
  const { surroundings } = options;
  const queue_commands = options.queue_commands ?? 10_000;
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const sessions = new WeakMap<pg.PoolClient, Rx>();
  const rx = rxOver(
    'postgres',
    db,
    async (text, values, { name }) => outcomeOf(await pool.query({ name, text, values })),
    listsFrom(pool),
  );
  // a connection of its own: the others may all be held by commands that wait for an id
  const idPool = new pg.Pool({ connectionString: options.url, max: 1, types: parsers });
  idPool.on('error', () => undefined);
  const ids = new FetchedIds(async (size) => {
    const { rows } = await idPool.query<{ next: number }>(
      'update "id_block" set "next" = "next" + $1 where "id" = 1 returning "next"',
      [size],
    );
    const [block] = rows;
    if (block === undefined) throw new Fault('internal', { reason: 'the id block is missing' });
    return block.next - size;
  });

  const rxOf = (client: pg.PoolClient): Rx => {
    let known = sessions.get(client);
    if (known === undefined) {
      const run: Execute = async (text, values, { name }) =>
        outcomeOf(await client.query({ name, text, values }));
      known = rxOver('postgres', kyselyOver(client), run, listsFrom(client));
      sessions.set(client, known);
    }
    return known;
  };

  async function attempt<T>(actor: Actor, command: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const gathered = new Gathered();
      const tx: Tx = {
        ...rxOf(client),
        now: surroundings.now(),
        actor,
        id: () => ids.take(),
        random: (bytes) => surroundings.random(bytes),
        gather: gathered.gather,
        sole_writer: false,
      };
      const value = await command(tx);
      await gathered.put({ ...tx, actor: systemActor });
      await client.query('commit');
      return value;
    } catch (error) {
      await client.query('rollback').catch((failed: Error) => {
        broken = failed;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  let handed_in = 0;
  return {
    engine: 'postgres',
    whereabouts: { engine: 'postgres', url: options.url },
    async write(actor, command) {
      if (pool.waitingCount >= queue_commands) throw new Fault('busy', { queue_commands });
      handed_in += 1;
      for (let tried = 1; ; tried += 1) {
        try {
          return await attempt(actor, command);
        } catch (error) {
          if (!lostRace(error) || tried >= tries_max) throw told(error);
          await new Promise((resolve) => setTimeout(resolve, pause_ms * tried * (0.5 + Math.random())));
        }
      }
    },
    read: (query) =>
      query(rx).catch((error: unknown) => {
        throw told(error);
      }),
    migrate: () => applyMigrations(db, 'postgres'),
    backup: () => Promise.reject(new Fault('not_supported', { use: 'pg_dump' })),
    waiting: () => pool.waitingCount,
    handedIn: () => handed_in,
    async close() {
      await Promise.all([db.destroy(), idPool.end()]);
    },
  };
}
