import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useList } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { FilterBar, useFilters, type Filter } from '../../kit/filters.tsx';
import { AnchorTo, ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { SheetButtons } from '../imports/sheet-buttons.tsx';
import { CodeState, Reduction, Used, Validity } from './terms.tsx';
import { words } from './words.ts';

export default function PromoCodesPage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const filters: readonly Filter[] = [
    { name: 'label', label: say('label') },
    {
      name: 'kind',
      label: say('kind'),
      options: (['percent', 'value', 'reveal'] as const).map((value) => ({ value, label: say(value) })),
    },
    {
      ...{ name: 'enabled', label: say('state'), type: 'flag' },
      options: [
        { value: 'true', label: say('on') },
        { value: 'false', label: say('off') },
      ],
    },
  ];
  const { where, filtered } = useFilters(filters);
  const list = useList('list_promo_codes', { query: { order: '-id', where } });
  const adding = may('catalogue.write') && <ButtonTo to="/promo-codes/new">{say('add')}</ButtonTo>;
  return (
    <Page
      title={say('title')}
      actions={
        <Group gap="xs">
          <SheetButtons kind="promo_codes" where={where} taking={may('catalogue.write') && 'promo_codes'} />
          {adding}
        </Group>
      }
    >
      <FilterBar filters={filters} />
      <DataList
        label={say('title')}
        list={list}
        filtered={filtered}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'label',
            title: say('label'),
            render: ({ id, label }) => (
              <AnchorTo inherit to="/promo-codes/$id" params={{ id: String(id) }}>
                <Text span inherit ff="monospace">
                  {label}
                </Text>
              </AnchorTo>
            ),
          },
          { key: 'terms', title: say('reduction'), render: (code) => <Reduction code={code} /> },
          { key: 'valid', title: say('validity'), render: (code) => <Validity code={code} /> },
          { key: 'used', title: say('used'), figures: true, render: (code) => <Used code={code} /> },
          {
            key: 'state',
            title: say('state'),
            render: (code) => <CodeState code={code} now={list.dataUpdatedAt} />,
          },
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
