import { Anchor, Grid, Group, NativeSelect, Skeleton, Text } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useAsk } from '../../api/queries.ts';
import { Page } from '../../kit/page.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useMe, useOrganizer } from '../../session/me.ts';
import { words as roleWords } from '../../session/role-words.ts';
import { useWords } from '../../words/use-words.ts';
import { AttentionPart } from './attention-part.tsx';
import { Panel } from './panel.tsx';
import { SessionsPart } from './sessions-part.tsx';
import { TodayPart } from './today-part.tsx';
import { words } from './words.ts';

export type Home = Answer<'home'>;

const SalesChart = lazy(() => import('./sales-chart.tsx'));
const ArrivalsChart = lazy(() => import('./arrivals-chart.tsx'));

const look_every_ms = 5_000;
const spans = [7, 14, 30, 90];

/** What matters first: what is wrong, what is sold, what is left, who arrives. */
export default function HomePage(): ReactNode {
  const say = useWords(words);
  const { user } = useMe();
  const [days, setDays] = useState(14);
  const asked = useAsk('home', { query: { days } }, { every_ms: look_every_ms, keep: true });
  const home = asked.data;
  return (
    <Page title={say('greeting', { name: user?.name ?? '' })} actions={<Roles />}>
      {asked.isError && <Trouble error={asked.error} onRetry={() => void asked.refetch()} />}
      {home === undefined && !asked.isError && <Skeleton height={240} />}
      {home !== undefined && <Shown home={home} days={days} onDays={setDays} />}
      <Text size="sm">
        <Anchor href="/api/reference">{say('reference')}</Anchor>. {say('referenceLead')}
      </Text>
    </Page>
  );
}

function Roles(): ReactNode {
  const say = useWords(words);
  const sayRole = useWords(roleWords);
  const organizer = useOrganizer();
  return (
    <Group gap="xs">
      <Text size="sm">{say('roles', { organizer: organizer?.name ?? '' })}</Text>
      {organizer?.roles.map(({ role, event_id }) => (
        <StateBadge key={`${role} ${event_id}`} mood="good">
          {sayRole(role)}
        </StateBadge>
      ))}
    </Group>
  );
}

interface ShownProps {
  readonly home: Home;
  readonly days: number;
  readonly onDays: (days: number) => void;
}

function Shown({ home, days, onDays }: ShownProps): ReactNode {
  const say = useWords(words);
  const { attention, sales, sessions, arrivals } = home;
  const span = (
    <NativeSelect
      size="xs"
      aria-label={say('span')}
      value={String(days)}
      data={spans.map((many) => ({ value: String(many), label: say('lastDays', { days: many }) }))}
      onChange={(event) => onDays(Number(event.currentTarget.value))}
    />
  );
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <AttentionPart attention={attention} />
      </Grid.Col>
      {sales !== null && (
        <Grid.Col span={{ base: 12, md: 5 }}>
          <TodayPart today={sales.today} />
        </Grid.Col>
      )}
      {sales !== null && (
        <Grid.Col span={12}>
          <Panel title={say('overTime')} aside={span}>
            {sales.by_day.length === 0 ? (
              <Text c="dimmed">{say('noSales')}</Text>
            ) : (
              <Suspense fallback={<Skeleton height={260} />}>
                <SalesChart sales={sales} />
              </Suspense>
            )}
          </Panel>
        </Grid.Col>
      )}
      {sessions !== null && (
        <Grid.Col span={{ base: 12, md: 6 }}>
          <SessionsPart sessions={sessions} />
        </Grid.Col>
      )}
      {arrivals !== null && (
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Panel title={say('arrivals')}>
            {arrivals.length === 0 ? (
              <Text c="dimmed">{say('noArrivals')}</Text>
            ) : (
              <Suspense fallback={<Skeleton height={220} />}>
                <ArrivalsChart arrivals={arrivals} />
              </Suspense>
            )}
          </Panel>
        </Grid.Col>
      )}
    </Grid>
  );
}
