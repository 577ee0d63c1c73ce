import { Button, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useList, useWrite } from '../../api/queries.ts';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { AnchorTo } from '../../kit/links.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import type { ItemOf } from '../../api/queries.ts';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { DropDialog } from './drop-dialog.tsx';
import type { Connection } from './health.tsx';
import { Why } from './why.tsx';
import { words } from './words.ts';

type Delivery = ItemOf<'list_outbox'>;

const look_every_ms = 3_000;
const changes = ['list_outbox', 'find_connection', 'list_connections', 'home'] as const;

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
  const replay = useWrite('replay_outbox', { changes });
  const drop = useWrite('drop_outbox', { changes });
  const [dropping, setDropping] = useState<Delivery>();
  const [told, setTold] = useState('');
  const again = (body: { ids?: number[]; connection_id?: number }): void =>
    replay.mutate({ body }, { onSuccess: ({ replayed }) => setTold(say('replayed', { count: replayed })) });
  const dead = state === 'dead';
  const offered = dead && may('hub.write');
  const columns: readonly Column<Delivery>[] = [
    {
      key: 'what',
      title: say('what'),
      render: ({ topic, subject_id: id }) =>
        topic === 'order' ? (
          <AnchorTo to="/orders/$id" params={{ id: String(id) }}>
            {say('topic_order', { id })}
          </AnchorTo>
        ) : (
          say('topic_scan', { id })
        ),
    },
    { key: 'since', title: say('since'), render: ({ created_at }) => <When at={created_at} /> },
    { key: 'tries', title: say('tries'), figures: true, render: ({ attempts }) => attempts },
    ...(dead
      ? []
      : [
          {
            key: 'next',
            title: say('nextTry'),
            render: ({ due_at }: Delivery) => (due_at === null ? '–' : <When at={due_at} />),
          },
        ]),
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
            render: (delivery: Delivery) => (
              <Group gap={6}>
                <Button size="xs" onClick={() => again({ ids: [delivery.id] })}>
                  {say('replay')}
                </Button>
                <Button size="xs" variant="subtle" onClick={() => setDropping(delivery)}>
                  {say('dropDelivery')}
                </Button>
              </Group>
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
      {dropping !== undefined && (
        <DropDialog
          title={say('dropDeliveryTitle')}
          hint={say('dropDeliveryHint', { system })}
          act={say('dropDelivery')}
          onDrop={(reason) => drop.mutateAsync({ body: { ids: [dropping.id], reason } })}
          onClose={() => setDropping(undefined)}
        />
      )}
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
