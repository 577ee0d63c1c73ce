import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { forget, useAsk, useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { Confirm } from '../../kit/confirm.tsx';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Connection } from './health.tsx';
import { Why } from './why.tsx';
import { words } from './words.ts';

type Run = ItemOf<'list_runs'>;

const look_every_ms = 500;

interface PartProps {
  readonly connection: Connection;
  readonly system: string;
}

/** Runs it when a person asks, and shows how far it is. */
export function RunPart({ connection, system }: PartProps): ReactNode {
  const say = useWords(words);
  const start = useWrite('start_run', { changes: ['list_runs'] });
  const running = connection.last_run?.ended_at === null ? connection.last_run.id : undefined;
  const [asked, setAsked] = useState(running);
  const [confirming, setConfirming] = useState(false);
  const go = (body: { full?: boolean; dry_run?: boolean }): void =>
    start.mutate({ params: { id: connection.id }, body }, { onSuccess: (run) => setAsked(run.id) });
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button onClick={() => go({})} loading={start.isPending}>
          {say('runNow')}
        </Button>
        <Button variant="default" onClick={() => go({ full: true })} disabled={start.isPending}>
          {say('runFull')}
        </Button>
        <Button variant="default" onClick={() => go({ dry_run: true })} disabled={start.isPending}>
          {say('runTrial')}
        </Button>
      </Group>
      {start.isError && <Trouble error={start.error} />}
      {asked !== undefined && (
        <RunProgress key={asked} id={asked} system={system} onTakeAway={() => setConfirming(true)} />
      )}
      <Confirm
        opened={confirming}
        onClose={() => setConfirming(false)}
        title={say('takeAwayTitle')}
        act={say('takeAway')}
        final
        onConfirm={async () => {
          const body = { full: true, however_many_gone: true };
          setAsked((await start.mutateAsync({ params: { id: connection.id }, body })).id);
        }}
      >
        <Text size="sm">{say('takeAwayHint')}</Text>
      </Confirm>
    </Stack>
  );
}

const hasEnded = (run: Run): boolean => run.ended_at !== null;

interface ResultProps {
  readonly system: string;
  /** a person has looked: what is gone may go, however much it is */
  readonly onTakeAway: () => void;
}

function RunProgress({ id, ...shown }: ResultProps & { readonly id: number }): ReactNode {
  const say = useWords(words);
  const looking = {
    every_ms: (found: Run | undefined) =>
      found !== undefined && hasEnded(found) ? undefined : look_every_ms,
  };
  const { data: run } = useAsk('find_run', { params: { id } }, looking);
  const over = run !== undefined && hasEnded(run);
  useEffect(() => {
    if (!over) return;
    void forget('find_connection', 'list_connections', 'list_runs', 'list_quarantine', 'home');
  }, [over]);
  if (run === undefined) return null;
  if (over) return <RunResult run={run} {...shown} />;
  const { records, expected } = run;
  const known = expected !== null && expected > 0;
  return (
    <Stack gap={4} role="status">
      <Text size="sm">
        {say(run.dry_run ? 'trialStarted' : 'runStarted')} · {say('records', { count: records })}
      </Text>
      <Progress
        value={known ? Math.min(100, (records / expected) * 100) : 100}
        animated
        aria-label={say('runStarted')}
      />
    </Stack>
  );
}

function RunResult({ run, system, onTakeAway }: ResultProps & { readonly run: Run }): ReactNode {
  const say = useWords(words);
  if (run.outcome !== 'ok')
    return (
      <Alert color="red" variant="outline" role="alert" title={say('runFailed')}>
        <Stack gap="xs" align="flex-start">
          <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
            <Why why={run.why} text={run.message} system={system} />
          </Text>
          {run.why?.code === 'too_many_gone' && (
            <Button size="xs" color="red.9" variant="outline" onClick={onTakeAway}>
              {say('takeAway')}
            </Button>
          )}
        </Stack>
      </Alert>
    );
  return (
    <Alert color="green.9" variant="outline" role="status" title={say(run.dry_run ? 'trialOk' : 'runOk')}>
      <RunCounts run={run} />
    </Alert>
  );
}

function RunCounts({ run: { counts } }: { readonly run: Run }): ReactNode {
  const say = useWords(words);
  const { new: fresh, changed, gone, quarantined: aside } = counts;
  return say('runCounts', { fresh, changed, gone, aside });
}

export function RunHistory({ connection, system }: PartProps): ReactNode {
  const say = useWords(words);
  const where = [{ column: 'connection_id', value: connection.id }];
  const list = useList('list_runs', { query: { where, order: '-started_at', limit: 10 } });
  return (
    <DataList
      label={say('history')}
      list={list}
      keyOf={({ id }) => id}
      columns={[
        { key: 'started', title: say('started'), render: ({ started_at }) => <When at={started_at} /> },
        {
          key: 'kind',
          title: say('kindOfRun'),
          render: ({ dry_run, full }) => say(dry_run ? 'trial' : full ? 'full' : 'changes'),
        },
        {
          key: 'state',
          title: say('state'),
          render: ({ outcome }) => (
            <StateBadge mood={outcome === null ? 'waiting' : outcome === 'ok' ? 'good' : 'bad'}>
              {say(outcome === null ? 'runStarted' : outcome === 'ok' ? 'runOk' : 'runFailed')}
            </StateBadge>
          ),
        },
        {
          key: 'result',
          title: say('result'),
          render: (run) =>
            run.message === '' ? (
              <RunCounts run={run} />
            ) : (
              <Why why={run.why} text={run.message} system={system} />
            ),
        },
      ]}
      empty={<Empty title={say('noRuns')} next={say('noRunsNext')} />}
    />
  );
}
