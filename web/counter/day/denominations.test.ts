import assert from 'node:assert/strict';
import { test } from 'node:test';
import { denominationsOf, piecesCounted, piecesIn, sumCounted } from './denominations.ts';

test('a drawer is the sum of its pieces, what was not typed counted as none', () => {
  const euros = denominationsOf('EUR');
  assert.equal(euros.length, 15);
  assert.equal(sumCounted(euros, {}), 0);
  assert.equal(sumCounted(euros, { 'note-5000': '2', 'coin-200': ' 3 ', 'coin-1': '7' }), 10_607);
});

test('a dollar is a coin and a note, and each is counted by itself', () => {
  const counted = { 'note-100': '1', 'coin-100': '2', 'coin-1': '0' };
  assert.equal(sumCounted(denominationsOf('USD'), counted), 300);
  assert.deepEqual(piecesCounted(denominationsOf('USD'), counted), [
    { kind: 'note', value: 100, count: 1 },
    { kind: 'coin', value: 100, count: 2 },
  ]);
  assert.deepEqual(piecesCounted(denominationsOf('USD'), { ...counted, 'coin-5': 'x' }), []);
});

test('what is no number of pieces is no sum', () => {
  for (const text of ['1,5', '-1', 'x', '1234567']) {
    assert.equal(piecesIn(text), undefined, text);
    assert.equal(sumCounted(denominationsOf('EUR'), { 'coin-1': text }), undefined, text);
  }
});

test('a currency whose coins are not known has no grid', () => {
  assert.deepEqual(denominationsOf('XAF'), []);
});
