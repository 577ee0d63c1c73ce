import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useList } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { FilterBar, useFilters, type Filter, type FilterTexts } from '../../kit/filters.tsx';
import { AnchorTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { SheetButtons } from '../imports/sheet-buttons.tsx';
import { words } from './words.ts';

export default function CustomersPage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const filters: readonly Filter[] = [
    { name: 'email', label: say('email') },
    { name: 'last_name', label: say('lastName') },
    { name: 'city', label: say('city') },
  ];
  const { values, filtered } = useFilters(filters);
  const where = whereOf(values);
  const list = useList('list_customers', { query: { order: '-id', where } });
  return (
    <Page title={say('title')}>
      <Group justify="space-between" align="flex-end">
        <FilterBar filters={filters} />
        <SheetButtons
          kind="customers"
          where={where}
          order="-id"
          leaving={may('reports.read')}
          taking={may('customers.write') && 'customers'}
        />
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
            render: ({ id, first_name, last_name }) => (
              <AnchorTo inherit to="/customers/$id" params={{ id: String(id) }}>
                {`${first_name} ${last_name}`.trim() || say('unnamed')}
              </AnchorTo>
            ),
          },
          { key: 'email', title: say('email'), render: ({ email }) => email || '–' },
          { key: 'city', title: say('city'), render: ({ city }) => city || '–' },
          { key: 'orders', title: say('orders'), figures: true, render: ({ orders }) => orders },
          {
            key: 'since',
            title: say('since'),
            render: ({ created_at }) => <When at={created_at} as="date" />,
          },
        ]}
        empty={<Empty title={say('none')} next={say('noneNext')} />}
      />
    </Page>
  );
}

/** Half an address that is being typed is none: it is asked for once it could be one. */
function whereOf({ email, last_name, city }: FilterTexts) {
  const asked = [
    { column: 'email', value: email !== undefined && /\S@\S+\.\S/.test(email) ? email.trim() : '' },
    { column: 'last_name', value: last_name?.trim() },
    { column: 'city', value: city?.trim() },
  ];
  return asked.flatMap(({ column, value }) =>
    value === undefined || value === '' ? [] : [{ column, value }],
  );
}
