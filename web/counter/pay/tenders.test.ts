import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { leftOf, modesOf, quickAmounts, takesMore, type Mode } from './tenders.ts';

const mode = (id: number, method: string, takes = true): Mode => ({
  ...{ id, name: method, method, takes, gives_back: true },
});

suite('paying at the till', () => {
  test('leaves what the parts do not cover, and nothing below zero', () => {
    const part = (amount: number) => ({ payment_mode_id: 1, name: 'Carte', amount });
    assert.deepEqual(
      [leftOf(1100, []), leftOf(1100, [part(600)]), leftOf(1100, [part(600), part(2000)])],
      [1100, 500, 0],
    );
  });

  test('offers cash first, then cards, and nothing that only gives back', () => {
    const modes = [mode(1, 'cheque'), mode(2, 'card'), mode(3, 'cash'), mode(4, 'cash', false)];
    assert.deepEqual(
      modesOf(modes).map(({ id }) => id),
      [3, 2, 1],
    );
    assert.deepEqual(modes.map(takesMore), [false, false, true, true]);
  });

  test('proposes what may be handed over: the next five, then notes', () => {
    assert.deepEqual(quickAmounts(1100, 100), [1500, 2000, 5000, 10_000]);
    assert.deepEqual(quickAmounts(2000, 100), [5000, 10_000, 20_000]);
    assert.deepEqual(quickAmounts(23_750, 100), [24_000]);
    assert.deepEqual(quickAmounts(0, 100), [500, 1000, 2000, 5000]);
    assert.deepEqual(quickAmounts(702, 1), [705]);
  });
});
