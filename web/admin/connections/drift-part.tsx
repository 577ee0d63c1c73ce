import { Button, Group, List, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useAsk, useWrite } from '../../api/queries.ts';
import { Empty } from '../../kit/empty.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { Connection } from './health.tsx';
import { words } from './words.ts';

type Check = NonNullable<Answer<'find_drift'>['check']>;

const look_every_ms = 1_000;
const named_max = 10;

/** How the system differs from the ledger, as the last comparison found it. */
export function DriftPart({ connection }: { readonly connection: Connection }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const params = { id: connection.id };
  const start = useWrite('start_drift_check', { changes: ['find_drift', 'find_connection', 'home'] });
  const running = connection.drift !== null && connection.drift.ended_at === null;
  const asked = useAsk('find_drift', { params }, running ? { every_ms: look_every_ms } : {});
  const check = asked.data?.check ?? undefined;
  return (
    <Stack gap="xs">
      {may('hub.write') && (
        <Group>
          <Button
            variant="default"
            loading={running || start.isPending}
            onClick={() => start.mutate({ params })}
          >
            {say('checkDrift')}
          </Button>
        </Group>
      )}
      {start.isError && <Trouble error={start.error} />}
      {asked.isError && <Trouble error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data?.check === null && <Empty title={say('neverChecked')} next={say('neverCheckedNext')} />}
      {check !== undefined && <Found check={check} />}
    </Stack>
  );
}

function Found({ check }: { readonly check: Check }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  if (check.ended_at === null) return <Text role="status">{say('checking')}</Text>;
  return (
    <Stack gap="xs">
      <Text size="sm">
        {say('checkedAt')} <When at={check.ended_at} /> ·{' '}
        {check.differences.length === 0 ? say('noDrift') : say('differing', { count: check.differing })}
      </Text>
      <List size="sm">
        {check.differences.map((one) => (
          <List.Item key={one.code}>
            {one.code === 'drift_unanswered'
              ? say('unanswered', { why: one.subjects[0]?.why ?? '' })
              : `${one.message[language]} (${one.count})`}
            <Text size="xs" c="dimmed">
              {one.code === 'drift_unanswered' ? '' : namedOf(one)}
            </Text>
          </List.Item>
        ))}
      </List>
      {check.differing > 0 && <Text size="sm">{say('driftNext')}</Text>}
    </Stack>
  );

  function namedOf({ subject_kind, subjects }: Check['differences'][number]): string {
    const names = subjects
      .slice(0, named_max)
      .map(({ id }) => say(subject_kind === 'order' ? 'orderNumber' : 'ticketNumber', { id }));
    return subjects.length > named_max ? `${names.join(', ')}, …` : names.join(', ');
  }
}
