import { Group, NativeSelect, Skeleton, Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIsLive } from '../../api/live-state.ts';
import { useAll, type ItemOf } from '../../api/queries.ts';
import { Empty } from '../../kit/empty.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { ConflictsPart } from './conflicts-part.tsx';
import { FiguresPart } from './figures-part.tsx';
import { ReadinessPart } from './readiness-part.tsx';
import { words } from './words.ts';

type Event = ItemOf<'list_events'>;

/** The doors as they are now: who is in, what was refused, how ready the devices are, and what a person has to judge. */
export default function GatePage(): ReactNode {
  const say = useWords(words);
  const live = useIsLive();
  const where = [{ column: 'status', value: 'published' }];
  const events = useAll('list_events', { query: { where, order: '-id' } });
  const found = events.data?.items;
  const event = useChosen(found, events.dataUpdatedAt);
  return (
    <Page
      title={say('title')}
      actions={
        <Group gap="xs">
          <StateBadge mood={live ? 'good' : 'waiting'}>{say(live ? 'live' : 'polled')}</StateBadge>
          <ButtonTo to="/gate/doors" variant="default">
            {say('doors')}
          </ButtonTo>
        </Group>
      }
    >
      {events.isError && <Trouble error={events.error} onRetry={() => void events.refetch()} />}
      {events.isPending && <Skeleton height={240} />}
      {found?.length === 0 && <Empty title={say('noEvent')} next={say('noEventNext')} />}
      {found !== undefined && event !== undefined && (
        <Stack gap="md">
          {found.length > 1 && <EventChoice events={found} event={event} />}
          <FiguresPart key={event.id} event_id={event.id} />
          <ConflictsPart event_id={event.id} />
          <ReadinessPart />
        </Stack>
      )}
    </Page>
  );
}

/** The event of the address, else the one that is nearest in time. `now`: ms */
function useChosen(events: readonly Event[] | undefined, now: number): Event | undefined {
  const { event: wanted } = useSearch({ strict: false });
  if (events === undefined) return undefined;
  const away_ms = ({ first_starts_at }: Event): number =>
    first_starts_at === null ? Infinity : Math.abs(Date.parse(first_starts_at) - now);
  const nearest = events.toSorted((a, b) => away_ms(a) - away_ms(b));
  return events.find(({ id }) => String(id) === wanted) ?? nearest[0];
}

function EventChoice({
  events,
  event,
}: {
  readonly events: readonly Event[];
  readonly event: Event;
}): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  return (
    <NativeSelect
      label={say('event')}
      maw={420}
      value={String(event.id)}
      data={events.map(({ id, name }) => ({ value: String(id), label: name }))}
      onChange={({ currentTarget: { value } }) =>
        void navigate({ to: '.', search: { event: value }, replace: true })
      }
    />
  );
}
