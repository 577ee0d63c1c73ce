/**
 * A server to be measured, as a process of its own: `floor` is a bare Fastify with a constant and with one row through
 * the store's group commit, `office` is the office with BilletWeb and uTick served. Prints its address as JSON once it listens.
 */
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { startBackground } from '../src/cli/background.ts';
import { allocateYoung } from '../src/cli/young-allocation.ts';
import { readConfig } from '../src/config.ts';
import { billetweb } from '../src/dialects/billetweb/serve.ts';
import { utick } from '../src/dialects/utick/serve.ts';
import { weezevent } from '../src/dialects/weezevent/serve.ts';
import { caisse } from '../src/dialects/caisse/serve.ts';
import { startServer } from '../src/http/server.ts';
import { createSecretSealer } from '../src/office/access/sealing.ts';
import { openStore } from '../src/store/open-store.ts';
import { statement } from '../src/store/statement.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { systemActor } from '../src/store/transaction.ts';

allocateYoung();
const [mode, data_folder] = process.argv.slice(2);
if (data_folder === undefined) throw new Error('usage: server.ts floor|office FOLDER');

const surroundings = systemSurroundings();
const store = await openStore({ data_folder, database_url: process.env['BENCH_DATABASE_URL'], surroundings });

const putRow = statement<{ key: string; value: string }, never>((db, slot) =>
  db.insertInto('meta').values({ key: slot('key'), value: slot('value') }),
);

async function serveFloor(): Promise<number> {
  const app = Fastify({ logger: false });
  const run = `${process.pid}-${Date.now()}-`;
  let row = 0;
  app.get('/constant', () => Promise.resolve({ ok: true }));
  app.post('/row', async () => {
    row += 1;
    const key = run + row;
    await store.write(systemActor, (tx) => tx.run(putRow, { key, value: 'x' }));
    return { ok: true };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

async function serveOffice(): Promise<number> {
  const env = { PORT: '0', GUICHET_CREDENTIAL_LIMITS: 'off', GUICHET_LOG_LEVEL: 'silent' };
  const config = readConfig({ mode: 'demo', env });
  const office = {
    store,
    surroundings,
    sealer: createSecretSealer(Buffer.alloc(32, 'bench')),
    settings: { public_base_url: 'http://127.0.0.1:8855', credential_limits: false },
  };
  const server = await startServer({ office, dialects: [billetweb, caisse, utick, weezevent], config });
  // as in production: holds expire, the ledger is sealed
  startBackground(office, (error) => {
    throw error;
  });
  return server.addresses[0]?.port ?? 0;
}

const port = mode === 'floor' ? await serveFloor() : await serveOffice();
process.stdout.write(`${JSON.stringify({ port })}\n`);
process.once('SIGTERM', () => process.exit(0));
