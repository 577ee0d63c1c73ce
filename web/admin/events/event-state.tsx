import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { StateBadge, type Mood } from '../../kit/state-badge.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

export type Event = Answer<'find_event'>;

const moods: Readonly<Record<Event['status'], Mood>> = {
  draft: 'waiting',
  published: 'good',
  closed: 'over',
  cancelled: 'bad',
};

export const eventStatuses = Object.keys(moods) as Event['status'][];

export function EventState({ status }: Pick<Event, 'status'>): ReactNode {
  const say = useWords(words);
  return <StateBadge mood={moods[status]}>{say(status)}</StateBadge>;
}
