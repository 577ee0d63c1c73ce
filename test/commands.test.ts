import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import { openOffice, runGuichet, type Env } from './fixtures/office-process.ts';
import { postgresMissing, testDatabase } from './postgres.ts';

/** The commands as an operator runs them: real processes, on folders and ports of their own. */

describe('the command line', () => {
  test('states its exit codes, and ends with 2 when it is used wrongly', async () => {
    const help = await runGuichet(['--help']);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /3 {2}findings/);
    const wrong = await runGuichet(['serv']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /unknown command 'serv'/);
    const option = await runGuichet(['doctor', '--nope']);
    assert.equal(option.code, 2);
  });

  test('says in JSON what is wrong with a setting, and not its value where that is secret', async () => {
    const ended = await runGuichet(['serve', '--port', '99999', '--json'], {
      DATABASE_URL: 'mysql://root:hunter2@db',
    });
    assert.equal(ended.code, 2);
    const { error, problems } = JSON.parse(ended.stderr) as { error: string; problems: string[] };
    assert.equal(error, 'config');
    assert.equal(problems.length, 2);
    assert.ok(!ended.stderr.includes('hunter2'));
  });

  test('the demo refuses an address that others reach', async () => {
    const ended = await runGuichet(['demo'], { HOST: '0.0.0.0' });
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /loopback/);
  });

  test('the demo refuses a dialect that there is not', async () => {
    const ended = await runGuichet(['demo', 'nosuch'], { PORT: '0' });
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /no dialect "nosuch"/);
  });
});

