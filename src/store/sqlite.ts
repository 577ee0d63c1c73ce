import { backup, DatabaseSync } from 'node:sqlite';
import { Fault } from '../domain/faults.ts';
import { autocheckpoint_pages, Checkpointer } from './checkpointer.ts';
import { GroupCommit, type Command } from './group-commit.ts';
import { Gathered } from './gathered.ts';
import { BatchedIds } from './ids.ts';
import { KeptValues } from './kept-values.ts';
import { applyMigrations } from './migrations.ts';
import { kyselyOver, PreparedStatements } from './node-sqlite.ts';
import { ReadTurn } from './read-turn.ts';
import { Remembered } from './remembered.ts';
import { SyncedLog } from './synced-log.ts';
import { rxOver, systemActor, type Actor, type Store, type Surroundings, type Tx } from './transaction.ts';

export interface SqliteOptions {
  readonly file: string;
  readonly surroundings: Surroundings;
  readonly queue_commands?: number;
  readonly batch_commands?: number;
  readonly batch_ms?: number;
  /** how the log is brought to the disk, for tests */
  readonly sync_log?: (fd: number) => Promise<void>;
}

function openWriter(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000 });
  // NORMAL: a commit is in the log when it returns, and on the disk once SyncedLog says so, before anybody is answered
  database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on');
  database.exec(`pragma cache_size = -32000; pragma wal_autocheckpoint = ${autocheckpoint_pages}`);
  database.exec('pragma temp_store = memory');
  // read in place, up to SQLite's own limit of 2 GB (docs/decisions/0018)
  database.exec('pragma mmap_size = 2147418112');
  return database;
}

/** The writer and the readers are connections of their own, so that nobody reads what is not committed. */
export function openSqlite(options: SqliteOptions): Store {
  const writer = openWriter(options.file);
  const reader = new DatabaseSync(options.file, { timeout: 5000, readOnly: true });
  reader.exec('pragma cache_size = -16000; pragma temp_store = memory');
  const kept = new KeptValues();
  const remembered = new Remembered(writer, kept);
  const writing = new PreparedStatements(writer, (sql) => remembered.writes(sql));
  const reading = new PreparedStatements(reader);
  const db = kyselyOver(writer, writing);
  const readDb = kyselyOver(reader, reading);
  const turn = new ReadTurn(reader);
  const checkpointer = new Checkpointer(options.file);
  const log = new SyncedLog(options.file, options.sync_log);
  const rx = rxOver(
    'sqlite',
    readDb,
    (sql, parameters) => {
      turn.begin();
      return reading.execute(sql, parameters);
    },
    (sql, parameters) => reading.lists(sql, parameters),
  );
  const base = rxOver(
    'sqlite',
    db,
    (sql, parameters, { name, lasting }) =>
      lasting
        ? remembered.outcome(name, sql, parameters, () => writing.execute(sql, parameters))
        : writing.execute(sql, parameters),
    (sql, parameters) => writing.lists(sql, parameters),
  );
  const { surroundings } = options;

  const ids = new BatchedIds(() => {
    const { rows } = writing.execute('select "next" from "id_block" where "id" = 1', []);
    const [row] = rows as { next: number }[];
    if (row === undefined) throw new Fault('internal', { reason: 'the id block is missing' });
    return row.next;
  });

  const gathered = new Gathered();
  const contextOf = (actor: Actor): Tx => ({
    ...base,
    now: surroundings.now(),
    actor,
    id: () => ids.take(),
    random: (bytes) => surroundings.random(bytes),
    gather: gathered.gather,
    sole_writer: true,
    kept,
  });

  const group = new GroupCommit<Tx>(
    {
      begin: () => {
        log.assertSound();
        writing.execute('begin immediate', []);
        remembered.begin();
        gathered.clear();
      },
      mark: () => {
        writing.execute('savepoint command', []);
        gathered.mark();
        kept.mark();
      },
      unmark: () => writing.execute('release command', []),
      undo: () => {
        writing.execute('rollback to command', []);
        writing.execute('release command', []);
        remembered.forget();
        gathered.undo();
        kept.undo();
      },
      finish: async () => {
        await gathered.put(contextOf(systemActor));
        const mark = ids.markToWrite();
        if (mark !== undefined) writing.execute('update "id_block" set "next" = ? where "id" = 1', [mark]);
      },
      commit: async () => {
        turn.end();
        writing.execute('commit', []);
        remembered.committed();
        ids.committed();
        checkpointer.committed();
        log.written();
        await log.reached();
      },
      rollback: () => {
        writing.execute('rollback', []);
        ids.rolledBack();
        remembered.rolledBack();
      },
      isOpen: () => writer.isTransaction,
      context: (command: Command<Tx>): Tx => contextOf(command.actor as Actor),
    },
    {
      queue_commands: options.queue_commands ?? 10_000,
      batch_commands: options.batch_commands ?? 256,
      batch_ms: options.batch_ms ?? 25,
    },
  );

  return {
    engine: 'sqlite',
    whereabouts: { engine: 'sqlite', file: options.file },
    write: <T>(actor: Actor, command: (tx: Tx) => Promise<T>) => group.submit(actor, command) as Promise<T>,
    read: async (query) => {
      const read = await query(rx);
      // nobody hears of what a power cut could still take back
      await log.reached();
      return read;
    },
    migrate: () => applyMigrations(db, 'sqlite'),
    backup: async (file) => {
      await backup(reader, file);
    },
    waiting: () => group.waiting,
    handedIn: () => group.submitted,
    async close() {
      await group.idle();
      await checkpointer.close();
      await log.close();
      turn.end();
      reader.close();
      writer.close();
    },
  };
}
