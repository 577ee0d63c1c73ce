import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { askingComplaint, readAnswer, type Asking } from './question.ts';
import { questionKinds } from './question-kinds.ts';

const asked = (kind: Asking['kind'], options: readonly string[] = []): Asking => ({ kind, options });

describe('an answer', () => {
  const cases: readonly [Asking, string, string | undefined][] = [
    [asked('text'), '  Club alpin ', 'Club alpin'],
    [asked('paragraph'), 'one\ntwo', 'one\ntwo'],
    [asked('number'), '1 234,50', '1234.50'],
    [asked('number'), '-3', '-3'],
    [asked('number'), 'twelve', undefined],
    [asked('number'), '1e400', undefined],
    [asked('date'), '2024-02-29', '2024-02-29'],
    [asked('date'), '2026-02-29', undefined],
    [asked('date'), '29/02/2024', undefined],
    [asked('email'), 'zoe@example.org', 'zoe@example.org'],
    [asked('email'), 'zoe', undefined],
    [asked('phone'), '+33 (0)6 12-34.56/78', '+33 (0)6 12-34.56/78'],
    [asked('phone'), '06 12 AB', undefined],
    [asked('phone'), '((()))', undefined],
    [asked('yes_no'), 'Oui', 'yes'],
    [asked('yes_no'), 'FALSE', 'no'],
    [asked('yes_no'), 'perhaps', undefined],
    [asked('choice', ['S', 'M']), 'M', 'M'],
    [asked('choice', ['S', 'M']), 'm', undefined],
    [asked('choices', ['S', 'M', 'L']), 'L\r\nS\nL', 'S\nL'],
    [asked('choices', ['S', 'M', 'L']), 'L\nXL', undefined],
  ];
  for (const [asking, given, kept] of cases) {
    const outcome = kept === undefined ? 'does not fit' : `is kept as ${JSON.stringify(kept)}`;
    test(`${JSON.stringify(given)} to a question of the kind ${asking.kind} ${outcome}`, () => {
      assert.equal(readAnswer(asking, given), kept);
    });
  }

  test('that is kept is kept the same when it is given again, whatever the kind', () => {
    const options = ['Rouge', 'Vert', 'Bleu'];
    const asking = fc.constantFrom(...questionKinds).map((kind) => asked(kind, options));
    const given = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.subarray(options).map((some) => some.join('\n')),
      fc.integer().map(String),
      fc.constantFrom('oui', 'no', '2026-11-29', 'zoe@example.org', '+33 6 12 34 56 78'),
    );
    fc.assert(
      fc.property(asking, given, (one, text) => {
        const kept = readAnswer(one, text);
        if (kept !== undefined) assert.equal(readAnswer(one, kept), kept);
      }),
    );
  });

  test('of nothing is none to any question', () => {
    for (const kind of questionKinds) assert.equal(readAnswer(asked(kind, ['S']), '  '), '');
  });
});

test('only what is chosen from has options, each once, in one line', () => {
  assert.equal(askingComplaint(asked('text')), undefined);
  assert.equal(askingComplaint(asked('choice', ['S', 'M'])), undefined);
  assert.match(askingComplaint(asked('text', ['S'])) ?? '', /no options/);
  assert.match(askingComplaint(asked('choices')) ?? '', /nothing to choose/);
  assert.match(askingComplaint(asked('choice', ['S', 'S'])) ?? '', /twice/);
  assert.match(askingComplaint(asked('choice', ['S', ' '])) ?? '', /empty/);
  assert.match(askingComplaint(asked('choice', ['S\nM'])) ?? '', /several lines/);
  assert.match(askingComplaint(asked('choice', [' S'])) ?? '', /blanks/);
});
