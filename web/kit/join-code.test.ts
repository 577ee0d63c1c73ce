import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinCodeIn } from './join-code.ts';

test('the code of a device is read as it was typed, or out of its link, whatever came of the link on the way', () => {
  for (const [text, code] of [
    [' K7QX3M ', 'K7QX3M'],
    ['100%', '100%'],
    ['https://tickets.example/gate#join=K7%20QX', 'K7 QX'],
    ['#join=K7QX&utm=x', 'K7QX'],
    ['#join=%', '%'],
    ['#join=%zz', '%zz'],
    ['#join=', ''],
  ] as const)
    assert.equal(joinCodeIn(text), code, text);
});
