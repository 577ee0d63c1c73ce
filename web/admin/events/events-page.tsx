import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useList } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { FilterBar, useFilters, type Filter } from '../../kit/filters.tsx';
import { AnchorTo, ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { When } from '../../kit/when.tsx';
import { useMayEverywhere } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { SheetButtons } from '../imports/sheet-buttons.tsx';
import { EventState, eventStatuses } from './event-state.tsx';
import { words } from './words.ts';

export default function EventsPage(): ReactNode {
  const say = useWords(words);
  const mayAdd = useMayEverywhere()('catalogue.write');
  const filters: readonly Filter[] = [
    {
      name: 'status',
      label: say('status'),
      options: eventStatuses.map((value) => ({ value, label: say(value) })),
    },
  ];
  const { where, filtered } = useFilters(filters);
  const list = useList('list_events', { query: { order: '-id', where } });
  const adding = mayAdd && <ButtonTo to="/events/new">{say('add')}</ButtonTo>;
  return (
    <Page title={say('title')} actions={adding}>
      <Group justify="space-between" align="flex-end">
        <FilterBar filters={filters} />
        <SheetButtons kind="events" where={where} taking={mayAdd && 'events'} />
      </Group>
      <DataList
        label={say('title')}
        list={list}
        filtered={filtered}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'name',
            title: say('name'),
            render: ({ id, name }) => (
              <AnchorTo inherit to="/events/$id" params={{ id: String(id) }}>
                {name}
              </AnchorTo>
            ),
          },
          { key: 'status', title: say('status'), render: ({ status }) => <EventState status={status} /> },
          {
            key: 'starts',
            title: say('starts'),
            render: ({ first_starts_at, starts_at }) => {
              const at = first_starts_at ?? starts_at;
              return at === null ? say('noDate') : <When at={at} />;
            },
          },
          { key: 'sessions', title: say('sessions'), figures: true, render: ({ sessions }) => sessions },
        ]}
        empty={
          <Empty title={say('none')} next={say('noneNext')}>
            {adding}
          </Empty>
        }
      />
    </Page>
  );
}
