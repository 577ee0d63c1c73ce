import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newOrganizer } from '../../../test/fixtures/model-case.ts';
import { testSealer } from '../../../test/fixtures/sealer.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { damageWords } from '../../domain/journal-check.ts';
import type { Row } from '../../store/tables.ts';
import { counterJournals, type CounterJournal } from './archive.ts';
import { createCounter } from './counter.ts';
import { writeJournal, type JournalEntry } from './journal.ts';
import { signingKey } from './signing-key.ts';
import { verifyJournal, type JournalSource, type Verifying } from './verify-journal.ts';

/** A journal of so many lines: sales, their payments, a return now and then, every seventh line a signed closing. */
async function openJournal(office: TestStore, lines: number): Promise<CounterJournal> {
  const organizer_id = await office.write(async (tx) => {
    const made = await newOrganizer(tx);
    const counter_id = await createCounter(tx, { organizer_id: made, name: 'Bar' });
    const signed_with = await signingKey(tx, made, testSealer);
    const entries = Array.from({ length: lines }, (_, index): JournalEntry => {
      if (index % 7 === 6) return { kind: 'closing', amount: 0, content: {}, signed_with };
      if (index % 5 === 4) return { kind: 'return', amount: -100, content: { note: 'rendu | é' } };
      const kind = index % 2 === 0 ? 'sale' : 'payment';
      return { kind, amount: 250 + index, content: { lines: [['Café', 1, 250 + index]] } };
    });
    await writeJournal(tx, { organizer_id: made, counter_id }, entries);
    return made;
  });
  const [journal] = await office.read((rx) => counterJournals(rx, organizer_id));
  return journal!;
}

const named = async (source: JournalSource, journal: CounterJournal, how: Verifying) => {
  const { lines, damages } = await verifyJournal(source, journal, how);
  return { lines, damages };
};

type Damage = (line: Row<'journal_line'>) => Partial<Row<'journal_line'>> | 'gone';

const damages: Readonly<Record<string, Damage>> = {
  amount: ({ amount }) => ({ amount: amount + 1 }),
  content: ({ content }) => ({ content: content.replace('{', '{ ') }),
  kind: ({ kind }) => ({ kind: kind === 'sale' ? 'return' : 'sale' }),
  total: ({ sold_total }) => ({ sold_total: sold_total + 1 }),
  hash: ({ hash }) => ({ hash: `${hash.startsWith('0') ? '1' : '0'}${hash.slice(1)}` }),
  longer: ({ hash, content }) => ({ content: content.slice(0, -1), hash: `}|${hash}` }),
  signature: ({ signature }) => ({ signature: signature === null ? 'AAAA' : null }),
  gone: () => 'gone',
};

/** Does something to a line, looks, and puts it back. */
async function withDamage<T>(
  office: TestStore,
  { counter_id }: CounterJournal,
  at: { readonly number: number; readonly damage: string },
  look: () => Promise<T>,
): Promise<T> {
  const { number, damage } = at;
  const line = await office.read((rx) =>
    rx.db
      .selectFrom('journal_line')
      .selectAll()
      .where('counter_id', '=', counter_id)
      .where('number', '=', number)
      .executeTakeFirstOrThrow(),
  );
  const change = damages[damage]!(line);
  const remove = () =>
    office.write((tx) =>
      tx.db
        .deleteFrom('journal_line')
        .where('counter_id', '=', counter_id)
        .where('number', '=', number)
        .execute(),
    );
  const put = (row: Row<'journal_line'>) =>
    office.write((tx) =>
      tx.db
        .insertInto('journal_line')
        .values({ ...row })
        .execute(),
    );
  await remove();
  if (change !== 'gone') await put({ ...line, ...change });
  try {
    return await look();
  } finally {
    await remove();
    await put(line);
  }
}

onEachStore('verifying a journal', (open) => {
  test('names a fault wherever it sits among the stretches, as a walk from line to line does', async () => {
    const office = open();
    const journal = await openJournal(office, 24);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 24 }),
        fc.constantFrom(...Object.keys(damages)),
        fc.integer({ min: 1, max: 9 }),
        async (number, damage, stretch_lines) => {
          const [whole, apart] = await withDamage(office, journal, { number, damage }, async () => [
            await named(office.store, journal, { stretch_lines: 1000 }),
            await named(office.store, journal, { stretch_lines }),
          ]);
          assert.deepEqual(apart, whole);
          assert.ok(apart.damages.some((found) => found.number === number));
        },
      ),
      { numRuns: 60 },
    );
    assert.deepEqual(await named(office.store, journal, { stretch_lines: 3 }), { lines: 24, damages: [] });
  });

  test('names two faults in stretches of their own, and the sound ones between them pass', async () => {
    const office = open();
    const journal = await openJournal(office, 30);
    const found = await withDamage(office, journal, { number: 4, damage: 'amount' }, () =>
      withDamage(office, journal, { number: 22, damage: 'gone' }, () =>
        named(office.store, journal, { stretch_lines: 4 }),
      ),
    );
    const numbers = found.damages.filter(({ what }) => what !== 'totals_wrong');
    assert.deepEqual(
      numbers.map(({ number, what }) => [number, damageWords[what]]),
      [
        [4, 'was changed after it was written'],
        [22, 'is missing, perhaps with lines that follow'],
      ],
    );
  });

  test('gives threads their stretches, and looks itself where they fail', async () => {
    const office = open();
    const journal = await openJournal(office, 1200);
    const { read, whereabouts } = office.store;
    const nowhere = {
      sqlite: { engine: 'sqlite', file: '/nowhere/guichet.sqlite' },
      postgres: { engine: 'postgres', url: 'postgres://nobody@127.0.0.1:1/none' },
    } as const;
    const threaded = { threads: 2, stretch_lines: 100 };
    const steps: number[] = [];
    const onProgress = (lines: number) => void steps.push(lines);
    // with nothing to read here, what comes of a sound stretch can only come from a thread
    const deaf: JournalSource = {
      whereabouts,
      read: (query) => read((rx) => query({ ...rx, lists: refuse })),
    };
    assert.deepEqual(await named(deaf, journal, { ...threaded, onProgress }), { lines: 1200, damages: [] });
    assert.deepEqual(
      steps,
      Array.from({ length: 12 }, (_, index) => 100 * (index + 1)),
    );
    const broken = { read, whereabouts: nowhere[office.store.engine] };
    for (const number of [100, 101, 1200]) {
      for (const source of [office.store, broken]) {
        const found = await withDamage(office, journal, { number, damage: 'content' }, () =>
          named(source, journal, threaded),
        );
        assert.deepEqual(found.damages, [{ number, what: 'line_changed' }]);
      }
    }
  });
});

const refuse = () => Promise.reject(new Error('nothing is read here'));
