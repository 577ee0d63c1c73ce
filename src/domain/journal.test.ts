import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { newSigningKey } from '../office/counter/signing-key.ts';
import { JournalCheck, type JournalDamage } from './journal-check.ts';
import { soundRun } from './journal-run.ts';
import {
  beforeJournal,
  canonicalLine,
  hashLine,
  isSignature,
  signLine,
  type JournalLine,
} from './journal.ts';

interface Written {
  readonly canonical: string;
  readonly hash: string;
  readonly signature: string | null;
}

const key = newSigningKey();

/** A journal of sales and payments, closed at the end. */
function journalOf(amounts: readonly number[]): Written[] {
  const lines: Written[] = [];
  let previous = beforeJournal;
  let [sold_total, returned_total] = [0, 0];
  const put = (kind: string, amount: number, content = '{}') => {
    if (kind === 'sale') sold_total += amount;
    if (kind === 'return') returned_total -= amount;
    const line: JournalLine = {
      counter_id: 7,
      number: lines.length + 1,
      recorded_at: 1_790_000_000_000 + lines.length,
      kind,
      counter_session_id: 3,
      order_id: null,
      refund_id: null,
      payment_mode_id: null,
      method: kind === 'payment' ? 'cash' : null,
      amount,
      sold_total,
      returned_total,
      content,
    };
    const canonical = canonicalLine(line);
    previous = hashLine(previous, canonical);
    const signature = kind === 'closing' ? signLine(previous, key.private_pem) : null;
    lines.push({ canonical, hash: previous, signature });
  };
  for (const amount of amounts) {
    put(amount < 0 ? 'return' : 'sale', amount, '{"lines":[["Café | au lait",1]]}');
    put(amount < 0 ? 'refund' : 'payment', amount);
  }
  put('closing', 0);
  return lines;
}

/** The same, then another key, signed by this one or by a stranger, and a closing signed by the other. */
function rotated(signed_with = key.private_pem): Written[] {
  const lines = journalOf([500]);
  const put = (kind: string, content: string, private_pem: string) => {
    const line: JournalLine = {
      counter_id: 7,
      number: lines.length + 1,
      recorded_at: 1_800_000_000_000,
      kind,
      counter_session_id: null,
      order_id: null,
      refund_id: null,
      payment_mode_id: null,
      method: null,
      amount: 0,
      sold_total: 500,
      returned_total: 0,
      content,
    };
    const canonical = canonicalLine(line);
    const hash = hashLine(lines.at(-1)!.hash, canonical);
    lines.push({ canonical, hash, signature: signLine(hash, private_pem) });
  };
  put('key', JSON.stringify({ key: other.public_key, before: key.public_key }), signed_with);
  put('closing', '{"note":"a | b"}', other.private_pem);
  return lines;
}

const other = newSigningKey();

test('another key signs once the one before has signed for it, and not otherwise', () => {
  const lines = rotated();
  assert.deepEqual(check(lines), []);
  assert.deepEqual(takeRun(lines), [true, 0]);
  // whoever does not have the old key cannot hand over to another
  const forged = rotated(newSigningKey().private_pem);
  assert.deepEqual(check(forged), [{ number: 4, what: 'signature_wrong' }]);
  assert.deepEqual(takeRun(forged), [true, 1]);
  assert.deepEqual(check(lines.with(3, { ...lines[3]!, signature: null })), [
    { number: 4, what: 'signature_missing' },
  ]);
  // the old key signs nothing more
  const late = lines[4]!;
  const signature = signLine(late.hash, key.private_pem);
  assert.deepEqual(check(lines.with(4, { ...late, signature })), [{ number: 5, what: 'signature_wrong' }]);
});

function check(
  lines: readonly Written[],
  end = lines.at(-1)!,
  many = lines.length,
): readonly JournalDamage[] {
  const journal = new JournalCheck({ counter_id: 7, last: many, public_key: key.public_key });
  for (const { canonical, hash, signature } of lines) journal.take(canonical, hash, signature);
  return journal.finish({ number: many, hash: end.hash });
}

const amounts = fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 12 });

test('a journal that nobody touched has no damage', () => {
  fc.assert(
    fc.property(amounts, (some) => {
      assert.deepEqual(check(journalOf(some)), []);
    }),
  );
});

function takeRun(lines: readonly Written[], read = lines.length): [taken: boolean, damages: number] {
  const journal = new JournalCheck({ counter_id: 7, last: lines.length, public_key: key.public_key });
  const bytes = Buffer.from(lines.map(({ canonical, hash }) => `${canonical}|${hash}`).join('\n'));
  const signatures = lines.flatMap(({ signature }, at) =>
    signature === null ? [] : ([[at + 1, signature]] as const),
  );
  const start = { number: 1, previous: beforeJournal, sold: 0, returned: 0 };
  const run = soundRun({ bytes, lines: read }, 7, start);
  const taken =
    run !== undefined &&
    journal.takeStretch({ start, end: run, signed: run.signed, signatures: new Map(signatures) });
  return [taken, journal.finish({ number: taken ? lines.length : 0, hash: lines.at(-1)!.hash }).length];
}

