import type { ReactNode } from 'react';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { ConflictsPart } from './conflicts-part.tsx';
import { words } from './words.ts';

/** What home leads to: the conflicts of all events at once. */
export default function ConflictsPage(): ReactNode {
  const say = useWords(words);
  return (
    <Page
      title={say('conflictsEverywhere')}
      actions={
        <ButtonTo to="/gate" variant="default">
          {say('back')}
        </ButtonTo>
      }
    >
      <ConflictsPart />
    </Page>
  );
}
