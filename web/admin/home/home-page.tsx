import { Anchor, Text } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { Page } from '../../kit/page.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useMe } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

/** Loaded while the office is asked: the first load stays small. */
const HomeParts = lazy(() => import('./home-parts.tsx'));

const look_every_ms = 5_000;

/** What matters first: what is wrong, what is sold, what is left, who arrives. */
export default function HomePage(): ReactNode {
  const say = useWords(words);
  const { user } = useMe();
  const [days, setDays] = useState(14);
  const asked = useAsk('home', { query: { days } }, { every_ms: look_every_ms, told: true, keep: true });
  const waiting = <Text role="status">{say('loading')}</Text>;
  return (
    <Page title={say('greeting', { name: user?.name ?? '' })}>
      {asked.isError && <Trouble error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending && waiting}
      {asked.data !== undefined && (
        <Suspense fallback={waiting}>
          <HomeParts home={asked.data} days={days} onDays={setDays} />
        </Suspense>
      )}
      <Anchor size="sm" href="/api/reference">
        {say('reference')}
      </Anchor>
    </Page>
  );
}
