import { Group } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useList } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { FilterBar, useFilters, type Filter, type FilterTexts } from '../../kit/filters.tsx';
import { FindBox } from '../../kit/find-box.tsx';
import { Page } from '../../kit/page.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { SheetButtons } from '../imports/sheet-buttons.tsx';
import { useCustomerColumns } from './customer-columns.tsx';
import { FoundCustomers } from './found-customers.tsx';
import { words } from './words.ts';

export default function CustomersPage(): ReactNode {
  const say = useWords(words);
  const { q = '' } = useSearch({ strict: false });
  return (
    <Page title={say('title')}>
      <FindBox key={q} label={say('find')} hint={say('findHint')} asked={q} />
      {q === '' ? <ListedCustomers /> : <FoundCustomers text={q} />}
    </Page>
  );
}

/** What somebody may have left empty. */
const missing = [
  ['email', 'noEmail'],
  ['last_name', 'noLastName'],
  ['phone', 'noPhone'],
  ['city', 'noCity'],
] as const;

function ListedCustomers(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const columns = useCustomerColumns();
  const filters: readonly Filter[] = [
    { name: 'city', label: say('city') },
    {
      name: 'missing',
      label: say('missing'),
      options: missing.map(([value, word]) => ({ value, label: say(word) })),
    },
  ];
  const { values, filtered } = useFilters(filters);
  const where = whereOf(values);
  const list = useList('list_customers', { query: { order: '-id', where } });
  return (
    <>
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
        columns={columns}
        empty={<Empty title={say('none')} next={say('noneNext')} />}
      />
    </>
  );
}

function whereOf({ city, missing: without }: FilterTexts) {
  const town = city?.trim() ?? '';
  const left = missing.find(([column]) => column === without);
  return [
    ...(town === '' ? [] : [{ column: 'city', value: town }]),
    ...(left === undefined ? [] : [{ column: left[0], operator: 'null' }]),
  ];
}
