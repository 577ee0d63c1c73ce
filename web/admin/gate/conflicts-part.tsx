import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { ConfirmButton } from '../../kit/confirm-button.tsx';
import { sayDone } from '../../kit/done.ts';
import { Empty } from '../../kit/empty.tsx';
import { words as refusals } from '../../kit/refusal-words.ts';
import { StateBadge } from '../../kit/state-badge.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { Panel } from '../home/panel.tsx';
import { words } from './words.ts';

type Conflict = ItemOf<'list_conflicts'>;
type Scan = Pick<Conflict, 'control_point' | 'device' | 'operator' | 'scanned_at'>;

const look_every_ms = 5_000;

/** Tickets that two devices let in without knowing of each other, until a person has looked. */
export function ConflictsPart({ event_id }: { readonly event_id?: number }): ReactNode {
  const say = useWords(words);
  const may = useMay()('gate.judge');
  const [resolved, setResolved] = useState(false);
  const list = useList(
    'list_conflicts',
    { query: { event_id, resolved } },
    { every_ms: look_every_ms, told: true },
  );
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label={say('conflictsShown')}
      value={resolved ? 'seen' : 'open'}
      onChange={(value) => setResolved(value === 'seen')}
      data={[
        { value: 'open', label: say('open') },
        { value: 'seen', label: say('seen') },
      ]}
    />
  );
  const judged: Column<Conflict> = {
    key: 'act',
    title: say('judge'),
    acts: !resolved,
    render: (conflict) => (resolved ? <Judged conflict={conflict} /> : <Judge conflict={conflict} />),
  };
  return (
    <Panel title={say('conflictsTitle')} aside={choice}>
      <DataList
        label={say('conflictsTitle')}
        list={list}
        keyOf={({ id }) => id}
        columns={[...useColumns(), ...(resolved || may ? [judged] : [])]}
        empty={<Empty title={say('noConflict')} next={say('noConflictNext')} />}
      />
    </Panel>
  );
}

function useColumns(): readonly Column<Conflict>[] {
  const say = useWords(words);
  const sayRefusal = useWords(refusals);
  return [
    {
      key: 'ticket',
      title: say('ticket'),
      render: ({ code, ticket_id, holder }) => holder || code || `№ ${ticket_id}`,
    },
    {
      key: 'why',
      title: say('reason'),
      render: ({ refusal }) =>
        refusal !== null && refusal in refusals.fr ? sayRefusal(refusal as 'already_used') : refusal,
    },
    { key: 'this', title: say('late'), render: (conflict) => <Passage {...conflict} /> },
    {
      key: 'other',
      title: say('before'),
      render: ({ other }) => (other === null ? '–' : <Passage {...other} />),
    },
  ];
}

/** Where somebody was let in, by whom, and when by that device's clock. */
function Passage({ control_point, device, operator, scanned_at }: Scan): ReactNode {
  const where = [control_point, device, operator].filter((part) => part !== null && part !== '');
  return (
    <Stack gap={0}>
      <Text size="sm" span>
        {where.join(' · ') || '–'}
      </Text>
      <Text size="sm" c="dimmed" span>
        <When at={scanned_at} as="exact" />
      </Text>
    </Stack>
  );
}

function Judge({ conflict: { id } }: { readonly conflict: Conflict }): ReactNode {
  const say = useWords(words);
  const resolve = useWrite('resolve_conflict', { changes: ['list_conflicts', 'home'] });
  const put = async (resolution: 'accepted' | 'rejected'): Promise<void> => {
    await resolve.mutateAsync({ params: { id }, body: { resolution } });
    sayDone(say('judgedNow'));
  };
  return (
    <Group gap="xs">
      <ConfirmButton
        act={say('accept')}
        title={say('conflictsTitle')}
        lead={say('acceptLead')}
        onConfirm={() => put('accepted')}
      />
      <ConfirmButton
        act={say('reject')}
        title={say('conflictsTitle')}
        lead={say('rejectLead')}
        onConfirm={() => put('rejected')}
      />
    </Group>
  );
}

function Judged({ conflict: { resolution, resolved_at } }: { readonly conflict: Conflict }): ReactNode {
  const say = useWords(words);
  const accepted = resolution === 'accepted';
  return (
    <Stack gap={4}>
      <StateBadge mood={accepted ? 'good' : 'bad'}>{say(accepted ? 'accepted' : 'fraud')}</StateBadge>
      {resolved_at !== null && (
        <Text size="sm" c="dimmed" span>
          <When at={resolved_at} />
        </Text>
      )}
    </Stack>
  );
}
