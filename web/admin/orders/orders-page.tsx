import { Group } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAll, useList } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { betweenDays, FilterBar, useFilters, type Filter, type FilterTexts } from '../../kit/filters.tsx';
import { FindBox } from '../../kit/find-box.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { useMay, useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { knownPlatforms, usePlatformName } from '../charts/platform-name.ts';
import { SheetButtons } from '../imports/sheet-buttons.tsx';
import { FoundOrders } from './found-orders.tsx';
import { useOrderColumns } from './order-columns.tsx';
import { orderStatuses } from './states.tsx';
import { words as stateWords } from './state-words.ts';
import { words } from './words.ts';

const look_every_ms = 10_000;

export default function OrdersPage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const { q = '' } = useSearch({ strict: false });
  const selling = may('sales.write') && <ButtonTo to="/orders/new">{say('sell')}</ButtonTo>;
  return (
    <Page title={say('title')} actions={selling}>
      <FindBox key={q} label={say('find')} hint={say('findHint')} asked={q} />
      {q === '' ? <ListedOrders /> : <FoundOrders text={q} />}
    </Page>
  );
}

function ListedOrders(): ReactNode {
  const say = useWords(words);
  const sayState = useWords(stateWords);
  const columns = useOrderColumns();
  const platformName = usePlatformName();
  const events = useAll('list_events', { query: { order: '-id' } });
  const filters: readonly Filter[] = [
    {
      name: 'status',
      label: say('status'),
      options: orderStatuses.map((value) => ({ value, label: sayState(value) })),
    },
    {
      name: 'event',
      label: say('event'),
      options: (events.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
    },
    {
      name: 'channel',
      label: say('channel'),
      options: knownPlatforms.map((value) => ({ value, label: platformName(value) })),
    },
    { name: 'from', label: say('from'), type: 'from' },
    { name: 'until', label: say('until'), type: 'until' },
  ];
  const may = useMay();
  const { values, filtered } = useFilters(filters);
  const { zone = 'UTC' } = useOrganizer() ?? {};
  const where = [...whereOf(values), ...betweenDays('created_at', values, zone)];
  const list = useList(
    'list_orders',
    { query: { order: '-id', where } },
    { every_ms: look_every_ms, told: true },
  );
  return (
    <>
      <Group justify="space-between" align="flex-end">
        <FilterBar filters={filters} />
        <SheetButtons kind="orders" where={where} order="-id" leaving={may('reports.read')} />
      </Group>
      <DataList
        label={say('title')}
        list={list}
        filtered={filtered}
        keyOf={({ id }) => id}
        columns={columns}
        empty={<Empty title={say('none')} next={say('noneNext')} />}
      />
    </>
  );
}

function whereOf({ status, event, channel }: FilterTexts) {
  const asked = [
    { column: 'status', value: status },
    { column: 'event_id', value: event },
    { column: 'channel', value: channel?.trim() },
  ];
  return asked.flatMap(({ column, value }) =>
    value === undefined || value === '' ? [] : [{ column, value }],
  );
}
