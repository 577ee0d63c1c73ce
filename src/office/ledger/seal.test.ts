import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { ledgerFields } from '../../domain/ledger-marks.ts';
import { systemActor, type Tx } from '../../store/transaction.ts';
import { recordChange } from './record.ts';
import { chainHeadKey, hasUnsealed, sealLedger, startSealer } from './seal.ts';
import { verifyLedger, type Break, type Verification } from './verify.ts';

async function write(store: TestStore, many: number): Promise<void> {
  await store.write(async (tx) => {
    for (let index = 0; index < many; index += 1) {
      await recordChange(tx, {
        organizer_id: 7,
        action: 'order.confirmed',
        subject_kind: 'order',
        subject_id: 100 + index,
        before: { status: 0 },
        after: { status: 1, index },
        reason: index % 2 === 0 ? 'because' : undefined,
      });
    }
  });
}

class TakenBack extends Error {}

/** What a check says of a damaged ledger; the damage is taken back. */
async function afterDamage(store: TestStore, damage: (tx: Tx) => Promise<unknown>): Promise<Verification> {
  let found: Verification | undefined;
  try {
    await store.write(async (tx) => {
      await damage(tx);
      found = await verifyLedger(tx);
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  assert.ok(found);
  return found;
}

const kinds = (verification: Verification): string[] => verification.broken.map(({ kind }) => kind);
const first = (verification: Verification): Partial<Break> => ({ ...verification.broken[0] });

onEachStore('the ledger', (open) => {
  test('is sealed in batches, each on top of the one before, and fits', async () => {
    const store = open();
    assert.equal(await store.write((tx) => sealLedger(tx, { limit: 10 })), 0);
    await write(store, 25);
    const sealed = [];
    for (let batch = 0; batch < 4; batch += 1)
      sealed.push(await store.write((tx) => sealLedger(tx, { limit: 10 })));
    assert.deepEqual(sealed, [10, 10, 5, 0]);
    const steps: number[] = [];
    const found = await store.read((rx) =>
      verifyLedger(rx, { onProgress: ({ rows, seals_total }) => steps.push(rows, seals_total) }),
    );
    assert.deepEqual([found.rows, found.seals, found.broken, found.head.position], [25, 3, [], 3]);
    assert.deepEqual(steps, [10, 3, 20, 3, 25, 3]);
    const later = await store.read((rx) => verifyLedger(rx, { from: 3 }));
    assert.deepEqual([later.rows, later.seals, later.broken], [5, 1, []]);
  });

  test('names the row and the field that was changed', async () => {
    const store = open();
    const rows = await store.read((rx) =>
      rx.db.selectFrom('ledger').select(['id', 'seal_id']).orderBy('id').execute(),
    );
    const row = rows[12];
    assert.ok(row);
    const found = await afterDamage(store, (tx) =>
      tx.db
        .updateTable('ledger')
        .set({ after: '{"status":1,"index":13}' })
        .where('id', '=', row.id)
        .execute(),
    );
    assert.deepEqual(found.broken, [
      {
        kind: 'row_changed',
        seal_position: 2,
        seal_id: row.seal_id,
        row_position: 3,
        row_id: row.id,
        field: 'after',
      },
    ]);
  });

  test('finds rows that were removed, added, exchanged, unsealed, and seals that were removed', async () => {
    const store = open();
    const rows = await store.read((rx) => rx.db.selectFrom('ledger').selectAll().orderBy('id').execute());
    const seals = await store.read((rx) =>
      rx.db.selectFrom('ledger_seal').selectAll().orderBy('position').execute(),
    );
    const [one, two] = [rows[3]!, rows[4]!];
    const seal = (index: number): number => seals[index]!.id;

    const removed = await afterDamage(store, (tx) =>
      tx.db.deleteFrom('ledger').where('id', '=', one.id).execute(),
    );
    assert.deepEqual([first(removed).kind, first(removed).row_position], ['row_missing', 4]);

    const added = await afterDamage(store, async (tx) =>
      tx.db
        .insertInto('ledger')
        .values({ ...one, id: await tx.id() })
        .execute(),
    );
    assert.deepEqual(kinds(added), ['row_inserted']);

    const exchanged = await afterDamage(store, async (tx) => {
      await tx.db.updateTable('ledger').set({ seal_position: 5 }).where('id', '=', one.id).execute();
      await tx.db.updateTable('ledger').set({ seal_position: 4 }).where('id', '=', two.id).execute();
    });
    assert.deepEqual([kinds(exchanged), first(exchanged).row_id], [['rows_reordered'], two.id]);

    const unsealed = await afterDamage(store, (tx) =>
      tx.db.updateTable('ledger').set({ seal_id: null }).where('id', '=', one.id).execute(),
    );
    assert.deepEqual(kinds(unsealed), ['row_missing']);

    for (const index of [0, 1, 2]) {
      const without = await afterDamage(store, (tx) =>
        tx.db.deleteFrom('ledger_seal').where('id', '=', seal(index)).execute(),
      );
      assert.deepEqual(kinds(without), ['seal_missing', 'row_without_seal'], `seal ${index + 1}`);
      assert.equal(first(without).seal_position, index + 1);
    }

    const cut = await afterDamage(store, async (tx) => {
      await tx.db.deleteFrom('ledger_seal').where('id', '=', seal(2)).execute();
      await tx.db.deleteFrom('ledger').where('seal_id', '=', seal(2)).execute();
    });
    assert.deepEqual(kinds(cut), ['seal_missing']);

    const forgotten = await afterDamage(store, (tx) =>
      tx.db.deleteFrom('meta').where('key', '=', chainHeadKey).execute(),
    );
    assert.deepEqual(kinds(forgotten), ['head_changed']);
  });

  test('gives away any change of any column of any row, seal or of the head', async () => {
    const store = open();
    const tables = await store.read(async (rx) => ({
      ledger: await rx.db.selectFrom('ledger').selectAll().orderBy('id').execute(),
      ledger_seal: await rx.db.selectFrom('ledger_seal').selectAll().orderBy('id').execute(),
    }));
    const columns = {
      ledger: [...ledgerFields, 'seal_id', 'seal_position'],
      ledger_seal: ['id', 'position', 'sealed_at', 'row_count', 'row_marks', 'previous_hash', 'hash'],
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('ledger', 'ledger_seal'),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 60 }),
        async (table: 'ledger' | 'ledger_seal', atRow, atColumn, atByte, by) => {
          const rows: Record<string, string | number | null>[] = tables[table].map((row) => ({ ...row }));
          const row = rows[atRow % rows.length]!;
          const column = columns[table][atColumn % columns[table].length]!;
          const changed = mutated(row[column] ?? null, atByte, by);
          const found = await afterDamage(store, (tx) =>
            tx.db
              .updateTable(table as 'ledger')
              .set({ [column]: changed })
              .where('id', '=', row['id'] as number)
              .execute(),
          ).catch((error: unknown) => {
            // an id, or a place in the chain, that another has
            if (/unique/i.test(String(error))) return undefined;
            throw error;
          });
          if (found !== undefined) assert.notEqual(found.broken.length, 0, `${table}.${column}`);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is sealed by two sealers at once without a fork', async () => {
    const store = open();
    const sealers = [
      startSealer(store.store, { every_ms: 1, batch_rows: 7 }),
      startSealer(store.store, { every_ms: 1, batch_rows: 5 }),
    ];
    for (let round = 0; round < 10; round += 1) await write(store, 10);
    while (await store.read(hasUnsealed)) await pause(10);
    await Promise.all(sealers.map((sealer) => sealer.stop()));
    const found = await store.read((rx) => verifyLedger(rx));
    assert.deepEqual([found.rows, found.broken], [125, []]);
  });

  test('in a rush is sealed with the commit by who writes alone, and fits whatever came before it', async () => {
    const store = open();
    const before = await store.read((rx) => verifyLedger(rx));
    await write(store, 3);
    await Promise.all(Array.from({ length: 40 }, () => write(store, 1)));
    await write(store, 1200);
    const left = await store.read((rx) =>
      rx.db.selectFrom('ledger').select('id').where('seal_id', 'is', null).execute(),
    );
    assert.equal(left.length, store.store.engine === 'sqlite' ? 3 : 1243);
    while ((await store.write((tx) => sealLedger(tx))) > 0);
    const found = await store.read((rx) => verifyLedger(rx));
    assert.deepEqual([found.rows, found.broken], [before.rows + 1243, []]);
  });

  test('a sealer with nothing to do writes nothing', async () => {
    const store = open();
    let writes = 0;
    const watched = {
      ...store.store,
      write: (...input: Parameters<typeof store.store.write>) => {
        writes += 1;
        return store.store.write(...input);
      },
    } as typeof store.store;
    const sealer = startSealer(watched, { every_ms: 1 });
    await pause(30);
    await sealer.stop();
    assert.equal(writes, 0);
    await store.store.write(systemActor, (tx) =>
      recordChange(tx, { organizer_id: 7, action: 'a', subject_kind: 'b', subject_id: 1 }),
    );
    await pause(20);
    assert.equal(writes, 0, 'a stopped sealer stays still');
  });
});

/** Another value of the same type: one character, or a number beside it. */
function mutated(value: string | number | null, atByte: number, by: number): unknown {
  if (typeof value === 'number') return value + by;
  if (value === null) return by;
  if (value === '') return 'x';
  const at = atByte % value.length;
  const character = String.fromCharCode(33 + ((value.charCodeAt(at) - 33 + by) % 90));
  return value.slice(0, at) + character + value.slice(at + 1);
}
