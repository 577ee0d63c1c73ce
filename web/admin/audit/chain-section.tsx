import { Button, Code, Group, Skeleton, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useAsk, useWrite } from '../../api/queries.ts';
import { Section } from '../../kit/section.tsx';
import { StateBadge, type Mood } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

type Check = Answer<'ledger_check'>;

const moods: Readonly<Record<Check['state'], Mood>> = {
  never: 'waiting',
  running: 'waiting',
  verified: 'good',
  broken: 'bad',
  cut_off: 'warning',
};

const look_every_ms = 1_000;

/** Whether anything was rewritten. */
export function ChainSection(): ReactNode {
  const say = useWords(words);
  const start = useWrite('start_ledger_check', { changes: ['ledger_check'] });
  const check = useAsk(
    'ledger_check',
    {},
    {
      every_ms: (answer) => (answer?.state === 'running' ? look_every_ms : undefined),
    },
  );
  const running = check.data?.state === 'running';
  return (
    <Section title={say('check')} lead={say('checkLead')}>
      {check.isPending && <Skeleton height={36} />}
      {check.error !== null && <Trouble error={check.error} onRetry={() => void check.refetch()} />}
      {start.error !== null && <Trouble error={start.error} />}
      {check.data !== undefined && <Result {...check.data} />}
      <Group>
        <Button
          size="xs"
          variant="default"
          loading={start.isPending || running}
          onClick={() => start.mutate({})}
        >
          {say('check')}
        </Button>
      </Group>
    </Section>
  );
}

function Result({ state, ended_at, rows, head }: Check): ReactNode {
  const say = useWords(words);
  return (
    <>
      <Group gap="xs">
        <StateBadge mood={moods[state]}>{say(state)}</StateBadge>
        {rows !== null && <Text size="sm">{say('checked', { count: rows })}</Text>}
        {ended_at !== null && (
          <Text size="sm" c="dimmed">
            <When at={ended_at} />
          </Text>
        )}
      </Group>
      {state === 'broken' && <Text role="alert">{say('brokenNext')}</Text>}
      {head !== null && (
        <Text size="sm" c="dimmed">
          {say('head')} : <Code style={{ overflowWrap: 'anywhere' }}>{head}</Code> {say('headLead')}
        </Text>
      )}
    </>
  );
}