describe('an office of its own', () => {
  let folder = '';
  let env: Env = {};
  const file = (name: string) => join(folder, name);
  const guichet = (...args: string[]) => runGuichet(args, env);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-commands-'));
    env = { GUICHET_DATA: folder };
    const made = await guichet('organizers', 'add', 'parc', '--name', 'Parc de la Luge', '--json');
    assert.equal(made.code, 0, made.stderr);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('issues a key that is shown once, lists it by its end, and revokes it', async () => {
    const issued = await guichet('keys', 'issue', 'billetweb', '--organizer', 'parc', '--json');
    assert.equal(issued.code, 0, issued.stderr);
    const { credential_id, key, public_name } = issued.json() as Record<string, string>;
    assert.match(public_name ?? '', /^\d{6,}$/);
    const listed = await guichet('keys', 'list', '--dialect', 'billetweb');
    assert.ok(!listed.stdout.includes(key ?? ''));
    assert.match(listed.stdout, /valid/);
    assert.equal((await guichet('keys', 'revoke', String(credential_id))).code, 0);
    const after = (await guichet('keys', 'list', '--json')).json() as { revoked_at: number | null }[];
    assert.ok(after.every(({ revoked_at }) => revoked_at !== null));
    assert.equal((await guichet('keys', 'revoke', '1')).code, 1);
  });

  test("takes a vendor's own key from standard input, and none that everybody knows", async () => {
    const issue = (key: string) =>
      runGuichet(
        ['keys', 'issue', 'billetweb', '--organizer', 'parc', '--user', '77', '--key-from', '-'],
        env,
        `${key}\n`,
      );
    assert.equal((await issue('0123456789abcdef')).code, 0);
    const known = await issue('demo-billetweb');
    assert.equal(known.code, 2);
    assert.match(known.stderr, /everybody knows/);
  });

  test('imports events and prices from CSV, naming what is wrong row by row', async () => {
    writeFileSync(file('events.csv'), 'name;starts_at\nFête d’hiver;2027-01-10\n;2027-01-11\nX;nonsense\n');
    const refused = await guichet('import', 'events', file('events.csv'), '--organizer', 'parc');
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /row 3: name is missing/);
    assert.match(refused.stderr, /row 4: starts_at: "nonsense"/);
    assert.match(refused.stdout, /^Nothing was taken in/);
    const taken = await guichet(
      'import',
      'events',
      file('events.csv'),
      '--organizer',
      'parc',
      '--skip-errors',
      '--json',
    );
    assert.deepEqual((taken.json() as { counts: unknown }).counts, { made: 1, changed: 0, unchanged: 0 });
    writeFileSync(file('prices.csv'), 'event,name,code,amount\nFête d’hiver,Plein tarif,FH-P,"12,50"\n');
    const prices = await guichet('import', 'prices', file('prices.csv'), '--organizer', 'parc', '--json');
    assert.deepEqual((prices.json() as { counts: unknown }).counts, { made: 1, changed: 0, unchanged: 0 });
    const again = await guichet('import', 'prices', file('prices.csv'), '--organizer', 'parc', '--json');
    assert.deepEqual((again.json() as { counts: unknown }).counts, { made: 0, changed: 0, unchanged: 1 });
    const listed = await guichet('export', 'prices', '--organizer', 'parc');
    assert.match(listed.stdout, /Plein tarif,FH-P,12\.50,EUR/);
  });

  test("takes in BilletWeb's list of the document, keeps its ids, and a second time changes nothing", async () => {
    const attendee = {
      id: '12345678',
      barcode: '6743097169',
      ref: 'BW-XXXXXX',
      ticket: 'Luge - Forfait 4 tours',
      ticket_id: 12345,
      name: 'Jean Dupont',
      email: 'jean@email.com',
      used: '0',
      date: '2026-05-15 10:30:00',
      price: '11.00',
      event_id: '1350897',
    };
    const take = async (list: unknown[], ...more: string[]) => {
      writeFileSync(file('list.json'), JSON.stringify(list));
      const ended = await guichet(
        'import',
        'billetweb',
        file('list.json'),
        '--organizer',
        'parc',
        '--json',
        ...more,
      );
      return ended.json() as { counts: Record<string, number>; problems: { row: number }[] };
    };
    const wrong = await take([attendee, { ...attendee, price: 'free' }]);
    assert.deepEqual([wrong.counts, wrong.problems.map(({ row }) => row)], [{}, [2]]);
    assert.equal((await take([attendee], '--dry-run')).counts['tickets'], 1);
    assert.equal((await take([attendee])).counts['tickets'], 1);
    assert.equal((await take([attendee])).counts['unchanged'], 1);
    assert.equal((await take([{ ...attendee, used: '1' }])).counts['used'], 1);
    const out = await guichet('export', 'billetweb', '--organizer', 'parc');
    const [row] = out.json() as Record<string, unknown>[];
    const { event_id, ticket_id, id, barcode, used } = row ?? {};
    assert.deepEqual(
      { event_id, ticket_id, id, barcode, used },
      {
        event_id: '1350897',
        ticket_id: 12345,
        id: '12345678',
        barcode: '6743097169',
        used: '1',
      },
    );
  });

  test('exports what it has sold and takes the same file in again elsewhere', async () => {
    const out = await guichet('export', 'tickets', '--organizer', 'parc', '--output', file('tickets.csv'));
    assert.equal(out.code, 0, out.stderr);
    assert.ok(!existsSync(file('tickets.csv.partial')));
    await guichet('organizers', 'add', 'other', '--name', 'Other');
    const take = ['import', 'tickets', file('tickets.csv'), '--organizer', 'other', '--json'];
    const first = (await guichet(...take)).json() as { counts: Record<string, number> };
    assert.equal(first.counts['tickets'], 1);
    const second = (await guichet(...take)).json() as { counts: Record<string, number> };
    assert.equal(second.counts['unchanged'], 1);
  });

  test('backs up into a file that is not there yet, which opens as a database', async () => {
    const copy = file('copy.sqlite');
    assert.equal((await guichet('backup', copy)).code, 0);
    const database = new DatabaseSync(copy, { readOnly: true });
    assert.equal(
      database.prepare('select count(*) as many from organizer where slug = ?').get('parc')?.['many'],
      1,
    );
    database.close();
    assert.equal((await guichet('backup', copy)).code, 2);
  });

  test('serves, ends with 0 on a signal, and leaves the ledger sealed and the doctor silent', async () => {
    await using office = await openOffice(['serve'], env);
    assert.equal((await fetch(`${office.url}/readyz`)).status, 200);
    assert.equal((await fetch(`${office.url}/sandbox/clock`)).status, 404);
    assert.equal((await fetch(`${office.url}/billetweb/api/events?user=1&key=x`)).status, 200);
    const during = await guichet('doctor');
    assert.equal(during.code, 0, during.stdout);
    assert.match(during.stdout, /^All is well in .*\n$/);
    assert.equal(await office.stop(), 0);
    const verified = await guichet('ledger', 'verify', '--json');
    assert.equal(verified.code, 0);
    assert.ok((verified.json() as { rows: number }).rows > 0);
  });

  test('doctor ends with 3 and says in plain words what is wrong', async () => {
    const database = new DatabaseSync(file('guichet.sqlite'));
    database.exec("update ledger set action = 'nothing.happened' where seal_position = 1");
    database.close();
    const verified = await guichet('ledger', 'verify');
    assert.equal(verified.code, 3);
    assert.match(verified.stdout, /a row was changed/);
    const examined = await guichet('doctor', '--json');
    assert.equal(examined.code, 3);
    const { healthy, findings } = examined.json() as { healthy: boolean; findings: unknown[] };
    assert.equal(healthy, false);
    assert.ok(findings.length > 0);
    assert.match((await guichet('doctor')).stdout, /^(ERROR|warning) \w+: /);
  });
});

