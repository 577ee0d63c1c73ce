import { Button, Center, Loader, Text } from '@mantine/core';
import { lazy, Suspense, useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { isProblem } from '../../api/problem.ts';
import { useAsk } from '../../api/queries.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { meQuery, settleOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';
import { callerView, leaveTill, listenToCaller } from './caller.ts';
import { ChooseTill } from './choose-till.tsx';
import { Threshold } from './threshold.tsx';

const ToJoin = lazy(() => import('./to-join.tsx'));

/** The whole face: first who sells, then at which till, then the till itself. */
export function CounterFace(): ReactNode {
  const { joined, unknown, taken_out } = useSyncExternalStore(listenToCaller, callerView);
  if (unknown)
    return (
      <Suspense>
        <ToJoin taken_out={taken_out} />
      </Suspense>
    );
  return joined ? <AtTill /> : <SignedIn />;
}

/** Somebody of the desk, who may sell for several organizers. */
function SignedIn(): ReactNode {
  const { data: me, error, refetch } = useQuery(meQuery);
  if (me !== undefined) {
    settleOrganizer(me);
    return <AtTill />;
  }
  if (error === null || isProblem(error, 'unauthenticated')) return <Opening />;
  return <Failed error={error} onRetry={() => void refetch()} />;
}

function AtTill(): ReactNode {
  const say = useWords(words);
  const setup = useAsk('till_setup', {}, { every_ms: setup_every_ms });
  useEffect(() => {
    if (location.hash.startsWith('#join=')) history.replaceState(null, '', location.pathname);
  }, []);
  if (setup.data !== undefined) return <ChooseTill setup={setup.data} />;
  if (setup.error === null) return <Opening />;
  if (!isProblem(setup.error, 'forbidden'))
    return <Failed error={setup.error} onRetry={() => void setup.refetch()} />;
  return (
    <Threshold title={say('forbidden')}>
      <Text>{say('forbiddenNext')}</Text>
      <Button size="md" variant="default" onClick={() => void leaveTill().catch(() => undefined)}>
        {say('signOut')}
      </Button>
    </Threshold>
  );
}

/** who stands at the till may change at another screen */
const setup_every_ms = 60_000;

function Opening(): ReactNode {
  const say = useWords(words);
  return (
    <Center component="main" mih="100dvh">
      <Loader aria-label={say('opening')} />
    </Center>
  );
}

function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactNode {
  const say = useWords(words);
  return (
    <Threshold title={say('title')}>
      <Trouble error={error} onRetry={onRetry} />
    </Threshold>
  );
}
