import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAll, useList } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { FilterBar, useFilters, type Filter, type FilterTexts } from '../../kit/filters.tsx';
import { AnchorTo } from '../../kit/links.tsx';
import { Money } from '../../kit/money.tsx';
import { Page } from '../../kit/page.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { SheetButtons } from '../imports/sheet-buttons.tsx';
import { holderName, placeOf } from '../orders/order-tickets.tsx';
import { TicketState } from '../orders/states.tsx';
import { words } from './words.ts';

export default function TicketsPage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const events = useAll('list_events', { query: { order: '-id' } });
  const filters: readonly Filter[] = [
    { name: 'code', label: say('code') },
    { name: 'foreign', label: say('foreign') },
    { name: 'holder', label: say('holderEmail') },
    {
      name: 'event',
      label: say('event'),
      options: (events.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
    },
    {
      name: 'state',
      label: say('state'),
      options: (['held', 'valid', 'cancelled', 'refunded'] as const).map((value) => ({
        value,
        label: say(value),
      })),
    },
  ];
  const { values, filtered } = useFilters(filters);
  const where = whereOf(values);
  const list = useList('list_tickets', { query: { order: '-id', where } });
  return (
    <Page title={say('title')}>
      <Group justify="space-between" align="flex-end">
        <FilterBar filters={filters} />
        <SheetButtons
          kind="tickets"
          where={where}
          order="-id"
          leaving={may('reports.read')}
          taking={may('sales.write') && 'tickets'}
        />
      </Group>
      <DataList
        label={say('title')}
        list={list}
        filtered={filtered}
        keyOf={({ id }) => id}
        columns={[
          { key: 'ticket', title: say('ticket'), render: ({ price, event }) => `${price} · ${event}` },
          {
            key: 'order',
            title: say('order'),
            render: ({ order_id, order_label }) => (
              <AnchorTo inherit to="/orders/$id" params={{ id: String(order_id) }}>
                {order_label}
              </AnchorTo>
            ),
          },
          { key: 'state', title: say('state'), render: (ticket) => <TicketState ticket={ticket} /> },
          { key: 'holder', title: say('holder'), render: ({ holder }) => holderName(holder) || '–' },
          { key: 'place', title: say('place'), render: placeOf },
          {
            key: 'code',
            title: say('code'),
            render: ({ barcodes }) => barcodes.map(({ code }) => code).join(', ') || '–',
          },
          {
            key: 'price',
            title: say('price'),
            figures: true,
            render: ({ charged_amount, currency }) => <Money amount={charged_amount} currency={currency} />,
          },
        ]}
        empty={<Empty title={say('none')} next={say('noneNext')} />}
      />
    </Page>
  );
}

function whereOf({ code, foreign, holder, event, state }: FilterTexts) {
  const asked = [
    { column: 'barcode', value: code?.trim() },
    { column: 'foreign_id', value: foreign?.trim() },
    { column: 'holder_email', value: holder?.trim() },
    { column: 'event_id', value: event },
    { column: 'state', value: state },
  ];
  return asked.flatMap(({ column, value }) =>
    value === undefined || value === '' ? [] : [{ column, value }],
  );
}