test('a run of lines is taken at once when each of them is sound, and not at all otherwise', () => {
  fc.assert(
    fc.property(amounts, fc.nat(), fc.nat(), (some, at, byte) => {
      const lines = journalOf(some);
      assert.deepEqual(takeRun(lines), [true, 0]);
      const line = lines[at % lines.length]!;
      const place = byte % line.canonical.length;
      for (const other of ['x', '|', '\n', '\0', '9']) {
        const canonical = line.canonical.slice(0, place) + other + line.canonical.slice(place + 1);
        if (canonical === line.canonical) continue;
        assert.equal(takeRun(lines.with(at % lines.length, { ...line, canonical }))[0], false);
      }
      assert.equal(takeRun(lines.toSpliced(at % lines.length, 1))[0], at % lines.length === lines.length - 1);
      assert.equal(takeRun(lines, lines.length - 1)[0], false);
    }),
    { numRuns: 60 },
  );
  const lines = journalOf([500]);
  assert.deepEqual(takeRun(lines.with(2, { ...lines[2]!, signature: null })), [true, 1]);
  assert.equal(takeRun(lines.with(0, { ...lines[0]!, signature: 'x' }))[0], false);
});

test('one byte changed anywhere in a line names that line, and no other', () => {
  fc.assert(
    fc.property(amounts, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 90 }), (some, at, byte, by) => {
      const lines = journalOf(some);
      const index = at % lines.length;
      const line = lines[index]!;
      const place = byte % line.canonical.length;
      const code = 33 + ((line.canonical.charCodeAt(place) - 33 + by + 94) % 94);
      const changed =
        line.canonical.slice(0, place) + String.fromCharCode(code) + line.canonical.slice(place + 1);
      if (changed === line.canonical) return;
      const damages = check(lines.with(index, { ...line, canonical: changed }), line, lines.length);
      const named = new Set(damages.map(({ number }) => number));
      assert.ok(named.has(index + 1), JSON.stringify({ damages, changed }));
    }),
    { numRuns: 400 },
  );
});

test('an amount that was changed is named as a changed line, a changed hash as a changed hash', () => {
  const lines = journalOf([500, 700, 900]);
  const third = lines[2]!;
  const cheaper = { ...third, canonical: third.canonical.replace('|700|', '|600|') };
  assert.deepEqual(
    check(lines.with(2, cheaper)).filter(({ what }) => what === 'line_changed'),
    [{ number: 3, what: 'line_changed' }],
  );
  const flipped = { ...third, hash: `${third.hash.startsWith('0') ? '1' : '0'}${third.hash.slice(1)}` };
  assert.deepEqual(check(lines.with(2, flipped)), [{ number: 3, what: 'hash_changed' }]);
  const last = lines.at(-1)!;
  const end = { ...last, hash: 'f'.repeat(64) };
  assert.deepEqual(check([...lines.slice(0, -1), end], last), [
    { number: 7, what: 'hash_changed' },
    { number: 7, what: 'signature_wrong' },
  ]);
});

test('a line taken out, put in twice or cut off at the end is named', () => {
  const lines = journalOf([500, 700]);
  assert.deepEqual(check(lines.toSpliced(1, 1), lines.at(-1), 5), [{ number: 2, what: 'lines_missing' }]);
  assert.equal(check(lines.toSpliced(1, 0, lines[0]!))[0]?.what, 'line_misplaced');
  assert.deepEqual(check(lines.slice(0, -1), lines.at(-1), 5), [{ number: 5, what: 'lines_missing' }]);
  // whoever can write the whole chain anew cannot sign it
  const forged = journalOf([500, 600]);
  const signature = lines.at(-1)!.signature;
  assert.deepEqual(check(forged.with(4, { ...forged[4]!, signature })), [
    { number: 5, what: 'signature_wrong' },
  ]);
  assert.deepEqual(check(forged.with(4, { ...forged[4]!, signature: null })), [
    { number: 5, what: 'signature_missing' },
  ]);
});

test('the guide’s three sentences are enough to check a journal: SHA-256 over the hash before, a line feed and the text', () => {
  let previous = '0'.repeat(64);
  for (const { canonical, hash } of journalOf([1450, -250])) {
    previous = createHash('sha256').update(previous).update('\n').update(canonical).digest('hex');
    assert.equal(hash, previous);
  }
});

test('a signature is good for one hash and one key', () => {
  const signature = signLine(beforeJournal, key.private_pem);
  assert.equal(isSignature(beforeJournal, signature, key.public_key), true);
  assert.equal(isSignature('1'.repeat(64), signature, key.public_key), false);
  assert.equal(isSignature(beforeJournal, signature, newSigningKey().public_key), false);
  assert.equal(isSignature(beforeJournal, 'nonsense', 'nonsense'), false);
});
