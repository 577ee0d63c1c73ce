import { Accordion, Group, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { Page } from '../../kit/page.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { Abilities } from './abilities.tsx';
import { ChangeConnection } from './change-connection.tsx';
import { DriftPart } from './drift-part.tsx';
import { Health, type Connection } from './health.tsx';
import { OutboxPart } from './outbox-part.tsx';
import { QuarantinePart } from './quarantine-part.tsx';
import { RunHistory, RunPart } from './run-part.tsx';
import { Standing } from './standing.tsx';
import { words } from './words.ts';

const look_every_ms = 3_000;

/** One connected system: how it is, what waits, what went wrong, and what to do about it. */
export default function ConnectionPage(): ReactNode {
  const { id } = useParams({ from: '/frame/connections/$id' });
  const params = { id: Number(id) };
  const asked = useAsk('find_connection', { params }, { every_ms: look_every_ms, told: true });
  const say = useWords(words);
  if (asked.data === undefined)
    return (
      <Page title={say('title')}>
        {asked.isError && <Trouble error={asked.error} onRetry={() => void asked.refetch()} />}
      </Page>
    );
  return <Shown key={asked.data.id} connection={asked.data} />;
}

function Shown({ connection }: { readonly connection: Connection }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const kinds = useAsk('list_connection_kinds', {});
  const kind = kinds.data?.items.find(({ dialect }) => dialect === connection.dialect);
  const system = kind?.title ?? connection.name;
  return (
    <Page title={connection.name} actions={<Health of={connection} />}>
      <Facts connection={connection} />
      <Standing connection={connection} system={system} />
      {may('hub.write') && <RunPart connection={connection} system={system} />}
      <Accordion multiple variant="separated" order={2} defaultValue={opened(connection)}>
        <Part name="quarantine" title={say('quarantine')} count={connection.quarantined}>
          <QuarantinePart connection={connection} kind={kind} system={system} />
        </Part>
        <Part name="dead" title={say('deadTitle')} count={connection.dead}>
          <OutboxPart connection={connection} state="dead" system={system} />
        </Part>
        <Part name="waiting" title={say('waitingTitle')} count={connection.waiting}>
          <OutboxPart connection={connection} state="waiting" system={system} />
        </Part>
        <Part name="drift" title={say('driftTitle')} count={connection.drift?.differing ?? 0}>
          <DriftPart connection={connection} />
        </Part>
        <Part name="history" title={say('history')}>
          <RunHistory connection={connection} system={system} />
        </Part>
        {kind !== undefined && (
          <Part name="can" title={say('can')}>
            <Abilities kind={kind} />
          </Part>
        )}
        {kind !== undefined && may('hub.write') && (
          <Part name="settings" title={say('settings')}>
            <ChangeConnection connection={connection} kind={kind} />
          </Part>
        )}
      </Accordion>
    </Page>
  );
}

/** What needs somebody is open already, and what the system has no way to do. */
function opened({ quarantined, dead, drift }: Connection): string[] {
  return [
    'can',
    ...(quarantined > 0 ? ['quarantine'] : []),
    ...(dead > 0 ? ['dead'] : []),
    ...((drift?.differing ?? 0) > 0 ? ['drift'] : []),
  ];
}

interface PartProps {
  readonly name: string;
  readonly title: string;
  readonly count?: number;
  readonly children: ReactNode;
}

function Part({ name, title, count = 0, children }: PartProps): ReactNode {
  return (
    <Accordion.Item value={name}>
      <Accordion.Control>{count > 0 ? `${title} (${count})` : title}</Accordion.Control>
      <Accordion.Panel>{children}</Accordion.Panel>
    </Accordion.Item>
  );
}

function Facts({ connection }: { readonly connection: Connection }): ReactNode {
  const say = useWords(words);
  const { last_run, pulled_at, waiting, waiting_since, base_url } = connection;
  const facts: readonly { readonly name: string; readonly value: ReactNode }[] = [
    { name: say('address'), value: base_url },
    { name: say('lastRun'), value: last_run === null ? say('never') : <When at={last_run.started_at} /> },
    { name: say('pulledAt'), value: pulled_at === null ? say('never') : <When at={pulled_at} /> },
    { name: say('waiting'), value: waiting },
    ...(waiting_since === null ? [] : [{ name: say('waitingSince'), value: <When at={waiting_since} /> }]),
  ];
  return (
    <Group component="dl" gap="xl" m={0}>
      {facts.map(({ name, value }) => (
        <Stack key={name} gap={0}>
          <Text component="dt" size="xs" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </Stack>
      ))}
    </Group>
  );
}
