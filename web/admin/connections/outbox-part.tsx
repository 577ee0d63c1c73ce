import { Button, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useList, useWrite } from '../../api/queries.ts';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import type { ItemOf } from '../../api/queries.ts';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import type { Connection } from './health.tsx';
import { Why } from './why.tsx';
import { words } from './words.ts';

type Delivery = ItemOf<'list_outbox'>;

const look_every_ms = 3_000;

interface PartProps {
  readonly connection: Connection;
  readonly state: Delivery['state'];
  readonly system: string;
}

/** What is to leave for a system, or could not. */
export function OutboxPart({ connection, state, system }: PartProps): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const where = [{ column: 'connection_id', value: connection.id }];
  const list = useList(
    'list_outbox',
    { query: { state, where, limit: 20 } },
    { every_ms: look_every_ms, told: true },
  );
  const replay = useWrite('replay_outbox', {
    changes: ['list_outbox', 'find_connection', 'list_connections', 'home'],
  });
  const [told, setTold] = useState('');
  const again = (body: { ids?: number[]; connection_id?: number }): void =>
    replay.mutate({ body }, { onSuccess: ({ replayed }) => setTold(say('replayed', { count: replayed })) });
  const dead = state === 'dead';
  const offered = dead && may('hub.write');
  const columns: readonly Column<Delivery>[] = [
    {
      key: 'what',
      title: say('what'),
      render: ({ topic, subject_id: id }) => say(topic === 'scan' ? 'topic_scan' : 'topic_order', { id }),
    },
    { key: 'since', title: say('since'), render: ({ created_at }) => <When at={created_at} /> },
    { key: 'tries', title: say('tries'), figures: true, render: ({ attempts }) => attempts },
    {
      key: 'error',
      title: say('lastError'),
      render: ({ why, last_error }) =>
        last_error === null ? '–' : <Why why={why} text={last_error} system={system} />,
    },
    ...(offered
      ? [
          {
            key: 'do',
            title: say('actions'),
            render: ({ id }: Delivery) => (
              <Button size="xs" onClick={() => again({ ids: [id] })}>
                {say('replay')}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <Stack gap="xs">
      <Text size="sm" role="status">
        {told}
      </Text>
      {replay.isError && <Trouble error={replay.error} />}
      <DataList
        label={say(dead ? 'deadTitle' : 'waitingTitle')}
        list={list}
        keyOf={({ id }) => id}
        columns={columns}
        empty={
          <Empty
            title={say(dead ? 'noDead' : 'noWaiting')}
            next={say(dead ? 'noDeadNext' : 'noWaitingNext')}
          />
        }
      />
      {offered && connection.dead > 1 && (
        <Group>
          <Button variant="default" size="xs" onClick={() => again({ connection_id: connection.id })}>
            {say('replayAll')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