describe('the demo as a process', () => {
  test('opens, is a ticket office within its first call, and lets nobody serve its data for good', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guichet-demo-'));
    try {
      await using office = await openOffice(['demo', 'billetweb'], { GUICHET_DATA: folder });
      const keys = 'user=268537&key=demo-billetweb&version=1';
      const event = `${office.url}/billetweb/api/event/1350897`;
      const call = async (address: string, body: unknown) =>
        (await fetch(address, { method: 'POST', body: JSON.stringify(body) })).json();
      const order = [{ name: 'Durand', email: 'alice@example.com', products: [{ ticket: 12345 }] }];
      const [sold] = (await call(`${event}/add_order?${keys}`, order)) as {
        products_eq: string[];
        products_details: { product_download: string }[];
      }[];
      const pdf = await fetch(sold?.products_details[0]?.product_download ?? '');
      assert.equal(pdf.headers.get('content-type'), 'application/pdf');
      assert.equal(
        Buffer.from(await pdf.arrayBuffer())
          .subarray(0, 5)
          .toString(),
        '%PDF-',
      );
      const code = sold?.products_eq[0];
      const check = () => call(`${event}/check?${keys}`, { code });
      assert.deepEqual(await check(), { success: true, message: 'Billet composté avec succès' });
      assert.deepEqual(await check(), { error: 'Ce billet a déjà été utilisé' });
      const root = await (await fetch(office.url)).text();
      assert.match(root, /demo-billetweb/);
      assert.equal((await runGuichet(['doctor', '--demo'], { GUICHET_DATA: folder })).code, 0);
      assert.equal(await office.stop(), 0);
      const served = await runGuichet(['serve'], { GUICHET_DATA: join(folder, 'demo'), PORT: '0' });
      assert.equal(served.code, 2);
      assert.match(served.stderr, /belongs to the demo/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('an office on PostgreSQL', { skip: postgresMissing() }, () => {
  test('is served and examined like any other, and backed up by the tools of PostgreSQL', async () => {
    const database = await testDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'guichet-commands-'));
    try {
      const env = { DATABASE_URL: database.url, GUICHET_DATA: folder };
      assert.equal((await runGuichet(['organizers', 'add', 'parc', '--name', 'Parc'], env)).code, 0);
      const backup = await runGuichet(['backup', join(folder, 'copy')], env);
      assert.equal(backup.code, 1);
      assert.match(backup.stderr, /pg_dump/);
      const keyless = await runGuichet(['serve'], { ...env, PORT: '0' });
      assert.equal(keyless.code, 2);
      assert.match(keyless.stderr, /GUICHET_SECRET_KEY/);
      const doctor = await runGuichet(['doctor', '--json'], env);
      assert.deepEqual([doctor.code, doctor.json()], [0, { healthy: true, findings: [] }]);
    } finally {
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
