import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useList } from '../../api/queries.ts';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { FilterBar, useFilters, type Filter } from '../../kit/filters.tsx';
import { AnchorTo, ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { RoleBadges } from './role-badges.tsx';
import { moods, type Member } from './user-state.ts';
import { words } from './words.ts';

export default function UsersPage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const filters: readonly Filter[] = [
    { name: 'email', label: say('email') },
    {
      name: 'second_step',
      label: say('second'),
      type: 'flag',
      options: [
        { value: 'true', label: say('with') },
        { value: 'false', label: say('without') },
      ],
    },
  ];
  const { where, filtered } = useFilters(filters);
  const list = useList('list_users', { query: { where } });
  const invite = may('access.write') && <ButtonTo to="/users/new">{say('invite')}</ButtonTo>;
  return (
    <Page title={say('title')} actions={invite}>
      <FilterBar filters={filters} />
      <DataList
        label={say('title')}
        list={list}
        filtered={filtered}
        columns={useColumns()}
        keyOf={({ id }) => id}
        empty={
          <Empty title={say('none')} next={say('noneNext')}>
            {invite}
          </Empty>
        }
      />
    </Page>
  );
}

function useColumns(): readonly Column<Member>[] {
  const say = useWords(words);
  return [
    {
      key: 'name',
      title: say('name'),
      render: ({ id, name }) => (
        <AnchorTo to="/users/$id" params={{ id: String(id) }}>
          {name}
        </AnchorTo>
      ),
    },
    { key: 'email', title: say('email'), render: ({ email }) => email },
    { key: 'roles', title: say('roles'), render: ({ roles }) => <RoleBadges roles={roles} /> },
    {
      key: 'state',
      title: say('state'),
      render: ({ state, second_step }) => (
        <Group gap={4}>
          <StateBadge mood={moods[state]}>{say(state)}</StateBadge>
          {second_step && <StateBadge mood="good">{say('second')}</StateBadge>}
        </Group>
      ),
    },
    {
      key: 'seen',
      title: say('seen'),
      render: ({ seen_at }) => (seen_at === null ? say('never') : <When at={seen_at} />),
    },
  ];
}
