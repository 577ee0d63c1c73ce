import type { ReactNode } from 'react';
import { useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { ConfirmButton } from '../../kit/confirm-button.tsx';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { sayDone } from '../../kit/done.ts';
import { Empty } from '../../kit/empty.tsx';
import { FilterBar, useFilters, type Filter } from '../../kit/filters.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { useControlPoints } from './control-points.ts';
import { words } from './words.ts';

type Device = ItemOf<'list_devices'>;

export default function DevicesPage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const filters: readonly Filter[] = [
    {
      name: 'role',
      label: say('role'),
      options: [
        { value: 'gate', label: say('gate') },
        { value: 'gate_lead', label: say('gate_lead') },
        { value: 'counter', label: say('counter') },
      ],
    },
  ];
  const { where, filtered } = useFilters(filters);
  const list = useList('list_devices', { query: { order: '-id', where } });
  const join = may('access.write') && <ButtonTo to="/devices/new">{say('join')}</ButtonTo>;
  return (
    <Page title={say('title')} actions={join}>
      <FilterBar filters={filters} />
      <DataList
        label={say('title')}
        list={list}
        filtered={filtered}
        columns={useColumns()}
        keyOf={({ id }) => id}
        empty={
          <Empty title={say('none')} next={say('noneNext')}>
            {join}
          </Empty>
        }
      />
    </Page>
  );
}

function useColumns(): readonly Column<Device>[] {
  const say = useWords(words);
  const points = useControlPoints();
  const columns: readonly Column<Device>[] = [
    { key: 'name', title: say('name'), render: ({ name }) => name },
    { key: 'role', title: say('role'), render: ({ role }) => say(role) },
    {
      key: 'point',
      title: say('point'),
      render: ({ control_point_id }) => points.find(({ id }) => id === control_point_id)?.name,
    },
    { key: 'since', title: say('since'), render: ({ joined_at }) => <When at={joined_at} /> },
    {
      key: 'seen',
      title: say('seen'),
      render: ({ seen_at }) => (seen_at === null ? say('never') : <When at={seen_at} />),
    },
    {
      key: 'state',
      title: say('state'),
      render: ({ revoked_at }) => (
        <StateBadge mood={revoked_at === null ? 'good' : 'over'}>
          {say(revoked_at === null ? 'joined' : 'revoked')}
        </StateBadge>
      ),
    },
  ];
  const revoke: Column<Device> = {
    key: 'revoke',
    title: say('revoke'),
    acts: true,
    render: (device) => device.revoked_at === null && <Revoke {...device} />,
  };
  return useMay()('access.write') ? [...columns, revoke] : columns;
}

function Revoke({ id, name }: Device): ReactNode {
  const say = useWords(words);
  const revoke = useWrite('revoke_device', { changes: ['list_devices'] });
  return (
    <ConfirmButton
      act={say('revoke')}
      title={say('revokeTitle', { name })}
      lead={say('revokeLead')}
      final
      onConfirm={async () => {
        await revoke.mutateAsync({ params: { id } });
        sayDone(say('revokedNow', { name }));
      }}
    />
  );
}
