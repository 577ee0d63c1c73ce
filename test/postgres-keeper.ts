import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { startPostgres } from '../scripts/postgres.ts';
import { lockFile, type SharedServer } from './postgres.ts';

/**
 * Keeps the PostgreSQL server that hand-run test files share (see `postgres.ts`), and ends it, with its files,
 * when nobody has been connected for `idle_limit_ms`.
 */
const idle_limit_ms = 15 * 60_000;
const look_every_ms = 15_000;

function announce(state: SharedServer): void {
  const draft = `${lockFile}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
  renameSync(draft, lockFile);
}

/** Connections open beside our own mean that somebody is at work. */
async function inUse(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return (rowCount ?? 0) > 0;
  } finally {
    await client.end();
  }
}

const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort()).once('SIGINT', () => stopping.abort());

announce({ keeper: process.pid });
try {
  const cluster = await startPostgres();
  announce({ keeper: process.pid, url: cluster.url });
  try {
    let used_at = Date.now();
    while (!stopping.signal.aborted && Date.now() - used_at < idle_limit_ms) {
      await delay(look_every_ms, undefined, { signal: stopping.signal }).catch(() => {});
      if (await inUse(cluster.url)) used_at = Date.now();
    }
  } finally {
    rmSync(lockFile, { force: true });
    await cluster.stop();
  }
} catch (error) {
  rmSync(lockFile, { force: true });
  throw error;
}
