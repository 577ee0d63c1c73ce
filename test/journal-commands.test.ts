import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import { createSecretSealer } from '../src/office/access/sealing.ts';
import { createOrganizer } from '../src/office/catalogue/organizer.ts';
import { formatLocalDate } from '../src/domain/local-time.ts';
import { createArticle } from '../src/office/counter/article.ts';
import { createPaymentMode } from '../src/office/counter/counter.ts';
import { ringUp } from '../src/office/counter/ring-up.ts';
import { closeCounterSession } from '../src/office/counter/session.ts';
import { openStore, sqliteFileName } from '../src/store/open-store.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { systemActor } from '../src/store/transaction.ts';
import { runGuichet } from './fixtures/office-process.ts';

/** What seals the key that signs; one that is used nowhere else. */
const secret_key = randomBytes(32);

/** Three sales and a closing in a database of its own. */
async function fill(data_folder: string): Promise<void> {
  const store = await openStore({ data_folder, surroundings: systemSurroundings() });
  await store.write(systemActor, async (tx) => {
    const house = { slug: 'bar', name: 'Bar', zone: 'Europe/Paris', currency: 'EUR' };
    const organizer_id = await createOrganizer(tx, house);
    const article_id = await createArticle(tx, { organizer_id, name: 'Café', amount: 250 });
    const payment_mode_id = await createPaymentMode(tx, { organizer_id, name: 'Espèces', method: 'cash' });
    const sale = {
      organizer_id,
      channel: 'counter',
      stage: 'validated',
      items: [{ kind: 'article', article_id, quantity: 2 }],
      payments: [{ payment_mode_id, amount: 'rest' }],
    } as const;
    await ringUp(tx, sale);
    await ringUp(tx, sale);
    const { counter_session_id = 0 } = await ringUp(tx, sale);
    const closing = {
      organizer_id,
      counter_session_id,
      closing_amount: 1500,
      sealer: createSecretSealer(secret_key),
    };
    await closeCounterSession(tx, closing);
  });
  await store.close();
}

