import { Skeleton } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAsk, type ItemOf } from '../../api/queries.ts';
import { Page } from '../../kit/page.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { EventTabs } from './event-tabs.tsx';
import { words } from './words.ts';

export type Event = ItemOf<'list_events'>;

interface EventPartProps {
  readonly here: 'sessions' | 'capacities' | 'packs' | 'addOns' | 'questions';
  readonly children: (event: Event) => ReactNode;
}

/** A page of one event beside its sale. */
export function EventPart({ here, children }: EventPartProps): ReactNode {
  const say = useWords(words);
  const { id } = useParams({ strict: false });
  const event = useAsk('find_event', { params: { id: Number(id) } });
  if (event.data === undefined)
    return (
      <Page title={say(here)}>
        {event.error === null ? (
          <Skeleton height={240} />
        ) : (
          <Trouble error={event.error} onRetry={() => void event.refetch()} />
        )}
      </Page>
    );
  return (
    <Page title={event.data.name}>
      <EventTabs id={event.data.id} here={here} />
      {children(event.data)}
    </Page>
  );
}
