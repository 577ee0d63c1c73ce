import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFault } from './faults.ts';
import { digestOf, joinName, normaliseEmail, splitName } from './person.ts';

test('an address has one form, whatever its case, its spaces and the spelling of its domain', () => {
  assert.equal(normaliseEmail('  Jean.Dupont+luge@Email.COM '), 'jean.dupont+luge@email.com');
  assert.equal(normaliseEmail('a@BÜCHER.example'), 'a@xn--bcher-kva.example');
  assert.equal(normaliseEmail('a@xn--bcher-kva.example'), 'a@xn--bcher-kva.example');
  assert.equal(normaliseEmail('e\u0301@x.fr'), normaliseEmail('\u00c9@x.fr'));
});

test('dots and tags are not played with: they are different people at most providers', () => {
  assert.notEqual(normaliseEmail('a.b@gmail.com'), normaliseEmail('ab@gmail.com'));
  assert.notEqual(normaliseEmail('a+1@gmail.com'), normaliseEmail('a@gmail.com'));
});

test('what is no address is refused, without repeating it', () => {
  const wrong = [
    '',
    'a',
    'a@',
    '@b.fr',
    'a@b',
    'a b@c.fr',
    'a@b..fr',
    'a@b.fr@',
    'a@b@c.fr',
    '<a@b.fr>',
    'a,b@c.fr',
    'a@b.fr\u0000',
    `${'a'.repeat(260)}@b.fr`,
  ];
  for (const text of wrong) {
    assert.throws(
      () => normaliseEmail(text),
      (error) => isFault(error, 'invalid_email') && Object.keys(error.details).length === 0,
      text,
    );
  }
});

test('normalising an address twice is normalising it once', () => {
  const anyCase = fc.emailAddress().chain((email) => fc.mixedCase(fc.constant(email)));
  const loose = fc
    .tuple(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('é.fr', 'ÄÖ.example', 'x.fr'))
    .map(([a, b]) => `${a}@${b}`);
  fc.assert(
    fc.property(fc.oneof(anyCase, loose), (email) => {
      let once: string;
      try {
        once = normaliseEmail(email);
      } catch (error) {
        assert.ok(isFault(error, 'invalid_email'));
        return;
      }
      assert.equal(normaliseEmail(once), once);
      assert.equal(normaliseEmail(` ${email}\n`), once);
    }),
  );
});

test('addresses that differ in case alone are one', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (email) =>
      assert.equal(normaliseEmail(email.toUpperCase()), normaliseEmail(email)),
    ),
  );
});

test('names are told apart by the rules of their sources', () => {
  const split = {
    'Jean Dupont': ['Jean', 'Dupont'],
    'LECOMTE Marianne': ['Marianne', 'LECOMTE'],
    'Jean DE LA TOUR': ['Jean', 'DE LA TOUR'],
    'Dupont, Jean Marie': ['Jean Marie', 'Dupont'],
    'Marie de la Tour': ['Marie', 'de la Tour'],
    'JEAN DUPONT': ['JEAN', 'DUPONT'],
    'J. Dupont': ['J.', 'Dupont'],
    Cher: ['', 'Cher'],
    '': ['', ''],
    '  Jean   Dupont ': ['Jean', 'Dupont'],
  };
  for (const [text, [first_name, last_name]] of Object.entries(split)) {
    assert.deepEqual(splitName(text), { first_name, last_name }, text);
  }
});

test('a name joined again has the same words', () => {
  const word = fc.constantFrom('Jean', 'DUPONT', 'de', 'la', 'É', 'O’Neil', 'Tour', '李');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (words) => {
      const name = splitName(words.join('  '));
      assert.deepEqual(joinName(name).split(' ').toSorted(), words.length === 0 ? [''] : words.toSorted());
      if (words.length > 0) assert.notEqual(name.last_name, '');
      if (words.length > 1) assert.notEqual(name.first_name, '');
    }),
  );
  assert.equal(joinName({ first_name: '', last_name: 'Cher' }), 'Cher');
});

test('a digest is the HMAC of the published vector, and another salt leads elsewhere', () => {
  assert.equal(
    digestOf('key', 'The quick brown fox jumps over the lazy dog'),
    'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8',
  );
  assert.notEqual(digestOf('a', 'x'), digestOf('b', 'x'));
});
