import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { postgresBinaries } from '../scripts/postgres.ts';

/**
 * PostgreSQL for tests. `npm test` starts one server and names it in GUICHET_TEST_DATABASE_URL; a single test
 * file run by hand shares one that is started on first use and ends itself when nobody has used it for a while.
 */

export interface TestDatabase {
  readonly url: string;
  /** Removes the database, closing what is still connected to it. */
  drop(): Promise<void>;
}

/**
 * Why tests on PostgreSQL cannot run here, or false; fits `skip:` of node:test.
 * In CI nothing is skipped: there the tests run, and fail for want of a server.
 */
export function postgresMissing(): string | false {
  if (process.env['CI'] === 'true' || process.env['GUICHET_TEST_DATABASE_URL']) return false;
  return postgresBinaries() === undefined ? 'PostgreSQL is not installed' : false;
}

/** A new database of the caller's own: empty, or a copy of the one that `template` finds on the server. */
export async function testDatabase(template?: (server: string) => Promise<string>): Promise<TestDatabase> {
  const server = process.env['GUICHET_TEST_DATABASE_URL'] || (await sharedServer());
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const copied = template === undefined ? '' : ` template ${await template(server)}`;
  await administer(server, `create database ${name}${copied}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  };
}

async function administer(server: string, command: string): Promise<void> {
  const client = new Client({ connectionString: server });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(command);
  } finally {
    await client.end();
  }
}

/** What the lock file holds: who keeps the shared server, and, once it answers, where. */
export interface SharedServer {
  readonly keeper: number;
  readonly url?: string;
}

export const lockFile = join(tmpdir(), `guichet-test-postgres-${userInfo().uid}.json`);
const shared_start_timeout_ms = 90_000;

/** The server that test files share when they are run by hand: found by its lock file, or started. */
async function sharedServer(): Promise<string> {
  const deadline = Date.now() + shared_start_timeout_ms;
  while (Date.now() < deadline) {
    if (takeLock()) startKeeper();
    const found = readLock();
    if (found?.url !== undefined && (await isReachable(found.url))) return found.url;
    if (found !== undefined && !isAlive(found.keeper)) removeStaleLock(found);
    await delay(50);
  }
  throw new Error(`the shared PostgreSQL server did not start in time (${lockFile})`);
}

/** Creates the lock file in our own name; false when somebody else has. */
function takeLock(): boolean {
  try {
    const file = openSync(lockFile, 'wx', 0o600);
    writeFileSync(file, JSON.stringify({ keeper: process.pid } satisfies SharedServer));
    closeSync(file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function startKeeper(): void {
  const keeper = fileURLToPath(new URL('postgres-keeper.ts', import.meta.url));
  const { NODE_TEST_CONTEXT: _, ...env } = process.env; // else it would report to our test runner
  spawn(process.execPath, [keeper], { detached: true, stdio: 'ignore', env }).unref();
}

function readLock(): SharedServer | undefined {
  try {
    // in a folder that anybody may write to, a file of somebody else's is not to be believed
    if (statSync(lockFile).uid !== userInfo().uid) throw new Error(`${lockFile} belongs to another user`);
    const found: unknown = JSON.parse(readFileSync(lockFile, 'utf8'));
    return isSharedServer(found) ? found : undefined;
  } catch (error) {
    // not there any more, or not written yet
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return undefined;
    throw error;
  }
}

function isSharedServer(value: unknown): value is SharedServer {
  return typeof value === 'object' && value !== null && 'keeper' in value && typeof value.keeper === 'number';
}

/** Sets a dead keeper's lock aside. The move is atomic, so of several who see it stale, one removes it. */
function removeStaleLock(stale: SharedServer): void {
  const aside = `${lockFile}.${process.pid}`;
  try {
    if (readLock()?.keeper !== stale.keeper) return;
    renameSync(lockFile, aside);
    rmSync(aside, { force: true });
  } catch {
    // somebody else was quicker
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function isReachable(url: string): Promise<boolean> {
  try {
    await administer(url, 'select 1');
    return true;
  } catch {
    return false;
  }
}