describe('the journal on the command line', () => {
  let folder = '';
  const guichet = (...args: string[]) => runGuichet(args, { GUICHET_DATA: folder });
  const file = (name: string) => join(folder, name);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-journal-'));
    await fill(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('verifies in the database, is exported, and verifies in the file alone', async () => {
    const good = await guichet('journal', 'verify');
    assert.equal(good.code, 0, good.stdout + good.stderr);
    assert.match(good.stdout, /bar, Caisse: 8 lines, without a gap/);
    const archive = file('bar.journal');
    assert.equal((await guichet('journal', 'export', archive, '--organizer', 'bar')).code, 0);
    const again = await guichet('journal', 'export', archive, '--organizer', 'bar');
    assert.equal(again.code, 2);
    assert.match(again.stderr, /not overwritten/);
    const verified = await guichet('journal', 'verify', archive, '--json');
    assert.equal(verified.code, 0, verified.stdout);
    const { lines, public_key } = verified.json() as { lines: number; public_key: string };
    assert.equal(lines, 8);
    assert.equal((await guichet('journal', 'verify', archive, '--public-key', public_key)).code, 0);
    const other = Buffer.alloc(32, 7).toString('base64');
    const foreign = await guichet('journal', 'verify', archive, '--public-key', other);
    assert.equal(foreign.code, 3);
    assert.match(foreign.stdout, /line 8 has a signature that is not of the key/);
  });

  test('a stretch of it stands by itself', async () => {
    const archive = file('part.journal');
    const flags = ['--organizer', 'bar', '--first', '4', '--last', '6'];
    assert.equal((await guichet('journal', 'export', archive, ...flags)).code, 0);
    const verified = await guichet('journal', 'verify', archive);
    assert.equal(verified.code, 0, verified.stdout);
    assert.match(verified.stdout, /3 lines from number 4/);
  });

  test('is summed up by a report: words, CSV, a PDF, and data', async () => {
    const today = formatLocalDate(systemSurroundings().now(), 'Europe/Paris');
    const words = await guichet('journal', 'report', '--organizer', 'bar');
    assert.equal(words.code, 0, words.stderr);
    assert.match(words.stdout, new RegExp(`^X report of ${today}: Bar, Caisse \\(EUR\\)\nlines 1 to 8, `));
    assert.match(words.stdout, /\n {2}sold +3 +15\.00\n/);
    const told = await guichet(
      'journal',
      'report',
      '--organizer',
      'bar',
      '--period',
      today.slice(0, 7),
      '--json',
    );
    const [month] = told.json() as { sign: string; kind: string; report: { net: number } }[];
    assert.deepEqual([month?.sign, month?.kind, month?.report.net], ['X', 'month', 1500]);
    const of = ['journal', 'report', '--organizer', 'bar', '--period', today.slice(0, 4)];
    const csv = await guichet(...of, '--format', 'csv');
    assert.match(csv.stdout, new RegExp(`\n${today.slice(0, 4)},Caisse,net,,,15\\.00,,\n`));
    const pdf = file('year.pdf');
    assert.equal((await guichet(...of, '--format', 'pdf', '--output', pdf)).code, 0);
    assert.equal(readFileSync(pdf).subarray(0, 5).toString(), '%PDF-');
    const empty = (
      await guichet('journal', 'report', '--organizer', 'bar', '--period', '2001', '--json')
    ).json();
    const [{ report }] = empty as [{ report: { first_at: unknown; last_at: unknown; net: number } }];
    assert.deepEqual([report.first_at, report.last_at, report.net], [null, null, 0]);
  });

  test('a report that cannot be is refused: a period, a counter, an organizer, a PDF without a file', async () => {
    const of = ['journal', 'report', '--organizer'];
    for (const [code, ...args] of [
      [1, ...of, 'bar', '--period', '2026-13'],
      [2, ...of, 'bar', '--counter', 'Kiosk'],
      [2, ...of, 'nobody'],
      [2, ...of, 'bar', '--format', 'pdf'],
      [2, ...of, 'bar', '--format', 'csv', '--json'],
      [2, ...of, 'bar', '--format', 'xml'],
    ] as const)
      assert.equal((await guichet(...args)).code, code, args.join(' '));
  });

  test('another key signs from here on, and who trusts the first can follow', async () => {
    const secret = { GUICHET_DATA: folder, GUICHET_SECRET_KEY: secret_key.toString('hex') };
    const turned = await runGuichet(['journal', 'rotate-key', '--organizer', 'bar', '--json'], secret);
    assert.equal(turned.code, 0, turned.stderr);
    const { public_key, before, journals } = turned.json() as Record<string, unknown>;
    assert.notEqual(public_key, before);
    assert.equal(journals, 1);
    const archive = file('turned.journal');
    assert.equal((await guichet('journal', 'export', archive, '--organizer', 'bar')).code, 0);
    const verified = await guichet('journal', 'verify', archive, '--public-key', String(before));
    assert.equal(verified.code, 0, verified.stdout);
    assert.match(verified.stdout, /9 lines/);
    assert.equal((await guichet('journal', 'verify')).code, 0);
  });

  test('a byte changed in the archive, a line cut off, and a file of something else are told', async () => {
    const text = readFileSync(file('bar.journal'), 'utf8');
    const changed = file('changed.journal');
    writeFileSync(changed, text.replace('|sale|', '|sole|'));
    const found = await guichet('journal', 'verify', changed);
    assert.equal(found.code, 3);
    assert.match(found.stdout, /line 2 was changed after it was written/);
    writeFileSync(changed, text.split('\n').slice(0, -3).join('\n'));
    assert.match((await guichet('journal', 'verify', changed)).stdout, /line 8 is missing/);
    writeFileSync(changed, 'name;amount\n');
    assert.equal((await guichet('journal', 'verify', changed)).code, 2);
  });

  test('a byte changed in the database is found and named', async () => {
    const db = new DatabaseSync(file(sqliteFileName));
    db.exec("update journal_line set content = replace(content, 'Café', 'Cafe') where number = 4");
    db.close();
    const found = await guichet('journal', 'verify');
    assert.equal(found.code, 3);
    assert.match(found.stdout, /line 4 was changed after it was written/);
    const told = (await guichet('journal', 'verify', '--json')).json() as { damages: unknown };
    assert.deepEqual(told.damages, [{ number: 4, what: 'line_changed' }]);
  });
});
