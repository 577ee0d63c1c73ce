import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LedgerRow, canonicalJson, canonicalRow, chainHash, firstSeal, sealOf } from './ledger-chain.ts';

const row: LedgerRow = {
  id: 7,
  organizer_id: 1,
  recorded_at: 1000,
  actor_kind: 'user',
  actor_id: null,
  action: 'order.confirmed',
  subject_kind: 'order',
  subject_id: 5,
  before: null,
  after: '{"status":1}',
  reason: null,
};
const text = fc.string({
  maxLength: 6,
  unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\u0000', '\ud800', '😀'),
});
const anyRow: fc.Arbitrary<LedgerRow> = fc.record({
  id: fc.nat(50),
  organizer_id: fc.nat(3),
  recorded_at: fc.nat(9),
  actor_kind: text,
  actor_id: fc.option(fc.nat(3)),
  action: text,
  subject_kind: text,
  subject_id: fc.nat(3),
  before: fc.option(text),
  after: fc.option(text),
  reason: fc.option(text),
});
const rows = fc.array(anyRow, { maxLength: 8 });

test('the canonical text and the hash are fixed for ever: chains of other days must verify', () => {
  const canonical = '[7,1,1000,"user",null,"order.confirmed","order",5,null,"{\\"status\\":1}",null]';
  assert.equal(canonicalRow(row), canonical);
  assert.equal(
    chainHash(firstSeal, canonical),
    createHash('sha256')
      .update(`${'0'.repeat(64)}\n${canonical}`)
      .digest('hex'),
  );
});

test('columns outside the chain and the order of keys do not matter', () => {
  const turned = Object.fromEntries(
    Object.entries({ ...row, seal_id: 3 }).toReversed(),
  ) as unknown as LedgerRow;
  assert.equal(canonicalRow(turned), canonicalRow(row));
});

test('sealing in batches of any size gives the same chain', () => {
  fc.assert(
    fc.property(rows, fc.nat(8), (list, cut) => {
      const whole = sealOf(firstSeal, list);
      assert.equal(sealOf(sealOf(firstSeal, list.slice(0, cut)), list.slice(cut)), whole);
      assert.equal(sealOf(whole, []), whole);
    }),
  );
});

test('any change, loss, addition or swap is seen in the seal', () => {
  fc.assert(
    fc.property(rows, anyRow, fc.nat(7), (list, other, at) => {
      const seal = sealOf(firstSeal, list);
      const same = (changed: LedgerRow[]): boolean => JSON.stringify(changed) === JSON.stringify(list);
      const tampered = [
        list.map((one, index) => (index === at ? other : one)),
        list.toSpliced(at, 1),
        list.toSpliced(at, 0, other),
        list.toReversed(),
        list.map((one, index) =>
          index === at ? { ...one, actor_id: one.actor_id === null ? 0 : null } : one,
        ),
      ];
      for (const changed of tampered) assert.equal(sealOf(firstSeal, changed) === seal, same(changed));
      assert.notEqual(sealOf(chainHash(firstSeal, ''), list), seal);
    }),
  );
});

test('JSON is written with sorted keys at every depth, and reads back the same', () => {
  assert.equal(canonicalJson({ b: [{ d: 1, c: undefined }], a: null }), '{"a":null,"b":[{"d":1}]}');
  assert.equal(canonicalJson(undefined), 'null');
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const written = canonicalJson(value);
      assert.deepEqual(JSON.parse(written), JSON.parse(JSON.stringify(value)));
      assert.equal(canonicalJson(JSON.parse(written)), written);
    }),
  );
});
