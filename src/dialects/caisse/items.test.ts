import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatItem, parseItem, type Item } from './items.ts';

const id = fc.integer({ min: 1, max: 2_000_000_000 }).map(String);
const price = fc.nat({ max: 99_999_999 });
const words = fc
  .string({ minLength: 1, maxLength: 40 })
  .map((text) => text.trim())
  .filter((text) => text !== '');
const item: fc.Arbitrary<Item> = fc.oneof(
  fc.record({
    kind: fc.constant('article' as const),
    article: id,
    quantity: fc.integer({ min: 1, max: 1000 }),
    title: fc.option(
      words.map((text) => text.replaceAll('_', '-')),
      { nil: undefined },
    ),
    price: fc.option(price, { nil: undefined }),
    variations: fc.array(id, { maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('department' as const), department: id, price, title: words }),
  fc.record({ kind: fc.constant('free' as const), price, title: words }),
);

test('every entry comes back as it was written, underscores in free titles included', () => {
  fc.assert(
    fc.property(item, fc.constantFrom('EUR', 'JPY', 'TND'), (given, currency) => {
      // made-up records have no prototype
      assert.deepEqual(parseItem(formatItem(given, currency), currency), { ...given });
    }),
  );
});

test('whatever text comes is read or refused, and never breaks', () => {
  const part = fc.constantFrom(
    '12',
    '-5',
    'Free',
    '',
    '0',
    'x',
    '9.99',
    '1e3',
    '-1',
    '14,50',
    'Titre',
    '3',
    '8',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part).map((parts) => parts.join('_')),
      ),
      (text) => {
        try {
          const read = parseItem(text, 'EUR');
          assert.ok((read.price ?? 0) >= 0);
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'invalid_input');
        }
      },
    ),
  );
});

const article = { kind: 'article', quantity: 1, title: undefined, price: undefined, variations: [] } as const;

test("every form of the document is understood, and its examples' amounts", () => {
  assert.deepEqual(parseItem('12', 'EUR'), { ...article, article: '12' });
  assert.deepEqual(parseItem('12_3', 'EUR'), { ...article, article: '12', quantity: 3 });
  assert.deepEqual(parseItem('12_2_Pizza 4 fromages_14.50_3_8', 'EUR'), {
    kind: 'article',
    article: '12',
    quantity: 2,
    title: 'Pizza 4 fromages',
    price: 1450,
    variations: ['3', '8'],
  });
  assert.deepEqual(parseItem('-5_9.99_Vente libre', 'EUR'), {
    kind: 'department',
    department: '5',
    price: 999,
    title: 'Vente libre',
  });
  assert.deepEqual(parseItem('Free_2.5_Verre_cassé', 'EUR'), {
    kind: 'free',
    price: 250,
    title: 'Verre_cassé',
  });
  // wire-notes.md, "caisse.enregistreuse.fr"
  assert.deepEqual(parseItem('12_1_Title', 'EUR'), { ...article, article: '12', title: 'Title' });
  assert.deepEqual(parseItem('15_1__', 'EUR'), { ...article, article: '15' });
  assert.deepEqual(parseItem('15_1___3', 'EUR'), { ...article, article: '15', variations: ['3'] });
});

test('what makes no sense is refused by name', () => {
  const troubles: Readonly<Record<string, string>> = {
    '': 'empty',
    abc: 'article',
    '0_1': 'article',
    '12_0': 'quantity',
    '12_x': 'quantity',
    '12_1001': 'quantity',
    '12_1__abc': 'price',
    '12_1__-3': 'price',
    '12_1__9.999': 'price',
    '12_1___3_8_9_10_11_12': 'variations',
    '12_1___x': 'variation',
    Free: 'price_missing',
    Free__: 'price_missing',
    Free_abc_x: 'price',
    'Free_5.00_': 'title_missing',
    'Free_5.00': 'title_missing',
    '-x_5_y': 'department',
    '-5_5': 'title_missing',
  };
  for (const [text, trouble] of Object.entries(troubles)) {
    assert.throws(
      () => parseItem(text, 'EUR'),
      (error: { details?: { trouble?: string } }) => error.details?.trouble === trouble,
      text,
    );
  }
});
