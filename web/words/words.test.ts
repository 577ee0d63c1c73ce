import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { withAllForms, type Dictionary, type Words } from './define.ts';

const web = dirname(dirname(fileURLToPath(import.meta.url)));

interface Named {
  readonly file: string;
  readonly words: Words<Dictionary>;
}

const all: readonly Named[] = await Promise.all(
  globSync('**/*words.ts', { cwd: web })
    .filter((file) => !file.startsWith('words/'))
    .sort()
    .map(async (file) => {
      const { words } = (await import(join(web, file))) as { readonly words: Words<Dictionary> };
      return { file, words };
    }),
);

const placesIn = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([place]) => place).sort();

suite('the words of the pages', () => {
  test('are found', () => {
    assert.ok(all.some(({ file }) => file === 'admin/words.ts'));
  });

  test('have names of their own', () => {
    const names = all.map(({ words }) => words.namespace);
    assert.deepEqual(names, [...new Set(names)]);
  });

  for (const { file, words } of all)
    test(`of ${file} are the same in French and English, with the same places to fill in`, () => {
      assert.deepEqual(Object.keys(words.en), Object.keys(words.fr));
      for (const [key, text] of Object.entries(words.fr)) {
        assert.notEqual(text.trim(), '', key);
        assert.notEqual(words.en[key]?.trim(), '', key);
        assert.deepEqual(placesIn(words.en[key] ?? ''), placesIn(text), key);
      }
    });

  for (const { file, words } of all)
    test(`of ${file} have both forms where they have one`, () => {
      for (const key of Object.keys(words.fr).filter((key) => /_(one|other)$/.test(key))) {
        const base = key.replace(/_(one|other)$/, '');
        assert.ok(`${base}_one` in words.fr && `${base}_other` in words.fr, key);
        assert.ok(!(base in words.fr), `${base} stands beside its own forms`);
      }
    });
});

test('whole millions, which have a form of their own in French, are said like any other number', () => {
  assert.equal(new Intl.PluralRules('fr').select(1_000_000), 'many');
  assert.deepEqual(withAllForms({ left_one: 'a', left_other: 'b', title: 'c' }), {
    left_one: 'a',
    left_other: 'b',
    left_many: 'b',
    title: 'c',
  });
});
