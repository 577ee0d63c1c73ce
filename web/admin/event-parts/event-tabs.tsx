import type { ReactNode } from 'react';
import { LinkTabs } from '../../kit/link-tabs.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

interface EventTabsProps {
  readonly id: number;
  readonly here: 'sale' | 'sessions' | 'capacities' | 'packs' | 'addOns' | 'questions';
}

const parts = {
  ...{
    sale: '',
    sessions: '/sessions',
    capacities: '/capacities',
    packs: '/packs',
    addOns: '/add-ons',
    questions: '/questions',
  },
} as const;

/** The pages of one event. */
export function EventTabs({ id, here }: EventTabsProps): ReactNode {
  const say = useWords(words);
  const pathOf = (part: keyof typeof parts): string => `/events/${id}${parts[part]}`;
  return (
    <LinkTabs
      label={say('parts')}
      here={pathOf(here)}
      links={(['sale', 'sessions', 'capacities', 'packs', 'addOns', 'questions'] as const).map((part) => ({
        to: pathOf(part),
        word: say(part),
      }))}
    />
  );
}
