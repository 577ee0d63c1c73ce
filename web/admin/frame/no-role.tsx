import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Page } from '../../kit/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';

/** Somebody who is signed in and reaches no organizer. */
export function NoRole(): ReactNode {
  const say = useWords(words);
  return (
    <Page title={say('nowhere')}>
      <Text>{say('nowhereNext')}</Text>
    </Page>
  );
}
