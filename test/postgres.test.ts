import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { suite, test } from 'node:test';
import { Client } from 'pg';
import { startPostgres } from '../scripts/postgres.ts';
import { openStore } from '../src/store/open-store.ts';
import { templateDatabase } from './postgres-template.ts';
import { postgresMissing, testDatabase } from './postgres.ts';
import { TestSurroundings } from './stores.ts';

async function rows(url: string, query: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}

suite('PostgreSQL for tests', { skip: postgresMissing() }, () => {
  test('gives each caller an empty database of its own, and removes it', async () => {
    const [one, two] = await Promise.all([testDatabase(), testDatabase()]);
    await rows(one.url, 'create table seen (id int)');
    assert.deepEqual(await rows(two.url, `select to_regclass('seen') as found`), [{ found: null }]);
    await Promise.all([one.drop(), two.drop()]);
    await assert.rejects(rows(one.url, 'select 1'), /does not exist/);
  });

  test('copies the tables of the office, made once, to each caller who asks for them', async () => {
    const both = await Promise.all([testDatabase(templateDatabase), testDatabase(templateDatabase)]);
    const [one, two] = both;
    await rows(one.url, `insert into meta (key, value) values ('seen', '1')`);
    assert.deepEqual(await rows(two.url, `select * from meta where key = 'seen'`), []);
    const surroundings = new TestSurroundings();
    const store = await openStore({ database_url: two.url, data_folder: '', surroundings, migrate: false });
    assert.deepEqual(await store.migrate(), [], 'nothing is left to be made');
    await store.close();
    await Promise.all(both.map((each) => each.drop()));
  });

  test('sorts text by byte, as SQLite does', async () => {
    const database = await testDatabase();
    const sorted = await rows(database.url, `select t from (values ('a'), ('B'), ('é')) v (t) order by t`);
    await database.drop();
    assert.deepEqual(sorted, [{ t: 'B' }, { t: 'a' }, { t: 'é' }]);
  });

  test('keeps what a durable server has committed when the server crashes', async () => {
    const cluster = await startPostgres({ durable: true });
    try {
      assert.deepEqual(await rows(cluster.url, 'show fsync'), [{ fsync: 'on' }]);
      await rows(cluster.url, 'create table kept (id int); insert into kept values (1)');
      const before = cluster.pid();
      await cluster.crashAndRestart();
      assert.notEqual(cluster.pid(), before);
      assert.deepEqual(await rows(cluster.url, 'select id from kept'), [{ id: 1 }]);
    } finally {
      await cluster.stop();
    }
    assert.equal(existsSync(cluster.folder), false);
  });
});
