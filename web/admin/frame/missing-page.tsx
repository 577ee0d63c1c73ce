import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { AnchorTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';

export function MissingPage(): ReactNode {
  const say = useWords(words);
  return (
    <Page title={say('missing')}>
      <Text>{say('missingNext')}</Text>
      <div>
        <AnchorTo to="/">{say('toHome')}</AnchorTo>
      </div>
    </Page>
  );
}
