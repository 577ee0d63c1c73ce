import { Grid, NativeSelect, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../../words/use-words.ts';
import { ArrivalsChart } from './arrivals-chart.tsx';
import { AttentionPart } from './attention-part.tsx';
import type { Home } from './home.ts';
import { Panel } from './panel.tsx';
import { words } from './parts-words.ts';
import { SalesChart } from './sales-chart.tsx';
import { SessionsPart } from './sessions-part.tsx';
import { TodayPart } from './today-part.tsx';

const spans = [7, 14, 30, 90];

interface ShownProps {
  readonly home: Home;
  readonly days: number;
  readonly onDays: (days: number) => void;
}

/** What is drawn once the office has answered. */
export default function HomeParts({ home, days, onDays }: ShownProps): ReactNode {
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
              <SalesChart sales={sales} />
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
              <ArrivalsChart arrivals={arrivals} />
            )}
          </Panel>
        </Grid.Col>
      )}
    </Grid>
  );
}
