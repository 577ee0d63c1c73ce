import { spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { quickFolder } from './quick-folder.ts';

/** A private PostgreSQL server for tests and development: its own folder, its own port, ended by its own id. */
export interface Cluster {
  /** Connects as superuser to the database `postgres`. */
  readonly url: string;
  readonly folder: string;
  /** The id of the server process; changes with `crashAndRestart`. */
  pid(): number;
  /** Ends the server without a checkpoint, as a power cut would, and starts it again on the same files and port. */
  crashAndRestart(): Promise<void>;
  /** Ends the server and removes its folder. Safe to call twice. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Commits reach the disk (needed by crash tests). Without it the server never waits for the disk. */
  readonly durable?: boolean;
}

const start_timeout_ms = 60_000;
const stop_timeout_ms = 20_000;

/** The folder with `initdb` and `postgres`, newest version first; undefined when PostgreSQL is not installed. */
export function postgresBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':').filter((folder) => folder !== ''),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

export async function startPostgres({ durable = false }: ClusterOptions = {}): Promise<Cluster> {
  const binaries = postgresBinaries();
  if (binaries === undefined)
    throw new Error('PostgreSQL is not installed (Debian: apt-get install postgresql)');
  const identity = serverIdentity();
  // what is to outlive a crash goes to the disk
  const folder = await mkdtemp(join(durable ? tmpdir() : quickFolder(), 'guichet-postgres-'));
  if (identity !== undefined) await chown(folder, identity.uid, identity.gid);
  try {
    const password = await initialise(binaries, folder, identity, durable);
    return await runCluster(binaries, folder, identity, durable, password);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root, so root starts it as `postgres` or, failing that, `nobody`. */
function serverIdentity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
  const identity = users.get('postgres') ?? users.get('nobody');
  if (identity === undefined) throw new Error('there is no user `postgres` or `nobody` to run PostgreSQL as');
  return identity;
}

/** Makes the cluster's files. The locale is C, so that text sorts by byte as it does in SQLite. */
async function initialise(
  binaries: string,
  folder: string,
  identity: Identity | undefined,
  durable: boolean,
): Promise<string> {
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (identity !== undefined) await chown(passwordFile, identity.uid, identity.gid);
  const made = spawnSync(
    join(binaries, 'initdb'),
    [
      ...['--pgdata', join(folder, 'data'), '--username', 'guichet', '--pwfile', passwordFile],
      ...['--auth', 'password', '--encoding', 'UTF8', '--locale', 'C'],
      ...(durable ? [] : ['--no-sync']),
    ],
    { ...identity, cwd: folder, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
  );
  if (made.status !== 0)
    throw new Error(`initdb failed: ${made.error?.message ?? made.stdout + made.stderr}`);
  return password;
}

async function runCluster(
  binaries: string,
  folder: string,
  identity: Identity | undefined,
  durable: boolean,
  password: string,
): Promise<Cluster> {
  const port = await freePort();
  const url = `postgres://guichet:${password}@127.0.0.1:${port}/postgres`;
  let server = await runServer(binaries, folder, identity, durable, port, url);
  return {
    url,
    folder,
    pid: () => server.pid,
    async crashAndRestart() {
      await server.end('SIGQUIT');
      server = await runServer(binaries, folder, identity, durable, port, url);
    },
    async stop() {
      await server.end('SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Server {
  readonly pid: number;
  end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void>;
}

/**
 * The shell becomes the server (`exec`), after leaving a watcher behind that reads our end of a pipe. When this
 * process dies, however it dies, the pipe closes and the watcher ends the server: nothing is left running.
 * A line written to the pipe tells the watcher that the server has been ended already.
 */
const supervised = `
  exec 3<&0
  { read -r word <&3 || kill -INT $$; } >/dev/null 2>&1 &
  exec "$@" 3<&- </dev/null`;

async function runServer(
  binaries: string,
  folder: string,
  identity: Identity | undefined,
  durable: boolean,
  port: number,
  url: string,
): Promise<Server> {
  const logFile = join(folder, 'log');
  const log = openSync(logFile, 'a');
  const settings = { ...serverSettings(port), ...(durable ? {} : unsafeSettings) };
  const child = spawn(
    '/bin/sh',
    [
      ...['-c', supervised, 'sh', join(binaries, 'postgres'), '-D', join(folder, 'data')],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    // a group of its own: Ctrl-C in a terminal must reach us alone, who then end the server in order
    { ...identity, cwd: folder, stdio: ['pipe', log, log], detached: true },
  );
  closeSync(log);
  child.stdin?.on('error', () => {}); // the watcher may be gone already
  const exited = once(child, 'exit');
  exited.catch(() => {});
  const { pid } = child;
  if (pid === undefined) throw new Error('PostgreSQL could not be started');
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const end = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
    child.ref(); // there is something to wait for again
    if (running()) child.kill(signal);
    const ended = await Promise.race([exited, delay(stop_timeout_ms, undefined, { ref: false })]);
    if (ended === undefined && running()) {
      child.kill('SIGQUIT');
      await exited;
    }
    child.stdin?.end('ended\n');
  };
  const ready = await answers(url, running);
  if (!ready) {
    await end('SIGQUIT');
    throw new Error(`PostgreSQL did not start: ${(await readFile(logFile, 'utf8')).slice(-2000)}`);
  }
  child.unref();
  return { pid, end };
}

const serverSettings = (port: number): Record<string, string | number> => ({
  listen_addresses: '127.0.0.1',
  port,
  unix_socket_directories: '',
  max_connections: 300,
  shared_buffers: '128MB',
  log_min_messages: 'warning',
});

/** Right for tests alone: a machine that stops leaves the files useless. */
const unsafeSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_wal_size: '256MB',
};

async function answers(url: string, running: () => boolean): Promise<boolean> {
  const deadline = Date.now() + start_timeout_ms;
  while (running() && Date.now() < deadline) {
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      return true;
    } catch {
      await delay(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
  return false;
}

/** below those that systems give to whoever asks for any: else one of the many sockets of tests may have it before the server */
const [port_min, port_max] = [15_000, 30_000];
const ports_tried_max = 50;

/** A port that nobody listens on, and that stays free until the server has it, also while it is started again. */
async function freePort(): Promise<number> {
  for (let tried = 0; tried < ports_tried_max; tried += 1) {
    const port = randomInt(port_min, port_max);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}

async function isFree(port: number): Promise<boolean> {
  const listener = createServer().listen(port, '127.0.0.1');
  try {
    await once(listener, 'listening');
  } catch {
    return false;
  }
  listener.close();
  await once(listener, 'close');
  return true;
}

/** `node scripts/postgres.ts`: a throw-away server for development, until Ctrl-C. */
if (import.meta.main) {
  const cluster = await startPostgres({ durable: process.argv.includes('--durable') });
  console.log(`DATABASE_URL=${cluster.url}`);
  console.log(`server ${cluster.pid()} in ${cluster.folder}; Ctrl-C ends it and removes its files`);
  const wait = setInterval(() => {}, 60_000);
  const end = (): void => {
    clearInterval(wait);
    cluster.stop().catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    });
  };
  process.once('SIGINT', end).once('SIGTERM', end);
}
