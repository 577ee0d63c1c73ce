import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Column } from '../../kit/data-list.tsx';
import { AnchorTo } from '../../kit/links.tsx';
import { Money } from '../../kit/money.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import { Platform } from '../charts/platform.tsx';
import { OrderState, type OrderRow } from './states.tsx';
import { words } from './words.ts';

/** Orders wherever they are listed. */
export function useOrderColumns(): readonly Column<OrderRow>[] {
  const say = useWords(words);
  return [
    {
      key: 'order',
      title: say('order'),
      render: ({ id, label }) => (
        <AnchorTo inherit to="/orders/$id" params={{ id: String(id) }}>
          {label}
        </AnchorTo>
      ),
    },
    { key: 'status', title: say('status'), render: ({ status }) => <OrderState status={status} /> },
    { key: 'buyer', title: say('buyer'), render: ({ customer }) => <BuyerName customer={customer} /> },
    {
      key: 'channel',
      title: say('channel'),
      render: ({ channel }) => <Platform channel={channel} />,
    },
    { key: 'event', title: say('event'), render: ({ event }) => event ?? '–' },
    { key: 'made', title: say('made'), render: ({ created_at }) => <When at={created_at} /> },
    { key: 'tickets', title: say('tickets'), figures: true, render: ({ tickets }) => tickets },
    {
      key: 'total',
      title: say('total'),
      figures: true,
      render: ({ total, currency }) => <Money amount={total} currency={currency} />,
    },
  ];
}

export function BuyerName({ customer }: Pick<OrderRow, 'customer'>): ReactNode {
  const say = useWords(words);
  if (customer === null || customer.erased)
    return (
      <Text span inherit c="dimmed">
        {say(customer === null ? 'nobody' : 'erased')}
      </Text>
    );
  return customer.name === '' ? customer.email : customer.name;
}
