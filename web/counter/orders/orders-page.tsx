import { Group, Loader, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { Empty } from '../../kit/empty.tsx';
import { Money } from '../../kit/money.tsx';
import { Page } from '../../kit/page.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import { words } from './words.ts';

/** What was sold since the till was opened, the latest first. */
export default function OrdersPage(): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { session, zone } = useTill();
  const orders = useAsk('list_till_orders', { query: { counter_session_id: session.id } });
  return (
    <Page title={say('title')}>
      {orders.error !== null && <Trouble error={orders.error} onRetry={() => void orders.refetch()} />}
      {orders.isPending && <Loader aria-hidden />}
      {orders.data?.items.length === 0 && <Empty title={say('none')} next={say('noneNext')} />}
      <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
        {orders.data?.items.map(({ id, label, created_at, total, currency, lines }) => (
          <Group component="li" key={id} justify="space-between" wrap="nowrap" className="basket-line">
            <div>
              <Text fw={600}>
                {label} · {whenText(created_at, 'time', { zone, language })}
              </Text>
              <Text size="sm" c="dimmed">
                {lines.map(({ quantity, title }) => `${quantity} × ${title}`).join(', ')}
              </Text>
            </div>
            <Money amount={total} currency={currency} />
          </Group>
        ))}
      </Stack>
    </Page>
  );
}
