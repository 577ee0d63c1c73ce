import type { Answer } from '../../api/call.ts';
import type { Mood } from '../../kit/state-badge.tsx';

export type Member = Answer<'find_user'>;

export const moods: Readonly<Record<Member['state'], Mood>> = {
  invited: 'waiting',
  active: 'good',
  disabled: 'over',
};
