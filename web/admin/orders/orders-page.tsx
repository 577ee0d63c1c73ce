import { Group, TextInput } from '@mantine/core';
import { MagnifyingGlassIcon } from '@heroicons/react/24/outline';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useAll, useList } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { FilterBar, useFilters, type Filter, type FilterTexts } from '../../kit/filters.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { useMay } from '../../session/me.ts';
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
      <FindBox key={q} asked={q} />
      {q === '' ? <ListedOrders /> : <FoundOrders text={q} />}
    </Page>
  );
}

/** One box for whatever is known of an order; what it asks stands in the address. */
function FindBox({ asked }: { readonly asked: string }): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const [text, setText] = useState(asked);
  const find = (event: FormEvent): void => {
    event.preventDefault();
    const q = text.trim();
    void navigate({ to: '.', search: (old: FilterTexts) => ({ ...old, q: q === '' ? undefined : q }) });
  };
  return (
    <form role="search" onSubmit={find}>
      <TextInput
        type="search"
        label={say('find')}
        description={say('findHint')}
        leftSection={<MagnifyingGlassIcon width={18} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        enterKeyHint="search"
        autoComplete="off"
      />
    </form>
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
  ];
  const may = useMay();
  const { values, filtered } = useFilters(filters);
  const where = whereOf(values);
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
