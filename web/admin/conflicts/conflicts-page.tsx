import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { ConfirmButton } from '../../kit/confirm-button.tsx';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { sayDone } from '../../kit/done.ts';
import { Empty } from '../../kit/empty.tsx';
import { Page } from '../../kit/page.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

type Conflict = ItemOf<'list_conflicts'>;

const look_every_ms = 10_000;

/** Entries that only a person can judge, each with the one that it contradicts. */
export default function ConflictsPage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const list = useList('list_conflicts', {}, { every_ms: look_every_ms, told: true });
  const columns: readonly Column<Conflict>[] = [
    { key: 'code', title: say('code'), render: ({ code }) => code },
    { key: 'entered', title: say('entered'), render: (one) => <Entry {...one} /> },
    {
      key: 'before',
      title: say('before'),
      render: ({ other }) => (other === null ? say('nobody') : <Entry {...other} />),
    },
    {
      key: 'used',
      title: say('used'),
      render: ({ used, allowed }) =>
        allowed === null
          ? say('unlimited', { used: used ?? 0 })
          : say('usedOf', { used: used ?? 0, allowed }),
    },
    ...(may('gate.write')
      ? [{ key: 'decide', title: say('decide'), render: (one: Conflict) => <Decide id={one.id} /> }]
      : []),
  ];
  return (
    <Page title={say('title')}>
      <Text c="dimmed">{say('lead')}</Text>
      <DataList
        label={say('title')}
        list={list}
        filtered={false}
        columns={columns}
        keyOf={({ id }) => id}
        empty={<Empty title={say('none')} next={say('noneNext')} />}
      />
    </Page>
  );
}

interface EntryProps {
  readonly scanned_at: string;
  readonly control_point: string | null;
  readonly device: string | null;
}

function Entry({ scanned_at, control_point, device }: EntryProps): ReactNode {
  const where = [control_point, device].filter((part) => part !== null && part !== '').join(' · ');
  return (
    <Stack gap={0}>
      <When at={scanned_at} />
      {where !== '' && (
        <Text size="xs" c="dimmed">
          {where}
        </Text>
      )}
    </Stack>
  );
}

function Decide({ id }: { readonly id: number }): ReactNode {
  const say = useWords(words);
  const resolve = useWrite('resolve_conflict', { changes: ['list_conflicts', 'home'] });
  const decide = async (resolution: 'accepted' | 'rejected'): Promise<void> => {
    await resolve.mutateAsync({ params: { id }, body: { resolution } });
    sayDone(say('done'));
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <ConfirmButton
        act={say('accept')}
        title={say('title')}
        lead={say('acceptLead')}
        onConfirm={() => decide('accepted')}
      />
      <ConfirmButton
        act={say('reject')}
        title={say('title')}
        lead={say('rejectLead')}
        onConfirm={() => decide('rejected')}
      />
    </Group>
  );
}
