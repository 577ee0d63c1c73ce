import { Grid, SimpleGrid, Skeleton, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import type { Answer } from '../../api/call.ts';
import { DataRows } from '../../kit/data-list.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { tagOf } from '../../kit/money-text.ts';
import { words as refusals } from '../../kit/refusal-words.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useOrganizer } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { ChartWithTable } from '../charts/chart-with-table.tsx';
import { meaning } from '../charts/colors.ts';
import { Panel } from '../home/panel.tsx';
import { SessionsPart } from './sessions-part.tsx';
import { words } from './words.ts';

type Figures = Answer<'gate_figures'>;

const look_every_ms = 5_000;

/** Who is in now, and what came by in the last day: door by door, reason by reason, over time. */
export function FiguresPart({ event_id }: { readonly event_id: number }): ReactNode {
  const asked = useAsk(
    'gate_figures',
    { params: { id: event_id }, query: {} },
    { every_ms: look_every_ms, told: true, keep: true },
  );
  if (asked.data === undefined)
    return asked.isError ? (
      <Trouble error={asked.error} onRetry={() => void asked.refetch()} />
    ) : (
      <Skeleton height={240} />
    );
  const figures = asked.data;
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Now figures={figures} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Doors figures={figures} />
      </Grid.Col>
      {figures.by_session.length > 1 && (
        <Grid.Col span={12}>
          <SessionsPart event_id={event_id} by_session={figures.by_session} />
        </Grid.Col>
      )}
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Refused figures={figures} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Quarters figures={figures} />
      </Grid.Col>
    </Grid>
  );
}

interface Shown {
  readonly figures: Figures;
}

function Now({ figures }: Shown): ReactNode {
  const say = useWords(words);
  const number = new Intl.NumberFormat(tagOf(useLanguage()));
  const facts = [
    [say('inside'), figures.inside],
    [say('entered'), figures.scanned],
    [say('awaited'), figures.total - figures.scanned],
    [say('out'), figures.out],
  ] as const;
  return (
    <Panel title={say('now')}>
      <SimpleGrid component="dl" cols={2} spacing="sm" m={0}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <Text component="dt" size="sm" c="dimmed">
              {name}
            </Text>
            <Text component="dd" fw={700} fz="h2" m={0}>
              {number.format(value)}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {say('ofTickets', { count: figures.total, number: number.format(figures.total) })}
      </Text>
    </Panel>
  );
}

function Doors({ figures: { by_control_point } }: Shown): ReactNode {
  const say = useWords(words);
  return (
    <Panel title={say('byDoor')}>
      {by_control_point.length === 0 ? (
        <Text c="dimmed">{say('nobodyYet')}</Text>
      ) : (
        <DataRows
          label={say('byDoor')}
          rows={by_control_point}
          keyOf={({ control_point_id }) => control_point_id ?? 0}
          columns={[
            { key: 'door', title: say('door'), render: ({ name }) => name ?? say('noDoor') },
            { key: 'in', title: say('entries'), figures: true, render: ({ entries }) => entries },
            { key: 'out', title: say('exits'), figures: true, render: ({ exits }) => exits },
            { key: 'no', title: say('refused'), figures: true, render: ({ refused }) => refused },
            { key: 'both', title: say('conflicts'), figures: true, render: (row) => row.conflicts },
          ]}
        />
      )}
    </Panel>
  );
}

function Refused({ figures: { by_refusal } }: Shown): ReactNode {
  const say = useWords(words);
  const sayRefusal = useWords(refusals);
  return (
    <Panel title={say('byReason')}>
      {by_refusal.length === 0 ? (
        <Text c="dimmed">{say('nothingRefused')}</Text>
      ) : (
        <Facts>
          {by_refusal.map(({ refusal, scans }) => (
            <Fact
              key={refusal}
              name={refusal in refusals.fr ? sayRefusal(refusal as 'already_used') : refusal}
            >
              {scans}
            </Fact>
          ))}
        </Facts>
      )}
    </Panel>
  );
}

function Quarters({ figures: { by_quarter } }: Shown): ReactNode {
  const say = useWords(words);
  const timeZone = useOrganizer()?.zone ?? 'UTC';
  const time = new Intl.DateTimeFormat(tagOf(useLanguage()), {
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  return (
    <Panel title={say('byQuarter')}>
      {by_quarter.length === 0 ? (
        <Text c="dimmed">{say('nobodyYet')}</Text>
      ) : (
        <ChartWithTable
          label={say('byQuarter')}
          names={say('quarter')}
          data={by_quarter.map(({ from, ...count }) => ({ name: time.format(new Date(from)), ...count }))}
          series={[
            { name: 'entries', label: say('entries'), color: meaning.good },
            { name: 'exits', label: say('exits'), color: meaning.quiet },
            { name: 'refused', label: say('refused'), color: meaning.bad },
          ]}
        />
      )}
    </Panel>
  );
}
