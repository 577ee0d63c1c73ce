import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { runGuichet } from './fixtures/office-process.ts';

/** What an operator types in a hurry: wrong files, wrong words, and files where something else stands. */

describe('a command that is given what it cannot use', () => {
  let folder = '';
  const file = (name: string) => join(folder, name);
  const guichet = (...args: string[]) => runGuichet(args, { GUICHET_DATA: folder });
  const take = (what: string, name: string, ...more: string[]) =>
    guichet('import', what, file(name), '--organizer', 'parc', ...more);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-operator-'));
    chmodSync(folder, 0o755);
    const made = await guichet('organizers', 'add', 'parc', '--name', 'Parc');
    assert.equal(made.code, 0, made.stderr);
    writeFileSync(file('events.csv'), 'name,starts_at\nLuge,2027-01-10\nNuit,2027-01-11\n');
    assert.equal((await take('events', 'events.csv')).code, 0);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('says its version, and makes a database that nobody else on the machine reads', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    assert.equal((await guichet('--version')).stdout, `${version}\n`);
    assert.equal(statSync(file('guichet.sqlite')).mode & 0o777, 0o600);
  });

  test('issues no key that nobody could call with', async () => {
    const issue = (...args: string[]) => guichet('keys', 'issue', ...args, '--organizer', 'parc');
    const refused = [
      await issue('biletweb'),
      await issue('api', '--scopes', 'sales.read,sell'),
      await issue('api', '--user', 'me'),
      await issue('api', '--expires', '2020-01-01'),
    ];
    assert.deepEqual(
      refused.map(({ code }) => code),
      [2, 2, 2, 2],
    );
    assert.match(refused[0]?.stderr ?? '', /There are: api, hub, billetweb/);
    assert.match(refused[1]?.stderr ?? '', /^sell: no such scope/);
    assert.match((await guichet('keys', 'list')).stdout, /There are no keys yet/);
    assert.equal((await issue('api', '--scopes', 'sales.read')).code, 0);
    assert.match((await issue('weezevent')).stdout, /username {2}\S+\n {2}api_key/);
    const listed = (await guichet('keys', 'list', '--json')).json() as { organizers: string[] }[];
    assert.deepEqual(
      listed.map(({ organizers }) => organizers),
      [['parc'], ['parc']],
    );
  });

  test('reads CSV as French spreadsheets write it, and a capacity that has changed', async () => {
    const written = (capacity: number) =>
      Buffer.from(`event;name;amount;code;capacity;quota\r\nLuge;Été;12,50;ETE;${capacity};\r\n`, 'latin1');
    writeFileSync(file('prices.csv'), written(40));
    const first = await take('prices', 'prices.csv');
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /^Columns that are not read: quota\.$/m);
    const exported = await guichet('export', 'prices', '--organizer', 'parc');
    assert.match(exported.stdout, /,Été,ETE,12\.50,EUR,\d+,\d+,,40$/m);
    writeFileSync(file('prices.csv'), written(60));
    const counts = async () =>
      ((await take('prices', 'prices.csv', '--json')).json() as { counts: unknown }).counts;
    assert.deepEqual(await counts(), { made: 0, changed: 1, unchanged: 0 });
    assert.deepEqual(await counts(), { made: 0, changed: 0, unchanged: 1 });
    const database = new DatabaseSync(file('guichet.sqlite'), { readOnly: true });
    assert.deepEqual(
      database
        .prepare("select capacity from pool where kind = 'quota'")
        .all()
        .map((row) => row['capacity']),
      [60],
    );
    database.close();
  });

  test('takes nothing from a file that is not there, is no list, or lacks a column', async () => {
    writeFileSync(file('empty.csv'), '');
    writeFileSync(file('picture.csv'), Buffer.from([0xff, 0xfe, 0, 1]));
    writeFileSync(file('twice.csv'), 'event,name,amount,amount\nLuge,X,1,2\n');
    const refused: [name: string, why: RegExp][] = [
      ['nowhere.csv', /nowhere\.csv: there is no such file or folder\.\n$/],
      ['.', /it is a folder/],
      ['empty.csv', /has no column event, name, amount:/],
      ['events.csv', /has no column event, amount:/],
      ['picture.csv', /is no CSV/],
      ['twice.csv', /has the column amount twice/],
    ];
    for (const [name, why] of refused) {
      const { code, stderr } = await take('prices', name);
      assert.equal(code, 1, name);
      assert.match(stderr, why);
      assert.doesNotMatch(stderr, /node:|\bat /, 'no trace of the program');
    }
    assert.equal((await take('prices', 'prices.csv', '--event', '7')).code, 2);
    assert.equal((await take('events', 'events.csv', '--source', 'x')).code, 2);
  });

  test('exports one event alone, whatever the kind, and none that there is not', async () => {
    const sale = (event: string, ref: string) => `${ref},${event},Plein,2026-05-01 10:00,10.00,${ref}`;
    const lines = [
      'order_ref,event,price,sold_at,amount,barcode',
      sale('Luge', '1001'),
      sale('Nuit', '1002'),
    ];
    writeFileSync(file('tickets.csv'), `${lines.join('\n')}\n`);
    assert.equal((await take('tickets', 'tickets.csv')).code, 0);
    const rows = (await guichet('export', 'events', '--organizer', 'parc')).stdout;
    const number = /^(\d+),Nuit,/m.exec(rows)?.[1] ?? '';
    const of = (what: string, ...more: string[]) =>
      guichet('export', what, '--organizer', 'parc', '--event', number, ...more);
    assert.doesNotMatch((await of('events')).stdout, /Luge/);
    assert.match((await of('events')).stdout, /Nuit/);
    const attendees = (await of('billetweb')).json() as { barcode: string }[];
    assert.deepEqual(
      attendees.map(({ barcode }) => barcode),
      ['1002'],
    );
    assert.equal((await of('tickets', '--shape', 'vendor')).code, 2);
    assert.equal((await guichet('export', 'tickets', '--organizer', 'parc', '--event', '1')).code, 2);
  });

  test('writes an export into a pipe and leaves it one', async () => {
    execFileSync('mkfifo', [file('pipe')]);
    const reading = createReadStream(file('pipe'), 'utf8');
    const [ended, [text]] = await Promise.all([
      guichet('export', 'events', '--organizer', 'parc', '--output', file('pipe')),
      once(reading, 'data') as Promise<[string]>,
    ]);
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(text, /^id,name,/);
    assert.ok(statSync(file('pipe')).isFIFO());
  });

  test('never copies the database over itself', async () => {
    const before = statSync(file('guichet.sqlite')).ino;
    const over = await guichet('backup', '--force', file('guichet.sqlite'));
    assert.equal(over.code, 2);
    assert.match(over.stderr, /is in use/);
    assert.equal(statSync(file('guichet.sqlite')).ino, before);
    assert.equal((await guichet('backup', '--force', folder)).code, 2);
    assert.equal((await guichet('backup', file('copy.sqlite'))).code, 0);
    assert.equal(statSync(file('copy.sqlite')).mode & 0o777, 0o600);
  });

  test('names the file that is no database, and says where there is no office yet', async () => {
    const other = file('other');
    mkdirSync(other);
    writeFileSync(join(other, 'guichet.sqlite'), '');
    const empty = await guichet('doctor', '--data', other);
    assert.equal(empty.code, 2);
    assert.match(empty.stderr, /holds no office yet/);
    writeFileSync(join(other, 'guichet.sqlite'), 'a letter to somebody');
    const letter = await guichet('doctor', '--data', other);
    assert.equal(letter.code, 1);
    assert.match(letter.stderr, /other\/guichet\.sqlite: file is not a database/);
  });

  test('leaves a database alone that a later version has changed', async () => {
    const database = new DatabaseSync(file('guichet.sqlite'));
    database.exec("insert into kysely_migration (name, timestamp) values ('9999_later', '2030')");
    database.close();
    const served = await guichet('serve', '--port', '0');
    assert.equal(served.code, 1);
    assert.match(served.stderr, /that of a later version of Guichet/);
    assert.match((await guichet('doctor')).stdout, /ERROR later_version/);
  });
});
