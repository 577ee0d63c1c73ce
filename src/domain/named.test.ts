import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isNamed } from './named.ts';

suite('a name', () => {
  test('is found by the beginnings of its words, in any order, without case and accents', () => {
    const name = 'Le Thé de l’Été · Grande salle';
    for (const typed of ['the', 'ÉTÉ', 'sal gran', 'l', '']) assert.equal(isNamed(name, typed), true, typed);
    for (const typed of ['alle', 'the vert', 'ete thym']) assert.equal(isNamed(name, typed), false, typed);
  });
});
