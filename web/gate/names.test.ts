import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginsName, NameBook, nameLines, wordsOfName } from './names.ts';

function bookOf(holders: readonly string[]): NameBook {
  const book = new NameBook();
  book.add(1, nameLines(holders.map((holder, index) => ({ id: index + 1, holder }))));
  return book;
}

const found = (book: NameBook, text: string): number[] => [...book.find(wordsOfName(text))];

test('a name is found by the first letters of any of its words, in any order, whatever the accents', () => {
  const book = bookOf(['Noé Garnier', 'Inès Morel', 'Ngô Li', 'Anne-Noëlle D’Arc']);
  assert.deepEqual(found(book, 'gar noe'), [1]);
  assert.deepEqual(found(book, 'NOÉ'), [1, 4]);
  assert.deepEqual(found(book, 'li'), [3]);
  assert.deepEqual(found(book, 'arc ann'), [4]);
  assert.deepEqual(found(book, 'arnier'), []);
});

test('who has the very word comes before who has a longer one', () => {
  assert.deepEqual(found(bookOf(['Ana Martinez', 'Luc Martin', 'Eva Martinot']), 'martin'), [2, 1, 3]);
});

test('a number is part of a name, and not the ticket’s', () => {
  const book = bookOf(['', '', '', '', '', '', '', '', '', '', 'Groupe 12', 'Groupe 3']);
  assert.deepEqual(found(book, '12'), [11]);
  assert.deepEqual(found(book, 'groupe 3'), [12]);
});

test('a name that changed is found by both until somebody looks at the ticket, once each', () => {
  const book = bookOf(['Noé Garnier']);
  book.add(1, nameLines([{ id: 1, holder: 'Noé Petit' }]));
  assert.deepEqual(found(book, 'noe'), [1]);
  assert.deepEqual([found(book, 'garnier'), found(book, 'petit')], [[1], [1]]);
  assert.equal(beginsName('Noé Petit', ['garnier']), false);
  assert.equal(beginsName('Noé Petit', ['pet', 'noe']), true);
});

test('names of an event that is fetched anew are gone', () => {
  const book = bookOf(['Noé Garnier']);
  book.add(2, nameLines([{ id: 7, holder: 'Noé Petit' }]));
  book.forgetEvent(1);
  assert.deepEqual(found(book, 'noe'), [7]);
});
