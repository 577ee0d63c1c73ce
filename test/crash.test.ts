import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../scripts/postgres.ts';
import { createApplication } from '../src/office/access/applications.ts';
import { issueCredential } from '../src/office/access/credentials.ts';
import { examine } from '../src/office/doctor/examine.ts';
import { openStore } from '../src/store/open-store.ts';
import { systemActor, type Store } from '../src/store/transaction.ts';
import { openOffice } from './fixtures/office-process.ts';
import { openEvent } from './fixtures/open-event.ts';
import { postgresMissing } from './postgres.ts';

/** The office sells and checks, is killed in the middle of it, and opens again: what it has said, it has kept. */

const rounds = 3;
const callers = 12;
/** acknowledged checks of a round before it may end; a busy machine takes its time for them */
const checks_min = 50;
const load_ms = 400;
const keys = { user: 'crash', key: 'a key of the crash test' };
const realSurroundings = { now: Date.now, random: (bytes: number) => randomBytes(bytes) };

/** What the office has acknowledged, by barcode. */
interface Acknowledged {
  readonly sold: Set<string>;
  readonly checked: Set<string>;
}

// side by side: most of the time goes into starting processes
void describe('a killed office', { concurrency: 2 }, () => {
  for (const engine of ['sqlite', 'postgres'] as const) {
    const skip = engine === 'postgres' ? postgresMissing() : false;
    void test(`a killed office keeps all it has acknowledged (${engine})`, { skip }, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'guichet-crash-'));
      const cluster = engine === 'postgres' ? await startPostgres({ durable: true }) : undefined;
      const open = () =>
        openStore({ data_folder: folder, database_url: cluster?.url, surroundings: realSurroundings });
      try {
        const { event, price } = await prepare(await open());
        const env = {
          GUICHET_DATA: folder,
          DATABASE_URL: cluster?.url,
          GUICHET_SECRET_KEY: randomBytes(32).toString('hex'),
          GUICHET_CREDENTIAL_LIMITS: 'off',
        };
        const said: Acknowledged = { sold: new Set(), checked: new Set() };
        for (let round = 0; round < rounds; round += 1) {
          const before = said.checked.size;
          await using office = await openOffice(['serve'], env);
          const working = Array.from({ length: callers }, () => work(office.url, event, price, said));
          const ended = Promise.all(working).then(() => true);
          while (said.checked.size < before + checks_min)
            if (await Promise.race([ended, sleep(10, false)])) break;
          // the moment differs from round to round: in the middle of a commit, of an answer, of a batch
          await sleep(Math.random() * load_ms);
          await office.crash();
          await ended;
          // the database dies with it
          await cluster?.crashAndRestart();
          assert.ok(said.checked.size >= before + checks_min, 'the office has worked in this round');
          const store = await open();
          try {
            await assertKept(store, said);
          } finally {
            await store.close();
          }
        }
      } finally {
        await cluster?.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});

/** An event with a limited pool and a credential; gives the ids as the dialect shows them. */
async function prepare(store: Store): Promise<{ event: number; price: number }> {
  const made = await store.write(systemActor, async (tx) => {
    const opened = await openEvent(tx, 1_000_000);
    const { organizer_id } = opened;
    const application_id = await createApplication(tx, { name: 'crash', organizer_ids: [organizer_id] });
    await issueCredential(tx, {
      application_id,
      dialect: 'billetweb',
      public_name: keys.user,
      key: keys.key,
    });
    return opened;
  });
  await store.close();
  return { event: 1_500_000_000 + made.event_id, price: 1_500_000_000 + made.price_id };
}

/** Sells two tickets, checks one of them, and again, until the office is gone. */
async function work(url: string, event: number, price: number, said: Acknowledged): Promise<void> {
  const call = async (name: string, body: unknown): Promise<unknown> => {
    const query = new URLSearchParams({ ...keys, version: '1' });
    const answer = await fetch(`${url}/billetweb/api/event/${event}/${name}?${query.toString()}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  try {
    for (;;) {
      const products = [{ ticket: price, name: 'Crash' }, { ticket: price }];
      const sold = (await call('add_order', [{ name: 'Crash', products }])) as { products_eq?: string[] }[];
      const codes = sold[0]?.products_eq ?? [];
      assert.equal(codes.length, 2, JSON.stringify(sold));
      for (const code of codes) said.sold.add(code);
      const [code = ''] = codes;
      const checked = (await call('check', { code })) as { success?: boolean };
      assert.equal(checked.success, true, JSON.stringify(checked));
      said.checked.add(code);
    }
  } catch (error) {
    // the connection that broke off; anything that the office answered wrongly is a failure
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
  }
}

/** Every sale and every check that was acknowledged is there, and the doctor finds nothing. */
async function assertKept(store: Store, said: Acknowledged): Promise<void> {
  const rows = await store.read((rx) =>
    rx.db
      .selectFrom('barcode')
      .innerJoin('ticket', 'ticket.id', 'barcode.ticket_id')
      .innerJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
      .select(['barcode.code', 'ticket.state', 'entitlement.first_used_at', 'entitlement.used'])
      .execute(),
  );
  const stored = new Map(rows.map((row) => [row.code, row]));
  const lost = [...said.sold].filter((code) => stored.get(code)?.state !== 'valid');
  assert.deepEqual(lost, [], 'a ticket that was acknowledged is missing');
  const forgotten = [...said.checked].filter((code) => {
    const row = stored.get(code);
    return row?.used !== 1 || row.first_used_at === null;
  });
  assert.deepEqual(forgotten, [], 'a check that was acknowledged is missing');
  const findings = await store.read((rx) => examine(rx, { now: Date.now() }));
  assert.deepEqual(findings, []);
}
