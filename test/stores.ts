import { after, before, describe, test } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { quickFolder } from '../scripts/quick-folder.ts';
import { openStore } from '../src/store/open-store.ts';
import { systemActor, type Rx, type Store, type Surroundings, type Tx } from '../src/store/transaction.ts';
import { templateDatabase } from './postgres-template.ts';
import { postgresMissing, testDatabase, type TestDatabase } from './postgres.ts';

/** The clock and the randomness of a test: both settable, both repeatable. */
export class TestSurroundings implements Surroundings {
  /** 2026-05-15 10:30:00 in Paris */
  instant = Date.UTC(2026, 4, 15, 8, 30);
  #state = 1;

  now(): number {
    return this.instant;
  }

  advance(ms: number): void {
    this.instant += ms;
  }

  /** Repeatable bytes that never come twice in a test (a 32-bit counter is mixed in). */
  random(bytes: number): Uint8Array {
    const out = new Uint8Array(bytes);
    for (let index = 0; index < bytes; index += 1) {
      this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
      out[index] = this.#state >>> 24;
    }
    return out;
  }
}

/** What is handed in at once is committed at once, however slow the machine is. */
const batch_ms = 60_000;

export interface TestStore {
  readonly store: Store;
  readonly surroundings: TestSurroundings;
  /** a command of the office itself */
  write<T>(command: (tx: Tx) => Promise<T>): Promise<T>;
  read<T>(query: (rx: Rx) => Promise<T>): Promise<T>;
}

/** Declares a test; takes the same as node:test's `test`. */
type DeclareTest = (
  name: string,
  options: { readonly skip: string | false },
  run: () => Promise<void>,
) => void;

/**
 * Declares the same tests for SQLite and for PostgreSQL. The tests of a suite share one database, so each makes
 * an organizer of its own; `open()` gives the store and is only called inside tests and hooks.
 *
 * What `turn` declares runs on one of the two, which take turns (on both where GUICHET_TEST_BOTH_STORES is set): for
 * journeys through pages whose use cases are tested on both stores by themselves.
 */
export function onEachStore(
  title: string,
  declare: (open: () => TestStore, turn: DeclareTest) => void,
): void {
  const engines = ['sqlite', 'postgres'] as const;
  const taking = postgresMissing() === false ? engines : engines.slice(0, 1);
  for (const [place, engine] of engines.entries()) {
    // suites begin with one or the other
    let at = title.length;
    const mine = (): boolean => at++ % taking.length === place || inBoth;
    onStore(engine, title, (open) =>
      declare(open, (name, options, run) => {
        if (mine()) void test(name, options, run);
      }),
    );
  }
}

const inBoth = Boolean(process.env['GUICHET_TEST_BOTH_STORES']);

/** For what the engine makes no difference to, such as how a page looks. */
export function onSqlite(title: string, declare: (open: () => TestStore) => void): void {
  onStore('sqlite', title, declare);
}

function onStore(
  engine: 'sqlite' | 'postgres',
  title: string,
  declare: (open: () => TestStore) => void,
): void {
  const skip = engine === 'postgres' ? postgresMissing() : false;
  describe(`${title} (${engine})`, { skip }, () => {
    let opened: TestStore | undefined;
    let database: TestDatabase | undefined;
    let folder: string | undefined;
    before(async () => {
      const surroundings = new TestSurroundings();
      folder = mkdtempSync(join(quickFolder(), 'guichet-store-'));
      if (engine === 'postgres') database = await testDatabase(templateDatabase);
      const store = await openStore({
        ...{ database_url: database?.url, data_folder: folder, surroundings },
        // a copy has its tables
        migrate: database === undefined,
        batch_ms,
      });
      opened = {
        store,
        surroundings,
        write: (command) => store.write(systemActor, command),
        read: (query) => store.read(query),
      };
    });
    after(async () => {
      await opened?.store.close();
      await database?.drop();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    });
    declare(() => {
      if (opened === undefined) throw new Error('the store is opened before the first test');
      return opened;
    });
  });
}
