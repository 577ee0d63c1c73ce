import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answersShown, changedAnswers, fieldOf, type Asked } from './answers-shown.ts';

const asked = (question_id: number, ticket_id: number | null, value = ''): Asked => ({
  ...{ question_id, ticket_id, value, event_id: 1, label: `Q${question_id}` },
  ...{ kind: 'text', options: [], required: true },
});

test('given answers come first, and what is asked and not answered after them, once', () => {
  const given = [
    { ticket_id: 7, label: 'Q2', value: 'fish' },
    { ticket_id: null, label: 'From elsewhere', value: 'x' },
    { ticket_id: null, label: 'Q1', value: '' },
  ];
  const shown = answersShown(given, [asked(1, null), asked(2, 7, 'fish'), asked(2, 8)]);
  assert.deepEqual(
    shown.map(({ ticket_id, label, value, required }) => [ticket_id, label, value, required]),
    [
      [7, 'Q2', 'fish', false],
      [null, 'From elsewhere', 'x', false],
      [null, 'Q1', '', true],
      [8, 'Q2', '', true],
    ],
  );
});

test('what was changed is sent by ticket, what was not is not', () => {
  const all = [asked(1, null, 'kept'), asked(2, 7, 'fish'), asked(2, 8)];
  const typed = { [fieldOf(all[0]!)]: 'kept', [fieldOf(all[1]!)]: '', [fieldOf(all[2]!)]: 'meat' };
  assert.deepEqual(
    [...changedAnswers(all, typed)],
    [
      [7, [{ label: 'Q2', value: '' }]],
      [8, [{ label: 'Q2', value: 'meat' }]],
    ],
  );
});
