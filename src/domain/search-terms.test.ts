import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { endOfPrefix, foldText, nameTerms, personTerms } from './search-terms.ts';

test('case, accents and punctuation do not count', () => {
  assert.equal(foldText('  Jean-Noël  LEŒUF '), 'jean noel leoeuf');
  assert.equal(foldText("O'Neill"), 'o neill');
  assert.equal(foldText('Ærøskøbing'), 'aeroskobing');
});

test('a person is found by either name, by both in either order, and by the address', () => {
  const terms = personTerms({ first_name: 'Claire', last_name: 'Le Tour', email: 'C.Tour@Example.org' });
  assert.deepEqual(terms, ['claire le tour', 'le tour claire', 'tour claire le', 'c.tour@example.org']);
  assert.deepEqual(personTerms({ first_name: '', last_name: '', email: '' }), []);
  assert.deepEqual(nameTerms('Ali Ali'), ['ali ali']);
});

test('what is folded stays so, and what begins with a text lies before its end', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 10 }), (text, more) => {
      const folded = foldText(text);
      assert.equal(foldText(folded), folded);
      const bytes = (one: string) => Buffer.from(one.toWellFormed());
      assert.ok(Buffer.compare(bytes(folded + more), bytes(endOfPrefix(folded))) < 0);
    }),
  );
});
